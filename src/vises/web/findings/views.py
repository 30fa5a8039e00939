"""The findings page and one finding: statement, evidence for and against, judgement, dissent."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vises.apps.findings import services
from vises.apps.findings.queries import pages as queries
from vises.apps.findings.queries.interpretation import validators
from vises.apps.valorisation.queries.public import with_dates
from vises.apps.valorisation.queries.stands import stands_on
from vises.kernel.problems import NotFound
from vises.web.findings.forms import (
    AboutForm,
    DissentForm,
    EvidenceForm,
    JudgeForm,
    RewordForm,
    StateForm,
    ValidatedForm,
    pairs,
)
from vises.web.findings.words import thread_words
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request


def to_uuid(text: str) -> uuid.UUID:
    """An id from a form or a query. Raises NotFound when it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound() from None


def language_here() -> str:
    return get_language() or "fr"


def findings(request: Request, journey: uuid.UUID) -> HttpResponse:
    """All findings; a form to write one."""
    page = queries.findings_page(request.actor, journey)
    effects = pairs(queries.effects(request.actor, journey), language_here())
    form = AboutForm(
        request.POST if request.method == "POST" else None,
        languages=page.languages,
        effects=effects,
        with_statement=True,
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: (
                services.write_finding(
                    request.actor,
                    journey,
                    statements=form.texts("statements"),
                    limits=form.texts("limits"),
                    effects=data["effects"],
                    practice=data["practice"],
                    unexpected=data["unexpected"],
                    negative=data["negative"],
                ).id
            ),
        )
        if made is not None:
            messages.success(request, _("The finding is written. Now say what it stands on."))
            return redirect("finding", journey, made)
    return journey_page(
        request,
        "findings/findings.html",
        journey,
        {"page": page, "form": form, "words": thread_words()},
        status=400 if form.is_bound else 200,
    )


def finding(request: Request, journey: uuid.UUID, finding: uuid.UUID) -> HttpResponse:
    """One finding with everything one may do with it; each form names what it does."""
    knot = queries.finding(request.actor, journey, finding)
    here = reverse("finding", args=[journey, finding])
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do in {"remove-evidence", "see-evidence"}:
        act = services.remove_evidence if do == "remove-evidence" else services.see_evidence
        act(request.actor, to_uuid(request.POST.get("evidence", "")))
        messages.success(
            request,
            _("The evidence is taken away from this finding.") if do == "remove-evidence" else _("Noted as seen."),
        )
        return redirect(f"{here}#evidence")
    forms = _forms(request, journey, finding, knot, do)
    form = forms.get(do)
    if form and form.is_valid() and attempt(form, lambda: _acts(request, finding, knot, form)[do]() or True):
        messages.success(request, _("Kept."))
        return redirect(here)
    return journey_page(
        request,
        "findings/finding.html",
        journey,
        {"knot": with_dates(knot), "forms": forms, "open_form": do, "words": thread_words()},
        status=400 if do else 200,
    )


def _forms(request: Request, journey: uuid.UUID, finding: uuid.UUID, knot: dict[str, Any], do: str) -> dict[str, Any]:
    actor, language = request.actor, language_here()
    languages = queries.findings_page(actor, journey).languages if do or request.method == "GET" else ()
    effects = queries.effects(actor, journey)
    chosen = [choice.key for choice in effects if choice.labels in knot["effects"]]

    def data(name: str) -> Any:
        return request.POST if do == name else None

    return {
        "evidence": EvidenceForm(
            data("evidence"),
            prefix="e",
            languages=languages,
            language=language,
            choices=queries.evidence_choices(actor, journey),
        ),
        "judge": JudgeForm(
            data("judge"),
            prefix="j",
            strengths=pairs(queries.strengths(actor, journey), language),
            sessions=queries.sessions(actor, journey),
            finding=knot,
        ),
        "reword": RewordForm(data("reword"), prefix="r", languages=languages, statements=knot["statements"]),
        "about": AboutForm(
            data("about"),
            prefix="a",
            languages=languages,
            effects=pairs(effects, language),
            finding=knot,
            chosen=chosen,
        ),
        "dissent": DissentForm(
            data("dissent"),
            prefix="d",
            languages=languages,
            groups=pairs(queries.groups(actor, journey), language),
        ),
        "state": StateForm(data("state"), prefix="s", initial={"state": knot["state"]}),
        "validated": ValidatedForm(
            data("validated"),
            prefix="v",
            sessions=validators(actor, journey, finding),
            languages=languages,
            finding=knot,
        ),
    }


def _acts(request: Request, finding: uuid.UUID, knot: dict[str, Any], form: Any) -> dict[str, Callable[[], object]]:
    actor, data = request.actor, form.cleaned_data

    def evidence() -> object:
        kind, _colon, id_ = data["evidence"].partition(":")
        return services.add_evidence(
            actor, finding, side=data["side"], says=form.texts("says"), **{f"{kind}_id": to_uuid(id_)}
        )

    return {
        "evidence": evidence,
        "judge": lambda: services.judge(actor, finding, data["strength"], to_uuid(data["session"]), data["why"]),
        "reword": lambda: services.reword(
            actor, finding, form.texts("statements"), data["why"], was=knot["statements"]
        ),
        "about": lambda: services.change_finding(
            actor,
            finding,
            limits=form.texts("limits"),
            effects=data["effects"],
            practice=data["practice"],
            unexpected=data["unexpected"],
            negative=data["negative"],
        ),
        "dissent": lambda: services.keep_dissent(
            actor,
            finding,
            form.texts("texts"),
            stakeholder_id=to_uuid(data["group"]) if data["group"] else None,
            said_by=data["said_by"],
        ),
        "state": lambda: services.say_state(actor, finding, data["state"]),
        "validated": lambda: services.say_validated(
            actor,
            finding,
            session_id=to_uuid(data["session"]) if data["session"] else None,
            because=form.texts("because"),
        ),
    }


def stands(request: Request, journey: uuid.UUID, kind: str, thing: uuid.UUID) -> HttpResponse:
    """The thread from the bottom up."""
    page = stands_on(request.actor, journey, kind, thing)
    return journey_page(request, "findings/stands.html", journey, {"page": page, "words": thread_words()})
