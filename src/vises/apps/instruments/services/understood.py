"""Refusals of a form, worded for whoever reads them."""

from collections.abc import Callable
from typing import TypeVar

from django.utils.translation import get_language

from vises.kernel.problems import Problem
from vises.platform.wording.forms import word_problems
from vises.xforms import FormProblem

T = TypeVar("T")


class _Said:
    """A refusal of a form, worded in the reader's language when it is shown."""

    def __init__(self, problem: FormProblem) -> None:
        self.problem = problem

    def __str__(self) -> str:
        return "\n".join(word_problems(self.problem, (get_language() or "fr")[:2]))


def understood(field: str, read: Callable[[], T]) -> T:
    """What was read of a form; what is wrong with it becomes a Problem of that field."""
    try:
        return read()
    except FormProblem as problem:
        raise Problem("instruments.form", field=field, why=_Said(problem)) from problem
