"""Words of the question room."""

from django.utils.translation import gettext_lazy as _

CHANNELS = {
    "screen": _("on screen"),
    "paper": _("on paper"),
    "link": _("by link"),
    "spoken": _("spoken, noted by somebody else"),
}
MANNERS = {
    "consent": _("by consent: everyone can live with it"),
    "vote": _("by vote"),
}
ANSWERS = {"yes": _("yes"), "no": _("no"), "unsure": _("not sure")}
HINTS = {
    "two-sentences": _("This is more than one sentence. Is it one question?"),
    "long": _("This is long. Can it be said in one breath?"),
    "two-questions": _("There may be two questions in it. Which one comes first?"),
}
SAID = {"agree": _("for it"), "reservation": _("reservation"), "objection": _("objection")}
