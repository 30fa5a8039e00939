"""Notes as others read them, and as their author does."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, Value, When

from vises.apps.access.actor import Actor
from vises.apps.access.services import allowed_within
from vises.apps.journeys.models import Journey
from vises.apps.learning.models import FieldNote, NoteJoin, NoteMove
from vises.apps.learning.queries.came import CameOfIt, came_of
from vises.apps.learning.rules.states import UP, is_stuck
from vises.apps.learning.services.may import programme_for, raised_note, reads, sits_in
from vises.apps.learning.services.silence import BY_SILENCE
from vises.apps.methodology import queries as methodology
from vises.apps.programmes.models import Programme
from vises.kernel.clock import now
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound

FEWEST = 3  # enterprises at a step before a note may say, to others, that it came from there
PER_PAGE = 20
ROWS = FieldNote.objects.select_related("methodology", "body", "journey__enterprise").annotate(
    waiting=Count("joins", distinct=True)
)


@dataclass(frozen=True)
class NoteLine:
    """A note as others read it: never who wrote it, nor where it could be told.

    `place` is the step or deliverable, empty where too few enterprises came that far; `enterprise` only where it
    said that it may be named. `waiting` counts who wrote it and everybody who joined.
    """

    id: uuid.UUID
    kind: str
    words: str
    language: str
    state: str
    since: datetime
    days: int
    stuck: bool
    as_what: str
    place: Texts
    enterprise: str
    body: Texts
    body_id: uuid.UUID | None
    answers: Texts
    waiting: int
    mine: bool
    joined: bool


@dataclass(frozen=True)
class NotesPage:
    programme_id: uuid.UUID
    names: Texts
    rows: tuple[NoteLine, ...]
    total: int
    number: int
    pages: int
    steps: tuple[tuple[str, Texts], ...]


@dataclass(frozen=True)
class Step:
    """A move in a note's history. `by` is empty for moves of its author and of the enterprise."""

    new: str
    at: datetime
    by: str
    silent: bool
    why: str


@dataclass(frozen=True)
class NotePage:
    """One note with its history. `helped` is what the reader said; `said` counts what everybody said."""

    line: NoteLine
    programme_id: uuid.UUID
    programme: Texts
    steps: tuple[Step, ...]
    merged_into: uuid.UUID | None
    merges: int
    told: bool
    helped: str
    said: dict[str, int]
    may_treat: bool
    workshop: Texts
    replies_to: Texts
    outcomes: tuple[CameOfIt, ...]


@dataclass(frozen=True)
class OwnNote:
    """A note of one's own, with the words first written. `sharing` says what the enterprise answered."""

    id: uuid.UUID
    kind: str
    text: str
    shared_text: str
    language: str
    state: str
    sharing: str
    since: datetime
    programme: Texts
    enterprise: str
    journey_id: uuid.UUID | None
    place: Texts
    waiting: int
    stuck: bool

    @property
    def concerns(self) -> bool:
        """Whether an enterprise may be recognised in it."""
        return self.journey_id is not None


@dataclass(frozen=True)
class Waited:
    """A note one waits for, or that came back. `own_words`: what one had begun to write oneself."""

    line: NoteLine
    own_words: str
    told_at: datetime | None
    helped: str


@dataclass(frozen=True)
class Mine:
    """Everything one wrote or joined; what came back and waits for a word comes first."""

    back: tuple[Waited, ...]
    waiting: tuple[Waited, ...]
    over: tuple[Waited, ...]
    private: tuple[OwnNote, ...]


def tellable(actor: Actor, programme: Programme) -> frozenset[str]:
    """The steps that enough enterprises reached for a note to say that it came from there.

    Enough of those whose space is open to the actor, or enough of the others: three together of whom she knows two
    would tell her where the third is.
    """
    known = allowed_within(actor, "journey.view", "scope", programme.scope_id)
    steps = [step.id for step in methodology.version(programme.methodology.code).steps]
    beyond: Counter[bool] = Counter()
    for number in range(len(steps), 0, -1):
        rows = Journey.objects.filter(participation__programme=programme, step=steps[number - 1]).order_by()
        rows = rows.annotate(known=Case(When(known, then=Value(True)), default=Value(False)))
        # of five, three are known or three are not: no more than needed are read
        beyond.update(rows.values_list("known", flat=True)[: 2 * FEWEST - 1])
        if any(count >= FEWEST for count in beyond.values()):
            return frozenset(steps[:number])
    return frozenset()


