"""How services of this room reach a journey and its findings."""

import uuid

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.findings.models import Finding
from vises.apps.journeys.models import EvaluationQuestion, Journey, Session
from vises.kernel.locale import Texts
from vises.kernel.problems import Problem


def journey_of(actor: Actor, journey_id: uuid.UUID, verb: str = "journey.edit") -> Journey:
    """The journey, when the actor may do `verb` in it."""
    rows = Journey.objects.select_related("methodology")
    return rows.get(pk=journey_id) if actor.kind == "system" else fetch(actor, verb, rows, pk=journey_id)


def finding_of(actor: Actor, finding_id: uuid.UUID, verb: str = "journey.edit") -> Finding:
    """The finding with its journey, when the actor may do `verb` on it."""
    rows = Finding.objects.select_related("question__decision__journey__methodology")
    return rows.get(pk=finding_id) if actor.kind == "system" else fetch(actor, verb, rows, pk=finding_id)


def journey_behind(finding: Finding) -> Journey:
    """The journey in which a finding was made."""
    return finding.question.decision.journey


def question_of(journey: Journey) -> EvaluationQuestion:
    """The journey's question as it stands. Raises Problem when none was chosen yet."""
    question = (
        EvaluationQuestion.objects.filter(decision__journey=journey, decision__replaced_at=None)
        .order_by("-created_at")
        .first()
    )
    if question is None:
        raise Problem("findings.no-question")
    return question


def written(texts: Texts | None) -> Texts:
    """Texts without empty languages."""
    return {language: text.strip() for language, text in (texts or {}).items() if text.strip()}


def session_of(journey: Journey, session_id: uuid.UUID) -> Session:
    """A session of the journey. Raises Problem for any other."""
    session = Session.objects.filter(pk=session_id, journey=journey).first()
    if session is None:
        raise Problem("findings.session", field="session")
    return session
