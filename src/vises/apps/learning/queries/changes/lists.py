"""The changes of the method in a programme: every proposal that one may read, and what is still closed."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from vises.apps.access.actor import Actor
from vises.apps.access.services import allows, visible
from vises.apps.learning.models import Position, Proposal, ProposalGround
from vises.apps.learning.rules.changes import is_closed, is_stale
from vises.apps.learning.services.changes.may import readable
from vises.apps.learning.services.may import programme_for
from vises.apps.programmes.models import Body
from vises.kernel.clock import today
from vises.kernel.locale import Texts


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
        tuple(line_of(row, day, positions[row.id], grounds[row.id]) for row in rows),
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


def line_of(row: Proposal, day: date, positions: int, grounds: int) -> ProposalLine:
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
