"""Forms of those who keep the installation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.web.layout.forms import PageForm


class AdoptForm(PageForm):
    """A package of files, and what its makers say of it."""

    file = forms.FileField(
        label=_("Package of files"), help_text=_("The .zip that another installation gives out with a version.")
    )
    fingerprint = forms.CharField(
        label=_("Fingerprint of the files"),
        required=False,
        max_length=100,
        help_text=_("As the page of that version shows it. Files with another one are refused."),
    )
