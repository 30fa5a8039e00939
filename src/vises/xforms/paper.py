"""A form on paper: every question numbered, every choice with a code, and what somebody types in from it.

The whole form stands on paper: what is asked only in some cases is there too, with its condition. A repeat stands there
TIMES times. Pictures, sounds and drawn places are not asked on paper.
"""

from __future__ import annotations

import datetime as dt
import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vises.xforms.form import Choice, ControlDef, Form, GroupDef, Question, RepeatDef
from vises.xforms.form.model import BodyPart, Wording
from vises.xforms.problems import FormProblem
from vises.xforms.state import FormState
from vises.xforms.state.codecs import typed
from vises.xforms.state.nodes import Leaf

TIMES = 3
"""How often a repeat stands on a sheet."""
_LETTERED = 20
"""Choices that have a letter each; more of them have numbers."""
_NOT_ON_PAPER = {"geotrace", "geoshape", "binary"}
_LEFT = {"", "?", "-"}
"""What is typed where nothing, or nothing readable, stands on the paper."""
_DAY = re.compile(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4})|(\d{2})(\d{2})(\d{4})")
_CLOCK = re.compile(r"(\d{1,2})[:hH.]?(\d{2})")


@dataclass(frozen=True, slots=True)
class PaperItem:
    """A question as it stands on paper. `name` is that of its field ("rep[2]/q"); `codes`: code and choice.

    `how`: one, several, rank, scale (codes are the steps), tick, whole, decimal, date, time, moment, text, long, note.
    """

    number: int
    name: str
    question: Question
    how: str
    codes: tuple[tuple[str, Choice], ...] = ()

    @property
    def pattern(self) -> str:
        """What may be typed, as a pattern that a browser checks; empty where anything may."""
        left = r"|\?|-"
        letters = "".join(code for code, _ in self.codes if len(code) == 1 and code.isalpha())
        if self.codes and letters:
            one = f"[{letters}{letters.upper()}]"
            return (one if self.how == "one" else f"({one}[ ,;]*)+") + left
        return {
            "one": rf"\d{{1,4}}{left}",
            "several": rf"[\d ,;]+{left}",
            "rank": rf"[\d ,;]+{left}",
            "scale": rf"-?\d+([.,]\d+)?{left}",
            "tick": rf"[xX]{left}",
            "whole": rf"[+\-]?\d+{left}",
            "decimal": rf"[+\-]?\d+([.,]\d+)?{left}",
            "date": rf"\d{{1,2}}[.\/\- ]\d{{1,2}}[.\/\- ]\d{{4}}|\d{{8}}{left}",
            "time": rf"\d{{1,2}}[:hH.]?\d{{2}}{left}",
        }.get(self.how, "")


@dataclass(frozen=True, slots=True)
class PaperPart:
    """A group, or one time of a repeat (`time` from 1; 0 for a group). `ref`: its condition is that of this node."""

    labels: Mapping[str, str]
    ref: str
    time: int
    parts: tuple[PaperItem | PaperPart, ...]


def on_paper(form: Form) -> tuple[PaperItem | PaperPart, ...]:
    """The form as it stands on paper, in its order."""
    return _Sheet(form).parts(form.body, "")


def items_of(parts: Sequence[PaperItem | PaperPart]) -> Iterator[PaperItem]:
    """Every question, also in groups and repeats."""
    for part in parts:
        if isinstance(part, PaperItem):
            yield part
        else:
            yield from items_of(part.parts)


class _Sheet:
    def __init__(self, form: Form) -> None:
        self.form = form
        self.last = 0
        self.blank = {code: FormState(form, None, "", code) for code in form.languages}

    def labels(self, label: Wording | None) -> dict[str, str]:
        found = {code: state.words(label, state.root) for code, state in self.blank.items()}
        return {code: text for code, text in found.items() if text}

    def parts(self, body: Sequence[BodyPart], around: str) -> tuple[PaperItem | PaperPart, ...]:
        found: list[PaperItem | PaperPart] = []
        for part in body:
            if isinstance(part, ControlDef):
                item = self.item(part, around)
                if item is not None:
                    found.append(item)
            elif isinstance(part, RepeatDef):
                for time in range(1, TIMES + 1):
                    inside = self.parts(part.children, f"{self.name(part.ref, around)}[{time}]")
                    if inside:
                        found.append(PaperPart(self.labels(part.label), part.ref, time, inside))
            elif isinstance(part, GroupDef):
                inside = self.parts(part.children, around)
                if inside:
                    found.append(PaperPart(self.labels(part.label), part.ref, 0, inside))
        return tuple(found)

    def name(self, ref: str, around: str) -> str:
        """The field's name: the path, with the places of the repeats around it."""
        bare = ref.removeprefix(f"{self.form.root.ref}/")
        plain = re.sub(r"\[\d+\]", "", around)
        return around + bare.removeprefix(plain) if around and bare.startswith(f"{plain}/") else bare

    def item(self, control: ControlDef, around: str) -> PaperItem | None:
        question = self.form.question(control.ref)
        if question is None or question.type in _NOT_ON_PAPER or question.control == "upload":
            return None
        how = _how(question)
        if how == "note" and question.choices and not question.labels:
            return None  # the head of a grid that only names its columns
        if how == "note":
            return PaperItem(0, self.name(control.ref, around), question, how)
        self.last += 1
        return PaperItem(self.last, self.name(control.ref, around), question, how, _codes(question, how))


