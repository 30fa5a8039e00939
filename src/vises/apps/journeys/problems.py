from django.utils.translation import gettext_lazy as _

CODES = {
    "journeys.methodology": _("There is no released version %(code)s of the method here."),
    "journeys.needs-referent": _("Write the mail address of the person who speaks for the enterprise."),
    "journeys.no-deliverable": _("This version of the method has no such deliverable."),
    "journeys.nothing-to-confirm": _("Nothing has been written here yet. Write first, then it can be confirmed."),
    "journeys.change-words": _("Say in a few words what should change."),
}
