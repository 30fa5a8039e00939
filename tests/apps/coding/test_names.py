"""Names replaced: passages stay on their words, one name one pseudonym, and the key is for its keepers."""

from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vises.apps.access.actor import SYSTEM, actor_for
from vises.apps.access.rules import Role
from vises.apps.access.services import give_role
from vises.apps.accounts.services import make_user
from vises.apps.coding import services
from vises.apps.coding.models import Passage, Pseudonym, PseudonymUse, Text
from vises.apps.coding.queries.names import names_page, places_of
from vises.apps.coding.services import names
from vises.apps.coding.services.names import Change
from vises.apps.collection.models import Document
from vises.apps.collection.services import withdrawals
from vises.apps.collection.services.documents import add_document
from vises.kernel.problems import Conflict, Forbidden, NotFound, Problem

WORDS = "[0:03] Samira : Je viens de Jemappes avec Ginette.\n[0:09] Ginette : SAMIRA, c'est mon amie. Elle rit."


@pytest.fixture
def hear(line):  # type: ignore[no-untyped-def]
    """Keep a conversation and take it in: returns what was kept and the text."""

    def hear(words: str = WORDS, title: str = "Talk"):  # type: ignore[no-untyped-def]
        kept = add_document(SYSTEM, line.id, kind="interview", title=title, text=words, language="fr")
        return kept, services.take_in(SYSTEM, kept.document.id)

    return hear


def changes(text: Text, *wanted: tuple[str, str], stands: str = "") -> list[Change]:
    return [Change(*place, kind, stands) for words, kind in wanted for place in places_of(text.body, words)]


def test_passages_times_and_the_document_follow(hear, world) -> None:  # type: ignore[no-untyped-def]
    kept, text = hear(title="Samira raconte")
    code = services.add_code(SYSTEM, world.journey.id, names={"fr": "Amitié"})
    start = text.body.index("avec Ginette")
    one = services.mark(SYSTEM, text.id, code.id, start, start + len("avec Ginette"), memo="Samira et l'autre")
    start = text.body.index("Elle rit")
    two = services.mark(SYSTEM, text.id, code.id, start, start + len("Elle rit"))
    count = names.pseudonymise(
        SYSTEM, text.id, changes(text, ("Samira", "first"), ("Ginette", "first"), ("Jemappes", "place")), seen=text.hash
    )
    assert count == 5
    text.refresh_from_db()
    assert text.body == (
        "[prénom 1] : Je viens de [lieu 1] avec [prénom 2].\n[prénom 2] : [prénom 1], c'est mon amie. Elle rit."
    )
    assert text.title == "[prénom 1] raconte" and text.times == [[0, 3.0], [1, 9.0]]
    one.refresh_from_db()
    two.refresh_from_db()
    assert text.body[one.start : one.end] == "avec [prénom 2]" and one.memo == "[prénom 1] et l'autre"
    assert text.body[two.start : two.end] == "Elle rit"
    document = Document.objects.get(pk=kept.document.id)
    assert document.text == text.body and document.title == text.title


def test_a_name_has_one_pseudonym_in_all_texts_of_the_line(hear) -> None:  # type: ignore[no-untyped-def]
    _, first = hear()
    _, second = hear("Ginette et Samira. Fatou aussi.")
    names.pseudonymise(SYSTEM, first.id, changes(first, ("Samira", "first")), seen=first.hash)
    both = changes(second, ("Ginette", "first")) + changes(second, ("Samira", "first"), stands="Autre")
    names.pseudonymise(SYSTEM, second.id, both, seen=second.hash)
    second.refresh_from_db()
    assert second.body == "[prénom 2] et [prénom 1]. Fatou aussi."
    names.pseudonymise(SYSTEM, second.id, changes(second, ("Fatou", "first"), stands="Awa"), seen=second.hash)
    second.refresh_from_db()
    assert second.body.endswith("Awa aussi.")


def test_the_key_is_sealed_and_nothing_of_a_name_is_left_in_the_tables(hear) -> None:  # type: ignore[no-untyped-def]
    _, text = hear()
    names.pseudonymise(SYSTEM, text.id, changes(text, ("Samira", "first")), seen=text.hash)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert not any("samira" in str(cell).casefold() for row in cursor.fetchall() for cell in row), table


