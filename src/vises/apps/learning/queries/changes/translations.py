"""Translations of released versions that lag, those being completed in a programme, and those completed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from vises.apps.access.actor import Actor
from vises.apps.learning.models import Translation
from vises.apps.learning.rules.translations import MOVES, may_move
from vises.apps.learning.services.changes.translations import facts_of, translates, translation_for, wordings
from vises.apps.learning.services.may import programme_for
from vises.apps.methodology import comparing
from vises.apps.methodology import queries as methodology
from vises.apps.methodology.comparing import Edition
from vises.apps.methodology.rules import SOURCE_LANGUAGE, element_of, part_of
from vises.kernel.locale import LANGUAGES, Texts
from vises.kernel.problems import NotFound


@dataclass(frozen=True)
class TranslationLine:
    """A translation in a list: of which version and language, where it stands, how far it is."""

    id: uuid.UUID
    code: str
    language: str
    state: str
    written: int  # texts with a translation, among those to be completed
    wanted: int
    completed_on: date | None
    translated_by: str
    read_by: str


@dataclass(frozen=True)
class LaggingLine:
    """A language in which texts of a released version lag, and nobody of the programme completes them yet."""

    code: str
    language: str
    texts: int


@dataclass(frozen=True)
class TranslationsPage:
    """The translations of a programme. What is under way is there for those who prepare it only."""

    programme_id: uuid.UUID
    names: Texts
    may_translate: bool
    lagging: tuple[LaggingLine, ...]
    under_way: tuple[TranslationLine, ...]
    in_force: tuple[TranslationLine, ...]


def lagging_languages() -> tuple[LaggingLine, ...]:
    """Every language of a released version that has texts to be completed, the latest version first."""
    found = []
    for version in reversed(methodology.versions()):
        edition = comparing.released_edition(version.code)
        found += [LaggingLine(version.code, code, len(edition.open(code))) for code in LANGUAGES if edition.open(code)]
    return tuple(found)


def translations_page(actor: Actor, programme_id: uuid.UUID) -> TranslationsPage:
    """For whoever reads what the programme learns; a fixed number of queries, and one for each under way."""
    programme = programme_for(actor, programme_id)
    inside = translates(actor, programme)
    rows = Translation.objects.filter(programme=programme).exclude(state="set-aside")
    rows = rows.select_related("version", "supplement")
    if not inside:
        rows = rows.filter(state="in-force")
    lines = [_line(row) for row in rows]
    under_way = tuple(line for line in lines if line.state != "in-force")
    begun = {(line.code, line.language) for line in under_way}
    return TranslationsPage(
        programme.id,
        programme.names,
        inside,
        tuple(line for line in lagging_languages() if (line.code, line.language) not in begun),
        under_way,
        tuple(line for line in lines if line.state == "in-force"),
    )


def _line(row: Translation) -> TranslationLine:
    done = row.supplement
    wanted = comparing.released_edition(row.version.code).open(row.language) if done is None else tuple(done.texts)
    written = {key for key, one in wordings(row.id).items() if one.text} if done is None else set(done.texts)
    return TranslationLine(
        row.id,
        row.version.code,
        row.language,
        row.state,
        len(written & set(wanted)),
        len(wanted),
        done.completed_on if done else None,
        done.translated_by if done else "",
        done.read_by if done else row.read_by_name,
    )


@dataclass(frozen=True)
class TranslatedPart:
    """A text to be completed: its source, what stands in the language until now, and what is written.

    `number` is that of the wording shown, for whoever writes over it.
    """

    key: str
    part: str
    source: str
    older: str  # what the version holds in the language: it translates an older source; "" where it holds none
    text: str
    number: int
    by: str


@dataclass(frozen=True)
class TranslatedElement:
    """An element with its texts to be completed."""

    key: str
    title: str
    parts: tuple[TranslatedPart, ...]

    @property
    def written(self) -> int:
        """How many of its texts have a translation."""
        return sum(1 for part in self.parts if part.text)

    @property
    def done(self) -> bool:
        """Whether all of them have."""
        return self.written == len(self.parts)

    @property
    def lags(self) -> bool:
        """Whether the version holds a text that translates an older one: a reader may be misled."""
        return any(part.older and not part.text for part in self.parts)


@dataclass(frozen=True)
class MoveLine:
    """A step it took: from where, to where, by whom, when and why."""

    old: str
    new: str
    by: str
    why: str
    at: datetime


@dataclass(frozen=True)
class TranslationPage:
    """A translation with its texts, element by element: what lags first, then what is missing, then what is done."""

    programme_id: uuid.UUID
    programme: Texts
    line: TranslationLine
    edition: Edition
    elements: tuple[TranslatedElement, ...]
    moves: tuple[MoveLine, ...]
    next: tuple[tuple[str, str], ...]  # steps that may follow, each with why not yet
    may_prepare: bool

    @property
    def writing(self) -> bool:
        """Whether its texts may move, by this reader."""
        return self.may_prepare and self.line.state == "writing"


def translation_page(actor: Actor, translation_id: uuid.UUID, language: str) -> TranslationPage:
    """A translation for whoever may read it; titles in `language`. A fixed number of queries."""
    row = translation_for(actor, translation_id)
    inside = translates(actor, row.programme)
    edition = comparing.released_edition(row.version.code)
    facts = facts_of(actor, row)
    return TranslationPage(
        row.programme_id,
        row.programme.names,
        _line(row),
        edition,
        _elements(row, edition, language),
        tuple(MoveLine(move.old, move.new, move.by_name, move.why, move.created_at) for move in row.moves.all()),
        tuple((new, may_move(facts, new)) for new in sorted(MOVES[row.state])) if inside else (),
        inside,
    )


def _elements(row: Translation, edition: Edition, language: str) -> tuple[TranslatedElement, ...]:
    if row.supplement is None:
        words = wordings(row.id)
        keys: Sequence[str] = edition.open(row.language)
        texts = {key: (one.text, one.number, one.written_by_name) for key, one in words.items()}
    else:
        keys = tuple(row.supplement.texts)
        texts = {key: (text, 0, row.supplement.translated_by) for key, text in row.supplement.texts.items()}
    titles = {line.key: line.title for line in comparing.elements(edition, language)}
    source, older = edition.texts[SOURCE_LANGUAGE], edition.own_in(row.language)
    parts: dict[str, list[TranslatedPart]] = {}
    for key in keys:
        text, number, by = texts.get(key, ("", 0, ""))
        part = TranslatedPart(key, part_of(key), source.get(key, ""), older.get(key, ""), text, number, by)
        parts.setdefault(element_of(key), []).append(part)
    found = [TranslatedElement(key, titles.get(key, key), tuple(listed)) for key, listed in parts.items()]
    return tuple(sorted(found, key=lambda element: (element.done, not element.lags)))


def translated_element(page: TranslationPage, key: str) -> TranslatedElement:
    """An element of a translation. Raises NotFound when none of its texts is to be completed."""
    for element in page.elements:
        if element.key == key:
            return element
    raise NotFound()
