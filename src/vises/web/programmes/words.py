"""Words for groups, reasons and columns."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

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
EXTENSION_REASONS = {
    "collection": gettext_lazy("collecting takes longer"),
    "analysis": gettext_lazy("giving meaning takes longer"),
    "restitution": gettext_lazy("results are still to be brought back"),
    "team-change": gettext_lazy("the team changed"),
    "time": gettext_lazy("too little time until now"),
    "season": gettext_lazy("season"),
    "other": gettext_lazy("another reason"),
}
EXTENSION_STATES = {
    "asked": gettext_lazy("asked, waits for an answer"),
    "given": gettext_lazy("given"),
    "declined": gettext_lazy("not given"),
}
CALL_STATES = {
    "coming": gettext_lazy("not open yet"),
    "open": gettext_lazy("open"),
    "closed": gettext_lazy("closed"),
}
APPLICATION_STATES = {
    "waiting": gettext_lazy("waits for an answer"),
    "accepted": gettext_lazy("recruited"),
    "declined": gettext_lazy("not this time"),
}
PARTNER_KINDS = {
    "operator": gettext_lazy("operator: carries the programme"),
    "associated": gettext_lazy("associated partner"),
}
PARTNER_STATES = {
    "now": gettext_lazy("now"),
    "coming": gettext_lazy("to come"),
    "past": gettext_lazy("until then"),
}
ORGANISATION_KINDS = {
    "partner": gettext_lazy("partner"),
    "federation": gettext_lazy("federation"),
    "funder": gettext_lazy("funder"),
    "research": gettext_lazy("research team"),
}
PASTED = {
    "name": gettext_lazy("name"),
    "languages": gettext_lazy("languages"),
    "territory": gettext_lazy("territory"),
    "group": gettext_lazy("group"),
    "sector": gettext_lazy("sector"),
    "federation": gettext_lazy("federation"),
    "cohort": gettext_lazy("cohort"),
    "step": gettext_lazy("step"),
    "contact": gettext_lazy("contact"),
    "contact_name": gettext_lazy("contact: name"),
    "contact_email": gettext_lazy("contact: mail address"),
    "accompanist": gettext_lazy("accompanist"),
    "accompanist_name": gettext_lazy("accompanist: name"),
    "accompanist_email": gettext_lazy("accompanist: mail address"),
    "kind": gettext_lazy("in the programme as"),
    "what": gettext_lazy("what it is"),
    "starts_on": gettext_lazy("from"),
    "ends_on": gettext_lazy("until"),
}
TABLES = {
    "step": gettext_lazy("By step"),
    "group": gettext_lazy("By group"),
    "territory": gettext_lazy("By territory"),
    "federation": gettext_lazy("By federation"),
    "language": gettext_lazy("By language"),
}


def column_words(column: Column, language: str) -> str:
    """The title of a column: a step's own, or a word for before and after the path."""
    return {
        "planned": _("Not begun yet"),
        "completed": _("Path completed"),
        "withdrawn": _("Ended before"),
        "kept": _("Keep their step to themselves"),
    }.get(column.code) or column_title(column, language)


BODY_KINDS = {
    "steering": gettext_lazy("Steering committee"),
    "scientific": gettext_lazy("Scientific committee"),
    "working-group": gettext_lazy("Working group"),
    "all-partners": gettext_lazy("All partners"),
    "accompanying": gettext_lazy("Accompanying committee"),
    "own": gettext_lazy("A body of our own"),
}


def organisations_in_words(kind: str, count: int | None) -> str:
    """How many organisations of a kind: "3 federations"; without a number where it is too few to tell."""
    if count is None:
        return {
            "enterprise": _("one or two enterprises"),
            "federation": _("one or two federations"),
            "partner": _("one or two partners"),
            "funder": _("one or two funders"),
            "research": _("one or two research teams"),
        }[kind]
    return {
        "enterprise": ngettext("%(n)d enterprise", "%(n)d enterprises", count),
        "federation": ngettext("%(n)d federation", "%(n)d federations", count),
        "partner": ngettext("%(n)d partner", "%(n)d partners", count),
        "funder": ngettext("%(n)d funder", "%(n)d funders", count),
        "research": ngettext("%(n)d research team", "%(n)d research teams", count),
    }[kind] % {"n": count}
