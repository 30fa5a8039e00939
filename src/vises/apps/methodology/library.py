"""The small library of theories and practices, with its table of sources. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vises.apps.methodology.reading import origin_from, read_yaml, texts_from
from vises.apps.methodology.rules import Origin
from vises.apps.methodology.search import matches
from vises.kernel.locale import Texts
from vises.kernel.problems import Problem

KINDS = ("theory", "practice", "tool", "source")


@dataclass(frozen=True)
class Source:
    """Where something was read. `urls` were noted as found; several are archives kept by others."""

    key: str
    name: str
    urls: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """Something worth knowing, summed up in our own words."""

    id: str
    kind: str
    origin: Origin
    title: Texts
    summary: Texts
    sources: tuple[Source, ...]

    def everything(self) -> Iterator[str]:
        """All that search looks through."""
        yield from self.title.values()
        yield from self.summary.values()
        yield from (source.name for source in self.sources)


@dataclass(frozen=True)
class Library:
    """Entries in the order of the file, and every source by its key."""

    entries: tuple[Entry, ...]
    sources: dict[str, Source]


def read_library(content: Path) -> Library:
    """The library below `content/`. Raises Problem when the file cannot be read or names an unknown source."""
    file = content / "library" / "library.yaml"
    found = read_yaml(file)
    try:
        sources = {
            key: Source(key, str(item["name"]), tuple(str(url) for url in item["urls"]))
            for key, item in found["sources"].items()
        }
        return Library(tuple(_entry(item, sources) for item in found["entries"]), sources)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Problem("methodology.unreadable", folder=file.name, error=str(error)) from error


def _entry(item: dict[str, Any], sources: dict[str, Source]) -> Entry:
    if item["kind"] not in KINDS:
        raise ValueError(f"{item['id']}: kind {item['kind']}")
    return Entry(
        id=str(item["id"]),
        kind=str(item["kind"]),
        origin=origin_from(item["origin"]),
        title=texts_from(item["title"]),
        summary=texts_from(item["summary"]),
        sources=tuple(sources[key] for key in item["sources"]),
    )


def search_entries(entries: Iterable[Entry], asked: str, kind: str = "") -> tuple[Entry, ...]:
    """The entries that hold every word asked, in any language; of one kind when one is named."""
    return tuple(entry for entry in entries if kind in ("", entry.kind) and matches(asked, entry.everything()))
