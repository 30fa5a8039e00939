"""What pages show of accounts."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vises.apps.accounts.models import Notice, User

SAMPLE_ROLES = {
    "referent": (gettext_lazy("Enterprise referent"), gettext_lazy("leads the evaluation in her enterprise")),
    "accompanist": (gettext_lazy("Accompanist"), gettext_lazy("accompanies enterprises for a federation")),
    "researcher": (gettext_lazy("Researcher"), gettext_lazy("advises and learns across enterprises")),
    "federation": (gettext_lazy("Federation"), gettext_lazy("brings its members into the programme")),
    "coordinator": (gettext_lazy("Coordinator"), gettext_lazy("leads the programme")),
    "funder": (gettext_lazy("Funder"), gettext_lazy("reads what enterprises publish")),
}
NOTICES = {
    "story-lost-ground": gettext_lazy("A published story lost some of its ground: look at it."),
    "improvement-due": gettext_lazy("A decision to improve comes back today."),
    "change-asked": gettext_lazy("The enterprise asks to change what you wrote."),
    "exchange": gettext_lazy("%(enterprise)s: new messages about “%(what)s”"),
    "confirmed": gettext_lazy("The enterprise said: that's us."),
    "consultation-open": gettext_lazy("A change of the method is open to your word."),
    "translation-completed": gettext_lazy("A translation of the method that lagged is now complete."),
    "method-released": gettext_lazy("A new version of the method is released. Your journeys stay on theirs."),
    "version-proposed": gettext_lazy("Another version of the method is proposed for your journey: see what changes."),
    "note-asks": gettext_lazy("A note to the programme concerns you: say whether it may go up."),
    "note-said": gettext_lazy("The enterprise answered about your note."),
    "note-back": gettext_lazy("What you asked came back with an answer."),
}


@dataclass(frozen=True)
class Door:
    """A way into the demonstration."""

    code: str
    role: str
    does: str
    name: str


@dataclass(frozen=True)
class NoticeRow:
    text: str
    address: str
    at: datetime


def sample_doors() -> list[Door]:
    """One door per role, in the order of SAMPLE_ROLES."""
    order = list(SAMPLE_ROLES)
    users = User.objects.filter(is_sample=True, sample_role__in=order)
    return [
        Door(u.sample_role, str(SAMPLE_ROLES[u.sample_role][0]), str(SAMPLE_ROLES[u.sample_role][1]), u.name)
        for u in sorted(users, key=lambda u: order.index(u.sample_role))
    ]


def notices(user_id: uuid.UUID) -> list[NoticeRow]:
    """What a person should know, newest first."""
    rows = Notice.objects.filter(user_id=user_id, read_at=None)[:30]
    return [NoticeRow(str(NOTICES.get(n.code, _("News"))) % n.params, n.address, n.created_at) for n in rows]
