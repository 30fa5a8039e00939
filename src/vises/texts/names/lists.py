"""Lists of words, in files beside this one: first names, places, and what else begins with a capital."""

from functools import cache
from importlib.resources import files

from babel import Locale


def _lines(name: str) -> list[str]:
    text = (files("vises.texts.names") / "lists" / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]


@cache
def listed(name: str) -> frozenset[str]:
    """The words of the list `name`, in small letters. The first line of its file says what they are."""
    return frozenset(" ".join(_lines(name)).split())


@cache
def first_names() -> frozenset[str]:
    """First names, in small letters."""
    return frozenset(name.casefold() for name in _lines("first_names"))


@cache
def places() -> frozenset[str]:
    """Towns, villages, regions and countries, in small letters; some of several words."""
    countries = {
        str(name).casefold()
        for language in ("fr", "nl")
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and "(" not in name
    }
    return frozenset(name.casefold().replace("’", "'") for name in _lines("places")) | countries
