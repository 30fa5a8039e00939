"""Words of stories: what the enterprise should look at."""

from django.utils.translation import gettext_lazy as _

TASKS = {
    "words-changed": _("Names in words quoted here were replaced. The page shows the new words; translate them again."),
    "quote-withdrawn": _("A person took her words back. They left the page at once; read the sentence again."),
    "figure-changed": _("A number under this sentence was counted again and shows its new value."),
    "claim-hidden": _("This sentence lost its ground or names an old number. It is hidden until you publish anew."),
}
