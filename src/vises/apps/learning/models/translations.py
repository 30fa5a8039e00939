"""Completing a lagging translation of a released version: who wrote what, who read it over, what became of it."""

from django.db import models
from django.db.models import Q

from vises.apps.accounts.models import User
from vises.apps.methodology.models import MethodologySupplement, MethodologyVersion
from vises.apps.programmes.models import Programme
from vises.platform.rows import Row


class Translation(Row):
    """A language of a released version on its way to be completed, in a programme: the version itself stays."""

    class State(models.TextChoices):
        WRITING = "writing"
        READING = "reading"  # somebody who wrote none of it reads it over: its texts stand still
        READ = "read"
        IN_FORCE = "in-force"
        SET_ASIDE = "set-aside"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="translations")
    version = models.ForeignKey(MethodologyVersion, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=10, choices=State, default=State.WRITING)
    supplement = models.OneToOneField(MethodologySupplement, null=True, on_delete=models.PROTECT, related_name="+")
    read_by_name = models.CharField(max_length=120, blank=True)

    ACCESS_SCOPE = "programme__scope"

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "version", "language"],
                condition=Q(state__in=("writing", "reading", "read")),
                name="a_language_is_completed_once_at_a_time",
            )
        ]


class TranslatedText(Row):
    """A wording of one text; a later one stands beside it, never in its place. Empty: taken back."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="texts")
    key = models.CharField(max_length=120)
    number = models.PositiveSmallIntegerField()  # counted from 1: two who write over the same one cannot both be next
    text = models.TextField(blank=True)
    written_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    written_by_name = models.CharField(max_length=120)

    ACCESS_SCOPE = "translation__programme__scope"

    class Meta:
        ordering = ["number", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["translation", "key", "number"], name="wordings_follow_each_other")
        ]


class TranslationMove(Row):
    """A change of state: by whom, and why where it must be said."""

    translation = models.ForeignKey(Translation, on_delete=models.CASCADE, related_name="moves")
    old = models.CharField(max_length=10, blank=True)
    new = models.CharField(max_length=10)
    by_name = models.CharField(max_length=120, blank=True)
    why = models.TextField(blank=True)
    told_at = models.DateTimeField(null=True)  # when everybody was told of it

    ACCESS_SCOPE = "translation__programme__scope"

    class Meta:
        ordering = ["created_at"]
