"""What stands for names: one and the same in all texts of a plan line, in the language of the text."""

import re
from collections.abc import Collection

from vises.kernel.problems import Problem

LABELS = {
    "fr": {
        "first": "prénom",
        "last": "nom",
        "place": "lieu",
        "employer": "organisation",
        "number": "nombre",
        "phone": "téléphone",
        "mail": "adresse",
        "date": "date",
    },
    "nl": {
        "first": "voornaam",
        "last": "familienaam",
        "place": "plaats",
        "employer": "organisatie",
        "number": "getal",
        "phone": "telefoon",
        "mail": "adres",
        "date": "datum",
    },
    "en": {
        "first": "first name",
        "last": "last name",
        "place": "place",
        "employer": "organisation",
        "number": "number",
        "phone": "telephone",
        "mail": "address",
        "date": "date",
    },
}
KINDS = tuple(LABELS["fr"])
LONGEST = 80


def next_free(kind: str, language: str, taken: Collection[str]) -> str:
    """The next pseudonym that nobody has: "[prénom 1]", "[prénom 2]" …"""
    label = LABELS.get(language, LABELS["fr"])[kind]
    number = 1
    while f"[{label} {number}]" in taken:
        number += 1
    return f"[{label} {number}]"


def chosen(words: str) -> str:
    """A pseudonym as somebody typed it. Raises Problem when it is empty, too long, or more than a line."""
    words = " ".join(words.split())
    if not words or len(words) > LONGEST or not re.search(r"\w", words):
        raise Problem("coding.pseudonym", field="stands", limit=LONGEST)
    return words


def same_name(words: str) -> str:
    """What two ways of writing a name have in common: letters and their size apart."""
    return " ".join(words.casefold().replace("’", "'").split())
