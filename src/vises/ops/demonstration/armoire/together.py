"""Step 1, around the table: what groups said of the portrait and of the rings; and the practices on two days."""

import uuid
from collections.abc import Callable

from vises.apps.journeys.queries.contributions import standing
from vises.apps.journeys.queries.room import led
from vises.apps.journeys.services import contributions, practices, room
from vises.apps.journeys.services.contributions import Piece, Placed
from vises.ops.demonstration.armoire.shelf import Shelf
from vises.ops.demonstration.source import Data


def draw_together(shelf: Shelf) -> None:
    """The portrait and the rings in a room of their workshop; what was said was read there and stays beside them."""
    data = shelf.data("together")
    for subject, bring_in in (("portrait", _into_portrait), ("rings", _onto_map)):
        session = shelf.sessions[data[subject]["session"]]
        with shelf.source.then((session.on - shelf.source.day).days):
            _live_through(shelf, subject, data[subject], bring_in)


def _live_through(shelf: Shelf, subject: str, data: Data, bring_in: Callable[[Shelf, uuid.UUID], None]) -> None:
    writer, session = shelf.actor("claire"), shelf.sessions[data["session"]]
    live = room.open_room(writer, shelf.id, session.id, subject=subject)
    there = {item.stakeholder_id: item.people for item in session.presences.all()}
    token, phones = room.token_of(live), {}
    for said in data["phone"]:
        group = shelf.groups[said["who"]].id
        if group not in phones:
            phones[group] = room.join(token, group, said["language"])
            there[group] -= 1
        contributions.contribute(token, phones[group], _pieces(shelf, said), sent=uuid.uuid4())
    room.count_beside(writer, live.id, there)
    for said in data["said"]:
        contributions.note_contributions(
            writer,
            live.id,
            _pieces(shelf, said),
            stakeholder_id=shelf.groups[said["who"]].id,
            channel=said["channel"],
            language="fr",
            sent=uuid.uuid4(),
        )
    room.go_to(writer, live.id, "gather", seen="propose")
    bring_in(shelf, live.id)
    room.close_room(writer, live.id)


def _pieces(shelf: Shelf, said: Data) -> list[Piece]:
    if "heading" in said:
        return [Piece("view", said["text"], heading=said["heading"])]
    if "missing" in said:
        return [Piece("missing", said["missing"])]
    about = shelf.groups[said["about"]].id
    return [Piece(kind, said[kind], about_id=about) for kind in ("place", "expectation", "difficulty") if kind in said]


def _into_portrait(shelf: Shelf, live: uuid.UUID) -> None:
    """Nadia wrote the portrait from what was said: the texts stand as they are."""
    writer = shelf.actor("claire")
    stands = standing(writer, live).written
    texts = {heading: (one.text, one.number) for heading, one in stands.items()}
    contributions.take_portrait(writer, live, texts, language="fr", shown=_shown(shelf, live))


def _onto_map(shelf: Shelf, live: uuid.UUID) -> None:
    """The map stands as the group agreed to it after talking about what was seen differently."""
    writer = shelf.actor("claire")
    groups = {id_: Placed(*stood) for id_, stood in standing(writer, live).on_map.items()}
    contributions.take_rings(writer, live, groups, shown=_shown(shelf, live))


def _shown(shelf: Shelf, live: uuid.UUID) -> list[uuid.UUID]:
    return [item.id for item in led(shelf.actor("claire"), live).room.together.said]


def write_practices(shelf: Shelf) -> None:
    """How the enterprise worked on the day of the portrait, and on the day when it read what people said."""
    for told in shelf.data("together")["practices"]:
        session = shelf.sessions[told["session"]]
        with shelf.source.then((session.on - shelf.source.day).days):
            shelf.practices[told["key"]] = practices.write_practices(
                shelf.actor("nadia"),
                shelf.id,
                told["texts"],
                on=session.on,
                language=told["language"],
                session_id=session.id,
            )
