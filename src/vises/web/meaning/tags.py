"""Pictures of the numbers in a row."""

from itertools import groupby

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from vises.analysis.summaries import Cell, QuestionSpec, Summary
from vises.apps.findings.queries.joint import JointLine
from vises.apps.findings.queries.numbers import Number
from vises.kernel.locale import pick
from vises.platform.figures import drawn

register = template.Library()


@register.filter
def pictures(row: JointLine) -> list[SafeString]:
    """One chart for each question of which the row cites how many said something, in the reader's language."""
    language = get_language() or "fr"
    counted = [said.number for said in row.numbers if said.number.count is not None or said.number.cells]
    by_question = groupby(counted, key=lambda one: pick(one.question, language)[0])
    return [_drawn(question, list(numbers), language) for question, numbers in by_question]


def _drawn(question: str, numbers: list[Number], language: str) -> SafeString:
    cells = tuple(cell for one in numbers for cell in one.cells or (_cell(one, language),))
    spec = QuestionSpec("said", "several", {language: question})
    title = ". ".join([question, *(pick(one.sentences, language)[0] for one in numbers)])
    return drawn(Summary(spec, max(cell.of for cell in cells), 0, cells=cells), language, title)


def _cell(one: Number, language: str) -> Cell:
    group, answer = pick(one.group, language)[0], pick(one.answer, language)[0]
    name = ", ".join(part for part in (group[:1].upper() + group[1:], answer) if part)
    return Cell(name, {language: name}, one.count or 0, one.of or 0, one.low, one.high)
