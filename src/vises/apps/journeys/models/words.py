"""The enterprise's own words, with every earlier wording kept."""

from django.db import models

from vises.apps.accounts.models import User
from vises.apps.journeys.models.journey import Journey
from vises.platform.rows import Row


class OwnWords(Row):
    """A text in the enterprise's own words under one heading of one deliverable.

    Used for the portrait (heading = dimension or lens id) and wherever the method asks for free words.
    """

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="own_words")
    deliverable = models.CharField(max_length=40)
    heading = models.CharField(max_length=60)
    text = models.TextField()
    language = models.CharField(max_length=2)
    source = models.CharField(max_length=300, blank=True)  # where it comes from: report, meeting, person
    number = models.PositiveIntegerField(default=1)  # compare-and-swap: which revision this is
    written_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    on_behalf = models.BooleanField(default=False)  # written by the accompanist for the enterprise
    changed_at = models.DateTimeField()

    ACCESS_SCOPE = "journey__scope"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["journey", "deliverable", "heading"], name="one_text_per_heading")
        ]


class Revision(Row):
    """An earlier wording: nothing is silently overwritten."""

    words = models.ForeignKey(OwnWords, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    language = models.CharField(max_length=2)
    written_by_name = models.CharField(max_length=120, blank=True)
    on_behalf = models.BooleanField(default=False)

    ACCESS_SCOPE = "words__journey__scope"

    class Meta:
        ordering = ["-number"]
