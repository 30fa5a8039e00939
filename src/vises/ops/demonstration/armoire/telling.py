"""The story: written by the accompanist with the enterprise, published by the enterprise alone."""

from vises.apps.journeys.services import deliverables
from vises.apps.methodology import queries as methodology
from vises.apps.valorisation import services as valorisation
from vises.ops.demonstration.armoire.shelf import Shelf


def tell(shelf: Shelf) -> None:
    """The story with its claims and consented quotes; published; every deliverable confirmed by the referent."""
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
    for said in data["claims"]:
        claim = valorisation.add_claim(
            writer, story.id, texts=said["texts"], finding_id=shelf.findings[said["finding"]].id
        )
        for quote in said["quotes"]:
            valorisation.add_quote(
                writer, claim.id, shelf.passages[quote["passage"]].id, translations=quote["translations"]
            )
    valorisation.publish(shelf.actor("nadia"), story.id)
    _confirm(shelf)


def _confirm(shelf: Shelf) -> None:
    writer, referent = shelf.actor("claire"), shelf.actor("nadia")
    for step in methodology.version(shelf.journey.methodology.code).steps:
        for item in step.deliverables:
            deliverables.touch(writer, shelf.journey, item.id)
            deliverables.propose(writer, shelf.id, item.id)
            deliverables.confirm(referent, shelf.id, item.id)
