"""One enterprise's way through the method."""

from vises.apps.journeys.models.accompaniment import CalendarFeed, LogEntry
from vises.apps.journeys.models.exchange import ExchangeGuest, Message, ReadMark
from vises.apps.journeys.models.journey import Closing, Deliverable, DeliverableMove, Journey, Pause, StepMove
from vises.apps.journeys.models.notebook import AccompanistNote, HandOver
from vises.apps.journeys.models.plan import PlanLine, PlanReader
from vises.apps.journeys.models.practices import Practice, PracticesPortrait
from vises.apps.journeys.models.preliminary import Attachment, Engagement
from vises.apps.journeys.models.question import (
    Candidate,
    Decision,
    EvaluationQuestion,
    Reservation,
)
from vises.apps.journeys.models.room import Contribution, LiveRoom, Position, RoomGuest, RoomMove
from vises.apps.journeys.models.session import CancelledSession, Presence, Session
from vises.apps.journeys.models.stakeholders import Expectation, Involvement, Stakeholder
from vises.apps.journeys.models.versions import VersionMove
from vises.apps.journeys.models.words import OwnWords, Revision

__all__ = [
    "AccompanistNote",
    "Attachment",
    "CalendarFeed",
    "CancelledSession",
    "Candidate",
    "Closing",
    "Contribution",
    "Decision",
    "Deliverable",
    "DeliverableMove",
    "Engagement",
    "EvaluationQuestion",
    "ExchangeGuest",
    "Expectation",
    "HandOver",
    "Involvement",
    "Journey",
    "LiveRoom",
    "LogEntry",
    "Message",
    "OwnWords",
    "Pause",
    "PlanLine",
    "PlanReader",
    "Position",
    "Practice",
    "PracticesPortrait",
    "Presence",
    "ReadMark",
    "Reservation",
    "Revision",
    "RoomGuest",
    "RoomMove",
    "Session",
    "Stakeholder",
    "StepMove",
    "VersionMove",
]
