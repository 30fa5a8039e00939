"""The main menu: what this person works with, named by what it is."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from vises.apps.access.actor import Actor
from vises.apps.access.rules import TABLE, Role

LEARNING = frozenset(grant.role for grant in TABLE if grant.verb.startswith("learning."))
BELOW = ("methods", "stories", "glossary")


@dataclass(frozen=True)
class Item:
    label: str
    address: str
    current: bool
    below: bool = False  # whether the foot of each page leads there too: on a phone that is enough


def menu(request: HttpRequest) -> list[Item]:
    """By role: for most people five entries."""
    actor: Actor | None = getattr(request, "actor", None)
    roles = actor.roles() if actor else frozenset()
    entries: list[tuple[str, str]] = []
    if roles & {Role.REFERENT, Role.MEMBER, Role.ACCOMPANIST}:
        entries.append((_("My journeys"), "journeys"))
    if Role.ACCOMPANIST in roles:
        entries.append((_("Accompaniment"), "accompaniment"))
    if roles & {Role.COORDINATOR, Role.FEDERATION, Role.RESEARCHER, Role.FUNDER, Role.PARTNER}:
        entries.append((_("Programmes"), "programmes"))
    if roles & LEARNING:
        entries.append((_("What we learn"), "learning-home"))
    if Role.ADMINISTRATOR in roles:
        entries.append((_("Installation"), "administration"))
    own = bool(entries)
    entries += [(_("The method"), "methods"), (_("Stories"), "stories"), (_("Glossary"), "glossary")]
    # what a programme learns lies under its address, and is a room of its own
    here = reverse("learning-home") if "/learning/" in request.path else request.path
    return [
        Item(label, address, here == address or (address != "/" and here.startswith(address)), own and name in BELOW)
        for label, address, name in ((label, reverse(name), name) for label, name in entries)
    ]
