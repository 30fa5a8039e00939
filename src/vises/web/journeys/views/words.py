"""Writing a text under a heading: the same way for the note and the portrait, with and without a script."""

from collections.abc import Callable

from django.http import HttpResponse, JsonResponse
from django.utils import timezone

from vises.apps.journeys.queries.texts import Written
from vises.web.journeys.forms import WordsForm
from vises.web.layout.forms import attempt, write_again
from vises.web.layout.routes import Request

Write = Callable[[str, str, str, int | None], int]
"""Keeps text, language, source as a new wording over revision `number`; returns the number it has now."""


def words_form(
    request: Request, heading: str, row: Written | None, language: str, *, label: str, hint: str, with_source: bool
) -> WordsForm:
    """The form of one heading, filled with what stands there; bound when it was sent."""
    bound = request.method == "POST" and request.POST.get("do") == heading
    return WordsForm(
        request.POST if bound else None,
        prefix=heading,
        label=label,
        hint=hint,
        with_source=with_source,
        initial={
            "text": row.text if row else "",
            "source": row.source if row else "",
            "language": row.language if row else language,
            "number": row.number if row else 0,
        },
    )


def keep(form: WordsForm, row: Written | None, write: Write) -> int | None:
    """Write what a valid form says; None with the form's errors when it could not be kept.

    Somebody may have written meanwhile: what was typed stays, the page shows the other wording beside it,
    and sending again then replaces the wording that was shown.
    """
    data = form.cleaned_data
    kept = attempt(form, lambda: write(data["text"], data["language"], data.get("source", ""), data["number"]))
    if kept is None and row is not None:
        write_again(form, number=str(row.number))
    return kept


def wants_json(request: Request) -> bool:
    """Whether the page's own script saves while one writes."""
    return request.headers.get("Accept", "") == "application/json"


def saved(number: int) -> HttpResponse:
    """What the script shows: when it was saved, and over which wording it may write next."""
    return JsonResponse({"at": timezone.localtime().strftime("%H:%M"), "number": number})


def not_saved(form: WordsForm) -> HttpResponse:
    """Why not, in words."""
    errors = [str(error) for found in form.errors.values() for error in found]
    return JsonResponse({"errors": errors}, status=400)
