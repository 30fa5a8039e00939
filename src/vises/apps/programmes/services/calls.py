"""Calls for enterprises; what enterprises answer, without account; taking an application up."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.rules import Role
from vises.apps.access.services import give_role
from vises.apps.accounts.models import User
from vises.apps.accounts.people import Person, person_account
from vises.apps.network.models import Organisation
from vises.apps.network.rules import name_key
from vises.apps.network.services import make_organisation
from vises.apps.programmes.models import Application, Call, Participation
from vises.apps.programmes.rules import in_order
from vises.apps.programmes.services.may import programme_for, row_for
from vises.apps.programmes.services.participations import add_participation, change_status
from vises.kernel.clock import today
from vises.kernel.ids import new_token
from vises.kernel.locale import LANGUAGES, Texts
from vises.kernel.problems import Conflict, NotFound, Problem
from vises.platform.audit.services import record

MOST_WAITING = 1000  # applications to one call: more is somebody's machine
CALLS = Call.objects.select_related("programme__scope")
APPLICATIONS = Application.objects.select_related("call__programme__scope", "call__programme__methodology")


@dataclass(frozen=True)
class Applying:
    """What an enterprise writes; the federation as it calls it."""

    name: str
    federation: str
    motives: str
    language: str
    contact_name: str
    contact_email: str


def make_call(
    actor: Actor, programme_id: uuid.UUID, titles: Texts, texts: Texts, opens_on: date, closes_on: date
) -> Call:
    """A call for enterprises with an address of its own. Needs `programme.edit`.

    Raises Problem without a title, or when it closes before it opens.
    """
    programme = programme_for(actor, "programme.edit", programme_id)
    said = _said(titles, texts, opens_on, closes_on)
    with transaction.atomic():
        row = Call.objects.create(programme=programme, token=new_token(), **said)
        record(actor.who, "call.made", scope_id=programme.scope_id, object_kind="call", object_id=row.id)
    return row


def change_call(actor: Actor, call_id: uuid.UUID, titles: Texts, texts: Texts, opens_on: date, closes_on: date) -> Call:
    """Say a call anew; its address stays. Needs `programme.edit`. Raises Problem as `make_call` does."""
    row = row_for(actor, "programme.edit", CALLS, call_id)
    said = _said(titles, texts, opens_on, closes_on)
    with transaction.atomic():
        Call.objects.filter(pk=row.pk).update(**said)
        record(actor.who, "call.changed", scope_id=row.programme.scope_id, object_kind="call", object_id=row.id)
    row.refresh_from_db()
    return row


def _said(titles: Texts, texts: Texts, opens_on: date, closes_on: date) -> dict[str, object]:
    if not any(titles.values()):
        raise Problem("programmes.call-title", field="titles")
    if not in_order(opens_on, closes_on):
        raise Problem("programmes.dates", field="closes_on")
    return {"titles": titles, "texts": texts, "opens_on": opens_on, "closes_on": closes_on}


def apply(token: str, said: Applying) -> Application:
    """An enterprise answers a call. Whoever has the link may; the same answer twice is one application.

    Raises NotFound for a link that leads nowhere, Problem when the call is not open, or for what is missing.
    """
    call = Call.objects.select_related("programme").filter(token=token).first()
    if call is None:
        raise NotFound()
    if not call.opens_on <= today(call.programme.zone) <= call.closes_on:
        raise Problem("programmes.call-closed")
    name, contact = " ".join(said.name.split()), " ".join(said.contact_name.split())
    email = said.contact_email.strip().lower()
    for value, field in ((name, "name"), (said.motives.strip(), "motives"), (contact, "contact_name")):
        if not value:
            raise Problem("programmes.application-missing", field=field)
    try:
        validate_email(email)
    except ValidationError:
        raise Problem("programmes.application-email", field="contact_email") from None
    with transaction.atomic():
        Call.objects.select_for_update().get(pk=call.pk)
        for row in call.applications.filter(contact_email=email, state=Application.State.WAITING):
            if name_key(row.name) == name_key(name):
                return row
        if call.applications.filter(state=Application.State.WAITING).count() >= MOST_WAITING:
            raise Problem("programmes.call-full")
        row = Application.objects.create(
            call=call,
            name=name[:160],
            federation=" ".join(said.federation.split())[:160],
            motives=said.motives.strip(),
            language=said.language if said.language in LANGUAGES else "fr",
            contact_name=contact[:120],
            contact_email=email,
        )
        record(
            "guest", "application.sent", scope_id=call.programme.scope_id, object_kind="application", object_id=row.id
        )
    return row


def accept_application(actor: Actor, application_id: uuid.UUID) -> tuple[Participation, tuple[User, ...]]:
    """Take an application up: the enterprise is recruited, and its contact speaks for it. Needs `programme.edit`.

    Returns its participation, and the account made on the way (it is owed a mail). Raises Problem when an
    enterprise of that name takes part already, Conflict when somebody else settled it meanwhile.
    """
    row = row_for(actor, "programme.edit", APPLICATIONS, application_id)
    if row.state == Application.State.ACCEPTED:
        raise Conflict("platform.changed-meanwhile")
    programme = row.call.programme
    taking_part = Participation.objects.filter(programme=programme).values_list("enterprise__name", flat=True)
    if name_key(row.name) in map(name_key, taking_part):
        raise Problem("programmes.already", name=row.name)
    federations = Organisation.objects.filter(
        kind=Organisation.Kind.FEDERATION, scope__links_down__child=programme.scope
    ).select_related("scope")
    federation = next((one for one in federations if name_key(one.name) == name_key(row.federation)), None)
    with transaction.atomic():
        _settle(actor, row, Application.State.ACCEPTED)
        enterprise = make_organisation(actor, "enterprise", row.name, languages=(row.language,))
        joined = add_participation(actor, programme, enterprise, federation=federation)
        joined = change_status(actor, joined.id, Participation.Status.RECRUITED)
        user, made = person_account(Person(row.contact_email, row.contact_name, row.language))
        give_role(actor, user, enterprise.scope, Role.REFERENT)
        Application.objects.filter(pk=row.pk).update(participation=joined)
    return joined, (user,) if made else ()


def decline_application(actor: Actor, application_id: uuid.UUID) -> None:
    """Not this time: it stays on the list, and may be taken up later. Needs `programme.edit`."""
    row = row_for(actor, "programme.edit", APPLICATIONS, application_id)
    with transaction.atomic():
        _settle(actor, row, Application.State.DECLINED)


def _settle(actor: Actor, row: Application, state: str) -> None:
    if row.state == Application.State.ACCEPTED or row.state == state:
        raise Conflict("platform.changed-meanwhile")
    day = today(row.call.programme.zone)
    if not Application.objects.filter(pk=row.pk, state=row.state).update(state=state, settled_on=day):
        raise Conflict("platform.changed-meanwhile")
    scope_id = row.call.programme.scope_id
    record(actor.who, f"application.{state}", scope_id=scope_id, object_kind="application", object_id=row.id)
