"""Names in a questionnaire: of its languages as columns head them, and of questions from their words."""

from __future__ import annotations

from collections.abc import Collection

from vises.xforms.plain_words import slug

LANGUAGES = {"fr": "Français (fr)", "nl": "Nederlands (nl)", "en": "English (en)"}
RESERVED = frozenset({"meta", "instanceid", "data"})


def heading(code: str) -> str:
    """A language as a column names it, so that every program that reads XLSForm knows it."""
    return LANGUAGES.get(code, code)


def free_name(words: str, taken: Collection[str], otherwise: str) -> str:
    """A name made from words that nothing else bears; `otherwise` where the words make none."""
    wanted = slug(words) or otherwise
    used = {name.lower() for name in taken} | RESERVED
    name, count = wanted, 2
    while name.lower() in used:
        name, count = f"{wanted}_{count}", count + 1
    return name
