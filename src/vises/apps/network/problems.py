from django.utils.translation import gettext_lazy as _

CODES = {
    "network.name": _("Write the organisation's name, in at most 160 signs."),
    "network.kind": _("Choose what kind of organisation this is from the list."),
    "network.languages": _("Choose at least one language: French, Dutch or English."),
    "network.territory": _("There is no territory called %(code)s in this installation. Choose one from the list."),
}
