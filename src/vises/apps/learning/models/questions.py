"""What a body asks the field."""

from django.db import models

from vises.apps.programmes.models import Body
from vises.platform.rows import Row, TextsField


class FieldQuestion(Row):
    """A body asks everybody in the field, until a date; field notes reply to it."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="field_questions")
    texts = TextsField()
    step = models.CharField(max_length=40, blank=True)  # where it is asked; everywhere when empty
    ends_on = models.DateField()
    asked_by_name = models.CharField(max_length=120)

    ACCESS_SCOPE = "body__programme__scope"
    ACCESS_DETAIL = "body_id"

    class Meta:
        ordering = ["-created_at"]
