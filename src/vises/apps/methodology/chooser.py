"""The method chooser: from what a group says of itself to mixes of methods, every reason a rule of the version. Pure.

Rules are data (`chooser` in a version's structure); a version without them has no chooser. Rules favour, hinder or
rule out method cards. A mix is two or three cards that look in different ways; mixes that fit the time come first,
then those that more rules favour, then those that take fewer hours. No number of points is ever shown.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from math import ceil
from typing import Any, Literal

Way = Literal["counts", "listens", "looks"]
Weight = Literal["light", "careful", "heavy"]
WAYS: tuple[Way, ...] = ("counts", "listens", "looks")
WEIGHTS: tuple[Weight, ...] = ("light", "careful", "heavy")
SHOWN = 3


@dataclass(frozen=True)
class Asked:
    """A question of the chooser and its choices."""

    id: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Cost:
    """What a method card asks. Hours of the enterprise, minutes of each person, the most people one hears with it."""

    id: str
    way: Way
    prepare: float
    each: float
    minutes: int
    most: int
    data: Weight


@dataclass(frozen=True)
class Rule:
    """When these answers are given, these cards fit better, fit less, or are ruled out."""

    id: str
    when: tuple[tuple[str, tuple[str, ...]], ...]
    favours: tuple[str, ...] = ()
    hinders: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()

    def holds(self, answers: Mapping[str, str]) -> bool:
        return all(answers.get(question) in choices for question, choices in self.when)

    def speaks_of(self) -> frozenset[str]:
        return frozenset((*self.favours, *self.hinders, *self.excludes))


@dataclass(frozen=True)
class Chooser:
    """The chooser of one version of the method."""

    questions: tuple[Asked, ...]
    people: Mapping[str, int]
    hours: Mapping[str, int]
    cards: tuple[Cost, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Part:
    """A card of a mix: people it may reach, hours of the enterprise and of all who answer, data-protection weight."""

    card: str
    way: Way
    people: int
    enterprise_hours: int
    respondent_hours: int
    data: Weight


@dataclass(frozen=True)
class Mix:
    """Cards that complete each other, with the rules that speak for them and against them."""

    parts: tuple[Part, ...]
    favoured_by: tuple[str, ...]
    hindered_by: tuple[str, ...]
    fits_the_time: bool

    @property
    def cards(self) -> tuple[str, ...]:
        return tuple(part.card for part in self.parts)

    @property
    def enterprise_hours(self) -> int:
        return sum(part.enterprise_hours for part in self.parts)

    @property
    def respondent_hours(self) -> int:
        return sum(part.respondent_hours for part in self.parts)

    @property
    def data(self) -> Weight:
        return max((part.data for part in self.parts), key=WEIGHTS.index)


@dataclass(frozen=True)
class Advice:
    """The mixes for these answers, the best first, then `more` of them; and what was ruled out by which rule."""

    mixes: tuple[Mix, ...]
    more: tuple[Mix, ...]
    ruled_out: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]


def read_chooser(found: Mapping[str, Any] | None) -> Chooser | None:
    """The chooser of a structure. Raises KeyError, TypeError or ValueError where something is missing."""
    if not found:
        return None
    return Chooser(
        questions=tuple(Asked(item["id"], tuple(item["choices"])) for item in found["questions"]),
        people=dict(found["people"]),
        hours=dict(found["hours"]),
        cards=tuple(Cost(**item) for item in found["cards"]),
        rules=tuple(
            Rule(
                item["id"],
                tuple(
                    (question, (choices,) if isinstance(choices, str) else tuple(choices))
                    for question, choices in item["when"].items()
                ),
                *(tuple(item.get(part, ())) for part in ("favours", "hinders", "excludes")),
            )
            for item in found["rules"]
        ),
    )


def chooser_keys(chooser: Chooser) -> Iterator[str]:
    """The text keys that a chooser needs in every language."""
    for asked in chooser.questions:
        yield f"chooser.question.{asked.id}"
        yield from (f"chooser.choice.{asked.id}.{choice}" for choice in asked.choices)
    yield from (f"chooser.rule.{rule.id}" for rule in chooser.rules)
    for card in chooser.cards:
        yield f"method.{card.id}.allows"
        yield f"method.{card.id}.does-not-allow"


def advise(chooser: Chooser, answers: Mapping[str, str]) -> Advice:
    """Mixes for these answers (question id -> choice id). Questions left open move nothing."""
    rules = [rule for rule in chooser.rules if rule.holds(answers)]
    out = {card: rule.id for rule in reversed(rules) for card in rule.excludes}
    left = [card for card in chooser.cards if card.id not in out]
    hours = chooser.hours.get(answers.get("time", ""), max(chooser.hours.values()))
    reach = chooser.people.get(answers.get("numbers", ""), max(chooser.people.values()))
    heavier = answers.get("sensitivity") == "painful"
    parts = {card.id: _part(card, reach, heavier) for card in left}
    mixes = [
        _mix(tuple(parts[card.id] for card in chosen), rules, hours)
        for size in (2, 3)
        for chosen in combinations(left, size)
        if len({card.way for card in chosen}) == size
    ]
    mixes.sort(key=lambda mix: (not mix.fits_the_time, -_weight(mix, rules), mix.enterprise_hours, mix.cards))
    varied = tuple(_varied(mixes))
    return Advice(varied[:SHOWN], varied[SHOWN:], tuple(sorted(out.items())), tuple(rule.id for rule in rules))


def _part(card: Cost, reach: int, heavier: bool) -> Part:
    people = min(card.most, reach)
    data = WEIGHTS[min(WEIGHTS.index(card.data) + heavier, 2)] if card.minutes else card.data
    return Part(
        card.id,
        card.way,
        people,
        ceil(card.prepare + card.each * people),
        ceil(card.minutes * people / 60),
        data,
    )


def _mix(parts: tuple[Part, ...], rules: Iterable[Rule], hours: int) -> Mix:
    cards = {part.card for part in parts}
    return Mix(
        parts,
        tuple(rule.id for rule in rules if cards & set(rule.favours)),
        tuple(rule.id for rule in rules if cards & set(rule.hinders)),
        sum(part.enterprise_hours for part in parts) <= hours,
    )


def _weight(mix: Mix, rules: Iterable[Rule]) -> float:
    """How much more the rules favour than hinder, for each card of the mix: a third card must earn its place."""
    cards = set(mix.cards)
    balance = sum(len(cards & set(rule.favours)) - len(cards & set(rule.hinders)) for rule in rules)
    return balance / len(cards)


def _varied(mixes: Iterable[Mix]) -> Iterator[Mix]:
    """The best mixes that are not a shown one with a card more or less."""
    shown: list[set[str]] = []
    for mix in mixes:
        cards = set(mix.cards)
        if all(not (cards <= other or other <= cards) for other in shown):
            shown.append(cards)
            yield mix


@dataclass(frozen=True)
class Moved:
    """What another answer moved: rules that came in and went out, and the mix that stood first before."""

    came: tuple[str, ...]
    went: tuple[str, ...]
    first_before: tuple[str, ...]
    first_changed: bool


def moved(chooser: Chooser, before: Mapping[str, str], now: Mapping[str, str]) -> Moved:
    """The difference between two sets of answers, rule by rule."""
    old, new = advise(chooser, before), advise(chooser, now)
    first_before = old.mixes[0].cards if old.mixes else ()
    first_now = new.mixes[0].cards if new.mixes else ()
    return Moved(
        tuple(id_ for id_ in new.rules if id_ not in old.rules),
        tuple(id_ for id_ in old.rules if id_ not in new.rules),
        first_before,
        first_before != first_now,
    )


def contradictions(chooser: Chooser, cards: Iterable[str]) -> Iterator[str]:
    """What cannot stand in a chooser: unknown names, a rule that says two things, rules against each other.

    `cards` are the method cards of the version.
    """
    choices = {asked.id: set(asked.choices) for asked in chooser.questions}
    known = {card.id for card in chooser.cards}
    yield from (f"{id_}: no such method card" for id_ in sorted(known - set(cards)))
    for rule in chooser.rules:
        for question, wanted in rule.when:
            if not set(wanted) <= choices.get(question, set()):
                yield f"{rule.id}: {question} has no choice {sorted(wanted)}"
        yield from (f"{rule.id}: {card} has no cost here" for card in sorted(rule.speaks_of() - known))
        named = [*rule.favours, *rule.hinders, *rule.excludes]
        twice = sorted({card for card in named if named.count(card) > 1})
        yield from (f"{rule.id}: says two things of {card}" for card in twice)
    yield from (f"{one} and {other}: against each other on {card}" for one, other, card in against(chooser))
    for name, given, known_choices in (("people", chooser.people, "numbers"), ("hours", chooser.hours, "time")):
        if set(given) != choices.get(known_choices, set()):
            yield f"{name}: not the choices of {known_choices}"


def against(chooser: Chooser) -> Iterator[tuple[str, str, str]]:
    """Two rules for the same answers of which one favours a card and the other does not: both rules, and the card."""
    for one, other in combinations(chooser.rules, 2):
        if dict(one.when) == dict(other.when):
            torn = set(one.favours) & {*other.hinders, *other.excludes}
            torn |= set(other.favours) & {*one.hinders, *one.excludes}
            yield from ((one.id, other.id, card) for card in sorted(torn))


def leaves_nothing(chooser: Chooser, rule: Rule) -> dict[str, str] | None:
    """Answers for which this rule holds and that leave no mix that fits the time; None where there are none."""
    tried: dict[tuple[frozenset[str], str, str], bool] = {}
    wanted = dict(rule.when)
    for chosen in product(*(wanted.get(asked.id, asked.choices) for asked in chooser.questions)):
        answers = dict(zip((asked.id for asked in chooser.questions), chosen, strict=True))
        out = frozenset(card for one in chooser.rules if one.holds(answers) for card in one.excludes)
        key = (out, answers.get("time", ""), answers.get("numbers", ""))
        if key not in tried:  # what fits depends on nothing else
            mixes = advise(chooser, answers).mixes
            tried[key] = bool(mixes) and mixes[0].fits_the_time
        if not tried[key]:
            return answers
    return None


def dead_ends(chooser: Chooser) -> Iterator[str]:
    """Answers that leave nothing that fits, and cards that no answers bring first. Tries every combination: slow."""
    leads: set[str] = set()
    for combination in product(*(asked.choices for asked in chooser.questions)):
        answers = dict(zip((asked.id for asked in chooser.questions), combination, strict=True))
        advice = advise(chooser, answers)
        if not advice.mixes or not advice.mixes[0].fits_the_time:
            yield f"{answers}: nothing that fits the time is left"
        else:
            leads |= set(advice.mixes[0].cards)
    yield from (
        f"{card}: no answers ever bring it first" for card in sorted({card.id for card in chooser.cards} - leads)
    )
