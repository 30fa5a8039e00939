"""A questionnaire as it stands on paper, ready for its template: numbers, codes, conditions in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.translation import gettext as _

from vises.apps.instruments.rules import Condition, condition_of
from vises.kernel.locale import pick
from vises.web.collection.controls import MOST_COLUMNS
from vises.web.collection.ways import Art
from vises.xforms import Form, Question
from vises.xforms.paper import PaperItem, PaperPart, items_of, on_paper


@dataclass(frozen=True)
class Code:
    """A choice with what is typed for it, and the address of its picture."""

    code: str
    label: str
    picture: str = ""


@dataclass(frozen=True)
class Item:
    """A question on a sheet. `lines`: how many lines to write on. `picture`: the address of the one beside it;
    `heard`: it has a sound or film besides, which paper cannot have."""

    item: PaperItem
    label: str
    hint: str
    condition: str
    codes: tuple[Code, ...] = ()
    lines: tuple[int, ...] = ()
    steps: tuple[str, ...] = ()
    picture: str = ""
    heard: bool = False

    @property
    def is_item(self) -> bool:
        return True

    @property
    def field_id(self) -> str:
        """An id that HTML bears."""
        return f"f{self.item.number}"


@dataclass(frozen=True)
class Part:
    """A group, or one time of a repeat."""

    label: str
    condition: str
    parts: tuple["Item | Part | Table", ...] = field(default=())

    @property
    def is_item(self) -> bool:
        return False


@dataclass(frozen=True)
class Table:
    """Questions with the same answers, one below the other."""

    codes: tuple[Code, ...]
    rows: tuple[Item, ...]

    @property
    def is_item(self) -> bool:
        return False

    @property
    def parts(self) -> tuple[Item, ...]:
        return self.rows


class Paper:
    """A form on paper in one language, with what stands beside its questions (`art`, by name of the question)."""

    def __init__(self, form: Form, language: str, art: Mapping[str, Art] | None = None) -> None:
        self.form, self.language, self.art = form, language, art or {}
        self.plan = on_paper(form)
        self.numbers = {item.question.name: item for item in reversed(list(items_of(self.plan))) if item.number}
        self.parts = self._all(self.plan)

    @property
    def heard(self) -> bool:
        """Whether there is something to hear or watch, that is not on paper."""
        return any(art.heard for art in self.art.values())

    def items(self) -> Iterator[Item]:
        """Every question to type in, in order."""
        yield from _items(self.parts)

    def _all(self, parts: Sequence[PaperItem | PaperPart]) -> tuple["Item | Part | Table", ...]:
        return tuple(_in_tables([self._drawn(part) for part in parts]))

    def _drawn(self, part: PaperItem | PaperPart) -> Item | Part:
        if isinstance(part, PaperPart):
            label = self._text(part.labels)
            if part.time:
                label = f"{label} ({part.time})".strip()
            return Part(label, self._condition(part.ref), self._all(part.parts))
        question = part.question
        art = self.art.get(question.name, Art())
        return Item(
            item=part,
            label=self._text(question.labels) or question.name,
            hint=self._text(question.hints),
            condition=self._condition(question.ref),
            codes=tuple(
                Code(code, self._text(choice.labels) or choice.value, art.pictures.get(choice.value, ""))
                for code, choice in part.codes
            ),
            lines=tuple(range({"text": 2, "long": 5}.get(part.how, 0))),
            steps=_steps(question) if part.how == "scale" else (),
            picture=art.picture,
            heard=art.heard,
        )

    def _text(self, texts: Mapping[str, str]) -> str:
        return texts.get(self.language) or pick(texts, self.language)[0]

    def _condition(self, ref: str) -> str:
        found = condition_of(self.form, ref, self.language)
        if found is None:
            return ""
        item = self.numbers.get(found.name) if found.plain else None
        if item is not None:
            return self._only(found, item)
        return _("Only where it applies: %(formula)s") % {"formula": found.formula or found.question}

    @staticmethod
    def _only(found: Condition, item: PaperItem) -> str:
        code = next((code for code, choice in item.codes if choice.value == found.value), "")
        told = {"number": item.number, "answer": found.answer, "code": code}
        if not found.value:
            return _("Only if you answered question %(number)s.") % told
        if found.negated:
            return _("Only if your answer to question %(number)s is not “%(answer)s”.") % told
        return _("Only if you answered “%(answer)s” to question %(number)s.") % told


def _in_tables(parts: Sequence[Item | Part]) -> Iterator[Item | Part | Table]:
    """Rows of a grid that follow each other and have the same codes become one table."""

    def same(part: Item | Part) -> object:
        row = isinstance(part, Item) and part.codes and "list-nolabel" in part.item.question.appearance.split()
        return (part.item.how, part.codes) if isinstance(part, Item) and row else None

    for codes, group in groupby(parts, same):
        rows = list(group)
        items = tuple(row for row in rows if isinstance(row, Item))
        if codes is not None and len(items) > 1 and len(items[0].codes) <= MOST_COLUMNS:
            yield Table(items[0].codes, items)
        else:
            yield from rows


def _items(parts: Sequence[Item | Part | Table]) -> Iterator[Item]:
    for part in parts:
        if isinstance(part, Part | Table):
            yield from _items(part.parts)
        elif part.item.how != "note":
            yield part


def _steps(question: Question) -> tuple[str, ...]:
    if question.scale is None or not question.scale[2]:
        return ()
    start, end, step = question.scale
    count = int(abs((end - start) / step)) + 1
    return tuple(f"{start + n * step:g}" for n in range(count)) if count <= 12 else ()
