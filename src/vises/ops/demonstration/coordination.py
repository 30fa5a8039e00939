"""What a coordinator works with: a federation of federations, partners, calls, more time, what enterprises gather."""

from collections.abc import Mapping
from typing import Any

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.services.documents import add_document, add_records
from vises.apps.findings.services.improvements import decide_improvement, record_outcome
from vises.apps.journeys.services import deliverables, plan, question, sessions, stakeholders
from vises.apps.network.services import join_federation, make_organisation
from vises.apps.programmes.services import (
    Applying,
    accept_application,
    add_partner,
    apply,
    ask_extension,
    give_extension,
    make_call,
)
from vises.ops.demonstration.network import Network
from vises.ops.demonstration.source import Data

SIGNED = {"fr": "Aline B.", "nl": "Els D."}
PEOPLE = (3, 4, 5, 6)  # how many of a group come to a session, in turn


def load_coordination(network: Network, journeys: Mapping[str, Any]) -> None:
    """Everything of `coordination.yaml`. `journeys` by the name of their enterprise."""
    data = network.source.data("coordination.yaml")
    organisations = {**network.federations, **network.others}
    for key, said in data["organisations"].items():
        organisations[key] = _organisation(said["kind"], said)
    _confederation(network, data, organisations, journeys)
    for programme, partners in data["partners"].items():
        for partner in partners:
            add_partner(
                SYSTEM,
                network.programmes[programme].id,
                organisations[partner["who"]].id,
                partner["kind"],
                starts_on=network.source.on(partner["from"]),
                ends_on=network.source.on(partner.get("to")),
            )
    for call in data["calls"]:
        _call(network, call)
    for asked in data["more_time"]:
        _more_time(network, journeys[asked["name"]], asked)
    for number, lively in enumerate(data["lively"]):
        _lively(network, data, journeys[lively["name"]], lively, number)
    for improved in data["improved"]:
        _improved(network, journeys[improved["name"]], improved)


def _organisation(kind: str, said: Data) -> Any:
    return make_organisation(
        SYSTEM, kind, said["name"], languages=tuple(said["languages"]), territory=said["territory"], is_sample=True
    )


def _confederation(network: Network, data: Data, organisations: dict[str, Any], journeys: Mapping[str, Any]) -> None:
    said = data["confederation"]
    upper = _organisation("federation", said)
    for member in said["members"]:
        if "name" in member:
            organisations[member["name"]] = _organisation("federation", {**said, "name": member["name"]})
        lower = organisations[member.get("key") or member["name"]]
        dates = {"starts_on": network.source.on(member["from"]), "ends_on": network.source.on(member.get("to"))}
        join_federation(SYSTEM, upper, lower, **dates)
    for name, enterprises in data["also_in"].items():
        for enterprise in enterprises:
            join_federation(SYSTEM, organisations[name], journeys[enterprise].enterprise)


def _call(network: Network, said: Data) -> None:
    on = network.source.on
    with network.source.then(said["opens"]):
        call = make_call(
            SYSTEM,
            network.programmes[said["programme"]].id,
            said["titles"],
            said["texts"],
            on(said["opens"]),
            on(said["closes"]),
        )
    for application in said["applications"]:
        with network.source.then(application["on"]):
            row = apply(
                call.token,
                Applying(
                    application["name"],
                    application["federation"],
                    application["motives"],
                    application["language"],
                    application["contact"],
                    application["email"],
                ),
            )
        if application["name"] in said.get("accepted", ()):
            with network.source.then(application["on"] + 3):
                accept_application(SYSTEM, row.id)


def _more_time(network: Network, journey: Any, said: Data) -> None:
    until, row = network.source.on(said["until"]), journey.participation
    with network.source.then(-12):
        if said["given"]:
            give_extension(SYSTEM, row.id, until, said["reason"], reason_words=said["words"])
        else:
            ask_extension(network.cast.actor(said["by"]), row, until, said["reason"], reason_words=said["words"])


