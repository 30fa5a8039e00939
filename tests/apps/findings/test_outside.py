"""Two prints or pages of the same themes, side by side, tell nothing of one person."""

import random
import uuid
from itertools import combinations
from typing import Any

import pytest

from vises.analysis.disclosure import OUTSIDE
from vises.apps.access.actor import SYSTEM
from vises.apps.coding.models import ToldTheme
from vises.apps.coding.outside import Counts, leaving, parts_of
from vises.apps.coding.services.codebook import add_code
from vises.apps.coding.services.passages import mark, unmark
from vises.apps.coding.services.texts import take_in
from vises.apps.collection.services import withdrawals
from vises.apps.collection.services.documents import add_document
from vises.apps.findings.outside import tell
from vises.apps.findings.queries.joint import joint_display
from vises.apps.findings.services import joint
from vises.apps.findings.services.joint import Looked
from vises.apps.journeys.models import Stakeholder
from vises.apps.journeys.services import stakeholders


class Talks:
    """A journey with a theme in a row of the joint display, and talks that come and go."""

    def __init__(self, world: Any, line: Any) -> None:
        self.journey, self.line = world.journey, line
        self.code = add_code(SYSTEM, self.journey.id, names={"fr": "Honte"})
        self.groups = [
            Stakeholder.objects.get(journey=self.journey),
            *(
                stakeholders.add_stakeholder(SYSTEM, self.journey.id, names={"fr": name}, kind="volunteers")
                for name in ("Bénévoles", "Clients")
            ),
        ]
        row = joint.add_row(SYSTEM, self.journey.id, {"fr": "La honte"})
        joint.fill_row(SYSTEM, self.journey.id, row.id, Looked(themes=[self.code.id]))

    def come(self, people: int = 1, group: int = 0, marks: int = 1) -> Any:
        kept = add_document(
            SYSTEM, self.line.id, kind="interview", title="t", text="J'ai honte de venir.", language="fr",
            stakeholder_id=self.groups[group].id, people=people, consents=["analysis"],
        )  # fmt: skip
        text = take_in(SYSTEM, kept.document.id)
        for n in range(marks):
            mark(SYSTEM, text.id, self.code.id, 2 * n, 8 + 2 * n)
        return kept

    def printed(self) -> tuple[int | None, int | None]:
        """What a sheet says of the theme: passages and people."""
        theme = joint_display(SYSTEM, self.journey.id, paper=True).rows[0].themes[0]
        assert theme.hidden == (theme.passages is None) == (theme.people is None)
        return theme.passages, theme.people


@pytest.fixture
def talks(world: Any, line: Any) -> Talks:
    return Talks(world, line)


def test_one_more_talk_changes_nothing_on_paper(talks: Talks) -> None:
    for _ in range(8):
        talks.come()
    assert talks.printed() == (8, 8)
    for _ in range(4):
        talks.come()
        assert talks.printed() == (8, 8)
    assert joint_display(SYSTEM, talks.journey.id).rows[0].themes[0].people == 12  # whoever works there counts on
    talks.come()
    assert talks.printed() == (13, 13)


def test_nobody_and_few_are_one_on_paper(talks: Talks) -> None:
    assert talks.printed() == (None, None)
    talks.come(people=4)
    assert talks.printed() == (None, None)
    assert not ToldTheme.objects.exists()  # nothing was told


def test_a_mark_more_in_a_talk_of_one_person_changes_nothing(talks: Talks) -> None:
    kept = [talks.come() for _ in range(8)]
    assert talks.printed() == (8, 8)
    text = kept[0].document.coded_text.text
    again = mark(SYSTEM, text.id, talks.code.id, 3, 9)
    assert talks.printed() == (8, 8)
    unmark(SYSTEM, again.id)
    unmark(SYSTEM, text.passages.get().id)
    assert talks.printed() == (8, 8)  # what was marked stays as it was told: nobody took anything back


def test_words_taken_back_hide_the_count_until_enough_were_heard(talks: Talks) -> None:
    kept = [talks.come() for _ in range(8)]
    assert talks.printed() == (8, 8)
    withdrawals.withdraw(kept[3].receipt)
    assert talks.printed() == (None, None)
    for _ in range(4):
        talks.come()
        assert talks.printed() == (None, None)
    talks.come()
    assert talks.printed() == (12, 12)


def test_a_group_is_told_apart_only_where_enough_of_it_came(talks: Talks) -> None:
    for group in (0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1):
        talks.come(group=group)
    parts = joint_display(SYSTEM, talks.journey.id, paper=True).rows[0].themes[0].parts
    assert [part.passages for part in parts] == [6, 5]
    for group in (0, 0, 0, 0, 0, 1):
        talks.come(group=group)
    assert talks.printed() == (11, 11)  # one of the second group: the two sheets would tell what she said
    for _ in range(4):
        talks.come(group=1)
    assert talks.printed() == (21, 21)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_comes_and_goes_two_prints_differ_by_nobody_or_by_enough(talks: Talks, seed: int) -> None:
    dice = random.Random(seed)
    here: list[Any] = []
    shown: list[Counts] = []
    for turn in range(70):
        if here and dice.random() < 0.15:
            withdrawals.withdraw(here.pop(dice.randrange(len(here))).receipt)
        elif here and dice.random() < 0.15:
            text = dice.choice(here).document.coded_text.text
            passage = text.passages.first()
            if passage:
                unmark(SYSTEM, passage.id)
        else:
            here.append(
                talks.come(dice.choice([1, 1, 1, 1, 2, 6]), dice.choice([0, 0, 0, 1, 1, 2]), dice.choice([1, 2]))
            )
        if turn % 3:
            continue
        tell(talks.journey.id)
        said = leaving([talks.code.id])[talks.code.id]
        if said is None or sum(one.people for one in said.values()) < OUTSIDE:
            continue
        shown.append(said)
    assert len({str(sorted(said.items(), key=str)) for said in shown}) > 2
    for first, second in combinations(shown, 2):
        for groups in _counted_in_both(first, second):
            changed: dict[uuid.UUID, int] = {}
            for key in first.keys() | second.keys():
                old, new = first.get(key), second.get(key)
                if old != new and (new or old).group in groups:  # type: ignore[union-attr]
                    changed[key] = max(old.people if old else 0, new.people if new else 0)
            assert not changed or sum(changed.values()) >= OUTSIDE


def _counted_in_both(first: Counts, second: Counts) -> list[frozenset[Any]]:
    """Every set of groups whose count can be read, or added up, from either print."""
    everybody = frozenset(one.group for said in (first, second) for one in said.values())
    sides = []
    for said in (first, second):
        parts = [frozenset(part) for part in parts_of(said)]
        sums = {frozenset().union(*some) for many in range(1, len(parts) + 1) for some in combinations(parts, many)} | {
            everybody
        }
        sides.append(sums)
    missing = everybody - frozenset(one.group for one in first.values())  # a group nobody was heard of counts as none
    return [groups for groups in sides[1] if groups in sides[0] or (groups - missing) in sides[0] | {frozenset()}]
