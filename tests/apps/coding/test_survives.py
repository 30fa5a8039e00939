"""A passage keeps its words to the character: through pseudonyms, an edited codebook, out of here and in again."""

import random

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.coding import services
from vises.apps.coding.models import Code, Passage
from vises.apps.coding.services import names
from vises.apps.coding.services.exchange import Words, export_project, import_project
from vises.apps.collection.services.documents import add_document
from vises.apps.journeys.models import PlanLine
from vises.kernel.problems import Problem
from vises.texts.refi import read_project

BODY = (
    "Enquêtrice : Et la première fois, Rosalie ?\n"
    "Rosalie : 👋🏽 On m'a saluée. Ma voisine, Mme Peeters, habite Namur ; c'est « la même porte » pour tous.\n"
    "Rosalie : Personne ne m'avait regardée comme ça.\n"
    "Enquêtrice : Et Rosalie revient ? — Oui. Peeters aussi, cœur léger."
)
NAMES = {"Rosalie": "[prénom 1]", "Peeters": "[nom 1]", "Namur": "une ville"}


def _told(words: str) -> str:
    for name, stands in NAMES.items():
        words = words.replace(name, stands)
    return words


@pytest.mark.parametrize("seed", range(4))
def test_a_passage_survives_everything(world, line, seed) -> None:  # type: ignore[no-untyped-def]
    dice, rita = random.Random(seed), world.actor("rita")
    kept = add_document(SYSTEM, line.id, kind="interview", title="Un", text=BODY, language="fr")
    text = services.take_in(SYSTEM, kept.document.id)
    codes = [services.add_code(SYSTEM, world.journey.id, names={"fr": name}) for name in ("porte", "regard", "lieu")]
    inside = [range(at, at + len(name)) for name in NAMES for at in _starts(name)]
    edges = [at for at in range(len(BODY) + 1) if not any(span.start < at < span.stop for span in inside)]
    said: dict[object, str] = {}
    while len(said) < 25:
        start, end = sorted(dice.sample(edges, 2))
        if not BODY[start:end].strip():
            continue
        try:
            made = services.mark(rita, text.id, dice.choice(codes).id, start, end, memo=f"{len(said)}")
        except Problem:  # the same words with the same theme
            continue
        said[made.memo] = _told(BODY[made.start : made.end])
    # names are replaced
    names.begin_key(rita, text.id)
    rita = world.actor("rita")
    changes = [names.Change(at, at + len(name), "first", NAMES[name]) for name in NAMES for at in _starts(name)]
    names.pseudonymise(rita, text.id, changes, seen=text.hash)
    # themes become one and two again
    change = services.merge(rita, codes[0].id, codes[1].id)
    services.undo(rita, change.id)
    some = list(Passage.objects.filter(code=codes[1]).values_list("id", flat=True))[:3]
    services.split(rita, codes[1].id, {"fr": "autre"}, some)
    services.change_code(rita, codes[2].id, names={"fr": "endroit"}, parent_id=codes[0].id)
    services.merge(rita, codes[2].id, codes[0].id)
    assert _words() == said
    themes = {row.memo: row.code.names["fr"] for row in Passage.objects.select_related("code")}
    # out of here, erased, and in again from the file
    project = read_project(export_project(rita, world.journey.id, "Boutique", "fr"))
    Passage.objects.all().delete()
    Code.objects.filter(names__fr="autre").delete()
    brought = import_project(SYSTEM, world.journey.id, project, Words(line.id, "interview", "fr"))
    assert (brought.marks, brought.left_out) == (25, 0) and _words() == said
    assert {row.memo: row.code.names["fr"] for row in Passage.objects.select_related("code")} == themes
    # and into another house, with its text, its themes and ids of its own
    Passage.objects.all().delete()
    there = PlanLine.objects.create(journey=world.other_journey, question=line.question, looks_at={"fr": "x"})
    brought = import_project(SYSTEM, world.other_journey.id, project, Words(there.id, "interview", "fr"))
    assert (brought.marks, brought.left_out) == (25, 0) and _words() == said
    assert {row.memo: row.code.names["fr"] for row in Passage.objects.select_related("code")} == themes


def _starts(name: str) -> list[int]:
    found, at = [], BODY.find(name)
    while at >= 0:
        found.append(at)
        at = BODY.find(name, at + 1)
    return found


def _words() -> dict[object, str]:
    return {row.memo: row.text.body[row.start : row.end] for row in Passage.objects.select_related("text")}
