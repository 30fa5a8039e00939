"""Languages of the screens, and texts that exist in several of them."""

import re
from collections.abc import Mapping

LANGUAGES = ("fr", "nl", "en")
LANGUAGE_NAMES = {"fr": "Français", "nl": "Nederlands", "en": "English"}

NO_BREAK = "\N{NO-BREAK SPACE}"
_BEFORE_SIGN = re.compile(r"(?<=\S) (?=[:;?!»])")
_AFTER_QUOTE = re.compile(r"(?<=«) (?=\S)")

Texts = dict[str, str]
"""One text per language code; a missing or empty language is simply not there yet."""


def pick(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """The text for `language`, or the next best one, with the language it is really in.

    Returns ("", language) when there is none at all.
    """
    for code in (language, *LANGUAGES, *texts):
        if text := texts.get(code, ""):
            return text, code
    return "", language


def typeset(text: str, language: str) -> str:
    """A text as it is set in its language: French keeps its signs with their words.

    Content and translations are written with ordinary spaces; the unbreakable ones come when they are read.
    """
    if language != "fr":
        return text
    return _AFTER_QUOTE.sub(NO_BREAK, _BEFORE_SIGN.sub(NO_BREAK, text))
