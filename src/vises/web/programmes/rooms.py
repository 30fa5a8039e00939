"""The rooms of a programme: which of its pages this person may open."""

import uuid
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vises.apps.access.actor import Actor
from vises.apps.programmes.queries import verbs_of

ROOMS = (
    ("coordinator-first-hour", _("First hour"), "programme.edit"),
    ("programme-enterprises", _("Enterprises"), "programme.edit"),
    ("calls", _("Calls"), "programme.edit"),
    ("cohorts", _("Cohorts"), "programme.edit"),
    ("partners", _("Partners"), "learning.view"),
    ("programme-coverage", _("Coverage"), "programme.view"),
    ("learning", _("What we learn"), "learning.view"),
    ("bodies", _("Bodies"), "learning.view"),
    ("meetings", _("Meetings"), "learning.view"),
    ("changes", _("Changes of the method"), "learning.view"),
    ("programme-versions", _("Versions of the method"), "programme.edit"),
    ("programme-agenda", _("Bilingual agenda"), "programme.edit"),
    ("programme-report", _("Six-monthly report"), "programme.edit"),
)
"""Route name, label, the verb that its page asks for; rooms of other areas may stand here too."""


@dataclass(frozen=True)
class Room:
    label: str
    address: str


def rooms(actor: Actor, programme_id: uuid.UUID) -> list[Room]:
    """The rooms that the actor may open, in the order in which they are worked in."""
    verbs = verbs_of(actor, programme_id, *dict.fromkeys(verb for _name, _label, verb in ROOMS))
    return [Room(str(label), reverse(name, args=(programme_id,))) for name, label, verb in ROOMS if verb in verbs]
