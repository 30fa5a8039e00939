"""The story: written by the accompanist with the enterprise, published by the enterprise alone."""

import uuid
from typing import Any

from vises.apps.access.actor import Actor
from vises.apps.journeys.services import deliverables
from vises.apps.valorisation import services as valorisation
from vises.ops.demonstration.armoire.shelf import Shelf
from vises.ops.demonstration.source import Data


def write_story(shelf: Shelf) -> Any:
    """The story with its claims and the quotes whose people agreed to it."""
    data = shelf.data("story")
    writer = shelf.actor("claire")
    story = valorisation.write_story(
        writer,
        shelf.id,
        titles=data["titles"],
        how_and_why=data["how_and_why"],
        choices_and_limits=data["choices_and_limits"],
        what_next=data["what_next"],
        languages=data["languages"],
    )
    image = data["image"]
    picture = shelf.source.bytes(f"armoire/{image['file']}")
    valorisation.set_image(writer, story.id, [picture], image["file"], image["alt"])
    people = valorisation.list_people(writer, story.id, [one["who"] for one in image["people"]])
    for person, one in zip(people, image["people"], strict=True):
        valorisation.note_person(writer, person.id, **one["said"])
    quotes = {}
    for said in data["claims"]:
        claim = valorisation.add_claim(
            writer, story.id, texts=said["texts"], finding_id=shelf.findings[said["finding"]].id
        )
        for quote in said["quotes"]:
            passage = shelf.passages[quote["passage"]]
            shown = valorisation.add_quote(writer, claim.id, passage.id, translations=quote["translations"])
            quotes[quote["passage"]] = shown.id
            _ask(writer, shown.id, quote.get("asked", {}))
    for one in data["accounts"]:
        valorisation.note_account(writer, quotes[one["passage"]], **one["said"])
    return story


def _ask(writer: Actor, quote: uuid.UUID, asked: Data) -> None:
    """Whoever said it is asked for exactly these words: by a link that waits, or with a witness."""
    if asked.get("way") == "link":
        valorisation.ask_about_quote(writer, quote, language="fr")
    elif asked:
        valorisation.note_answer(writer, quote, **asked)


def publish_and_confirm(shelf: Shelf, story: Any, days: dict[str, int]) -> None:
    """The referent publishes; she said "that's us" to every deliverable, `days` from the day of loading."""
    writer, referent = shelf.actor("claire"), shelf.actor("nadia")
    with shelf.source.then(days["story"]):
        valorisation.publish(referent, story.id)
    for code, day in days.items():
        with shelf.source.then(day):
            deliverables.touch(writer, shelf.journey, code)
            deliverables.propose(writer, shelf.id, code)
            deliverables.confirm(referent, shelf.id, code)