def _how(question: Question) -> str:
    if question.kind == "note":
        return "note"
    by_control = {"select1": "one", "select": "several", "rank": "rank", "trigger": "tick"}
    if question.control in by_control:
        return by_control[question.control]
    if question.control == "range":
        return "scale"
    if question.type == "string":
        return "long" if "multiline" in question.appearance else "text"
    return {"int": "whole", "decimal": "decimal", "date": "date", "time": "time", "dateTime": "moment"}.get(
        question.type, "text"
    )


def _codes(question: Question, how: str) -> tuple[tuple[str, Choice], ...]:
    choices = question.choices
    if how == "scale":
        return ()
    if len(choices) <= _LETTERED:
        return tuple(zip(string.ascii_lowercase, choices, strict=False))
    return tuple((str(number), choice) for number, choice in enumerate(choices, 1))


def read_typed(item: PaperItem, text: str) -> list[str] | None:
    """What a typed field means, as texts for the sheet; [] where it was left or cannot be read on the paper.

    None where the text is no code of this question: nothing is guessed.
    """
    stripped = text.strip()
    if stripped in _LEFT:
        return []
    if item.how in {"one", "several", "rank"}:
        return _chosen(item, stripped.lower())
    if item.how == "tick":
        return ["OK"] if stripped.lower() == "x" else None
    if item.how in {"date", "moment"}:
        return _dated(stripped, item.how)
    if item.how == "time":
        match = _CLOCK.fullmatch(stripped)
        return [f"{int(match.group(1)):02}:{match.group(2)}"] if match else None
    if item.how in {"text", "long"} and item.question.type == "string":
        return [text]
    return [stripped] if typed(item.question.type, stripped) is not None else None


def _chosen(item: PaperItem, text: str) -> list[str] | None:
    known = {code: choice.value for code, choice in item.codes}
    pieces = re.split(r"[ ,;]+", text.strip(" ,;"))
    if all(len(code) == 1 for code in known) and not any(code.isdecimal() for code in known):
        pieces = [sign for piece in pieces for sign in piece]
    if not set(pieces) <= set(known) or (item.how == "one" and len(pieces) != 1) or len(set(pieces)) < len(pieces):
        return None
    return [known[piece] for piece in pieces]


def _dated(text: str, how: str) -> list[str] | None:
    day, _space, clock = text.partition(" ") if how == "moment" else (text, "", "")
    match = _DAY.fullmatch(day)
    if match is None:
        return None
    parts = [int(part) for part in match.groups() if part is not None]
    try:
        iso = dt.date(parts[2], parts[1], parts[0]).isoformat()
    except ValueError:
        return None
    if how == "date":
        return [iso]
    hour = _CLOCK.fullmatch(clock)
    return [f"{iso}T{int(hour.group(1)):02}:{hour.group(2)}"] if hour else None


@dataclass(frozen=True)
class Read:
    """What was typed, as values by field name; `refused`: fields whose text is no code of their question."""

    values: Mapping[str, list[str]]
    refused: tuple[str, ...]


def read_all(form: Form, fields: Mapping[str, str]) -> Read:
    """Every field of the form on paper; one that is not there was left empty."""
    values: dict[str, list[str]] = {}
    refused = []
    for item in items_of(on_paper(form)):
        if item.how == "note":
            continue
        found = read_typed(item, fields.get(item.name, ""))
        if found is None:
            refused.append(item.name)
        values[item.name] = found or []
    return Read(values, tuple(refused))


@dataclass(frozen=True)
class Filled:
    """A sheet filled in from paper. `uncounted`: fields whose answer does not count after the others, because the
    question or the choice is not open then; the sheet is without them."""

    state: FormState
    uncounted: tuple[str, ...]


def fill_in(
    form: Form,
    values: Mapping[str, Sequence[str]],
    instance: str,
    language: str = "",
    now: dt.datetime | None = None,
) -> Filled:
    """The answer that values by field name amount to: the same as when it had been given on a screen.

    Raises `FormProblem` as `FormState`.
    """
    state = FormState(form, None, instance, language, now)
    _grow(state, {name for name, given in values.items() if given})
    for name, given in values.items():  # in the order in which one answers: what is open depends on what came before
        node = state.find(name)
        if given or (isinstance(node, Leaf) and not (node.bind and node.bind.calculate)):
            state.set({name: given})
    uncounted = [name for name, given in values.items() if given and not _counts(state, name, given)]
    return Filled(state, tuple(uncounted))


def _grow(state: FormState, answered: set[str]) -> None:
    """As many times of each repeat as the paper has answers for; where the form decides, it decides."""
    wanted: dict[str, int] = {}
    for name in sorted(answered):
        for match in re.finditer(r"\[(\d+)\]", name):
            ref = name[: match.start()]
            wanted[ref] = max(wanted.get(ref, 0), int(match.group(1)))
    for ref, times in wanted.items():
        try:
            while state.find(f"{ref}[{times}]") is None:
                state.add_repeat(ref)
        except FormProblem:
            continue


def _counts(state: FormState, name: str, given: Sequence[str]) -> bool:
    node = state.find(name)
    if not isinstance(node, Leaf) or not state.relevant(node) or state.readonly(node):
        return False
    if node.control is None or node.control.tag not in {"select", "select1", "rank"}:
        return True
    return {value for text in given for value in text.split()} <= set(state.value_of(node).split())
