"""Rows of tables from elsewhere (ODK, Kobo, a spreadsheet of one's own) as submissions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence

from vises.xforms.form import Form, Question
from vises.xforms.plain_words import plain
from vises.xforms.state import FormState
from vises.xforms.state.codecs import decode, typed

INSTANCE_COLUMNS = ("meta/instanceID", "meta-instanceID", "meta:instanceID", "instanceID", "KEY", "_uuid", "__id")
"""Columns that name an answer, best first."""
LIMESURVEY = frozenset({"id", "submitdate", "lastpage", "startlanguage"})
"""Columns by which an export of LimeSurvey is known; its ids count from 1 on in each survey."""
MOST_WORDS = 30
"""Words of a label that are looked for in a cell without separators."""
_SEPARATORS = "/:-._"
_BRACKET = re.compile(r"(.+?)\s*\[(.+)\]")
_PLACE = re.compile(r"\[(\d+)\]")
_YES = {"1", "1.0", "true", "yes", "y", "oui", "ja", "x", "vrai", "waar"}
_NO = {"0", "0.0", "false", "no", "n", "non", "nee", "", "faux", "onwaar"}
_POINT = re.compile(r"(.+?)[/:._-](latitude|longitude|altitude|accuracy|precision)", re.IGNORECASE)
_POINT_PARTS = {"latitude": 0, "longitude": 1, "altitude": 2, "accuracy": 3, "precision": 3}
_IN_WORDS = ("%b %d, %Y", "%b %d, %Y %I:%M:%S %p", "%B %d, %Y", "%d %b %Y")
"""How ODK Briefcase writes dates."""
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


class Columns:
    """Which column of a table belongs to which question of a form: worked out once per table.

    A column may be named by the path of the question ("group/q", with `/`, `:`, `-` or `.` between), by the question
    alone where that is unique, or by its label. Multiple choices may stand in one column, or one column per choice
    ("q/choice").
    """

    def __init__(
        self, form: Form, names: Sequence[str], chosen: Mapping[str, str] | None = None, instance: str | None = None
    ) -> None:
        """`chosen`: what somebody said of columns: "q", "q=choice", or "" to leave one out; the others are found by
        their names. `instance`: the column that names the answer, found too where it is None.
        """
        self.form = form
        self.questions: dict[str, tuple[Question, str]] = {}
        self.choices: dict[str, tuple[Question, str, str]] = {}
        self.points: dict[str, tuple[Question, int, str]] = {}
        self.instance: str = next((name for name in INSTANCE_COLUMNS if name in names), "")
        if instance is not None:
            self.instance = instance if instance in names else ""
        elif not self.instance and set(names) >= LIMESURVEY:
            self.instance = "id"
        self.unknown: list[str] = []
        by_path, by_leaf, by_label = self._indexes()
        said = chosen or {}
        self._choose({name: said[name] for name in names if name in said})
        self._sort([name for name in names if name not in said], by_path, by_leaf, by_label)

    def _choose(self, chosen: Mapping[str, str]) -> None:
        for name, target in chosen.items():
            asked, _equals, value = target.partition("=")
            question = self.form.question(asked) if asked else None
            places = ",".join(_PLACE.findall(name))
            if question is not None and value:
                self.choices[name] = (question, value, places)
            elif question is not None:
                self.questions[name] = (question, places)
            elif name != self.instance:
                self.unknown.append(name)

    def target(self, name: str) -> str:
        """What a column was taken for: "q", "q=choice", or "" where it is left out."""
        if name in self.questions:
            return self.questions[name][0].name
        if name in self.choices:
            return f"{self.choices[name][0].name}={self.choices[name][1]}"
        return self.points[name][0].name if name in self.points else ""

    def fills(self, name: str) -> tuple[str, str]:
        """The field that a column fills in ("rep[2]/q") and what of it: a choice, a part of a place; ("", "") for none.

        No two columns may fill in the same.
        """
        if name in self.questions:
            return _placed(self.form, *self.questions[name]), ""
        if name in self.choices:
            question, value, places = self.choices[name]
            return _placed(self.form, question, places), f"={value}"
        if name in self.points:
            point, part, places = self.points[name]
            return _placed(self.form, point, places), str(part)
        return "", ""

    def _indexes(self) -> tuple[dict[str, Question], dict[str, Question | None], dict[str, Question | None]]:
        by_path: dict[str, Question] = {}
        by_leaf: dict[str, Question | None] = {}
        by_label: dict[str, Question | None] = {}
        for question in self.form.questions:
            by_path[_normal(question.name)] = question
            leaf = question.name.rpartition("/")[2].lower()
            by_leaf[leaf] = None if leaf in by_leaf else question
            for label in {plain(label) for label in question.labels.values()}:
                by_label[label] = None if by_label.get(label, question) is not question else question
        return by_path, by_leaf, by_label

    def _sort(
        self,
        names: Sequence[str],
        by_path: Mapping[str, Question],
        by_leaf: Mapping[str, Question | None],
        by_label: Mapping[str, Question | None],
    ) -> None:
        for name in names:
            bare = _PLACE.sub("", name)
            places = ",".join(_PLACE.findall(name))
            question = self._find(bare, by_path, by_leaf, by_label) or self._tail(bare, by_path)
            if question is not None:
                self.questions[name] = (question, places)
                continue
            match = _POINT.fullmatch(bare)
            point = self._find(match.group(1).lstrip("_"), by_path, by_leaf, by_label) if match else None
            if match and point is not None and point.type == "geopoint":
                self.points[name] = (point, _POINT_PARTS[match.group(2).lower()], places)
                continue
            split = self._split(bare, by_path, by_leaf, by_label)
            if split is not None:
                self.choices[name] = (*split, places)
            elif name != self.instance:
                self.unknown.append(name)

    @staticmethod
    def _find(
        name: str,
        by_path: Mapping[str, Question],
        by_leaf: Mapping[str, Question | None],
        by_label: Mapping[str, Question | None],
    ) -> Question | None:
        return by_path.get(_normal(name)) or by_leaf.get(name.strip().lower()) or by_label.get(plain(name))

    @staticmethod
    def _tail(name: str, by_path: Mapping[str, Question]) -> Question | None:
        """Tables sometimes put the form's own name before the path."""
        normal = _normal(name)
        found = [question for path, question in by_path.items() if normal.endswith(f"/{path}")]
        return found[0] if len(found) == 1 else None

    def _split(
        self,
        name: str,
        by_path: Mapping[str, Question],
        by_leaf: Mapping[str, Question | None],
        by_label: Mapping[str, Question | None],
    ) -> tuple[Question, str] | None:
        parts = [name.rpartition(separator) for separator in _SEPARATORS]
        if match := _BRACKET.fullmatch(name):  # LimeSurvey: "q[choice]"
            parts.insert(0, (match.group(1), "[", match.group(2)))
        for head, found, tail in parts:
            if not found:
                continue
            question = self._find(head, by_path, by_leaf, by_label)
            if question is not None and question.control in {"select", "rank"}:
                value = _choice(question, tail)
                if value is not None:
                    return question, value
        return None


