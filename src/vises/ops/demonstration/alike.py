"""Questions of the bank that several enterprises asked in the same words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.services.answers import accept
from vises.apps.collection.services.waves import close_wave, open_wave
from vises.apps.instruments.queries import form_of
from vises.apps.instruments.services.bank import take_question
from vises.apps.journeys.services import deliverables, plan, question, sessions, stakeholders
from vises.ops.demonstration.network import Network
from vises.ops.demonstration.source import Data
from vises.xforms import FormState

WRITTEN = ("stakeholder-map", "evaluative-question", "evaluation-plan", "instruments")
"""What an enterprise that is not told in detail confirms again, once its question is written down."""


def ask_alike(network: Network, data: Data, journeys: Mapping[str, Any], lines: Mapping[str, Any]) -> None:
    """One short round in each enterprise. `lines`: lines of the plans that are there already, by enterprise."""
    then, on = network.source.then, network.source.on
    for name, told in data["rounds"].items():
        line = lines.get(name)
        with then(data["opens"] - 9):
            line = line or _line(network, journeys[name], told, data["opens"] - 9)
            made: Any = None
            for code in data["questions"]:
                instrument = made.instrument_id if made else None
                made = take_question(SYSTEM, line.id, code, instrument_id=instrument, title=told["title"])
        with then(data["opens"]):
            wave = open_wave(
                SYSTEM,
                made.id,
                titles=told["titles"],
                introduction=told["introduction"],
                uses=["analysis", "together"],
                opens_on=on(data["opens"]),
                closes_on=on(data["closes"]),
            )
        people = [(welcome, met) for welcome, met, many in told["answers"] for _ in range(many)]
        days = data["closes"] - data["opens"]
        for number, (welcome, met) in enumerate(people):
            with then(data["opens"] + number * days // len(people)):
                apart = number < told["apart"]
                _answer(wave, number, {"bank_welcome": str(welcome), "bank_met_somebody": met}, apart)
        with then(data["closes"] + 1):
            close_wave(SYSTEM, wave.id)
            for code in WRITTEN if "sign" in told else ():
                deliverables.propose(SYSTEM, line.journey_id, code)
                deliverables.confirm(SYSTEM, line.journey_id, code, name=told["sign"])


def _line(network: Network, journey: Any, told: Data, day: int) -> Any:
    """A plan line of an enterprise of which nothing else is told: its question, and whom it asks."""
    language = told["language"]
    group = stakeholders.add_stakeholder(SYSTEM, journey.id, **told["group"])
    asked = question.propose(
        SYSTEM,
        journey.id,
        told["question"],
        language=language,
        stakeholder_id=group.id,
        said_by="",
        channel="spoken",
        type="effects-on-group",
    )
    session = sessions.plan_session(
        SYSTEM,
        journey.id,
        title=told["session"]["title"],
        deliverables=["evaluative-question"],
        on=network.source.on(day),
        place=told["session"]["place"],
        language=language,
    )
    sessions.hold_session(
        SYSTEM,
        session.id,
        presences=[(group.id, 6, "")],
        minutes=75,
        record_words=told["session"]["record"],
    )
    question.decide(
        SYSTEM,
        journey.id,
        candidate_id=asked.id,
        texts=told["questions_in"],
        session_id=session.id,
        manner="consent",
        reasons=told["reasons"],
        language=language,
    )
    return plan.add_line(
        SYSTEM,
        journey.id,
        plan.LineWords(
            looks_at=told["looks_at"],
            method="survey",
            from_whom=(group.id,),
            by_whom=told["by_whom"],
            target=30,
            unit="people",
            respondent_minutes=1,
            enterprise_hours=Decimal(4),
        ),
    )


def _answer(wave: Any, number: int, values: Mapping[str, str], apart: bool) -> None:
    form = form_of(wave.version)
    names = {one.name.rpartition("/")[2]: one.name for one in form.questions}
    state = FormState(form, None, f"alike-{number}-{wave.id.hex[:8]}", form.languages[0])
    state.set({names[name]: [value] for name, value in values.items()})
    accept(wave, state.to_xml(), consents=() if apart else ("together",), language=form.languages[0])
