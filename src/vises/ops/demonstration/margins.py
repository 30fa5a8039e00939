"""Answers to the survey, made from its margins: the same margins give the same answers, to the last one."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

SEED = 20191128
NOWHERE = "nowhere"


@dataclass
class Given:
    """One respondent's answers by question name (the open question as words), uses agreed to, language."""

    answers: dict[str, str]
    consents: tuple[str, ...] = ("analysis",)
    language: str = "fr"
    withdrawn: bool = field(default=False)


def respondents(survey: dict[str, Any], choices: Mapping[str, Sequence[str]]) -> list[Given]:
    """Everybody who answered, in no telling order; the one who withdrew afterwards is among them, and marked so.

    `survey` holds, per price group, the counts of each question's choices in the order of `choices`. Raises
    ValueError when the counts of a question do not add up to the people of the group.
    """
    dice = random.Random(SEED)
    people = [given for price, group in survey["groups"].items() for given in _group(dice, price, group, choices)]
    _agree(dice, people, survey["consents"])
    _speak(dice, people, survey["dutch"], survey["words"])
    gone = {key: str(value) for key, value in survey["withdrawn"].items()}
    people.append(Given(gone, ("analysis", "quote"), "fr", withdrawn=True))
    dice.shuffle(people)
    return people


def _group(dice: random.Random, price: str, group: dict[str, Any], choices: Mapping[str, Sequence[str]]) -> list[Given]:
    size = group["people"]
    people = [Given({"price": price}) for _ in range(size)]
    for question, counts in group.items():
        if not isinstance(counts, list):
            continue
        column = [value for value, count in zip(choices[question], counts, strict=True) for _ in range(count)]
        if len(column) != size:
            raise ValueError(f"{question}: {len(column)} answers for {size} people")
        dice.shuffle(column)
        for given, value in zip(people, column, strict=True):
            given.answers[question] = value
    for given, places in zip(people, _places(dice, size, group["where"]), strict=True):
        given.answers["where"] = " ".join(places)
    return people


def _places(dice: random.Random, size: int, counts: dict[str, int]) -> list[list[str]]:
    """Several choices per person: everybody names a place or says "nowhere", and every count is met exactly."""
    named: list[list[str]] = [[] for _ in range(size - counts[NOWHERE])]
    marks = [place for place, count in counts.items() if place != NOWHERE for _ in range(count)]
    if len(marks) < len(named):
        raise ValueError("where: fewer places than people who named one")
    # place by place, so that nobody names the same one twice before everybody has been round
    for mine, place in zip(cycle(named), sorted(marks, key=lambda p: (-counts[p], p)), strict=False):
        if place in mine:
            raise ValueError(f"where: {place} is named more often than there are people")
        mine.append(place)
    order = list(counts)
    everybody = [sorted(mine, key=order.index) for mine in named] + [[NOWHERE]] * counts[NOWHERE]
    dice.shuffle(everybody)
    return everybody


def _agree(dice: random.Random, people: list[Given], counts: dict[str, int]) -> None:
    for use, count in counts.items():
        for given in dice.sample(people, count):
            given.consents = (*given.consents, use)


def _speak(dice: random.Random, people: list[Given], dutch: int, words: dict[str, list[str]]) -> None:
    order = dice.sample(people, len(people))
    for given in order[:dutch]:
        given.language = "nl"
    for language, sentences in words.items():
        speakers = [given for given in order if given.language == language]
        for given, sentence in zip(speakers, sentences, strict=False):
            given.answers["change"] = sentence
