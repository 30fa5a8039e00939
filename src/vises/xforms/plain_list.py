"""A questionnaire typed as a plain list.

```
langue: fr
# Enquête auprès des client·e·s
nl: Enquête bij de klanten

Avez-vous rencontré quelqu'un ici ? *
nl: Heb je hier iemand ontmoet?
- oui
  nl: ja
- non
  nl: nee

## Vos visites
Combien de fois êtes-vous venu·e ? (nombre) (si 1 = oui)
Qu'est-ce que vous faites ici ? (plusieurs)
- acheter
- coudre
- autre chose…
Vous vous sentez accueilli·e ? (échelle 1-5: pas du tout … tout à fait)
Qu'est-ce qui a changé pour vous ? (texte long) {changement}
> Quelques mots suffisent.
```

- A line is a question; lines that begin with `-` are its choices (one is to be chosen; `(several)`: as many as one
  likes). A choice that ends with `…` opens a field to say more. Lines that begin with `>` are its hint.
- `# ` begins the title, `## ` a page. A question may begin with its number ("1. …").
- In brackets at the end of a question, in English, French or Dutch: `(several)`, `(number)`, `(decimal)`, `(date)`,
  `(time)`, `(text)`, `(long)`, `(note)`, `(scale 1-5: low … high)`, `(smileys)`, `(if 2 = yes)`, `(required)`;
  `*` at the end also means required. Conditions name a question by its number or its name, and compare with `=`,
  `!=`, `<`, `<=`, `>`, `>=`; without comparison they mean "if it was answered". On a page they hold for the page.
- `{name}` at the end of a question or choice gives it a name; otherwise names are made from its words, and stay the
  same as long as the words do.
- `nl: …`, `en: …`, `fr: …` under a title, page, question, choice or hint is its translation. The first line may say
  the main language (`language: en`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from vises.xforms.plain_words import (
    CONDITION,
    KINDS,
    LANGUAGE_LINE,
    REQUIRED,
    SAY_MORE,
    SCALE,
    SMILEYS,
    plain,
    slug,
)
from vises.xforms.plain_xform import PlainChoice, PlainPage, PlainQuestion, Questionnaire, xform_of
from vises.xforms.problems import FormProblem
from vises.xforms.xml import clean_text

LONGEST = 200_000
"""Characters of a list."""
MOST_LINES = 5_000
WIDEST_SCALE = 11
_TRANSLATION = re.compile(r"([a-z]{2}):\s*(\S.*)")
_NUMBERED = re.compile(r"(\d{1,3})\s*[.)]\s+(?=\S)")
_NAME = re.compile(r"\{([^{}]*)\}\Z")
_VALID_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_BRACKET = re.compile(r"\(([^()]*)\)\Z")
_RESERVED = {"meta", "instanceID", "data"}
_LANGUAGES = ("fr", "nl", "en")


@dataclass
class _Line:
    """A line's words without its marks, and the marks."""

    text: str
    kind: str = ""
    required: bool = False
    name: str = ""
    condition: tuple[str, str, str] | None = None
    scale: tuple[int, int, str, str] | None = None


@dataclass
class _Reading:
    language: str
    made: Questionnaire
    numbers: dict[str, PlainQuestion] = field(default_factory=dict)
    names: set[str] = field(default_factory=lambda: set(_RESERVED))
    last: PlainQuestion | PlainChoice | PlainPage | Questionnaire | None = None
    hinted: PlainQuestion | None = None


def read_plain_list(text: str, language: str = "fr") -> str:
    """The XForm of a questionnaire typed as a plain list (see the module for how to type one).

    `language`: the main language where the list does not say it. Raises `FormProblem` with `line` (1 = first).
    """
    return xform_of(understand(text, language))


