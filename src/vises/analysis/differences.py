"""Whether figures shown earlier and figures shown later tell, side by side, of a few people (trust.md P7).

Who kept the earlier figures sees the table of those who came since, less those who left. So a later state follows an
earlier one only where that table could stand alone: in all and in each group it holds nobody or enough people, not
all of whom said the same; and where somebody left, each answer was given by so many of those who came that it hides
what she had said. What stays possible: to count, among enough people who came together, few who said one thing.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from vises.analysis.disclosure import threshold
from vises.analysis.summaries.model import COUNTED, QuestionSpec


def told_apart(came: Sequence[str | None], left: int, question: QuestionSpec, *, sensitive: bool = False) -> bool:
    """Would the later figures of a question, beside the earlier ones, tell of a few people?

    `came` are the answers of those who were not counted before (None where she gave none), `left` the people who were
    counted and are not any more. Who changed her answer came and left.
    """
    least = threshold(sensitive=sensitive)
    said = [answer for answer in came if answer is not None]
    if not said:
        return left > 0
    if len(said) < least:
        return True
    if question.kind not in COUNTED:
        return len(set(said)) == 1
    ticked = Counter(choice for answer in said for choice in set(answer.split()))
    if max(ticked.values(), default=0) == len(said):
        return True
    choices = {value for value, _labels in question.choices} | ticked.keys()
    return left > 0 and any(ticked[choice] < left for choice in choices)


@dataclass(frozen=True)
class Heard:
    """What one talk or one person counts for under a theme: whose group (None: not noted), people, passages."""

    group: UUID | None
    people: int
    passages: int


Counts = Mapping[UUID, Heard]
"""Whatever was heard (a talk, somebody's answers) and what it counts for under one theme."""
Parts = Collection[Collection[UUID | None]]
"""Groups as they are counted: each alone, or several together; none where there is only the whole."""


def themes_told_apart(earlier: tuple[Counts, Parts], later: tuple[Counts, Parts]) -> bool:
    """Would the later counts of a theme, beside the earlier ones, tell of a few people?

    Whoever kept both can subtract whatever is counted together in both: in all, and in each set of groups that both
    sides count without another. There, nobody changed, or enough people did, who came or who left. A talk in which
    more was marked came; one in which less was, or that is gone, left.
    """
    (before, parts_before), (after, parts_after) = earlier, later
    came: Counter[UUID | None] = Counter()
    left: Counter[UUID | None] = Counter()
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        if new and (old is None or old.group != new.group or (new.people, new.passages) >= (old.people, old.passages)):
            came[new.group] += new.people
        if old and (new is None or old.group != new.group or (new.people, new.passages) < (old.people, old.passages)):
            left[old.group] += old.people
    groups = {one.group for one in (*before.values(), *after.values())}
    least = threshold()
    for block in _counted_together(groups, parts_before, parts_after):
        arrived, gone = sum(came[group] for group in block), sum(left[group] for group in block)
        if (arrived or gone) and max(arrived, gone) < least:
            return True
    return False


def number_told(earlier: int | None, now: int) -> int:
    """How many people may be told of now, beside the number told last: that one, until enough came or left."""
    return earlier if earlier is not None and abs(now - earlier) < threshold() else now


def _counted_together(groups: set[UUID | None], *sides: Parts) -> list[set[UUID | None]]:
    """The smallest sets of groups that each side counts without any other group."""
    blocks = [{group} for group in groups]
    for parts in sides:
        for part in parts or [groups]:
            joined = [block for block in blocks if block & set(part)]
            rest = [block for block in blocks if not block & set(part)]
            blocks = [*rest, set[UUID | None]().union(*joined)]
    return blocks
