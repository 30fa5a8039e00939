"""With the receipt alone: see, correct, change one's mind, take back."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

from vises.apps.collection.queries.asking import asking_about
from vises.apps.collection.queries.receipt import behind_receipt
from vises.apps.collection.services.corrections import files_of, round_to_correct, still_there, to_correct
from vises.apps.collection.services.withdrawals import keep_uses, withdraw
from vises.kernel.problems import Problem
from vises.platform.problems import word
from vises.web.collection.answering import responded
from vises.web.collection.draft import new_draft, read_draft, round_of
from vises.web.collection.ways import Visit, Way, through
from vises.web.layout.routes import Request
from vises.xforms import state_of


@csrf_exempt
def receipt(request: Request) -> HttpResponse:
    """One page: the code, then what stands behind it. The code never stands in an address."""
    if request.method != "POST":
        return render(request, "collection/receipt.html", {})
    code, action = request.POST.get("code", "")[:80], request.POST.get("do", "")
    try:
        if action == "correct":
            return _begin(request, code)
        if action == "withdraw":
            withdraw(code)
            return render(request, "collection/receipt.html", {"done": "withdrawn"})
        done = ""
        if action == "keep":
            keep_uses(code, [*request.POST.getlist("use"), "analysis"])
            done = "kept"
        found = behind_receipt(code, get_language() or "fr")
    except Problem as problem:
        context = {"code": code, "error": word(problem)}
        return render(request, "collection/receipt.html", context, status=400)
    return render(request, "collection/receipt.html", {"code": code, "found": found, "done": done})


# without cookie: the code is the only key, and a foreign page does not know it


def _begin(request: Request, code: str) -> HttpResponse:
    """The pages of the questionnaire, with what was answered; from then on the draft is all that is needed."""
    row = to_correct(code)
    asked = asking_about(row.wave)
    form = asked.form
    language = row.language if row.language in form.languages else form.default_language
    draft = new_draft(str(row.wave_id), language).with_(
        consents=tuple(row.consents),
        values=state_of(form, row.xml, language).draft(),
        files=files_of(row),
        how=row.consent_how,
        told=row.consent_version,
        corrects=row.instance_id,
    )
    return responded(request, lambda: through(asked, _way(row.door)), begun=draft)


@csrf_exempt
def correct(request: Request) -> HttpResponse:
    """A correction under way: posted to from its own pages only."""
    if request.method != "POST":
        return redirect("receipt")
    return responded(request, lambda: _correcting(request))


# as with the page on the web: the signed draft is the only key


def _correcting(request: Request) -> Visit:
    text = request.POST.get("draft", "")
    wave = round_to_correct(round_of(text))
    draft = read_draft(text, str(wave.id))
    if not draft.corrects:
        raise Problem("collection.draft-unreadable")
    return through(asking_about(wave), _way(still_there(wave, draft.corrects).door))


def _way(door: str) -> Way:
    """A correction is made on this page; how the answer first came stays with it."""
    return Way(door, reverse("correct"))
