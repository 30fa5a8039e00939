"""Two prints or pages of the same round, side by side, tell nothing of one person."""

import random
from typing import Any

import pytest

from vises.analysis.disclosure import OUTSIDE
from vises.apps.access.actor import SYSTEM
from vises.apps.collection.services import withdrawals
from vises.apps.collection.services.documents import add_document
from vises.apps.datasets import services
from vises.apps.datasets.models import Told
from vises.apps.datasets.outside import leaving, reached_outside, tell, told_outside
from vises.apps.datasets.values import values_of
from vises.apps.findings.queries.numbers import cited_numbers
from vises.apps.journeys.models import PlanLine


def _met(wave: Any) -> tuple[int, int] | None:
    summary = told_outside(wave, "met")
    return None if summary.hidden else (summary.cells[0].count, summary.n)


@pytest.fixture
def twenty(wave: Any, answer: Any) -> list[Any]:
    """Twelve who met somebody, eight who did not; and what leaves is told once."""
    sent = [answer(wave, f"uuid:{n}", met="yes" if n < 12 else "no") for n in range(20)]
    tell(wave.line.journey_id)
    return sent


def test_a_late_answer_changes_nothing_that_leaves(wave: Any, twenty: Any, answer: Any) -> None:
    assert _met(wave) == (12, 20)
    for n in range(4):
        answer(wave, f"uuid:late{n}", met="yes")
        assert _met(wave) == (12, 20)
    answer(wave, "uuid:late4", met="yes")
    assert _met(wave) == (12, 20)  # five who all said yes
    answer(wave, "uuid:late5", met="no")
    assert _met(wave) == (17, 26)


def test_an_answer_taken_back_hides_until_enough_came(wave: Any, twenty: Any, answer: Any) -> None:
    withdrawals.withdraw(twenty[0].receipt)
    assert _met(wave) is None and leaving(wave) is None
    tell(wave.line.journey_id)  # what is hidden told nothing: later figures are still held against the first
    assert Told.objects.get(other=None).dataset.size == 20
    for n in range(5):
        answer(wave, f"uuid:late{n}", met="yes" if n else "no")
    assert _met(wave) == (15, 24)


def test_a_corrected_answer_leaves_the_figures_as_they_were(wave: Any, twenty: Any, answer: Any) -> None:
    answer(wave, "uuid:again", met="no", deprecates="uuid:0")
    assert values_of(wave).columns["met"].count("yes") == 11
    assert _met(wave) == (12, 20)


def test_a_split_follows_only_with_enough_in_each_group(wave: Any, answer: Any) -> None:
    for n in range(40):
        answer(wave, f"uuid:{n}", met="yes" if n % 2 else "no", price="full" if n % 4 < 2 else "reduced")
    tell(wave.line.journey_id)
    for n in range(6):
        answer(wave, f"uuid:late{n}", met="yes" if n % 2 else "no", price="full" if n < 5 else "reduced")
    assert _met(wave) == (20, 40)  # one of those who came pays less: the split would tell what she said


def test_what_is_cited_follows_the_same_state(wave: Any, twenty: Any, answer: Any) -> None:
    analysis = services.ask(SYSTEM, wave.id, "met", category="yes")
    answer(wave, "uuid:late", met="yes")
    services.ask(SYSTEM, wave.id, "met", category="yes")
    assert cited_numbers([analysis], inside=True)[analysis.id].of == 21
    assert cited_numbers([analysis], inside=False)[analysis.id].of == 20
    withdrawals.withdraw(twenty[3].receipt)
    outside = cited_numbers([analysis], inside=False)[analysis.id]
    assert outside.hidden and outside.count is None and outside.sentences == {}


@pytest.mark.parametrize("seed", range(6))
def test_whatever_comes_and_goes_two_states_shown_differ_by_nobody_or_by_enough(
    wave: Any, answer: Any, seed: int
) -> None:
    dice = random.Random(seed)
    here: dict[str, Any] = {}
    shown: list[tuple[frozenset[str], dict[str, int]]] = []
    for turn in range(60):
        if here and dice.random() < 0.12:
            name = dice.choice(sorted(here))
            withdrawals.withdraw(here.pop(name).receipt)
        else:
            said = {"met": dice.choice(["yes", "no"]), "price": dice.choice(["reduced", "full"])}
            here[f"uuid:{turn}"] = answer(wave, f"uuid:{turn}", **said)
        if turn < 12 or dice.random() < 0.4:
            continue
        tell(wave.line.journey_id)
        summary = told_outside(wave, "met", "price")
        if summary.hidden:
            continue
        state = leaving(wave)
        assert state and set(state.values.hashes) <= set(values_of(wave).hashes)  # nobody who took hers back
        counts = {cell.value: cell.count for cell in summary.cells}
        for group in summary.split.groups if summary.split else ():
            counts |= {f"{group.value} {cell.value}": cell.count for cell in group.cells}
        if shown:
            people, before = shown[-1]
            now = frozenset(state.values.hashes)
            came, left = len(now - people), len(people - now)
            assert (came, left) == (0, 0) or came >= max(OUTSIDE, left)
            # whatever those who left had said, no count fell
            assert all(counts[name] >= count for name, count in before.items() if name in counts)
        shown.append((frozenset(state.values.hashes), counts))
    assert shown


def _reached(wave: Any) -> int | None:
    tell(wave.line.journey_id)
    return reached_outside([wave.line])[wave.line_id]


def test_how_many_were_reached_never_tells_that_somebody_left(wave: Any, twenty: Any, answer: Any) -> None:
    spoke = [
        add_document(
            SYSTEM, wave.line_id, kind="interview", title="t", text="Bonjour.", language="fr", consents=["analysis"]
        )
        for _ in range(8)
    ]  # fmt: skip
    assert _reached(wave) == 28
    withdrawals.withdraw(spoke[0].receipt)
    assert _reached(wave) == 28
    withdrawals.withdraw(twenty[0].receipt)
    assert leaving(wave) is None and _reached(wave) == 28
    for kept in spoke[1:5]:
        withdrawals.withdraw(kept.receipt)
    assert _reached(wave) == 23  # five who spoke have left; of the round it stays as it was told
    for n in range(5):
        answer(wave, f"uuid:late{n}", met="yes" if n else "no")
    assert _reached(wave) == 27


def test_a_number_that_somebody_said_moves_by_enough_or_not_at_all(wave: Any) -> None:
    def said(number: int) -> int | None:
        PlanLine.objects.filter(pk=wave.line_id).update(reached_said=number)
        wave.line.refresh_from_db()
        return _reached(wave)

    assert _reached(wave) is None
    PlanLine.objects.filter(pk=wave.line_id).update(reached_said=118)
    assert [said(118), said(117), said(115), said(113), said(117), said(118)] == [118, 118, 118, 113, 113, 118]
