"""How the method changed: proposals from the field's notes, their consultation, a release, a journey that tried it."""

import uuid
from typing import Any

from vises.apps.access.actor import SYSTEM
from vises.apps.access.rules import Role
from vises.apps.access.services import give_role
from vises.apps.journeys.queries.versions import preview_page
from vises.apps.journeys.services.versions import move_to_version, propose_version
from vises.apps.learning.queries.changes import note_saying
from vises.apps.learning.services.changes import proposals, saying, translations, writing
from vises.apps.learning.services.notes import write_note
from vises.apps.learning.services.sharing import share
from vises.ops.demonstration.network import Network
from vises.ops.demonstration.source import Data


def load_changes(network: Network, journeys: Data, armoire: Any) -> None:
    """The changes of one programme. `journeys` by the enterprise's name; `armoire`: whence the notes come."""
    data = network.source.data("changes.yaml")
    programme = network.programmes[data["programme"]]
    notes = {
        key: note_saying(programme.id, note["text"]) or _note(network, armoire, note)
        for key, note in data["notes"].items()
    }
    for proposal in data["proposals"]:
        _proposal(network, programme, notes, proposal)
    _moves(network, journeys, data)


def _note(network: Network, journey: Any, data: Data) -> uuid.UUID:
    writer = network.cast.actor(data["by"])
    with network.source.then(data["on"]):
        note = write_note(
            writer,
            journey_id=journey.id,
            kind=data["kind"],
            text=data["text"],
            language=data["language"],
            deliverable=data["deliverable"],
        )
        share(writer, note.id, recognisable=False)
    return note.id


def _proposal(network: Network, programme: Any, notes: Data, data: Data) -> None:
    then, on, actor = network.source.then, network.source.on, network.cast.actor
    writer = actor(data["by"])
    with then(data["on"]):
        row = proposals.write_proposal(
            writer,
            programme.id,
            base_code=data["base"],
            code=data["code"],
            titles=data["titles"],
            whys=data["whys"],
            opens_on=on(data["opens"]),
        )
    with then(data["on"] + 1):
        _write(writer, row.id, notes, data)
    if "consultation" not in data:
        return
    asked = data["consultation"]
    with then(asked["on"]):
        proposals.open_consultation(actor(asked["by"]), row.id, on(asked["closes"]), tell=False)
    amendments = _say(network, row.id, data)
    if "closed" in data:
        _answer(network, row.id, data, amendments)
    if "completed" in data:
        _complete(network, programme, data["code"], data["completed"])


def _write(writer: Any, proposal_id: uuid.UUID, notes: Data, data: Data) -> None:
    """What it rests on, what it adds and words anew, and why."""
    grounds = {key: proposals.add_ground(writer, proposal_id, "note", notes[key]).id for key in data["grounds"]}
    for card in data.get("cards", ()):
        writing.add_element(writer, proposal_id, "method_cards", card)
    for key, texts in data["texts"].items():
        # a language named under `lags` keeps the older text
        writing.write_text(writer, proposal_id, key, {code: text for code, text in texts.items() if code != "lags"})
    for told in data.get("told", ()):
        writing.tell_change(
            writer,
            proposal_id,
            kind=told["kind"],
            element=told["element"],
            what=told["what"],
            why=told["why"],
            grounds=[grounds[key] for key in told["grounds"]],
        )


def _say(network: Network, proposal_id: uuid.UUID, data: Data) -> list[tuple[Data, Any]]:
    """Positions, remarks and amendments, each on its day and in its language. Returns the amendments."""
    then, actor = network.source.then, network.cast.actor
    for said in data["positions"]:
        with then(said["on"]):
            saying.take_position(
                actor(said["who"]), proposal_id, said["stance"], said["reason"], language=said["language"]
            )
    for said in data["remarks"]:
        with then(said["on"]):
            saying.remark(
                actor(said["who"]), proposal_id, said["text"], language=said["language"], element=said["element"]
            )
    found = []
    for said in data.get("amendments", ()):
        with then(said["on"]):
            row = saying.amend(
                actor(said["who"]),
                proposal_id,
                said["key"],
                said["text"],
                language=said["language"],
                why=said["why"],
            )
            found.append((said, row))
    return found


def _answer(network: Network, proposal_id: uuid.UUID, data: Data, amendments: list[tuple[Data, Any]]) -> None:
    """The consultation closes, every objection and amendment gets its answer, the version is released."""
    then, actor = network.source.then, network.cast.actor
    with then(data["closed"]["on"]):
        proposals.close_consultation(actor(data["closed"]["by"]), proposal_id, data["closed"]["why"])
    for said, row in amendments:
        settled = said["settled"]
        with then(settled["on"]):
            saying.settle_amendment(actor(settled["by"]), row.id, taken=settled["taken"], answer=settled["answer"])
            writing.write_text(actor(settled["by"]), proposal_id, said["key"], said["follows"])
    for answered in data["answers"]:
        with then(answered["on"]):
            position = saying.position_of(proposal_id, network.cast[answered["who"]].id)
            saying.answer_position(actor(answered["by"]), position, answered["answers"])
    with then(data["accepted"]["on"]):
        proposals.accept_proposal(actor(data["accepted"]["by"]), proposal_id)
    with then(data["released"]["on"]):
        on = network.source.on(data["released"]["on"])
        proposals.release_proposal(actor(data["released"]["by"]), proposal_id, on=on, tell=False)


def _complete(network: Network, programme: Any, code: str, data: Data) -> None:
    """A language that lagged when a version was released is translated, read over and put into force."""
    then, actor = network.source.then, network.cast.actor
    writer = actor(data["written"]["by"])
    with then(data["written"]["on"]):
        row = translations.begin_translation(writer, programme.id, code, data["language"])
        translations.write_texts(writer, row.id, data["texts"])
        translations.ask_for_reading(writer, row.id)
    with then(data["read"]["on"]):
        translations.read_over(actor(data["read"]["by"]), row.id)
    with then(data["in-force"]["on"]):
        on = network.source.on(data["in-force"]["on"])
        translations.put_in_force(actor(data["in-force"]["by"]), row.id, on=on, tell=False)


def _moves(network: Network, journeys: Data, data: Data) -> None:
    """One journey reads what the version changes, moves, and moves back."""
    then, actor = network.source.then, network.cast.actor
    moves, referent = data["moves"], data["referent"]
    journey = journeys[moves["enterprise"]]
    give_role(
        SYSTEM, network.cast[referent["person"]], journeys[referent["enterprise"]].enterprise.scope, Role.REFERENT
    )
    came_from = journey.methodology.code
    for said, code, act in (
        (moves["proposed"], moves["code"], propose_version),
        (moves["moved"], moves["code"], move_to_version),
        (moves["back"], came_from, move_to_version),
    ):
        with then(said["on"]):
            who = actor(said["by"])
            seen = preview_page(who, journey.id, code).preview.fingerprint
            act(who, journey.id, code, seen=seen, why=said["why"])
