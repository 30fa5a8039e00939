"""The bank of questions: the same words for several enterprises, recognised wherever they are asked. Content as data.

A question of the bank keeps its identity as the name of its variable, which every door, file and program carries along.
"""

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from vises.apps.methodology.reading import read_yaml, texts_from
from vises.apps.methodology.search import matches
from vises.kernel.locale import LANGUAGES, Texts
from vises.kernel.problems import NotFound, Problem
from vises.xforms import Form, Question

MARK = "bank_"
TYPES = ("one", "several", "scale", "number", "text")
_WORDS = {
    "fr": {"several": "plusieurs", "number": "nombre", "text": "texte", "scale": "échelle"},
    "nl": {"several": "meerdere", "number": "getal", "text": "tekst", "scale": "schaal"},
    "en": {"several": "several", "number": "number", "text": "text", "scale": "scale"},
}


@dataclass(frozen=True)
class BankSource:
    """Where a question was published, and on what conditions it may be used."""

    title: str
    by: str
    year: int
    address: str
    conditions: Texts


@dataclass(frozen=True)
class Scale:
    """Steps from `low` to `high`, with the words at both ends."""

    low: int
    high: int
    low_words: Texts
    high_words: Texts


@dataclass(frozen=True)
class BankQuestion:
    """A question with what it measures and what it does not tell. `source` is None for our own proposals; `wording`
    says of each language whose words they are: source | ours."""

    id: str
    topic: str
    type: str  # one | several | scale | number | text
    words: Texts
    measures: Texts
    limits: Texts
    hint: Texts = field(default_factory=dict)
    choices: tuple[tuple[str, Texts], ...] = ()
    scale: Scale | None = None
    source: BankSource | None = None
    wording: Mapping[str, str] = field(default_factory=dict)
    sensitive: bool = False

    @property
    def name(self) -> str:
        """The name of its variable, in every questionnaire that asks it."""
        return f"{MARK}{self.id}"

    @property
    def values(self) -> tuple[str, ...]:
        """What may be answered, where there are choices."""
        if self.scale:
            return tuple(str(step) for step in range(self.scale.low, self.scale.high + 1))
        return tuple(value for value, _texts in self.choices)

    def answers(self, code: str) -> Iterator[tuple[str, str]]:
        """Values with their words in a language; a scale has words at its ends."""
        if not self.scale:
            yield from ((value, words[code]) for value, words in self.choices)
            return
        ends = {str(self.scale.low): self.scale.low_words[code], str(self.scale.high): self.scale.high_words[code]}
        yield from ((step, f"{step} – {ends[step]}" if step in ends else step) for step in self.values)

    def everything(self) -> Iterator[str]:
        """All that search looks through."""
        for texts in (self.words, self.measures, self.limits, *(words for _value, words in self.choices)):
            yield from texts.values()
        if self.source:
            yield from (self.source.title, self.source.by)


@dataclass(frozen=True)
class Bank:
    """Questions in the order of the file, and their topics."""

    questions: tuple[BankQuestion, ...]
    topics: Mapping[str, Texts]

    def question(self, id_: str) -> BankQuestion:
        """A question. Raises NotFound."""
        found = next((one for one in self.questions if one.id == id_), None)
        if found is None:
            raise NotFound()
        return found

    def search(self, asked: str, topic: str = "") -> tuple[BankQuestion, ...]:
        """The questions that hold every word asked, in any language; of one topic when one is named."""
        return tuple(one for one in self.questions if topic in ("", one.topic) and matches(asked, one.everything()))


@functools.lru_cache(maxsize=1)
def bank() -> Bank:
    """The bank of this installation. Raises Problem when its file cannot be read."""
    return read_bank(Path(settings.CONTENT_ROOT))


def read_bank(content: Path) -> Bank:
    """The bank below `content/`. Raises Problem when the file cannot be read or does not hold together."""
    file = content / "questions" / "bank.yaml"
    found = read_yaml(file)
    try:
        topics = {str(one["id"]): texts_from({code: one[code] for code in LANGUAGES}) for one in found["topics"]}
        sources = {
            key: BankSource(
                str(one["title"]), str(one["by"]), int(one["year"]), str(one["address"]), texts_from(one["conditions"])
            )
            for key, one in found["sources"].items()
        }
        questions = tuple(_question(one, topics, sources) for one in found["questions"])
        if len({one.id for one in questions}) != len(questions):
            raise ValueError("an id stands there twice")
        return Bank(questions, topics)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Problem("methodology.unreadable", folder=file.name, error=str(error)) from error


