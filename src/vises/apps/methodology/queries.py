"""Released versions of the method, as pages and rooms read them. A version never changes, so it is kept."""

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from vises.apps.access.actor import Actor
from vises.apps.methodology.changelog import Change, Changelog, read_changelog
from vises.apps.methodology.glossary import Term, read_glossary
from vises.apps.methodology.library import Library, Source, read_library
from vises.apps.methodology.models import MethodologyChange, MethodologyText, MethodologyVersion
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


@functools.lru_cache(maxsize=64)
def _known(code: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    # released ones only: a draft is read through the room that prepares it
    row = MethodologyVersion.objects.filter(code=code).exclude(released_on=None).values_list("id", "hash").first()
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


def identity(code: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What a released version is known by: the hash of its structure, and of its texts by language."""
    return _known(code)


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
    row = MethodologyVersion.objects.filter(code=code).exclude(released_on=None).first()
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
