"""Themes over the same words, and who was heard: few people are never counted, whoever looks."""

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.coding import services
from vises.apps.coding.models import Passage
from vises.apps.coding.queries.codebook import coding_page
from vises.apps.coding.queries.together import together_page
from vises.apps.collection.services.documents import add_document
from vises.apps.journeys.services.stakeholders import add_stakeholder
from vises.kernel.problems import Forbidden, NotFound


@pytest.fixture
def hear(world, line):  # type: ignore[no-untyped-def]
    """Words of `people` of a group, in which "door" and "price" lie over one another, and "time" beside them."""
    codes = [services.add_code(SYSTEM, world.journey.id, names={"fr": name}) for name in ("door", "price", "time")]

    def make(name: str, people: int) -> None:
        group = add_stakeholder(SYSTEM, world.journey.id, names={"fr": name}, kind="team")
        kept = add_document(
            SYSTEM, line.id, kind="focus-group", title=name, text="La porte est la même.", language="fr",
            stakeholder_id=group.id, people=people,
        )  # fmt: skip
        text = services.take_in(SYSTEM, kept.document.id)
        for code, start, end in zip(codes, (0, 3, 12), (8, 12, 21), strict=True):
            services.mark(SYSTEM, text.id, code.id, start, end)

    return make


def test_pairs_of_few_people_are_not_counted(world, hear) -> None:  # type: ignore[no-untyped-def]
    hear("Équipe", 4)
    page = together_page(world.actor("nadia"), world.journey.id)
    assert page.pairs == () and page.few == 3
    hear("Clients d'ici", 3)
    page = together_page(world.actor("nadia"), world.journey.id)
    told = [(pair.one["fr"], pair.other["fr"], pair.texts, pair.people, pair.places) for pair in page.pairs]
    assert told == [("door", "price", 2, 7, 2), ("door", "time", 2, 7, 0), ("price", "time", 2, 7, 0)]
    assert page.few == 0
    # over the same words, fewer than five people: the texts are counted, the places are not
    Passage.objects.filter(text__title="Clients d'ici", code__names__fr="price").update(start=9)
    assert together_page(world.actor("nadia"), world.journey.id).pairs[0].places is None


def test_who_was_heard_and_who_was_not(world, hear) -> None:  # type: ignore[no-untyped-def]
    hear("Équipe", 4)
    hear("Bénévoles", 6)
    heard = {row.names["fr"]: row.people for row in together_page(world.actor("mo"), world.journey.id).heard}
    assert heard == {"Clients": 0, "Équipe": None, "Bénévoles": 6}


def test_groups_that_are_counted_together_are_so_on_every_page(world, hear) -> None:  # type: ignore[no-untyped-def]
    for name, people in (("Équipe", 2), ("Clients d'ici", 5), ("Bénévoles", 6)):
        hear(name, people)
    crossing = coding_page(world.actor("mo"), world.journey.id).crossing
    heard = {row.names["fr"]: row for row in together_page(world.actor("mo"), world.journey.id).heard}
    assert crossing is not None and sorted(crossing.people) == [6, 7]  # 7 beside a 5 would tell the 2
    assert {name: row.people for name, row in heard.items()} == {
        "Clients": 0,
        "Équipe": 7,
        "Clients d'ici": 7,
        "Bénévoles": 6,
    }
    assert heard["Équipe"].together == ({"fr": "Clients d'ici"},) and heard["Bénévoles"].together == ()


def test_only_for_who_sees_the_journey(world, hear, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for n in range(4):
        hear(f"Groupe {n}", 5)
    with django_assert_max_num_queries(12):
        together_page(world.actor("rita"), world.journey.id)
    for name in ("patrick", "stranger rita", "fred"):
        with pytest.raises((NotFound, Forbidden)):
            together_page(world.actor(name), world.journey.id)
