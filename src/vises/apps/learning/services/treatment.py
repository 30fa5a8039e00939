"""What a body does with a note: takes it, merges it, codes it, analyses it, answers it, gives it back."""

import hashlib
import uuid
from collections.abc import Iterable

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import give_pass
from vises.apps.coding.models import Code, Passage, Text
from vises.apps.coding.rules import between, clean, trimmed
from vises.apps.learning.models import FieldNote, NoteJoin
from vises.apps.learning.services.index import hand_over
from vises.apps.learning.services.joins import RETURN_PASS
from vises.apps.learning.services.may import body_for, note_treated, user_id
from vises.apps.learning.services.moves import move
from vises.apps.learning.services.sharing import Letter
from vises.apps.learning.services.silence import count_days
from vises.apps.learning.services.themes import themes
from vises.kernel.clock import now
from vises.kernel.locale import Texts, pick
from vises.kernel.problems import Conflict, NotFound, Problem
from vises.platform.audit.services import record

TAKEN = ("raised", "in-treatment")
RETURN_DAYS = 180  # how long the mailed link works


def take(actor: Actor, body_id: uuid.UUID, note_id: uuid.UUID) -> FieldNote:
    """The body takes a note that was raised, or takes it up again when it did not help. Needs `learning.treat`."""
    body = body_for(actor, body_id)
    note = note_treated(actor, note_id)
    if note.programme_id != body.programme_id or note.merged_into_id is not None:
        raise NotFound()
    with transaction.atomic():
        move(actor.who, actor.name, note, "in-treatment", body=body)
        themes(body.programme)
    return note


def give_away(actor: Actor, note_id: uuid.UUID, why: str = "") -> FieldNote:
    """The body does not treat it after all: it waits for another one."""
    note = note_treated(actor, note_id)
    with transaction.atomic():
        move(actor.who, actor.name, note, "raised", why=why.strip()[:300], body=None)
    return note


def merge(actor: Actor, note_id: uuid.UUID, into_id: uuid.UUID) -> FieldNote:
    """The same question twice: one note goes into the other, and everyone who waits joins it. Returns the other.

    Raises Problem when either came back already, or both are one.
    """
    note, into = note_treated(actor, note_id), note_treated(actor, into_id)
    fit = note.state in TAKEN and into.state in TAKEN and into.merged_into_id is None and note.merged_into_id is None
    if note.pk == into.pk or note.programme_id != into.programme_id or not fit:
        raise Problem("learning.merge", field="into")
    with transaction.atomic():
        for row in NoteJoin.objects.filter(note=note):
            NoteJoin.objects.get_or_create(
                note=into,
                user_id=row.user_id,
                defaults={"journey_id": row.journey_id, "deliverable": row.deliverable, "own_words": row.own_words},
            )
        FieldNote.objects.filter(merged_into=note).update(merged_into=into)
        FieldNote.objects.filter(pk=note.pk).update(
            merged_into=into, state=into.state, moved_at=into.moved_at, body=into.body
        )
        hand_over(note.id, into.id)
        record(
            actor.who,
            "note.merged",
            scope_id=into.programme.scope_id,
            object_kind="note",
            object_id=note.id,
            into=str(into.id),
        )
    return into


def code_note(
    actor: Actor,
    note_id: uuid.UUID,
    code_id: uuid.UUID,
    *,
    first: int | None = None,
    last: int | None = None,
    words: str = "",
) -> Passage:
    """Name a note (or its sentences `first` to `last`, or exact `words` in them) with a theme of the programme."""
    note = note_treated(actor, note_id)
    code = Code.objects.filter(pk=code_id, scope=note.programme.scope_id).first()
    if code is None:
        raise Problem("learning.theme", field="code")
    with transaction.atomic():
        text = text_of(note)
        place = between(text.body, first or 1, last or first or 10_000, words)
        place = trimmed(text.body, *place) if place else None
        if place is None:
            raise Problem("coding.words-not-found" if words else "coding.passage", field="words" if words else "first")
        passage, made = Passage.objects.get_or_create(
            text=text, code=code, start=place[0], end=place[1], defaults={"coder_id": user_id(actor)}
        )
        if not made:
            raise Problem("coding.already-marked", field="code")
        record(
            actor.who,
            "coding.marked",
            scope_id=note.programme.scope_id,
            object_kind="passage",
            object_id=passage.id,
        )
    return passage


