"""Forms of everybody who says something of a proposal, and of those who answer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.methodology.comparing import ElementLine
from vises.kernel.locale import LANGUAGE_NAMES, LANGUAGES, Texts
from vises.web.changes.words import STANCES
from vises.web.layout.forms import PageForm
from vises.web.layout.texts import TextsForm

LONGEST = 5000
WRITTEN_IN = list(LANGUAGE_NAMES.items())


class PositionForm(PageForm):
    """Agree, a reserve or an objection, with its reason."""

    stance = forms.ChoiceField(label=_("Your position"), choices=list(STANCES.items()), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Asked for a reserve and for an objection. All read it, with your name."),
    )
    language = forms.ChoiceField(label=_("Written in"), choices=WRITTEN_IN)


class RemarkForm(PageForm):
    """A remark on the whole, or on a part."""

    element = forms.ChoiceField(label=_("About"), required=False)
    text = forms.CharField(label=_("What you think"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
    language = forms.ChoiceField(label=_("Written in"), choices=WRITTEN_IN)

    def __init__(self, *args: Any, elements: Iterable[ElementLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["element"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", str(_("the whole"))), *((line.key, line.title) for line in elements)]


class AmendmentForm(PageForm):
    """Another wording of one text in one language."""

    text = forms.CharField(label=_("Your wording"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    why = forms.CharField(label=_("Why"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}))


class AnswerForm(TextsForm):
    """An answer to a reserve or an objection, for all to read."""

    def __init__(self, *args: Any, answers: Texts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("answers", _("Your answer"), LANGUAGES, texts=answers, max_length=LONGEST)


class SettleForm(PageForm):
    """A word on an amendment that is taken in or left."""

    answer = forms.CharField(
        label=_("A word to whoever wrote it"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Asked when it is left as it was."),
    )