def test_words_are_put_back_as_they_were(hear) -> None:  # type: ignore[no-untyped-def]
    _, text = hear()
    before = text.body
    names.pseudonymise(SYSTEM, text.id, changes(text, ("Samira", "first"), ("Ginette", "first")), seen=text.hash)
    for row in Pseudonym.objects.order_by("-created_at"):
        names.put_back(SYSTEM, text.id, row.id, seen=Text.objects.get(pk=text.id).hash)
    text.refresh_from_db()
    assert text.body == before and not Pseudonym.objects.exists()


def test_only_keepers_see_names_and_they_must_still_read(hear, world, line) -> None:  # type: ignore[no-untyped-def]
    _, text = hear()
    rita = world.users["rita"]
    page = names_page(world.actor("rita"), world.journey.id, text.id)
    assert not page.keeps and not page.keepers and not page.proposals
    with pytest.raises(Forbidden):
        names.pseudonymise(world.actor("rita"), text.id, changes(text, ("Samira", "first")), seen=text.hash)
    names.begin_key(world.actor("rita"), text.id)
    page = names_page(world.actor("rita"), world.journey.id, text.id)
    assert page.keeps and page.keepers == (rita.name,)
    assert {(row.words, row.kind, len(row.places)) for row in page.proposals} == {
        ("Samira", "first", 2),
        ("Ginette", "first", 2),
        ("Jemappes", "place", 1),
    }
    names.pseudonymise(world.actor("rita"), text.id, changes(text, ("Samira", "first")), seen=text.hash)
    # a second reader reads the words, and not the key, until she is let in
    vera = make_user("vera@here.example", "Vera", "fr")
    give_role(SYSTEM, vera, world.journey.scope, Role.READER, detail=line.id)
    page = names_page(actor_for(vera), world.journey.id, text.id)
    assert not page.keeps and page.keepers == (rita.name,) and not page.key and not page.people
    with pytest.raises(Forbidden):
        names.begin_key(actor_for(vera), text.id)
    with pytest.raises((Forbidden, NotFound)):
        names.share_key(actor_for(vera), text.id, vera.id)
    with pytest.raises(Problem):
        names.share_key(world.actor("rita"), text.id, world.users["mo"].id)
    names.share_key(world.actor("nadia"), text.id, vera.id)  # who decides who may see what
    page = names_page(actor_for(vera), world.journey.id, text.id)
    assert [(row.name, row.stands, row.here, row.texts) for row in page.key] == [("Samira", "[prénom 1]", 2, 1)]
    names.end_key(world.actor("rita"), text.id, vera.id)
    assert not names_page(actor_for(vera), world.journey.id, text.id).keeps
    page = names_page(world.actor("nadia"), world.journey.id, text.id)
    assert page.decides and not page.reads and not page.key and not page.proposals and len(page.people) == 2
    for name in ("nadia", "mo", "claire", "an", "stranger rita", "stranger nadia"):
        if name != "nadia":
            with pytest.raises((NotFound, Forbidden)):
                names_page(world.actor(name), world.journey.id, text.id)
        with pytest.raises((NotFound, Forbidden)):
            names.put_back(world.actor(name), text.id, Pseudonym.objects.get().id, seen=text.hash)


def test_a_keeper_who_reads_no_more_opens_no_key(hear, world, line) -> None:  # type: ignore[no-untyped-def]
    _, text = hear()
    give_role(SYSTEM, world.users["mo"], world.journey.scope, Role.KEEPER, detail=line.id)
    with pytest.raises((NotFound, Forbidden)):
        names_page(world.actor("mo"), world.journey.id, text.id)
    with pytest.raises((NotFound, Forbidden)):
        names.pseudonymise(world.actor("mo"), text.id, changes(text, ("Samira", "first")), seen=text.hash)


def test_what_changed_meanwhile_is_not_overwritten(hear, world) -> None:  # type: ignore[no-untyped-def]
    _, text = hear()
    code = services.add_code(SYSTEM, world.journey.id, names={"fr": "Amitié"})
    todo = changes(text, ("Samira", "first"))
    names.pseudonymise(SYSTEM, text.id, changes(text, ("Ginette", "first")), seen=text.hash)
    with pytest.raises(Conflict):
        names.pseudonymise(SYSTEM, text.id, todo, seen=text.hash)
    with pytest.raises(Problem, match="text-moved"):
        services.mark(SYSTEM, text.id, code.id, 0, 6, seen=text.hash)


