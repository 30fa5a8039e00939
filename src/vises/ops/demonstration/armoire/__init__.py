"""L'Armoire Commune / De Gedeelde Kast: the enterprise that went the whole way. Invented."""

from collections.abc import Callable
from functools import partial

from vises.ops.demonstration.armoire.asking import choose_question, write_instruments, write_plan
from vises.ops.demonstration.armoire.beginning import (
    begin,
    draw_map,
    hold_sessions,
    walk,
    write_engagement,
    write_portrait,
)
from vises.ops.demonstration.armoire.collecting import collect, number
from vises.ops.demonstration.armoire.interpreting import bring_back, code_texts, write_findings
from vises.ops.demonstration.armoire.meaning import hear_groups, lay_side_by_side
from vises.ops.demonstration.armoire.shelf import Shelf
from vises.ops.demonstration.armoire.telling import publish_and_confirm, write_story
from vises.ops.demonstration.armoire.together import draw_together, write_practices
from vises.ops.demonstration.network import Network

__all__ = ["load_armoire"]


def load_armoire(network: Network, say: Callable[[str], object]) -> Shelf:
    """The whole way, from the engagement note to the published story."""
    data = network.source.data("armoire/journey.yaml")
    made, then = data["made"], network.source.then
    with then(made["start"]):
        shelf = begin(network, data)
    say("  L'Armoire Commune: engagement note, portrait, stakeholders, question")
    with then(made["engagement"]):
        write_engagement(shelf, data)
    with then(made["portrait"]):
        write_portrait(shelf, data)
    with then(made["map"]):
        draw_map(shelf, data)
    hold_sessions(shelf, data)
    first, *later = data["moves"]
    walk(shelf, [first], [])
    draw_together(shelf)
    write_practices(shelf)
    walk(shelf, later, data["closings"])
    with then(made["question"]):
        choose_question(shelf)
    with then(made["plan"]):
        write_plan(shelf)
    with then(made["instruments"]):
        write_instruments(shelf)
    say("  L'Armoire Commune: answers, life stories, focus groups, records")
    documents = collect(shelf, made["documents"])
    say("  L'Armoire Commune: passages, findings, story")
    with then(made["coding"]):
        code_texts(shelf, shelf.data("documents"), documents)
    with then(made["findings"]):
        lay_side_by_side(shelf, partial(number, shelf))
        write_findings(shelf, partial(number, shelf))
    with then(made["restitution"]):
        bring_back(shelf)
        hear_groups(shelf)
    with then(made["story"]):
        story = write_story(shelf)
    publish_and_confirm(shelf, story, data["confirmed"])
    return shelf
