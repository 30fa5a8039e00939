"""Two prints of the same question, side by side, tell nothing of one person."""

from typing import Any

from vises.analysis.disclosure import printed_again
from vises.analysis.summaries import Cell, QuestionSpec, Summary
from vises.apps.findings.models import Printed
from vises.apps.findings.services.paper import for_paper


def _summary(yes: int, no: int) -> Summary:
    spec = QuestionSpec("met", "one", choices=(("yes", {}), ("no", {})))
    n = yes + no
    return Summary(spec, n, 0, cells=(Cell("yes", {}, yes, n), Cell("no", {}, no, n)))


def test_two_answers_more_print_the_same_figures_again() -> None:
    assert printed_again(_summary(8, 6), _summary(9, 7)) == _summary(8, 6)
    assert printed_again(_summary(8, 6), _summary(9, 5)) == _summary(8, 6)  # somebody corrected hers
    assert printed_again(_summary(8, 6), _summary(8, 6)) == _summary(8, 6)


def test_five_more_print_the_new_ones() -> None:
    assert printed_again(_summary(8, 6), _summary(11, 8)) == _summary(11, 8)
    assert printed_again(_summary(8, 6), _summary(10, 8), sensitive=True) == _summary(8, 6)


def test_where_somebody_took_her_answer_back_nothing_is_printed() -> None:
    shown = printed_again(_summary(8, 6), _summary(7, 6))
    assert shown.hidden == "small" and all(cell.hidden and not cell.count for cell in shown.cells)


def test_what_was_printed_is_kept_until_enough_people_came(wave: Any) -> None:
    assert for_paper(wave, "met", _summary(8, 6), sensitive=False) == _summary(8, 6)
    assert for_paper(wave, "met", _summary(9, 8), sensitive=False).n == 14
    assert for_paper(wave, "met", _summary(7, 6), sensitive=False).hidden
    assert Printed.objects.get().summary["n"] == 14  # what is hidden told nothing, and is not kept
    assert for_paper(wave, "met", _summary(11, 8), sensitive=False).n == 19
