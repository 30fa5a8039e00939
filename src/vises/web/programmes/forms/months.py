"""Dates spoken of in months: a month is enough for beginnings and ends."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.programmes.rules import last_of_month


class MonthField(forms.CharField):
    """A month such as 2027-03; its value is its first day, or with `last` its last day."""

    def __init__(self, *, last: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "month", "placeholder": ""}))
        kwargs.setdefault("help_text", _("A month, such as 2027-03."))
        super().__init__(max_length=7, **kwargs)
        self.last = last

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        if not re.fullmatch(r"[12][0-9]{3}-(0[1-9]|1[0-2])", text):
            raise forms.ValidationError(_("Write a year and a month, such as 2027-03."))
        first = date(int(text[:4]), int(text[5:]), 1)
        return last_of_month(first) if self.last else first

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y-%m}" if isinstance(value, date) else value
