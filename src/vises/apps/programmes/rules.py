"""Which status follows which, and what a reason may be. Pure."""

from datetime import date, timedelta

FEWEST = 3  # enterprises in a count that leaves the programme's own circle

MOVES: dict[str, frozenset[str]] = {
    "planned": frozenset({"recruited", "withdrawn"}),
    "recruited": frozenset({"active", "withdrawn"}),
    "active": frozenset({"paused", "completed", "withdrawn"}),
    "paused": frozenset({"active", "withdrawn", "completed"}),
    "completed": frozenset({"active"}),  # the approach is continuous: a next cycle
    "withdrawn": frozenset({"recruited"}),  # whoever comes back is welcome
}
NEEDS_REASON = frozenset({"paused", "withdrawn"})
REASONS = ("time", "team-change", "priorities", "funding", "merger", "closure", "other-method", "season", "other")


def may_move(old: str, new: str, reason: str) -> str:
    """Why a participation may not move from `old` to `new` yet: a problem code, or "" when it may."""
    if new not in MOVES.get(old, frozenset()):
        return "programmes.no-such-move"
    if new in NEEDS_REASON and not reason:
        return "programmes.needs-reason"
    return ""


def in_order(starts_on: date | None, ends_on: date | None) -> bool:
    """Whether an end does not come before its beginning; either may be unknown."""
    return starts_on is None or ends_on is None or starts_on <= ends_on


EXTENSION_REASONS = ("collection", "analysis", "restitution", "team-change", "time", "season", "other")


def accompaniment_end(own: date | None, cohort: date | None, programme: date | None) -> date | None:
    """Until when an enterprise is accompanied: its own end, else its cohort's, else the programme's."""
    return own or cohort or programme


def last_of_month(day: date) -> date:
    """The last day of the month in which `day` lies: ends are spoken of in months."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - timedelta(days=1)
