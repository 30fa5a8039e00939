"""Enterprises whose journey nobody has written in yet: the coordination may place them where they stand."""

import uuid
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.journeys.models import Attachment, Deliverable, Journey, OwnWords, Session, Stakeholder
from vises.apps.methodology import queries as methodology
from vises.apps.programmes.models import Participation, Programme
from vises.kernel.locale import Texts

SHOWN = 300


@dataclass(frozen=True)
class Waiting:
    """An enterprise that may be placed; `step` where it has a journey, with how many documents are kept there."""

    participation_id: uuid.UUID
    enterprise: str
    status: str
    step: Texts
    documents: int


@dataclass(frozen=True)
class ToPlace:
    """`partners` and `enterprises` count what is there; `rows` may be placed, the first of them."""

    programme: Texts
    partners: int
    enterprises: int
    rows: tuple[Waiting, ...]
    many: int


@dataclass(frozen=True)
class Placing:
    enterprise: str
    step: str
    steps: dict[str, Texts]


def to_place(actor: Actor, programme_id: uuid.UUID) -> ToPlace:
    """What a coordinator still has to place, in a fixed number of queries. Needs `programme.edit`."""
    programme = fetch(actor, "programme.edit", Programme.objects.select_related("methodology"), pk=programme_id)
    code = programme.methodology.code
    begun = Journey.objects.filter(participation=OuterRef("pk")).filter(
        Q(Exists(OwnWords.objects.filter(journey=OuterRef("pk"))))
        | Q(Exists(Session.objects.filter(journey=OuterRef("pk"))))
        | Q(Exists(Stakeholder.objects.filter(journey=OuterRef("pk"))))
        | Q(Exists(Deliverable.objects.filter(journey=OuterRef("pk")).exclude(state=Deliverable.State.OPEN)))
    )
    rows = Participation.objects.filter(
        ~Exists(begun), programme=programme, status__in=("planned", "recruited", "active", "paused")
    ).order_by("enterprise__name")
    many = rows.count()
    found = list(rows.select_related("enterprise")[:SHOWN])
    steps = dict(
        Journey.objects.filter(participation__in=found).order_by("cycle").values_list("participation_id", "step")
    )
    files: dict[uuid.UUID, int] = {}
    for id_ in Attachment.objects.filter(journey__participation__in=found).values_list(
        "journey__participation_id", flat=True
    ):
        if id_ is not None:
            files[id_] = files.get(id_, 0) + 1
    return ToPlace(
        programme=programme.names,
        partners=programme.partnerships.count(),
        enterprises=programme.participations.count(),
        rows=tuple(
            Waiting(
                row.id,
                row.enterprise.name,
                row.status,
                methodology.texts_of(code, f"{steps[row.id]}.short") if row.id in steps else {},
                files.get(row.id, 0),
            )
            for row in found
        ),
        many=many,
    )


def placing(actor: Actor, participation_id: uuid.UUID) -> Placing:
    """One enterprise to place. Needs `programme.edit`."""
    rows = Participation.objects.select_related("programme__methodology", "enterprise")
    row = fetch(actor, "programme.edit", rows, pk=participation_id)
    code = row.programme.methodology.code
    journey = Journey.objects.filter(participation=row).last()
    steps = methodology.version(code).steps
    return Placing(
        row.enterprise.name,
        journey.step if journey else steps[0].id,
        {step.id: methodology.texts_of(code, f"{step.id}.title") for step in steps},
    )
