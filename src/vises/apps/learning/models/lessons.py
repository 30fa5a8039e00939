"""Lessons: shown at the step where the next accompanist needs them; they age with what she says of them."""

from django.db import models

from vises.apps.accounts.models import User
from vises.apps.learning.models.findings import MacroFinding
from vises.apps.learning.models.notes import FieldNote
from vises.apps.programmes.models import Programme
from vises.platform.rows import Row, TextsField


class Lesson(Row):
    """A statement with the cases that support it, those that speak against it, and where it holds."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="lessons")
    finding = models.ForeignKey(MacroFinding, null=True, on_delete=models.SET_NULL, related_name="lessons")
    statements = TextsField()
    conditions = TextsField()
    step = models.CharField(max_length=40)
    deliverable = models.CharField(max_length=40, blank=True)  # the whole step when empty
    written_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    put_away_at = models.DateTimeField(null=True)  # no longer shown at its step

    ACCESS_SCOPE = "programme__scope"

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["programme", "step", "deliverable"], name="lessons_at_a_step")]


class LessonCase(Row):
    """A field note that stands under a lesson, or against it."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="cases")
    note = models.ForeignKey(FieldNote, on_delete=models.PROTECT, related_name="lesson_cases")
    against = models.BooleanField(default=False)

    ACCESS_SCOPE = "lesson__programme__scope"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lesson", "note"], name="a_note_is_a_case_of_a_lesson_once")]


class LessonWord(Row):
    """Whether a lesson was useful to somebody, or did not hold where she was."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="said")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="lesson_words")
    useful = models.BooleanField()

    ACCESS_SCOPE = "lesson__programme__scope"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lesson", "user"], name="a_person_says_it_once_of_a_lesson")]
