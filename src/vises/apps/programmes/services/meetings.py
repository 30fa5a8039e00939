"""Meetings of partners and enterprises: the day, its workshops, who came."""

import uuid
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import ProtectedError

from vises.apps.access.actor import Actor
from vises.apps.programmes.models import Attendance, Meeting, Workshop
from vises.apps.programmes.queries.organisations import organisations_of
from vises.apps.programmes.services.may import programme_for, row_for
from vises.kernel.locale import Texts
from vises.kernel.problems import Problem
from vises.platform.audit.services import record

MOST_PEOPLE = 5000  # at one meeting, or of one organisation
MEETINGS = Meeting.objects.select_related("programme__scope")
WORKSHOPS = Workshop.objects.select_related("meeting__programme__scope")


def plan_meeting(
    actor: Actor, programme_id: uuid.UUID, names: Texts, on: date, *, purposes: Texts | None = None, place: str = ""
) -> Meeting:
    """A day on which partners and enterprises meet. Needs `learning.decide`. Raises Problem without a name."""
    programme = programme_for(actor, "learning.decide", programme_id)
    _named(names)
    with transaction.atomic():
        row = Meeting.objects.create(
            programme=programme, names=names, purposes=purposes or {}, on=on, place=place.strip()[:200]
        )
        record(actor.who, "meeting.planned", scope_id=programme.scope_id, object_kind="meeting", object_id=row.id)
    return row


def change_meeting(
    actor: Actor,
    meeting_id: uuid.UUID,
    names: Texts,
    on: date,
    *,
    purposes: Texts | None = None,
    place: str = "",
    people: int | None = None,
) -> Meeting:
    """Say anew what a meeting is; `people` is how many came, once it was held. Needs `learning.decide`."""
    row = row_for(actor, "learning.decide", MEETINGS, meeting_id)
    _named(names)
    _counted(people)
    with transaction.atomic():
        Meeting.objects.filter(pk=row.pk).update(
            names=names, on=on, purposes=purposes or {}, place=place.strip()[:200], people=people
        )
        scope_id = row.programme.scope_id
        record(actor.who, "meeting.changed", scope_id=scope_id, object_kind="meeting", object_id=row.id)
    row.refresh_from_db()
    return row


def cancel_meeting(actor: Actor, meeting_id: uuid.UUID) -> None:
    """A meeting that will not take place. Needs `learning.decide`. Raises Problem where something stands on it."""
    row = row_for(actor, "learning.decide", MEETINGS, meeting_id)
    scope_id = row.programme.scope_id
    if row.people is not None or row.attendances.exists():
        raise Problem("programmes.meeting-kept")
    try:
        with transaction.atomic():
            row.delete()
            record(actor.who, "meeting.cancelled", scope_id=scope_id, object_kind="meeting", object_id=meeting_id)
    except ProtectedError:
        raise Problem("programmes.meeting-kept") from None


def add_workshop(
    actor: Actor, meeting_id: uuid.UUID, titles: Texts, *, times_given: int = 1, people: int | None = None
) -> Workshop:
    """A workshop of the meeting, given once or several times on the day. Needs `learning.decide`."""
    meeting = row_for(actor, "learning.decide", MEETINGS, meeting_id)
    _workshop(titles, times_given, people)
    with transaction.atomic():
        row = Workshop.objects.create(
            meeting=meeting,
            titles=titles,
            times_given=times_given,
            people=people,
            order=meeting.workshops.count(),
        )
        scope_id = meeting.programme.scope_id
        record(actor.who, "workshop.added", scope_id=scope_id, object_kind="meeting", object_id=meeting.id)
    return row


def change_workshop(
    actor: Actor, workshop_id: uuid.UUID, titles: Texts, *, times_given: int = 1, people: int | None = None
) -> Workshop:
    """Say anew what a workshop is, and how many came. Needs `learning.decide`."""
    row = row_for(actor, "learning.decide", WORKSHOPS, workshop_id)
    _workshop(titles, times_given, people)
    with transaction.atomic():
        Workshop.objects.filter(pk=row.pk).update(titles=titles, times_given=times_given, people=people)
        scope_id = row.meeting.programme.scope_id
        record(actor.who, "workshop.changed", scope_id=scope_id, object_kind="meeting", object_id=row.meeting_id)
    row.refresh_from_db()
    return row


def drop_workshop(actor: Actor, workshop_id: uuid.UUID) -> None:
    """Take a workshop off the day. Needs `learning.decide`. Raises Problem where its harvest is kept."""
    row = row_for(actor, "learning.decide", WORKSHOPS, workshop_id)
    scope_id = row.meeting.programme.scope_id
    try:
        with transaction.atomic():
            row.delete()
            record(actor.who, "workshop.dropped", scope_id=scope_id, object_kind="meeting", object_id=row.meeting_id)
    except ProtectedError:
        raise Problem("programmes.workshop-kept") from None


def note_attendance(actor: Actor, meeting_id: uuid.UUID, came: Mapping[uuid.UUID, int]) -> int:
    """How many people of each organisation came: the whole list, which replaces the one before.

    Needs `learning.decide`. Returns how many organisations are on it. Raises Problem for an
    organisation that is not of this programme, or for a number of people outside 1 to 5000.
    """
    meeting = row_for(actor, "learning.decide", MEETINGS, meeting_id)
    known = {row.id for row in organisations_of(meeting.programme_id)}
    if not came.keys() <= known:
        raise Problem("programmes.organisation", field="came")
    for people in came.values():
        _counted(people, field="came", least=1)
    with transaction.atomic():
        meeting.attendances.exclude(organisation__in=came).delete()
        for organisation_id, people in came.items():
            Attendance.objects.update_or_create(
                meeting=meeting, organisation_id=organisation_id, defaults={"people": people}
            )
        record(
            actor.who,
            "meeting.attended",
            scope_id=meeting.programme.scope_id,
            object_kind="meeting",
            object_id=meeting.id,
            organisations=len(came),
        )
    return len(came)


def _named(names: Texts) -> None:
    if not any(names.values()):
        raise Problem("programmes.meeting-name", field="names")


def _workshop(titles: Texts, times_given: int, people: int | None) -> None:
    if not any(titles.values()):
        raise Problem("programmes.workshop-title", field="titles")
    if not 1 <= times_given <= 20:
        raise Problem("programmes.times-given", field="times_given")
    _counted(people)


def _counted(people: int | None, *, field: str = "people", least: int = 0) -> None:
    if people is not None and not least <= people <= MOST_PEOPLE:
        raise Problem("programmes.people", field=field, most=MOST_PEOPLE)
