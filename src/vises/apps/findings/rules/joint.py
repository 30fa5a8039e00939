"""Rows of the joint display: two sides, a judgement of the group, and what "nothing" means. Pure."""

from typing import Literal

State = Literal["open", "none", "written"]
TWO_SIDED = frozenset({"converges", "complements", "contradicts"})
"""Judgements that speak of both sides: words and numbers."""


def state_of(*, words: bool, numbers: bool, none_because: bool) -> State:
    """Whether a row has something in it, was looked for and not found, or was not looked for yet."""
    if words or numbers:
        return "written"
    return "none" if none_because else "open"


def fault_of(judgement: str, *, words: bool, numbers: bool) -> str:
    """The code of what keeps a group from judging so, or ""."""
    if not (words or numbers):
        return "findings.joint-nothing"
    if judgement in TWO_SIDED and not (words and numbers):
        return "findings.joint-two-sides"
    return ""
