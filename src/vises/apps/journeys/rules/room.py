"""The room around the table: its phases, its code, who is missing for a quorum, and what may be told per group."""

import hashlib
from collections.abc import Mapping

from vises.kernel.ids import RECEIPT_ALPHABET

PHASES = ("propose", "gather", "weigh", "decide")
"""Of the question. A portrait, or the rings, are written and then brought together: nothing is weighed."""
TAKES_PROPOSALS = ("propose", "gather")  # what was written without connection still comes in while one gathers
FEWEST = 5
"""People of a group that may be told apart by what they said."""
CODE_SIGNS = 8


def phases_of(subject: str) -> tuple[str, ...]:
    """The phases that a room about this goes through."""
    return PHASES if subject == "question" else PHASES[:2]


def saying(subject: str, phase: str) -> str:
    """Under which name the words of a phase stand: the question's by the phase alone."""
    return phase if subject == "question" else f"{subject}-{phase}"


def may_go(old: str, new: str, subject: str = "question") -> bool:
    """A room goes on by one phase, or back by one: whoever missed something is waited for."""
    phases = phases_of(subject)
    return old in phases and new in phases and abs(phases.index(old) - phases.index(new)) == 1


def is_fixed(phase: str) -> bool:
    """Whether how one decides, and the quorum, may no longer change: once weighing has begun."""
    return PHASES.index(phase) >= PHASES.index("weigh")


def code_of(token: str) -> str:
    """The short code of a room's link, to copy from a screen: two groups of four signs that do not look alike."""
    number = int.from_bytes(hashlib.sha256(b"room " + token.encode()).digest(), "big")
    signs = []
    for _ in range(CODE_SIGNS):
        number, place = divmod(number, len(RECEIPT_ALPHABET))
        signs.append(RECEIPT_ALPHABET[place])
    return "".join(signs[:4]) + "-" + "".join(signs[4:])


def typed_code(typed: str) -> str:
    """The code as shown, from whatever case and separators a person typed."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    return f"{signs[:4]}-{signs[4:]}"


def short_of(quorum: Mapping[str, int], there: Mapping[str, int]) -> dict[str, int]:
    """Groups of the quorum with fewer people than it takes, and how many are missing."""
    return {group: need - there.get(group, 0) for group, need in quorum.items() if there.get(group, 0) < need}


def told_apart(people: Mapping[str, int]) -> frozenset[str]:
    """The groups whose answers may be shown beside those of everybody.

    The others are not to be found by subtracting: together they are none, or at least two groups and FEWEST
    people; where that cannot be, no group is told apart.
    """
    parts = sorted((count, group) for group, count in people.items() if count)
    hidden = [group for count, group in parts if count < FEWEST]
    while hidden and len(hidden) < len(parts) and (len(hidden) < 2 or sum(people[g] for g in hidden) < FEWEST):
        hidden.append(parts[len(hidden)][1])
    return frozenset(group for _count, group in parts if group not in hidden)
