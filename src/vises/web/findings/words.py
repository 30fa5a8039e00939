"""Words of findings: states, sides, what moved."""

from django.utils.translation import gettext_lazy as _

STATES = {
    "draft": _("draft"),
    "shared": _("shared with the people concerned"),
    "contested": _("contested"),
    "rejected": _("rejected by the people concerned"),
}
SIDES = {"for": _("speaks for it"), "against": _("speaks against it")}
KINDS = {
    "interview": _("interview"),
    "focus-group": _("focus group"),
    "life-story": _("life story"),
    "observation": _("observation"),
    "answer": _("answer to an open question"),
    "questionnaire": _("questionnaire"),
    "guide": _("guide"),
    "grid": _("counting grid"),
}
MANNERS = {"consent": _("by consent"), "vote": _("by vote")}
CANDIDATES = {
    "proposed": _("left open"),
    "merged": _("merged into another"),
    "set-aside": _("set aside"),
}
READERS = {
    "accompanist": _("the accompanist"),
    "trusted": _("one person the group trusts"),
    "researcher": _("a researcher"),
}
UNITS = {"people": _("people"), "occasions": _("occasions"), "records": _("records")}

ASPECTS = {
    "governance": _("Governance"),
    "participation": _("Participation"),
    "job-quality": _("Job quality"),
    "local-anchoring": _("Local anchoring"),
    "prices": _("Prices"),
}
"""Of a practices portrait."""


def thread_words() -> dict[str, dict[str, object]]:
    """The words a drawn thread needs."""
    return {
        "states": dict(STATES),
        "sides": dict(SIDES),
        "kinds": dict(KINDS),
        "manners": dict(MANNERS),
        "candidates": dict(CANDIDATES),
        "readers": dict(READERS),
        "units": dict(UNITS),
        "aspects": dict(ASPECTS),
    }
