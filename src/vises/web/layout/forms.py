"""Forms of pages: text that can be kept, choices from content, problems shown where they belong."""

import unicodedata
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from vises.kernel.problems import Forbidden, NotFound, Problem
from vises.platform.problems import word

T = TypeVar("T")
KEPT_CONTROLS = {"\n", "\r", "\t"}
LONGEST_TEXT = 100_000  # characters in one field: a long interview has its own, larger limit


def _refuse(text: str, field: str = "") -> None:
    """Raises Problem for what databases and XML cannot keep: control characters and lone surrogates."""
    for sign in text:
        if unicodedata.category(sign) in {"Cc", "Cs"} and sign not in KEPT_CONTROLS:
            raise Problem("platform.text-characters", field=field, name=f"U+{ord(sign):04X}")


def check_characters(text: str) -> None:
    """The same as a validator of a field."""
    try:
        _refuse(text)
    except Problem as problem:
        raise ValidationError(word(problem)) from None


def typed(data: QueryDict, name: str, longest: int) -> str:
    """Words that belong to no form of ours, at most `longest` signs. Raises Problem for those that cannot be kept."""
    text = data.get(name, "")[:longest]
    _refuse(text, name)
    return text


class PageForm(forms.Form):
    """A form of ours: labels end without a colon, every text is bounded and checked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.validators = [*field.validators, check_characters]
                if field.max_length is None:
                    field.max_length = LONGEST_TEXT


def attempt(form: forms.Form, action: Callable[[], T]) -> T | None:
    """Do what a valid form asks. A problem becomes an error of the form: nothing typed is lost.

    NotFound and Forbidden are not the form's to tell: they pass.
    """
    try:
        return action()
    except (NotFound, Forbidden):
        raise
    except Problem as problem:
        form.add_error(problem.field if problem.field in form.fields else None, word(problem))
        return None


def write_again(form: forms.Form, **values: str) -> None:
    """Put other values into a bound form's hidden fields, so that sending it again is about what the page shows now."""
    data = cast(QueryDict, form.data).copy()
    for name, value in values.items():
        data[form.add_prefix(name)] = value
    form.data = data