def _normal(name: str) -> str:
    return re.sub(r"[:.]|(?<=\w)-(?=\w)", "/", name.strip().lower())


def _choice(question: Question, text: str) -> str | None:
    """The stored value that a value or a label means."""
    stripped = text.strip()
    for choice in question.choices:
        if choice.value == stripped:
            return choice.value
    asked = plain(stripped)
    for choice in question.choices:
        if asked in {plain(choice.value), *(plain(label) for label in choice.labels.values())}:
            return choice.value
    if stripped.endswith(".0"):
        return _choice(question, stripped[:-2])
    return None


def value_from_cell(question: Question, text: str) -> str:
    """What a cell means for a question: labels become values, 3.0 becomes 3, 31/12/2024 becomes 2024-12-31.

    What cannot be understood stays as it is, so that checking can say so.
    """
    stripped = text.strip()
    if not stripped:
        return ""
    if question.control == "select1":
        return _choice(question, stripped) or stripped
    if question.control in {"select", "rank"}:
        return _several(question, stripped)
    if question.type == "date" and (match := _DAY_FIRST.fullmatch(stripped)):
        day, month, year = (int(part) for part in match.groups())
        try:
            return dt.date(year, month, day).isoformat()
        except ValueError:
            return stripped
    if question.type in {"date", "dateTime"} and stripped[:1].isalpha():
        return _in_words(question.type, stripped)
    if question.type == "date" and " " in stripped:
        stripped = stripped.partition(" ")[0]
    if question.type == "dateTime":
        stripped = stripped.replace(" ", "T", 1)
    if question.type == "string":
        return text
    return typed(question.type, stripped) or decode(question.type, stripped) or stripped


def understood(question: Question, text: str) -> bool:
    """Whether a cell says something that the question can take: one of its choices, a number, a date."""
    value = value_from_cell(question, text)
    if not value or (question.type == "string" and not question.choices):
        return True
    if question.choices:
        known = {choice.value for choice in question.choices}
        return set(value.split() if question.control in {"select", "rank"} else [value]) <= known
    return bool(typed(question.type, value))


def known_choice(question: Question, text: str) -> str:
    """The stored value of the choice that a value or a label means; empty where it means none."""
    return _choice(question, text) or ""


def _labels_in(question: Question, words: Sequence[str]) -> list[str] | None:
    """The choices whose labels stand one after the other with only spaces between, as KoboToolbox writes them."""
    found: list[str] = []
    start = 0
    while start < len(words):
        ends = range(min(len(words), start + MOST_WORDS), start, -1)
        match = next(((end, value) for end in ends if (value := _choice(question, " ".join(words[start:end])))), None)
        if match is None:
            return None
        start = match[0]
        found.append(match[1])
    return found


