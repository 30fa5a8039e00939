"""How a change of the method goes from a closed draft to a version: states, what each move needs, what stays closed.
Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

MOVES: dict[str, frozenset[str]] = {
    "draft": frozenset({"open", "set-aside"}),
    "open": frozenset({"answering", "set-aside"}),
    "answering": frozenset({"open", "accepted", "set-aside"}),  # back: the answers changed the text, ask again
    "accepted": frozenset({"released", "answering", "set-aside"}),
    "set-aside": frozenset(),
    "released": frozenset(),
}
TELLING = ("open", "released")
"""Moves of which everybody is told."""
WRITING = frozenset({"draft", "answering"})
"""States in which the text may move: while people take a position it stands still."""
NEEDED = ("fr", "nl")
"""A consultation begins when both texts are ready, so that nobody reads a translation later than the others."""
LONGEST_CLOSED = timedelta(days=92)
"""A draft opens within three months of the day on which one says so."""
STALE_AFTER = timedelta(days=60)
SHORTEST_CONSULTATION = timedelta(days=7)


@dataclass(frozen=True)
class Facts:
    """What the moves of a proposal depend on."""

    state: str
    changes: int  # how many texts and elements its draft changes
    ready: frozenset[str]  # languages whose texts are complete, none behind another language
    told_why: bool  # the list of changes says what changes and why
    objections_open: int  # objections without an answer
    amendments_open: int
    until: date | None = None  # the last day of the consultation
    day: date | None = None  # today


def may_move(facts: Facts, new: str) -> str:
    """Why a proposal may not move to `new` yet: a problem code, or "" when it may."""
    if new not in MOVES[facts.state]:
        return "learning.proposal-no-such-move"
    if new == "open":
        if not facts.changes:
            return "learning.proposal-nothing"
        if not facts.told_why:
            return "learning.proposal-no-why"
        if not facts.ready.issuperset(NEEDED):
            return "learning.proposal-both-languages"
    if new in {"accepted", "released"}:
        if facts.objections_open:
            return "learning.proposal-objections"
        if facts.amendments_open:
            return "learning.proposal-amendments"
        if not facts.ready.issuperset(NEEDED):
            return "learning.proposal-both-languages"
    return ""


def opens_rightly(opens_on: date, day: date) -> bool:
    """Whether a draft may open on this day, said on `day`: from then on, within three months."""
    return day <= opens_on <= day + LONGEST_CLOSED


def is_closed(state: str, opens_on: date, day: date) -> bool:
    """Whether only those who prepare it read it: a draft before its day."""
    return state == "draft" and day < opens_on


def is_stale(state: str, opens_on: date, written_on: date, day: date) -> bool:
    """Whether a draft stays closed for long: it is listed for all, without its content."""
    return is_closed(state, opens_on, day) and day - written_on > STALE_AFTER
