"""Rows behind an id, for whoever may do this verb on them; the system may."""

import uuid
from typing import TypeVar

from django.db.models import Model, QuerySet

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.programmes.models import Programme

M = TypeVar("M", bound=Model)


def row_for(actor: Actor, verb: str, rows: QuerySet[M], row_id: uuid.UUID) -> M:
    """The row, if the actor may do `verb` on it. Raises NotFound or Forbidden."""
    if actor.kind == "system":
        return rows.get(pk=row_id)
    return fetch(actor, verb, rows, pk=row_id)


def programme_for(actor: Actor, verb: str, programme_id: uuid.UUID) -> Programme:
    """The programme, if the actor may do `verb` in it. Raises NotFound or Forbidden."""
    return row_for(actor, verb, Programme.objects.select_related("scope", "methodology"), programme_id)
