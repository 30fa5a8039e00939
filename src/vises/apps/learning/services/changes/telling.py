"""Everybody is told when a consultation opens, a version is released or a translation completed: a notice, and one mail
for all news."""

import uuid
from datetime import timedelta

from django.conf import settings

from vises.apps.access.actor import Actor
from vises.apps.access.holders import people_of_programme
from vises.apps.accounts.services import notices_read, notify_all
from vises.apps.learning.models import ProposalMove, TranslationMove
from vises.apps.learning.rules.changes import TELLING
from vises.apps.programmes.models import Programme
from vises.kernel.clock import now
from vises.kernel.locale import LANGUAGE_NAMES, pick
from vises.platform.jobs.services import enqueue, job
from vises.platform.mail.services import send

GATHER = timedelta(minutes=1)
"""What is opened or released within this time comes in one mail."""


def news_read(actor: Actor, address: str) -> None:
    """Whoever opened the page to which notices of openings and releases lead has read them."""
    if actor.id is not None:
        notices_read(actor.id, address)


def tell_soon(programme_id: uuid.UUID, address: str) -> None:
    """Ask for everybody to be told of what is news in a programme. `address` is the page to which it leads."""
    key = f"learning.news:{programme_id}:{now():%Y%m%d%H%M%S%f}"
    enqueue("learning.news", key=key, after=GATHER, programme=str(programme_id), address=address)


@job("learning.news")
def _tell(programme: str, address: str) -> None:
    """Tell, once, of every opening, release and completed translation of which nobody was told yet."""
    row = Programme.objects.get(pk=programme)
    fresh = list(
        ProposalMove.objects.filter(proposal__programme=row, new__in=TELLING, told_at=None)
        .select_related("proposal")
        .order_by("created_at")
    )
    done = list(
        TranslationMove.objects.filter(translation__programme=row, new="in-force", told_at=None)
        .select_related("translation__version")
        .order_by("created_at")
    )
    if not fresh and not done:
        return
    opened = [move.proposal for move in fresh if move.new == "open" and move.proposal.state == "open"]
    released = [move.proposal for move in fresh if move.new == "released"]
    people = people_of_programme(row.scope_id, "learning.write", "learning.treat")
    for code, news in (("consultation-open", opened), ("method-released", released), ("translation-completed", done)):
        if news:
            notify_all([person.id for person in people], code, address)
    completed = "\n".join(
        f"- {move.translation.version.code}: {LANGUAGE_NAMES[move.translation.language]}" for move in done
    )
    for person in people if opened or released or done else ():
        send(
            person.email,
            "mails/method-news",
            person.language,
            key=f"method-news:{(fresh or done)[-1].id}:{person.id}",
            name=person.name,
            programme=pick(row.names, person.language)[0],
            opened="\n".join(_line(pick(one.titles, person.language)[0], one.closes_on) for one in opened),
            released="\n".join(f"- {one.code}: {pick(one.titles, person.language)[0]}" for one in released),
            completed=completed,
            address=f"{settings.BASE_ADDRESS}{address}",
        )
    ProposalMove.objects.filter(pk__in=[move.pk for move in fresh]).update(told_at=now())
    TranslationMove.objects.filter(pk__in=[move.pk for move in done]).update(told_at=now())


def _line(title: str, until: object) -> str:
    return f"- {title} ({until:%d/%m/%Y})" if until else f"- {title}"
