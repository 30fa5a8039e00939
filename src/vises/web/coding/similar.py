"""Words that resemble those of a theme: proposed, each confirmed or refused by a person."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vises.apps.coding.queries.similar import similar_page, theme_here
from vises.apps.coding.services import proposals
from vises.kernel.problems import NotFound
from vises.web.coding.frame import page as framed
from vises.web.coding.frame import told, uuid_of
from vises.web.layout.routes import Request


def similar(request: Request, journey: uuid.UUID, code: uuid.UUID) -> HttpResponse:
    """Proposals for a theme, or for one of its passages (`like`), and what a person says to each."""
    asked = request.GET.get("like", "")
    if request.method != "POST":
        page = similar_page(request.actor, journey, code, like=uuid_of(asked) if asked else None)
        return framed(request, "coding/similar.html", journey, {"page": page, "like": asked})
    theme_here(request.actor, journey, code)
    do = request.POST.get("do", "")
    if do == "again":
        again = proposals.propose_again(request.actor, code)
        said = ngettext("%(n)d place may be proposed again.", "%(n)d places may be proposed again.", again)
        messages.success(request, said % {"n": again})
    else:
        place = uuid_of(request.POST.get("text", "")), code, _number(request, "start"), _number(request, "end")
        seen = request.POST.get("seen", "")
        if do == "confirm":
            told(request, lambda: proposals.confirm(request.actor, *place, seen), _("The passage is marked."))
        elif do == "refuse":
            refused = _("This is not proposed for this theme any more.")
            told(request, lambda: proposals.refuse(request.actor, *place, seen), refused)
        else:
            raise NotFound()
    here = reverse("similar", args=[journey, code])
    return redirect(f"{here}?like={asked}#proposals" if asked else f"{here}#proposals")


def _number(request: Request, name: str) -> int:
    number = request.POST.get(name, "")
    if not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise NotFound()
    return int(number)
