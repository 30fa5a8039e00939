"""L'Armoire Commune / De Gedeelde Kast: the enterprise that went the whole way. Invented."""

from collections.abc import Callable
from functools import partial

from vises.ops.demonstration.armoire.asking import choose_question, write_plan
from vises.ops.demonstration.armoire.beginning import (
    begin,
    draw_map,
    hold_sessions,
    walk,
    write_engagement,
    write_portrait,
)
from vises.ops.demonstration.armoire.collecting import collect, number
from vises.ops.demonstration.armoire.interpreting import code_texts, write_findings
from vises.ops.demonstration.armoire.telling import tell
from vises.ops.demonstration.network import Network

__all__ = ["load_armoire"]


def load_armoire(network: Network, say: Callable[[str], object]) -> None:
    """The whole way, from the engagement note to the published story."""
    data = network.source.data("armoire/journey.yaml")
    shelf = begin(network, data)
    say("  L'Armoire Commune: engagement note, portrait, stakeholders, question")
    write_engagement(shelf, data)
    write_portrait(shelf, data)
    draw_map(shelf, data)
    hold_sessions(shelf, data)
    walk(shelf, data)
    choose_question(shelf)
    write_plan(shelf)
    say("  L'Armoire Commune: answers, life stories, focus groups, records")
    documents = collect(shelf)
    say("  L'Armoire Commune: passages, findings, story")
    code_texts(shelf, shelf.data("documents"), documents)
    write_findings(shelf, partial(number, shelf))
    tell(shelf)
