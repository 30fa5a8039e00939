"""One proposal to change the method, with all that was said of it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from vises.apps.access.actor import Actor
from vises.apps.access.services import allows
from vises.apps.learning.models import Amendment, FieldNote, Position, Proposal, Remark
from vises.apps.learning.queries.changes.lists import ProposalLine, line_of
from vises.apps.learning.rules.changes import MOVES, WRITING, Facts, may_move
from vises.apps.learning.services.changes.may import prepares, proposal_for
from vises.apps.learning.services.changes.proposals import facts_of
from vises.apps.methodology import comparing
from vises.apps.methodology.comparing import Edition
from vises.kernel.clock import today
from vises.kernel.locale import Texts


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
        line=line_of(row, day, len(positions), len(grounds)),
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
            found.append(GroundLine(item.id, "note", item.note.id, words_of(item.note)))
        elif item.finding is not None:
            found.append(GroundLine(item.id, "finding", item.finding.id, item.finding.statements))
    return tuple(found)


def words_of(note: FieldNote) -> Texts:
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
