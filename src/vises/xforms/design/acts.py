"""What each edit does to the sheets of a draft."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from vises.xforms.design.conditions import HOWS, Condition, Part, asked_in, read_condition, write_condition
from vises.xforms.design.limits import MEASURES, Limits, write_limits
from vises.xforms.design.names import RESERVED, heading
from vises.xforms.design.outline import (
    CHOOSING,
    CONSTRAINT,
    GROUPS,
    HEAD,
    LOOK,
    RELEVANT,
    REQUIRED,
    ROW,
    UND,
    WORDS,
    kind_of_row,
    languages_of,
    spans,
)
from vises.xforms.design.sheets import Line, Sheets, Table
from vises.xforms.form.languages import code_of
from vises.xforms.plain_words import SMILEYS
from vises.xforms.xml import clean_text

Edit = Mapping[str, Any]
TYPES = {
    "text": ("text", ""),
    "long": ("text", "multiline"),
    "number": ("integer", ""),
    "decimal": ("decimal", ""),
    "date": ("date", ""),
    "time": ("time", ""),
    "note": ("note", ""),
    "one": ("select_one", ""),
    "several": ("select_multiple", ""),
    "scale": ("select_one", "likert"),
    "smileys": ("select_one", "likert smileys"),
    "rank": ("rank", ""),
    "group": ("begin_group", "field-list"),
    "repeat": ("begin_repeat", ""),
}
"""Kinds of questions and groups that can be added: their type and appearance in XLSForm."""
MOST_ROWS, MOST_CHOICES, LONGEST = 1_000, 300, 4_000
"""Rows of a questionnaire, answers of a question, characters of a text."""


class EditProblem(Exception):
    """An edit that cannot be made. `code` is stable, `params` say with what, `field` what would have to change."""

    def __init__(self, code: str, *, field: str = "", **params: object) -> None:
        super().__init__(code)
        self.code, self.field, self.params = code, field, params


def begun(language: str, titles: Mapping[str, str]) -> Sheets:
    """The sheets of a questionnaire without a question. `language`: the code of its main one."""
    name = heading(language)
    survey = Table("survey", ["type", "name", f"label::{name}"])
    choices = Table("choices", ["list_name", "name", f"label::{name}"])
    made = Sheets([survey, choices, Table("settings", ["default_language"], [Line("s2", {"default_language": name})])])
    for code, text in titles.items():
        if text.strip():
            title(made, {"op": "title", "language": code, "text": text})
    return made


def add(sheets: Sheets, edit: Edit) -> None:
    """A question or group after a row ("": at the beginning), with its words in one language; those in others are in
    `also`, by language: {"label", "hint", "choices": {value: words}}. A "grid" has "rows" and the name of its "head"
    too; a "row" goes into the grid that it comes after.
    """
    survey, kind_, row = sheets.survey, str(edit["kind"]), str(edit["row"])
    if kind_ not in {*TYPES, "grid", "row"}:
        raise EditProblem("unknown")
    if len(survey.lines) + len(edit.get("rows", ())) >= MOST_ROWS:
        raise EditProblem("too-many", limit=MOST_ROWS)
    name = str(edit["name"])
    names = {survey.get(line, "name").lower() for line in survey.lines} | RESERVED
    if not name or name.lower() in names:
        raise EditProblem("name-taken", name=name)
    place = _place_after(survey, str(edit.get("after", "")))
    if kind_ == "grid":
        return _grid(sheets, edit, row, name, place)
    type_, look = (_type_of_row(survey, place), ROW) if kind_ == "row" else TYPES[kind_]
    line = _put_new(survey, row, f"{type_} {name}" if kind_ in CHOOSING else type_, name, look)
    if edit.get("required") and kind_ not in GROUPS and kind_ != "note":
        survey.put(line, "yes", *REQUIRED, new="required")
    survey.lines.insert(place, line)
    language_ = str(edit["language"])
    for what in ("label", "hint"):
        _write(sheets, survey, line, what, language_, str(edit.get(what, "")))
    if kind_ in GROUPS:
        end = Line(f"{row}-end", {})
        survey.put(end, type_.replace("begin", "end"), "type")
        survey.lines.insert(place + 1, end)
    for id_, value, texts in answers(edit, kind_, language_, tuple(languages_of(sheets))):
        add_choice(sheets, name, id_, value, texts)
    for code, said_ in edit.get("also", {}).items():
        texts = {what: said_[what] for what in ("label", "hint") if said_.get(what)}
        choices = {f"{row}-{value}": text for value, text in said_["choices"].items()}
        words(sheets, {"row": row, "language": code, "texts": texts, "choices": choices})


def _put_new(survey: Table, row: str, type_: str, name: str, look: str) -> Line:
    line = Line(row, {})
    survey.put(line, type_, "type")
    survey.put(line, name, "name")
    survey.put(line, look, *LOOK, new="appearance")
    return line


def _grid(sheets: Sheets, edit: Edit, row: str, name: str, place: int) -> None:
    """A group with the head that names the columns and a question for each row, all with the same answers."""
    survey, language_ = sheets.survey, str(edit["language"])
    type_ = f"select_one {name}"
    lines = [_put_new(survey, row, *((TYPES["group"][0], name, TYPES["group"][1])))]
    lines.append(_put_new(survey, f"{row}-head", type_, str(edit["head"]), HEAD))
    for value, _text in edit["rows"]:
        lines.append(_put_new(survey, f"{row}-{value}", type_, value, ROW))
        if edit.get("required"):
            survey.put(lines[-1], "yes", *REQUIRED, new="required")
    end = Line(f"{row}-end", {})
    survey.put(end, "end_group", "type")
    survey.lines[place:place] = [*lines, end]
    _write(sheets, survey, lines[0], "label", language_, str(edit.get("label", "")))
    for line, (_value, text) in zip(lines[2:], edit["rows"], strict=True):
        _write(sheets, survey, line, "label", language_, text)
    for value, text in edit["choices"]:
        add_choice(sheets, name, f"{row}-c-{value}", value, {language_: text})


def _type_of_row(survey: Table, place: int) -> str:
    """One more row of the grid whose head or row stands just before."""
    before = survey.lines[place - 1] if place else Line("")
    if " ".join(survey.get(before, *LOOK).lower().split()) not in {HEAD, ROW}:
        raise EditProblem("unknown")
    return survey.get(before, "type")


def answers(
    edit: Edit, kind_: str, language_: str, languages: Sequence[str]
) -> Iterable[tuple[str, str, Mapping[str, str]]]:
    """The answers of a new question: those written, or those of a scale, in every language where they read alike."""
    if kind_ == "smileys":
        for value, face, words_ in SMILEYS:
            said = {code: f"{face} {words_[code if code in words_ else 'en']}" for code in languages}
            yield f"{edit['row']}-{value}", value, said
    for value, text in edit.get("choices", ()) if kind_ in CHOOSING - {"smileys"} else ():
        same = kind_ == "scale" and text == value
        yield f"{edit['row']}-{value}", value, dict.fromkeys(languages, text) if same else {language_: text}


def _place_after(survey: Table, after: str) -> int:
    if not after:
        return 0
    try:
        return survey.at(after) + 1
    except KeyError:
        raise EditProblem("gone") from None


def line_of(sheets: Sheets, edit: Edit) -> Line:
    """The row that an edit is about."""
    line = sheets.survey.line(str(edit["row"]))
    if line is None:
        raise EditProblem("gone")
    return line


def words(sheets: Sheets, edit: Edit) -> None:
    """Words of a question in one language: {"texts": {"label": …}, "choices": {row: …}}."""
    line, language_ = line_of(sheets, edit), str(edit["language"])
    for what, text in edit.get("texts", {}).items():
        if what not in WORDS:
            raise EditProblem("unknown")
        _write(sheets, sheets.survey, line, what, language_, str(text))
    for id_, text in edit.get("choices", {}).items():
        choice = sheets.choices.line(str(id_))
        if choice is None:
            raise EditProblem("gone")
        _write(sheets, sheets.choices, choice, "label", language_, str(text))


def _write(sheets: Sheets, table: Table, line: Line, what: str, language_: str, text: str) -> None:
    """Write a text in its column. Where the main language changes, what was translated from it is stale from now on."""
    text = clean_text(text).strip()
    if len(text) > LONGEST:
        raise EditProblem("long", field=what, limit=LONGEST)
    languages = languages_of(sheets)
    if language_ not in languages:
        raise EditProblem("language")
    meaning, head = WORDS[what]
    name = languages[language_]
    default = language_ in {UND, code_of(sheets.setting("default_language"))}
    plain = default and table.get(line, *meaning)  # a column without language is that of the main one
    before = (table.get(line, *meaning, name) if name else "") or plain
    if not name or (plain and not table.get(line, *meaning, name)):
        table.put(line, text, *meaning, new=head)
    else:
        table.put(line, text, *meaning, name, new=f"{head}::{name}")
    main = next(iter(languages))
    sheets.stale.discard((line.id, what, language_))
    if language_ == main and before and before != text:
        for code, other in languages.items():
            if code != main and other and table.get(line, *meaning, other):
                sheets.stale.add((line.id, what, code))


def right(sheets: Sheets, edit: Edit) -> None:
    """Say that a translation still fits: {"row", "what", "language"}."""
    sheets.stale.discard((str(edit["row"]), str(edit["what"]), str(edit["language"])))


def required(sheets: Sheets, edit: Edit) -> None:
    """Whether an answer is needed."""
    sheets.survey.put(line_of(sheets, edit), "yes" if edit["on"] else "", *REQUIRED, new="required")


def condition(sheets: Sheets, edit: Edit) -> None:
    """When it is asked: {"every": …, "parts": [[question, how, value], …]}; no part: always."""
    survey, line = sheets.survey, line_of(sheets, edit)
    names = {survey.get(other, "name") for other in survey.lines}
    parts = tuple(Part(str(name), str(how), str(value)) for name, how, value in edit["parts"])
    own = survey.get(line, "name")
    for part in parts:
        if part.how not in HOWS or part.question not in names or part.question == own:
            raise EditProblem("condition-question", field="parts", name=part.question)
    survey.put(line, write_condition(Condition(parts, bool(edit["every"]))), *RELEVANT, new="relevant")


def limits(sheets: Sheets, edit: Edit) -> None:
    """What an answer must keep to: {"measure", "least", "most"}."""
    measure, least, most = str(edit["measure"]), str(edit["least"]), str(edit["most"])
    if measure not in MEASURES:
        raise EditProblem("unknown")
    if least and most and _order(measure, least) > _order(measure, most):
        raise EditProblem("limits-order", field="most", least=least, most=most)
    sheets.survey.put(line_of(sheets, edit), write_limits(Limits(measure, least, most)), *CONSTRAINT, new="constraint")


def _order(measure: str, text: str) -> Any:
    return text if measure == "date" else float(text)


def choice_add(sheets: Sheets, edit: Edit) -> None:
    """One more answer, the last: {"row", "choice": its row, "value", "language", "text"}."""
    _, list_name = kind_of_row(sheets.survey, line_of(sheets, edit))
    if not list_name:
        raise EditProblem("unknown")
    add_choice(sheets, list_name, str(edit["choice"]), str(edit["value"]), {str(edit["language"]): str(edit["text"])})


def add_choice(sheets: Sheets, list_name: str, id_: str, value: str, texts: Mapping[str, str]) -> None:
    """One more answer at the end of a list."""
    table = sheets.table("choices")
    places = [n for n, line in enumerate(table.lines) if table.get(line, "list_name") == list_name]
    values = {table.get(table.lines[n], "name") for n in places}
    if len(values) >= MOST_CHOICES:
        raise EditProblem("too-many", limit=MOST_CHOICES)
    if not value or value in values or any(sign.isspace() for sign in value):
        raise EditProblem("name-taken", name=value)
    line = Line(id_, {})
    table.put(line, list_name, "list_name")
    table.put(line, value, "name")
    table.lines.insert(places[-1] + 1 if places else len(table.lines), line)
    for code, text in texts.items():
        _write(sheets, table, line, "label", code, text)


def _choices(sheets: Sheets, edit: Edit) -> tuple[Line, list[int], int]:
    """The question's row, the places of its answers, and which of them is meant."""
    line = line_of(sheets, edit)
    _, list_name = kind_of_row(sheets.survey, line)
    table = sheets.choices
    places = [n for n, one in enumerate(table.lines) if list_name and table.get(one, "list_name") == list_name]
    here = next((n for n, place in enumerate(places) if table.lines[place].id == str(edit["choice"])), None)
    if here is None:
        raise EditProblem("gone")
    return line, places, here


