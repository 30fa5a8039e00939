"""Asking a person once for all that a story tells of her: she sees her passages together, each in its place.

Her answer is kept for each passage, as if she had been asked for each (`services.consents`); what is added or told
otherwise later is asked again. A no to all of it takes everything she said off what is published.
"""

import uuid
from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.valorisation.models import Quote
from vises.apps.valorisation.queries.accounts import account, account_behind, passages_of, quotes_together
from vises.apps.valorisation.queries.consents import asked_together, tellers_of
from vises.apps.valorisation.services.cascade import take_out
from vises.apps.valorisation.services.consents import keep, may_quote
from vises.apps.valorisation.services.said import check_answer, check_language, check_witness, give_link, keep_answer

ACCOUNT_PASS = "account"


def ask_account(actor: Actor, quote_id: uuid.UUID, *, language: str) -> str:
    """A link with which whoever said a quote sees all that is told of her and says how far it may go.

    Needs `journey.edit`. Whoever said no is not asked again. Returns the token, shown once. Raises NotFound where
    several people speak in her text, and Problem as `ask_about_quote` does.
    """
    quotes = _quotes(actor, quote_id)
    check_language(language)
    passages = [quote.passage_id for quote in quotes if quote.passage_id]
    for passage in passages:
        may_quote(actor, passage, field="language")
    scope, teller = quotes[0].claim.story.journey.scope, tellers_of(passages)[passages[0]]
    return give_link(actor, scope, ACCOUNT_PASS, teller, language, lambda: _keep(actor, quotes, "asked", "link"))


def answer_account(token: str, *, reach: str, name: str = "", until: date | None = None) -> str:
    """What the person says of all of it by her link; later she may say otherwise. Returns the reach.

    Raises NotFound or Problem.
    """
    guest, quotes, _enterprise = account_behind(token)
    return keep_answer(guest, reach, until, lambda: _keep(guest, quotes, reach, "link", name=name, until=until))


def note_account(
    actor: Actor,
    quote_id: uuid.UUID,
    *,
    reach: str,
    way: str,
    witness: str,
    name: str = "",
    until: date | None = None,
) -> None:
    """What she said of all of it on paper, or when it was read aloud to her, with its witness. Needs `journey.edit`."""
    quotes = _quotes(actor, quote_id)
    check_answer(reach, until)
    check_witness(way, witness)
    passages = [quote.passage_id for quote in quotes if quote.passage_id]
    for passage in passages if reach != "no" and "no" not in asked_together(passages).values() else ():
        may_quote(actor, passage, field="reach")
    with transaction.atomic():
        _keep(actor, quotes, reach, way, name=name, until=until, witness=witness)


def _quotes(actor: Actor, quote_id: uuid.UUID) -> list[Quote]:
    account(actor, quote_id)  # whether the actor may ask for it
    return quotes_together(Quote.objects.get(pk=quote_id))


def _keep(
    actor: Actor,
    quotes: list[Quote],
    reach: str,
    way: str,
    *,
    name: str = "",
    until: date | None = None,
    witness: str = "",
) -> None:
    for quote in quotes:
        keep(actor, quote, reach, way, name=name, until=until, witness=witness, together=True)
    if reach not in {"asked", "public"}:
        take_out(passages_of(quotes))
