"""What people answered about single passages, and where each quote stands by it."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch, open_pass
from vises.apps.coding.models import Passage
from vises.apps.coding.queries.consent import said_in_general
from vises.apps.findings.queries.depth import Knot
from vises.apps.findings.queries.ground import quote_knot, read_apart, readable
from vises.apps.valorisation.models import Claim, Quote, QuoteConsent
from vises.apps.valorisation.rules import consent_state, context_of
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
class Standing:
    """Where a quote, or a person on a picture, stands.

    "not-asked" (the consent given with the words counts), "to-ask" (there was none, nor a no: it stays inside until a
    yes), "asked", "no", "inside", "funder", "public", "ended" or "changed".
    """

    state: str
    name: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class QuoteLine:
    """A quote under its sentence. `words` are empty where its person does not want them shown or did not say yes and
    the actor may not read her text, and for whoever reads it apart just now."""

    id: uuid.UUID
    passage_id: uuid.UUID
    words: str
    language: str
    sentence: Texts
    claim_id: uuid.UUID
    said: Standing


@dataclass(frozen=True)
class Asking:
    """What the person sees: her words in their place."""

    enterprise: str
    sentence: Texts
    knot: Knot
    language: str
    said: Standing


def still_agreed(passages: frozenset[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Those of the passages that nobody was asked about, or whose person agreed that anybody read them."""
    day = today()
    gone = {
        id_
        for id_, (reach, until) in _latest(passages).items()
        if reach != "public" or (until is not None and until < day)
    }
    return passages - gone


