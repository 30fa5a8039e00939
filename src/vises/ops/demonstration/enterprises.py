"""The enterprises of the programmes, each placed where the founding text says that many were."""

import zlib
from typing import Any

from vises.apps.access.actor import SYSTEM
from vises.apps.access.rules import Role
from vises.apps.journeys.services import deliverables, moves, sessions, stakeholders
from vises.apps.journeys.services.engagement import open_to
from vises.apps.journeys.services.journeys import appoint_accompanist, start_journey
from vises.apps.methodology import queries as methodology
from vises.apps.network.services import make_organisation
from vises.ops.demonstration.network import Network, join_programme, move_status
from vises.ops.demonstration.source import Data

FIRST_DAYS = {"first": -640, "second": -420, "canal": -350}
"""When the first enterprise of a cohort begins; the others follow within two months."""
STEP_DAYS = {"preliminary": 25, "step-1": 210, "step-2": 200, "step-3": 130}
"""How long an enterprise stays at a step, about."""
RUSHED = {"canal": 0.4}
"""The cohort accompanied together goes faster."""
TEAM = {"fr": "Équipe", "nl": "Team", "en": "Team"}
OPEN = {Role.FEDERATION, Role.COORDINATOR, Role.RESEARCHER}


def load_enterprise(
    made: Network, data: Data, accompanists: Data, signatures: dict[str, list[str]], *, meets: bool
) -> Any:
    """One enterprise with its participation and, where it began, its journey. Returns the journey or None.

    `meets`: its sessions are made here; those of the enterprises told in detail are told there.
    """
    language = "nl" if data["in"] == "flanders" else "fr"
    cohort = data.get("cohort", "first")
    chance = zlib.crc32(data["name"].encode())
    start = FIRST_DAYS[cohort] + chance % 60
    with made.source.then(start - 40):
        enterprise = make_organisation(
            SYSTEM,
            "enterprise",
            data["name"],
            languages=(language,),
            territory=data["in"],
            group=data["group"],
            sector=made.sectors[data["sector"]],
            is_sample=True,
        )
        programme = data.get("programme", "experimentation")
        participation = join_programme(made, enterprise, data["by"], programme, cohort, start - 40)
    left = data.get("left", "")
    if left and "at" not in data:
        move_status(made, participation, "withdrawn", start - 5, reason=left, words=data.get("words", ""))
        return None
    move_status(made, participation, "recruited", start - 20)
    move_status(made, participation, "active", start)
    with made.source.then(start):
        journey = start_journey(SYSTEM, enterprise, participation=participation, on=made.source.on(start))
        appoint_accompanist(SYSTEM, journey.id, made.cast[data.get("with") or accompanists[data["by"]]])
        if not data.get("closed"):
            open_to(SYSTEM, journey.id, OPEN)
    signs = signatures[language]
    together = Together(made, journey, chance) if meets and "detail" not in data else None
    at = _walk(made, journey, data, start, RUSHED.get(cohort, 1.0), signs[chance % len(signs)], chance, together)
    _status(made, participation, journey, data, at)
    return journey


class Together:
    """The sessions of an enterprise: some come together for every deliverable, others for two or three at once."""

    def __init__(self, made: Network, journey: Any, chance: int) -> None:
        self.made, self.journey, self.chance = made, journey, chance
        self.at_once = 1 + (chance >> 4) % 3
        self.waiting: list[str] = []
        self.team: Any = None
        self.held = 0

    def worked_on(self, code: str, day: int) -> None:
        """A deliverable is ready on that day; those that wait for a session have it when they are enough."""
        self.waiting.append(code)
        if len(self.waiting) == self.at_once:
            self._meet(day)
        if code == "stakeholder-map":
            size = 4 + (self.chance >> 12) % 57
            self.team = stakeholders.add_stakeholder(SYSTEM, self.journey.id, names=TEAM, kind="team", size=size)

    def _meet(self, day: int) -> None:
        language, version = self.journey.language, self.journey.methodology.code
        titles = [methodology.text(version, f"{code}.short", language) for code in self.waiting]
        row = sessions.plan_session(
            SYSTEM, self.journey.id, title=", ".join(titles), deliverables=self.waiting, on=self.made.source.on(day)
        )
        self.held += 1
        people = 3 + (self.chance + self.held) % 6
        sessions.hold_session(
            SYSTEM,
            row.id,
            presences=[(self.team.id, min(people, self.team.size), "")] if self.team else [],
            minutes=65 + 55 * len(self.waiting) + 5 * ((self.chance >> self.held) % 9),
        )
        self.waiting = []


def _walk(
    made: Network,
    journey: Any,
    data: Data,
    start: int,
    pace: float,
    sign: str,
    chance: int,
    together: Together | None,
) -> int:
    """Place the journey step by step, with its deliverables; the day it came where it is."""
    steps = methodology.version(journey.methodology.code).steps
    last = steps[-1].id if data.get("done") else data["at"]
    day = start
    for number, step in enumerate(steps):
        here = step.id == last
        codes = [item.id for item in step.deliverables]
        with made.source.then(min(day, -30)):
            if number:
                moves.place(SYSTEM, journey.id, step.id, on=made.source.on(min(day, -30)))
        stay = round(STEP_DAYS[step.id] * pace)
        if not data.get("detail"):
            confirmed = len(codes) if data.get("done") or not here else _reached(chance, len(codes))
            for place, code in enumerate(codes[: confirmed + 1], 1):
                then = min(day + stay * place // (len(codes) + 1), -30 + 5 * place)
                with made.source.then(then):
                    if together and place <= confirmed:
                        together.worked_on(code, then)
                    _settle(journey, code, sign if place <= confirmed else "")
        if here:
            break
        day += stay
    return min(day, -30)


def _reached(chance: int, many: int) -> int:
    """How many deliverables of the present step are confirmed: most enterprises stand near its end."""
    return max(0, many - 1 - (chance >> 8) % 3 // 2)


def _settle(journey: Any, code: str, sign: str) -> None:
    """Confirmed by the enterprise, or (without a name) waiting for it."""
    deliverables.touch(SYSTEM, journey, code)
    if sign:
        deliverables.confirm(SYSTEM, journey.id, code, name=sign)
    else:
        deliverables.propose(SYSTEM, journey.id, code)


def _status(made: Network, participation: Any, journey: Any, data: Data, day: int) -> None:
    words = data.get("words", "")
    if data.get("done"):
        end = min(day + STEP_DAYS["step-3"], -2)
        with made.source.then(end):
            moves.end_journey(SYSTEM, journey.id, on=made.source.on(end))
        move_status(made, participation, "completed", end)
    elif left := data.get("left"):
        move_status(made, participation, "withdrawn", min(day + 30, -2), reason=left, words=words)
    elif reason := data.get("paused"):
        with made.source.then(-45):
            moves.pause(SYSTEM, journey.id, words, on=made.source.on(-45))
        move_status(made, participation, "paused", -45, reason=reason, words=words)
