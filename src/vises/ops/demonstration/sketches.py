"""Two enterprises on their way: one whose question is still open, one that is collecting."""

from decimal import Decimal
from typing import Any

from vises.apps.access.actor import SYSTEM
from vises.apps.access.rules import Role
from vises.apps.access.services import give_role
from vises.apps.instruments.services import write_guide, write_questionnaire
from vises.apps.journeys.services import (
    deliverables,
    engagement,
    plan,
    question,
    sessions,
    stakeholders,
    words,
)
from vises.ops.demonstration.network import Network
from vises.ops.demonstration.source import Data

Groups = dict[str, Any]


def sketch(network: Network, journey: Any, data: Data) -> tuple[list[Any], Groups]:
    """What this enterprise has written so far. Returns the lines of its plan, and its groups by their key."""
    cast = network.cast
    give_role(SYSTEM, cast[data["referent"]], journey.enterprise.scope, Role.REFERENT)
    writer, language = cast.actor(data["writer"]), data["language"]
    for heading, text in data["note"].items():
        engagement.write_note(writer, journey.id, heading, text, language=language)
    for heading, text in data["portrait"].items():
        words.write_words(writer, journey.id, "portrait", heading, text, language=language)
    groups = _groups(writer, journey, data)
    held = _sessions(network, writer, journey, data, groups)
    rows = _candidates(writer, journey, data, groups)
    lines: list[Any] = []
    if "decision" in data:
        _decide(network, writer, journey, data, groups, held, rows)
        lines = _plan(writer, journey, data, groups)
    for code in data["confirmed"]:
        deliverables.propose(writer, journey.id, code)
        deliverables.confirm(cast.actor(data["referent"]), journey.id, code)
    return lines, groups


def _groups(writer: Any, journey: Any, data: Data) -> Groups:
    groups: Groups = {}
    for group in data["groups"]:
        row = stakeholders.add_stakeholder(
            writer,
            journey.id,
            names=group["names"],
            kind=group["kind"],
            size=group.get("size"),
            size_is_about=group.get("about", False),
            relation=group.get("relation", ""),
            access_difficulty=group.get("access", ""),
        )
        groups[group["key"]] = row
        for step, degree in group["steps"].items():
            stakeholders.set_involvement(writer, row.id, step, degree)
    for said in data["expectations"]:
        stakeholders.state_expectation(
            writer,
            journey.id,
            groups[said["who"]].id,
            said["text"],
            language=said["language"],
            said_by=said["by"],
            channel=said["channel"],
        )
    return groups


def _sessions(network: Network, writer: Any, journey: Any, data: Data, groups: Groups) -> dict[str, Any]:
    rows = {}
    for session in data["sessions"]:
        row = sessions.plan_session(
            writer,
            journey.id,
            title=session["title"],
            deliverables=session["deliverables"],
            on=network.source.on(session["on"]),
            place=session["place"],
            language=data["language"],
        )
        rows[session.get("key", session["title"])] = row
        if session.get("planned"):
            continue
        sessions.hold_session(
            writer,
            row.id,
            presences=[(groups[key].id, people, names) for key, (people, names) in session["present"].items()],
            minutes=session["minutes"],
            record_words=session["record"],
        )
    return rows


def _candidates(writer: Any, journey: Any, data: Data, groups: Groups) -> dict[str, Any]:
    rows = {}
    for number, said in enumerate(data["candidates"]):
        rows[said.get("key", str(number))] = question.propose(
            writer,
            journey.id,
            said["text"],
            language=said["language"],
            stakeholder_id=groups[said["who"]].id,
            said_by=said["by"],
            channel=said["channel"],
            type=said["type"],
        )
    return rows


def _decide(
    network: Network,
    writer: Any,
    journey: Any,
    data: Data,
    groups: Groups,
    held: dict[str, Any],
    rows: dict[str, Any],
) -> None:
    for key, reason in data["set_aside"].items():
        question.set_aside(writer, rows[key].id, reason)
    decision = data["decision"]
    question.decide(
        writer,
        journey.id,
        candidate_id=rows[decision["candidate"]].id,
        texts=decision["texts"],
        session_id=held[decision["session"]].id,
        manner="consent",
        reasons=decision["reasons"],
        language=data["language"],
        not_heard=[groups[key].id for key in decision["not_heard"]],
        not_heard_words=decision["not_heard_words"],
    )


def _plan(writer: Any, journey: Any, data: Data, groups: Groups) -> list[Any]:
    lines = [
        plan.add_line(
            writer,
            journey.id,
            plan.LineWords(
                looks_at=line["looks_at"],
                method=line["method"],
                from_whom=tuple(groups[key].id for key in line["from_whom"]),
                by_whom=line["by_whom"],
                target=line["target"],
                unit=line["unit"],
                uses_existing=line.get("uses_existing", False),
                respondent_minutes=line["minutes"],
                enterprise_hours=Decimal(line["hours"]),
            ),
        )
        for line in data["plan"]
    ]
    typed = data["questionnaire"]
    write_questionnaire(writer, lines[typed["line"]].id, titles=typed["titles"], plain_list=typed["list"])
    if guide := data.get("guide"):
        write_guide(
            writer, lines[guide["line"]].id, titles=guide["titles"], text=guide["text"], language=data["language"]
        )
    return lines