def test_what_cannot_be_a_name_is_refused(hear) -> None:  # type: ignore[no-untyped-def]
    _, text = hear()
    for wrong, code in (
        ([], "no-names"),
        ([Change(0, 6, "first", "x" * 81)], "pseudonym"),
        ([Change(0, 6, "first", "…")], "pseudonym"),
        ([Change(0, 6, "other")], "no-names"),
        ([Change(3, 3, "first")], "no-names"),
        ([Change(0, 9999, "first")], "no-names"),
        ([Change(0, 6, "first"), Change(3, 8, "last")], "overlap"),
        ([Change(0, text.body.index("\n") + 2, "first")], "name-lines"),
    ):
        with pytest.raises(Problem, match=code):
            names.pseudonymise(SYSTEM, text.id, wrong, seen=text.hash)
    assert Text.objects.get(pk=text.id).body == text.body and not Pseudonym.objects.exists()


def test_a_withdrawal_takes_names_out_of_the_key_unless_others_use_them(hear) -> None:  # type: ignore[no-untyped-def]
    kept, first = hear()
    _, second = hear("Samira encore.")
    for text in (first, second):
        wanted = [("Samira", "first"), ("Ginette", "first")]
        names.pseudonymise(SYSTEM, text.id, changes(text, *wanted), seen=text.hash)
    withdrawals.withdraw(kept.receipt)
    assert [row.stands for row in Pseudonym.objects.all()] == ["[prénom 1]"]
    assert PseudonymUse.objects.count() == 1


def test_words_that_are_no_name_are_not_proposed_again(hear, world) -> None:  # type: ignore[no-untyped-def]
    _, text = hear("Je vois Rose. Le Central est fermé.")
    keys = {row.words for row in names_page(SYSTEM, world.journey.id, text.id).proposals}
    assert "Rose" in keys
    names.pass_over(SYSTEM, text.id, ["Rose"])
    page = names_page(SYSTEM, world.journey.id, text.id)
    assert "Rose" not in {row.words for row in page.proposals} and page.passed_over == ("rose",)


def test_what_people_answered_stays_as_it_came(wave, answer, world) -> None:  # type: ignore[no-untyped-def]
    answer(wave, "one", changed="Samira rit.")
    text = services.texts.take_said(SYSTEM, wave.answers.get().id, "changed")
    assert names_page(SYSTEM, world.journey.id, text.id).answer
    with pytest.raises(Problem, match="names-of-answers"):
        names.pseudonymise(SYSTEM, text.id, [Change(0, 6, "first")], seen=text.hash)


@given(data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_passage_keeps_its_words(hear, world, data: Any) -> None:  # type: ignore[no-untyped-def]
    """Random passages, random names: a passage's words are the same, except those replaced."""
    words = st.sampled_from(["Samira", "Jan", "rit", "de", "😀", "Mons.", "é"])
    parts = data.draw(st.lists(words, min_size=3, max_size=30))
    _, text = hear(" ".join(parts))
    body = text.body
    code = services.add_code(SYSTEM, world.journey.id, names={"fr": text.id.hex})
    marked: dict[Any, str] = {}
    for _ in range(4):
        start = data.draw(st.integers(0, len(body) - 1))
        end = data.draw(st.integers(start + 1, len(body)))
        try:
            passage = services.mark(SYSTEM, text.id, code.id, start, end)
        except Problem:
            continue
        marked[passage.id] = body[passage.start : passage.end]
    wanted = data.draw(st.sets(st.sampled_from(["Samira", "Jan", "Mons", "de"]), min_size=1))
    todo = changes(text, *((word, "first") for word in sorted(wanted)))
    if not todo:
        return
    edges = {p.id: (p.start, p.end) for p in Passage.objects.filter(text=text)}
    try:
        names.pseudonymise(SYSTEM, text.id, todo, seen=text.hash)
    except Problem as problem:
        assert problem.code == "coding.names-in-passages"
        return
    text.refresh_from_db()
    by_name = {page_row.name: page_row.stands for page_row in names_page(SYSTEM, world.journey.id, text.id).key}
    for passage in Passage.objects.filter(text=text):
        start, end = edges[passage.id]
        grown = [c for c in todo if c.start < end and c.end > start]
        start, end = min([start, *(c.start for c in grown)]), max([end, *(c.end for c in grown)])
        expected = body[start:end]
        for change in sorted(grown, key=lambda c: -c.start):
            stands_for = by_name[body[change.start : change.end]]
            expected = expected[: change.start - start] + stands_for + expected[change.end - start :]
        assert text.body[passage.start : passage.end] == expected
