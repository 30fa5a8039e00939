"""A search finds words in any form; nobody gets a hit, or a count, in a text she may not read."""

import pytest

from vises.apps.access.actor import SYSTEM, actor_for
from vises.apps.access.rules import Role
from vises.apps.access.services import give_role
from vises.apps.accounts.services import make_user
from vises.apps.coding import services
from vises.apps.coding.models import TextStems
from vises.apps.coding.queries.search import PAGE, search
from vises.apps.coding.rules.around import around
from vises.apps.coding.services import names
from vises.apps.collection.services import withdrawals
from vises.apps.collection.services.documents import add_document
from vises.apps.journeys.services.plan import LineWords, add_line
from vises.kernel.problems import Forbidden, NotFound


@pytest.fixture
def heard(world, line):  # type: ignore[no-untyped-def]
    def hear(body: str, language: str = "fr", on=line):  # type: ignore[no-untyped-def]
        kept = add_document(SYSTEM, on.id, kind="interview", title=body[:20], text=body, language=language)
        return kept, services.take_in(SYSTEM, kept.document.id)

    return hear


def test_forms_languages_and_places(world, heard) -> None:  # type: ignore[no-untyped-def]
    heard("Samir : On me salue.\nLa porte est la même, et les portes aussi.")
    heard("De deuren staan open.", "nl")
    page = search(world.actor("rita"), world.journey.id, "PORTES")
    (found,) = page.found
    assert (page.total, page.texts, found.places) == (1, 2, 2)
    hit = found.hits[0]
    assert (hit.before, hit.words, hit.at) == ("La ", "porte", 24)
    assert hit.after == " est la même, et les portes aussi."
    assert search(world.actor("rita"), world.journey.id, "deur").total == 1
    assert search(world.actor("rita"), world.journey.id, "porte saluer").total == 1
    for nothing in ("porte deur", "%", "_", "", "' OR 1=1"):
        assert search(world.actor("rita"), world.journey.id, nothing).total == 0, nothing


def test_no_hit_and_no_count_in_what_one_may_not_read(world, line, heard) -> None:  # type: ignore[no-untyped-def]
    closed = add_line(SYSTEM, world.journey.id, LineWords(looks_at={"fr": "Autre"}, method="interview", target=3))
    heard("Un secret derrière la porte.", on=closed)
    heard("La porte.")
    lea = make_user("lea@here.example", "Léa", "fr")
    give_role(SYSTEM, lea, world.journey.scope, Role.READER, detail=line.id)
    page = search(actor_for(lea), world.journey.id, "porte")
    assert (page.total, page.texts) == (1, 1) and search(actor_for(lea), world.journey.id, "secret").total == 0
    for name in ("nadia", "mo"):
        page = search(world.actor(name), world.journey.id, "porte")
        assert (page.total, page.texts, page.found) == (0, 0, ())
    for name in ("fred", "patrick", "stranger rita"):
        with pytest.raises((NotFound, Forbidden)):
            search(world.actor(name), world.journey.id, "porte")


def test_replaced_names_and_words_taken_back_are_found_no_more(world, heard) -> None:  # type: ignore[no-untyped-def]
    kept, text = heard("Fatoumata rit.")
    rita = world.actor("rita")
    assert search(rita, world.journey.id, "fatoumata").total == 1
    for one in (search(rita, world.journey.id, "rit"), search(rita, world.journey.id, "fatoumata rit")):
        assert (one.total, len(one.found)) == (1, 1)
    names.begin_key(rita, text.id)
    names.pseudonymise(world.actor("rita"), text.id, [names.Change(0, 9, "first", "[prénom 1]")], seen=text.hash)
    assert search(rita, world.journey.id, "fatoumata").total == 0
    assert search(rita, world.journey.id, "prenom").total == 1
    assert not TextStems.objects.filter(words__contains="fatoumata").exists()
    withdrawals.withdraw(kept.receipt)
    assert not TextStems.objects.exists()


def test_pages_and_queries_are_bounded(world, heard, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for n in range(PAGE + 2):
        heard(f"Porte {n}.")
    with django_assert_max_num_queries(14):
        page = search(world.actor("rita"), world.journey.id, "porte")
    assert (page.total, page.of, len(page.found)) == (PAGE + 2, 2, PAGE)
    assert len(search(world.actor("rita"), world.journey.id, "porte", number=9).found) == 2


def test_what_stands_around_is_cut_between_words() -> None:
    body = "Un deux trois quatre cinq six sept"
    at = body.index("quatre")
    assert around(body, at, at + 6, 8) == ("… trois ", " cinq …")
    assert around(body, at, at + 6, 100) == ("Un deux trois ", " cinq six sept")
    assert around(body, at, at + 6, 100, first=8, last=at + 11) == ("trois ", " cinq")
    assert around("x" * 50, 20, 21, 5) == ("… ", " …")
    for size in range(40):
        before, after = around(body, at, at + 6, size)
        assert len(before) <= size + 2 and len(after) <= size + 2
