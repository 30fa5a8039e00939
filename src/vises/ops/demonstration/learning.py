"""Two years of what the field asked and told: through the services, each thing on its day."""

from typing import Any

from vises.apps.access.actor import SYSTEM, Actor
from vises.apps.accounts.people import Person
from vises.apps.learning.services import (
    findings,
    joins,
    lessons,
    notes,
    outcomes,
    questions,
    sessions,
    sharing,
    silence,
    themes,
    treatment,
)
from vises.apps.learning.services.harvest import harvest
from vises.apps.programmes.services import (
    add_workshop,
    change_meeting,
    give_seat,
    make_body,
    plan_body_session,
    plan_meeting,
)
from vises.ops.demonstration.cast import DOMAIN
from vises.ops.demonstration.network import Network
from vises.ops.demonstration.source import Data

TAKEN, ANSWERED, BACK, HEARD = 6, 25, 27, 4
"""Days from a note to its taking, its answer, its return; and from there to a word of whoever asked."""


class Learning:
    """What is being loaded, by the keys of the file. `journeys` by the name of their enterprise."""

    def __init__(self, network: Network, journeys: Data) -> None:
        self.network, self.journeys = network, journeys
        self.then, self.on = network.source.then, network.source.on
        self.bodies: dict[str, Any] = {}
        self.notes: dict[str, Any] = {}

    def actor(self, key: str) -> Actor:
        return self.network.cast.actor(key)

    def treats(self, body: str) -> Actor:
        """Whoever sits first in a body."""
        return self.actor(self.bodies[body]["seats"][0])

    def body(self, key: str) -> Any:
        return self.bodies[key]["row"]

    def ids(self, keys: list[str]) -> list[Any]:
        return [self.notes[key].id for key in keys]


def load_learning(network: Network, journeys: Data) -> None:
    """Bodies, notes with their way, sessions, meetings, findings, lessons."""
    data = network.source.data("learning.yaml")
    made = Learning(network, journeys)
    for key, body in data["bodies"].items():
        _body(made, key, body)
    for key, note in data["notes"].items():
        _write(made, key, note)
    for session in data["sessions"]:
        _plan(made, session)
    for meeting in data["meetings"]:
        _meeting(made, meeting)
    for key, note in data["notes"].items():
        if "merge" in note:
            with made.then(note["on"] + 2):
                treatment.merge(SYSTEM, made.notes[key].id, made.notes[note["merge"]].id)
    for key, note in data["notes"].items():
        _treat(made, key, note)
    for session in data["sessions"]:
        _minutes(made, session)
    for finding in data["findings"]:
        _finding(made, finding)
    for lesson in data["lessons"]:
        _lesson(made, lesson)
    for asked in data["questions"]:
        with made.then(asked["on"]):
            questions.ask_field(
                made.actor(asked["by"]),
                made.body(asked["body"]).id,
                texts=asked["texts"],
                ends_on=made.on(asked["ends"]),
            )
    for row in data["adjustments"]:
        with made.then(row["on"]):
            outcomes.suggest_adjustment(
                made.actor(row["by"]),
                made.notes[row["note"]].id,
                whats=row["whats"],
                owner=row["owner"],
                due_on=made.on(row["due"]),
            )


def _body(made: Learning, key: str, data: Data) -> None:
    programme = made.network.programmes[data["programme"]]
    with made.then(data["starts"]):
        row = make_body(SYSTEM, programme.id, data["kind"], data["names"], purposes=data["purposes"])
        themes.themes(programme)
        for number, person in enumerate(data["seats"]):
            user = made.network.cast[person]
            give_seat(SYSTEM, row.id, Person(f"{person}@{DOMAIN}", user.name, user.language), chairs=number == 0)
    made.bodies[key] = {"row": row, "seats": data["seats"], "programme": programme}


def _write(made: Learning, key: str, data: Data) -> None:
    """A note as its author wrote it, shared or kept, with the enterprise asked first where it says so."""
    journey = made.journeys[data["in"]] if "in" in data else None
    programme = made.bodies[data["body"]]["programme"] if "body" in data else None
    writer = made.actor(data["by"])
    with made.then(data["on"]):
        note = notes.write_note(
            writer,
            kind=data["kind"],
            text=data["text"],
            language=data["lang"],
            journey_id=journey.id if journey else None,
            programme_id=programme.id if programme and journey is None else None,
            deliverable=data["at"],
        )
        made.notes[key] = note
        if data.get("private"):
            return
        asked = data.get("sharing")
        _, letters = sharing.share(writer, note.id, recognisable=asked is not None)
    if asked:
        with made.then(asked["on"]):
            guest = sharing.asked(letters[0].token)[0]
            sharing.answer_asked(guest, note.id, asked["say"], words=asked.get("words", ""))
    for person, joined in data.get("joins", {}).items():
        with made.then(joined["on"]):
            joins.join(
                made.actor(person),
                note.id,
                journey_id=made.journeys[joined["in"]].id,
                deliverable=joined["at"],
            )


