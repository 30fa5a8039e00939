"""Words for the codes of the accompanist's pages."""

from django.utils.translation import gettext_lazy as _

TIME_KINDS = {
    "session": _("a session with the enterprise"),
    "preparation": _("preparing a session"),
    "exchange": _("calls, mails, visits"),
    "writing": _("reading, writing, analysing"),
    "other": _("something else"),
}