def _question(one: dict[str, Any], topics: Mapping[str, Texts], sources: Mapping[str, BankSource]) -> BankQuestion:
    id_, steps = str(one["id"]), one.get("scale")
    if one["type"] not in TYPES or one["topic"] not in topics:
        raise ValueError(f"{id_}: {one['type']}, {one['topic']}")
    if (one["type"] in {"one", "several"}) != bool(one.get("choices")) or (one["type"] == "scale") != bool(steps):
        raise ValueError(f"{id_}: choices")
    source = sources[one["source"]] if "source" in one else None
    return BankQuestion(
        id=id_,
        topic=str(one["topic"]),
        type=str(one["type"]),
        words=texts_from(one["words"]),
        measures=texts_from(one["measures"]),
        limits=texts_from(one["limits"]),
        hint=texts_from(one["hint"]) if "hint" in one else {},
        choices=tuple(
            (str(choice["value"]), texts_from({code: choice[code] for code in LANGUAGES}))
            for choice in one.get("choices", ())
        ),
        scale=Scale(int(steps["from"]), int(steps["to"]), texts_from(steps["low"]), texts_from(steps["high"]))
        if steps
        else None,
        source=source,
        wording={code: str(one["wording"][code]) if source else "ours" for code in LANGUAGES},
        sensitive=bool(one.get("sensitive", False)),
    )


def lines_of(question: BankQuestion, languages: Sequence[str]) -> str:
    """The question as lines of a plain list: the first language is the list's own, the others stand under it."""
    first, *others = languages
    lines = [f"{question.words[first]}{_kind(question, first)} {{{question.name}}}"]
    lines += [f"{code}: {question.words[code]}{_kind(question, code)}" for code in others]
    if question.hint:
        lines.append(f"> {question.hint[first]}")
        lines += [f"{code}: > {question.hint[code]}" for code in others]
    for value, words in question.choices:
        lines.append(f"- {words[first]} {{{value}}}")
        lines += [f"  {code}: {words[code]}" for code in others]
    return "\n".join(lines)


def _kind(question: BankQuestion, code: str) -> str:
    said = _WORDS[code]
    if question.scale:
        steps = question.scale
        ends = f"{steps.low_words[code]} … {steps.high_words[code]}"
        return f" ({said['scale']} {steps.low}-{steps.high}: {ends})"
    return f" ({said[question.type]})" if question.type in said else ""


def recognised(form: Form) -> dict[str, BankQuestion]:
    """The questions of a form that are asked as the bank has them, by their name in the form.

    The same variable with other choices, or in words that are the bank's in no language, is another question.
    """
    known = {one.name: one for one in bank().questions}
    found = {}
    for question in form.questions:
        one = known.get(question.name.rpartition("/")[2])
        if one is not None and not question.in_repeat and _same(one, question):
            found[question.name] = one
    return found


def altered(form: Form) -> tuple[str, ...]:
    """Names of questions that were taken from the bank and then changed so that they are no longer the same."""
    known = {one.name for one in bank().questions}
    same = recognised(form)
    return tuple(one.name for one in form.questions if one.name.rpartition("/")[2] in known and one.name not in same)


def _same(one: BankQuestion, question: Question) -> bool:
    """In the bank's words in each language that both have; where the form names no language, in those of any."""
    values = tuple(choice.value for choice in question.choices)
    if values != one.values:
        return False
    if set(question.labels) == {"und"}:
        return _plain(question.labels["und"]) in {_plain(words) for words in one.words.values()}
    asked = {code: words for code, words in question.labels.items() if code in one.words}
    return bool(asked) and all(_plain(words) == _plain(one.words[code]) for code, words in asked.items())


def _plain(words: str) -> str:
    return " ".join(words.replace("’", "'").split())
