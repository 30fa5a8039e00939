"""A lagging translation of a released version: written by some, read over by another, put into force once."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from vises.apps.access.actor import SYSTEM
from vises.apps.access.holders import people_of_programme
from vises.apps.accounts.models import Notice
from vises.apps.learning.models import TranslatedText, Translation, TranslationMove
from vises.apps.learning.queries.changes import translated_element, translation_page, translations_page
from vises.apps.learning.rules.translations import MOVES, Facts, may_move
from vises.apps.learning.services.changes import translations
from vises.apps.methodology import comparing
from vises.apps.methodology import queries as methodology
from vises.apps.methodology.models import MethodologySupplement
from vises.apps.methodology.services import drafts, releases
from vises.apps.methodology.services.supplements import complete
from vises.kernel.clock import shifted, today
from vises.kernel.problems import Conflict, Forbidden, NotFound, Problem
from vises.platform.jobs.services import run_next
from vises.platform.mail.models import OutboxMail

HINT, PITFALL = "portrait.hint", "collection.pitfall"
INSIDE = ("bo", "an", "cora")
READERS = ("nadia", "mo", "claire", "fred", "paula")
OUTSIDE = ("rita", "patrick", "ada", "stranger nadia", "stranger bo", "stranger cora")


def _problem(code: str) -> Any:
    return pytest.raises(Problem, match=f"^{code}$")


@pytest.fixture(autouse=True)
def _forgotten(db: None) -> Iterator[None]:
    methodology.forget()
    yield
    methodology.forget()


def release() -> Any:
    """Version 3.1, whose English lags in one text of the portrait and one of the collection."""
    draft = drafts.begin_draft(SYSTEM, "3")
    for key in (HINT, PITFALL):
        drafts.write_text(SYSTEM, draft.id, key, {"fr": f"Autre chose {key[:3]}", "nl": f"Iets anders {key[:3]}"})
    drafts.write_change(SYSTEM, draft.id, kind="reworded", element="portrait", what={"fr": "a"}, why={"fr": "b"})
    return releases.release_draft(SYSTEM, draft.id, "3.1")


@pytest.fixture
def row(world: Any) -> Translation:
    """The English of 3.1, begun by bo in her programme."""
    release()
    return translations.begin_translation(world.actor("bo"), world.programme.id, "3.1", "en")


def _read(world: Any, row: Translation) -> Translation:
    """Both texts written by bo, read over by an."""
    translations.write_texts(world.actor("bo"), row.id, {HINT: "Other words", PITFALL: "Otherwise"})
    translations.ask_for_reading(world.actor("bo"), row.id)
    return translations.read_over(world.actor("an"), row.id)


# --- rules


def test_it_comes_into_force_only_read_over_and_by_who_decides() -> None:
    assert set(MOVES) == set(Translation.State.values)
    assert {old for old, new in MOVES.items() if "in-force" in new} == {"read"}
    assert {old for old, new in MOVES.items() if "read" in new} == {"reading"}
    for wrote, decides in product((False, True), repeat=2):
        assert may_move(Facts("reading", 1, wrote, decides), "read") == ("learning.translation-own" if wrote else "")
        code = "" if decides else "learning.translation-decides"
        assert may_move(Facts("read", 1, wrote, decides), "in-force") == code
    assert may_move(Facts("writing", 0, False, True), "reading") == "learning.translation-nothing"
    assert may_move(Facts("writing", 1, False, True), "in-force") == "learning.translation-no-such-move"


# --- services


def test_from_lagging_to_in_force(world: Any, row: Translation) -> None:
    hash_, fingerprint = methodology.version("3.1").hash, comparing.fingerprint("3.1")
    page = translation_page(world.actor("bo"), row.id, "fr")
    assert (page.line.written, page.line.wanted) == (0, 2)
    assert [(one.key, one.lags, one.done) for one in page.elements] == [
        ("portrait", True, False),
        ("collection", True, False),
    ]
    (part,) = translated_element(page, "portrait").parts
    assert part.source == "Autre chose por" and part.older == methodology.text("3", HINT, "en")
    assert translations.write_texts(world.actor("bo"), row.id, {HINT: "Other words"}) == 1
    page = translation_page(world.actor("bo"), row.id, "fr")
    assert [one.key for one in page.elements] == ["collection", "portrait"]  # what is to be done comes first
    _read(world, row)
    with pytest.raises(Forbidden):
        translations.put_in_force(world.actor("an"), row.id)
    with pytest.raises(Forbidden):
        translations.put_in_force(world.actor("bo"), row.id)
    assert methodology.text("3.1", HINT, "en") != "Other words"
    kept = translations.put_in_force(world.actor("cora"), row.id)
    assert methodology.text("3.1", HINT, "en") == "Other words"
    assert methodology.translation_states("3.1")["en"] == "completed"
    supplement = kept.supplement
    assert supplement is not None
    names = (world.users["bo"].name, world.users["an"].name)
    assert (supplement.translated_by, supplement.read_by, supplement.completed_on) == (*names, today())
    assert (methodology.version("3.1").hash, comparing.fingerprint("3.1")) == (hash_, fingerprint)
    moves = TranslationMove.objects.values_list("old", "new")
    assert list(moves) == [("", "writing"), ("writing", "reading"), ("reading", "read"), ("read", "in-force")]
    with _problem("learning.translation-no-such-move"):
        translations.put_in_force(world.actor("cora"), row.id)
    with _problem("learning.translation-complete"):
        translations.begin_translation(world.actor("bo"), world.programme.id, "3.1", "en")


def test_nobody_reads_over_what_she_wrote(world: Any, row: Translation) -> None:
    bo, an, cora = (world.actor(name) for name in INSIDE)
    translations.write_texts(bo, row.id, {HINT: "Other words"})
    translations.write_texts(an, row.id, {HINT: "Better words", PITFALL: "Otherwise"}, seen={HINT: 1})
    translations.ask_for_reading(bo, row.id)
    for name in ("bo", "an"):  # bo's words were replaced: she wrote some all the same
        with _problem("learning.translation-own"):
            translations.read_over(world.actor(name), row.id)
    translations.read_over(cora, row.id)
    translations.put_in_force(cora, row.id)
    assert MethodologySupplement.objects.get().translated_by == f"{bo.name}, {an.name}"


def test_texts_stand_still_while_they_are_read_and_may_go_back(world: Any, row: Translation) -> None:
    bo, an = world.actor("bo"), world.actor("an")
    with _problem("learning.translation-nothing"):
        translations.ask_for_reading(bo, row.id)
    translations.write_texts(bo, row.id, {HINT: "Other words"})
    translations.ask_for_reading(bo, row.id)
    with _problem("learning.translation-stands-still"):
        translations.write_texts(bo, row.id, {HINT: "x"})
    with _problem("learning.translation-why"):
        translations.write_on(an, row.id, " ")
    translations.write_on(an, row.id, "“Other” is not “autre chose”")
    translations.write_texts(bo, row.id, {HINT: "Something else"})
    assert [one.text for one in TranslatedText.objects.all()] == ["Other words", "Something else"]  # nothing is lost
    translations.ask_for_reading(bo, row.id)
    translations.read_over(an, row.id)
    translations.write_on(bo, row.id, "a word was forgotten")
    row.refresh_from_db()
    assert (row.state, row.read_by_name) == ("writing", "")
    with _problem("learning.translation-why"):
        translations.set_aside(bo, row.id, "")
    translations.set_aside(bo, row.id, "Nobody reads English here")
    again = translations.begin_translation(bo, world.programme.id, "3.1", "en")
    assert again.id != row.id
    assert translations.begin_translation(an, world.programme.id, "3.1", "en").id == again.id  # one at a time


def test_two_who_write_the_same_text_lose_nothing(world: Any, row: Translation) -> None:
    bo, an = world.actor("bo"), world.actor("an")
    translations.write_texts(bo, row.id, {HINT: "Hers"}, seen={HINT: 0})
    with pytest.raises(Conflict) as caught:
        translations.write_texts(an, row.id, {PITFALL: "Kept?", HINT: "His"}, seen={HINT: 0, PITFALL: 0})
    assert caught.value.field == f"text_{HINT}"
    assert [one.text for one in TranslatedText.objects.all()] == ["Hers"]  # all of it or none
    assert translations.write_texts(an, row.id, {PITFALL: "Kept", HINT: "His"}, seen={HINT: 1}) == 2
    assert translations.write_texts(an, row.id, {PITFALL: "Kept", HINT: "His"}, seen={HINT: 2, PITFALL: 1}) == 0


@pytest.mark.parametrize(
    ("texts", "code", "field"),
    [
        ({"portrait.title": "x"}, "learning.translation-not-open", "text_portrait.title"),
        ({HINT: "ok", "no.such": "x"}, "learning.translation-not-open", "text_no.such"),
        ({HINT: "ok", PITFALL: "Wait..."}, "methodology.signs-dots", f"text_{PITFALL}"),
        ({HINT: "x" * 2001}, "methodology.text", f"text_{HINT}"),
        ({HINT: "a\x07b"}, "methodology.text", f"text_{HINT}"),
    ],
)
def test_what_cannot_be_kept_is_told_on_its_text(
    world: Any, row: Translation, texts: dict[str, str], code: str, field: str
) -> None:
    with _problem(code) as caught:
        translations.write_texts(world.actor("bo"), row.id, texts)
    assert caught.value.field == field and not TranslatedText.objects.exists()


def test_what_another_programme_completed_meanwhile_is_left_as_it_is(world: Any, row: Translation) -> None:
    _read(world, row)
    complete(SYSTEM, "3.1", "en", {HINT: "Theirs"}, translated_by="Zoë", read_by="Ulla")
    translations.put_in_force(world.actor("cora"), row.id)
    assert methodology.text("3.1", HINT, "en") == "Theirs"
    assert methodology.text("3.1", PITFALL, "en") == "Otherwise"
    other = translations_page(world.actor("cora"), world.programme.id)
    assert [line.wanted for line in other.in_force] == [1]


@pytest.mark.django_db(transaction=True)
def test_two_who_put_it_into_force_at_once_do_so_once(world: Any) -> None:
    methodology.forget()
    release()
    row = translations.begin_translation(world.actor("bo"), world.programme.id, "3.1", "en")
    _read(world, row)
    ready, outcomes, cora = threading.Barrier(2), [], world.actor("cora")

    def run() -> None:
        try:
            ready.wait()
            translations.put_in_force(cora, row.id, tell=False)
            outcomes.append("done")
        except Problem as problem:
            outcomes.append(problem.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("done") == 1 == MethodologySupplement.objects.count()


# --- who


def test_under_way_it_is_there_for_those_who_prepare_and_in_force_for_all_who_read(
    world: Any, row: Translation
) -> None:
    translations.write_texts(world.actor("bo"), row.id, {HINT: "Other words"})
    for name in INSIDE:
        assert translation_page(world.actor(name), row.id, "fr").writing
        assert translations_page(world.actor(name), world.programme.id).under_way
    for name in (*READERS, *OUTSIDE):
        actor = world.actor(name)
        with pytest.raises(NotFound):
            translation_page(actor, row.id, "fr")
        with pytest.raises((NotFound, Forbidden)):
            translations.begin_translation(actor, world.programme.id, "3.1", "en")
        for do in (
            lambda actor=actor: translations.write_texts(actor, row.id, {HINT: "x"}),
            lambda actor=actor: translations.ask_for_reading(actor, row.id),
            lambda actor=actor: translations.set_aside(actor, row.id, "x"),
        ):
            with pytest.raises(NotFound):
                do()
    for name in READERS:
        page = translations_page(world.actor(name), world.programme.id)
        assert not page.under_way and not page.may_translate and len(page.lagging) == 1
    _read(world, row)
    translations.put_in_force(world.actor("cora"), row.id)
    for name in READERS:
        page = translation_page(world.actor(name), row.id, "fr")
        assert not page.next and page.line.written == 2
        with pytest.raises(Forbidden):
            translations.set_aside(world.actor(name), row.id, "x")
    for name in OUTSIDE:
        with pytest.raises(NotFound):
            translation_page(world.actor(name), row.id, "fr")
        with pytest.raises(NotFound):
            translations_page(world.actor(name), world.programme.id)


def test_all_are_told_once_when_it_takes_effect(world: Any, row: Translation) -> None:
    people = {
        person.email for person in people_of_programme(world.programme.scope_id, "learning.write", "learning.treat")
    }
    _read(world, row)
    assert not Notice.objects.exists()
    translations.put_in_force(world.actor("cora"), row.id, address="/translations/")
    with shifted(timedelta(minutes=2)):
        while run_next():
            pass
    assert {one.user.email for one in Notice.objects.filter(code="translation-completed")} == people
    sent = {one.to: str(one.body) for one in OutboxMail.objects.all()} or {m.to[0]: str(m.body) for m in mail.outbox}
    assert set(sent) == people and all("3.1: English" in body for body in sent.values())
    with shifted(timedelta(minutes=4)):
        assert not run_next()


def test_the_pages_cost_few_queries(world: Any, row: Translation, django_assert_max_num_queries: Any) -> None:
    actor = world.actor("cora")
    translations.write_texts(world.actor("bo"), row.id, {HINT: "Other words", PITFALL: "Otherwise"})
    for _ in range(2):
        with django_assert_max_num_queries(25):
            translation_page(actor, row.id, "fr")
        with django_assert_max_num_queries(25):
            translations_page(actor, world.programme.id)
