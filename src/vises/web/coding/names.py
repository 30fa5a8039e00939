"""Names in a text: proposals that a person confirms one by one or all of a kind, and the key for its keepers."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vises.apps.coding.queries import names as queries
from vises.apps.coding.queries.names import NamesPage
from vises.apps.coding.rules.names import KINDS
from vises.apps.coding.services import names as services
from vises.apps.coding.services.names import Change
from vises.kernel.problems import Problem
from vises.platform.problems import word
from vises.web.coding.forms import OwnNameForm
from vises.web.coding.frame import page as framed
from vises.web.coding.frame import told, uuid_of
from vises.web.coding.words import NAME_KINDS, NAME_KINDS_ALL
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request


def names(request: Request, journey: uuid.UUID, text: uuid.UUID) -> HttpResponse:
    """What could give somebody away in a text. Nothing changes until somebody says so."""
    page = queries.names_page(request.actor, journey, text)
    do, _colon, what = request.POST.get("do", "").partition(":") if request.method == "POST" else ("", "", "")
    form = OwnNameForm(request.POST if do == "own" else None)
    if do == "own" and form.is_valid():
        count = attempt(form, lambda: _own(request, text, form))
        if count is not None:
            messages.success(request, _replaced(count))
            return redirect("names", journey, text)
    elif do and do != "own":
        _do(request, page, do, what)
        return redirect("names", journey, text)
    kinds = [
        (kind, NAME_KINDS[kind], NAME_KINDS_ALL[kind], [row for row in page.proposals if row.kind == kind])
        for kind in KINDS
    ]
    context = {"page": page, "form": form, "by_kind": [row for row in kinds if row[3]], "name_kinds": NAME_KINDS}
    return framed(request, "coding/names.html", journey, context, status=400 if form.is_bound else 200)


def _do(request: Request, page: NamesPage, do: str, what: str) -> None:
    actor, text, seen = request.actor, page.text_id, request.POST.get("seen", "")
    if do in {"ticked", "kind"}:
        try:
            count = services.pseudonymise(actor, text, _changes(request.POST, page, do, what), seen=seen)
        except Problem as problem:
            if problem.status not in {400, 409}:
                raise
            messages.error(request, word(problem))
        else:
            messages.success(request, _replaced(count))
    elif do == "pass":
        told(request, lambda: services.pass_over(actor, text, [what]), _("It is not proposed again in this text."))
    elif do == "back":
        told(
            request,
            lambda: services.put_back(actor, text, uuid_of(what), seen=seen),
            _("The words stand again as they were."),
        )
    elif do == "begin":
        told(request, lambda: services.begin_key(actor, text), _("You keep the key of these pseudonyms."))
    elif do == "share":
        told(request, lambda: services.share_key(actor, text, uuid_of(what)), _("This person keeps the key too."))
    elif do == "end":
        told(request, lambda: services.end_key(actor, text, uuid_of(what)), _("This person keeps the key no more."))


def _replaced(count: int) -> str:
    return ngettext("%(n)s place is replaced.", "%(n)s places are replaced.", count) % {"n": count}


def _changes(sent: QueryDict, page: NamesPage, do: str, what: str) -> list[Change]:
    """What was ticked, whole names and single places; or all names of one kind."""
    whole, places = set(sent.getlist("name")), set(sent.getlist("place"))
    found = []
    for row in page.proposals:
        stands = "" if row.stands else sent.get(f"stands-{row.key}", "")
        every = row.kind == what if do == "kind" else row.key in whole
        for place in row.places:
            if every or f"{place.start}-{place.end}" in places:
                found.append(Change(place.start, place.end, row.kind, stands))
    return found


def _own(request: Request, text: uuid.UUID, form: OwnNameForm) -> int:
    data = form.cleaned_data
    places = queries.own_places(request.actor, text, data["words"])
    if not places:
        raise Problem("coding.words-not-found", field="words")
    changes = [Change(start, end, data["kind"], data["stands"]) for start, end in places]
    return services.pseudonymise(request.actor, text, changes, seen=request.POST.get("seen", ""))
