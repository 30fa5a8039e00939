"""Words of stories: what the enterprise should look at."""

from django.utils.translation import gettext_lazy as _

TASKS = {
    "words-changed": _("Names in words quoted here were replaced. The page shows the new words; translate them again."),
    "quote-withdrawn": _("A person took her words back. They left the page at once; read the sentence again."),
    "figure-changed": _("A number under this sentence was counted again and shows its new value."),
    "picture-withdrawn": _("Not everybody on the picture agrees that anybody sees it. It left the page at once."),
    "picture-unsaid": _(
        "Nobody said yet who can be recognised on the picture. It stays on the page until you publish anew: say it now."
    ),
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
PERSON_STATES = {
    "to-ask": _("not asked yet: the picture stays inside"),
    "asked": _("asked, no answer yet: not published"),
    "no": _("the person says no"),
    "inside": _("only for those who work on the evaluation"),
    "funder": _("for them and for those who fund it, not published"),
    "public": _("the person agrees"),
    "ended": _("agreed until a day that is over: not published"),
    "changed": _("what the person saw has changed: ask again"),
}
"""Where a person on a picture stands by what she said."""
PICTURE_STATES = {
    "unsaid": _("nobody said yet who can be recognised on it: the story cannot be published with it"),
    "to-ask": _("not everybody on it was asked: not published"),
    "asked": _("not everybody on it has answered: not published"),
    "no": _("somebody on it says no: shown to nobody"),
    "inside": _("only for those who work on the evaluation"),
    "funder": _("for them and for those who fund it, not published"),
    "public": _("may be shown to anybody"),
    "ended": _("somebody on it agreed until a day that is over: not published"),
    "changed": _("the page around it has changed since they answered: ask again"),
}
"""Where a picture stands by what the people on it said."""
MAY_SEE = {
    "public": _("Anybody may see it"),
    "funder": _("Only those who work on this evaluation, and those who fund it"),
    "inside": _("Only those who work on this evaluation"),
    "no": _("Nobody: please take it away"),
}
SAID = {
    "asked": _("asked by link"),
    "no": _("no"),
    "inside": _("only inside"),
    "funder": _("inside and funders"),
    "public": _("anybody"),
}
WAYS = {"link": _("by her link"), "paper": _("on paper"), "aloud": _("read aloud")}
SHOWN_WAYS = WAYS | {"aloud": _("when it was shown to her")}
"""The same, of a picture."""
