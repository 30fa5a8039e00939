"""Exchanges as those who take part read them; what is unread; who may be invited."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from vises.apps.access.actor import Actor, valid_today
from vises.apps.access.models import Membership, Opening, ScopeLink
from vises.apps.access.services import visible
from vises.apps.accounts.models import User
from vises.apps.journeys.models import ExchangeGuest, Journey, Message, ReadMark
from vises.apps.journeys.queries.contacts import Contact
from vises.apps.journeys.queries.frame import JourneyFrame
from vises.apps.methodology import queries as methodology
from vises.kernel.clock import now
from vises.kernel.locale import Texts

MOST = 200  # messages on one page
FRESH = timedelta(days=30)  # whoever never opened an exchange finds this much of it unread
CORRECTED_FOR = timedelta(minutes=15)


@dataclass(frozen=True)
class MessageView:
    """A message. `text` is empty once it was withdrawn."""

    id: uuid.UUID
    author: str
    text: str
    language: str
    at: datetime
    corrected: bool
    withdrawn: bool
    mine: bool
    may_correct: bool
    new: bool


@dataclass(frozen=True)
class Exchange:
    """The exchange about a deliverable, the oldest message first."""

    code: str
    messages: tuple[MessageView, ...]

    @property
    def unread(self) -> int:
        return sum(row.new for row in self.messages)

    def message(self, id_: str) -> MessageView | None:
        """One's own message of that id, while it may be corrected."""
        return next((row for row in self.messages if str(row.id) == id_ and row.may_correct), None)


@dataclass(frozen=True)
class Unread:
    """How many messages about a deliverable somebody has not read."""

    journey_id: uuid.UUID
    enterprise: str
    code: str
    titles: Texts
    count: int


def exchange(actor: Actor, journey_id: uuid.UUID, code: str) -> Exchange:
    """The messages, in two queries. The caller has asked whether the actor takes part."""
    rows = Message.objects.filter(deliverable__journey=journey_id, deliverable__code=code)
    latest = list(rows.order_by("-created_at")[:MOST])
    mark = (
        ReadMark.objects.filter(deliverable__journey=journey_id, deliverable__code=code, user=actor.id)
        .values_list("read_at", flat=True)
        .first()
    )
    since = mark or now() - FRESH
    return Exchange(code, tuple(_message(row, actor, since) for row in reversed(latest)))


def takes_part(actor: Actor, frame: JourneyFrame, code: str) -> bool:
    """Whether this reader of a journey takes part in the exchange about a deliverable."""
    if frame.may_edit:
        return True
    return ExchangeGuest.objects.filter(deliverable__journey=frame.id, deliverable__code=code, user=actor.id).exists()


def unread_of(actor: Actor) -> tuple[Unread, ...]:
    """What somebody has not read, in the journeys in which she takes part; one query."""
    inside = visible(actor, "journey.edit", Journey.objects.all())
    invited = ExchangeGuest.objects.filter(
        user=actor.id, deliverable__journey__in=visible(actor, "journey.view", Journey.objects.all())
    )
    found = (
        _unread(actor)
        .filter(Q(deliverable__journey__in=inside) | Q(deliverable__in=invited.values("deliverable")))
        .values_list(
            "deliverable__journey_id",
            "deliverable__journey__enterprise__name",
            "deliverable__code",
            "deliverable__journey__methodology__code",
        )
        .annotate(count=Count("id"))
        .order_by("deliverable__journey__enterprise__name", "deliverable__code")
    )
    return tuple(
        Unread(journey_id, name, code, methodology.texts_of(version, f"{code}.short"), count)
        for journey_id, name, code, version, count in found
    )


def guests_of(journey_id: uuid.UUID, code: str) -> tuple[Contact, ...]:
    """Who was invited into the exchange about a deliverable."""
    rows = ExchangeGuest.objects.filter(deliverable__journey=journey_id, deliverable__code=code)
    users = User.objects.filter(pk__in=rows.values("user")).order_by("name")
    return tuple(Contact(row.id, row.name, row.email, row.language) for row in users)


def may_be_invited(journey_id: uuid.UUID) -> tuple[Contact, ...]:
    """Who may look into the journey from above, because the enterprise opened it."""
    return lookers_in(Journey.objects.get(pk=journey_id))


def lookers_in(journey: Journey) -> tuple[Contact, ...]:
    """People who hold, somewhere above the journey, a role to which the enterprise opened it."""
    roles = Opening.objects.filter(scope=journey.scope_id).values_list("role", flat=True)
    above: set[uuid.UUID] = set()
    level: Iterable[uuid.UUID] = [journey.scope_id]
    for _floor in range(5):
        links = ScopeLink.objects.filter(valid_today(), child__in=list(level)).values_list("parent", flat=True)
        level = set(links) - above
        if not level:
            break
        above |= set(level)
    held = Membership.objects.filter(valid_today(), scope__in=above, role__in=list(roles), detail=None)
    users = User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name", "id")
    return tuple(Contact(row.id, row.name, row.email, row.language) for row in users)


def _unread(actor: Actor) -> QuerySet[Message]:
    marks = ReadMark.objects.filter(deliverable=OuterRef("deliverable"), user=actor.id).values("read_at")[:1]
    return (
        Message.objects.filter(withdrawn_at=None)
        .exclude(author=actor.id)
        .annotate(read=Subquery(marks))
        .filter(Q(created_at__gt=F("read")) | Q(read=None, created_at__gt=now() - FRESH))
        .order_by()
    )


def _message(row: Message, actor: Actor, since: datetime) -> MessageView:
    mine = row.author_id is not None and row.author_id == actor.id
    gone = row.withdrawn_at is not None
    return MessageView(
        id=row.id,
        author=row.author_name,
        text=row.text,
        language=row.language,
        at=row.created_at,
        corrected=row.corrected_at is not None,
        withdrawn=gone,
        mine=mine,
        may_correct=mine and not gone and row.created_at > now() - CORRECTED_FOR,
        new=not mine and not gone and row.created_at > since,
    )
