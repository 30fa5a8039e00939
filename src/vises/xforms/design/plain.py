"""A plain list as sheets, with the same names, so that answers to both fit together."""

from __future__ import annotations

from vises.xforms.design.conditions import Condition, Part, write_condition
from vises.xforms.design.names import heading
from vises.xforms.design.sheets import Line, Sheets, Table
from vises.xforms.plain_list import understand
from vises.xforms.plain_words import slug
from vises.xforms.plain_xform import PlainQuestion, Questionnaire

_TYPES = {"number": "integer", "decimal": "decimal", "date": "date", "time": "time", "note": "note"}
_LOOKS = {"long": "multiline", "scale": "likert", "smileys": "likert smileys"}
_HOW = {"=": "is", "!=": "is-not", "<": "less", "<=": "at-most", ">": "more", ">=": "at-least"}


def sheets_of_plain_list(text: str, language: str = "fr") -> Sheets:
    """The sheets of a questionnaire that was typed as a plain list. Raises `FormProblem` as `read_plain_list`."""
    return _Writer(understand(text, language)).written()


class _Writer:
    def __init__(self, made: Questionnaire) -> None:
        self.made = made
        self.survey = Table("survey", ["type", "name"])
        self.choices = Table("choices", ["list_name", "name"])

    def written(self) -> Sheets:
        made = self.made
        for page in made.pages:
            if page.name:
                group = self.line({"type": "begin_group", "name": page.name, "appearance": "field-list"})
                self.texts(self.survey, group, "label", page.labels)
                self.condition(group, page.relevant)
            for question in page.questions:
                self.question(question)
            if page.name:
                self.line({"type": "end_group"})
        settings = Table("settings", ["form_title", "form_id", "default_language"])
        title = made.titles.get(made.language, "")
        cells = {
            "form_title": title or "Questionnaire",
            "form_id": slug(title) or "questionnaire",
            "default_language": heading(made.language),
        }
        settings.lines = [Line("s2", cells)]
        titles = Table("titles", ["language", "title"])
        titles.lines = [
            Line(f"t{number}", {"language": code, "title": text})
            for number, (code, text) in enumerate(made.titles.items(), 2)
        ]
        return Sheets([self.survey, self.choices, settings, *([titles] if titles.lines else [])])

    def line(self, cells: dict[str, str]) -> Line:
        made = Line(f"s{len(self.survey.lines) + 2}")
        self.survey.lines.append(made)
        for head, text in cells.items():
            if text and head not in self.survey.columns:
                self.survey.columns.append(head)
            if text:
                made.cells[head] = text
        return made

    @staticmethod
    def texts(table: Table, line: Line, what: str, texts: dict[str, str]) -> None:
        for code, text in texts.items():
            table.put(line, text, what, heading(code))

    def condition(self, line: Line, relevant: tuple[PlainQuestion, str, str] | None) -> None:
        if relevant is None:
            return
        other, operator, wanted = relevant
        how = _HOW[operator] if operator else "answered"
        if other.kind == "several":
            how = {"is": "has", "is-not": "has-not"}.get(how, how)
        formula = write_condition(Condition((Part(other.name, how, wanted if operator else ""),)))
        self.survey.put(line, formula, "bind", "relevant", new="relevant")

    def question(self, question: PlainQuestion) -> None:
        kind = _TYPES.get(question.kind, "text")
        if question.choices:
            kind = f"{'select_multiple' if question.kind == 'several' else 'select_one'} {question.name}"
        required = "yes" if question.required and question.kind != "note" else ""
        look = _LOOKS.get(question.kind, "")
        line = self.line({"type": kind, "name": question.name, "appearance": look, "required": required})
        self.texts(self.survey, line, "label", question.labels)
        self.texts(self.survey, line, "hint", question.hints)
        self.condition(line, question.relevant)
        for choice in question.choices:
            row = Line(f"c{len(self.choices.lines) + 2}", {"list_name": question.name, "name": choice.value})
            self.choices.lines.append(row)
            labels = {code: text for code, text in choice.labels.items() if code in self.made.languages()}
            self.texts(self.choices, row, "label", labels)
        for choice in question.choices:
            if choice.more:
                more = self.line({"type": "text", "name": choice.more_name})
                labels = {code: text for code, text in choice.more_labels.items() if code in self.made.languages()}
                self.texts(self.survey, more, "label", labels)
                how = "has" if question.kind == "several" else "is"
                formula = write_condition(Condition((Part(question.name, how, choice.value),)))
                self.survey.put(more, formula, "bind", "relevant", new="relevant")
