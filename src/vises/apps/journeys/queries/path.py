"""One journey as a path: what was made, the ways back, what comes next, who may see it."""

import uuid
from dataclasses import dataclass
from datetime import date

from vises.apps.access.actor import Actor
from vises.apps.access.models import Membership, Opening
from vises.apps.access.rules import Role
from vises.apps.journeys.models import Attachment, Closing, Engagement, StepMove
from vises.apps.journeys.queries.frame import JourneyFrame
from vises.apps.journeys.queries.mine import NextSession
from vises.apps.journeys.services.may import journey_for
from vises.kernel.clock import today


@dataclass(frozen=True)
class Back:
    """The way led back: a curve on the path, not a failure."""

    old: str
    new: str
    reason: str
    on: date


@dataclass(frozen=True)
class PathPage:
    """What the path page shows beside the frame."""

    begun_on: date | None
    ends_on: date | None
    half_days: int | None
    minutes_spent: int
    sessions_held: int
    next_session: NextSession | None
    backs: tuple[Back, ...]
    pause_reason: str
    paused_since: date | None
    opened_to: tuple[str, ...]
    people: tuple[tuple[str, str], ...]  # name, role
    closings: tuple[tuple[str, date], ...]
    attachments: int


def path_page(actor: Actor, frame: JourneyFrame) -> PathPage:
    """The path of a journey whose frame was read. Needs `journey.view`."""
    journey = journey_for(actor, "journey.view", frame.id)
    moves = list(StepMove.objects.filter(journey=journey).order_by("created_at"))
    order = [station.id for station in frame.stations]
    engagement = Engagement.objects.filter(journey=journey).first()
    sessions = list(journey.sessions.order_by("on"))
    coming = next((s for s in sessions if not s.held and s.on >= today()), None)
    held = [s for s in sessions if s.held]
    people = Membership.objects.filter(scope__in=[journey.scope, journey.enterprise.scope]).select_related("user")
    return PathPage(
        begun_on=moves[0].on if moves else None,
        ends_on=engagement.ends_on if engagement else None,
        half_days=engagement.half_days if engagement else None,
        minutes_spent=sum(s.minutes_spent or 0 for s in held),
        sessions_held=len(held),
        next_session=NextSession(coming.id, coming.title, coming.on) if coming else None,
        backs=tuple(
            Back(move.old, move.new, move.reason, move.on)
            for move in moves
            if move.old in order and move.new in order and order.index(move.new) < order.index(move.old)
        ),
        pause_reason=journey.pause_reason,
        paused_since=journey.paused_since,
        opened_to=tuple(Opening.objects.filter(scope=journey.scope).values_list("role", flat=True)),
        people=tuple(
            sorted({(m.user.name, m.role) for m in people if m.role != Role.READER}, key=lambda item: item[1])
        ),
        closings=tuple((c.step, c.created_at.date()) for c in Closing.objects.filter(journey=journey)),
        attachments=Attachment.objects.filter(journey=journey).count(),
    )


def referents(journey_id: uuid.UUID) -> tuple[tuple[str, str, str], ...]:
    """Who confirms for the enterprise: name, mail address, language. The caller has checked access."""
    rows = Membership.objects.filter(role=Role.REFERENT, scope__organisation__journeys=journey_id)
    return tuple(rows.values_list("user__name", "user__email", "user__language"))
