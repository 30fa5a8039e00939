"""What is read of the question room: candidates, expectations beside them, the decision and who was not heard."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from vises.apps.access.actor import Actor
from vises.apps.access.services import allows, fetch
from vises.apps.journeys.models import (
    Candidate,
    Decision,
    EvaluationQuestion,
    Expectation,
    Journey,
    OwnWords,
    Presence,
    Session,
    Stakeholder,
)
from vises.apps.journeys.rules import hints
from vises.apps.journeys.services.passes import journey_behind
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import LANGUAGES, Texts, pick

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
class ReservationView:
    group: Texts
    said_by: str
    text: str
    language: str


@dataclass(frozen=True)
class SessionLine:
    id: uuid.UUID
    title: str
    on: date
    held: bool
    people: int


@dataclass(frozen=True)
class DecisionView:
    """The decision as one page: alternatives, positions, outcome."""

    id: uuid.UUID
    reasons: str
    language: str
    manner: str  # consent | vote
    decided_on: date
    session: SessionLine
    present: tuple[tuple[Texts, int], ...]
    people: int
    sessions: int
    not_heard: tuple[tuple[uuid.UUID, Texts], ...]
    not_heard_words: str
    reservations: tuple[ReservationView, ...]
    replaced: bool


@dataclass(frozen=True)
class QuestionView:
    """The evaluative question in the words agreed, with the decision behind it."""

    id: uuid.UUID
    texts: Texts
    candidate_id: uuid.UUID
    decision: DecisionView


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
    journey = _journey(actor, journey_id)
    code, inside = journey.methodology.code, allows(actor, "journey.edit", journey.scope_id)
    version = methodology.version(code)
    rows = [
        _candidate(row, code, inside) for row in Candidate.objects.filter(journey=journey).select_related("stakeholder")
    ]
    joined = _joined(rows)
    expectations = tuple(
        ExpectationView(row.stakeholder.names, row.text, row.language, row.channel)
        for row in Expectation.objects.filter(journey=journey).select_related("stakeholder")
    )
    questions = _questions(journey, inside)
    spoke = {row.group_id for row in rows if row.group_id} | set(
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


def current_question(actor: Actor, journey_id: uuid.UUID) -> QuestionView | None:
    """The question the journey answers now, with its decision; None before it was chosen. Needs `journey.view`."""
    journey = _journey(actor, journey_id)
    inside = allows(actor, "journey.edit", journey.scope_id)
    return next((item for item in _questions(journey, inside) if not item.decision.replaced), None)


def proposing(token: str) -> Proposing:
    """Behind a group's link: what its page shows. Raises NotFound for a link that opens nothing (any more)."""
    guest, journey, group = journey_behind(token, "propose")
    return Proposing(journey.enterprise.name, group.names if group else {}, guest.language)


def read_question(journey: Journey, language: str) -> list[tuple[str, str]]:
    """The question and its decision as headings and texts, for the page on which the referent confirms.

    Headings are in the language of the request: this is called while that page is drawn.
    """
    from django.utils.translation import gettext as _

    current = next((item for item in _questions(journey, True) if not item.decision.replaced), None)
    if current is None:
        rows = Candidate.objects.filter(journey=journey, state=Candidate.State.PROPOSED)
        return [(_("Questions on the table"), "\n".join(row.text for row in rows))]
    made = current.decision
    found = [(_("The question"), pick(current.texts, language)[0]), (_("Why this one"), made.reasons)]
    if made.reservations:
        found.append((_("Reservations kept"), "\n".join(row.text for row in made.reservations)))
    names = ", ".join(pick(names, language)[0] for _id, names in made.not_heard)
    if names or made.not_heard_words:
        found.append((_("Not heard"), "\n".join(filter(None, (names, made.not_heard_words)))))
    return found


def _journey(actor: Actor, journey_id: uuid.UUID) -> Journey:
    rows = Journey.objects.select_related("enterprise", "methodology", "scope")
    if actor.kind == "system":
        return rows.get(pk=journey_id)
    return fetch(actor, "journey.view", rows, pk=journey_id)


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
    )


def _joined(rows: Iterable[CandidateView]) -> list[CandidateView]:
    """Each candidate with those that went into it."""
    from dataclasses import replace

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
    return tuple(_session(row) for row in sorted(rows, key=lambda row: (row.on, row.created_at), reverse=True))


def _session(row: Session) -> SessionLine:
    return SessionLine(row.id, row.title, row.on, row.held, sum(p.people for p in row.presences.all()))


def _portrait_is_thin(journey: Journey) -> bool:
    texts = OwnWords.objects.filter(journey=journey, deliverable="portrait").values_list("text", flat=True)
    return sum(len(text.split()) >= ENOUGH_WORDS for text in texts) < ENOUGH_HEADINGS


def _questions(journey: Journey, inside: bool) -> list[QuestionView]:
    """Every question decided, the latest first; in six queries."""
    rows = (
        EvaluationQuestion.objects.filter(decision__journey=journey)
        .select_related("decision__session")
        .prefetch_related(
            "decision__session__presences__stakeholder",
            "decision__not_heard",
            "decision__reservations__stakeholder",
        )
        .order_by("-decision__created_at")
    )
    held = sorted(Session.objects.filter(journey=journey, held=True).values_list("on", flat=True))
    return [QuestionView(row.id, row.texts, row.candidate_id, _decision(row.decision, held, inside)) for row in rows]


def _decision(row: Decision, held: list[date], inside: bool) -> DecisionView:
    present = tuple((item.stakeholder.names, item.people) for item in row.session.presences.all())
    return DecisionView(
        id=row.id,
        reasons=row.reasons,
        language=row.language,
        manner=row.manner,
        decided_on=row.decided_on,
        session=_session(row.session),
        present=present,
        people=sum(people for _names, people in present),
        sessions=sum(on <= row.decided_on for on in held),
        not_heard=tuple((group.id, group.names) for group in row.not_heard.all()),
        not_heard_words=row.not_heard_words,
        reservations=tuple(
            ReservationView(
                item.stakeholder.names if item.stakeholder else {},
                item.said_by if inside else "",
                item.text,
                item.language,
            )
            for item in row.reservations.all()
        ),
        replaced=row.replaced_at is not None,
    )
