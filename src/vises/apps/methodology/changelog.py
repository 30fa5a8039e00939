"""What moved between the versions of the method, and what the sources do not tell. Pure."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vises.apps.methodology.reading import origin_from, read_yaml, texts_from
from vises.apps.methodology.rules import Origin
from vises.kernel.locale import Texts
from vises.kernel.problems import Problem

CHANGE_KINDS = ("moved", "split", "added", "removed", "renamed", "reworded")


@dataclass(frozen=True)
class Change:
    """One change. `element_from` and `element_to` are ids of deliverables or steps in the two versions.

    `origin` says who states the change, `why_origin` who states its reason; `unknown` is what no source tells.
    """

    id: str
    from_code: str
    to_code: str
    kind: str
    element_from: str
    element_to: str
    origin: Origin
    sources: tuple[str, ...]
    what: Texts
    why: Texts
    why_origin: Origin
    unknown: Texts
    references: tuple[tuple[str, str], ...] = ()
    """What it rests on in higher rooms: kind and id of field notes and findings."""


@dataclass(frozen=True)
class Changelog:
    """The changes, the oldest first; what has come `since` the last version kept here, with its `sources`."""

    changes: tuple[Change, ...]
    since: Texts
    sources: tuple[str, ...]


def read_changelog(content: Path) -> Changelog:
    """The changelog below `content/`. Raises Problem when the file cannot be read."""
    file = content / "methodology" / "changelog.yaml"
    found = read_yaml(file)
    try:
        return Changelog(
            tuple(_change(item) for item in found["changes"]),
            texts_from(found["since"]["what"]),
            tuple(found["since"]["sources"]),
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Problem("methodology.unreadable", folder=file.name, error=str(error)) from error


def _change(item: dict[str, Any]) -> Change:
    if item["kind"] not in CHANGE_KINDS:
        raise ValueError(f"{item['id']}: kind {item['kind']}")
    return Change(
        id=str(item["id"]),
        from_code=str(item["from"]),
        to_code=str(item["to"]),
        kind=str(item["kind"]),
        element_from=str(item["element_from"]),
        element_to=str(item["element_to"]),
        origin=origin_from(item["origin"]),
        sources=tuple(item["sources"]),
        what=texts_from(item["what"]),
        why=texts_from(item["why"]),
        why_origin=origin_from(item["why_origin"]),
        unknown=texts_from(item["unknown"]),
    )
