"""Tags and filters that every template may use."""

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.forms.boundfield import BoundField
from django.template.defaultfilters import date as format_date
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from vises.apps.journeys.queries.frame import Station
from vises.kernel.clock import today
from vises.kernel.locale import pick, tag_of
from vises.web.layout.menu import Item, menu

register = template.Library()


@register.filter
def widget_kind(field: BoundField) -> str:
    """How a field is drawn: "group" of choices, one "checkbox", or a plain "control"."""
    widget = field.field.widget
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        return "group"
    return "checkbox" if isinstance(widget, CheckboxInput) else "control"


@register.filter
def in_language(texts: dict[str, str]) -> str | SafeString:
    """The text in the reader's language; in another, marked with `lang`, when it is not there."""
    language = get_language() or "fr"
    text, found = pick(texts or {}, language)
    return text if found == language or not tag_of(found) else format_html('<span lang="{}">{}</span>', found, text)


@register.filter
def lang(code: str) -> str | SafeString:
    """The attribute that says in which language words are; nothing where it is not known."""
    return format_html(' lang="{}"', tag) if (tag := tag_of(code or "")) else ""


@register.filter
def spoken(code: str, otherwise: str) -> str:
    """The language that a page declares: its own, else that of the words around."""
    return tag_of(code or "") or otherwise


@register.filter
def plain_in_language(texts: dict[str, str]) -> str:
    """The same without markup: for titles and attributes."""
    return pick(texts or {}, get_language() or "fr")[0]


@register.filter
def day(value: date | datetime | None) -> str:
    """A date written out: 3 May 2026."""
    return format_date(value, "j F Y") if value else ""


@register.filter
def month(value: date | datetime | None) -> str:
    """A month written out: May 2026."""
    return format_date(value, "F Y") if value else ""


@register.filter
def day_in_words(value: date | datetime | None) -> SafeString | str:
    """How far away a day is, with the date beside: "in three weeks (14 December 2026)"."""
    if value is None:
        return ""
    moment = value.date() if isinstance(value, datetime) else value
    return format_html('{} <span class="quiet">({})</span>', distance(moment), day(moment))


@register.filter
def until_day(value: date) -> SafeString:
    """A day with how far away it is beside: "14 December 2026 (in three weeks)", to follow "until"."""
    return format_html('{} <span class="quiet">({})</span>', day(value), distance(value))


def distance(moment: date) -> str:
    """A day's distance from today in words a person would use."""
    days = (moment - today()).days
    if days == 0:
        return _("today")
    if abs(days) == 1:
        return _("tomorrow") if days > 0 else _("yesterday")
    count, unit = abs(days), "d"
    if count >= 60:
        count, unit = round(count / 30.4), "m"
    elif count >= 14:
        count, unit = round(count / 7), "w"
    span = {
        "d": ngettext("%(n)d day", "%(n)d days", count),
        "w": ngettext("%(n)d week", "%(n)d weeks", count),
        "m": ngettext("%(n)d month", "%(n)d months", count),
    }[unit] % {"n": count}
    return (_("in %(span)s") if days > 0 else _("%(span)s ago")) % {"span": span}


@register.filter
def of(mapping: dict[Any, Any], key: Any) -> Any:
    """A value of a mapping by key, or nothing."""
    return mapping.get(key, "") if mapping else ""


@register.inclusion_tag("layout/menu.html", takes_context=True)
def main_menu(context: dict[str, Any]) -> dict[str, list[Item]]:
    """The main menu for this actor."""
    request = context.get("request")
    return {"items": menu(request) if request is not None else []}


STATES = {
    "open": gettext_lazy("not begun"),
    "begun": gettext_lazy("begun"),
    "proposed": gettext_lazy("waits to be confirmed"),
    "confirmed": gettext_lazy("confirmed"),
}


@register.filter
def state_word(state: str) -> str:
    """A deliverable's state in a word."""
    return str(STATES.get(state, state))


@register.filter
def room_of(room: str, journey: Any) -> str:
    """The address of a deliverable's page in a journey."""
    return reverse(room, kwargs={"journey": journey})


@register.filter
def holds(station: Station, address: str) -> bool:
    """Whether the page at this address belongs to one of the step's deliverables."""
    return any(f"/{knot.room}/" in address for knot in station.knots)
