"""Enterprises are counted from rows that each write keeps right: what the page says is what is said of each."""

import random
from collections import Counter
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.access.rules import Role
from vises.apps.journeys.models import Journey
from vises.apps.journeys.queries.programme import programme_page
from vises.apps.journeys.rules.standing import column_of
from vises.apps.journeys.services import moves
from vises.apps.journeys.services.engagement import open_to
from vises.apps.journeys.services.journeys import start_journey
from vises.apps.journeys.services.standing import miscounted
from vises.apps.network.services import change_organisation, make_organisation
from vises.apps.programmes.models import Counted, Participation
from vises.apps.programmes.rules import MOVES
from vises.apps.programmes.services import add_participation, change_status
from vises.ops import recount

STEPS = ("preliminary", "step-1", "step-2", "step-3")


@pytest.fixture
def lively(world: Any) -> Any:
    """Forty enterprises that joined, moved, opened their space and said something else of themselves, at random."""
    dice = random.Random(5)
    for number in range(40):
        group, language = dice.choice(["integration", "practices", ""]), dice.choice(["fr", "nl"])
        shop = make_organisation(SYSTEM, "enterprise", f"Boutique {number}", languages=(language,), group=group)
        joined = add_participation(SYSTEM, world.programme, shop, federation=dice.choice([world.federation, None]))
        status, journey = "planned", None
        for _ in range(dice.randrange(9)):
            status = dice.choice(sorted(MOVES[status]))
            change_status(SYSTEM, joined.id, status, reason_category=dice.choice(["time", "other"]))
            if status == "active":
                if journey is None or dice.random() < 0.3:  # a second cycle begins
                    journey = start_journey(SYSTEM, shop, participation=joined, previous=journey)
                    if dice.random() < 0.6:
                        open_to(SYSTEM, journey.id, {Role.COORDINATOR, Role.FEDERATION})
                moves.put(SYSTEM, Journey.objects.get(pk=journey.pk), dice.choice(STEPS))
    return world


def test_after_everything_that_happens_all_are_counted_rightly(lively: Any) -> None:
    assert Counted.objects.count() == Participation.objects.count() > 40
    assert miscounted() == []


def test_what_an_enterprise_says_anew_of_itself_is_counted(world: Any) -> None:
    nadia = world.actor("nadia")
    same: Any = {"other_names": {}, "sector": {}, "about": {}}
    change_organisation(nadia, world.shop.id, languages=("nl", "fr"), territory="", **same)
    row = Counted.objects.get(participation=world.participation)
    assert (row.language, row.territory, row.group) == ("nl", "", "practices")
    assert miscounted() == []


def test_the_page_says_what_reading_each_enterprise_gives(lively: Any) -> None:
    expected: Counter[tuple[str, str]] = Counter()
    for row in Participation.objects.filter(programme=lively.programme).select_related("enterprise"):
        last = row.journeys.order_by("-cycle").first()
        expected[row.enterprise.languages[0], column_of(row.status, last.step if last else "")] += 1
    page = programme_page(lively.actor("cora"), lively.programme.id)
    codes = [column.code for column in page.columns]
    assert page.planned == expected.total()
    for row in page.tables["language"]:
        for code, count in zip(codes, row.counts, strict=True):
            if code in {"planned", "completed", "withdrawn"}:  # she says the statuses herself
                assert count == expected[row.label, code]
        assert row.total == sum(n for (language, _), n in expected.items() if language == row.label)


def test_a_second_cycle_is_counted_where_it_stands_and_seen_by_whom_it_is_opened_to(world: Any) -> None:
    change_status(SYSTEM, world.participation.id, "recruited")
    change_status(SYSTEM, world.participation.id, "active")
    moves.place(SYSTEM, world.journey.id, "step-3")
    open_to(SYSTEM, world.journey.id, {Role.COORDINATOR})
    cora = world.actor("cora")

    def known() -> dict[str, int]:
        page = programme_page(cora, world.programme.id)
        return {column.code: len([dot for dot in column.dots if dot.name]) for column in page.columns if column.dots}

    assert known() == {"step-3": 1}
    again = start_journey(SYSTEM, world.shop, participation=world.participation, previous=world.journey)
    assert known() == {} and programme_page(cora, world.programme.id).kept == 1
    open_to(SYSTEM, again.id, {Role.COORDINATOR})
    assert known() == {"preliminary": 1}


def test_who_writes_past_the_services_is_found_out_and_mended(world: Any, capsys: Any) -> None:
    assert recount.run([]) == 0
    Participation.objects.filter(pk=world.participation.pk).update(status="withdrawn")
    assert miscounted() == [world.participation.pk]
    assert recount.run([]) == 1
    assert recount.run(["mend"]) == 0
    assert recount.run([]) == 0
    assert "1 counted anew." in capsys.readouterr().out
    assert recount.run(["otherwise"]) == 2
