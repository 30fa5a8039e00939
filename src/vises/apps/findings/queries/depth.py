"""What leaves the journey: an explicit list of what each knot of the thread may show to anybody.

Whatever is not named here stays inside: names, who said what, raw answers, attachments, places, titles of
documents. Counts of people under OUTSIDE are never written into a public field in the first place.
"""

from collections.abc import Mapping
from typing import Any

Knot = dict[str, Any]

PUBLIC: dict[str, frozenset[str]] = {
    "claim": frozenset({"id", "texts", "quotes", "thread", "hidden", "recalculated_on"}),
    "quote": frozenset({"passage", "words", "language", "translations", "groups", "kind"}),
    "finding": frozenset(
        {
            "id", "label", "statements", "state", "strength", "strength_titles", "strength_why", "judged_on",
            "judged_groups", "limits", "unexpected", "negative", "effects", "practice", "wordings", "dissents",
            "evidence", "has_against", "question", "decision", "method", "understandings", "understandings_inside",
            "validated_on", "validated_groups", "reworded_since", "not_validated_because",
        }
    ),
    "wording": frozenset({"statements", "why", "changed_on"}),
    "dissent": frozenset({"texts", "heard_group", "heard_on"}),
    "understanding": frozenset({"group", "texts", "heard_on"}),
    "evidence": frozenset(
        {
            "id", "side", "says", "kind", "number", "analysis", "quote", "theme", "records", "practice",
            "lost_ground", "in_words", "instrument", "plan",
        }
    ),
    "number": frozenset(
        {
            "hidden", "question", "group", "answer", "sentences", "methods", "count", "of", "low", "high", "n",
            "missing", "revision", "counted_on", "software",
        }
    ),
    "theme": frozenset({"code", "names", "definitions", "passages", "people", "few"}),
    "records": frozenset({"titles", "source"}),
    "practice": frozenset({"aspect", "on", "words", "language", "before_on", "before"}),
    "instrument": frozenset(
        {"kind", "titles", "version", "wording", "choices", "guide", "languages", "hash", "frozen_on", "why"}
    ),
    "plan": frozenset(
        {
            "looks_at", "method", "method_titles", "from_whom", "target", "reached", "few", "unit", "starts_on",
            "ends_on", "reader_roles", "uses_existing",
        }
    ),
    "question": frozenset({"texts"}),
    "decision": frozenset(
        {
            "manner", "reasons", "language", "decided_on", "groups", "people", "sessions", "not_heard",
            "not_heard_words", "set_aside", "reservation_count", "reservation_groups",
        }
    ),
    "candidate": frozenset({"text", "language", "state", "reason"}),
    "method": frozenset({"code", "titles", "released_on", "hash"}),
}  # fmt: skip


def at_depth(kind: str, knot: Mapping[str, Any], *, public: bool) -> Knot:
    """The knot whole, or only what anybody may see of it."""
    return {key: value for key, value in knot.items() if not public or key in PUBLIC[kind]}