def covers_quotes(passages: Iterable[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Those of the passages that may be quoted where their state says so: their person did not say no, neither when
    she gave her words nor when she was asked about them."""
    return still_agreed(frozenset(id_ for id_, said in said_in_general(passages).items() if said != "no"))


def said_no(passages: Iterable[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Those of the passages of which their person, asked about them, said last that nobody should read them."""
    return frozenset(id_ for id_, (reach, _until) in _latest(passages).items() if reach == "no")


def _latest(passages: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[str, date | None]]:
    """What was said last of each passage. Whoever was asked for all that is told of her said nothing of what she did
    not see: it waits ("asked"), or goes with her no."""
    wanted = list(passages)
    rows = QuoteConsent.objects.filter(passage_id__in=wanted).order_by("created_at")
    found: dict[uuid.UUID, tuple[str, date | None]] = {
        passage: (reach, until) for passage, reach, until in rows.values_list("passage_id", "reach", "until")
    }
    for id_, reach in asked_together(set(wanted) - set(found)).items():
        found[id_] = ("no" if reach == "no" else "asked", None)
    return found


def asked_together(passages: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What the person of each passage said last when she was asked for all that is told of her; two queries at most."""
    wanted = list(passages)
    if not wanted:
        return {}
    near = Passage.objects.filter(pk__in=wanted).values("text__scope")
    rows = QuoteConsent.objects.filter(together=True, passage__text__scope__in=near).order_by("created_at")
    origin = ("passage__text__origin__document", "passage__text__origin__answer", "reach")
    said = {document or answer: reach for document, answer, reach in rows.values_list(*origin)}
    return {id_: said[teller] for id_, teller in tellers_of(wanted).items() if teller in said} if said else {}


def tellers_of(passages: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Who said each passage: her document or her answer, all of whose texts are one person's. One query."""
    wanted = list(passages)
    rows = Passage.objects.filter(pk__in=wanted).values_list("id", "text__origin__document", "text__origin__answer")
    return {id_: document or answer for id_, document, answer in rows if document or answer} if wanted else {}


def of_tellers(tellers: Iterable[uuid.UUID], before: str) -> Q:
    """What these people said, `before` being the way to the passage."""
    ids = list(tellers)
    return Q(**{f"{before}text__origin__document__in": ids}) | Q(**{f"{before}text__origin__answer__in": ids})


def told_of(tellers: Iterable[uuid.UUID]) -> list[Quote]:
    """All quotes of these people, in the order of the page; with their passage, text and sentence."""
    rows = Quote.objects.filter(of_tellers(tellers, "passage__")).order_by("claim__order", "order", "created_at")
    return list(rows.select_related("passage__text", "claim__story__journey__scope"))


def _together(passages: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[str, bool]]:
    """Of passages whose person was asked for all that is told of her: what she said last, and whether she saw all of
    it as it is told now. What is only taken away asks nothing; what is added or told otherwise does."""
    asked = asked_together(passages)
    if not asked:
        return {}
    tellers = tellers_of(asked)
    told = told_of(set(tellers.values()))
    teller_of = tellers_of(quote.passage_id for quote in told if quote.passage_id)
    rows: dict[tuple[uuid.UUID, uuid.UUID | None], QuoteConsent] = {}
    latest: dict[uuid.UUID, str] = {}
    for row in QuoteConsent.objects.filter(passage_id__in=list(teller_of)):
        rows[row.passage_id, row.claim_id] = row
        latest[row.passage_id] = row.reach
    unseen = set()
    for quote in told:
        if quote.passage_id is None or latest.get(quote.passage_id) == "no":
            continue
        seen = rows.get((quote.passage_id, quote.claim_id))
        if seen is None or seen.context != context_of(words_of(quote), quote.claim.texts):
            unseen.add(teller_of[quote.passage_id])
    return {id_: (reach, tellers[id_] not in unseen) for id_, reach in asked.items()}


def states_of(quotes: Iterable[Quote], sentences: Mapping[uuid.UUID, Texts]) -> dict[uuid.UUID, Standing]:
    """Where each quote stands; seven queries at most. Quotes need their passage and its text, `sentences` the claims'
    texts."""
    shown = [quote for quote in quotes if quote.passage is not None]
    general = said_in_general([quote.passage_id for quote in shown if quote.passage_id])
    said: dict[uuid.UUID, list[QuoteConsent]] = {}
    for row in QuoteConsent.objects.filter(passage_id__in=[quote.passage_id for quote in shown]):
        said.setdefault(row.passage_id, []).append(row)
    together = _together([quote.passage_id for quote in shown if quote.passage_id])
    return {
        quote.id: _state(
            quote, general[quote.passage.id], said.get(quote.passage.id, []), sentences, together.get(quote.passage.id)
        )
        for quote in shown
        if quote.passage
    }


def _state(
    quote: Quote,
    general: str,
    rows: list[QuoteConsent],
    sentences: Mapping[uuid.UUID, Texts],
    together: tuple[str, bool] | None,
) -> Standing:
    here = [row for row in rows if row.claim_id == quote.claim_id]
    answers = tuple(Answer(row.reach, row.name, row.until, row.way, row.witness, row.created_at) for row in rows)
    if general == "no":
        return Standing("no", "", answers)
    if not rows and together:
        return Standing("no" if together[0] == "no" else "changed", "", ())
    if not rows:
        return Standing("not-asked" if general == "yes" else "to-ask", "", ())
    if rows[-1].reach == "no" or not here:
        return Standing("no" if rows[-1].reach == "no" else "changed", "", answers)
    last = here[-1]
    seen = context_of(words_of(quote), sentences[quote.claim_id])
    if last.together and together and not together[1]:
        seen = ""  # of all that is told of her, something is new
    state = consent_state(last.reach, last.until, last.context, seen, today())
    return Standing(state, last.name if state == "public" else "", answers)


def words_of(quote: Quote) -> str:
    """The words of a quote as they stand in its text."""
    passage = quote.passage
    return passage.text.body[passage.start : passage.end] if passage else ""


def quote_lines(actor: Actor, claim_id: uuid.UUID) -> tuple[QuoteLine, ...]:
    """The quotes under a sentence with what their people said. Needs `journey.view`."""
    claim = fetch(actor, "journey.view", Claim.objects.all(), pk=claim_id)
    quotes = list(Quote.objects.filter(claim=claim, passage__isnull=False).select_related("passage__text"))
    return _lines(actor, quotes, claim.texts)


def quote_line(actor: Actor, quote_id: uuid.UUID) -> QuoteLine:
    """One quote, for whoever asks its person. Needs `journey.edit`."""
    rows = Quote.objects.filter(passage__isnull=False).select_related("passage__text", "claim")
    quote = fetch(actor, "journey.edit", rows, pk=quote_id)
    return _lines(actor, [quote], quote.claim.texts)[0]


def _with_states(quotes: list[Quote], sentences: Mapping[uuid.UUID, Texts]) -> list[tuple[Quote, Standing]]:
    states = states_of(quotes, sentences)
    return [(quote, states[quote.id]) for quote in quotes]


def _lines(actor: Actor, quotes: list[Quote], sentence: Texts) -> tuple[QuoteLine, ...]:
    ids = [quote.passage_id for quote in quotes if quote.passage_id]
    said, mine, hidden = said_in_general(ids), readable(actor, ids), read_apart(actor, ids)
    lines = []
    for quote, state in _with_states(quotes, {quote.claim_id: sentence for quote in quotes}):
        assert quote.passage is not None
        passage = quote.passage.id
        agreed = said[passage] == "yes" or state.state == "public"
        shown = state.state not in {"no", "ended"} and (agreed or passage in mine) and passage not in hidden
        words = words_of(quote) if shown else ""
        lines.append(QuoteLine(quote.id, passage, words, quote.passage.text.language, sentence, quote.claim_id, state))
    return tuple(lines)


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
