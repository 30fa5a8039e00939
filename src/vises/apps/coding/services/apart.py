"""Two people mark the same words apart, compare, and say together what becomes of their marks."""

import uuid
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import Q

from vises.apps.access.actor import Actor, valid_today
from vises.apps.access.models import Membership
from vises.apps.access.rules import Role
from vises.apps.access.services import fetch
from vises.apps.accounts.models import User
from vises.apps.coding.models import Code, MarkApart, Passage, ReadingApart, Text
from vises.apps.coding.rules import between, trimmed, units
from vises.apps.coding.rules.apart import Compared, Group, Laid, compare
from vises.apps.coding.rules.sentences import PART, Unit
from vises.kernel.clock import now
from vises.kernel.problems import Forbidden, Problem
from vises.platform.audit.services import record

LONGEST = PART * 3 // 2
"""Characters of a stretch that is read apart: about fifteen pages of paper, on one page of the screen."""
CHOICES = ("first", "second", "both", "none")


def readers_of(text: Text) -> dict[uuid.UUID, str]:
    """Who reads the words of a text today: ids and names."""
    line = Q(detail=None) | Q(detail=text.detail)
    held = Membership.objects.filter(line, valid_today(), scope_id=text.scope_id, role=Role.READER)
    return dict(held.order_by("user__name").values_list("user_id", "user__name"))


def begin_apart(actor: Actor, text_id: uuid.UUID, first: int, last: int, second_id: uuid.UUID) -> ReadingApart:
    """The actor and another reader mark sentences `first` to `last` apart. Both read the words of the text.

    Raises Problem for sentences that there are not, too many of them, somebody else, while a reading goes on, or for
    what was answered to a questionnaire.
    """
    text = fetch(actor, "words.read", Text.objects.select_related("origin"), pk=text_id)
    origin = getattr(text, "origin", None)
    if origin is None or origin.document_id is None:  # answers are read among others, on a page that knows of none
        raise Problem("coding.apart-answers")
    place = between(text.body, first, last)
    if place is None:
        raise Problem("coding.passage", field="first")
    if place[1] - place[0] > LONGEST:
        raise Problem("coding.apart-long", field="last")
    readers = readers_of(text)
    if second_id == actor.id or second_id not in readers or actor.id not in readers:
        raise Problem("coding.apart-reader", field="second")
    try:
        with transaction.atomic():
            reading = ReadingApart.objects.create(
                text=text, start=place[0], end=place[1], first=User.objects.get(pk=actor.id), second_id=second_id
            )
            _record(actor, "coding.apart-begun", reading)
    except IntegrityError:
        raise Problem("coding.apart-open") from None
    return reading


def mark_apart(
    actor: Actor, reading_id: uuid.UUID, code_id: uuid.UUID, start: int, end: int, seen: str = ""
) -> MarkApart:
    """Mark words in one's own reading. Raises Problem outside the stretch, or as `mark` does."""
    reading, first = _mine(actor, reading_id)
    text = reading.text
    if seen and seen != text.hash:
        raise Problem("coding.text-moved")
    place = trimmed(text.body, start, end)
    if place is None or place[0] < reading.start or place[1] > reading.end:
        raise Problem("coding.passage", field="first")
    code = Code.objects.filter(pk=code_id, scope_id=text.scope_id).first()
    if code is None:
        raise Problem("coding.other-journey", field="code")
    try:
        with transaction.atomic():
            if Text.objects.select_for_update().values_list("hash", flat=True).get(pk=text.pk) != text.hash:
                raise Problem("coding.text-moved")
            return MarkApart.objects.create(reading=reading, first=first, code=code, start=place[0], end=place[1])
    except IntegrityError:
        raise Problem("coding.already-marked", field="code") from None


def unmark_apart(actor: Actor, reading_id: uuid.UUID, mark_id: uuid.UUID) -> None:
    """Take a mark of one's own reading away."""
    reading, first = _mine(actor, reading_id)
    MarkApart.objects.filter(pk=mark_id, reading=reading, first=first).delete()


def done_apart(actor: Actor, reading_id: uuid.UUID) -> None:
    """Say that one's own reading is done: from then on it stays as it is. Once both are, they see each other's."""
    reading, first = _mine(actor, reading_id)
    with transaction.atomic():
        ReadingApart.objects.filter(pk=reading.pk).update(**{"first_done_at" if first else "second_done_at": now()})
        _record(actor, "coding.apart-done", reading)


