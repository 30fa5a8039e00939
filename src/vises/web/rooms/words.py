"""Words of the room: its phases, as whoever leads it and as guests read them."""

from django.utils.translation import gettext_lazy as _

from vises.web.questions.words import SAID as SAID  # beside a reason

PHASES = {
    "propose": _("Propose"),
    "gather": _("Gather"),
    "weigh": _("Weigh"),
    "decide": _("Decide"),
}
SAYS = {
    "propose": _("Everybody writes questions, on a phone or on paper. Nobody comments on them yet."),
    "gather": _("Read them aloud, one by one. Which ones ask the same? Merge those; set others aside with a reason."),
    "weigh": _("Each question is weighed by everybody, group by group. Reasons count more than numbers."),
    "decide": _("Look at what was said, hear the reservations, and choose."),
}
GO_ON = {
    "gather": _("Go on: gather what was written"),
    "weigh": _("Go on: weigh the questions"),
    "decide": _("Go on: decide"),
}
GO_BACK = {
    "propose": _("Back to proposing"),
    "gather": _("Back to gathering"),
    "weigh": _("Back to weighing"),
}
TITLES = {
    "propose": _("What would you like to understand about what we do?"),
    "gather": _("Which questions belong together?"),
    "weigh": _("What do you think of each question?"),
    "decide": _("Which question do we choose?"),
}
"""What stands on the screen and on phones."""
TYPED = {"spoken": _("said aloud"), "paper": _("from a sheet of paper")}
"""Beside words that somebody else typed in."""
MANNERS = {"consent": _("by consent: everyone can live with it"), "vote": _("by vote: one voice each")}
STANCES = {
    "agree": _("I can live with it"),
    "reservation": _("I have a reservation"),
    "objection": _("I object"),
}
"""On a phone."""
NOTED = {
    "agree": _("How many can live with it?"),
    "reservation": _("How many have a reservation?"),
    "objection": _("How many object?"),
}
