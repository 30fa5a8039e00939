"""What is read of the question room: candidates, expectations beside them, the decision and who was not heard."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from vises.apps.access.actor import Actor
from vises.apps.access.services import allows
from vises.apps.journeys.models import (
    Candidate,
    Expectation,
    Journey,
    OwnWords,
    Presence,
    Session,
    Stakeholder,
)
from vises.apps.journeys.queries.decision import (
    QuestionView,
    SessionLine,
    journey_seen,
    questions_of,
    session_line,
)
from vises.apps.journeys.queries.decision import current_question as current_question
from vises.apps.journeys.rules import hints
from vises.apps.journeys.services.passes import journey_behind
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import LANGUAGES, Texts

ENOUGH_WORDS = 30  # words under a heading of the portrait from which it says something
ENOUGH_HEADINGS = 4  # headings of the portrait that say something, before its questions have ground


@dataclass(frozen=True)
class CandidateView:
    """A candidate question. `said_by` is empty for whoever may not write in the journey."""

    id: uuid.UUID
    text: str
    language: str
    type: str
    type_titles: Texts
    group_id: uuid.UUID | None
    group: Texts
    said_by: str
    channel: str  # screen | paper | link | spoken
    state: str  # proposed | merged | set-aside | chosen
    reason: str
    merged_into: uuid.UUID | None
    test: dict[str, str]
    hints: tuple[str, ...]
    by_merge: bool = False  # its words were written to join others
    settled_by: str = ""  # who merged it or set it aside, for whoever may write in the journey
    settled_at: datetime | None = None
    photo: uuid.UUID | None = None  # the attachment that shows its sheet, for whoever may write in the journey
    merges: tuple["CandidateView", ...] = ()


@dataclass(frozen=True)
class ExpectationView:
    """What a group expects, beside the candidates; never a veto."""

    group: Texts
    text: str
    language: str
    channel: str


@dataclass(frozen=True)
class TestPoint:
    """A point of the good-question test, as the version of the method words it."""

    id: str
    titles: Texts
    hints: Texts


@dataclass(frozen=True)
class GroupLine:
    """A stakeholder group. `people` is the largest number present at one session; `spoke` what it said otherwise."""

    id: uuid.UUID
    names: Texts
    people: int
    sessions: int
    spoke: bool

    @property
    def heard(self) -> bool:
        return self.people > 0 or self.spoke


@dataclass(frozen=True)
class Room:
    """The question room."""

    journey_id: uuid.UUID
    language: str
    languages: tuple[str, ...]
    on_table: tuple[CandidateView, ...]
    chosen: CandidateView | None
    set_aside: tuple[CandidateView, ...]
    expectations: tuple[ExpectationView, ...]
    groups: tuple[GroupLine, ...]
    sessions: tuple[SessionLine, ...]
    types: tuple[tuple[str, Texts, Texts], ...]
    test: tuple[TestPoint, ...]
    portrait_is_thin: bool
    question: QuestionView | None
    earlier: tuple[QuestionView, ...] = field(default=())

    def candidate(self, id_: uuid.UUID | None) -> CandidateView | None:
        """A candidate on the table or chosen, by id."""
        rows = (*self.on_table, *((self.chosen,) if self.chosen else ()))
        return next((row for row in rows if row.id == id_), None)


@dataclass(frozen=True)
class Proposing:
    """What the page behind a group's link shows: whose enterprise, which group, in which language."""

    enterprise: str
    group: Texts
    language: str


