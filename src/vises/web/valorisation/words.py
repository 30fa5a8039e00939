"""Words of stories: what the enterprise should look at."""

from django.utils.translation import gettext_lazy as _

TASKS = {
    "words-changed": _("Names in words quoted here were replaced. The page shows the new words; translate them again."),
    "quote-withdrawn": _("A person took her words back. They left the page at once; read the sentence again."),
    "figure-changed": _("A number under this sentence was counted again and shows its new value."),
    "claim-hidden": _("This sentence lost its ground or names an old number. It is hidden until you publish anew."),
}

STATES = {
    "not-asked": _("published by the consent given with the words"),
    "to-ask": _("nobody was asked: stays inside until a yes"),
    "asked": _("asked, no answer yet: not published"),
    "no": _("the person says no"),
    "inside": _("only for those who work on the evaluation"),
    "funder": _("for them and for those who fund it, not published"),
    "public": _("the person agrees: published"),
    "ended": _("agreed until a day that is over: not published"),
    "changed": _("what the person saw has changed: ask again"),
}
"""Where a quote stands by what its person said."""
REACHES = {
    "public": _("Anybody may read them"),
    "funder": _("Only those who work on this evaluation, and those who fund it"),
    "inside": _("Only those who work on this evaluation"),
    "no": _("Nobody: please take them away"),
}
SAID = {
    "asked": _("asked by link"),
    "no": _("no"),
    "inside": _("only inside"),
    "funder": _("inside and funders"),
    "public": _("anybody"),
}
WAYS = {"link": _("by her link"), "paper": _("on paper"), "aloud": _("read aloud")}