def place_of(note: FieldNote) -> Texts:
    """The title of the deliverable or step a note was written at."""
    key = note.deliverable or note.step
    return methodology.texts_of(note.methodology.code, f"{key}.short") if key else {}


def lines(
    actor: Actor, programme: Programme, notes: Iterable[FieldNote], *, treats: bool = False
) -> tuple[NoteLine, ...]:
    """Notes of `ROWS` as lines, with two more queries. `treats`: for those who treat them, the step is told."""
    rows = list(notes)
    steps = frozenset[str]() if treats else tellable(actor, programme)
    joined = (
        set(NoteJoin.objects.filter(note__in=rows, user_id=actor.id).values_list("note_id", flat=True))
        if actor.id is not None
        else set()
    )
    moment = now()
    return tuple(_line(row, steps, row.pk in joined, treats, actor, moment) for row in rows)


def in_order(found: Iterable[NoteLine], ids: Iterable[uuid.UUID]) -> tuple[NoteLine, ...]:
    """Lines in the order of ids; those that are not there are left out."""
    by_id = {line.id: line for line in found}
    return tuple(by_id[id_] for id_ in ids if id_ in by_id)


def _line(
    row: FieldNote, steps: frozenset[str], joined: bool, treats: bool, actor: Actor, moment: datetime
) -> NoteLine:
    days = (moment - row.moved_at).days
    told = treats or row.journey_id is None or row.step in steps or (joined and row.author_id == actor.id)
    return NoteLine(
        id=row.id,
        kind=row.kind,
        words=row.words,
        language=row.language,
        state=row.state,
        since=row.moved_at,
        days=days,
        stuck=is_stuck(row.state, days),
        as_what=row.as_what,
        place=place_of(row) if told else {},
        enterprise=row.journey.enterprise.name if row.may_name and row.journey else "",
        body=row.body.names if row.body else {},
        body_id=row.body_id,
        answers=row.answers if row.state in {"returned", "acknowledged"} else {},
        waiting=row.waiting,  # type: ignore[attr-defined]
        mine=actor.id is not None and row.author_id == actor.id,
        joined=joined,
    )


def notes_page(
    actor: Actor,
    programme_id: uuid.UUID,
    *,
    state: str = "",
    kind: str = "",
    step: str = "",
    stuck: bool = False,
    number: int = 1,
) -> NotesPage:
    """The notes of a programme, the latest first; a fixed number of queries. Raises NotFound."""
    programme = programme_for(actor, programme_id)
    treats = sits_in(actor, programme.id)
    steps = methodology.version(programme.methodology.code).steps
    told = frozenset(item.id for item in steps) if treats else tellable(actor, programme)
    shown = [item.id for item in steps if item.id in told]
    wanted = [state] if state in UP else UP
    rows = FieldNote.objects.filter(programme=programme, state__in=wanted, merged_into=None)
    if kind in FieldNote.Kind.values:
        rows = rows.filter(kind=kind)
    if step in shown:
        rows = rows.filter(step=step)
    if stuck:
        rows = rows.filter(pk__in=stuck_ids(programme))
    total = rows.count()
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(1, number), pages)
    ids = list(rows.order_by("-raised_at").values_list("pk", flat=True)[(number - 1) * PER_PAGE : number * PER_PAGE])
    return NotesPage(
        programme.id,
        programme.names,
        in_order(lines(actor, programme, ROWS.filter(pk__in=ids), treats=treats), ids),
        total,
        number,
        pages,
        tuple((id_, methodology.texts_of(programme.methodology.code, f"{id_}.short")) for id_ in shown),
    )


