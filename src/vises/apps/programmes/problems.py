from django.utils.translation import gettext_lazy as _

CODES = {
    "programmes.methodology": _("There is no released version %(code)s of the method here."),
    "programmes.name": _("Give the programme a name in at least one language."),
    "programmes.already": _("%(name)s already takes part in this programme."),
    "programmes.no-such-move": _("From where it stands now, this status does not follow. Choose another one."),
    "programmes.needs-reason": _("Choose the kind of reason: it helps the programme; the words stay private."),
    "programmes.role": _("In a programme one is coordinator, researcher or funder. Choose one of these."),
    "programmes.reason": _("Choose the reason from the list."),
}
