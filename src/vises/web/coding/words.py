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
