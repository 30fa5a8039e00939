"""Versions of the method. Released ones never change."""

from django.db import models

from vises.platform.rows import Row


class MethodologyVersion(Row):
    """Structure without prose; its canonical hash is its identity."""

    code = models.CharField(max_length=20, unique=True)
    released_on = models.DateField(null=True)
    structure = models.JSONField()
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["released_on"]


class MethodologyText(Row):
    """The texts of a version in one language, with the hash of the text they translate."""

    version = models.ForeignKey(MethodologyVersion, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2)
    texts = models.JSONField()
    hash = models.CharField(max_length=64)
    source_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="one_text_per_language")]
