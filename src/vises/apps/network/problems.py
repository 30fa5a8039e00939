from django.utils.translation import gettext_lazy as _

CODES = {
    "network.name": _("Write the organisation's name, in at most 160 signs."),
    "network.kind": _("Choose what kind of organisation this is from the list."),
    "network.languages": _("Choose at least one language: French, Dutch or English."),
    "network.territory": _("There is no territory called %(code)s in this installation. Choose one from the list."),
    "network.dates": _("The end comes before the beginning. Mend one of the two dates."),
    "network.circle": _("%(name)s would then belong to itself. Choose another federation."),
}
