"""A programme, the enterprises taking part, its bodies and its meetings."""

from vises.apps.programmes.models.bodies import Body, BodySession, Seat
from vises.apps.programmes.models.meetings import Attendance, Meeting, Workshop
from vises.apps.programmes.models.programme import Cohort, Participation, Programme, StatusMove

__all__ = [
    "Attendance",
    "Body",
    "BodySession",
    "Cohort",
    "Meeting",
    "Participation",
    "Programme",
    "Seat",
    "StatusMove",
    "Workshop",
]
