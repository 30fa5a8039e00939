"""Released versions of the method, as pages and rooms read them. A version never changes, so it is kept."""

import functools
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.conf import settings

from vises.apps.methodology.changelog import Changelog, read_changelog
from vises.apps.methodology.glossary import Term, read_glossary
from vises.apps.methodology.library import Library, Source, read_library
from vises.apps.methodology.models import MethodologyText, MethodologyVersion
from vises.apps.methodology.rules import Version, version_from_json
from vises.kernel.locale import Texts, pick
from vises.kernel.problems import NotFound


@functools.lru_cache(maxsize=32)
def _version(code: str, hash_: str) -> Version:
    row = MethodologyVersion.objects.only("structure").get(code=code, hash=hash_)
    return version_from_json(row.structure, hash_)


@functools.lru_cache(maxsize=96)
def _texts(hash_: str, language: str) -> Mapping[str, str]:
    row = MethodologyText.objects.filter(hash=hash_, language=language).only("texts").first()
    return row.texts if row else {}


@functools.lru_cache(maxsize=32)
def _known(code: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    row = MethodologyVersion.objects.filter(code=code).values_list("id", "hash").first()
    if row is None:
        raise NotFound("methodology.no-version")
    hashes = MethodologyText.objects.filter(version_id=row[0]).values_list("language", "hash")
    return row[1], tuple(sorted(hashes))


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
    for reader in (_glossary, _library, _changelog):
        reader.cache_clear()


def version(code: str) -> Version:
    """The version of that code. Raises NotFound."""
    return _version(code, _known(code)[0])


def versions() -> tuple[Version, ...]:
    """All versions, the oldest first."""
    codes = MethodologyVersion.objects.order_by("released_on", "code").values_list("code", flat=True)
    return tuple(version(code) for code in codes)


def texts_of(code: str, key: str) -> Texts:
    """A text of a version in every language it has."""
    found: Texts = {}
    for language, hash_ in _known(code)[1]:
        if text := _texts(hash_, language).get(key, ""):
            found[language] = text
    return found


def text(code: str, key: str, language: str) -> str:
    """A text of a version in a language, or in the next best one; "" when there is none."""
    return pick(texts_of(code, key), language)[0]


def translation_states(code: str) -> dict[str, str]:
    """For each language of a version: "source", "current" or "stale" (it translates an older text)."""
    row = MethodologyVersion.objects.filter(code=code).first()
    if row is None:
        raise NotFound("methodology.no-version")
    texts = list(row.texts.all())
    source = next((t.hash for t in texts if not t.source_hash), "")
    return {
        t.language: "source" if not t.source_hash else "current" if t.source_hash == source else "stale" for t in texts
    }


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


def changelog() -> Changelog:
    """What moved between the versions. Raises Problem when the file cannot be read."""
    return _changelog(Path(settings.CONTENT_ROOT))
