"""Frozen data, what is asked of it, and asking again when somebody withdraws."""

import pytest

from vises.apps.collection.services import withdrawals
from vises.apps.datasets import queries, services, words
from vises.apps.datasets.models import Analysis, Dataset, Result
from vises.kernel.problems import NotFound, Problem
from vises.platform.jobs.services import run_next


@pytest.fixture
def answered(wave, answer):  # type: ignore[no-untyped-def]
    """Seventeen people: 12 met somebody; 9 pay the reduced price, 8 the full one."""
    return [
        answer(wave, f"uuid:{n}", met="yes" if n < 12 else "no", price="reduced" if n % 2 == 0 else "full")
        for n in range(17)
    ]


def test_the_results_count_people_with_their_interval(wave, answered, world) -> None:  # type: ignore[no-untyped-def]
    page = queries.wave_results(world.actor("nadia"), wave.id)
    met = next(asked for asked in page.questions if asked.name == "met")
    yes = met.summary.cells[0]
    assert (yes.count, yes.of) == (12, 17) and 0.46 < (yes.low or 0) < 0.48 and not page.may_read_words


def test_split_by_a_group_that_was_marked_only(wave, answered, world) -> None:  # type: ignore[no-untyped-def]
    page = queries.wave_results(world.actor("nadia"), wave.id, by="price", only="met")
    split = page.questions[0].summary.split
    assert split is not None and {group.value: group.n for group in split.groups} == {"reduced": 9, "full": 8}
    assert queries.wave_results(world.actor("nadia"), wave.id, by="met").by == ""
    with pytest.raises(Problem, match="no-grouping"):
        services.ask(world.actor("claire"), wave.id, "price", by="met")


def test_fewer_than_five_people_are_not_counted(wave, answer, world) -> None:  # type: ignore[no-untyped-def]
    for n in range(4):
        answer(wave, f"uuid:{n}", met="yes")
    page = queries.wave_results(world.actor("nadia"), wave.id)
    met = next(asked.summary for asked in page.questions if asked.name == "met")
    assert met.hidden == "small" and met.n == 0 and all(cell.count == 0 for cell in met.cells)


def test_a_withdrawal_makes_a_new_revision_and_asks_again(wave, answered, world, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    told: list[object] = []
    monkeypatch.setattr(services, "_recalculated", [lambda ids: told.extend(ids)])
    analysis = services.ask(world.actor("claire"), wave.id, "met", category="yes")
    assert services.ask(world.actor("claire"), wave.id, "met", category="yes").id == analysis.id
    withdrawals.withdraw(answered[0].receipt)
    while run_next():
        pass
    results = Result.objects.filter(analysis=analysis).order_by("dataset__revision")
    assert [(r.dataset.revision, r.dataset.size, r.summary["n"]) for r in results] == [(1, 17, 17), (2, 16, 16)]
    assert Dataset.objects.get(revision=2).because == "withdrawal" and told == [analysis.id]


def test_the_same_data_is_frozen_once_whatever_the_order(wave, answered) -> None:  # type: ignore[no-untyped-def]
    first = services.freeze(wave)
    assert services.freeze(wave).id == first.id and first.manifest == sorted(first.manifest)


def test_only_readers_read_what_people_wrote(wave, answer, world) -> None:  # type: ignore[no-untyped-def]
    answer(wave, "uuid:a", changed="je reviens seule")
    page = words.words_said(world.actor("rita"), wave.id)
    assert [(one.name, [said.text for said in one.said]) for one in page.questions] == [
        ("changed", ["je reviens seule"])
    ]
    assert words.one_answer(world.actor("rita"), wave.id, 1, "fr").rows[-1][1] == "je reviens seule"
    for name in ("nadia", "claire", "stranger rita", "cora"):
        with pytest.raises((NotFound, Problem)):
            words.words_said(world.actor(name), wave.id)
        with pytest.raises((NotFound, Problem)):
            words.one_answer(world.actor(name), wave.id, 1, "fr")
        with pytest.raises(NotFound):
            words.readable(world.actor(name), wave.line.journey_id)


def test_nothing_is_cited_before_anybody_answered(wave, world) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Problem, match="no-answers"):
        services.ask(world.actor("claire"), wave.id, "met")
    assert not Analysis.objects.exists()
