"""The meetings of a programme as its people see them."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from vises.apps.access.actor import Actor
from vises.apps.access.services import allows, fetch
from vises.apps.programmes.models import Attendance, Meeting, Programme, Workshop
from vises.apps.programmes.rules import FEWEST
from vises.kernel.clock import today
from vises.kernel.locale import Texts


@dataclass(frozen=True)
class MeetingLine:
    """A meeting in the list of its programme; `people` is how many came, once it was held."""

    id: uuid.UUID
    names: Texts
    on: date
    place: str
    people: int | None
    workshops: int


@dataclass(frozen=True)
class Meetings:
    """`coming`: the next first; `held`: the latest first."""

    programme: Texts
    coming: tuple[MeetingLine, ...]
    held: tuple[MeetingLine, ...]
    may_decide: bool


@dataclass(frozen=True)
class WorkshopView:
    id: uuid.UUID
    titles: Texts
    times_given: int
    people: int | None


@dataclass(frozen=True)
class Came:
    """People of one organisation who came: named only to whoever may decide about meetings."""

    name: str
    people: int


@dataclass(frozen=True)
class MeetingPage:
    """One meeting. `kinds` counts the organisations that came by what they are; None where too few to tell."""

    id: uuid.UUID
    programme_id: uuid.UUID
    programme: Texts
    names: Texts
    purposes: Texts
    on: date
    place: str
    people: int | None
    past: bool
    workshops: tuple[WorkshopView, ...]
    kinds: tuple[tuple[str, int | None], ...]
    came: tuple[Came, ...]
    may_decide: bool


def meetings(actor: Actor, programme_id: uuid.UUID) -> Meetings:
    """The meetings of a programme. Needs `learning.view`."""
    programme = fetch(actor, "learning.view", Programme.objects.all(), pk=programme_id)
    day = today(programme.zone)
    rows = [
        MeetingLine(row.id, row.names, row.on, row.place, row.people, row.many)
        for row in Meeting.objects.filter(programme=programme).annotate(many=Count("workshops"))
    ]
    return Meetings(
        programme.names,
        tuple(row for row in rows if row.on >= day),
        tuple(reversed([row for row in rows if row.on < day])),
        allows(actor, "learning.decide", programme.scope_id),
    )


def meeting(actor: Actor, meeting_id: uuid.UUID) -> MeetingPage:
    """One meeting with its workshops and who came. Needs `learning.view`. Raises NotFound.

    How many organisations of a kind came is told to everybody, which ones only to whoever decides.
    """
    row = fetch(actor, "learning.view", Meeting.objects.select_related("programme__scope"), pk=meeting_id)
    may_decide = allows(actor, "learning.decide", row.programme.scope_id)
    came = list(Attendance.objects.filter(meeting=row).select_related("organisation").order_by("organisation__name"))
    return MeetingPage(
        id=row.id,
        programme_id=row.programme_id,
        programme=row.programme.names,
        names=row.names,
        purposes=row.purposes,
        on=row.on,
        place=row.place,
        people=row.people,
        past=row.on < today(row.programme.zone),
        workshops=tuple(
            WorkshopView(one.id, one.titles, one.times_given, one.people)
            for one in Workshop.objects.filter(meeting=row)
        ),
        kinds=tuple(
            (kind, count if may_decide or count >= FEWEST else None)
            for kind, count in Counter(one.organisation.kind for one in came).most_common()
        ),
        came=tuple(Came(one.organisation.name, one.people) for one in came) if may_decide else (),
        may_decide=may_decide,
    )