def _plan(made: Learning, data: Data) -> None:
    with made.then(min(data["on"], 0) - 14):
        data["row"] = plan_body_session(SYSTEM, made.body(data["body"]).id, made.on(data["on"]), place=data["place"])


def _meeting(made: Learning, data: Data) -> None:
    programme = made.network.programmes[data["programme"]]
    with made.then(data["on"] - 30):
        row = plan_meeting(
            SYSTEM,
            programme.id,
            data["names"],
            made.on(data["on"]),
            purposes=data["purposes"],
            place=data["place"],
        )
    for workshop in data["workshops"]:
        with made.then(data["on"]):
            given = add_workshop(SYSTEM, row.id, workshop["titles"], times_given=2, people=workshop["people"])
        for said in workshop["harvest"]:
            with made.then(data["on"] + 2):
                note = harvest(
                    made.actor(said["by"]),
                    given.id,
                    kind=said["kind"],
                    text=said["text"],
                    language=said["lang"],
                    deliverable=said["at"],
                )
            made.notes[said["key"]] = note
            _treat(made, said["key"], {**said, "on": data["on"] + 2})
    with made.then(data["on"] + 1):
        change_meeting(
            SYSTEM,
            row.id,
            data["names"],
            made.on(data["on"]),
            purposes=data["purposes"],
            place=data["place"],
            people=data["people"],
        )


def _treat(made: Learning, key: str, data: Data) -> None:
    """A note's way through its body, as far as it came."""
    note, start = made.notes[key], data["on"]
    if "body" not in data or data.get("private"):
        return
    body, who = made.body(data["body"]), made.treats(data["body"])
    with made.then(data.get("taken", start + TAKEN)):
        note = treatment.take(who, body.id, note.id)
        for theme in data.get("themes", ()):
            treatment.code_note(who, note.id, themes.theme_ids(made.bodies[data["body"]]["programme"])[theme - 1])
    if "answer" not in data:
        return
    with made.then(data.get("answered", start + ANSWERED)):
        note.refresh_from_db()
        treatment.write_answer(
            who,
            note.id,
            analyses=data.get("analysis", {}),
            answers=data["answer"],
            seen=treatment.fingerprint(note),
            ready=True,
        )
    back = data.get("back", start + BACK)
    if back is False:
        return
    with made.then(back):
        treatment.give_back(who, note.id)
    for person, helped in data.get("helped", {}).items():
        with made.then(back + HEARD):
            joins.say_helped(made.actor(person), note.id, helped)
    if data.get("silent"):
        with made.then(back + 60):
            silence.hear(note.id)


def _minutes(made: Learning, data: Data) -> None:
    """What a session had on its agenda and, once it was held, decided."""
    row, who = data["row"], made.treats(data["body"])
    with made.then(min(data["on"], 0) - 3):
        sessions.put_on_agenda(who, row.id, made.ids(data["notes"]))
    if "minutes" not in data:
        return
    points = sessions.agenda(row)
    by_note = {str(made.notes[key].id): texts for key, texts in data["decisions"].items()}
    with made.then(data["on"] + 1):
        sessions.write_minutes(
            who,
            row.id,
            people=data["people"],
            minutes=data["minutes"],
            decisions={point.id: by_note.get(str(point.note_id), {}) for point in points},
            seen=sessions.fingerprint(row, points),
        )


def _finding(made: Learning, data: Data) -> None:
    programme = made.bodies[data["body"]]["programme"]
    known = themes.theme_ids(programme)
    with made.then(data["on"]):
        findings.write_finding(
            made.treats(data["body"]),
            made.body(data["body"]).id,
            statements=data["statements"],
            conditions=data["conditions"],
            supports=made.ids(data["supports"]),
            againsts=made.ids(data.get("againsts", [])),
            looked_for=data["looked_for"],
            themes=[str(known[number - 1]) for number in data["themes"]],
            opens_on=made.on(data["opens"]),
        )


def _lesson(made: Learning, data: Data) -> None:
    with made.then(data["on"]):
        row = lessons.write_lesson(
            made.treats(data["body"]),
            made.body(data["body"]).id,
            statements=data["statements"],
            conditions=data["conditions"],
            place=data["place"],
            supports=made.ids(data["supports"]),
            againsts=made.ids(data.get("againsts", [])),
        )
    for word, useful in (("useful", True), ("elsewhere", False)):
        for number, person in enumerate(data.get(word, ()), 1):
            with made.then(min(data["on"] + 20 * number, -1)):
                lessons.say_useful(made.actor(person), row.id, useful)
