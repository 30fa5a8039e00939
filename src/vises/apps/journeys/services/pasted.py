"""Taking in enterprises that were pasted from a spreadsheet, as their preview said."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.rules import Role
from vises.apps.access.services import give_role
from vises.apps.accounts.models import User
from vises.apps.accounts.people import Person, person_account
from vises.apps.journeys.models import Journey
from vises.apps.journeys.queries.pasted import STATUSES, preview_enterprises
from vises.apps.journeys.services.journeys import start_journey
from vises.apps.journeys.services.moves import put
from vises.apps.network.models import Organisation
from vises.apps.network.services import join_federation, make_organisation
from vises.apps.programmes.models import Cohort, Participation, Programme
from vises.apps.programmes.services import add_participation, change_status
from vises.apps.programmes.services.may import programme_for
from vises.kernel.problems import Problem
from vises.platform.audit.services import record


@dataclass(frozen=True)
class TakenIn:
    """What a paste made: enterprises by name, those that were there, accounts that are owed a mail."""

    made: tuple[str, ...]
    there: int
    left_out: int
    invited: tuple[User, ...]
    participation_ids: tuple[uuid.UUID, ...]


def take_in_enterprises(
    actor: Actor,
    programme_id: uuid.UUID,
    text: str,
    *,
    language: str = "fr",
    status: str = "planned",
    federation_id: uuid.UUID | None = None,
    cohort_id: uuid.UUID | None = None,
) -> TakenIn:
    """Make what `preview_enterprises` understood of the same text: all of it or nothing. Needs `programme.edit`.

    An enterprise with a step is under way at that step; one without is `status` (planned, recruited, active).
    The same text once more makes nothing. Raises Problem as the preview does.
    """
    if status not in STATUSES:
        raise Problem("programmes.no-such-move", field="status")
    programme = programme_for(actor, "programme.edit", programme_id)
    with transaction.atomic():
        # one paste after the other: the second finds what the first made
        Programme.objects.select_for_update().get(pk=programme.pk)
        preview = preview_enterprises(
            actor, programme_id, text, language=language, status=status, federation_id=federation_id
        )
        invited: dict[uuid.UUID, User] = {}
        joined = []
        cohort = Cohort.objects.filter(pk=cohort_id, programme=programme).first() if cohort_id else None
        for line in preview.of("new"):
            row, users = _take_in(actor, programme, line.data, status, cohort)
            joined.append(row)
            invited |= {user.id: user for user in users}
        made = tuple(line.name for line in preview.of("new"))
        record(
            actor.who,
            "programme.pasted",
            scope_id=programme.scope_id,
            object_kind="programme",
            object_id=programme.id,
            made=len(made),
        )
    return TakenIn(
        made,
        len(preview.of("there")),
        len(preview.of("left-out")),
        tuple(invited.values()),
        tuple(row.id for row in joined),
    )


def _take_in(
    actor: Actor, programme: Programme, data: dict[str, Any], status: str, cohort: Cohort | None
) -> tuple[Participation, list[User]]:
    enterprise = make_organisation(
        actor,
        "enterprise",
        data["name"],
        languages=data["languages"],
        territory=data.get("territory", ""),
        group=data.get("group", ""),
        sector={data["languages"][0]: data["sector"]} if data["sector"] else None,
    )
    federation = Organisation.objects.filter(pk=data["federation"]).first() if data.get("federation") else None
    if data.get("cohort"):
        cohort = Cohort.objects.get(pk=data["cohort"])
    row = add_participation(actor, programme, enterprise, federation=federation, cohort=cohort)
    if federation is not None:
        join_federation(actor, federation, enterprise)
    step = data.get("step", "")
    wanted = "active" if step else status
    for following in STATUSES[1 : STATUSES.index(wanted) + 1]:
        row = change_status(actor, row.id, following)
    invited = []
    journey: Journey | None = None
    if wanted == "active":
        journey = start_journey(actor, enterprise, participation=row)
        if step and step != journey.step:
            put(actor, journey, step)
    places = [(data.get("contact"), enterprise.scope, Role.REFERENT)]
    if journey is not None:
        places.append((data.get("accompanist"), journey.scope, Role.ACCOMPANIST))
    for who, scope, role in places:
        if who:
            user, new = person_account(Person(who[0], who[1], data["languages"][0]))
            give_role(actor, user, scope, role)
            invited += [user] if new else []
    return row, invited
