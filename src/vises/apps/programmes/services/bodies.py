"""The bodies of a programme, who sits in them, and when they meet."""

import uuid
from datetime import date, timedelta

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.rules import Role
from vises.apps.access.services import end_role, give_role
from vises.apps.accounts.models import User
from vises.apps.accounts.people import Person, person_account
from vises.apps.network.models import Organisation
from vises.apps.programmes.models import Body, BodySession, Seat
from vises.apps.programmes.rules import in_order
from vises.apps.programmes.services.may import programme_for, row_for
from vises.kernel.clock import today
from vises.kernel.locale import Texts
from vises.kernel.problems import Problem
from vises.platform.audit.services import record

BODIES = Body.objects.select_related("programme__scope")


def make_body(
    actor: Actor,
    programme_id: uuid.UUID,
    kind: str,
    names: Texts,
    *,
    purposes: Texts | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Body:
    """A new body of the programme; `kind` is one of Body.Kind. Needs `learning.decide`.

    Raises Problem when it has no name, is of an unknown kind, or ends before it begins.
    """
    programme = programme_for(actor, "learning.decide", programme_id)
    said = _said(kind, names, purposes, starts_on, ends_on)
    with transaction.atomic():
        row = Body.objects.create(programme=programme, **said)
        record(actor.who, "body.made", scope_id=programme.scope_id, object_kind="body", object_id=row.id, kind=kind)
    return row


def change_body(
    actor: Actor,
    body_id: uuid.UUID,
    kind: str,
    names: Texts,
    *,
    purposes: Texts | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Body:
    """Say anew what a body is. Needs `learning.decide`. Raises Problem as `make_body` does."""
    row = row_for(actor, "learning.decide", BODIES, body_id)
    said = _said(kind, names, purposes, starts_on, ends_on)
    with transaction.atomic():
        Body.objects.filter(pk=row.pk).update(**said)
        record(actor.who, "body.changed", scope_id=row.programme.scope_id, object_kind="body", object_id=row.id)
    row.refresh_from_db()
    return row


def _said(
    kind: str, names: Texts, purposes: Texts | None, starts_on: date | None, ends_on: date | None
) -> dict[str, object]:
    if kind not in Body.Kind.values:
        raise Problem("programmes.body-kind", field="kind")
    if not any(names.values()):
        raise Problem("programmes.body-name", field="names")
    if not in_order(starts_on, ends_on):
        raise Problem("programmes.dates", field="ends_on")
    return {"kind": kind, "names": names, "purposes": purposes or {}, "starts_on": starts_on, "ends_on": ends_on}


def give_seat(
    actor: Actor,
    body_id: uuid.UUID,
    person: Person,
    *,
    organisation_id: uuid.UUID | None = None,
    chairs: bool = False,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> tuple[Seat, tuple[User, ...]]:
    """Let a person sit in a body between two dates, for an organisation or for herself. Needs `learning.decide`.

    She may then treat what comes to this body, and nothing else. Returns the seat, and the account made on
    the way (it is owed a mail). The same person again is the same seat. Raises Problem for an address that
    is none, an unknown organisation, or dates out of order.
    """
    body = row_for(actor, "learning.decide", BODIES, body_id)
    if not in_order(starts_on, ends_on):
        raise Problem("programmes.dates", field="ends_on")
    organisation = None
    if organisation_id is not None:
        organisation = Organisation.objects.filter(pk=organisation_id).first()
        if organisation is None:
            raise Problem("programmes.organisation", field="organisation")
    with transaction.atomic():
        user, made = person_account(person)
        seat, _ = Seat.objects.update_or_create(
            body=body,
            user=user,
            defaults={"organisation": organisation, "chairs": chairs, "starts_on": starts_on, "ends_on": ends_on},
        )
        scope = body.programme.scope
        give_role(actor, user, scope, Role.BODY, detail=body.id, starts_on=starts_on, ends_on=ends_on)
        record(actor.who, "seat.given", scope_id=scope.id, object_kind="body", object_id=body.id, chairs=chairs)
    return seat, (user,) if made else ()


def end_seat(actor: Actor, seat_id: uuid.UUID) -> None:
    """End a seat at once: who sat there stays told, and may treat nothing any more. Needs `learning.decide`."""
    seat = row_for(actor, "learning.decide", Seat.objects.select_related("body__programme__scope", "user"), seat_id)
    programme = seat.body.programme
    with transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(ends_on=today(programme.zone) - timedelta(days=1), chairs=False)
        end_role(actor, seat.user, programme.scope, Role.BODY, detail=seat.body_id)
        record(actor.who, "seat.ended", scope_id=programme.scope_id, object_kind="body", object_id=seat.body_id)


def plan_body_session(actor: Actor, body_id: uuid.UUID, on: date, *, place: str = "") -> BodySession:
    """A day on which a body meets. Needs `learning.treat` on the body: whoever sits in it may."""
    body = row_for(actor, "learning.treat", BODIES, body_id)
    with transaction.atomic():
        row = BodySession.objects.create(body=body, on=on, place=place.strip()[:200])
        scope_id = body.programme.scope_id
        record(actor.who, "body.session-planned", scope_id=scope_id, object_kind="body", object_id=body.id)
    return row