def choice_move(sheets: Sheets, edit: Edit) -> None:
    """An answer one place up (-1) or down (1)."""
    _, places, here = _choices(sheets, edit)
    there = here + int(edit["by"])
    if not 0 <= there < len(places):
        raise EditProblem("edge")
    lines = sheets.choices.lines
    lines[places[here]], lines[places[there]] = lines[places[there]], lines[places[here]]


def choice_remove(sheets: Sheets, edit: Edit) -> None:
    """Take an answer away, unless a condition looks at it."""
    _, places, here = _choices(sheets, edit)
    gone = sheets.choices.lines[places[here]]
    value, list_name = sheets.choices.get(gone, "name"), sheets.choices.get(gone, "list_name")
    survey = sheets.survey
    asking = {survey.get(one, "name") for one in survey.lines if kind_of_row(survey, one)[1] == list_name}
    for other in survey.lines:
        formula = survey.get(other, *RELEVANT)
        known = read_condition(formula)
        parts = known.parts if known else ()
        hit = any(part.question in asking and part.value == value for part in parts)
        if hit or (known is None and asking & set(asked_in(formula)) and f"'{value}'" in formula):
            raise EditProblem("choice-used", name=said(survey, other))
    del sheets.choices.lines[places[here]]


def said(survey: Table, line: Line) -> str:
    """The words by which somebody knows a question."""
    labels = (text for head, text in line.cells.items() if survey.means(head)[:1] == ("label",))
    return next(labels, survey.get(line, "name"))[:80]


