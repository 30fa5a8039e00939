"""How far two people marked the same words in the same way. Pure; offsets count characters."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from vises.analysis.estimates.agreement import Agreement, krippendorff
from vises.apps.coding.rules.sentences import Unit

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True)
class Laid(Generic[T]):
    """A mark of one of the two, with a theme."""

    id: str
    first: bool
    theme: T
    start: int
    end: int


@dataclass(frozen=True)
class Group(Generic[T]):
    """Marks with one theme that touch each other. `agreed`: both marked the same sentences with it."""

    theme: T
    marks: tuple[Laid[T], ...]
    agreed: bool

    @property
    def key(self) -> str:
        """How a form names it."""
        return self.marks[0].id

    @property
    def start(self) -> int:
        return min(mark.start for mark in self.marks)

    @property
    def end(self) -> int:
        return max(mark.end for mark in self.marks)

    def of(self, *, first: bool) -> tuple[Laid[T], ...]:
        """The marks of one of the two."""
        return tuple(mark for mark in self.marks if mark.first is first)


@dataclass(frozen=True)
class ThemeAgreement(Generic[T]):
    """How often both, one or none of the two marked a sentence with a theme; `agreement` None for too few sentences."""

    theme: T
    both: int
    first: int
    second: int
    agreement: Agreement | None


@dataclass(frozen=True)
class Compared(Generic[T]):
    """Two readings beside each other: over all themes that one of the two used, theme by theme, mark by mark."""

    sentences: int
    whole: Agreement | None
    themes: tuple[ThemeAgreement[T], ...]
    groups: tuple[Group[T], ...] = field(default=())


def covers(unit: tuple[int, int], mark: tuple[int, int]) -> bool:
    """Whether a mark counts for a sentence: they share at least half of the shorter of the two."""
    shared = min(unit[1], mark[1]) - max(unit[0], mark[0])
    return shared > 0 and 2 * shared >= min(unit[1] - unit[0], mark[1] - mark[0])


def compare(sentences: Sequence[Unit], marks: Iterable[Laid[T]]) -> Compared[T]:
    """Put two readings of these sentences beside each other.

    Each sentence was to be judged with each theme that either of the two used: marked with it, or not.
    """
    by_theme: dict[T, list[Laid[T]]] = {}
    for mark in marks:
        by_theme.setdefault(mark.theme, []).append(mark)
    themes, groups = [], []
    everything: tuple[list[bool], list[bool]] = ([], [])
    for theme, laid in by_theme.items():
        one, two = (_judged(sentences, [mark for mark in laid if mark.first is first]) for first in (True, False))
        everything[0].extend(one)
        everything[1].extend(two)
        both = sum(a and b for a, b in zip(one, two, strict=True))
        themes.append(ThemeAgreement(theme, both, sum(one) - both, sum(two) - both, _agreement(one, two)))
        groups += [_group(theme, touching, sentences) for touching in _touching(laid)]
    groups.sort(key=lambda group: (group.start, group.end))
    whole = _agreement(*everything) if by_theme else None
    return Compared(len(sentences), whole, tuple(themes), tuple(groups))


def _judged(sentences: Sequence[Unit], laid: Sequence[Laid[T]]) -> list[bool]:
    return [any(covers((unit.start, unit.end), (mark.start, mark.end)) for mark in laid) for unit in sentences]


def _agreement(one: Sequence[bool], two: Sequence[bool]) -> Agreement | None:
    return krippendorff([one, two]) if one else None


def _touching(laid: Iterable[Laid[T]]) -> Iterable[tuple[Laid[T], ...]]:
    near: list[Laid[T]] = []
    for mark in sorted(laid, key=lambda mark: (mark.start, mark.end, not mark.first)):
        if near and mark.start >= max(one.end for one in near):
            yield tuple(near)
            near = []
        near.append(mark)
    if near:
        yield tuple(near)


def _group(theme: T, marks: tuple[Laid[T], ...], sentences: Sequence[Unit]) -> Group[T]:
    near = [unit for unit in sentences if unit.start < max(m.end for m in marks) and unit.end > marks[0].start]
    one, two = (_judged(near, [mark for mark in marks if mark.first is first]) for first in (True, False))
    both = any(mark.first for mark in marks) and any(not mark.first for mark in marks)
    return Group(theme, marks, both and one == two)
