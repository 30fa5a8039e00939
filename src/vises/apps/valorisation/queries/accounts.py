"""All that a story tells of one person: her passages together, each under its sentence."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch, open_pass
from vises.apps.coding.models import Passage
from vises.apps.collection.models import Document
from vises.apps.findings.queries.ground import read_apart, readable
from vises.apps.journeys.models import Journey
from vises.apps.valorisation.models import Quote, QuoteConsent
from vises.apps.valorisation.queries.consents import (
    Answer,
    Standing,
    of_tellers,
    states_of,
    tellers_of,
    told_of,
    words_of,
)
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound

_LEAST = ("no", "ended", "changed", "to-ask", "asked", "inside", "funder", "not-asked", "public")


@dataclass(frozen=True)
class Told:
    """One of her passages in its place."""

    sentence: Texts
    words: str
    language: str


@dataclass(frozen=True)
class Account:
    """All that is told of one person, in the order of the page; `said`: where it stands, by the least willing of her
    answers, and what she answered when she was asked for all of it."""

    enterprise: str
    told: tuple[Told, ...]
    said: Standing
    language: str


def account(actor: Actor, quote_id: uuid.UUID) -> Account:
    """All that is told of whoever said a quote, for whoever asks her. Needs `journey.edit`.

    Raises NotFound where several people speak in her text, and for whoever may not read all of it.
    """
    rows = Quote.objects.filter(passage__isnull=False).select_related("claim__story__journey__enterprise")
    quote = rows.get(pk=quote_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=quote_id)
    quotes = quotes_together(quote)
    if actor.kind != "system":
        ids = [one.passage_id for one in quotes if one.passage_id]
        mine, apart, states = readable(actor, ids), read_apart(actor, ids), _states(quotes)
        for one in quotes:
            shown = one.passage_id in mine or states[one.id].state in {"public", "not-asked"}
            if not shown or one.passage_id in apart:
                raise NotFound()
    return _account(quotes, quote.claim.story.journey.enterprise.name, "")


def asking_account(token: str) -> Account:
    """Behind a person's link: all that is told of her. Raises NotFound for a link that opens nothing (any more)."""
    guest, quotes, enterprise = account_behind(token)
    return _account(quotes, enterprise, guest.language)


def account_behind(token: str) -> tuple[Actor, list[Quote], str]:
    """The quotes behind a person's link, herself as an actor, and whose story it is. Raises NotFound."""
    opened, guest = open_pass(token, "account")
    told = told_of([opened.detail] if opened.detail else [])
    quotes = _open([quote for quote in told if quote.passage and quote.passage.text.scope_id == opened.scope_id])
    if not quotes:
        raise NotFound("access.link-ended")
    return guest, quotes, Journey.objects.select_related("enterprise").get(scope=opened.scope_id).enterprise.name


def quotes_together(quote: Quote) -> list[Quote]:
    """All quotes of whoever said this one that she may be asked for. Raises NotFound where several people speak."""
    tellers = tellers_of([quote.passage_id] if quote.passage_id else [])
    if not tellers or Document.objects.filter(pk__in=tellers.values(), people__gt=1).exists():
        raise NotFound()
    return _open(told_of(tellers.values()))


def passages_of(quotes: Sequence[Quote]) -> frozenset[uuid.UUID]:
    """All passages of whoever said these, also those that no story quotes."""
    tellers = tellers_of(quote.passage_id for quote in quotes if quote.passage_id)
    return frozenset(Passage.objects.filter(of_tellers(tellers.values(), "")).values_list("id", flat=True))


def more_than_one(quotes: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """Of quotes whose person is told of in several passages: in how many. Three queries."""
    rows = dict(Quote.objects.filter(pk__in=quotes, passage__isnull=False).values_list("id", "passage"))
    tellers = tellers_of(passage for passage in rows.values() if passage)
    several = Document.objects.filter(pk__in=tellers.values(), people__gt=1).values_list("id", flat=True)
    alone = {passage: teller for passage, teller in tellers.items() if teller not in set(several)}
    count: dict[uuid.UUID, int] = {}
    told = Quote.objects.filter(of_tellers(alone.values(), "passage__"))
    for document, answer in told.values_list("passage__text__origin__document", "passage__text__origin__answer"):
        count[document or answer] = count.get(document or answer, 0) + 1
    found = {id_: count[alone[passage]] for id_, passage in rows.items() if passage in alone}
    return {id_: number for id_, number in found.items() if number > 1}


def _open(quotes: list[Quote]) -> list[Quote]:
    """Without those to which she said no when she was asked about these words alone: they are told to nobody."""
    rows = QuoteConsent.objects.filter(passage_id__in=[quote.passage_id for quote in quotes])
    last = {row.passage_id: row for row in rows}
    refused = {id_ for id_, row in last.items() if row.reach == "no" and not row.together}
    return [quote for quote in quotes if quote.passage is not None and quote.passage_id not in refused]


def _states(quotes: list[Quote]) -> dict[uuid.UUID, Standing]:
    return states_of(quotes, {quote.claim_id: quote.claim.texts for quote in quotes})


def _account(quotes: list[Quote], enterprise: str, language: str) -> Account:
    states = _states(quotes)
    told = tuple(
        Told(quote.claim.texts, words_of(quote), quote.passage.text.language) for quote in quotes if quote.passage
    )
    least = min((states[quote.id] for quote in quotes), key=lambda said: _LEAST.index(said.state), default=None)
    rows = quotes[0].passage.quote_consents.filter(together=True) if quotes and quotes[0].passage else []
    answers = tuple(Answer(row.reach, row.name, row.until, row.way, row.witness, row.created_at) for row in rows)
    said = Standing(least.state, least.name, answers) if least else Standing("no", "", answers)
    return Account(enterprise, told, said, language or (told[0].language if told else ""))
