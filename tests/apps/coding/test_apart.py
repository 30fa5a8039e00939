"""Two people mark the same sentences blind: what counts as marked, how far they agree, what becomes of it."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vises.analysis.estimates.agreement import krippendorff
from vises.apps.access.actor import SYSTEM, actor_for
from vises.apps.access.rules import Role
from vises.apps.access.services import give_role
from vises.apps.accounts.services import make_user
from vises.apps.coding import services
from vises.apps.coding.models import MarkApart, Passage, ReadingApart, Text
from vises.apps.coding.queries.apart import apart_page
from vises.apps.coding.queries.codebook import coding_page
from vises.apps.coding.queries.history import changes
from vises.apps.coding.queries.passages import passages
from vises.apps.coding.rules.apart import Laid, compare, covers
from vises.apps.coding.rules.sentences import Unit
from vises.apps.coding.services import names
from vises.apps.coding.services.apart import (
    begin_apart,
    done_apart,
    mark_apart,
    settle_apart,
    stop_apart,
    unmark_apart,
)
from vises.apps.coding.services.exchange import export_project
from vises.apps.coding.services.proposals import confirm, refuse
from vises.apps.collection.services.documents import add_document
from vises.kernel.problems import Forbidden, NotFound, Problem
from vises.texts.refi import read_project

BODY = "Un deux trois. Quatre cinq six. Sept huit neuf. Dix onze douze. Treize quatorze. Seize dix-sept."
UNITS = tuple(Unit(n + 1, 0, start, end - 1) for n, (start, end) in enumerate(pairwise((0, 11, 21, 31, 41, 51, 61))))


def _laid(*marks: tuple[bool, str, int, int]) -> list[Laid[str]]:
    return [Laid(str(n), first, theme, start, end) for n, (first, theme, start, end) in enumerate(marks)]


def test_a_sentence_counts_from_half_of_the_shorter() -> None:
    assert covers((0, 10), (5, 30)) and not covers((0, 10), (6, 30))
    assert covers((0, 10), (8, 12)) and not covers((0, 10), (9, 13)) and not covers((0, 10), (10, 12))


def test_two_readings_beside_each_other() -> None:
    compared = compare(
        UNITS,
        _laid(
            (True, "door", 0, 20),  # two sentences
            (False, "door", 0, 10),  # one of them
            (True, "door", 31, 40),
            (False, "door", 32, 40),  # nearly the same words: the same sentence
            (False, "price", 51, 60),
        ),
    )
    door, price = compared.themes
    assert (door.both, door.first, door.second) == (2, 1, 0) and (price.both, price.first, price.second) == (0, 0, 1)
    one, two = [True, True, False, True, False, False], [True, False, False, True, False, False]
    assert door.agreement == krippendorff([one, two])
    assert compared.whole == krippendorff([[*one, *[False] * 6], [*two, *[False] * 5, True]])
    assert [(group.theme, group.agreed, group.start, group.end) for group in compared.groups] == [
        ("door", False, 0, 20),
        ("door", True, 31, 40),
        ("price", False, 51, 60),
    ]
    assert compare(UNITS, []).whole is None


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.booleans(), st.sampled_from("ab"), st.integers(0, 59), st.integers(1, 20)), max_size=8))
def test_every_mark_is_in_one_group_and_two_that_agree_everywhere_agree(drawn) -> None:  # type: ignore[no-untyped-def]
    laid = _laid(*((first, theme, start, start + length) for first, theme, start, length in drawn))
    compared = compare(UNITS, laid)
    assert sorted(m.id for group in compared.groups for m in group.marks) == sorted(mark.id for mark in laid)
    twice = [Laid(mark.id + x, x == "a", mark.theme, mark.start, mark.end) for mark in laid for x in "ab"]
    assert all(group.agreed for group in compare(UNITS, twice).groups)


@pytest.fixture
def two(world, line):  # type: ignore[no-untyped-def]
    """Rita and Léa read an interview with a mark of old; a theme."""
    lea = make_user("lea@here.example", "Léa", "fr")
    give_role(SYSTEM, lea, world.journey.scope, Role.READER, detail=line.id)
    kept = add_document(SYSTEM, line.id, kind="interview", title="Un", text=BODY, language="fr")
    text = services.take_in(SYSTEM, kept.document.id)
    code = services.add_code(SYSTEM, world.journey.id, names={"fr": "Nombre"})
    services.mark(SYSTEM, text.id, code.id, 0, 14)
    return text, code, world.actor("rita"), actor_for(lea)


def test_neither_sees_the_other_until_both_are_done(world, two) -> None:  # type: ignore[no-untyped-def]
    text, code, rita, lea = two
    journey = world.journey.id
    reading = begin_apart(rita, text.id, 2, 6, lea.id)
    mark_apart(rita, reading.id, code.id, 15, 31)
    hers = mark_apart(lea, reading.id, code.id, 32, 47)
    for actor, words in ((rita, "Quatre cinq six."), (lea, "Sept huit neuf.")):
        page = apart_page(actor, journey, text.id, "fr")
        assert page.state == "mine" and [row.words for row in page.page.passages] == [words]
        assert page.themes == () and page.groups == () and page.whole is None
        assert passages(actor, journey) == ()  # marks of old are hidden too
        assert read_project(export_project(actor, journey, "x", "fr")).sources[0].marks == ()
    unmark_apart(rita, reading.id, hers.id)  # not hers to take away
    assert MarkApart.objects.filter(pk=hers.id).exists()
    done_apart(rita, reading.id)
    assert apart_page(rita, journey, text.id, "fr").groups == ()
    with pytest.raises(Problem, match="apart-done"):
        mark_apart(rita, reading.id, code.id, 32, 40)
    with pytest.raises(Problem, match="not-done"):
        settle_apart(rita, reading.id, {})
    done_apart(lea, reading.id)
    page = apart_page(lea, journey, text.id, "fr")
    assert page.state == "compare" and len(page.waiting) == 2 and page.compared == 5
    assert len(passages(lea, journey)) == 1


def test_what_both_say_becomes_passages_and_the_rest_waits(world, two) -> None:  # type: ignore[no-untyped-def]
    text, code, rita, lea = two
    reading = begin_apart(rita, text.id, 1, 6, lea.id)
    for actor, places in ((rita, ((15, 31), (48, 63))), (lea, ((16, 31), (64, 80)))):
        for place in places:
            mark_apart(actor, reading.id, code.id, *place)
        done_apart(actor, reading.id)
    differ = apart_page(rita, world.journey.id, text.id, "fr").waiting
    assert [(row.first, row.second) for row in differ] == [(("Dix onze douze.",), ()), ((), ("Treize quatorze.",))]
    assert settle_apart(lea, reading.id, {differ[0].key: "first"}) == 2
    made = Passage.objects.exclude(start=0).order_by("start")
    assert [(p.start, p.end, p.coder_id) for p in made] == [(15, 31, rita.id), (48, 63, rita.id)]
    assert ReadingApart.objects.get().ended_at is None
    assert settle_apart(rita, reading.id, {differ[1].key: "none"}) == 0
    page = apart_page(rita, world.journey.id, text.id, "fr")
    assert page.state == "ended" and page.whole and len(page.groups) == 3 and Passage.objects.count() == 3
    begin_apart(lea, text.id, 1, 2, rita.id)  # and once more


def test_what_cannot_be(world, two) -> None:  # type: ignore[no-untyped-def]
    text, code, rita, lea = two
    for second in (rita.id, world.users["nadia"].id):
        with pytest.raises(Problem, match="apart-reader"):
            begin_apart(rita, text.id, 1, 6, second)
    with pytest.raises(Problem, match="passage"):
        begin_apart(rita, text.id, 9, 12, lea.id)
    for name in ("nadia", "stranger rita", "patrick"):
        with pytest.raises((NotFound, Forbidden)):
            begin_apart(world.actor(name), text.id, 1, 6, lea.id)
    reading = begin_apart(rita, text.id, 2, 3, lea.id)
    with pytest.raises(Problem, match="apart-open"):
        begin_apart(lea, text.id, 1, 2, rita.id)
    with pytest.raises(Problem, match="passage"):
        mark_apart(rita, reading.id, code.id, 0, 14)
    mark_apart(rita, reading.id, code.id, 15, 31)
    with pytest.raises(Problem, match="already-marked"):
        mark_apart(rita, reading.id, code.id, 15, 31)
    other = services.add_code(SYSTEM, world.journey.id, names={"fr": "Autre"})
    with pytest.raises(Problem, match="apart-theme"):
        services.merge(SYSTEM, code.id, other.id)
    for change in (
        lambda: services.merge(lea, code.id, other.id),  # whether it works would tell her what the other one marked
        lambda: services.remove_code(lea, other.id),
        lambda: services.split(lea, code.id, {"fr": "Tiers"}, Passage.objects.values_list("id", flat=True)),
    ):
        with pytest.raises(Problem, match="apart-codebook"):
            change()
    old = Passage.objects.get()
    for act in (
        lambda: services.mark(rita, text.id, code.id, 32, 47),
        lambda: services.change_memo(rita, old.id, "x"),
        lambda: services.unmark(rita, old.id),
        lambda: confirm(rita, text.id, code.id, 32, 47, text.hash),
        lambda: refuse(rita, text.id, code.id, 32, 47, text.hash),
    ):
        with pytest.raises(Problem, match="apart-mine"):
            act()
    third = make_user("zoe@here.example", "Zoé", "fr")
    give_role(SYSTEM, third, world.journey.scope, Role.READER)
    for act in (done_apart, stop_apart):
        with pytest.raises(Forbidden):
            act(actor_for(third), reading.id)
    assert apart_page(actor_for(third), world.journey.id, text.id, "fr").state == "others"
    stop_apart(lea, reading.id)
    services.merge(rita, code.id, other.id)
    assert MarkApart.objects.get().code_id == other.id


def test_no_count_tells_of_a_text_that_one_reads_apart(world, two) -> None:  # type: ignore[no-untyped-def]
    text, code, rita, lea = two
    journey, third = world.journey.id, make_user("zoe@here.example", "Zoé", "fr")
    give_role(SYSTEM, third, world.journey.scope, Role.READER)
    zoe = actor_for(third)
    gone = services.add_code(SYSTEM, journey, names={"fr": "Chiffre"})
    services.mark(SYSTEM, text.id, gone.id, 15, 31)
    services.merge(SYSTEM, gone.id, code.id)

    def counts(actor) -> tuple[object, ...]:  # type: ignore[no-untyped-def]
        page = coding_page(actor, journey)
        [row] = page.codes
        return row.passages, row.texts, page.texts[0].passages, [change.places for change in changes(actor, journey)]

    whole = (2, 1, 2, [1])
    assert counts(rita) == whole
    reading = begin_apart(rita, text.id, 1, 6, lea.id)
    assert counts(rita) == counts(lea) == (0, 0, 0, [0]) and counts(zoe) == whole
    assert coding_page(rita, journey).texts[0].apart and coding_page(rita, journey).apart
    done_apart(rita, reading.id)
    assert counts(rita) == (0, 0, 0, [0])  # the other one is not done
    done_apart(lea, reading.id)
    assert counts(rita) == whole and not coding_page(rita, journey).apart


def test_marks_follow_when_names_are_replaced(world, two) -> None:  # type: ignore[no-untyped-def]
    text, code, rita, lea = two
    reading = begin_apart(rita, text.id, 2, 6, lea.id)
    mark = mark_apart(rita, reading.id, code.id, 15, 31)
    names.begin_key(rita, text.id)
    names.pseudonymise(world.actor("rita"), text.id, [names.Change(0, 2, "first", "[prénom]")], seen=text.hash)
    mark.refresh_from_db(), reading.refresh_from_db()
    body = Text.objects.get().body
    assert body[mark.start : mark.end] == "Quatre cinq six." and body[reading.start :].startswith("Quatre")
