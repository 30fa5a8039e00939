"""Words of the results pages."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BECAUSE: Mapping[str, str | Promise] = {
    "asked": _("because somebody cited it"),
    "withdrawal": _("because somebody withdrew an answer"),
    "correction": _("because an answer was corrected"),
}
USES: Mapping[str, str | Promise] = {
    "analysis": _("may be counted"),
    "together": _("may be counted with those of other enterprises"),
    "quote": _("may be quoted"),
    "photo": _("photos may be used"),
    "public": _("may be published"),
}
KINDS: Mapping[str, str] = {"csv": "CSV", "xlsx": "Excel (.xlsx)", "sav": "SPSS (.sav)"}
