"""What an instrument's content is: its identity, counting grids, conditions in words, missing translations. Pure."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vises.kernel.problems import Problem
from vises.xforms import Form, Question

LONGEST = 100_000  # characters of a guide, a grid or a plain list
GRID_COLUMNS, GRID_ROWS = 20, 100
CAN_BE_MARKED = frozenset({"one", "several", "rank", "scale", "number", "text", "date"})
CAN_GROUP = frozenset({"one", "scale"})
CAN_PAIR = frozenset({"one", "number", "text"})
_PATH = re.compile(r"/[A-Za-z_][\w.-]*(?:/[A-Za-z_][\w.-]*)+")
_COMPARED = re.compile(r"^\s*(/[\w./-]+)\s*(!?=)\s*'([^']*)'\s*$")
_SELECTED = re.compile(r"^\s*(not\s*\()?\s*selected\(\s*(/[\w./-]+)\s*,\s*'([^']*)'\s*\)\s*\)?\s*$")


@dataclass(frozen=True)
class Grid:
    """A sheet on which one counts or notes: headings of columns, names of lines."""

    columns: tuple[str, ...]
    rows: tuple[str, ...]


def read_grid(text: str) -> Grid:
    """A grid from text: headings on the first line (separated by `;` or tabs), then one line per thing observed.

    Raises Problem when there are no two columns or no line, or more of them than a sheet can hold.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    headings = tuple(part.strip() for part in re.split(r"[;\t]", lines[0])) if lines else ()
    columns = tuple(heading for heading in headings if heading)
    if len(columns) < 2:
        raise Problem("instruments.grid-columns", field="text")
    rows = tuple(lines[1:])
    if not rows:
        raise Problem("instruments.grid-rows", field="text")
    if len(columns) > GRID_COLUMNS or len(rows) > GRID_ROWS:
        raise Problem("instruments.grid-wide", field="text", columns=GRID_COLUMNS, rows=GRID_ROWS)
    return Grid(columns, rows)


def content_hash(kind: str, source: str, text: str, xform: str) -> str:
    """The identity of a wording: SHA-256 of the canonical JSON of what people will be asked."""
    canonical = json.dumps([kind, source, text, xform], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


FEWEST_PARTS, MOST_PARTS = 3, 8
_IDENTITY = re.compile(
    r"e-?mail|courriel|t[ée]l[ée]phon|telefoon|\bphone|\bgsm\b|registre national|rijksregister|national register"
    r"|\bniss\b|\binsz\b|votre nom\b|\bnom de famille|uw naam|familienaam|achternaam|your name|surname|last name"
    r"|votre adresse|uw adres|your address|date de naissance|geboortedatum|date of birth",
    re.IGNORECASE,
)
_PART_ONLY = re.compile(r"lettre|letter|jour|\bdag\b|\bday\b|mois|maand|month", re.IGNORECASE)


def names_somebody(question: Question) -> bool:
    """Whether a question asks who somebody is, as far as its words tell."""
    said = " ".join(question.labels.values())
    return bool(_IDENTITY.search(said)) and not _PART_ONLY.search(said)


def check_pairing(form: Form, pairing: Sequence[str]) -> None:
    """Refuse questions that make no code, or that would say who somebody is. Raises Problem."""
    if not pairing:
        return
    known = {question.name: question for question in form.questions}
    if not FEWEST_PARTS <= len(pairing) <= MOST_PARTS:
        raise Problem("instruments.mark-pairing", field="pairing", fewest=FEWEST_PARTS, most=MOST_PARTS)
    for name in pairing:
        question = known.get(name)
        if question is None:
            raise Problem("instruments.mark-unknown", name=name)
        if question.kind not in CAN_PAIR or question.in_repeat:
            raise Problem("instruments.mark-pairing-kind", field="pairing", name=name)
        if names_somebody(question):
            raise Problem("instruments.mark-pairing-identity", field="pairing", name=name)


def check_marks(form: Form, sensitive: Sequence[str], grouping: Sequence[str]) -> None:
    """Refuse marks on questions that are not there, or that cannot split results. Raises Problem."""
    known = {question.name: question for question in form.questions}
    for name in (*sensitive, *grouping):
        if name not in known or known[name].kind not in CAN_BE_MARKED:
            raise Problem("instruments.mark-unknown", name=name)
    for name in grouping:
        if known[name].kind not in CAN_GROUP or known[name].in_repeat:
            raise Problem("instruments.mark-grouping", field="grouping", name=name)


def untranslated(form: Form, wanted: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """For each language of the form or of `wanted`: names of the questions that lack a label, a hint or a choice in it.

    A form that names no language has nothing to compare, and a wanted language that the form has not at all is
    given every question.
    """
    languages = [code for code in form.languages if code != "und"]
    missing: dict[str, tuple[str, ...]] = {}
    for language in [*languages, *(code for code in wanted if code not in languages and languages)]:
        names = tuple(question.name for question in form.questions if _lacks(question, language))
        if names:
            missing[language] = names
    return missing


def _lacks(question: Question, language: str) -> bool:
    if not question.labels and not question.hints:
        return False
    texts: list[Mapping[str, str]] = [question.labels] if question.labels else []
    texts += [question.hints] if question.hints else []
    texts += [choice.labels for choice in question.choices]
    return any(text and language not in text for text in texts)


@dataclass(frozen=True)
class Condition:
    """When a question is asked. `plain` says it with question and answer; otherwise `formula` is as written.

    `name` and `value` are what the words of question and answer stand for.
    """

    plain: bool
    question: str = ""
    negated: bool = False
    answer: str = ""
    formula: str = ""
    name: str = ""
    value: str = ""


def condition_of(form: Form, ref: str, language: str) -> Condition | None:
    """The condition on a question, in the words of the form where it is simple; None when it is always asked."""
    bind = form.binds.get(ref)
    source = bind.relevant.source.strip() if bind and bind.relevant else ""
    if not source:
        return None
    if match := _COMPARED.match(source):
        path, sign, value = match.groups()
        negated = sign == "!="
    elif match := _SELECTED.match(source):
        negated, path, value = bool(match.group(1)), match.group(2), match.group(3)
    else:
        return Condition(False, formula=_PATH.sub(lambda found: found.group(0).rpartition("/")[2], source))
    question = form.question(path)
    if question is None or (value == "" and not negated):
        return Condition(False, formula=_PATH.sub(lambda found: found.group(0).rpartition("/")[2], source))
    labels = next((choice.labels for choice in question.choices if choice.value == value), {})
    asked, answered = _said(question.labels, language) or question.name, _said(labels, language) or value
    return Condition(True, asked, negated, answered, name=question.name, value=value)


def _said(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()), "")


MOST_WORDS = 20
"""Words of a sentence that can still be easy; twelve are better."""
GOOD_WORDS = 12


def long_sentences(text: str) -> list[int]:
    """How many words each sentence has that is longer than GOOD_WORDS: a proxy only, readers decide."""
    sentences = re.split(r"[.!?…:;]+\s|\n", text)
    return [count for sentence in sentences if (count := len(sentence.split())) > GOOD_WORDS]
