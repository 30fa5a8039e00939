from django.utils.translation import gettext_lazy as _

CODES = {
    "methodology.no-version": _("There is no such version of the method here."),
    "methodology.unreadable": _("The method in folder %(folder)s cannot be read (%(error)s). Mend the file."),
    "methodology.released-edited": _(
        "Version %(code)s of the method is released and was edited. Released versions never change: "
        "put it back as it was, and write your change as a new version."
    ),
}
