"""The partners of a programme and the people they send."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from vises.apps.access.actor import Actor, valid_today
from vises.apps.access.models import Membership
from vises.apps.access.services import allows, fetch, scopes
from vises.apps.network.models import Organisation
from vises.apps.programmes.models import Participation, Partnership, Programme
from vises.kernel.clock import today
from vises.kernel.locale import Texts


@dataclass(frozen=True)
class PartnerLine:
    """A partner between two dates. `state`: "now", "coming" or "past"; `accompanies` enterprises here or not."""

    id: uuid.UUID
    organisation_id: uuid.UUID
    name: str
    what: str  # federation | partner | funder | research
    territory: Texts
    kind: str  # operator | associated
    starts_on: date | None
    ends_on: date | None
    state: str
    accompanies: bool
    people: int


@dataclass(frozen=True)
class Partners:
    programme: Texts
    rows: tuple[PartnerLine, ...]
    may_edit: bool


def partners(actor: Actor, programme_id: uuid.UUID) -> Partners:
    """The partners of a programme: operators, then associated ones; past ones last. Needs `learning.view`."""
    programme = fetch(actor, "learning.view", Programme.objects.all(), pk=programme_id)
    day = today(programme.zone)
    rows = list(
        Partnership.objects.filter(programme=programme)
        .select_related("organisation__territory")
        .order_by("organisation__name")
    )
    scope_ids = [row.organisation.scope_id for row in rows]
    people = dict(
        Membership.objects.filter(valid_today(), scope__in=scope_ids)
        .values_list("scope")
        .annotate(n=Count("user", distinct=True))
        .order_by()
    )
    accompanying = set(
        Participation.objects.filter(programme=programme, federation__in=[row.organisation_id for row in rows])
        .exclude(Q(status="withdrawn") | Q(status="planned"))
        .values_list("federation_id", flat=True)
    )
    lines = [
        PartnerLine(
            id=row.id,
            organisation_id=row.organisation_id,
            name=row.organisation.name,
            what=row.organisation.kind,
            territory=row.organisation.territory.names if row.organisation.territory else {},
            kind=row.kind,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            state=_state(row, day),
            accompanies=row.organisation_id in accompanying,
            people=people.get(row.organisation.scope_id, 0),
        )
        for row in rows
    ]
    order = {"now": 0, "coming": 1, "past": 2}
    lines.sort(key=lambda row: (order[row.state], row.kind != "operator", row.name))
    return Partners(programme.names, tuple(lines), allows(actor, "programme.edit", programme.scope_id))


def partner_choices(actor: Actor, programme_id: uuid.UUID) -> tuple[tuple[uuid.UUID, str], ...]:
    """Organisations that may become partners: federations, and the partners of the actor's programmes.

    Needs `programme.edit`.
    """
    fetch(actor, "programme.edit", Programme.objects.all(), pk=programme_id)
    own = scopes(actor, "programme.edit")
    known = Q(kind=Organisation.Kind.FEDERATION) | Q(partnerships__programme__scope__in=own)
    rows = Organisation.objects.filter(known).exclude(kind=Organisation.Kind.ENTERPRISE).distinct()
    return tuple(rows.order_by("name").values_list("id", "name"))


def _state(row: Partnership, day: date) -> str:
    if row.starts_on is not None and day < row.starts_on:
        return "coming"
    return "past" if row.ends_on is not None and row.ends_on < day else "now"
