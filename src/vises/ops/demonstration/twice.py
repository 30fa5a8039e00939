"""The same people at several moments, and numbers followed over time."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings

from vises.apps.collection.rules import link_token
from vises.apps.collection.rules.periods import code_of
from vises.apps.collection.services import indicators, invitations
from vises.apps.collection.services.answers import accept
from vises.apps.collection.services.indicators import Meaning
from vises.apps.collection.services.waves import close_wave, open_wave
from vises.apps.datasets.pairing import SAME, UP
from vises.apps.datasets.services import ask_change
from vises.apps.findings.services import evidence, findings
from vises.apps.instruments.queries import form_of
from vises.apps.instruments.services import mark, write_questionnaire
from vises.ops.demonstration.network import Network
from vises.ops.demonstration.source import Data, Source
from vises.xforms import FormState, read_answer

IN_A_YEAR = {"quarter": 4, "year": 1}


def ask_twice(network: Network, data: Data, lines: Mapping[Any, Any], groups: Mapping[str, Any]) -> None:
    """Rounds of one questionnaire of a plan line: who answered two of them is found by her code."""
    writer, source, line = network.cast.actor(data["writer"]), network.source, lines[data["line"]]
    rounds = {}
    with source.then(min(told["opens"] for told in data["rounds"].values())):
        version = write_questionnaire(writer, line.id, titles=data["titles"], plain_list=data["list"], another=True)
        form = form_of(version)
        mark(writer, version.id, pairing=[_name(form, name) for name in data["pairing"]])
    for moment, told in data["rounds"].items():
        with source.then(told["opens"]):
            rounds[moment] = _open(writer, source, version, told | {"moment": moment}, data["introduction"])
            _want(writer, rounds[moment], data["targets"], groups)
    for moment, place in (("before", 0), ("after", 2)):
        wave, told = rounds[moment], data["rounds"][moment]
        people = [(number, row[place : place + 2]) for number, row in enumerate(data["both"])]
        alone = data[f"only_{moment}"]
        people += [(len(data["both"]) + 100 * place + number, row) for number, row in enumerate(alone)]
        slips = set(data["slips"]) if moment == "after" else set()
        for order, (number, row) in enumerate(people):
            with source.then(told["opens"] + order % (told["closes"] - told["opens"])):
                group = groups["members" if number % 3 == 0 else "tenants"].id
                _answer(wave, moment, number, row, data["said"][moment], group, slipped=number in slips)
        with source.then(told["closes"] + 1):
            close_wave(writer, wave.id)
    with source.then(data["finding"]["on"]):
        _find(writer, line.journey_id, rounds, data["finding"])
    _ask_by_mail(network, writer, version, data["mailed"], groups)


def _open(writer: Any, source: Source, version: Any, told: Data, introduction: Mapping[str, str]) -> Any:
    return open_wave(
        writer,
        version.id,
        titles=told["titles"],
        introduction=dict(introduction),
        uses=["analysis", "quote"],
        invited=told["invited"],
        opens_on=source.on(told["opens"]),
        closes_on=source.on(told["closes"]),
        moment=told["moment"],
    )


def _want(writer: Any, wave: Any, targets: Mapping[str, int], groups: Mapping[str, Any]) -> None:
    invitations.want(writer, wave.id, {groups[name].id: many for name, many in targets.items()})


def _find(writer: Any, journey_id: Any, rounds: Mapping[str, Any], told: Data) -> None:
    """A finding that stands on how the same people moved, with what speaks for it and against it."""
    before, after = rounds["before"], rounds["after"]
    question = _name(form_of(before.version), told["question"])
    row = findings.write_finding(writer, journey_id, statements=told["statements"], limits=told["limits"])
    for side, way in (("for", UP), ("against", SAME)):
        change = ask_change(writer, before.id, after.id, question, way)
        evidence.add_evidence(writer, row.id, side=side, says=told[side], analysis_id=change.id)


def _ask_by_mail(network: Network, writer: Any, version: Any, told: Data, groups: Mapping[str, Any]) -> None:
    """The same people once more: each has a link of her own, some answer, one wants no mail, the rest are reminded."""
    source, links = network.source, {}
    with source.then(told["opens"]):
        wave = _open(writer, source, version, told | {"moment": "later"}, told["introduction"])
        _want(writer, wave, told["targets"], groups)
        for one in told["lists"]:
            invitations.invite(
                writer,
                wave.id,
                "\n".join(one["addresses"]),
                group_id=groups[one["group"]].id,
                language=one["language"],
            )
    for row in wave.invitations.all():
        links[row.address] = link_token(settings.SECRET_KEY, str(row.id))
    waiting = [address for one in told["lists"] for address in one["addresses"] if address not in told["stopped"]]
    for order, (number, values) in enumerate(told["answered"].items()):
        with source.then(told["opens"] + 1 + order % 5):
            answer = read_answer(_filled(wave, "later", number, _code(number), values))
            invitations.accept(links[waiting[order]], wave, answer, language="fr")
    with source.then(told["reminded"] - 1):
        for address in told["stopped"]:
            invitations.stop(links[address])
    with source.then(told["reminded"]):
        invitations.remind(writer, wave.id)


def _answer(
    wave: Any, moment: str, number: int, row: Sequence[Any], said: Sequence[str], group: Any, *, slipped: bool
) -> None:
    code = _code(number) | ({"elder": "4"} if slipped else {})
    hard = said[number // 5 % len(said)] if number % 5 == 0 else ""
    xml = _filled(wave, moment, number, code, row, hard)
    accept(wave, xml, consents=("quote",) if number % 3 == 0 else (), language="fr", group=group)


def _filled(wave: Any, moment: str, number: int, code: Mapping[str, str], row: Sequence[Any], hard: str = "") -> str:
    values = {**code, "understand": str(row[0]), "called": str(row[1])} | ({"hard": hard} if hard else {})
    form = form_of(wave.version)
    state = FormState(form, None, f"twice-{moment}-{number}-{wave.id.hex[:8]}", "fr")
    state.set({_name(form, name): [value] for name, value in values.items()})
    return state.to_xml()


def _name(form: Any, name: str) -> str:
    found: str = next(one.name for one in form.questions if one.name.rpartition("/")[2] == name)
    return found


def _code(number: int) -> dict[str, str]:
    dice = random.Random(f"moment {number}")
    return {
        "mother": dice.choice("ABCDEFGHJLMNPRSTVY"),
        "day": str(dice.randint(1, 31)),
        "elder": str(dice.randint(0, 3)),
        "town": dice.choice("ABCDEFGHJLMNPRSTVW"),
    }


def follow_numbers(writer: Any, source: Source, told: Data, lines: Mapping[Any, Any], on: int) -> None:
    """Indicators with their values, written `on` so many days from the day of loading, from which periods are counted
    back."""
    day = source.day
    for one in told["indicators"]:
        names = ("titles", "definition", "source", "frequency", "unit", "note")
        meaning = Meaning(**{name: one[name] for name in names}, of_people=one.get("of_people", False))
        many = IN_A_YEAR[one["frequency"]]
        present = day.year * many + (day.month - 1) * many // 12
        remarks = one.get("remarks", {})
        with source.then(on):
            row = indicators.define(writer, lines[one["line"]].id, meaning)
            rows = [
                f"{code_of(one['frequency'], present + back)}; {value}; {remarks.get(back, '')}"
                for back, value in one["values"].items()
            ]
            indicators.write_values(writer, row.id, "\n".join(rows))
            if behind := one.get("file"):
                indicators.add_file(writer, row.id, behind["name"], [behind["text"].encode()])
