"""Whom a round wants to hear: targets of groups, personal links by mail, reminders, moments side by side."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from vises.apps.collection.queries import collecting
from vises.apps.collection.queries.people import OTHERS, MomentRow, People
from vises.apps.collection.queries.people import people as asked_people
from vises.apps.collection.services import invitations
from vises.kernel.locale import LANGUAGE_NAMES, Texts, pick
from vises.kernel.problems import Problem
from vises.platform.problems import word
from vises.web.collection.words import MOMENTS
from vises.web.doors.offline import built
from vises.web.layout.forms import PageForm, attempt
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request

Cell = tuple[int | None, int | None]
"""What a group is aimed at in a round, and how many answered (None: too few to tell)."""


class TargetsForm(PageForm):
    """How many of each group."""

    def __init__(self, *args: Any, found: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group in found.groups:
            self.fields[f"target_{group.id}"] = forms.IntegerField(
                label=pick(group.names, get_language() or "fr")[0],
                required=False,
                min_value=1,
                max_value=9_999_999,
                initial=group.target,
                help_text=_("People in this group: %(n)d.") % {"n": group.size} if group.size else "",
            )

    def targets(self) -> dict[uuid.UUID, int | None]:
        """What was written, by group."""
        return {uuid.UUID(name.removeprefix("target_")): number for name, number in self.cleaned_data.items()}


class EndForm(PageForm):
    """Whose links are ended."""

    addresses = forms.CharField(
        label=gettext_lazy("Mail addresses"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "off"}),
        help_text=gettext_lazy("One on each line: those to whom you sent the links."),
    )


class LinksForm(PageForm):
    """To whom to write."""

    addresses = forms.CharField(
        label=gettext_lazy("Mail addresses"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocapitalize": "off"}),
        help_text=gettext_lazy("One on each line, as you copy them from a list. Names beside them are not kept."),
    )
    group = forms.ChoiceField(
        label=gettext_lazy("From which group?"),
        required=False,
        help_text=gettext_lazy(
            "From five people on, their answers are counted as this group's. Where fewer are invited, they are not: "
            "that would point to somebody."
        ),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("In which language do we write?"), choices=list(LANGUAGE_NAMES.items())
    )

    def __init__(self, *args: Any, found: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["group"]
        assert isinstance(chosen, forms.ChoiceField)
        language = get_language() or "fr"
        chosen.choices = [("", _("not said"))] + [(str(one.id), pick(one.names, language)[0]) for one in found.groups]


def people(request: Request, journey: uuid.UUID, wave: uuid.UUID) -> HttpResponse:
    """Groups with target and reached; links in numbers; the moments side by side."""
    page = collecting.wave_page(request.actor, wave)
    found = asked_people(request.actor, wave)
    named = {one.id: one.token for one in found.groups if one.token}
    addresses = {group: _address("group-answer", token) for group, token in named.items()}
    without = {group: _address("offline-group", token) for group, token in named.items()} if built() else {}
    context = {
        "page": page,
        "found": found,
        "addresses": addresses,
        "without": without,
        "moment": MOMENTS.get(page.moment, ""),
        "moments": [(str(MOMENTS[one.moment]), one) for one in found.moments],
        "beside": _beside(found),
    }
    return journey_page(request, "doors/people.html", journey, context)


def _beside(found: People) -> list[tuple[Texts, list[Cell]]]:
    """Each group with what it is aimed at and what was reached, moment after moment."""
    rows = [(group.names, str(group.id)) for group in found.groups]
    lines = [(names, [_cell(one, key) for one in found.moments]) for names, key in rows]
    others: list[Cell] = [(None, one.answered.get(OTHERS, 0)) for one in found.moments]
    kept = [(names, cells) for names, cells in lines if any(target or reached != 0 for target, reached in cells)]
    return [*kept, ({}, others)] if any(reached != 0 for _target, reached in others) else kept


def _cell(one: MomentRow, key: str) -> Cell:
    return one.targets.get(key), one.answered.get(key, 0)


def _address(name: str, token: str) -> str:
    return f"{settings.BASE_ADDRESS}{reverse(name, kwargs={'token': token})}"


def groups(request: Request, journey: uuid.UUID, wave: uuid.UUID) -> HttpResponse:
    """How many people of which groups."""
    page = collecting.wave_page(request.actor, wave)
    form = TargetsForm(request.POST or None, found=asked_people(request.actor, wave))
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: invitations.want(request.actor, wave, form.targets()))
        if done is not None:
            messages.success(request, _("Saved. Each of these groups has an address of its own."))
            return redirect("wanted", journey=journey, wave=wave)
    context = {"page": page, "form": form}
    return journey_page(request, "doors/people_groups.html", journey, context, status=400 if form.errors else 200)


def links(request: Request, journey: uuid.UUID, wave: uuid.UUID) -> HttpResponse:
    """Write to people, each with a link of her own; remind those who did not answer."""
    if request.method == "POST" and request.POST.get("do") == "remind":
        try:
            many = invitations.remind(request.actor, wave)
        except Problem as problem:
            messages.error(request, word(problem))
        else:
            # beside links that were ended, how many are left would tell whether those people had answered
            said = ngettext("%(n)d person is reminded.", "%(n)d people are reminded.", many) % {"n": many}
            ended = asked_people(request.actor, wave).links.ended
            messages.success(request, _("Those who did not answer with their link are reminded.") if ended else said)
        return redirect("wanted", journey=journey, wave=wave)
    page = collecting.wave_page(request.actor, wave)
    form = LinksForm(
        request.POST or None,
        found=asked_people(request.actor, wave),
        initial={"language": request.LANGUAGE_CODE[:2]},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        told = attempt(
            form,
            lambda: invitations.invite(
                request.actor,
                wave,
                data["addresses"],
                group_id=uuid.UUID(data["group"]) if data["group"] else None,
                language=data["language"],
            ),
        )
        if told is not None:
            messages.success(request, _told(told))
            return redirect("wanted", journey=journey, wave=wave)
    context = {"page": page, "form": form}
    return journey_page(request, "doors/people_links.html", journey, context, status=400 if form.errors else 200)


def end(request: Request, journey: uuid.UUID, wave: uuid.UUID) -> HttpResponse:
    """End the links of people who are named by their addresses; whether they had answered is told to nobody."""
    page = collecting.wave_page(request.actor, wave)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = attempt(form, lambda: invitations.end_links(request.actor, wave, form.cleaned_data["addresses"]))
        if told is not None:
            messages.success(request, _told_ended(told))
            return redirect("wanted", journey=journey, wave=wave)
    context = {"page": page, "form": form}
    return journey_page(request, "doors/people_end.html", journey, context, status=400 if form.errors else 200)


def _told_ended(told: invitations.Ended) -> str:
    said = []
    if told.links:
        words = ngettext("%(n)d link opens nothing any more.", "%(n)d links open nothing any more.", told.links)
        said.append(words % {"n": told.links})
    if told.without:
        words = ngettext(
            "%(n)d address had no link in this round.", "%(n)d addresses had no link in this round.", told.without
        )
        said.append(words % {"n": told.without})
    return " ".join(said)


def _told(told: invitations.Invited) -> str:
    said = [ngettext("%(n)d person gets a link.", "%(n)d people get a link.", told.written) % {"n": told.written}]
    if told.known:
        said.append(ngettext("%(n)d was invited before.", "%(n)d were invited before.", told.known) % {"n": told.known})
    if told.stopped:
        said.append(
            ngettext("%(n)d asked not to be written to.", "%(n)d asked not to be written to.", told.stopped)
            % {"n": told.stopped}
        )
    return " ".join(said)
