"""Words replaced in a text, and where everything else lies afterwards. Offsets count characters."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Swap:
    """Other words for those from `start` to `end`."""

    start: int
    end: int
    words: str


class Rewriting:
    """A text after swaps that lie apart: `body` is the new one, `place` tells where an old place lies in it."""

    def __init__(self, body: str, swaps: Iterable[Swap]) -> None:
        """Raises ValueError for swaps that overlap, are empty, or lie outside the text."""
        self.swaps: Sequence[Swap] = tuple(sorted(swaps, key=lambda swap: swap.start))
        if any(one.end > next_.start for one, next_ in pairwise(self.swaps)) or any(
            not 0 <= swap.start < swap.end <= len(body) for swap in self.swaps
        ):
            raise ValueError("swaps lie apart, within the text")
        pieces, last, shift = [], 0, 0
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._shifts: list[int] = []  # after each swap
        for swap in self.swaps:
            pieces += [body[last : swap.start], swap.words]
            last = swap.end
            shift += len(swap.words) - (swap.end - swap.start)
            self._starts.append(swap.start)
            self._ends.append(swap.end)
            self._shifts.append(shift)
        self.body = "".join(pieces) + body[last:]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where the words from `start` to `end` lie now.

        Where a place begins or ends within swapped words, it takes in all that stands for them.
        """
        return self._begin(start), self._end(end)

    def _shift_before(self, number: int) -> int:
        return self._shifts[number - 1] if number else 0

    def _begin(self, offset: int) -> int:
        number = bisect_right(self._starts, offset) - 1
        if number >= 0 and self._starts[number] <= offset < self._ends[number]:
            return self._starts[number] + self._shift_before(number)
        return offset + self._shift_before(number + 1)

    def _end(self, offset: int) -> int:
        number = bisect_left(self._starts, offset) - 1
        if number >= 0 and offset < self._ends[number]:
            return self._ends[number] + self._shifts[number]
        return offset + self._shift_before(number + 1)


def renamed(words: str, names: Mapping[str, str]) -> str:
    """`words` with other names: each key as a whole word, in small or large letters, becomes its value."""
    if not names:
        return words
    folded = {name.casefold(): other for name, other in names.items()}
    keys = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(
        rf"(?<!\w)(?:{keys})(?!\w)", lambda found: folded.get(found[0].casefold(), found[0]), words, flags=re.IGNORECASE
    )
