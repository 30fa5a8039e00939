"""Released versions of the method, as pages and rooms read them. A version never changes, so it is kept.

What may come later are supplements: texts that lagged in a language when the version was released. Which there are is
asked of the database at most once a second, so that every process shows them; what each holds never changes.
"""

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from vises.apps.access.actor import Actor
from vises.apps.methodology.changelog import Change, Changelog, read_changelog
from vises.apps.methodology.glossary import Term, read_glossary
from vises.apps.methodology.library import Library, Source, read_library
from vises.apps.methodology.models import (
    MethodologyChange,
    MethodologySupplement,
    MethodologyText,
    MethodologyVersion,
)
from vises.apps.methodology.rules import SOURCE_LANGUAGE, Version, expected_keys, lagging, version_from_json
from vises.apps.methodology.supplements import open_keys
from vises.kernel.locale import Texts, pick
from vises.kernel.problems import NotFound
from vises.platform.remembered import Remembered


@functools.lru_cache(maxsize=32)
def _version(code: str, hash_: str) -> Version:
    row = MethodologyVersion.objects.only("structure").get(code=code, hash=hash_)
    return version_from_json(row.structure, hash_)


@functools.lru_cache(maxsize=96)
def _texts(hash_: str, language: str) -> Mapping[str, str]:
    row = MethodologyText.objects.filter(hash=hash_, language=language).only("texts").first()
    return row.texts if row else {}


@functools.lru_cache(maxsize=64)
def _known(code: str) -> tuple[str, tuple[tuple[str, str], ...], str]:
    # released ones only: a draft is read through the room that prepares it
    row = MethodologyVersion.objects.filter(code=code).exclude(released_on=None)
    found = row.values_list("id", "hash", "core__code").first()
    if found is None:
        raise NotFound("methodology.no-version")
    hashes = MethodologyText.objects.filter(version_id=found[0]).values_list("language", "hash")
    return found[1], tuple(sorted(hashes)), found[2] or ""


@dataclass(frozen=True)
class Completion:
    """A supplement of a released version: the texts of a language that were completed, when, and by whom."""

    language: str
    texts: Mapping[str, str]
    on: date
    translated_by: str
    read_by: str
    hash: str


_completed: Remembered[dict[str, tuple[Completion, ...]]] = Remembered(seconds=1)
_supplements: dict[str, Mapping[str, str]] = {}  # by hash, which is what they say


def _read_completed(_all: str) -> dict[str, tuple[Completion, ...]]:
    rows = list(
        MethodologySupplement.objects.order_by("language", "number").values_list(
            "version__code", "language", "completed_on", "translated_by", "read_by", "hash"
        )
    )
    if new := [row[-1] for row in rows if row[-1] not in _supplements]:
        _supplements.update(MethodologySupplement.objects.filter(hash__in=new).values_list("hash", "texts"))
    found: dict[str, tuple[Completion, ...]] = {}
    for code, language, on, translated_by, read_by, hash_ in rows:
        one = Completion(language, _supplements.get(hash_, {}), on, translated_by, read_by, hash_)
        found[code] = (*found.get(code, ()), one)
    return found


def completions(code: str) -> tuple[Completion, ...]:
    """The supplements of a released version, by language, the first one first."""
    return (_completed.get("all", _read_completed) or {}).get(code, ())


@functools.lru_cache(maxsize=4)
def _glossary(content: Path) -> dict[str, Term]:
    return {term.id: term for term in read_glossary(content)}


@functools.lru_cache(maxsize=4)
def _library(content: Path) -> Library:
    return read_library(content)


@functools.lru_cache(maxsize=4)
def _changelog(content: Path) -> Changelog:
    return read_changelog(content)


def forget() -> None:
    """Read again from the database and from content: after loading, and between tests."""
    _known.cache_clear()
    forget_completed()
    for reader in (_glossary, _library, _changelog):
        reader.cache_clear()


def forget_completed() -> None:
    """Look again which supplements there are: after one came into force here."""
    _completed.forget("all")


Hashes = tuple[tuple[str, str], ...]
"""Hashes of texts, each after its language."""
Identity = tuple[str, Hashes, Hashes, Hashes]
"""The hashes of a version: its structure, its texts, what completes those of its core, and what completes its own."""


def identity(code: str) -> Identity:
    """What a released version is known by now. Raises NotFound."""
    hash_, texts, core = _known(code)
    return hash_, texts, _hashes(core), _hashes(code)


def _hashes(code: str) -> Hashes:
    return tuple((one.language, one.hash) for one in completions(code)) if code else ()


def own_texts(code: str) -> dict[str, Mapping[str, str]]:
    """The texts with which a version was released, by language. Raises NotFound."""
    return {language: _texts(hash_, language) for language, hash_ in _known(code)[1]}


def completed_texts(code: str, known: Identity) -> dict[str, dict[str, str]]:
    """The texts that supplements give a version known so, by language: its own, and those of its core that show
    through: where the overlay left both the text that is completed and its source as they were.
    """
    found: dict[str, dict[str, str]] = {}
    _structure, _own, of_core, of_own = known
    if of_core:
        here, there = own_texts(code), own_texts(_known(code)[2])
        expected = set(expected_keys(version(code)))
        for language, hash_ in of_core:
            for key, text in _supplements[hash_].items():
                if key in expected and all(
                    here.get(one, {}).get(key, "") == there.get(one, {}).get(key, "")
                    for one in (SOURCE_LANGUAGE, language)
                ):
                    found.setdefault(language, {})[key] = text
    for language, hash_ in of_own:
        found.setdefault(language, {}).update(_supplements[hash_])
    return found


