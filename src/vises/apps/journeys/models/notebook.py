"""What an accompanist writes down for herself or for the journey's people, and handing the journey over.

These are not field notes: they never go up to the programme.
"""

from django.db import models

from vises.apps.accounts.models import User
from vises.apps.journeys.models.journey import Journey
from vises.kernel.clock import now
from vises.platform.rows import Row


class AccompanistNote(Row):
    """A note of an accompanist. Private, it is read by its author alone, whoever else may read the journey;
    shared, by the journey's people; passed on, also by the one person who took the journey over.

    Nothing that exports or shows a journey may hold a private one.
    """

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="accompanist_notes")
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="accompanist_notes")
    author_name = models.CharField(max_length=120)
    text = models.TextField()
    language = models.CharField(max_length=2)
    shared = models.BooleanField(default=False)
    passed_to = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    number = models.PositiveIntegerField(default=1)  # compare-and-swap
    changed_at = models.DateTimeField(default=now)

    ACCESS_SCOPE = "journey__scope"

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["author", "-created_at"], name="notes_of_an_accompanist")]


class HandOver(Row):
    """An accompanist leaves, another takes over: asked, then done or declined by whoever speaks for the enterprise."""

    class State(models.TextChoices):
        ASKED = "asked"
        DONE = "done"
        DECLINED = "declined"
        TAKEN_BACK = "taken-back"

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="hand_overs")
    leaving = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    leaving_name = models.CharField(max_length=120)
    next_name = models.CharField(max_length=120)
    next_email = models.EmailField()
    next_language = models.CharField(max_length=2)
    next = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    words = models.TextField(blank=True)  # what the next one should know, read by the journey's people
    language = models.CharField(max_length=2)
    notes = models.ManyToManyField(AccompanistNote, blank=True, related_name="+")  # private ones that pass on
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    settled_on = models.DateField(null=True)
    settled_by_name = models.CharField(max_length=120, blank=True)

    ACCESS_SCOPE = "journey__scope"

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["journey", "leaving"], condition=models.Q(state="asked"), name="one_hand_over_is_asked_at_once"
            )
        ]