def stop_apart(actor: Actor, reading_id: uuid.UUID) -> None:
    """End a reading without comparing: for either of the two. Their marks stay apart and become nothing."""
    reading = _reading(actor, reading_id)
    _which(actor, reading)
    with transaction.atomic():
        ReadingApart.objects.filter(pk=reading.pk, ended_at=None).update(ended_at=now())
        _record(actor, "coding.apart-stopped", reading)


def settle_apart(actor: Actor, reading_id: uuid.UUID, choices: Mapping[str, str]) -> int:
    """What both marked alike becomes passages, and of the rest what was chosen: as the "first" marked it, as the
    "second" did, "both" together, or "none". What nobody chose for waits. Gives how many passages were made.

    For either of the two, once both are done; with the last choice the reading ends.
    """
    with transaction.atomic():
        reading = _reading(actor, reading_id, lock=True)
        _which(actor, reading)
        if not (reading.first_done_at and reading.second_done_at) or reading.ended_at:
            raise Problem("coding.apart-not-done")
        made = 0
        waiting = False
        settled: list[str] = []
        for group in compared(reading, settled=False).groups:
            choice = "both" if group.agreed else choices.get(group.key, "")
            if choice not in CHOICES:
                waiting = True
                continue
            made += sum(_pass(reading, group.theme, *place) for place in _chosen(group, choice))
            settled += [mark.id for mark in group.marks]
        MarkApart.objects.filter(pk__in=settled).update(settled=True)
        if not waiting:
            ReadingApart.objects.filter(pk=reading.pk).update(ended_at=now())
        _record(actor, "coding.apart-settled", reading, passages=made)
    return made


def compared(reading: ReadingApart, *, settled: bool | None = None) -> Compared[uuid.UUID]:
    """Both readings beside each other; marks that were settled, that were not, or (None) all of them."""
    marks = reading.marks.all() if settled is None else reading.marks.filter(settled=settled)
    laid = [Laid(str(mark.id), mark.first, mark.code_id, mark.start, mark.end) for mark in marks]
    return compare(sentences_of(reading), laid)


def sentences_of(reading: ReadingApart) -> tuple[Unit, ...]:
    """The sentences that were meant to be marked."""
    return tuple(unit for unit in units(reading.text.body) if reading.start <= unit.start < reading.end)


def _chosen(group: Group[uuid.UUID], choice: str) -> list[tuple[int, int, bool]]:
    """Places, and whether the first reader is behind them."""
    if choice == "none":
        return []
    if choice == "both":
        return [(group.start, group.end, True)]
    return [(mark.start, mark.end, mark.first) for mark in group.of(first=choice == "first")]


def _pass(reading: ReadingApart, code_id: uuid.UUID, start: int, end: int, first: bool) -> int:
    coder = reading.first_id if first else reading.second_id
    _, made = Passage.objects.get_or_create(
        text=reading.text, code_id=code_id, start=start, end=end, doubled=False, defaults={"coder_id": coder}
    )
    return int(made)


def _mine(actor: Actor, reading_id: uuid.UUID) -> tuple[ReadingApart, bool]:
    """A reading in which the actor still marks, and whether she is its first reader."""
    reading = _reading(actor, reading_id)
    first = _which(actor, reading)
    if reading.ended_at or (reading.first_done_at if first else reading.second_done_at):
        raise Problem("coding.apart-done")
    return reading, first


def _which(actor: Actor, reading: ReadingApart) -> bool:
    if actor.id is None or actor.id not in {reading.first_id, reading.second_id}:
        raise Forbidden()
    return actor.id == reading.first_id


def _reading(actor: Actor, reading_id: uuid.UUID, *, lock: bool = False) -> ReadingApart:
    rows = ReadingApart.objects.select_related("text")
    return fetch(actor, "words.read", rows.select_for_update(of=("self",)) if lock else rows, pk=reading_id)


def _record(actor: Actor, event: str, reading: ReadingApart, **facts: int) -> None:
    record(
        actor.who,
        event,
        scope_id=reading.text.scope_id,
        object_kind="text",
        object_id=reading.text_id,
        **facts,
    )