def room(actor: Actor, journey_id: uuid.UUID) -> Room:
    """The question room in a fixed number of queries. Needs `journey.view`."""
    journey = journey_seen(actor, journey_id)
    code, inside = journey.methodology.code, allows(actor, "journey.edit", journey.scope_id)
    version = methodology.version(code)
    joined = candidates_of(journey, inside)
    expectations = tuple(
        ExpectationView(row.stakeholder.names, row.text, row.language, row.channel)
        for row in Expectation.objects.filter(journey=journey).select_related("stakeholder")
    )
    questions = questions_of(journey, inside)
    spoke = {row.group_id for row in joined if row.group_id} | set(
        Expectation.objects.filter(journey=journey).values_list("stakeholder_id", flat=True)
    )
    return Room(
        journey_id=journey.id,
        language=journey.language,
        languages=_languages(journey),
        on_table=tuple(row for row in joined if row.state == "proposed"),
        chosen=next((row for row in joined if row.state == "chosen"), None),
        set_aside=tuple(row for row in joined if row.state == "set-aside"),
        expectations=expectations,
        groups=_groups(journey, spoke),
        sessions=_sessions(journey),
        types=tuple(
            (
                item.id,
                methodology.texts_of(code, f"question-type.{item.id}.title"),
                methodology.texts_of(code, f"question-type.{item.id}.hint"),
            )
            for item in version.question_types
        ),
        test=tuple(
            TestPoint(
                item.id,
                methodology.texts_of(code, f"question-test.{item.id}.title"),
                methodology.texts_of(code, f"question-test.{item.id}.hint"),
            )
            for item in version.question_test
        ),
        portrait_is_thin=_portrait_is_thin(journey),
        question=next((item for item in questions if not item.decision.replaced), None),
        earlier=tuple(item for item in questions if item.decision.replaced),
    )


def proposing(token: str) -> Proposing:
    """Behind a group's link: what its page shows. Raises NotFound for a link that opens nothing (any more)."""
    guest, journey, group = journey_behind(token, "propose")
    return Proposing(journey.enterprise.name, group.names if group else {}, guest.language)


def candidates_of(journey: Journey, inside: bool) -> list[CandidateView]:
    """Every candidate with those that went into it, in one query. `inside`: names are told."""
    code = journey.methodology.code
    rows = Candidate.objects.filter(journey=journey).select_related("stakeholder", "settled_by")
    return _joined(_candidate(row, code, inside) for row in rows)


def _languages(journey: Journey) -> tuple[str, ...]:
    wanted = [journey.language, *journey.enterprise.languages]
    return tuple(dict.fromkeys(code for code in wanted if code in LANGUAGES))


def _candidate(row: Candidate, code: str, inside: bool) -> CandidateView:
    return CandidateView(
        id=row.id,
        text=row.text,
        language=row.language,
        type=row.type,
        type_titles=methodology.texts_of(code, f"question-type.{row.type}.title") if row.type else {},
        group_id=row.stakeholder_id,
        group=row.stakeholder.names if row.stakeholder else {},
        said_by=row.said_by if inside else "",
        channel=row.channel,
        state=row.state,
        reason=row.reason,
        merged_into=row.merged_into_id,
        test=dict(row.test),
        hints=hints(row.text),
        by_merge=row.by_merge,
        settled_by=row.settled_by.name if inside and row.settled_by else "",
        settled_at=row.settled_at,
        photo=row.photo_id if inside else None,
    )


def _joined(rows: Iterable[CandidateView]) -> list[CandidateView]:
    """Each candidate with those that went into it."""
    below: dict[uuid.UUID, list[CandidateView]] = {}
    every = list(rows)
    for row in every:
        if row.merged_into:
            below.setdefault(row.merged_into, []).append(row)

    def whole(row: CandidateView, depth: int = 0) -> CandidateView:
        parts = below.get(row.id, []) if depth < 20 else []
        return replace(row, merges=tuple(whole(part, depth + 1) for part in parts))

    return [whole(row) for row in every]


def _groups(journey: Journey, spoke: set[uuid.UUID]) -> tuple[GroupLine, ...]:
    most: Counter[uuid.UUID] = Counter()
    times: Counter[uuid.UUID] = Counter()
    for group, people in Presence.objects.filter(session__journey=journey, session__held=True).values_list(
        "stakeholder_id", "people"
    ):
        most[group] = max(most[group], people)
        times[group] += 1
    return tuple(
        GroupLine(row.id, row.names, most[row.id], times[row.id], row.id in spoke)
        for row in Stakeholder.objects.filter(journey=journey)
    )


def _sessions(journey: Journey) -> tuple[SessionLine, ...]:
    rows = Session.objects.filter(journey=journey).prefetch_related("presences")
    return tuple(session_line(row) for row in sorted(rows, key=lambda row: (row.on, row.created_at), reverse=True))


def _portrait_is_thin(journey: Journey) -> bool:
    texts = OwnWords.objects.filter(journey=journey, deliverable="portrait").values_list("text", flat=True)
    return sum(len(text.split()) >= ENOUGH_WORDS for text in texts) < ENOUGH_HEADINGS
