"""Words for groups, reasons and columns."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vises.apps.journeys.queries.programme import Column, column_title

GROUPS = {
    "integration": gettext_lazy("Work integration"),
    "essential-services": gettext_lazy("Services for essential needs"),
    "practices": gettext_lazy("Social economy practices in any sector"),
}
REASONS = {
    "time": gettext_lazy("no time at present"),
    "team-change": gettext_lazy("the team changed"),
    "priorities": gettext_lazy("other priorities"),
    "funding": gettext_lazy("funding ended"),
    "merger": gettext_lazy("merger"),
    "closure": gettext_lazy("the enterprise closed"),
    "other-method": gettext_lazy("chose another way to evaluate"),
    "season": gettext_lazy("season"),
    "other": gettext_lazy("another reason"),
}
STATUSES = {
    "planned": gettext_lazy("planned"),
    "recruited": gettext_lazy("recruited"),
    "active": gettext_lazy("under way"),
    "paused": gettext_lazy("paused"),
    "completed": gettext_lazy("completed"),
    "withdrawn": gettext_lazy("ended before the end of the path"),
}


def column_words(column: Column, language: str) -> str:
    """The title of a column: a step's own, or a word for before and after the path."""
    return {
        "planned": _("Not begun yet"),
        "completed": _("Path completed"),
        "withdrawn": _("Ended before"),
    }.get(column.code) or column_title(column, language)
