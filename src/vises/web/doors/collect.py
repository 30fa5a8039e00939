"""A phone with ODK Collect: a key made here, shown once as a QR code, ended when it is lost."""

import base64
import json
import uuid
import zlib

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vises.apps.collection.queries import collecting as queries
from vises.apps.collection.queries.links import open_links
from vises.apps.collection.services import openrosa
from vises.kernel.locale import Texts, pick
from vises.kernel.problems import NotFound
from vises.web.layout.forms import PageForm, attempt
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.qr import qr_drawing
from vises.web.layout.routes import Request


class KeyForm(PageForm):
    """A key for one phone."""

    label = forms.CharField(
        label=gettext_lazy("Which phone or tablet?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("So that you know which one to end when it is lost: “tablet of the workshop”."),
    )


def collect(request: Request, journey: uuid.UUID, wave: uuid.UUID) -> HttpResponse:
    """How to connect a phone; the keys there are; a new one, shown once."""
    page = queries.wave_page(request.actor, wave)
    making = request.method == "POST" and request.POST.get("do") == "make"
    if request.method == "POST" and not making:
        openrosa.end_key(request.actor, wave, id_of(request.POST.get("end", "")))
        messages.success(request, _("This key opens nothing any more."))
        return redirect("door-collect", journey=journey, wave=wave)
    form = KeyForm(request.POST if making else None)
    context: dict[str, object] = {"page": page, "form": form}
    if making and form.is_valid():
        label = form.cleaned_data["label"]
        token = attempt(form, lambda: openrosa.make_key(request.actor, wave, label=label))
        if token is not None:
            context |= _shown(token, journey_frame(request, journey).enterprise, page.titles) | {"form": KeyForm()}
    context["keys"] = open_links(request.actor, wave, openrosa.PURPOSE)
    status = 400 if form.errors else 200
    return journey_page(request, "doors/collect.html", journey, context, status=status)


def _shown(token: str, enterprise: str, titles: Texts) -> dict[str, object]:
    listed = reverse("openrosa-list", kwargs={"token": token})
    address = f"{settings.BASE_ADDRESS}{listed}".removesuffix("/formList")
    name = f"{pick(titles, 'fr')[0]} · {enterprise}"
    return {"address": address, "qr": qr_drawing(collect_settings(address, name), error="l")}


def collect_settings(address: str, name: str) -> str:
    """What a QR code tells ODK Collect: JSON, compressed with zlib, as base64.

    Forms follow ours, answers are sent when there is a connection, and do not stay on the phone.
    """
    told = {
        "general": {
            "server_url": address,
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
            "delete_send": True,
        },
        "project": {"name": name[:60], "icon": "V", "color": "#1d5b6b"},
        "admin": {},
    }
    return base64.b64encode(zlib.compress(json.dumps(told, ensure_ascii=False).encode(), 9)).decode()


def id_of(text: str) -> uuid.UUID:
    """The id that a form sent. Raises NotFound when it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound() from None
