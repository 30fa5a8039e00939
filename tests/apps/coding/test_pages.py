"""The coding page: counts by group never show fewer than five people; consent comes first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vises.apps.access.actor import SYSTEM
from vises.apps.coding import services
from vises.apps.coding.models import Passage, Text
from vises.apps.coding.queries.codebook import codebook, coding_page
from vises.apps.coding.queries.passages import passages
from vises.apps.collection.services import withdrawals
from vises.apps.collection.services.documents import add_document
from vises.apps.findings.queries.pages import evidence_choices
from vises.apps.journeys.services.stakeholders import add_stakeholder
from vises.kernel.problems import Forbidden, NotFound, Problem


@pytest.fixture
def heard(world, line):  # type: ignore[no-untyped-def]
    """Words of people: `heard("Équipe", 4)` keeps a text of four people of a group and marks it."""
    code = services.add_code(SYSTEM, world.journey.id, names={"fr": "Porte"})

    def hear(name: str, people: int):  # type: ignore[no-untyped-def]
        group = add_stakeholder(SYSTEM, world.journey.id, names={"fr": name}, kind="team")
        kept = add_document(
            SYSTEM, line.id, kind="focus-group", title=name, text="La porte.", language="fr",
            stakeholder_id=group.id, people=people,
        )  # fmt: skip
        text = services.take_in(SYSTEM, kept.document.id)
        services.mark(SYSTEM, text.id, code.id, 0, 9)
        return kept

    return hear


def test_small_groups_are_gathered_until_they_are_five(world, heard) -> None:  # type: ignore[no-untyped-def]
    heard("Équipe", 2)
    assert coding_page(world.actor("nadia"), world.journey.id).crossing is None
    heard("Bénévoles", 8)
    assert coding_page(world.actor("nadia"), world.journey.id).crossing is None
    heard("Clients", 5)
    crossing = coding_page(world.actor("nadia"), world.journey.id).crossing
    assert crossing is not None and crossing.people == (8, 7) and crossing.rows[0][1] == (1, 2)
    assert {names["fr"] for names in crossing.groups[1]} == {"Équipe", "Clients"}


def test_counts_are_open_to_the_journey_and_words_to_readers(world, heard) -> None:  # type: ignore[no-untyped-def]
    heard("Équipe", 6)
    for name, reads in (("nadia", False), ("mo", False), ("rita", True)):
        page = coding_page(world.actor(name), world.journey.id)
        assert page.codes[0].passages == 1 and page.reads is reads, name
    for name in ("cora", "an", "patrick", "stranger rita", "stranger nadia"):
        with pytest.raises((NotFound, Forbidden)):
            coding_page(world.actor(name), world.journey.id)


def test_only_readers_take_in_and_mark(world, heard) -> None:  # type: ignore[no-untyped-def]
    document = heard("Équipe", 6).document
    text = Text.objects.get()
    for name in ("nadia", "claire", "stranger rita"):
        with pytest.raises((NotFound, Forbidden)):
            services.take_in(world.actor(name), document.id)
        with pytest.raises((NotFound, Forbidden)):
            services.mark(world.actor(name), text.id, Passage.objects.get().code_id, 0, 2)
    assert services.take_in(world.actor("rita"), document.id).id == text.id
    with pytest.raises(Problem, match="already-marked"):
        services.mark(world.actor("rita"), text.id, Passage.objects.get().code_id, 0, 9)


def test_a_withdrawal_erases_the_snapshot(heard) -> None:  # type: ignore[no-untyped-def]
    withdrawals.withdraw(heard("Équipe", 6).receipt)
    assert not Text.objects.exists() and not Passage.objects.exists()


def test_themes_stand_in_the_order_in_which_they_came(world) -> None:  # type: ignore[no-untyped-def]
    for name in "hgfedcba":
        services.add_code(SYSTEM, world.journey.id, names={"fr": name})
    assert [row.names["fr"] for row in codebook(world.journey.scope_id)] == list("hgfedcba")


def test_a_long_text_is_read_once_and_not_for_each_of_its_passages(world, heard) -> None:  # type: ignore[no-untyped-def]
    heard("Équipe", 6)
    text = Text.objects.get()
    code = services.add_code(SYSTEM, world.journey.id, names={"fr": "mots"})
    for start in range(3, 9):
        services.mark(SYSTEM, text.id, code.id, start, len(text.body))
    rita = world.actor("rita")
    with CaptureQueriesContext(connection) as asked:
        assert len(passages(rita, world.journey.id, code_id=code.id)) == 6
        assert len(passages(rita, world.journey.id, words=".")) == 7
        assert {row.passages for row in coding_page(rita, world.journey.id).texts} == {7}
        assert len(evidence_choices(SYSTEM, world.journey.id)["passages"]) == 7
    for query in asked.captured_queries:
        with_words = '"coding_text"."body"' in query["sql"] or '"collection_document"."text"' in query["sql"]
        assert not (with_words and '"coding_passage"' in query["sql"]), query["sql"]