def block_of(survey: Table, line: Line) -> tuple[int, int]:
    """The first row and the one after the last of a question, or of a group with all it holds."""
    start = survey.at(line.id)
    end = spans(survey).get(line.id, line.id)
    return start, survey.at(end) + 1


def move(sheets: Sheets, edit: Edit) -> None:
    """A question, or a group with all it holds, after another row ("": to the beginning)."""
    survey, line, after = sheets.survey, line_of(sheets, edit), str(edit.get("after", ""))
    start, stop = block_of(survey, line)
    block = survey.lines[start:stop]
    if after in {one.id for one in block}:
        raise EditProblem("into-itself")
    place = _place_after(survey, after)
    del survey.lines[start:stop]
    place -= len(block) if place > start else 0
    survey.lines[place:place] = block


def remove(sheets: Sheets, edit: Edit) -> None:
    """Take a question away, or a group with all it holds; its answers too where nobody else has them."""
    survey, line = sheets.survey, line_of(sheets, edit)
    start, stop = block_of(survey, line)
    nobody_looks(survey, start, stop)
    block = survey.lines[start:stop]
    survey.lines = [*survey.lines[:start], *survey.lines[stop:]]
    drop_lists(sheets, {kind_of_row(survey, one)[1] for one in block})


def nobody_looks(survey: Table, start: int, stop: int) -> None:
    """Refuse where a row outside looks at one of these."""
    names = {survey.get(one, "name") for one in survey.lines[start:stop]}
    for other in (*survey.lines[:start], *survey.lines[stop:]):
        for head, text in other.cells.items():
            if survey.means(head) not in {("type",), ("name",)} and names & set(asked_in(text)):
                raise EditProblem("looked-at", name=said(survey, other))


