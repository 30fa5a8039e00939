"""Writes of programmes: the programme, its enterprises, its bodies and its meetings."""

from vises.apps.programmes.services.bodies import (
    change_body,
    end_seat,
    give_seat,
    make_body,
    plan_body_session,
)
from vises.apps.programmes.services.meetings import (
    add_workshop,
    cancel_meeting,
    change_meeting,
    change_workshop,
    drop_workshop,
    note_attendance,
    plan_meeting,
)
from vises.apps.programmes.services.participations import add_cohort, add_participation, change_status
from vises.apps.programmes.services.programmes import appoint, make_programme

__all__ = [
    "add_cohort",
    "add_participation",
    "add_workshop",
    "appoint",
    "cancel_meeting",
    "change_body",
    "change_meeting",
    "change_status",
    "change_workshop",
    "drop_workshop",
    "end_seat",
    "give_seat",
    "make_body",
    "make_programme",
    "note_attendance",
    "plan_body_session",
    "plan_meeting",
]
