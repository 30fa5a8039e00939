"""What people answered about single passages, and where each quote stands by it."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch, open_pass
from vises.apps.coding.queries.consent import agreed_in_general
from vises.apps.findings.queries.depth import Knot
from vises.apps.findings.queries.ground import quote_knot, read_apart
from vises.apps.valorisation.models import Claim, Quote, QuoteConsent
from vises.apps.valorisation.rules import context_of, quote_state
from vises.kernel.clock import today
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound

ORIGIN = (
    "passage__text__origin__document__stakeholder",
    "passage__code",
    "claim__story__journey__enterprise",
)


@dataclass(frozen=True)
class Answer:
    """An answer, or the question that waits for one. `witness` stays inside."""

    reach: str  # asked | no | inside | funder | public
    name: str
    until: date | None
    way: str
    witness: str
    on: datetime


@dataclass(frozen=True)
class QuoteState:
    """Where a quote stands: "not-asked", "asked", "no", "inside", "funder", "public", "ended" or "changed"."""

    state: str
    name: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class QuoteLine:
    """A quote under its sentence. `words` are empty where its person does not want them shown, and for whoever reads
    its text apart just now."""

    id: uuid.UUID
    words: str
    language: str
    sentence: Texts
    claim_id: uuid.UUID
    said: QuoteState


@dataclass(frozen=True)
class Asking:
    """What the person sees: her words in their place."""

    enterprise: str
    sentence: Texts
    knot: Knot
    language: str
    said: QuoteState


def still_agreed(passages: frozenset[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Those of the passages that nobody was asked about, or whose person agreed that anybody read them."""
    latest: dict[uuid.UUID, tuple[str, date | None]] = {}
    rows = QuoteConsent.objects.filter(passage_id__in=passages).order_by("created_at")
    for passage, reach, until in rows.values_list("passage_id", "reach", "until"):
        latest[passage] = (reach, until)
    day = today()
    gone = {id_ for id_, (reach, until) in latest.items() if reach != "public" or (until is not None and until < day)}
    return passages - gone


def states_of(quotes: Iterable[Quote], sentences: Mapping[uuid.UUID, Texts]) -> dict[uuid.UUID, QuoteState]:
    """Where each quote stands; one query. Quotes need their passage and its text, `sentences` the claims' texts."""
    shown = [quote for quote in quotes if quote.passage is not None]
    said: dict[uuid.UUID, list[QuoteConsent]] = {}
    for row in QuoteConsent.objects.filter(passage_id__in=[quote.passage_id for quote in shown]):
        said.setdefault(row.passage_id, []).append(row)
    return {quote.id: _state(quote, said.get(quote.passage_id or uuid.UUID(int=0), []), sentences) for quote in shown}


def _state(quote: Quote, rows: list[QuoteConsent], sentences: Mapping[uuid.UUID, Texts]) -> QuoteState:
    here = [row for row in rows if row.claim_id == quote.claim_id]
    answers = tuple(Answer(row.reach, row.name, row.until, row.way, row.witness, row.created_at) for row in rows)
    if not rows:
        return QuoteState("not-asked", "", ())
    if rows[-1].reach == "no" or not here:
        return QuoteState("no" if rows[-1].reach == "no" else "changed", "", answers)
    last = here[-1]
    seen = context_of(words_of(quote), sentences[quote.claim_id])
    state = quote_state(last.reach, last.until, last.context, seen, today())
    return QuoteState(state, last.name if state == "public" else "", answers)


def words_of(quote: Quote) -> str:
    """The words of a quote as they stand in its text."""
    passage = quote.passage
    return passage.text.body[passage.start : passage.end] if passage else ""


def quote_lines(actor: Actor, claim_id: uuid.UUID) -> tuple[QuoteLine, ...]:
    """The quotes under a sentence with what their people said. Needs `journey.view`."""
    claim = fetch(actor, "journey.view", Claim.objects.all(), pk=claim_id)
    quotes = list(Quote.objects.filter(claim=claim, passage__isnull=False).select_related("passage__text"))
    hidden = read_apart(actor, [quote.passage_id for quote in quotes if quote.passage_id])
    found = _with_states(quotes, {claim.id: claim.texts})
    return tuple(_line(quote, claim.texts, state, hidden) for quote, state in found)


def quote_line(actor: Actor, quote_id: uuid.UUID) -> QuoteLine:
    """One quote, for whoever asks its person. Needs `journey.edit`."""
    rows = Quote.objects.filter(passage__isnull=False).select_related("passage__text", "claim")
    quote = fetch(actor, "journey.edit", rows, pk=quote_id)
    [(_quote, state)] = _with_states([quote], {quote.claim_id: quote.claim.texts})
    return _line(quote, quote.claim.texts, state, read_apart(actor, [quote.passage_id or quote.id]))


def _with_states(quotes: list[Quote], sentences: Mapping[uuid.UUID, Texts]) -> list[tuple[Quote, QuoteState]]:
    states = states_of(quotes, sentences)
    return [(quote, states[quote.id]) for quote in quotes]


def _line(quote: Quote, sentence: Texts, state: QuoteState, hidden: frozenset[uuid.UUID]) -> QuoteLine:
    agreed = agreed_in_general([quote.passage_id or quote.id])
    shown = state.state not in {"no", "ended"} and quote.passage_id in agreed and quote.passage_id not in hidden
    language = quote.passage.text.language if quote.passage else ""
    return QuoteLine(quote.id, words_of(quote) if shown else "", language, sentence, quote.claim_id, state)


def asking(token: str) -> Asking:
    """Behind a person's link: her words in their place. Raises NotFound for a link that opens nothing (any more)."""
    guest, quote = behind(token)
    [(_quote, state)] = _with_states([quote], {quote.claim_id: quote.claim.texts})
    assert quote.passage is not None
    knot = quote_knot(quote.passage, public=True)
    return Asking(quote.claim.story.journey.enterprise.name, quote.claim.texts, knot, guest.language, state)


def behind(token: str) -> tuple[Actor, Quote]:
    """The quote behind a link, and its person as an actor. Raises NotFound."""
    opened, guest = open_pass(token, "quote")
    rows = Quote.objects.filter(passage__isnull=False, claim__story__journey__scope_id=opened.scope_id)
    quote = rows.select_related(*ORIGIN).filter(pk=opened.detail).first() if opened.detail else None
    if quote is None:
        raise NotFound("access.link-ended")
    return guest, quote
