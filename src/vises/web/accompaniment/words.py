"""Words for the codes of the accompanist's pages."""

from django.utils.translation import gettext_lazy as _

TIME_KINDS = {
    "session": _("a session with the enterprise"),
    "preparation": _("preparing a session"),
    "exchange": _("calls, mails, visits"),
    "writing": _("reading, writing, analysing"),
    "other": _("something else"),
}

READ_BY = {
    "me": _("I alone: no page shows it to anybody else, not even to whoever keeps the installation"),
    "journey": _("the people of this journey: the enterprise's team and whoever accompanies it"),
}
