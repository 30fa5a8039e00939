"""What respondents are told before they answer, on a page or read aloud: kept word for word with each version."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vises.kernel.locale import LANGUAGES, Texts, pick

USES = {
    # use: what one agrees to, and what it means
    "analysis": (
        gettext_lazy("My answers may be counted together with those of others."),
        gettext_lazy("This is what answering means. Nobody is named."),
    ),
    "together": (
        gettext_lazy("My answers may be counted together with those of other enterprises."),
        gettext_lazy("Only questions that others ask in the same words, and only counts of at least three together."),
    ),
    "quote": (
        gettext_lazy("My words may be quoted, without my name."),
        gettext_lazy("In the work of this enterprise and those who accompany it."),
    ),
    "photo": (
        gettext_lazy("Photos of me may be used."),
        gettext_lazy("You see them first."),
    ),
    "public": (
        gettext_lazy("What I agreed to may stand on a public page."),
        gettext_lazy("You can take this back at any moment, with your receipt."),
    ),
}


def read_aloud(enterprise: str, question: Texts, minutes: int | None, readers: Sequence[str]) -> Texts:
    """What somebody who asks aloud reads before the first question, per language of the screens."""
    found: Texts = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = " ".join(_sentences(enterprise, pick(question, language)[0], minutes, readers))
    return found


def _sentences(enterprise: str, question: str, minutes: int | None, readers: Sequence[str]) -> list[str]:
    found = [_("I ask you some questions for %(enterprise)s.") % {"enterprise": enterprise}]
    if question:
        found.append(_("We want to know together: “%(question)s”") % {"question": question})
    if minutes:
        long = ngettext("It takes about %(n)d minute.", "It takes about %(n)d minutes.", minutes)
        found.append(long % {"n": minutes})
    found.append(_("You are free: you need not answer, you may stop at any moment, and nothing changes for you."))
    found.append(_("I write down what you say, without your name."))
    if readers:
        found.append(_("What you say is read by %(readers)s, and by nobody else.") % {"readers": ", ".join(readers)})
    found.append(_("Your answers are counted together with those of others."))
    found.append(_("You get a code. With it you can see your answers, correct them, or take them back."))
    found.append(_("Do you agree?"))
    return found


WHICH = gettext_lazy("What may be done with your answers, besides counting them?")
HOW = gettext_lazy("How did the person agree?")
WAYS = {
    "self": gettext_lazy("I answer for myself, and I agree."),
    "oral": gettext_lazy("I read this aloud, and the person said yes."),
    "witnessed": gettext_lazy("I read this aloud, the person said yes, and somebody else heard it."),
}


@dataclass(frozen=True)
class Agreeing:
    """The words with which other programs ask what people agree to, each per language."""

    which: Texts
    uses: tuple[tuple[str, Texts], ...]
    how: Texts
    ways: tuple[tuple[str, Texts], ...]


def agreeing(uses: Sequence[str]) -> Agreeing:
    """How somebody is asked which of `uses` she agrees to, and how it is noted that she agreed."""
    return Agreeing(
        _everywhere(WHICH),
        tuple((use, _everywhere(USES[use][0])) for use in uses if use in USES and use != "analysis"),
        _everywhere(HOW),
        tuple((way, _everywhere(text)) for way, text in WAYS.items()),
    )


def _everywhere(text: object) -> Texts:
    found: Texts = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = str(text)
    return found


def uses_in_words(uses: Sequence[str]) -> dict[str, dict[str, str]]:
    """Each use as one agrees to it, per language of the screens."""
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = {use: str(USES[use][0]) for use in uses}
    return found
