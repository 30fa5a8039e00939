"""How a field note goes up and comes back: its states, what each move needs, what is stuck. Pure."""

from dataclasses import dataclass

MOVES: dict[str, frozenset[str]] = {
    "written": frozenset({"agreed"}),
    "agreed": frozenset({"raised", "written"}),  # back: taken back by its author, or left out by the enterprise
    "raised": frozenset({"in-treatment", "written"}),
    "in-treatment": frozenset({"answered", "raised"}),  # back: the body gives it away again
    "answered": frozenset({"returned", "in-treatment"}),
    "returned": frozenset({"acknowledged", "in-treatment"}),  # back: it did not help
    "acknowledged": frozenset({"in-treatment"}),
}
RISING = ("written", "agreed", "raised", "in-treatment")
RETURNING = ("answered", "returned", "acknowledged")
UP = ("raised", "in-treatment", *RETURNING)
"""The states in which a note belongs to its programme."""
OPEN = ("agreed", "raised", "in-treatment", "answered")
"""Somebody waits: a note cannot end in one of these."""
GIVEN_BACK_IN = ("fr", "nl")
"""An answer goes back in the programme's languages, not only in that of whoever wrote it."""

SILENCE_DAYS = 60  # after its return, a note nobody says anything about counts as acknowledged
PATIENCE_DAYS = {"agreed": 14, "raised": 30, "in-treatment": 90, "answered": 14}
"""How long a note may stay in a state before it stands out."""


@dataclass(frozen=True)
class Facts:
    """What the moves of a note depend on."""

    state: str
    sharing: str
    has_body: bool
    answered_in: frozenset[str]
    joined_by_others: bool


def may_move(facts: Facts, new: str) -> str:
    """Why a note may not move to `new`: a problem code, or "" when it may."""
    if new not in MOVES[facts.state]:
        return "learning.no-such-move"
    if new in {"agreed", "raised"} and facts.sharing == "left-out":
        return "learning.left-out"
    if new == "raised" and facts.state == "agreed" and facts.sharing == "asked":
        return "learning.enterprise-first"
    if new == "written" and facts.joined_by_others:
        return "learning.others-wait"
    if new == "in-treatment" and not facts.has_body:
        return "learning.needs-body"
    if new == "answered" and not facts.answered_in:
        return "learning.needs-answer"
    if new == "returned" and not facts.answered_in.issuperset(GIVEN_BACK_IN):
        return "learning.needs-both-languages"
    return ""


def is_stuck(state: str, days: int) -> bool:
    """Whether a note stays too long where it is: `days` in its state."""
    return state in PATIENCE_DAYS and days > PATIENCE_DAYS[state]
