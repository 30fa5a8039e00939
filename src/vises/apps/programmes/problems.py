from django.utils.translation import gettext_lazy as _

CODES = {
    "programmes.methodology": _("There is no released version %(code)s of the method here."),
    "programmes.name": _("Give the programme a name in at least one language."),
    "programmes.already": _("%(name)s already takes part in this programme."),
    "programmes.no-such-move": _("From where it stands now, this status does not follow. Choose another one."),
    "programmes.needs-reason": _("Choose the kind of reason: it helps the programme; the words stay private."),
    "programmes.role": _("In a programme one is coordinator, researcher or funder. Choose one of these."),
    "programmes.reason": _("Choose the reason from the list."),
    "programmes.body-kind": _("Choose what kind of body this is from the list."),
    "programmes.body-name": _("Give the body a name in at least one language."),
    "programmes.dates": _("The end comes before the beginning. Mend one of the two dates."),
    "programmes.organisation": _("This organisation is not of this programme. Choose one from the list."),
    "programmes.meeting-name": _("Give the meeting a name in at least one language."),
    "programmes.meeting-kept": _("Something stands on this meeting: who came, or what was harvested. It stays."),
    "programmes.workshop-title": _("Give the workshop a title in at least one language."),
    "programmes.workshop-kept": _("What this workshop harvested is kept, and so is the workshop."),
    "programmes.times-given": _("A workshop is given between once and twenty times on a day."),
    "programmes.people": _("Write a number of people up to %(most)s."),
}