def stuck_ids(programme: Programme) -> list[uuid.UUID]:
    """Notes of the programme that stay too long where they are, the longest first; at most 500."""
    rows = FieldNote.objects.filter(programme=programme, state__in=["raised", "in-treatment", "answered"])
    moment = now()
    return [
        pk
        for pk, state, since in rows.filter(merged_into=None)
        .order_by("moved_at")
        .values_list("pk", "state", "moved_at")[:500]
        if is_stuck(state, (moment - since).days)
    ]


def note_page(actor: Actor, note_id: uuid.UUID) -> NotePage:
    """One note that went up. Raises NotFound for anybody who may not read it, and for what is still private."""
    raised_note(actor, note_id)
    row = ROWS.select_related("programme__methodology", "workshop", "replies_to").get(pk=note_id)
    programme = row.programme
    treats = sits_in(actor, programme.id)
    own = NoteJoin.objects.filter(note=row, user_id=actor.id).first() if actor.id is not None else None
    said = Counter(NoteJoin.objects.filter(note=row).exclude(helped="").values_list("helped", flat=True))
    return NotePage(
        line=lines(actor, programme, [row], treats=treats)[0],
        programme_id=programme.id,
        programme=programme.names,
        steps=tuple(
            Step(
                move.new,
                move.created_at,
                move.by_name,
                move.why == BY_SILENCE,
                "" if move.why == BY_SILENCE else move.why,
            )
            for move in NoteMove.objects.filter(note=row, new__in=UP)
        ),
        merged_into=row.merged_into_id,
        merges=FieldNote.objects.filter(merged_into=row).count(),
        told=own is not None and own.told_at is not None,
        helped=own.helped if own else "",
        said=dict(said),
        may_treat=treats,
        workshop=row.workshop.titles if row.workshop else {},
        replies_to=row.replies_to.texts if row.replies_to else {},
        outcomes=came_of(actor, row),
    )


def own_note_page(actor: Actor, note_id: uuid.UUID) -> OwnNote:
    """A note of one's own, also while it is private. Raises NotFound for anybody else."""
    row = ROWS.select_related("programme").filter(pk=note_id).first() if actor.id is not None else None
    if row is None or row.author_id != actor.id:
        raise NotFound()
    return _own(row)


def _own(row: FieldNote) -> OwnNote:
    return OwnNote(
        id=row.id,
        kind=row.kind,
        text=row.text,
        shared_text=row.shared_text,
        language=row.language,
        state=row.state,
        sharing=row.sharing,
        since=row.moved_at,
        programme=row.programme.names,
        enterprise=row.journey.enterprise.name if row.journey else "",
        journey_id=row.journey_id,
        place=place_of(row),
        waiting=row.waiting,  # type: ignore[attr-defined]
        stuck=is_stuck(row.state, (now() - row.moved_at).days),
    )


def mine(actor: Actor) -> Mine:
    """What one wrote and what one waits for; a fixed number of queries for the programmes one is in."""
    if actor.id is None:
        raise NotFound()
    joins = list(
        NoteJoin.objects.filter(user_id=actor.id)
        .select_related("note__programme__methodology")
        .order_by("-told_at", "-created_at")[:200]
    )
    by_programme: dict[uuid.UUID, list[NoteJoin]] = {}
    for join in joins:
        by_programme.setdefault(join.note.programme_id, []).append(join)
    waited: list[Waited] = []
    for found in by_programme.values():
        programme = found[0].note.programme
        if not reads(actor, programme):
            continue
        rows = {line.id: line for line in lines(actor, programme, ROWS.filter(pk__in=[j.note_id for j in found]))}
        waited += [
            Waited(rows[j.note_id], j.own_words, j.told_at, j.helped) for j in found if rows[j.note_id].state in UP
        ]
    private = ROWS.select_related("programme").filter(author_id=actor.id, state__in=["written", "agreed"])
    return Mine(
        back=tuple(row for row in waited if row.told_at is not None and not row.helped),
        waiting=tuple(row for row in waited if row.told_at is None),
        over=tuple(row for row in waited if row.helped),
        private=tuple(_own(row) for row in private),
    )
