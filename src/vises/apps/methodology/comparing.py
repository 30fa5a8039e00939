"""Versions side by side: what differs, what is local, a draft with what still lags, a version as a package."""

import functools
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from vises.apps.methodology import queries
from vises.apps.methodology.changelog import Change
from vises.apps.methodology.checks import missing
from vises.apps.methodology.diff import Difference, compare, reworded
from vises.apps.methodology.models import MethodologyText, MethodologyVersion
from vises.apps.methodology.packages import Package, told
from vises.apps.methodology.rules import PREFIXES, Version, element_of, expected_keys, lagging, version_from_json
from vises.kernel.locale import LANGUAGES, Texts, pick
from vises.kernel.problems import NotFound

TextsByLanguage = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Edition:
    """A version, released or not, with its texts by language and the text keys that lag in each."""

    id: uuid.UUID
    version: Version
    texts: dict[str, dict[str, str]]
    lagging: dict[str, frozenset[str]]

    def texts_of(self, key: str) -> Texts:
        """A text in every language it has."""
        return {language: words[key] for language, words in self.texts.items() if words.get(key)}

    def missing(self, language: str) -> tuple[str, ...]:
        """The text keys that have no words in a language."""
        return missing(self.version, self.texts.get(language, {}))

    def ready(self, language: str) -> bool:
        """Whether a language has every text, and none that lags behind another language."""
        behind = self.lagging.get(language, frozenset()) & set(expected_keys(self.version))
        return not behind and not self.missing(language)


def edition(version_id: uuid.UUID) -> Edition:
    """A version by its row, draft or released; two queries. Raises NotFound."""
    row = MethodologyVersion.objects.filter(pk=version_id).first()
    if row is None:
        raise NotFound("methodology.no-version")
    texts = {text.language: text for text in MethodologyText.objects.filter(version=row)}
    behind = lagging({language: text.rounds for language, text in texts.items()})
    return Edition(
        row.id,
        version_from_json(row.structure, row.hash),
        {language: dict(texts[language].texts) for language in LANGUAGES if language in texts},
        behind,
    )


@functools.lru_cache(maxsize=64)
def _edition(code: str, hash_: str, texts: tuple[tuple[str, str], ...]) -> Edition:
    # released versions never change, so what identifies them keeps the whole
    return edition(MethodologyVersion.objects.values_list("id", flat=True).get(code=code, hash=hash_))


def released_edition(code: str) -> Edition:
    """A released version with its texts. Raises NotFound."""
    return _edition(code, *queries.identity(code))


def difference(old: Edition, new: Edition, language: str) -> Difference:
    """What differs between two versions, in one language."""
    return compare(old.version, new.version, old.texts.get(language, {}), new.texts.get(language, {}))


@functools.lru_cache(maxsize=64)
def _released_difference(
    old: str, old_known: tuple[str, object], new: str, new_known: tuple[str, object], language: str
) -> Difference:
    return difference(released_edition(old), released_edition(new), language)


def released_difference(old: str, new: str, language: str) -> Difference:
    """What differs between two released versions, in one language. Raises NotFound."""
    return _released_difference(old, queries.identity(old), new, queries.identity(new), language)


@functools.lru_cache(maxsize=64)
def _released_reworded(
    old: str, old_known: tuple[str, object], new: str, new_known: tuple[str, object]
) -> dict[str, frozenset[str]]:
    before, after = released_edition(old), released_edition(new)
    return reworded(before.version, after.version, before.texts, after.texts)


def released_reworded(old: str, new: str) -> dict[str, frozenset[str]]:
    """The parts of each element that read otherwise in some language, between two released versions."""
    return _released_reworded(old, queries.identity(old), new, queries.identity(new))


@dataclass(frozen=True)
class Local:
    """What a local overlay adds to its core, words otherwise, and leaves out: by the keys of elements."""

    core: str
    added: frozenset[str]
    reworded: dict[str, frozenset[str]]
    left_out: tuple[str, ...]

    def of(self, element: str) -> str:
        """ "added", "reworded", or "" for what is as in the core."""
        return "added" if element in self.added else "reworded" if element in self.reworded else ""


def local(version: Version) -> Local | None:
    """What is local in an overlay; None for a core."""
    if not version.core:
        return None
    core = queries.version(version.core)
    before = {element_of(key) for key in expected_keys(core)}
    after = {element_of(key) for key in expected_keys(version)}
    return Local(
        core.code,
        frozenset(after - before),
        released_reworded(core.code, version.code),
        tuple(sorted(before - after)),
    )


def package_of(code: str) -> Package:
    """A released version as a package. Raises NotFound."""
    row = MethodologyVersion.objects.filter(code=code).exclude(released_on=None).select_related("core").first()
    if row is None:
        raise NotFound("methodology.no-version")
    texts = {text.language: text for text in row.texts.all()}
    behind = lagging({language: text.rounds for language, text in texts.items()})
    return Package(
        dict(row.structure),
        {language: dict(text.texts) for language, text in texts.items()},
        {language: text.source_hash for language, text in texts.items()},
        {language: tuple(sorted(behind.get(language, ()))) for language in texts},
        told(queries.changes_of(code)),
        row.core.hash if row.core else "",
    )


@functools.lru_cache(maxsize=64)
def _fingerprint(code: str, known: tuple[str, object]) -> str:
    return package_of(code).fingerprint


def fingerprint(code: str) -> str:
    """The one hash over everything in a released version's package. Raises NotFound."""
    return _fingerprint(code, queries.identity(code))


@dataclass(frozen=True)
class ElementLine:
    """An element as a list shows it: its key, kind and step, and its title in a language."""

    key: str
    group: str
    step: str
    title: str


def elements(edition: Edition, language: str) -> tuple[ElementLine, ...]:
    """Every element of a version, in its order."""

    def line(key: str, group: str, step: str = "") -> ElementLine:
        return ElementLine(key, group, step, pick(edition.texts_of(f"{key}.title"), language)[0] or key)

    found = [line("version", "version")]
    for step in edition.version.steps:
        found.append(line(step.id, "step"))
        found += [line(item.id, "deliverable", step.id) for item in step.deliverables]
    for name, prefix in PREFIXES.items():
        found += [line(f"{prefix}.{item.id}", name) for item in getattr(edition.version, name)]
    if edition.version.chooser:
        found.append(ElementLine("chooser", "chooser", "", _("The method chooser")))
    return tuple(found)


@dataclass(frozen=True)
class VersionLine:
    """A released version in a list."""

    code: str
    released_on: date | None
    core: str
    derived_from: str
    titles: Texts
    summaries: Texts
    changes: tuple[Change, ...]


def overlays() -> tuple[VersionLine, ...]:
    """The local overlays that are released here, the latest first, each with what it changes."""
    rows = MethodologyVersion.objects.exclude(released_on=None).exclude(core=None)
    rows = rows.select_related("core", "derived_from").order_by("-released_on", "-code")
    told_by = queries.born_changes()
    return tuple(
        VersionLine(
            row.code,
            row.released_on,
            row.core.code if row.core else "",
            row.derived_from.code if row.derived_from else "",
            queries.texts_of(row.code, "version.title"),
            queries.texts_of(row.code, "version.summary"),
            tuple(change for change in told_by if change.to_code == row.code),
        )
        for row in rows
    )
