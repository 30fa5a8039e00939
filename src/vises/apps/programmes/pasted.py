"""Lines pasted from a spreadsheet: the separator, the columns and their cells, guessed. Pure.

Headings are known in French, Dutch and English, whatever their accents, capitals and order. Without a line of
headings the first column is the name, and a column of mail addresses is that of the contact.
"""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vises.apps.network.rules import name_key
from vises.kernel.problems import Problem

MOST_LINES = 500  # all of them are one transaction, which others wait for
SEPARATORS = ("\t", ";", ",")

ENTERPRISES: Mapping[str, frozenset[str]] = {
    "name": frozenset({"nom", "naam", "name", "entreprise", "onderneming", "enterprise", "organisation", "structure"}),
    "languages": frozenset({"langue", "langues", "taal", "talen", "language", "languages"}),
    "territory": frozenset({"territoire", "region", "streek", "regio", "territory", "gebied"}),
    "group": frozenset({"groupe", "groep", "group", "type", "finalite", "doel", "purpose"}),
    "sector": frozenset({"secteur", "sector", "activite", "activiteit", "activity"}),
    "federation": frozenset({"federation", "federatie", "koepel", "reseau", "netwerk", "accompagne par", "by"}),
    "cohort": frozenset({"promotion", "promo", "lichting", "cohort", "cohorte", "vague", "golf"}),
    "step": frozenset({"etape", "stap", "step", "ou en est", "waar"}),
    "contact_name": frozenset(
        {"referent", "referente", "contact", "contactpersoon", "personne de contact", "personne"}
    ),
    "contact_email": frozenset(
        {"courriel", "mail", "e-mail", "email", "adresse", "adresse mail", "mailadres", "e-mailadres"}
    ),
    "accompanist_name": frozenset({"accompagnateur", "accompagnatrice", "begeleider", "accompanist", "coach"}),
    "accompanist_email": frozenset(
        {
            "courriel accompagnateur",
            "mail accompagnateur",
            "courriel accompagnatrice",
            "mail begeleider",
            "e-mail begeleider",
            "accompanist mail",
            "accompanist email",
            "mail accompanist",
            "courriel de l'accompagnateur",
            "courriel de l'accompagnatrice",
        }
    ),
}
PARTNERS: Mapping[str, frozenset[str]] = {
    "name": frozenset(
        {"nom", "naam", "name", "partenaire", "partner", "organisation", "organisatie", "federation", "federatie"}
    ),
    "kind": frozenset({"role", "rol", "statut", "status", "qualite", "hoedanigheid"}),
    "what": frozenset({"sorte", "soort", "kind", "type", "nature", "aard"}),
    "languages": ENTERPRISES["languages"],
    "territory": ENTERPRISES["territory"],
    "starts_on": frozenset({"du", "depuis", "debut", "van", "vanaf", "begin", "from", "start", "since"}),
    "ends_on": frozenset({"au", "jusqu'au", "fin", "tot", "einde", "until", "to", "end"}),
    "contact_name": ENTERPRISES["contact_name"],
    "contact_email": ENTERPRISES["contact_email"],
}

LANGUAGES = {
    "fr": {"fr", "francais", "frans", "french"},
    "nl": {"nl", "neerlandais", "nederlands", "dutch"},
    "en": {"en", "anglais", "engels", "english"},
}
GROUPS = {
    "integration": {"integration", "insertion", "inschakeling", "maatwerk", "eta", "work integration", "eft", "1"},
    "essential-services": {"essential-services", "services", "service", "diensten", "dienst", "zorg", "besoins", "2"},
    "practices": {"practices", "pratiques", "praktijken", "cooperative", "cooperatie", "cooperation", "3"},
}
KINDS = {
    "operator": {"operator", "operateur", "chef de file", "projectleider", "lead", "lead operator"},
    "associated": {"associated", "associe", "associee", "partenaire associe", "geassocieerd", "geassocieerde partner"},
}
WHATS = {
    "federation": {"federation", "federatie", "koepel", "reseau", "netwerk", "network"},
    "partner": {"partner", "partenaire"},
    "funder": {"funder", "financeur", "pouvoir subsidiant", "financier", "subsidierende overheid", "overheid"},
    "research": {"research", "recherche", "onderzoek", "universite", "universiteit", "university", "laboratoire"},
}