def drop_lists(sheets: Sheets, names: Collection[str]) -> None:
    """Take away the answers of those of these lists from which nobody chooses any more."""
    survey, choices = sheets.survey, sheets.choices
    gone = set(names) - {kind_of_row(survey, one)[1] for one in survey.lines} - {""}
    choices.lines = [one for one in choices.lines if choices.get(one, "list_name") not in gone]


def title(sheets: Sheets, edit: Edit) -> None:
    """The title in one language."""
    text, code = clean_text(str(edit["text"])).strip(), str(edit["language"])
    if len(text) > 200:
        raise EditProblem("long", field="title", limit=200)
    settings = sheets.table("settings")
    if not settings.lines:
        settings.lines.append(Line("s2", {}))
    if code == next(iter(languages_of(sheets))) and text:
        settings.put(settings.lines[0], text, "title", new="form_title")
    table = sheets.table("titles")
    table.columns = table.columns or ["language", "title"]
    line = next((one for one in table.lines if one.cells.get("language") == code), None)
    if line is None:
        line = Line(f"t-{code}", {"language": code})
        table.lines.append(line)
    table.lines = [one for one in table.lines if one is not line or text]
    line.cells["title"] = text


def language(sheets: Sheets, edit: Edit) -> None:
    """One more language; where the questionnaire named none so far, `main` says which one it is written in."""
    code, languages = str(edit["language"]), languages_of(sheets)
    if code in languages:
        raise EditProblem("language-there")
    settings = sheets.table("settings")
    if not settings.lines:
        settings.lines.append(Line("s2", {}))
    if UND in languages:
        main = str(edit.get("main", ""))
        if not main or main == code:
            raise EditProblem("language-main", field="main")
        settings.put(settings.lines[0], heading(main), "default_language")
    elif not settings.get(settings.lines[0], "default_language"):
        first = next(iter(languages.values()))
        settings.put(settings.lines[0], first, "default_language")
    for table in (sheets.survey, sheets.table("choices")):
        table.columns.append(f"label::{heading(code)}")
    _say_what_reads_alike(sheets, code)


def _say_what_reads_alike(sheets: Sheets, code: str) -> None:
    """Answers without a letter, such as the steps of a scale, and our faces are said in the new language at once."""
    choices = sheets.choices
    main = next(iter(languages_of(sheets)))
    faces = {
        f"{face} {said_[main]}": f"{face} {said_[code]}" for _, face, said_ in SMILEYS if {main, code} <= set(said_)
    }
    name = languages_of(sheets)[main]
    for line in choices.lines:
        text = (choices.get(line, "label", name) if name else "") or choices.get(line, "label")
        if text and not any(sign.isalpha() for sign in text):
            _write(sheets, choices, line, "label", code, text)
        elif text in faces:
            _write(sheets, choices, line, "label", code, faces[text])
