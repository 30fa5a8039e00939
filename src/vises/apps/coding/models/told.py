from django.db import models

from vises.apps.access.models import Scope
from vises.platform.rows import Row


class ToldTheme(Row):
    """How a theme was counted when it left the journey, so that two prints or pages tell nothing of one person.

    A row for each state that left, none changed: a later one is held against all of them.
    """

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    code = models.UUIDField()  # an id, not a key: a theme that went into another one may come back
    heard = models.JSONField()  # id of the answer or text -> [id of the group or "", people, passages]

    class Meta:
        ordering = ["created_at"]
        indexes = [models.Index(fields=["code"], name="told_of_a_theme")]
