"""Marking passages and naming them."""

import uuid

from django.db import IntegrityError, transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.coding.models import Code, Passage, Text
from vises.apps.coding.rules import trimmed
from vises.apps.coding.services.may import not_while_apart
from vises.apps.coding.services.merging import count_twin
from vises.apps.coding.services.texts import losing, take_said
from vises.kernel.problems import Problem
from vises.platform.audit.services import record


def mark(
    actor: Actor,
    text_id: uuid.UUID,
    code_id: uuid.UUID,
    start: int,
    end: int,
    memo: str = "",
    seen: str = "",
    *,
    proposed: bool = False,
) -> Passage:
    """Name the words from `start` to `end` (characters) with a theme. Needs `words.read` for the text's line.

    Spaces at the ends are left out; `proposed` where the machine proposed them. Raises Problem when no word is left,
    for a theme of another codebook, when this passage has this theme already, when the text is no longer the one that
    was `seen` (its hash), or while the actor reads it apart.
    """
    text = (
        Text.objects.get(pk=text_id)
        if actor.kind == "system"
        else fetch(actor, "words.read", Text.objects.all(), pk=text_id)
    )
    not_while_apart(actor, text.id)
    if seen and seen != text.hash:
        raise Problem("coding.text-moved")
    place = trimmed(text.body, start, end)
    if place is None:
        raise Problem("coding.passage", field="first")
    code = Code.objects.filter(pk=code_id, scope_id=text.scope_id).first()
    if code is None:
        raise Problem("coding.other-journey", field="code")
    try:
        with transaction.atomic():
            if Text.objects.select_for_update().values_list("hash", flat=True).get(pk=text.pk) != text.hash:
                raise Problem("coding.text-moved")
            passage = Passage.objects.create(
                text=text,
                code=code,
                start=place[0],
                end=place[1],
                memo=memo.strip(),
                coder_id=actor.id if actor.signed_in else None,
                proposed=proposed,
            )
            record(actor.who, "coding.marked", scope_id=text.scope_id, object_kind="passage", object_id=passage.id)
    except IntegrityError:
        raise Problem("coding.already-marked", field="code") from None
    return passage


def mark_said(
    actor: Actor, answer_id: uuid.UUID, place: str, code_id: uuid.UUID, start: int, end: int, memo: str = ""
) -> Passage:
    """Name words that one person wrote at one place of a questionnaire. Needs `words.read` for its line.

    Raises as `mark` does; then nothing of the answer is snapshot either.
    """
    with transaction.atomic():
        text = take_said(actor, answer_id, place)
        return mark(actor, text.id, code_id, start, end, memo)


def change_memo(actor: Actor, passage_id: uuid.UUID, memo: str) -> None:
    """Another memo beside a passage. Needs `words.read` for the text's line."""
    passage = _passage(actor, passage_id)
    Passage.objects.filter(pk=passage.pk).update(memo=memo.strip())


def unmark(actor: Actor, passage_id: uuid.UUID) -> None:
    """Take a mark away; the words stay. Rooms that stood on it are told."""
    passage = _passage(actor, passage_id)
    with transaction.atomic():
        losing(frozenset({passage.id}), "unmarked")
        record(
            actor.who,
            "coding.unmarked",
            scope_id=passage.text.scope_id,
            object_kind="passage",
            object_id=passage.id,
        )
        passage.delete()
        count_twin(passage)


def _passage(actor: Actor, passage_id: uuid.UUID) -> Passage:
    rows = Passage.objects.select_related("text")
    found = rows.get(pk=passage_id) if actor.kind == "system" else fetch(actor, "words.read", rows, pk=passage_id)
    not_while_apart(actor, found.text_id)
    return found
