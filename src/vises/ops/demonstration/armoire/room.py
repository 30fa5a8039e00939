"""The third workshop, lived in a room: seventeen people without phones; what each group said, noted as it was heard."""

import uuid
from typing import Any

from vises.apps.journeys.services import positions, room
from vises.ops.demonstration.armoire.shelf import Shelf


def open_for_workshop(shelf: Shelf) -> Any:
    """The room of the workshop at which the question was chosen: how to decide, and the quorum, agreed before."""
    data, writer = shelf.data("question"), shelf.actor("claire")
    session = shelf.sessions[data["decision"]["session"]]
    live = room.open_room(writer, shelf.id, session.id, manner=data["decision"]["manner"])
    quorum = {shelf.groups[key].id: people for key, people in data["room"]["quorum"].items()}
    room.agree_how(writer, live.id, manner=live.manner, quorum=quorum)
    there = {item.stakeholder_id: item.people for item in session.presences.all()}
    room.count_beside(writer, live.id, there)
    room.go_to(writer, live.id, "gather", seen="propose")
    return live


def weigh(shelf: Shelf, live: Any, candidate: Any) -> None:
    """What each group said of the question that joined two, with the two reservations."""
    data, writer = shelf.data("question"), shelf.actor("claire")
    room.go_to(writer, live.id, "weigh", seen="gather")
    why = {kept["who"]: kept["text"] for kept in data["decision"]["reservations"]}
    for key, said in data["room"]["said"].items():
        people: dict[str, tuple[int, str]] = {"agree": (said.get("agree", 0), "")}
        people["reservation"] = (said.get("reservation", 0), why.get(key, ""))
        positions.note_positions(
            writer,
            live.id,
            candidate.id,
            stakeholder_id=shelf.groups[key].id,
            people=people,
            language="fr",
            sent=uuid.uuid4(),
        )
    room.go_to(writer, live.id, "decide", seen="weigh")


def decide(shelf: Shelf, live: Any, **decision: Any) -> None:
    """The choice as the room took it; then everybody goes home."""
    positions.decide_in_room(shelf.actor("claire"), live.id, **decision)
    room.close_room(shelf.actor("claire"), live.id)
