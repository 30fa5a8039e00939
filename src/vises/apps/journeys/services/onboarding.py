"""A federation comes in with its cohort in one sitting: itself, its staff, its enterprises, their accompanists."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.accounts.models import User
from vises.apps.accounts.people import Person
from vises.apps.journeys.services.pasted import TakenIn, take_in_enterprises
from vises.apps.network.models import Organisation
from vises.apps.network.rules import name_key
from vises.apps.programmes.models import Partnership
from vises.apps.programmes.services import add_cohort, add_partner, invite_partner, new_partner
from vises.apps.programmes.services.may import programme_for
from vises.kernel.locale import Texts
from vises.kernel.problems import Problem


@dataclass(frozen=True)
class Sitting:
    """What was written in one sitting. `federation_id` for one that is known here, else its name.

    `staff` are lines "name; mail address". A cohort is known (`cohort_id`), new (`cohort_names`), or none.
    `enterprises` is what was pasted; `status` is what those without a step are.
    """

    federation_id: uuid.UUID | None
    name: str
    languages: tuple[str, ...]
    territory: str
    kind: str
    starts_on: date | None
    ends_on: date | None
    staff: str
    cohort_id: uuid.UUID | None
    cohort_names: Texts
    cohort_starts_on: date | None
    cohort_ends_on: date | None
    enterprises: str
    status: str


@dataclass(frozen=True)
class Onboarded:
    """Who is there now; the accounts made on the way are owed a mail."""

    federation: str
    language: str
    staff: int
    taken: TakenIn | None
    invited: tuple[User, ...]


def staff_in(text: str) -> tuple[tuple[str, str], ...]:
    """Lines "name; mail address" (or a tab between, or the address alone) as addresses with names.

    Raises Problem naming the first line without a mail address.
    """
    found = []
    for line in text.splitlines():
        if not line.strip():
            continue
        parts = [part.strip() for part in line.replace("\t", ";").split(";")]
        email = next((part for part in parts if "@" in part), "").lower()
        try:
            validate_email(email)
        except ValidationError:
            raise Problem("programmes.paste-mail", field="staff", value=line.strip()[:80]) from None
        found.append((email, " ".join(part for part in parts if "@" not in part)[:120]))
    return tuple(found)


def onboard(actor: Actor, programme_id: uuid.UUID, sitting: Sitting, *, language: str = "fr") -> Onboarded:
    """Everything of one sitting, or nothing. Needs `programme.edit`. Done twice it makes nothing twice.

    Raises Problem naming the field to mend.
    """
    programme = programme_for(actor, "programme.edit", programme_id)
    people = staff_in(sitting.staff)
    invited: dict[uuid.UUID, User] = {}
    with transaction.atomic():
        partnership = _partnership(actor, programme_id, sitting)
        federation = partnership.organisation
        own = (federation.languages or [language])[0]
        for email, name in people:
            user, made = invite_partner(actor, partnership.id, Person(email, name, own))
            if made:
                invited[user.id] = user
        cohort_id = sitting.cohort_id
        if cohort_id is None and any(sitting.cohort_names.values()):
            if sitting.cohort_starts_on is None:
                raise Problem("programmes.cohort-starts", field="cohort_starts_on")
            same = programme.cohorts.filter(starts_on=sitting.cohort_starts_on)
            known = next((row for row in same if row.names == sitting.cohort_names), None)
            row = known or add_cohort(
                actor, programme_id, sitting.cohort_names, sitting.cohort_starts_on, sitting.cohort_ends_on
            )
            cohort_id = row.id
        taken = None
        if sitting.enterprises.strip():
            taken = take_in_enterprises(
                actor,
                programme_id,
                sitting.enterprises,
                language=own,
                status=sitting.status,
                federation_id=federation.id,
                cohort_id=cohort_id,
            )
            invited |= {user.id: user for user in taken.invited}
    return Onboarded(federation.name, own, len(people), taken, tuple(invited.values()))


def _partnership(actor: Actor, programme_id: uuid.UUID, sitting: Sitting) -> Partnership:
    """The federation's partnership: the one it has, or a new one."""
    times = {"starts_on": sitting.starts_on, "ends_on": sitting.ends_on}
    rows = Partnership.objects.filter(programme=programme_id).select_related("organisation__scope")
    if sitting.federation_id is not None:
        row = rows.filter(organisation=sitting.federation_id).last()
        return row or add_partner(actor, programme_id, sitting.federation_id, sitting.kind, **times)
    for row in rows.filter(organisation__kind=Organisation.Kind.FEDERATION):
        if name_key(row.organisation.name) == name_key(sitting.name):
            return row
    return new_partner(
        actor,
        programme_id,
        "federation",
        sitting.name,
        sitting.languages,
        sitting.kind,
        territory=sitting.territory,
        **times,
    )
