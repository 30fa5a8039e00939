"""A named enterprise's step is seen only by those its engagement note lists; others see counts of three or more.

Tried from outside: what becomes of an enterprise that keeps its step to itself changes nothing on any page with counts.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.access.rules import Role
from vises.apps.collection.queries.coverage import coverage
from vises.apps.journeys.queries.programme import KEPT, programme_page
from vises.apps.journeys.services import moves
from vises.apps.journeys.services.engagement import open_to
from vises.apps.journeys.services.journeys import start_journey
from vises.apps.learning.services import notes
from vises.apps.learning.services.sharing import share
from vises.apps.network.services import make_organisation
from vises.apps.programmes.services import add_participation, change_status

PAGES = ("", "over-time/", "coverage/", "learning/", "learning/health/", "learning/accompaniment/", "learning/notes/")
HIDDEN = "Celle qui garde tout"
ON = date(2026, 1, 12)


def _join(world: Any, name: str, federation: Any = None) -> Any:
    enterprise = make_organisation(SYSTEM, "enterprise", name, languages=("nl",), group="integration")
    return add_participation(SYSTEM, world.programme, enterprise, federation=federation or world.federation, on=ON)


def _begin(participation: Any, step: str = "") -> Any:
    for status in ("recruited", "active"):
        change_status(SYSTEM, participation.id, status, on=ON)
    journey = participation.journeys.first()
    journey = journey or start_journey(SYSTEM, participation.enterprise, participation=participation, on=ON)
    if step:
        moves.place(SYSTEM, journey.id, step, on=ON)
    return journey


def _as_seen(client: Any, programme_id: Any, name: str) -> dict[str, str]:
    """What somebody reads on each page with counts; her own form tokens left aside."""
    found = {}
    for page in PAGES:
        answer = client.get(f"/programmes/{programme_id}/{page}")
        if answer.status_code == 200:
            main = re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)
            assert main is not None, page
            assert HIDDEN not in main.group(), (name, page)
            found[page] = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", main.group())
    return found


MOVES: dict[str, Callable[[Any], object]] = {
    "it begins": _begin,
    "it comes to the last step": lambda one: _begin(one, "step-3"),
    "it rests": lambda one: (
        _begin(one, "step-2"),
        change_status(SYSTEM, one.id, "paused", on=ON, reason_category="time"),
    ),
    "it ends": lambda one: (
        moves.end_journey(SYSTEM, _begin(one, "step-3").id, on=ON),
        change_status(SYSTEM, one.id, "completed", on=ON),
    ),
    "it begins and withdraws": lambda one: (
        _begin(one, "step-1"),
        change_status(SYSTEM, one.id, "withdrawn", on=ON, reason_category="time"),
    ),
    "it withdraws": lambda one: change_status(SYSTEM, one.id, "withdrawn", on=ON, reason_category="time"),
}


@pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)
def test_what_becomes_of_an_enterprise_that_keeps_its_step_changes_no_page_of_others(
    world: Any, as_user: Any, move: Callable[[Any], object]
) -> None:
    elsewhere = make_organisation(SYSTEM, "federation", "Fédération d'à côté")
    open_to(SYSTEM, world.journey.id, {Role.FEDERATION, Role.RESEARCHER})
    hidden = _join(world, HIDDEN, elsewhere)
    _join(world, "Autre, prévue", elsewhere)
    _begin(_join(world, "Autre, de la même fédération que fred"), "step-2")
    names = ("fred", "paula", "patrick", "an")
    _begin(world.participation)
    open_to(SYSTEM, _begin(_join(world, "Des nôtres")).id, {Role.FEDERATION})
    before = {name: _as_seen(as_user(name), world.programme.id, name) for name in names}
    assert set(before["fred"]) == set(PAGES)
    assert set(before["patrick"]) == {"", "over-time/"}
    move(hidden)
    for name in names:
        after = _as_seen(as_user(name), world.programme.id, name)
        for page, seen in before[name].items():
            assert after[page] == seen, (name, page)


def test_those_that_opened_their_space_are_named_to_their_federation_alone(world: Any, as_user: Any) -> None:
    elsewhere = make_organisation(SYSTEM, "federation", "Fédération d'à côté")
    for name, federation in (("Des nôtres", world.federation), ("Des leurs", elsewhere)):
        open_to(SYSTEM, _begin(_join(world, name, federation), "step-1").id, {Role.FEDERATION})
    page = as_user("fred").get(f"/programmes/{world.programme.id}/").content.decode()
    assert "Des nôtres" in page and "Des leurs" not in page
    for nobody in ("paula", "patrick", "an"):
        page = as_user(nobody).get(f"/programmes/{world.programme.id}/").content.decode()
        assert "Des nôtres" not in page and "Des leurs" not in page, nobody


def test_one_or_two_that_keep_to_themselves_show_nowhere_to_whoever_knows_all_others(world: Any, as_user: Any) -> None:
    """Two of three at a step are open to fred: a third one coming there must not be told by what it makes visible."""
    elsewhere = make_organisation(SYSTEM, "federation", "Fédération d'à côté")
    open_to(SYSTEM, world.journey.id, {Role.FEDERATION})
    _begin(world.participation, "step-2")
    other = _begin(_join(world, "Des nôtres"), "step-2")
    open_to(SYSTEM, other.id, {Role.FEDERATION})
    for person in ("claire", "nadia"):
        actor, words = world.actor(person), {"kind": "idea", "text": f"Une idée de {person}", "language": "fr"}
        note = notes.write_note(actor, journey_id=world.journey.id, step="step-2", **words)
        share(actor, note.id, recognisable=False)
    before = _as_seen(as_user("fred"), world.programme.id, "fred")
    assert set(before) == set(PAGES)
    for number in range(2):
        _begin(_join(world, f"{HIDDEN} {number}", elsewhere), "step-3")
        now = _as_seen(as_user("fred"), world.programme.id, "fred")
        for page, seen in before.items():
            assert now[page].split("\n") == seen.split("\n"), page
    _begin(_join(world, f"{HIDDEN} 2", elsewhere), "step-3")
    after = _as_seen(as_user("fred"), world.programme.id, "fred")
    changed = {page for page in PAGES if after[page] != before[page]}  # three may be counted
    assert changed == {"", "coverage/", "learning/health/", "learning/notes/"}


def test_by_group_no_one_or_two_that_keep_to_themselves_are_told_nor_what_is_left_by_subtracting(
    world: Any, as_user: Any
) -> None:
    elsewhere = make_organisation(SYSTEM, "federation", "Fédération d'à côté")
    _begin(world.participation, "step-1")
    open_to(SYSTEM, world.journey.id, {Role.FEDERATION})
    for number, group in enumerate(["integration"] * 4 + ["practices"]):
        shop = make_organisation(SYSTEM, "enterprise", f"{HIDDEN} {number}", languages=("nl",), group=group)
        _begin(add_participation(SYSTEM, world.programme, shop, federation=elsewhere, on=ON), f"step-{number % 3 + 1}")
    page = programme_page(world.actor("fred"), world.programme.id)
    assert page.kept == 5 and page.planned == 6
    assert {row.label: (row.counts[-1], row.total) for row in page.tables["group"]} == {"practices": (None, None)}
    assert {row.label: (row.counts[-1], row.total) for row in page.tables["language"]} == {"fr": (0, 1), "nl": (5, 5)}
    assert page.federations == (world.federation.name,) and page.languages == ("fr",)
    exact = programme_page(world.actor("cora"), world.programme.id)
    assert {row.label: row.counts[-1] for row in exact.tables["group"]} == {"integration": 4, "practices": 2}
    for narrowing in ({"group": "practices"}, {"language": "nl"}, {"group": "integration", "language": "nl"}):
        narrowed = programme_page(world.actor("fred"), world.programme.id, **narrowing)
        assert (narrowed.planned, narrowed.accompanied, narrowed.kept) == (None, None, 0)
        assert {column.code for column in narrowed.columns} == {column.code for column in page.columns} - {KEPT}
        shown = as_user("fred").get(f"/programmes/{world.programme.id}/", narrowing)
        assert shown.status_code == 200
    covered = coverage(world.actor("fred"), world.programme.id)
    assert covered.together.kept == 5
    assert [(line.label, line.kept) for line in covered.lines["group"]] == [("practices", None)]


def test_a_choice_that_leaves_nobody_says_so_and_leads_back(world: Any, as_user: Any) -> None:
    address = f"/programmes/{world.programme.id}/"
    client = as_user("fred")
    for narrowing, back in (({}, False), ({"group": "integration"}, True)):
        page = client.get(address, narrowing, headers={"accept-language": "en"}).content.decode()
        assert ("with this choice" in page) == back and ("No enterprise to show yet" in page) != back
        assert "<table" not in page and 'class="board"' not in page
