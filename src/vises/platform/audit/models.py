"""Who did what, when, to which thing; never what it says."""

from django.db import models

from vises.platform.rows import Row


class AuditEvent(Row):
    """One event, chained to the one before it by hash so that tampering shows."""

    number = models.PositiveBigIntegerField(unique=True)
    event = models.CharField(max_length=80)
    who = models.CharField(max_length=80)
    scope_id = models.UUIDField(null=True, db_index=True)
    object_kind = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]


class AuditHead(models.Model):
    """The end of the chain; one row, locked while an event is added."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
