"""Proposed passages: a person confirms each, or says that it does not belong there."""

import uuid

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch, visible
from vises.apps.coding.models import Code, Passage, Refusal, Text
from vises.apps.coding.rules import trimmed
from vises.apps.coding.services.may import not_while_apart
from vises.apps.coding.services.passages import mark
from vises.kernel.problems import Problem
from vises.platform.audit.services import record


def confirm(actor: Actor, text_id: uuid.UUID, code_id: uuid.UUID, start: int, end: int, seen: str) -> Passage:
    """Proposed words become a passage of the actor's, which keeps that it was proposed. Raises as `mark` does."""
    return mark(actor, text_id, code_id, start, end, seen=seen, proposed=True)


def refuse(actor: Actor, text_id: uuid.UUID, code_id: uuid.UUID, start: int, end: int, seen: str) -> None:
    """These words do not belong under this theme: they are proposed for it no more, to nobody. Needs `words.read`.

    Raises Problem as `mark` does.
    """
    text = fetch(actor, "words.read", Text.objects.all(), pk=text_id)
    not_while_apart(actor, text.id)
    place = trimmed(text.body, start, end)
    if seen != text.hash:
        raise Problem("coding.text-moved")
    if place is None:
        raise Problem("coding.passage", field="first")
    code = Code.objects.filter(pk=code_id, scope_id=text.scope_id).first()
    if code is None:
        raise Problem("coding.other-journey", field="code")
    with transaction.atomic():
        if Text.objects.select_for_update().values_list("hash", flat=True).get(pk=text.pk) != seen:
            raise Problem("coding.text-moved")
        Refusal.objects.get_or_create(text=text, code=code, start=place[0], end=place[1], defaults={"who_id": actor.id})
        record(actor.who, "coding.refused", scope_id=text.scope_id, object_kind="text", object_id=text.id)


def propose_again(actor: Actor, code_id: uuid.UUID) -> int:
    """Forget what was said not to belong under a theme, in the texts that the actor reads; gives how many places."""
    rows = visible(actor, "words.read", Refusal.objects.filter(code_id=code_id))
    with transaction.atomic():
        gone = list(rows.values_list("id", "text__scope_id"))
        Refusal.objects.filter(pk__in=[id_ for id_, _ in gone]).delete()
        if gone:
            record(actor.who, "coding.refusals-forgotten", scope_id=gone[0][1], object_kind="code", object_id=code_id)
    return len(gone)