def _lively(network: Network, data: Data, journey: Any, said: Data, number: int) -> None:
    """Its map, its sessions, and where it asks something, what it gathered. What was confirmed stays so."""
    before = dict(journey.deliverables.values_list("code", "state"))
    language = journey.language
    first = said["sessions"][0]
    with network.source.then(first):
        groups = {
            kind: stakeholders.add_stakeholder(
                SYSTEM, journey.id, names=data["groups"][kind], kind=kind, size=said["team"] if kind == "team" else None
            )
            for kind in ("team", *said["also"])
        }
    held = [
        _session(network, data["titles"][language][place], journey, groups, on, number + place)
        for place, on in enumerate(said["sessions"])
    ]
    if "asks" in said:
        with network.source.then(first + 2):
            _gathered(network, journey, said["asks"], groups, held[0], first + 2)
    last = said["sessions"][-1]
    with network.source.then(last + 1):
        _as_before(journey, before)


def _as_before(journey: Any, before: Mapping[str, str]) -> None:
    """What stood confirmed or proposed stands so again, after more was written in it."""
    for code, state in journey.deliverables.values_list("code", "state"):
        if before[code] == "confirmed" != state:
            deliverables.confirm(SYSTEM, journey.id, code, name=SIGNED[journey.language])
        elif before[code] == "proposed" != state:
            deliverables.propose(SYSTEM, journey.id, code)


def _improved(network: Network, journey: Any, said: Data) -> None:
    """The question it asked, where that is not told yet, and what it decided to improve."""
    before = dict(journey.deliverables.values_list("code", "state"))
    language = journey.language
    if "question" in said:
        session = next(row for row in journey.sessions.order_by("on") if "evaluative-question" in row.deliverables)
        with network.source.then((session.on - network.source.day).days):
            _decided(journey, said["question"], said["why"], session)
    with network.source.then(said["on"]):
        row = decide_improvement(
            SYSTEM, journey.id, what={language: said["what"]}, who=said["who"], on=network.source.on(said["until"])
        )
        _as_before(journey, before)
    if "became" in said:
        with network.source.then(said["until"]):
            record_outcome(SYSTEM, row.id, done=True, outcome=said["became"])


def _decided(journey: Any, words: str, why: str, session: Any, group: Any = None) -> None:
    language = journey.language
    candidate = question.propose(
        SYSTEM,
        journey.id,
        words,
        language=language,
        stakeholder_id=group.id if group else None,
        channel="spoken",
        type="effects-on-group",
    )
    question.decide(
        SYSTEM,
        journey.id,
        candidate_id=candidate.id,
        texts={language: words},
        session_id=session.id,
        manner="consent",
        reasons=why,
        language=language,
    )


def _session(network: Network, title: str, journey: Any, groups: Mapping[str, Any], on: int, number: int) -> Any:
    with network.source.then(on):
        row = sessions.plan_session(
            SYSTEM, journey.id, title=title, on=network.source.on(on), language=journey.language
        )
        present = [
            (group.id, PEOPLE[(number + place) % len(PEOPLE)], "") for place, group in enumerate(groups.values())
        ]
        sessions.hold_session(SYSTEM, row.id, presences=present, minutes=90 + 15 * (number % 4))
    return row


def _gathered(network: Network, journey: Any, said: Data, groups: Mapping[str, Any], session: Any, day: int) -> None:
    """One question, one line of a plan, and what came in by it."""
    language, group = journey.language, groups[said["who"]]
    _decided(journey, said["question"], said["why"], session, group)
    records = said["kind"] == "records"
    line = plan.add_line(
        SYSTEM,
        journey.id,
        plan.LineWords(
            looks_at={language: said["looks_at"]},
            method="records" if records else "interview",
            from_whom=(group.id,),
            unit="records" if records else "people",
            uses_existing=records,
        ),
    )
    if records:
        table = said["table"]
        add_records(
            SYSTEM,
            line.id,
            titles={language: said["looks_at"]},
            source=table["source"],
            columns=table["columns"],
            rows=table["rows"],
        )
    else:
        add_document(
            SYSTEM,
            line.id,
            kind=said["kind"],
            title=said["looks_at"],
            text=said["talk"],
            language=language,
            stakeholder_id=group.id,
            people=6 if said["kind"] == "focus-group" else 1,
            on=network.source.on(day),
        )
