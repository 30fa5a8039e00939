"""Filters of the answering pages."""

from django import template

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
def door_word(door: str) -> str:
    """A door through which an answer came."""
    return str(DOORS.get(door, door))


@register.filter
def answer_error(problem: AnswerProblem | None) -> str:
    """What to mend in an answer."""
    return error_word(problem)
