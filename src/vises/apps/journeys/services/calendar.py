"""The private address of a person's calendar: made, made anew, withdrawn."""

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.journeys.models import CalendarFeed
from vises.apps.journeys.services.may import own_id
from vises.kernel.clock import now
from vises.kernel.ids import new_token, token_hash
from vises.platform.audit.services import record


def make_feed(actor: Actor) -> str:
    """A private address for one's own calendar; an earlier one stops at once.

    Returns the token: it is shown once and only its hash is kept. Raises NotFound for anybody without an account.
    """
    token = new_token()
    with transaction.atomic():
        CalendarFeed.objects.update_or_create(
            user_id=own_id(actor), defaults={"token_hash": token_hash(token), "read_on": None, "created_at": now()}
        )
        record(actor.who, "calendar.made", object_kind="user", object_id=actor.id)
    return token


def withdraw_feed(actor: Actor) -> None:
    """The address opens nothing any more."""
    with transaction.atomic():
        if CalendarFeed.objects.filter(user_id=own_id(actor)).delete()[0]:
            record(actor.who, "calendar.withdrawn", object_kind="user", object_id=actor.id)
