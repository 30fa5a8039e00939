"""Writing in an exchange: sent, corrected for a while, withdrawn; the others are told, by mail once a day at most."""

import uuid
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from vises.apps.access.actor import Actor, actor_for
from vises.apps.access.services import allows
from vises.apps.accounts.models import User
from vises.apps.accounts.services import notices_read, notify_once
from vises.apps.journeys.models import Deliverable, ExchangeGuest, Journey, Message, ReadMark
from vises.apps.journeys.queries.contacts import people_of
from vises.apps.journeys.queries.exchanges import lookers_in, unread_of
from vises.apps.journeys.services.may import journey_for, own_id
from vises.apps.methodology import queries as methodology
from vises.kernel.clock import now, today
from vises.kernel.locale import LANGUAGES, pick
from vises.kernel.problems import Forbidden, NotFound, Problem
from vises.platform.audit.services import record
from vises.platform.jobs.services import enqueue, job
from vises.platform.mail.services import send

LONGEST = 2000  # characters: longer thoughts belong in the deliverable itself
CORRECTED_FOR = timedelta(minutes=15)
MORNING, ZONE = time(7), "Europe/Brussels"  # when the mail of the day goes out


def taking_part(actor: Actor, journey_id: uuid.UUID, code: str) -> tuple[Journey, Deliverable]:
    """The deliverable whose exchange this actor takes part in: she is in the journey, or was invited while she may
    look into it. Raises NotFound, or Forbidden for whoever merely looks in."""
    journey = journey_for(actor, "journey.view", journey_id)
    row = Deliverable.objects.filter(journey=journey, code=code).first()
    if row is None:
        raise NotFound()
    if actor.kind == "system" or allows(actor, "journey.edit", journey.scope_id):
        return journey, row
    if not ExchangeGuest.objects.filter(deliverable=row, user_id=own_id(actor)).exists():
        raise Forbidden()
    return journey, row


def send_message(actor: Actor, journey_id: uuid.UUID, code: str, text: str, *, language: str = "") -> Message:
    """A short message to all who take part. Raises Problem when it is empty or long."""
    journey, deliverable = taking_part(actor, journey_id, code)
    author = own_id(actor)
    language = language or actor.language
    if language not in LANGUAGES:
        raise Problem("journeys.language", field="language")
    words = _checked(text)
    with transaction.atomic():
        row = Message.objects.create(
            deliverable=deliverable, author_id=author, author_name=actor.name, text=words, language=language
        )
        mark_read(actor, deliverable)
        record(actor.who, "exchange.sent", scope_id=journey.scope_id, object_kind="message", object_id=row.id)
        _tell(journey, deliverable, author)
    return row


def correct_message(actor: Actor, message_id: uuid.UUID, text: str) -> Message:
    """One's own message said again, within a quarter of an hour. Raises Problem when that is over."""
    row, journey = _own(actor, message_id)
    words = _checked(text)
    with transaction.atomic():
        changed = Message.objects.filter(pk=row.pk, withdrawn_at=None, created_at__gt=now() - CORRECTED_FOR).update(
            text=words, corrected_at=now()
        )
        if not changed:
            raise Problem("journeys.message-settled", field="text")
        record(actor.who, "exchange.corrected", scope_id=journey.scope_id, object_kind="message", object_id=row.id)
    row.refresh_from_db()
    return row


def withdraw_message(actor: Actor, message_id: uuid.UUID) -> None:
    """One's own message taken back: its words are gone for everybody, at any time."""
    row, journey = _own(actor, message_id)
    with transaction.atomic():
        if Message.objects.filter(pk=row.pk, withdrawn_at=None).update(text="", withdrawn_at=now()):
            record(actor.who, "exchange.withdrawn", scope_id=journey.scope_id, object_kind="message", object_id=row.id)