def understand(text: str, language: str = "fr") -> Questionnaire:
    """What a plain list says. As `read_plain_list`."""
    if len(text) > LONGEST or text.count("\n") > MOST_LINES:
        raise FormProblem("plain-too-long", limit=LONGEST)
    reading = _Reading(language, Questionnaire(language))
    for number, raw in enumerate(clean_text(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n"), 1):
        line = " ".join(raw.split())
        if line:
            _take(reading, line, number)
    _finish(reading)
    return reading.made


def _take(reading: _Reading, line: str, number: int) -> None:
    made = reading.made
    head, colon, rest = line.partition(":")
    if colon and plain(head) in LANGUAGE_LINE and reading.last is None:
        reading.language = made.language = rest.strip().lower()[:2]
        if reading.language not in _LANGUAGES:
            raise FormProblem("plain-language", line=number, found=rest.strip()[:40])
        return
    translation = _TRANSLATION.fullmatch(line)
    if translation and translation.group(1) in _LANGUAGES and reading.last is not None:
        _translate(reading, translation.group(1), translation.group(2), number)
    elif line.startswith("##"):
        _page(reading, line.lstrip("#").strip(), number)
    elif line.startswith("#"):
        made.titles[made.language] = line.lstrip("#").strip()
        reading.last, reading.hinted = made, None
    elif line[0] in "-•–*" and line[1:2] in {" ", ""}:
        _choice(reading, line[1:].strip(), number)
    elif line.startswith(">"):
        _hint(reading, line[1:].strip(), number)
    else:
        _question(reading, line, number)


def _marks(text: str, number: int) -> _Line:
    """Take the marks off the end of a line, one after the other."""
    found = _Line(text.strip())
    while True:
        if found.text.endswith("*"):
            found.required, found.text = True, found.text[:-1].rstrip()
        elif match := _NAME.search(found.text):
            found.name = match.group(1).strip()
            if not _VALID_NAME.fullmatch(found.name) or found.name in _RESERVED:
                raise FormProblem("plain-name", line=number, found=found.name[:60])
            found.text = found.text[: match.start()].rstrip()
        elif (match := _BRACKET.search(found.text)) and _bracket(found, match.group(1).strip(), number):
            found.text = found.text[: match.start()].rstrip()
        else:
            return found


def _bracket(found: _Line, inside: str, number: int) -> bool:
    word = plain(inside)
    if word in KINDS:
        found.kind = KINDS[word]
    elif word in REQUIRED:
        found.required = True
    elif scale := SCALE.fullmatch(plain(inside)):
        low, high = int(scale.group(1)), int(scale.group(2))
        if not 1 <= high - low < WIDEST_SCALE:
            raise FormProblem("plain-scale", line=number, found=inside[:60], limit=WIDEST_SCALE)
        ends = re.split(r"…|\.\.\.", inside.partition(":")[2])
        found.kind = "scale"
        found.scale = (low, high, ends[0].strip(), ends[-1].strip() if len(ends) > 1 else "")
    elif condition := CONDITION.fullmatch(inside):
        found.condition = (condition.group(1).strip(), condition.group(2) or "", (condition.group(3) or "").strip())
    else:
        return False
    return True


def _unique(reading: _Reading, wanted: str, given: bool, number: int) -> str:
    if given and wanted in reading.names:
        raise FormProblem("plain-duplicate", line=number, found=wanted)
    name, count = wanted, 2
    while name in reading.names:
        name, count = f"{wanted}_{count}", count + 1
    reading.names.add(name)
    return name


def _question(reading: _Reading, line: str, number: int) -> None:
    numbered = _NUMBERED.match(line)
    marks = _marks(line[numbered.end() :] if numbered else line, number)
    if not marks.text:
        raise FormProblem("plain-no-words", line=number, found=line[:60])
    made = reading.made
    place = sum(len(page.questions) for page in made.pages) + 1
    name = _unique(reading, marks.name or slug(marks.text) or f"q{place}", bool(marks.name), number)
    question = PlainQuestion(name, marks.kind, marks.required, number, marks.condition)
    question.labels[made.language] = marks.text
    _ends(question, marks, made.language)
    if not made.pages:
        made.pages.append(PlainPage(""))
    made.pages[-1].questions.append(question)
    reading.numbers.setdefault(str(place), question)
    if numbered:
        reading.numbers[numbered.group(1)] = question
    reading.last, reading.hinted = question, None


def _ends(question: PlainQuestion, marks: _Line, language: str) -> None:
    if marks.kind == "smileys":
        question.choices = [
            PlainChoice(v, {code: f"{face} {t}" for code, t in words.items()}) for v, face, words in SMILEYS
        ]
    if marks.scale is None:
        return
    low, high, first, last = marks.scale
    if not question.choices:
        question.choices = [PlainChoice(str(value)) for value in range(low, high + 1)]
    for place, choice in enumerate(question.choices):
        end = first if place == 0 else last if place == len(question.choices) - 1 else ""
        choice.labels[language] = f"{choice.value} – {end}" if end else choice.value


def _choice(reading: _Reading, text: str, number: int) -> None:
    last = reading.made.pages[-1].questions[-1] if reading.made.pages and reading.made.pages[-1].questions else None
    if last is None or isinstance(reading.last, PlainPage | Questionnaire):
        raise FormProblem("plain-choice-alone", line=number, found=text[:60])
    if last.kind not in {"", "several"}:
        raise FormProblem("plain-choice-kind", line=number, found=text[:60])
    marks = _marks(text, number)
    more = marks.text.endswith(("…", "..."))
    words = marks.text.rstrip("….").rstrip() if more else marks.text
    if not words:
        raise FormProblem("plain-no-words", line=number, found=text[:60])
    known = {choice.value for choice in last.choices}
    wanted = marks.name or slug(words) or f"c{len(last.choices) + 1}"
    value, count = wanted, 2
    while value in known:
        if marks.name:
            raise FormProblem("plain-duplicate", line=number, found=value)
        value, count = f"{wanted}_{count}", count + 1
    choice = PlainChoice(value, {reading.made.language: words}, more)
    last.choices.append(choice)
    reading.last, reading.hinted = choice, None


def _hint(reading: _Reading, text: str, number: int) -> None:
    if not isinstance(reading.last, PlainQuestion) or not text:
        raise FormProblem("plain-hint-alone", line=number, found=text[:60])
    before = reading.last.hints.get(reading.made.language, "")
    reading.last.hints[reading.made.language] = f"{before} {text}".strip()
    reading.hinted = reading.last


def _page(reading: _Reading, text: str, number: int) -> None:
    marks = _marks(text, number)
    if not marks.text:
        raise FormProblem("plain-no-words", line=number, found=text[:60])
    name = _unique(reading, marks.name or slug(marks.text) or f"page{number}", bool(marks.name), number)
    page = PlainPage(name, {reading.made.language: marks.text}, marks.condition, number)
    reading.made.pages.append(page)
    reading.last, reading.hinted = page, None


def _translate(reading: _Reading, language: str, text: str, number: int) -> None:
    last = reading.last
    if isinstance(last, Questionnaire):
        last.titles[language] = text.lstrip("#").strip()
    elif isinstance(last, PlainQuestion) and (reading.hinted is last or text.startswith(">")):
        last.hints[language] = text.lstrip(">").strip()
    elif isinstance(last, PlainQuestion):
        marks = _marks(_NUMBERED.sub("", text, count=1), number)
        last.labels[language] = marks.text
        if marks.kind == last.kind == "scale":
            _ends(last, marks, language)
    elif isinstance(last, PlainChoice):
        last.labels[language] = _marks(text.removeprefix("- "), number).text.rstrip("….").rstrip()
    elif isinstance(last, PlainPage):
        last.labels[language] = _marks(text.lstrip("#").strip(), number).text


def _finish(reading: _Reading) -> None:
    questions = [question for page in reading.made.pages for question in page.questions]
    if not questions:
        raise FormProblem("plain-empty", line=1)
    reading.made.pages = [page for page in reading.made.pages if page.questions]
    for question in questions:
        if len(question.choices) == 1 or (question.kind == "several" and not question.choices):
            raise FormProblem(
                "plain-few-choices", line=question.line, found=question.labels[reading.made.language][:60]
            )
        for choice in question.choices:
            if question.kind == "scale":  # a bare number reads the same in every language
                choice.labels = {**dict.fromkeys(reading.made.languages(), choice.value), **choice.labels}
            if choice.more:
                choice.more_name = _unique(reading, f"{question.name}_{choice.value}", False, question.line)
                choice.more_labels = dict(SAY_MORE)
        question.relevant = _condition(reading, question.condition, question.line, question)
    for page in reading.made.pages:
        page.relevant = _condition(reading, page.condition, page.line, None)


def _condition(
    reading: _Reading, condition: tuple[str, str, str] | None, number: int, asking: PlainQuestion | None
) -> tuple[PlainQuestion, str, str] | None:
    """The question that a condition names, how it compares, and with what stored value."""
    if condition is None:
        return None
    name, operator, wanted = condition
    every = [question for page in reading.made.pages for question in page.questions]
    other = reading.numbers.get(name.lstrip("#qQ")) or next((q for q in every if q.name == name), None)
    if other is None or other is asking or other.line >= number:
        raise FormProblem("plain-condition", line=number, found=name[:60])
    operator = {"<>": "!=", "≠": "!="}.get(operator, operator)
    if operator and other.choices:
        value = _chosen(other, wanted)
        if value is None:
            choices = ", ".join(choice.labels.get(reading.made.language, choice.value) for choice in other.choices)
            raise FormProblem("plain-condition-choice", line=number, found=wanted[:60], choices=choices[:200])
        wanted = value
    elif operator and other.kind in {"number", "decimal"}:
        wanted = wanted.replace(",", ".")
        if not re.fullmatch(r"-?\d+(\.\d+)?", wanted):
            raise FormProblem("plain-condition-number", line=number, found=wanted[:60])
    return other, operator, wanted.replace("'", "’")


def _chosen(question: PlainQuestion, words: str) -> str | None:
    asked = plain(words)
    for choice in question.choices:
        if asked == plain(choice.value) or any(asked == plain(label) for label in choice.labels.values()):
            return choice.value
    return None
