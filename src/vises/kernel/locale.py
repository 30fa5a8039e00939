"""Languages of the screens, and texts that exist in several of them."""

from collections.abc import Mapping

LANGUAGES = ("fr", "nl", "en")
LANGUAGE_NAMES = {"fr": "Français", "nl": "Nederlands", "en": "English"}

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