@dataclass(frozen=True)
class Line:
    """A line: its number as the person sees it, and its cells by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """What was pasted. `columns` are the headings with what each was understood as ("" for not understood); `ignored`
    the headings of columns left aside, or the first thing that stands in them when nothing was `headed`."""

    columns: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    ignored: tuple[str, ...]
    headed: bool


def read_pasted(text: str, fields: Mapping[str, frozenset[str]]) -> Table:
    """The lines of a pasted table. Raises Problem when nothing is there, too much, or no column is the name."""
    joined = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = [line for line in joined.split("\n") if line.strip()]
    if not lines:
        raise Problem("programmes.paste-empty", field="text")
    if len(lines) > MOST_LINES + 1:
        raise Problem("programmes.paste-long", field="text", most=MOST_LINES)
    separator = max(SEPARATORS, key=lambda sign: (lines[0].count(sign), -SEPARATORS.index(sign)))
    # a quote that is never closed would swallow everything after it: then quotes are ordinary signs
    closed = joined.count('"') % 2 == 0
    source = io.StringIO(joined)
    try:
        read = list(
            csv.reader(source, delimiter=separator)
            if closed
            else csv.reader(source, delimiter=separator, quoting=csv.QUOTE_NONE)
        )
    except csv.Error:
        raise Problem("programmes.paste-quote", field="text") from None
    # numbered before blank lines are left aside: as whoever pasted them sees them
    numbered = [(number, [cell.strip() for cell in row]) for number, row in enumerate(read, 1)]
    numbered = [(number, row) for number, row in numbered if any(row)]
    if not numbered:
        raise Problem("programmes.paste-empty", field="text")
    top = numbered[0][1]
    guessed = [guess(cell, fields) for cell in top]
    if any(guessed):
        headings, body = top, numbered[1:]
    else:
        guessed, headings, body = _without_headings([row for _, row in numbered]), ["" for _ in top], numbered
    if "name" not in guessed:
        raise Problem("programmes.paste-name", field="text")
    known: list[str] = []
    for field in guessed:  # of two columns alike the first counts
        known.append(field if field and field not in known else "")
    found = []
    for number, row in body:
        cells = {field: cell for field, cell in zip(known, row, strict=False) if field}
        found.append(Line(number, {field: " ".join(cell.split()) for field, cell in cells.items()}))
    headed = body is not numbered
    firsts = [next((row[n] for _, row in body if len(row) > n and row[n]), "") for n in range(len(known))]
    named = zip(headings if headed else firsts, known, strict=True)
    ignored = tuple(name for name, field in named if name and not field)
    return Table(tuple(zip(headings, known, strict=True)), tuple(found), ignored, headed)


def guess(heading: str, fields: Mapping[str, frozenset[str]]) -> str:
    """Which field a heading means: the whole heading, then its longest known part; "" when none."""
    key = name_key(re.sub(r"[():*/]", " ", heading))
    for field, words in fields.items():
        if key in words or key == field.replace("_", " "):
            return field
    parts = [
        (len(word), field)
        for field, words in fields.items()
        for word in words
        if re.search(rf"\b{re.escape(word)}\b", key)
    ]
    if not parts:
        return ""
    if "accompanist_email" in fields and {"accompanist_name", "contact_email"} <= {field for _, field in parts}:
        return "accompanist_email"  # "mail of the accompanist", in whatever words
    return max(parts)[1]


def _without_headings(rows: list[list[str]]) -> list[str]:
    width = max(len(row) for row in rows)
    guessed = ["name", *("" for _ in range(width - 1))]
    for column in range(1, width):
        if any("@" in row[column] for row in rows if len(row) > column) and "contact_email" not in guessed:
            guessed[column] = "contact_email"
    return guessed[: len(rows[0])]


def word_in(cell: str, words: Mapping[str, set[str]]) -> str:
    """Which of the codes a cell means: its whole text, or one of its words; "" when none, or when it is not plain."""
    key = name_key(cell)
    whole = [code for code, known in words.items() if key in known]
    if whole:
        return whole[0]
    parts = set(re.split(r"[^\w'-]+", key))
    found = [code for code, known in words.items() if known & parts or any(" " in one and one in key for one in known)]
    return found[0] if len(found) == 1 else ""


def languages_in(cell: str) -> tuple[str, ...]:
    """The languages that a cell names, such as "FR/NL" or "français et néerlandais", in their order."""
    found = []
    for part in re.split(r"[^\w]+", name_key(cell)):
        found += [code for code, words in LANGUAGES.items() if part in words and code not in found]
    return tuple(found)


def day_in(cell: str) -> date | None:
    """A day written as 2027-03-31, 31/03/2027 or 31.3.2027; None when it is none."""
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?", cell.strip())
    other = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", cell.strip())
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if other:
            return date(int(other[3]), int(other[2]), int(other[1]))
    except ValueError:
        pass
    return None


def step_in(cell: str, steps: Mapping[str, set[str]]) -> str:
    """Which step a cell means: "step 2", "étape 2", "2", or its title; "" when none. `steps`: ids with their titles."""
    key = name_key(cell)
    for step, titles in steps.items():
        if key in titles or key == name_key(step):
            return step
    if re.search(r"\b(preliminaire|voorbereid\w*|preliminary|avant)\b", key):
        return "preliminary" if "preliminary" in steps else ""
    number = re.fullmatch(r"(?:etape|stap|step)?\s*(\d)", key)
    if number:  # by its id: a version of the method may have no preliminary step
        step = "preliminary" if number[1] == "0" else f"step-{number[1]}"
        return step if step in steps else ""
    return ""
