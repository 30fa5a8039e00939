"""How a lagging translation of a released version is completed: states, and who may take which step. Pure."""

from dataclasses import dataclass

MOVES: dict[str, frozenset[str]] = {
    "writing": frozenset({"reading", "set-aside"}),
    "reading": frozenset({"writing", "read", "set-aside"}),
    "read": frozenset({"writing", "in-force", "set-aside"}),
    "in-force": frozenset(),
    "set-aside": frozenset(),
}
UNDER_WAY = ("writing", "reading", "read")
WITH_WHY = frozenset({"set-aside"})
"""Steps whose reason all of them will want to know. Back to writing needs one too, from whoever read it."""


@dataclass(frozen=True)
class Facts:
    """What the steps of a translation depend on."""

    state: str
    written: int  # texts that are open and have a translation
    wrote: bool  # whether the actor wrote any wording of it
    decides: bool  # whether the actor may release the method


def may_move(facts: Facts, new: str) -> str:
    """Why the actor may not take this step: a problem code, or "" when she may."""
    if new not in MOVES[facts.state]:
        return "learning.translation-no-such-move"
    if new in {"reading", "read", "in-force"} and not facts.written:
        return "learning.translation-nothing"
    if new == "read" and facts.wrote:
        return "learning.translation-own"
    if new == "in-force" and not facts.decides:
        return "learning.translation-decides"
    return ""
