"""What may be shown of small groups (trust.md P5 to P7 of the project's goals; INSEE and Eurostat practice).

Within a journey a group counts from INSIDE people on. For whatever leaves it (a publication, `vises analyse`)
each cell needs at least OUTSIDE people, and as many outside the cell: an empty or a full cell ("all said
yes") tells about everybody. One cell that fails hides its whole question, so nothing can be found by
subtracting. What is hidden holds no number at all; it can still be told in words, with consent.

Why this leaves no narrow range: a shown margin r of n has r and n - r at least t, so a hidden cell under
two shown margins lies anywhere between max(0, r + c - n) and min(r, c), which are at least t apart. Tables
whose leftovers (people in one table and not in the other) are fewer than t, and not nobody, are hidden too.
"""

from collections.abc import Iterable
from dataclasses import replace

from vises.analysis.summaries.model import COUNTED, Cell, Group, Hidden, Middle, Split, Summary

INSIDE = 5
"""People in a group that may be counted within its own journey."""
OUTSIDE = 5
"""People in a cell of anything that leaves the journey, and people not in it."""
OUTSIDE_SENSITIVE = 11
"""The same for sensitive subjects (health, faith, origin, family, debts …)."""


def threshold(*, sensitive: bool = False) -> int:
    """People needed in a published cell."""
    return OUTSIDE_SENSITIVE if sensitive else OUTSIDE


def safe_claim(count: int, of: int, *, sensitive: bool = False) -> bool:
    """May "`count` of `of` people" be published?"""
    least = threshold(sensitive=sensitive)
    return least <= count <= of - least


def protect(summary: Summary, inside: bool, sensitive: bool = False) -> Summary:
    """The summary as it may be shown; doing it twice changes nothing.

    `inside`: to people of the journey. Otherwise the rule for what leaves it, with the higher threshold
    for `sensitive` subjects. What is hidden says why ("small") and keeps only the question and its choices.
    """
    if summary.hidden == "small":
        return summary
    if inside:
        return _inside(summary)
    least = threshold(sensitive=sensitive)
    if not _shown_outside(summary, least):
        return hide(summary)
    split = summary.split
    if split and not (split.hidden or _split_shown_outside(summary, split, least)):
        return _without_ends(_hide_split(summary, split))
    return _without_ends(summary)


def hide(summary: Summary, why: Hidden = "small") -> Summary:
    """The question alone: no count, no share, not even which unlisted answers there were."""
    listed = {value for value, _ in summary.question.choices}
    cells = tuple(Cell(cell.value, cell.labels, 0, 0, hidden=True) for cell in summary.cells if cell.value in listed)
    split = summary.split and Split(summary.split.by, (), hidden=why)
    return Summary(summary.question, 0, 0, cells=cells, split=split, hidden=why)


def _hide_split(summary: Summary, split: Split) -> Summary:
    used = {one.method for one in split.comparisons}
    methods = tuple(method for method in summary.methods if method not in used)
    return replace(summary, split=Split(split.by, (), hidden="small"), methods=methods)


def _inside(summary: Summary) -> Summary:
    if 0 < summary.n < INSIDE:
        return hide(summary)
    split = summary.split
    if split is None or split.hidden:
        return summary
    sizes = [group.n for group in split.groups] + list(split.ungrouped[-1:])
    if any(0 < size < INSIDE for size in sizes):
        return _hide_split(summary, split)
    return summary


def _shown_outside(summary: Summary, least: int) -> bool:
    # Where some were not asked, how many were not is the answer to the question before.
    if summary.n < least or (summary.question.conditional and summary.missing < least):
        return False
    if 0 < summary.unreadable < least:
        return False
    if summary.kind in COUNTED:
        return _cells_safe(summary.cells, least)
    if summary.kind == "number":
        return _middle_safe(summary.middle, summary.n, least)
    return True


def _cells_safe(cells: Iterable[Cell], least: int) -> bool:
    return all(least <= cell.count <= cell.of - least for cell in cells)


def _middle_safe(middle: Middle | None, n: int, least: int) -> bool:
    """Quartiles are people's own numbers: each quarter must hold enough people, and not all say the same."""
    return middle is not None and not middle.uniform and n >= 4 * least


def _split_shown_outside(summary: Summary, split: Split, least: int) -> bool:
    if any(0 < left < least for left in (*split.ungrouped, *split.unanswered)):
        return False
    in_all = sum(group.n for group in split.groups)
    if any(not least <= group.n <= in_all - least for group in split.groups):
        return False
    if summary.kind == "number":
        return all(_middle_safe(group.middle, group.n, least) for group in split.groups)
    return all(_cells_safe(group.cells, least) for group in split.groups)


def _without_ends(summary: Summary) -> Summary:
    """Without the lowest and highest number (two people's own), and without the leftovers."""
    split = summary.split
    if split:
        groups = tuple(_group_without_ends(group) for group in split.groups)
        split = replace(split, groups=groups, ungrouped=(), unanswered=())
    return replace(summary, middle=_middle_without_ends(summary.middle), split=split)


def _group_without_ends(group: Group) -> Group:
    return replace(group, middle=_middle_without_ends(group.middle))


def _middle_without_ends(middle: Middle | None) -> Middle | None:
    return middle and replace(middle, lowest=None, highest=None)
