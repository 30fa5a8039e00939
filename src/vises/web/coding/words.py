"""Names of kinds of texts, and of what people agreed to."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "interview": _("interview"),
    "focus-group": _("focus group"),
    "life-story": _("life story"),
    "observation": _("observation"),
    "answer": _("answer to an open question"),
}

USES = {"quote": _("may be quoted"), "public": _("may be published")}
NAME_KINDS = {
    "first": _("first name"),
    "last": _("last name"),
    "place": _("place"),
    "employer": _("employer or organisation"),
    "number": _("number"),
    "phone": _("telephone number"),
    "mail": _("e-mail or web address"),
    "date": _("date"),
}
NAME_KINDS_ALL = {
    "first": (_("First names"), _("Replace all first names")),
    "last": (_("Last names"), _("Replace all last names")),
    "place": (_("Places, and where people come from"), _("Replace all places")),
    "employer": (_("Employers and organisations"), _("Replace all organisations")),
    "number": (_("Numbers"), _("Replace all numbers")),
    "phone": (_("Telephone numbers"), _("Replace all telephone numbers")),
    "mail": (_("E-mail and web addresses"), _("Replace all addresses")),
    "date": (_("Dates"), _("Replace all dates")),
}
