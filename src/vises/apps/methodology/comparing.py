"""Versions side by side: what differs, what is local, a draft with what still lags, a version as a package."""

import functools
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from vises.apps.methodology import queries
from vises.apps.methodology.changelog import Change
from vises.apps.methodology.checks import missing
from vises.apps.methodology.diff import Difference, compare, reworded, settled
from vises.apps.methodology.models import MethodologySupplement, MethodologyText, MethodologyVersion
from vises.apps.methodology.packages import Package, told
from vises.apps.methodology.queries import Identity
from vises.apps.methodology.rules import (
    PREFIXES,
    SOURCE_LANGUAGE,
    Version,
    element_of,
    expected_keys,
    lagging,
    version_from_json,
)
from vises.apps.methodology.supplements import Supplement, open_keys
from vises.kernel.locale import LANGUAGES, Texts, pick
from vises.kernel.problems import NotFound

TextsByLanguage = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Edition:
    """A version, released or not, with its texts by language and the text keys that lag in each.

    `texts` are those that are read: with what supplements completed, which no longer lags. `own` are those that the
    version itself holds, where they are others.
    """

    id: uuid.UUID
    version: Version
    texts: dict[str, dict[str, str]]
    lagging: dict[str, frozenset[str]]
    own: dict[str, dict[str, str]] = field(default_factory=dict)

    def own_in(self, language: str) -> dict[str, str]:
        """The texts of a language as the version itself holds them."""
        return (self.own or self.texts).get(language, {})

    def open(self, language: str) -> tuple[str, ...]:
        """The text keys that are still to be completed in a language, in the version's order."""
        return open_keys(self.version, self.texts, self.lagging.get(language, frozenset()), language)

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
    """A version by its row, draft or released, with its own texts only; two queries. Raises NotFound."""
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
def _edition(code: str, known: Identity) -> Edition:
    # released versions never change, so what identifies them and their supplements keeps the whole
    own = edition(MethodologyVersion.objects.values_list("id", flat=True).get(code=code, hash=known[0]))
    completed = queries.completed_texts(code, known)
    texts = {language: {**own.texts.get(language, {}), **completed.get(language, {})} for language in LANGUAGES}
    return Edition(
        own.id,
        own.version,
        {language: words for language, words in texts.items() if words},
        {language: keys - set(completed.get(language, ())) for language, keys in own.lagging.items()},
        own.texts,
    )


def released_edition(code: str) -> Edition:
    """A released version with its texts, completed by its supplements. Raises NotFound."""
    return _edition(code, queries.identity(code))


def difference(old: Edition, new: Edition, language: str) -> Difference:
    """What differs between two versions, in one language. That a translation was completed is no difference."""
    before = old.texts.get(language, {})
    return compare(old.version, new.version, before, _settled(old, new, language))


def _settled(old: Edition, new: Edition, language: str) -> Mapping[str, str]:
    """The new texts of a language; where the versions themselves hold the same, it counts as the same."""
    before, after = old.texts.get(language, {}), new.texts.get(language, {})
    if not old.own and not new.own:
        return after
    own = [(old.own_in(code), new.own_in(code)) for code in (language, SOURCE_LANGUAGE)]
    return settled(old.version, new.version, own, (before, after))


@functools.lru_cache(maxsize=64)
def _released_difference(old: str, old_known: Identity, new: str, new_known: Identity, language: str) -> Difference:
    return difference(released_edition(old), released_edition(new), language)


def released_difference(old: str, new: str, language: str) -> Difference:
    """What differs between two released versions, in one language. Raises NotFound."""
    return _released_difference(old, queries.identity(old), new, queries.identity(new), language)


@functools.lru_cache(maxsize=64)
def _released_reworded(old: str, old_known: Identity, new: str, new_known: Identity) -> dict[str, frozenset[str]]:
    before, after = released_edition(old), released_edition(new)
    texts = {language: _settled(before, after, language) for language in after.texts}
    return reworded(before.version, after.version, before.texts, texts)


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
        tuple(supplement_of(one, row.hash) for one in row.supplements.order_by("language", "number")),
    )


def supplement_of(row: MethodologySupplement, version_hash: str) -> Supplement:
    """A supplement as it travels, of the version whose structure has that hash."""
    return Supplement(
        version_hash, row.language, row.source, dict(row.texts), row.translated_by, row.read_by, row.completed_on
    )


@functools.lru_cache(maxsize=64)
def _fingerprint(code: str, known: Identity) -> str:
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
