"""With the receipt alone: see, change one's mind, take back."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from vises.apps.collection.queries.receipt import behind_receipt
from vises.apps.collection.services.withdrawals import keep_uses, withdraw
from vises.kernel.problems import Problem
from vises.platform.problems import word
from vises.web.layout.routes import Request


def receipt(request: Request) -> HttpResponse:
    """One page: the code, then what stands behind it. The code never stands in an address."""
    if request.method != "POST":
        return render(request, "collection/receipt.html", {})
    code, action = request.POST.get("code", "")[:80], request.POST.get("do", "")
    try:
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


receipt.csrf_exempt = True  # type: ignore[attr-defined]
# without cookie: the code is the only key, and a foreign page does not know it
