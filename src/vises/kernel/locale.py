"""Languages of the screens, and texts that exist in several of them."""

import re
from collections.abc import Mapping

LANGUAGES = ("fr", "nl", "en")
LANGUAGE_NAMES = {"fr": "Français", "nl": "Nederlands", "en": "English"}

_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
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


def tag_of(code: str) -> str:
    """The code as a page may declare it; "" where it names no language that a reader of screens could know: "und", or
    the name that a questionnaire gave a language without its code."""
    return code if _TAG.fullmatch(code) and code != "und" else ""


def typeset(text: str, language: str) -> str:
    """A text as it is set in its language: French keeps its signs with their words.

    Content and translations are written with ordinary spaces; the unbreakable ones come when they are read.
    """
    if language != "fr":
        return text
    return _AFTER_QUOTE.sub(NO_BREAK, _BEFORE_SIGN.sub(NO_BREAK, text))


CARELESS: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "fr": (
        ("quotes-fr", re.compile(r"[’‘“”\"]")),
        ("quote-spaces", re.compile(r"«(?! )|(?<! )»")),
        ("sign-spaces", re.compile(r"(?<=[\w»)])[;?!](?=\s|$)")),
        # what is typed as it stands (fr: …, scale 1-5: …) keeps its colon
        (
            "colon-space",
            re.compile(r"(?<!\bfr)(?<!\bnl)(?<!\ben)(?<!\blangue)(?<=[^\W\d]|[»)]):(?=\s|$)"),
        ),
    ),
    "nl": (
        ("quotes-nl", re.compile(r"[’‘«»„\"]")),
        ("no-sign-space", re.compile(r"\w [:!]")),
    ),
}
EVERYWHERE = (
    ("dots", re.compile(r"\.\.\.")),
    ("spaces", re.compile(r"  |[\u00a0\u202f]")),
)


def careless(text: str, language: str) -> tuple[str, ...]:
    """What a text, written with ordinary spaces, does otherwise than the other texts of its language: codes of signs.

    Empty when it keeps the one form of signs that its language has here.
    """
    return tuple(code for code, sign in (*CARELESS.get(language, ()), *EVERYWHERE) if sign.search(text))
