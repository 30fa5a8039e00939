"""The frame of coding's pages. A reader of one plan line comes here without seeing the rest of the journey."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from vises.kernel.problems import NotFound, Problem
from vises.platform.problems import word
from vises.web.coding.words import KINDS
from vises.web.layout.journey import journey_frame
from vises.web.layout.routes import Request


def page(
    request: Request, template: str, journey: uuid.UUID, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Within the journey's frame for who sees the journey; alone for a reader of words only."""
    return render(request, template, {**surroundings(request, journey), **context}, status=status)


def surroundings(request: Request, journey: uuid.UUID) -> dict[str, Any]:
    """What templates of coding's pages stand in."""
    try:
        around: dict[str, Any] = {"frame": journey_frame(request, journey), "around": "layout/journey.html"}
    except NotFound:
        around = {"frame": None, "around": "layout/base.html"}
    return {"journey_id": journey, "kinds": KINDS, **around}


def language_here() -> str:
    return get_language() or "fr"


def uuid_of(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound() from None


def told(request: Request, action: Callable[[], object], done: str) -> bool:
    """Do what a button asks and say so; a problem is said instead. Returns whether it was done."""
    try:
        action()
    except Problem as problem:
        if problem.status not in {400, 409}:
            raise
        messages.error(request, word(problem))
        return False
    messages.success(request, done)
    return True