def uncode_note(actor: Actor, note_id: uuid.UUID, passage_id: uuid.UUID) -> None:
    """Take a theme away from a note."""
    note = note_treated(actor, note_id)
    with transaction.atomic():
        if note.coded_id and Passage.objects.filter(pk=passage_id, text_id=note.coded_id).delete()[0]:
            record(
                actor.who,
                "coding.unmarked",
                scope_id=note.programme.scope_id,
                object_kind="passage",
                object_id=passage_id,
            )


def text_of(note: FieldNote) -> Text:
    """The words that went up, as a text of the programme to be coded. Call in a transaction."""
    if note.coded is None:
        body = clean(note.words)
        note.coded = Text.objects.create(
            scope=note.programme.scope,
            title=body[:80],
            body=body,
            language=note.language,
            hash=hashlib.sha256(body.encode()).hexdigest(),
        )
        note.save(update_fields=["coded"])
    return note.coded


def write_answer(
    actor: Actor, note_id: uuid.UUID, *, analyses: Texts, answers: Texts, seen: str, ready: bool = False
) -> FieldNote:
    """What the body makes of a note and what the field is told; `ready` when this is its answer.

    `seen` is the `fingerprint` of what stood there when one began to write: Conflict when somebody wrote meanwhile.
    """
    note = note_treated(actor, note_id)
    if note.state not in {"in-treatment", "answered"}:
        raise Problem("learning.no-such-move")
    if seen != fingerprint(note):
        raise Conflict("platform.changed-meanwhile")
    note.analyses, note.answers = _written(analyses), _written(answers)
    with transaction.atomic():
        note.save(update_fields=["analyses", "answers"])
        if ready and note.state == "in-treatment":
            move(actor.who, actor.name, note, "answered", answered_at=now())
        else:
            record(
                actor.who,
                "note.answer-written",
                scope_id=note.programme.scope_id,
                object_kind="note",
                object_id=note.id,
            )
    return note


def fingerprint(note: FieldNote) -> str:
    """What stands in a note's treatment, in 16 hex digits."""
    written = repr((sorted(note.analyses.items()), sorted(note.answers.items())))
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def give_back(actor: Actor, note_id: uuid.UUID) -> tuple[FieldNote, tuple[Letter, ...]]:
    """Whoever asked and everyone who joined is told. Returns the letters owed to them.

    Raises Problem as long as the answer is not there in French and in Dutch.
    """
    note = note_treated(actor, note_id)
    if note.merged_into_id is not None:
        raise Problem("learning.no-such-move")
    moment = now()
    with transaction.atomic():
        move(actor.who, actor.name, note, "returned", returned_at=moment)
        rows = list(NoteJoin.objects.filter(note=note).select_related("user"))
        NoteJoin.objects.filter(note=note).update(told_at=moment, helped="", said_at=None)
        letters = tuple(_letter(actor, note, row) for row in rows if row.user.is_active)
        count_days(note)
    return note, letters


def _letter(actor: Actor, note: FieldNote, row: NoteJoin) -> Letter:
    user = row.user
    token = give_pass(
        actor,
        note.programme.scope,
        RETURN_PASS,
        detail=row.id,
        label=user.name,
        language=user.language,
        days=RETURN_DAYS,
    )
    return Letter(user.id, user.email, user.name, user.language, token)


def answer_for(note: FieldNote, language: str) -> str:
    """The answer in a language, or the next best one."""
    return pick(note.answers, language)[0]


def _written(texts: Iterable[tuple[str, str]] | Texts) -> Texts:
    return {language: text.strip() for language, text in dict(texts).items() if text.strip()}