@functools.lru_cache(maxsize=64)
def _whole(code: str, known: Identity) -> dict[str, Mapping[str, str]]:
    own, completed = own_texts(code), completed_texts(code, known)
    return {language: {**own.get(language, {}), **completed.get(language, {})} for language in (*own, *completed)}


def version(code: str) -> Version:
    """The version of that code. Raises NotFound."""
    return _version(code, _known(code)[0])


def versions() -> tuple[Version, ...]:
    """All released versions, the oldest first."""
    rows = MethodologyVersion.objects.exclude(released_on=None).order_by("released_on", "code")
    return tuple(version(code) for code in rows.values_list("code", flat=True))


def rooms() -> frozenset[str]:
    """The pages that deliverables of the released versions have: a new version may have no others."""
    return frozenset(item.room for known in versions() for item in known.deliverables())


def texts_of(code: str, key: str) -> Texts:
    """A text of a version in every language it has."""
    whole = _whole(code, identity(code))
    return {language: text for language, words in whole.items() if (text := words.get(key, ""))}


def text(code: str, key: str, language: str) -> str:
    """A text of a version in a language, or in the next best one; "" when there is none."""
    return pick(texts_of(code, key), language)[0]


def translation_states(code: str) -> dict[str, str]:
    """For each language of a version: "source", "current", "stale" (it translates an older text) or "completed"
    (it did when the version was released, and no longer does)."""
    row = MethodologyVersion.objects.filter(code=code).exclude(released_on=None).first()
    if row is None:
        raise NotFound("methodology.no-version")
    texts = {text.language: text for text in row.texts.all()}
    source = next((text.hash for text in texts.values() if not text.source_hash), "")
    words = {language: text.texts for language, text in texts.items()}
    completed = completed_texts(code, identity(code))
    behind = lagging({language: text.rounds for language, text in texts.items()})
    states = {}
    for language, text in texts.items():
        done = completed.get(language, {})
        left = set(open_keys(version(code), words, behind[language], language)) - set(done)
        stale = "stale" if left or not done else "completed"
        states[language] = "source" if not text.source_hash else "current" if text.source_hash == source else stale
    return states


def glossary() -> tuple[Term, ...]:
    """Every term of the glossary, in the order of its file. Raises Problem when the file cannot be read."""
    return tuple(_glossary(Path(settings.CONTENT_ROOT)).values())


def term(id_: str) -> Term:
    """The term of that id. Raises KeyError: an id is written by those who build pages, never by readers."""
    return _glossary(Path(settings.CONTENT_ROOT))[id_]


def library() -> Library:
    """The library with its sources. Raises Problem when the file cannot be read."""
    return _library(Path(settings.CONTENT_ROOT))


def sources(keys: Iterable[str]) -> tuple[Source, ...]:
    """The sources of those keys, in their order; a key that nobody describes stands for itself."""
    known = library().sources
    return tuple(known.get(key) or Source(key, key, ()) for key in keys)


@dataclass(frozen=True)
class Reference:
    """Something of a higher room on which a change rests: its kind and id, and its words."""

    kind: str
    id: str
    words: Texts


Reader = Callable[[Actor, Sequence[tuple[str, str]]], Sequence[Reference]]
"""Of these kinds and ids, what the actor may read, with its words."""
_readers: list[Reader] = []


def register_references(reader: Reader) -> None:
    """A higher room tells what references of its kinds say (`AppConfig.ready()` calls this)."""
    _readers.append(reader)


def rests_on(actor: Actor, references: Sequence[tuple[str, str]]) -> tuple[Reference, ...]:
    """Those of the things a change rests on that the actor may read."""
    return tuple(found for reader in _readers for found in reader(actor, references)) if references else ()


def changelog() -> Changelog:
    """What moved between the versions, those born here last. Raises Problem when the file cannot be read."""
    kept = _changelog(Path(settings.CONTENT_ROOT))
    return Changelog((*kept.changes, *born_changes()), kept.since, kept.sources)


def born_changes(code: str = "") -> tuple[Change, ...]:
    """The changes of released versions that were born or adopted here; of one version when its code is given."""
    rows = MethodologyChange.objects.exclude(version__released_on=None)
    rows = rows.select_related("version__derived_from", "version__core")
    if code:
        rows = rows.filter(version__code=code)
    return tuple(_change(row) for row in rows.order_by("version__released_on", "order", "created_at"))


def changes_of(code: str) -> tuple[Change, ...]:
    """The changes that one version brought, whichever way it came here."""
    return tuple(change for change in changelog().changes if change.to_code == code)


def _change(row: MethodologyChange) -> Change:
    before = row.version.derived_from or row.version.core
    return Change(
        id=str(row.id),
        from_code=before.code if before else "",
        to_code=row.version.code,
        kind=row.kind,
        element_from="" if row.kind == "added" else row.element,
        element_to="" if row.kind == "removed" else row.element,
        origin="proposed",
        sources=(),
        what=row.what,
        why=row.why,
        why_origin="proposed",
        unknown={},
        references=tuple((str(one["kind"]), str(one["id"])) for one in row.references),
    )
