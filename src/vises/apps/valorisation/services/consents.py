"""Asking the person who said a passage how far it may go: she sees it in its place first. A no takes it off at once."""

import uuid
from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.coding.queries.consent import said_in_general
from vises.apps.findings.queries.ground import read_apart, readable
from vises.apps.valorisation.models import Quote, QuoteConsent
from vises.apps.valorisation.queries.consents import behind, said_no, still_agreed, words_of
from vises.apps.valorisation.rules import context_of
from vises.apps.valorisation.services.cascade import name_changes, take_out
from vises.apps.valorisation.services.said import check_answer, check_language, check_witness, give_link, keep_answer
from vises.kernel.clock import today
from vises.kernel.problems import NotFound, Problem
from vises.platform.audit.services import record
from vises.platform.jobs.services import hourly


def ask_about_quote(actor: Actor, quote_id: uuid.UUID, *, language: str) -> str:
    """A link with which the person sees her words in their place and says how far they may go.

    Needs `journey.edit`. Until she answers, the words are in no new publication. Whoever said no is not asked again.
    Returns the token, shown once.
    """
    quote = _quote(actor, quote_id)
    check_language(language)
    may_quote(actor, quote.passage_id or quote.id, field="language")
    scope = quote.claim.story.journey.scope
    return give_link(actor, scope, "quote", quote.id, language, lambda: keep(actor, quote, "asked", "link"))


def answer_about_quote(token: str, *, reach: str, name: str = "", until: date | None = None) -> str:
    """What the person says by her link; later she may say otherwise. Returns the reach. Raises NotFound or Problem."""
    guest, quote = behind(token)
    return keep_answer(guest, reach, until, lambda: keep(guest, quote, reach, "link", name=name, until=until))


def note_answer(
    actor: Actor,
    quote_id: uuid.UUID,
    *,
    reach: str,
    way: str,
    witness: str,
    name: str = "",
    until: date | None = None,
) -> None:
    """What the person said on paper, or when it was read aloud to her: with who witnesses it. Needs `journey.edit`.

    A yes to a passage counts where nobody was asked before; it undoes no "no" that was said of all words.
    """
    quote = _quote(actor, quote_id)
    check_answer(reach, until)
    if reach != "no" and said_in_general([quote.passage_id or quote.id]).get(quote.passage_id or quote.id) == "no":
        raise Problem("valorisation.quote-consent", field="reach")
    check_witness(way, witness)
    with transaction.atomic():
        keep(actor, quote, reach, way, name=name, until=until, witness=witness)


def keep(
    actor: Actor,
    quote: Quote,
    reach: str,
    way: str,
    *,
    name: str = "",
    until: date | None = None,
    witness: str = "",
    together: bool = False,
) -> None:
    """Keep what was said of one quote, alone or `together` with all that is told of its person; a no acts at once."""
    if quote.passage is None:
        raise NotFound()
    shown = name.strip()[:120] if reach == "public" else ""
    QuoteConsent.objects.create(
        passage=quote.passage,
        claim=quote.claim,
        reach=reach,
        name=shown,
        until=until if reach != "no" else None,
        way=way,
        witness=witness.strip()[:120],
        context=context_of(words_of(quote), quote.claim.texts),
        together=together,
    )
    if reach == "public":
        name_changes("passage", quote.passage.id, shown)
    elif reach != "asked":
        take_out({quote.passage.id})
    scope_id = quote.claim.story.journey.scope_id
    record(actor.who, f"quote.{reach}", scope_id=scope_id, object_kind="quote", object_id=quote.id)


@hourly("valorisation.quotes-ended")
def quotes_ended() -> None:
    """Words whose person agreed until a day that has passed leave what is published."""
    rows = QuoteConsent.objects.filter(reach="public", until__lt=today()).values_list("passage_id", flat=True)
    ended = frozenset(rows)
    take_out(ended - still_agreed(ended))


def may_quote(actor: Actor, passage_id: uuid.UUID, *, field: str) -> None:
    """Raise a Problem on `field` unless a passage may be shown, or its person asked whether it may.

    Whoever said no, of all her words or of these, is not asked. Where she was never asked, only those who may read her
    words ask.
    """
    said = said_in_general([passage_id]).get(passage_id, "no")
    if said == "no" or said_no([passage_id]):
        raise Problem("valorisation.quote-consent", field=field)
    if said == "yes" or actor.kind == "system":
        return
    if passage_id not in readable(actor, [passage_id]) - read_apart(actor, [passage_id]):
        raise Problem("valorisation.quote-unread", field=field)


def _quote(actor: Actor, quote_id: uuid.UUID) -> Quote:
    rows = Quote.objects.filter(passage__isnull=False).select_related("passage__text", "claim__story__journey__scope")
    return rows.get(pk=quote_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=quote_id)
