"""The method chooser: answers in the address, mixes with every reason, and what the last change moved."""

import uuid
from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.utils.translation import get_language

from vises.apps.journeys.queries import plan as queries
from vises.apps.methodology import queries as methodology
from vises.apps.methodology.chooser import Advice, Chooser, Mix, Moved, advise, moved
from vises.kernel.locale import pick
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.routes import Request
from vises.web.plans.words import WEIGHTS, hours_in_words

Answers = dict[str, str]


@dataclass(frozen=True)
class Reader:
    """The texts of one version's chooser, in the reader's language."""

    code: str
    language: str

    def text(self, key: str) -> str:
        return pick(methodology.texts_of(self.code, key), self.language)[0]

    def titles(self, cards: tuple[str, ...]) -> list[str]:
        return [self.text(f"method.{card}.title") for card in cards]

    def rules(self, ids: tuple[str, ...]) -> list[str]:
        return [self.text(f"chooser.rule.{id_}") for id_ in ids]


def answers_from(found: Chooser, sent: QueryDict, prefix: str = "") -> Answers:
    """The answers in an address; anything that is not a choice of ours is left out."""
    chosen = {asked.id: sent.get(prefix + asked.id, "") for asked in found.questions}
    return {asked.id: chosen[asked.id] for asked in found.questions if chosen[asked.id] in asked.choices}


def chooser(request: Request, journey: uuid.UUID) -> HttpResponse:
    """A few answers, then mixes of methods with the reasons for each. Nothing is stored."""
    code = journey_frame(request, journey).methodology
    found = methodology.version(code).chooser
    if found is None:
        return journey_page(request, "plans/chooser.html", journey, {"without": True})
    read = Reader(code, get_language() or "fr")
    answers = answers_from(found, request.GET)
    before = answers_from(found, request.GET, "was-")
    change = moved(found, before, answers) if before and before != answers else None
    context = {
        "plan": queries.plan(request.actor, journey),
        "questions": [
            (
                asked.id,
                read.text(f"chooser.question.{asked.id}"),
                [(choice, read.text(f"chooser.choice.{asked.id}.{choice}")) for choice in asked.choices],
                answers.get(asked.id, ""),
            )
            for asked in found.questions
        ],
        "answers": answers,
        "open": len(found.questions) - len(answers),
        **(_advice(advise(found, answers), read, found) if answers else {}),
        "unranked": [
            (
                read.text(f"method.{card.id}.title"),
                [read.text(f"method.{card.id}.{part}") for part in ("watch-out", "how")],
            )
            for card in methodology.version(code).method_cards
            if card.id not in {cost.id for cost in found.cards}
        ],
        "change": _change(change, read) if change else None,
    }
    return journey_page(request, "plans/chooser.html", journey, context)


def _advice(advice: Advice, read: Reader, found: Chooser) -> dict[str, object]:
    out: dict[str, list[str]] = {}
    for card, rule in advice.ruled_out:
        out.setdefault(read.text(f"chooser.rule.{rule}"), []).extend(read.titles((card,)))
    return {
        "mixes": [_mix(mix, read, found) for mix in advice.mixes],
        "more": [
            (read.titles(mix.cards), hours_in_words(mix.enterprise_hours), WEIGHTS[mix.data], mix.fits_the_time)
            for mix in advice.more
        ],
        "ruled_out": out,
    }


def _reasons(ids: tuple[str, ...], part: str, mix: Mix, read: Reader, found: Chooser) -> list[tuple[str, list[str]]]:
    """The sentence of each rule, and of which cards of the mix it speaks."""
    speaks = {rule.id: getattr(rule, part) for rule in found.rules}
    return [
        (read.text(f"chooser.rule.{id_}"), read.titles(tuple(card for card in mix.cards if card in speaks[id_])))
        for id_ in ids
    ]


def _mix(mix: Mix, read: Reader, found: Chooser) -> dict[str, object]:
    return {
        "titles": read.titles(mix.cards),
        "fits": mix.fits_the_time,
        "hours": hours_in_words(mix.enterprise_hours),
        "respondents": hours_in_words(mix.respondent_hours) if mix.respondent_hours else "",
        "data": WEIGHTS[mix.data],
        "for": _reasons(mix.favoured_by, "favours", mix, read, found),
        "against": _reasons(mix.hindered_by, "hinders", mix, read, found),
        "parts": [
            {
                "card": part.card,
                "title": read.text(f"method.{part.card}.title"),
                "people": part.people if part.respondent_hours else None,
                "hours": hours_in_words(part.enterprise_hours),
                "allows": read.text(f"method.{part.card}.allows"),
                "does_not": read.text(f"method.{part.card}.does-not-allow"),
            }
            for part in mix.parts
        ],
    }


def _change(change: Moved, read: Reader) -> dict[str, object]:
    return {
        "came": read.rules(change.came),
        "went": read.rules(change.went),
        "first_changed": change.first_changed,
        "first_before": read.titles(change.first_before),
    }
