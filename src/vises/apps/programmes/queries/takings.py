"""The enterprises taking part, as their coordinator sees them."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import QuerySet

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.network.models import Belonging
from vises.apps.programmes.models import Extension, Participation, Programme, StatusMove
from vises.apps.programmes.rules import MOVES, accompaniment_end
from vises.kernel.locale import Texts

A_PAGE = 100  # enterprises on a page of the list


@dataclass(frozen=True)
class Taking:
    """An enterprise taking part. `ends_on` is the end of its accompaniment, `own_end` whether that end is its own."""

    id: uuid.UUID
    enterprise_id: uuid.UUID
    enterprise: str
    federation: str
    territory: Texts
    cohort: Texts
    cohort_id: uuid.UUID | None
    status: str
    reason: str
    ends_on: date | None
    own_end: bool
    next: tuple[str, ...]


@dataclass(frozen=True)
class Takings:
    """A page of the list of enterprises; `found` counts them over all pages."""

    programme: Texts
    rows: tuple[Taking, ...]
    number: int
    pages: int
    found: int


@dataclass(frozen=True)
class Moved:
    """A change of status. The words of its reason are for the coordination alone."""

    on: date
    old: str
    new: str
    reason: str
    words: str
    by: str


@dataclass(frozen=True)
class MoreTime:
    """An extension: asked, given or declined. The words of its reason are for the coordination alone."""

    id: uuid.UUID
    state: str
    was_until: date | None
    until: date
    reason: str
    words: str
    asked_by: str
    asked_on: date
    settled_on: date | None


@dataclass(frozen=True)
class Member:
    """A federation that the enterprise belongs to, between two dates."""

    id: uuid.UUID
    name: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class TakingPage:
    """One enterprise taking part, with what happened to its participation."""

    row: Taking
    programme: Texts
    moves: tuple[Moved, ...]
    extensions: tuple[MoreTime, ...]
    federations: tuple[Member, ...]

    @property
    def waiting(self) -> MoreTime | None:
        """The extension that waits for an answer, if any."""
        return next((one for one in self.extensions if one.state == "asked"), None)


def _rows() -> QuerySet[Participation]:
    return Participation.objects.select_related("enterprise__territory", "federation", "cohort", "programme__scope")


def takings(actor: Actor, programme_id: uuid.UUID, *, wanted: str = "", status: str = "", number: int = 1) -> Takings:
    """A page of the enterprises taking part, by name; narrowed by a part of the name or by status.

    Needs `programme.edit`.
    """
    programme = fetch(actor, "programme.edit", Programme.objects.all(), pk=programme_id)
    rows = _rows().filter(programme=programme).order_by("enterprise__name", "id")
    if wanted:
        rows = rows.filter(enterprise__name__icontains=wanted)
    if status in MOVES:
        rows = rows.filter(status=status)
    page = Paginator(rows, A_PAGE).get_page(number)
    return Takings(
        programme.names,
        tuple(_taking(row) for row in page.object_list),
        page.number,
        page.paginator.num_pages,
        page.paginator.count,
    )


def taking(actor: Actor, participation_id: uuid.UUID) -> TakingPage:
    """One enterprise taking part. Needs `programme.edit`."""
    row = fetch(actor, "programme.edit", _rows(), pk=participation_id)
    moves = StatusMove.objects.filter(participation=row).select_related("by").order_by("on", "created_at")
    belongings = Belonging.objects.filter(member=row.enterprise).select_related("federation")
    return TakingPage(
        row=_taking(row),
        programme=row.programme.names,
        moves=tuple(
            Moved(one.on, one.old, one.new, one.reason_category, one.reason_words, one.by.name if one.by else "")
            for one in moves
        ),
        extensions=tuple(
            MoreTime(
                one.id,
                one.state,
                one.was_until,
                one.until,
                one.reason_category,
                one.reason_words,
                one.asked_by_name,
                one.created_at.date(),
                one.settled_on,
            )
            for one in Extension.objects.filter(participation=row)
        ),
        federations=tuple(
            Member(one.federation_id, one.federation.name, one.starts_on, one.ends_on)
            for one in belongings.order_by("federation__name")
        ),
    )


def _taking(row: Participation) -> Taking:
    return Taking(
        id=row.id,
        enterprise_id=row.enterprise_id,
        enterprise=row.enterprise.name,
        federation=row.federation.name if row.federation else "",
        territory=row.enterprise.territory.names if row.enterprise.territory else {},
        cohort=row.cohort.names if row.cohort else {},
        cohort_id=row.cohort_id,
        status=row.status,
        reason=row.reason_category,
        ends_on=accompaniment_end(
            row.accompaniment_ends_on,
            row.cohort.ends_on if row.cohort else None,
            row.programme.accompaniment_ends_on,
        ),
        own_end=row.accompaniment_ends_on is not None,
        next=tuple(sorted(MOVES[row.status])),
    )
