"""A programme, the enterprises taking part, its partners, its calls, its bodies and its meetings."""

from vises.apps.programmes.models.bodies import Body, BodySession, Seat
from vises.apps.programmes.models.calls import Application, Call
from vises.apps.programmes.models.meetings import Attendance, Meeting, Workshop
from vises.apps.programmes.models.programme import (
    Cohort,
    Counted,
    Extension,
    Participation,
    Partnership,
    Programme,
    Standing,
    StatusMove,
)

__all__ = [
    "Application",
    "Attendance",
    "Body",
    "BodySession",
    "Call",
    "Cohort",
    "Counted",
    "Extension",
    "Meeting",
    "Participation",
    "Partnership",
    "Programme",
    "Seat",
    "Standing",
    "StatusMove",
    "Workshop",
]