def _in_words(kind: str, text: str) -> str:
    for pattern in _IN_WORDS:
        try:
            when = dt.datetime.strptime(text, pattern)
        except ValueError:
            continue
        return when.date().isoformat() if kind == "date" else when.isoformat()
    return text


def _several(question: Question, text: str) -> str:
    whole = _choice(question, text)
    if whole is not None:
        return whole
    known = {choice.value for choice in question.choices}
    words = text.split()
    if all(word in known for word in words):
        return " ".join(words)
    if (found := _labels_in(question, words)) is not None:
        return " ".join(found)
    parts = [part.strip() for part in re.split(r"[,;|]", text) if part.strip()]
    return " ".join(_choice(question, part) or part.replace(" ", "_") for part in parts)


def values_of(columns: Columns, row: Mapping[str, str]) -> dict[str, str]:
    """The values of one row, by name ("group/q", "rep[2]/q")."""
    values: dict[str, str] = {}
    for column, (question, places) in columns.questions.items():
        cell = row.get(column) or ""
        if cell or question.control not in {"select", "rank"}:
            values[_placed(columns.form, question, places)] = value_from_cell(question, cell)
    _fill_points(columns, row, values)
    for column, (question, value, places) in columns.choices.items():
        name = _placed(columns.form, question, places)
        cell = plain(row.get(column) or "")
        if cell in _YES or (cell not in _NO and plain(row.get(column) or "") == plain(value)):
            chosen = values.get(name, "").split()
            values[name] = " ".join([*chosen, *([value] if value not in chosen else [])])
        else:
            values.setdefault(name, "")
    return _asked(values)


def _asked(values: Mapping[str, str]) -> dict[str, str]:
    """Without the times of a repeat of which nothing is said: others were asked more often."""
    times = {name[: place.end()] for name, value in values.items() if value for place in _PLACE.finditer(name)}
    return {
        name: value
        for name, value in values.items()
        if value or "]" not in name or name[: name.rindex("]") + 1] in times
    }


def _fill_points(columns: Columns, row: Mapping[str, str], values: dict[str, str]) -> None:
    """Places whose latitude and longitude stand in columns of their own."""
    parts: dict[str, list[str]] = {}
    for column, (question, part, places) in columns.points.items():
        parts.setdefault(_placed(columns.form, question, places), [""] * 4)[part] = (row.get(column) or "").strip()
    for name, found in parts.items():
        if found[0] and found[1] and not values.get(name):
            values[name] = " ".join(part or "0" for part in found)


def _placed(form: Form, question: Question, places: str) -> str:
    """The name of the question with places of repeats; a repeat without a place is its first time."""
    numbers = [int(place) for place in places.split(",") if place]
    steps: list[str] = []
    ref = form.root.ref
    for step in question.name.split("/"):
        ref = f"{ref}/{step}"
        steps.append(f"{step}[{numbers.pop(0) if numbers else 1}]" if ref in form.repeats else step)
    return "/".join(steps)


def from_row(form: Form, row: Mapping[str, str], instance_id: str, columns: Columns | None = None) -> str:
    """The submission that a row of a table amounts to. `columns`: from the same table's header, to save time.

    Nothing is defaulted: what the row does not say is empty. Calculated values are calculated.
    """
    known = columns or Columns(form, list(row))
    values = values_of(known, row)
    blank = {source.ref.removeprefix(f"{form.root.ref}/"): "" for source in form.sources() if not source.children}
    repeats = _counts(form, values)
    return FormState(form, {**blank, **repeats, **values}, instance_id).to_xml()


def _counts(form: Form, values: Iterable[str]) -> dict[str, str]:
    counts: dict[str, int] = {ref.removeprefix(f"{form.root.ref}/"): 0 for ref in form.repeats}
    found: dict[str, int] = {name: 0 for name in counts if "/" not in name}
    for name in values:
        steps = name.split("/")
        for depth, step in enumerate(steps):
            match = _PLACE.search(step)
            if match:
                key = "/".join([*steps[:depth], step[: match.start()]])
                found[key] = max(found.get(key, 0), int(match.group(1)))
    return {f"{name}#": str(count) for name, count in found.items()}


def instance_of(columns: Columns, row: Mapping[str, str]) -> str:
    """The id that the table gives to this answer, as "uuid:…"; empty where it gives none."""
    text = (row.get(columns.instance) or "").strip() if columns.instance else ""
    if text and columns.instance not in INSTANCE_COLUMNS:
        return f"row:{text}"
    if columns.instance == "_uuid" and text and not text.startswith("uuid:"):
        return f"uuid:{text}"
    return text
