"""What is read of the decision behind a question: alternatives, positions, outcome."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from vises.apps.access.actor import Actor
from vises.apps.access.services import allows, fetch
from vises.apps.journeys.models import Candidate, Decision, EvaluationQuestion, Journey, Session
from vises.kernel.locale import Texts, pick


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


def current_question(actor: Actor, journey_id: uuid.UUID) -> QuestionView | None:
    """The question the journey answers now, with its decision; None before it was chosen. Needs `journey.view`."""
    journey = journey_seen(actor, journey_id)
    inside = allows(actor, "journey.edit", journey.scope_id)
    return next((item for item in questions_of(journey, inside) if not item.decision.replaced), None)


def read_question(journey: Journey, language: str) -> list[tuple[str, str]]:
    """The question and its decision as headings and texts, for the page on which the referent confirms.

    Headings are in the language of the request: this is called while that page is drawn.
    """
    current = next((item for item in questions_of(journey, True) if not item.decision.replaced), None)
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


def journey_seen(actor: Actor, journey_id: uuid.UUID) -> Journey:
    """The journey for whoever may read it. Raises NotFound."""
    rows = Journey.objects.select_related("enterprise", "methodology", "scope")
    if actor.kind == "system":
        return rows.get(pk=journey_id)
    return fetch(actor, "journey.view", rows, pk=journey_id)


def session_line(row: Session) -> SessionLine:
    """A session in a line; its presences are best prefetched."""
    return SessionLine(row.id, row.title, row.on, row.held, sum(p.people for p in row.presences.all()))


def questions_of(journey: Journey, inside: bool) -> list[QuestionView]:
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
        session=session_line(row.session),
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
