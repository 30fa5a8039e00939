"""A search in the words of the texts that one reads."""

import uuid

from django.http import HttpResponse

from vises.apps.coding.queries.search import search as find
from vises.web.coding.forms import WordsForm
from vises.web.coding.frame import page as framed
from vises.web.layout.routes import Request


def search(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Words in any of their forms; what was found links to where it is read."""
    form = WordsForm(request.GET or None)
    words = form.cleaned_data["words"] if form.is_bound and form.is_valid() else ""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1
    page = find(request.actor, journey, words, number=number)
    return framed(request, "coding/search.html", journey, {"page": page, "form": form, "words": words})