def invite_into(actor: Actor, journey_id: uuid.UUID, code: str, user_id: uuid.UUID) -> None:
    """Ask somebody who may look into the journey to take part. Needs `journey.edit`."""
    journey = journey_for(actor, "journey.edit", journey_id)
    _journey, deliverable = taking_part(actor, journey_id, code)
    user = User.objects.filter(pk=user_id, pk__in=[row.id for row in lookers_in(journey)]).first()
    if user is None or not allows(actor_for(user), "journey.view", journey.scope_id):
        raise Problem("journeys.exchange-guest", field="user")
    with transaction.atomic():
        ExchangeGuest.objects.get_or_create(deliverable=deliverable, user=user)
        record(actor.who, "exchange.invited", scope_id=journey.scope_id, object_kind="user", object_id=user.id)


def end_invitation(actor: Actor, journey_id: uuid.UUID, code: str, user_id: uuid.UUID) -> None:
    """Somebody no longer takes part, at once. Needs `journey.edit`."""
    journey = journey_for(actor, "journey.edit", journey_id)
    with transaction.atomic():
        ExchangeGuest.objects.filter(deliverable__journey=journey, deliverable__code=code, user_id=user_id).delete()
        record(actor.who, "exchange.left-out", scope_id=journey.scope_id, object_kind="user", object_id=user_id)


def mark_read(actor: Actor, deliverable: Deliverable) -> None:
    """Everything until now was read by this person; her notice of it is settled."""
    ReadMark.objects.update_or_create(deliverable=deliverable, user_id=own_id(actor), defaults={"read_at": now()})
    notices_read(own_id(actor), _path(deliverable))


def _tell(journey: Journey, deliverable: Deliverable, author: uuid.UUID) -> None:
    guests = User.objects.filter(pk__in=ExchangeGuest.objects.filter(deliverable=deliverable).values("user"))
    languages = {row.id: row.language for row in people_of(journey.id)}
    languages |= {row.id: row.language for row in guests if allows(actor_for(row), "journey.view", journey.scope_id)}
    titles = methodology.texts_of(journey.methodology.code, f"{deliverable.code}.short")
    at = next_morning(now())
    for user_id, language in languages.items():
        if user_id == author:
            continue
        what = pick(titles, language)[0]
        notify_once(user_id, "exchange", _path(deliverable), enterprise=journey.enterprise.name, what=what)
        enqueue(
            "journeys.exchange-digest",
            key=f"exchange-digest:{user_id}:{at:%Y-%m-%d}",
            after=at - now(),
            user=str(user_id),
        )


def next_morning(moment: datetime) -> datetime:
    """The next time at which the mail of the day goes out."""
    there = moment.astimezone(ZoneInfo(ZONE))
    morning = datetime.combine(there.date(), MORNING, tzinfo=there.tzinfo)
    return (
        morning if morning > there else datetime.combine(there.date() + timedelta(days=1), MORNING, tzinfo=there.tzinfo)
    )


@job("journeys.exchange-digest")
def _digest(user: str) -> None:
    """One mail about everything unread; none when it was read meanwhile. Its key lets one a day through."""
    person = User.objects.filter(pk=user, is_active=True).first()
    rows = unread_of(actor_for(person)) if person else ()
    if person is None or not rows:
        return
    lines = "\n".join(
        f"- {row.enterprise}, {pick(row.titles, person.language)[0]} ({row.count})\n"
        f"  {settings.BASE_ADDRESS}{reverse('exchange', args=[row.journey_id, row.code])}"
        for row in rows
    )
    send(
        person.email,
        "mails/exchange-digest",
        person.language,
        key=f"exchange-digest:{person.id}:{today()}",
        name=person.name,
        lines=lines,
    )


def _path(deliverable: Deliverable) -> str:
    return reverse("exchange", args=[deliverable.journey_id, deliverable.code])


def _own(actor: Actor, message_id: uuid.UUID) -> tuple[Message, Journey]:
    row = Message.objects.select_related("deliverable").filter(pk=message_id, author_id=own_id(actor)).first()
    if row is None:
        raise NotFound()
    journey, _deliverable = taking_part(actor, row.deliverable.journey_id, row.deliverable.code)
    return row, journey


def _checked(text: str) -> str:
    words = text.strip()
    if not words:
        raise Problem("journeys.message-empty", field="text")
    if len(words) > LONGEST:
        raise Problem("journeys.message-long", field="text", limit=LONGEST)
    return words
