"""Cohorts with their enterprises, for the coordinator."""

import uuid
from dataclasses import dataclass
from datetime import date

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.programmes.models import Cohort, Participation, Programme
from vises.kernel.locale import Texts


@dataclass(frozen=True)
class Member:
    """An enterprise in a cohort, by its participation."""

    id: uuid.UUID
    name: str
    status: str


@dataclass(frozen=True)
class CohortView:
    """A cohort; `id` is None for those who are in none."""

    id: uuid.UUID | None
    names: Texts
    starts_on: date | None
    ends_on: date | None
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Cohorts:
    programme: Texts
    cohorts: tuple[CohortView, ...]
    without: tuple[Member, ...]

    def cohort(self, id_: uuid.UUID) -> CohortView | None:
        """A cohort by id."""
        return next((row for row in self.cohorts if row.id == id_), None)


def cohorts(actor: Actor, programme_id: uuid.UUID) -> Cohorts:
    """The cohorts of a programme, and who is in none. Three queries. Needs `programme.edit`."""
    programme = fetch(actor, "programme.edit", Programme.objects.all(), pk=programme_id)
    members: dict[uuid.UUID | None, list[Member]] = {}
    rows = Participation.objects.filter(programme=programme).order_by("enterprise__name")
    for id_, name, status, cohort_id in rows.values_list("id", "enterprise__name", "status", "cohort_id"):
        members.setdefault(cohort_id, []).append(Member(id_, name, status))
    return Cohorts(
        programme.names,
        tuple(
            CohortView(row.id, row.names, row.starts_on, row.ends_on, tuple(members.get(row.id, ())))
            for row in Cohort.objects.filter(programme=programme)
        ),
        tuple(members.get(None, ())),
    )


def cohort_choices(actor: Actor, programme_id: uuid.UUID) -> tuple[tuple[uuid.UUID, Texts], ...]:
    """The cohorts of a programme for a form. Needs `programme.edit`."""
    fetch(actor, "programme.edit", Programme.objects.all(), pk=programme_id)
    return tuple(Cohort.objects.filter(programme=programme_id).values_list("id", "names"))
