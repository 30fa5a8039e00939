"""Filters of the answering pages."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from vises.analysis.shown import number
from vises.web.collection.words import DOORS, USES, error_word
from vises.xforms import AnswerProblem

register = template.Library()


@register.filter
def use_word(use: str) -> str:
    """A use of an answer, as the respondent agrees to it."""
    return str(USES[use][0]) if use in USES else use


@register.filter
def use_hint(use: str) -> str:
    """What a use means."""
    return str(USES[use][1]) if use in USES else ""


@register.filter
def figure(value: float | None) -> str:
    """A number with the marks of the language of the page."""
    return "" if value is None else number(value, get_language() or "fr")


@register.filter
def door_word(door: str) -> str:
    """A door through which an answer came."""
    return str(DOORS.get(door, door))


@register.simple_tag
def face(place: int, of: int) -> SafeString:
    """A drawn face: from sad (the first of `of`) to glad (the last)."""
    bend = 2 * (place - 1) / max(1, of - 1) - 1  # -1 sad, 1 glad
    corner, middle = 44 - 5 * bend, 44 + 9 * bend
    return format_html(
        '<svg class="face" viewBox="0 0 64 64" aria-hidden="true"><circle cx="32" cy="32" r="28"/>'
        '<circle class="eye" cx="22" cy="26" r="3.5"/><circle class="eye" cx="42" cy="26" r="3.5"/>'
        '<path d="M18 {} Q32 {} 46 {}"/></svg>',
        f"{corner:.1f}",
        f"{middle:.1f}",
        f"{corner:.1f}",
    )


@register.filter
def without_sign(label: str) -> str:
    """A label without the sign it begins with, where a face is drawn instead."""
    first, _space, rest = label.partition(" ")
    return rest if rest and not any(sign.isalnum() for sign in first) else label


@register.filter
def answer_error(problem: AnswerProblem | None) -> str:
    """What to mend in an answer."""
    return error_word(problem)
