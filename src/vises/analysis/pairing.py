"""The same people at two moments, without names: each rebuilds a code from a few questions, and codes that meet are
paired.

One part may differ, or be left out once: people slip, and codes of this kind lose many pairs when none may (Schnell,
Bachteler and Reiher 2010, Evaluation Review 34:391; Yurek, Vasey and Sullivan Havens 2008, ibid. 32:435). A pair is
made only where nobody else could be meant, on either side: better a pair too few than a stranger.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

Code = tuple[str, ...]
"""The parts of a code; "" where nothing was answered."""

FEWEST_PARTS = 3
TOLERANT_FROM = 4
"""Parts of a code from which on one may differ: with fewer, strangers would be taken for each other."""
LONGEST_PART = 3
"""Signs of a part that count: of a whole word only its beginning is read."""


@dataclass(frozen=True)
class Pairing:
    """`pairs` are places in the first and the second sequence; `slipped` of them met with one part that differs.

    Those not paired, on each side: `alone` met nobody; `doubled` could be meant several times; `unsaid` left out too
    much of the code.
    """

    pairs: tuple[tuple[int, int], ...]
    slipped: int
    alone: tuple[int, int]
    doubled: tuple[int, int]
    unsaid: tuple[int, int]


def code_part(answer: str | None) -> str:
    """An answer as a part of a code: case, accents, signs and what follows its beginning make no difference."""
    plain = unicodedata.normalize("NFKD", (answer or "").casefold())
    signs = "".join(sign for sign in plain if sign.isalnum())
    return signs.lstrip("0")[:LONGEST_PART] or signs[:1]


def pair(first: Sequence[Code], second: Sequence[Code]) -> Pairing:
    """Pair two sequences of codes of the same parts. The order within them makes no difference."""
    sides = (first, second)
    said = [[place for place, code in enumerate(codes) if _usable(code)] for codes in sides]
    unsaid = tuple(len(codes) - len(places) for codes, places in zip(sides, said, strict=True))
    counts = [Counter(codes[place] for place in places) for codes, places in zip(sides, said, strict=True)]
    # A code that several people share points to nobody, at whichever moment.
    shared = {code for count in counts for code, times in count.items() if times > 1}
    single = [
        {codes[place]: place for place in places if codes[place] not in shared}
        for codes, places in zip(sides, said, strict=True)
    ]
    pairs = [(place, single[1][code]) for code, place in single[0].items() if code in single[1] and "" not in code]
    met = {first[one] for one, _other in pairs}
    rest = [{code: place for code, place in places.items() if code not in met} for places in single]
    slips, torn = _one_slip(rest[0], rest[1], met | shared) if _parts(first, second) >= TOLERANT_FROM else ([], (0, 0))
    doubled = tuple(
        sum(codes[place] in shared for place in places) + more
        for codes, places, more in zip(sides, said, torn, strict=True)
    )
    found = len(pairs) + len(slips)
    alone = tuple(len(places) - found - twice for places, twice in zip(said, doubled, strict=True))
    return Pairing(
        tuple(sorted([*pairs, *slips])),
        len(slips),
        (alone[0], alone[1]),
        (doubled[0], doubled[1]),
        (unsaid[0], unsaid[1]),
    )


def _usable(code: Code) -> bool:
    missing = sum(not part for part in code)
    return len(code) >= FEWEST_PARTS and (not missing or (missing == 1 and len(code) >= TOLERANT_FROM))


def _parts(first: Sequence[Code], second: Sequence[Code]) -> int:
    return len(next(iter([*first[:1], *second[:1]]), ()))


def _one_slip(
    first: dict[Code, int], second: dict[Code, int], taken: set[Code]
) -> tuple[list[tuple[int, int]], tuple[int, int]]:
    """Pairs of codes that differ in one part, where each has only the other; and how many had several to choose from.

    A code that would also fit one already taken points to two people, so it is left out.
    """
    near: tuple[dict[Code, set[Code]], dict[Code, set[Code]]] = ({}, {})
    for part in range(len(next(iter(first or second), ()))):
        places: dict[Code, tuple[list[Code], list[Code], list[Code]]] = defaultdict(lambda: ([], [], []))
        for which, codes in enumerate((first, second, taken)):
            for code in codes:
                places[code[:part] + code[part + 1 :]][which].append(code)
        for left, right, others in places.values():
            for here, mine, theirs in ((0, left, right), (1, right, left)):
                for code in mine:
                    near[here].setdefault(code, set()).update(theirs[:2], others[:1])
    pairs = [
        (first[one], second[other])
        for one, others in near[0].items()
        if len(others) == 1 and (other := next(iter(others))) in second and near[1].get(other) == {one}
    ]
    done = ({one for one, _other in pairs}, {other for _one, other in pairs})
    torn = []
    for here, places_of in ((0, first), (1, second)):
        back = {place: code for code, place in places_of.items()}
        paired = {back[place] for place in done[here]}
        torn.append(sum(bool(near[here].get(code)) and code not in paired for code in places_of))
    return pairs, (torn[0], torn[1])
