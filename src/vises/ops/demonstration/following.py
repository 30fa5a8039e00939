"""What accompanying leaves behind: short exchanges, notes, an accompanist's time, a rest and its end."""

from typing import Any

from vises.apps.journeys.services import exchanges, log, moves, notebook
from vises.ops.demonstration.network import Network
from vises.ops.demonstration.source import Data


def follow(network: Network, journey: Any, data: Data) -> None:
    """The life of one journey between its sessions."""
    cast, then = network.cast, network.source.then
    accompanist = data["accompanist"]
    if rest := data.get("rest"):
        with then(rest["from"]):
            moves.pause(cast.actor(accompanist), journey.id, rest["why"])
        with then(rest["to"]):
            moves.resume(cast.actor(accompanist), journey.id)
    for said in data["messages"]:
        with then(said["on"]):
            exchanges.send_message(
                cast.actor(said["by"]), journey.id, said["code"], said["text"], language=said["language"]
            )
    newest = data["messages"][-1]["code"]
    for person in sorted({said["by"] for said in data["messages"]} | {accompanist}):
        for code in sorted({said["code"] for said in data["messages"]}):
            if person != data.get("unread") or code != newest:
                _journey, row = exchanges.taking_part(cast.actor(person), journey.id, code)
                exchanges.mark_read(cast.actor(person), row)
    for note in data["notes"]:
        with then(note["on"]):
            notebook.write_note(
                cast.actor(accompanist), journey.id, note["text"], language=note["language"], shared=note["shared"]
            )
    for entry in data.get("time", []):
        log.write_time(
            cast.actor(accompanist),
            journey.id,
            on=network.source.on(entry["on"]),
            minutes=entry["minutes"],
            travel_minutes=entry["travel"],
            kind=entry["kind"],
            words=entry["words"],
        )
