"""Proposals to change the method, as everybody reads them and as those who prepare them do."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from vises.apps.access.actor import Actor
from vises.apps.access.services import allows, visible
from vises.apps.learning.models import (
    Amendment,
    FieldNote,
    MacroFinding,
    Position,
    Proposal,
    ProposalGround,
    Remark,
)
from vises.apps.learning.rules.changes import (
    LONGEST_CLOSED,
    MOVES,
    WRITING,
    Facts,
    is_closed,
    is_stale,
    may_move,
)
from vises.apps.learning.rules.states import UP
from vises.apps.learning.services.changes.may import prepares, proposal_for, readable
from vises.apps.learning.services.changes.proposals import facts_of
from vises.apps.learning.services.may import programme_for
from vises.apps.methodology import comparing
from vises.apps.methodology import queries as methodology
from vises.apps.methodology.comparing import Edition, ElementLine
from vises.apps.methodology.queries import Reference
from vises.apps.methodology.rules import element_of, expected_keys
from vises.apps.methodology.services.drafts import seen_of
from vises.apps.programmes.models import Body, Programme
from vises.kernel.clock import today
from vises.kernel.locale import LANGUAGES, Texts
from vises.kernel.problems import NotFound

MOST_GROUNDS = 200  # notes and findings offered on a form, the latest first


@dataclass(frozen=True)
class ProposalLine:
    """A proposal in a list."""

    id: uuid.UUID
    titles: Texts
    code: str
    base: str
    state: str
    body: Texts
    opens_on: date
    closes_on: date | None
    closed: bool  # only those who prepare it read it yet
    stale: bool
    positions: int
    grounds: int
    since: datetime


@dataclass(frozen=True)
class ClosedLine:
    """A draft that is closed to the reader: that it exists, who prepares it, since when and until when."""

    body: Texts
    written_on: date
    opens_on: date
    stale: bool


@dataclass(frozen=True)
class ChangesPage:
    """The changes of the method in a programme."""

    programme_id: uuid.UUID
    names: Texts
    version: str
    proposals: tuple[ProposalLine, ...]
    closed: tuple[ClosedLine, ...]
    may_write: bool  # a new proposal

    def of(self, *states: str) -> tuple[ProposalLine, ...]:
        """The proposals in these states."""
        return tuple(line for line in self.proposals if line.state in states)

    @property
    def open(self) -> tuple[ProposalLine, ...]:
        return self.of("open")

    @property
    def answering(self) -> tuple[ProposalLine, ...]:
        return self.of("answering", "accepted")

    @property
    def drafts(self) -> tuple[ProposalLine, ...]:
        return self.of("draft")

    @property
    def over(self) -> tuple[ProposalLine, ...]:
        return self.of("released", "set-aside")


def changes_page(actor: Actor, programme_id: uuid.UUID) -> ChangesPage:
    """Every proposal that the actor may read, and what is still closed to her; a fixed number of queries."""
    programme = programme_for(actor, programme_id)
    day = today(programme.zone)
    rows = list(
        Proposal.objects.filter(readable(actor, programme_id)).select_related("body", "base").order_by("-created_at")
    )
    ids = [row.id for row in rows]
    positions = Counter(Position.objects.filter(proposal__in=ids).values_list("proposal_id", flat=True))
    grounds = Counter(ProposalGround.objects.filter(proposal__in=ids).values_list("proposal_id", flat=True))
    hidden = Proposal.objects.filter(programme=programme).exclude(pk__in=ids).select_related("body")
    bodies = Body.objects.filter(programme=programme)
    return ChangesPage(
        programme.id,
        programme.names,
        programme.methodology.code,
        tuple(_line(row, day, positions[row.id], grounds[row.id]) for row in rows),
        tuple(
            ClosedLine(
                row.body.names if row.body else {},
                row.created_at.date(),
                row.opens_on,
                is_stale(row.state, row.opens_on, row.created_at.date(), day),
            )
            for row in hidden.order_by("opens_on")
        ),
        actor.kind == "system"
        or allows(actor, "learning.treat", programme.scope_id)
        or visible(actor, "learning.treat", bodies).exists(),
    )


def _line(row: Proposal, day: date, positions: int, grounds: int) -> ProposalLine:
    return ProposalLine(
        row.id,
        row.titles,
        row.code,
        row.base.code,
        row.state,
        row.body.names if row.body else {},
        row.opens_on,
        row.closes_on,
        is_closed(row.state, row.opens_on, day),
        is_stale(row.state, row.opens_on, row.created_at.date(), day),
        positions,
        grounds,
        row.created_at,
    )


@dataclass(frozen=True)
class GroundLine:
    """What a proposal rests on: a note ("note") in the words that went up, or a finding ("finding")."""

    id: uuid.UUID
    kind: str
    thing_id: uuid.UUID
    words: Texts


@dataclass(frozen=True)
class RemarkLine:
    id: uuid.UUID
    name: str
    as_what: str
    element: str
    text: str
    language: str
    at: datetime


@dataclass(frozen=True)
class AmendmentLine:
    id: uuid.UUID
    name: str
    as_what: str
    key: str
    was: str
    text: str
    why: str
    language: str
    state: str
    answer: str
    answered_by: str
    at: datetime


@dataclass(frozen=True)
class PositionLine:
    id: uuid.UUID
    name: str
    as_what: str
    stance: str
    reason: str
    language: str
    at: datetime
    answers: Texts
    answered_by: str
    mine: bool
    earlier: tuple[tuple[str, str], ...]  # stance and reason, as they were


@dataclass(frozen=True)
class MoveLine:
    old: str
    new: str
    by: str
    why: str
    at: datetime
    opened: date | None  # the day it was to open until then


@dataclass(frozen=True)
class ChangeLine:
    """An entry of the changelog that the version will have."""

    id: uuid.UUID
    kind: str
    element: str
    what: Texts
    why: Texts
    references: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ProposalPage:
    """A proposal with all that was said of it; `next` are its moves with why each may not be made yet."""

    line: ProposalLine
    programme_id: uuid.UUID
    programme: Texts
    whys: Texts
    local: bool
    base: Edition
    draft: Edition
    changes: tuple[ChangeLine, ...]
    grounds: tuple[GroundLine, ...]
    remarks: tuple[RemarkLine, ...]
    amendments: tuple[AmendmentLine, ...]
    positions: tuple[PositionLine, ...]
    moves: tuple[MoveLine, ...]
    facts: Facts
    next: tuple[tuple[str, str], ...]
    may_prepare: bool
    may_decide: bool
    may_say: bool

    @property
    def writing(self) -> bool:
        """Whether the text may be written now, by this reader."""
        return self.may_prepare and self.line.state in WRITING

    @property
    def mine(self) -> PositionLine | None:
        return next((line for line in self.positions if line.mine), None)


def proposal_page(actor: Actor, proposal_id: uuid.UUID) -> ProposalPage:
    """Raises NotFound for what is closed to the actor. A fixed number of queries."""
    row = proposal_for(actor, proposal_id)
    facts, day = facts_of(row), today(row.programme.zone)
    positions = tuple(_position(item, actor) for item in row.positions.prefetch_related("earlier"))
    grounds = _grounds(row)
    return ProposalPage(
        line=_line(row, day, len(positions), len(grounds)),
        programme_id=row.programme_id,
        programme=row.programme.names,
        whys=row.whys,
        local=row.draft.core_id is not None,
        base=comparing.released_edition(row.base.code),
        draft=comparing.edition(row.draft_id),
        changes=_changes(row),
        grounds=grounds,
        remarks=tuple(_remark(item) for item in row.remarks.all()),
        amendments=tuple(_amendment(item) for item in row.amendments.all()),
        positions=positions,
        moves=tuple(
            MoveLine(item.old, item.new, item.by_name, item.why, item.created_at, item.opens_on)
            for item in row.moves.all()
        ),
        facts=facts,
        next=tuple((new, may_move(facts, new)) for new in MOVES[row.state]),
        may_prepare=prepares(actor, row),
        may_decide=actor.kind == "system" or allows(actor, "learning.decide", row.programme.scope_id),
        may_say=True,
    )


def _changes(row: Proposal) -> tuple[ChangeLine, ...]:
    return tuple(
        ChangeLine(
            item.id,
            item.kind,
            item.element,
            item.what,
            item.why,
            tuple((str(one["kind"]), str(one["id"])) for one in item.references),
        )
        for item in row.draft.changes.all()
    )


def _grounds(row: Proposal) -> tuple[GroundLine, ...]:
    found = []
    for item in row.grounds.select_related("note", "finding"):
        if item.note is not None:
            found.append(GroundLine(item.id, "note", item.note.id, _words(item.note)))
        elif item.finding is not None:
            found.append(GroundLine(item.id, "finding", item.finding.id, item.finding.statements))
    return tuple(found)


def _words(note: FieldNote) -> Texts:
    return {note.language: note.shared_text or note.text}


def _remark(item: Remark) -> RemarkLine:
    return RemarkLine(item.id, item.author_name, item.as_what, item.element, item.text, item.language, item.created_at)


def _amendment(item: Amendment) -> AmendmentLine:
    return AmendmentLine(
        item.id,
        item.author_name,
        item.as_what,
        item.key,
        item.was,
        item.text,
        item.why,
        item.language,
        item.state,
        item.answer,
        item.answered_by_name,
        item.created_at,
    )


def _position(item: Position, actor: Actor) -> PositionLine:
    return PositionLine(
        item.id,
        item.author_name,
        item.as_what,
        item.stance,
        item.reason,
        item.language,
        item.changed_at,
        item.answers,
        item.answered_by_name,
        actor.signed_in and item.author_id == actor.id,
        tuple((old.stance, old.reason) for old in item.earlier.all()),
    )


def readable_references(actor: Actor, references: Sequence[tuple[str, str]]) -> tuple[Reference, ...]:
    """Of the notes and findings that a version rests on, those that the actor may read; four queries at most."""
    if not actor.signed_in:
        return ()
    programmes = visible(actor, "learning.view", Programme.objects.all()).values("pk")
    notes = [id_ for kind, id_ in references if kind == "note"]
    findings = [id_ for kind, id_ in references if kind == "finding"]
    up = FieldNote.objects.filter(pk__in=notes, state__in=UP, programme__in=programmes)
    opened = MacroFinding.objects.filter(pk__in=findings, opens_on__lte=today(), programme__in=programmes)
    return (
        *(Reference("note", str(note.id), _words(note)) for note in up),
        *(Reference("finding", str(finding.id), finding.statements) for finding in opened),
    )


def changing(actor: Actor) -> tuple[tuple[uuid.UUID, Texts, int], ...]:
    """The programmes in which the actor reads how the method changes, each with how many proposals are open now."""
    if not actor.signed_in:
        return ()
    rows = visible(actor, "learning.view", Programme.objects.all()).order_by("-starts_on")
    rows = rows.annotate(open=Count("proposals", filter=Q(proposals__state="open")))
    return tuple(rows.values_list("pk", "names", "open"))


def note_saying(programme_id: uuid.UUID, words: str) -> uuid.UUID | None:
    """The note of a programme that went up with exactly these words, if there is one: for the demonstration."""
    notes = FieldNote.objects.filter(programme=programme_id, text=words, state__in=UP)
    return notes.values_list("pk", flat=True).first()


@dataclass(frozen=True)
class TextPart:
    """A text of an element, in every language, with those that lag; `seen` is for whoever writes over it."""

    key: str
    part: str
    texts: Texts
    before: Texts
    behind: tuple[str, ...]
    seen: str


def parts_of(page: ProposalPage, element: str) -> tuple[TextPart, ...]:
    """The texts of an element of the draft. Raises NotFound when it has no such element."""
    keys = [key for key in expected_keys(page.draft.version) if element_of(key) == element]
    if not keys:
        raise NotFound()
    return tuple(
        TextPart(
            key,
            key[len(element) + 1 :],
            page.draft.texts_of(key),
            page.base.texts_of(key),
            tuple(code for code in LANGUAGES if key in page.draft.lagging.get(code, ())),
            seen_of(page.draft.texts_of(key)),
        )
        for key in keys
    )


def behind(page: ProposalPage, language: str) -> tuple[ElementLine, ...]:
    """The elements of the draft with a text that is missing or lags in a language."""
    known = set(expected_keys(page.draft.version))
    keys = {*page.draft.missing(language), *(page.draft.lagging.get(language, frozenset()) & known)}
    wanted = {element_of(key) for key in keys}
    return tuple(line for line in comparing.elements(page.draft, language) if line.key in wanted)


@dataclass(frozen=True)
class Choices:
    """What a new proposal may begin from and who may prepare it, and until when it may stay closed."""

    bases: tuple[tuple[str, Texts], ...]
    bodies: tuple[tuple[uuid.UUID, Texts], ...]
    alone: bool  # without a body: whoever treats in the whole programme
    latest: date


def choices(actor: Actor, programme_id: uuid.UUID) -> Choices:
    """For whoever may write a proposal in the programme."""
    programme = programme_for(actor, programme_id)
    bodies = Body.objects.filter(programme=programme)
    if actor.kind != "system":
        bodies = visible(actor, "learning.treat", bodies)
    return Choices(
        tuple((known.code, methodology.texts_of(known.code, "version.title")) for known in methodology.versions()),
        tuple(bodies.values_list("id", "names")),
        actor.kind == "system" or allows(actor, "learning.treat", programme.scope_id),
        today(programme.zone) + LONGEST_CLOSED,
    )


def grounds_offered(actor: Actor, proposal_id: uuid.UUID) -> tuple[GroundLine, ...]:
    """Notes that went up and findings of the programme that it does not rest on yet, the latest first."""
    row = proposal_for(actor, proposal_id, "learning.treat")
    notes = FieldNote.objects.filter(programme=row.programme_id, state__in=UP, merged_into=None)
    notes = notes.exclude(proposal_grounds__proposal=row).order_by("-created_at")[:MOST_GROUNDS]
    findings = MacroFinding.objects.filter(programme=row.programme_id).exclude(proposal_grounds__proposal=row)
    return (
        *(GroundLine(item.id, "finding", item.id, item.statements) for item in findings[:MOST_GROUNDS]),
        *(GroundLine(item.id, "note", item.id, _words(item)) for item in notes),
    )
