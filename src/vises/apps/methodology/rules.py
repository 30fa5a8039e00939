"""What a version of the method is made of, and its identity. Pure.

A version is structure (ids, order, minutes: no prose) and texts per language. The canonical hash of the
structure is its identity; each translation carries the hash of the text it translates, so stale ones show.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from vises.apps.methodology.chooser import Chooser, chooser_keys, read_chooser
from vises.kernel.locale import typeset

Origin = Literal["stated", "related", "proposed"]
"""Stated by VISES, by a relative of it, or our proposal (vises-method.md, marks S, R, D)."""

SOURCE_LANGUAGE = "fr"  # VISES wrote in French first; the other languages translate it

PREFIXES = {
    "dimensions": "dimension",
    "lenses": "lens",
    "question_types": "question-type",
    "question_test": "question-test",
    "method_cards": "method",
    "effects": "effect",
    "strengths": "strength",
    "involvement": "involvement",
}


@dataclass(frozen=True)
class Element:
    """Anything the method speaks of, with where it comes from. `sources` are keys of the library."""

    id: str
    origin: Origin
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Box:
    """A place to write on an A3 workshop sheet: `columns` x `rows` of a grid of 12 by 8."""

    id: str
    columns: int
    rows: int


@dataclass(frozen=True)
class Deliverable(Element):
    """What a step makes. `room` is the URL name of its page; `agenda` the minutes of its session's items."""

    room: str = ""
    agenda: tuple[int, ...] = ()
    sheet: tuple[Box, ...] = ()


@dataclass(frozen=True)
class Step(Element):
    """A step of the path."""

    deliverables: tuple[Deliverable, ...] = ()


@dataclass(frozen=True)
class Version:
    """One version of the method."""

    code: str
    released_on: date | None
    hash: str
    origin: Origin
    sources: tuple[str, ...]
    steps: tuple[Step, ...]
    dimensions: tuple[Element, ...]
    lenses: tuple[Element, ...]
    question_types: tuple[Element, ...]
    question_test: tuple[Element, ...]
    method_cards: tuple[Element, ...]
    effects: tuple[Element, ...]
    strengths: tuple[Element, ...]
    involvement: tuple[Element, ...]
    core: str = ""
    """The code of the universal core on which a local overlay stands; "" for a core."""
    chooser: Chooser | None = None

    def step(self, id_: str) -> Step:
        """The step of that id. Raises KeyError."""
        for step in self.steps:
            if step.id == id_:
                return step
        raise KeyError(id_)

    def step_of(self, deliverable_id: str) -> Step:
        """The step that makes a deliverable. Raises KeyError."""
        for step in self.steps:
            if any(deliverable.id == deliverable_id for deliverable in step.deliverables):
                return step
        raise KeyError(deliverable_id)

    def deliverable(self, id_: str) -> Deliverable:
        """The deliverable of that id. Raises KeyError."""
        for deliverable in self.deliverables():
            if deliverable.id == id_:
                return deliverable
        raise KeyError(id_)

    def deliverables(self) -> Iterator[Deliverable]:
        """All deliverables, in the order of the path."""
        for step in self.steps:
            yield from step.deliverables


def canonical(value: object) -> str:
    """The one way a value is written before it is hashed: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def canonical_hash(value: object) -> str:
    """The SHA-256 of the canonical writing, in hex."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def flatten(texts: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Nested texts as dotted keys: {"a": {"b": "x", "c": ["y"]}} becomes {"a.b": "x", "a.c.1": "y"}."""
    flat: dict[str, str] = {}
    for key, value in texts.items():
        path = f"{prefix}{key}"
        if isinstance(value, Mapping):
            flat |= flatten(value, f"{path}.")
        elif isinstance(value, list):
            flat |= flatten({str(n): item for n, item in enumerate(value, 1)}, f"{path}.")
        else:
            flat[path] = " ".join(str(value).split())
    return flat


def version_from_json(structure: Mapping[str, Any], hash_: str) -> Version:
    """Read a structure. Raises KeyError or ValueError where something is missing."""
    lists = {name: tuple(_element(item) for item in structure.get(name, ())) for name in PREFIXES}
    released = structure.get("released_on")
    return Version(
        code=str(structure["code"]),
        released_on=date.fromisoformat(str(released)) if released else None,
        hash=hash_,
        origin=structure["origin"],
        sources=tuple(structure.get("sources", ())),
        steps=tuple(
            Step(
                **_origin(step),
                deliverables=tuple(
                    Deliverable(
                        **_origin(item),
                        room=item["room"],
                        agenda=tuple(item.get("agenda", ())),
                        sheet=tuple(Box(box["id"], box["columns"], box["rows"]) for box in item.get("sheet", ())),
                    )
                    for item in step["deliverables"]
                ),
            )
            for step in structure["steps"]
        ),
        core=str(structure.get("core") or ""),
        chooser=read_chooser(structure.get("chooser")),
        **lists,
    )


def _origin(item: Mapping[str, Any]) -> dict[str, Any]:
    if item["origin"] not in {"stated", "related", "proposed"}:
        raise ValueError(f"{item['id']}: origin {item['origin']}")
    return {"id": item["id"], "origin": item["origin"], "sources": tuple(item.get("sources", ()))}


def _element(item: Mapping[str, Any]) -> Element:
    return Element(**_origin(item))


def expected_keys(version: Version) -> Iterator[str]:
    """The text keys a version needs in every language."""
    yield "version.title"
    yield "version.summary"
    for step in version.steps:
        for part in ("title", "short", "purpose", "hint", "pitfall", "done-when"):
            yield f"{step.id}.{part}"
        for deliverable in step.deliverables:
            for part in ("title", "short", "purpose", "hint", "pitfall", "done-when"):
                yield f"{deliverable.id}.{part}"
            for number in range(1, len(deliverable.agenda) + 1):
                yield f"{deliverable.id}.agenda.{number}"
            for box in deliverable.sheet:
                yield f"{deliverable.id}.sheet.{box.id}.title"
                yield f"{deliverable.id}.sheet.{box.id}.prompt"
    parts = {
        "dimensions": ("title", "hint"),
        "lenses": ("title", "hint"),
        "question_types": ("title", "hint"),
        "question_test": ("title", "hint"),
        "method_cards": ("title", "good-for", "watch-out", "how"),
        "effects": ("title",),
        "strengths": ("title", "hint"),
        "involvement": ("title",),
    }
    for name, wanted in parts.items():
        for element in getattr(version, name):
            for part in wanted:
                yield f"{PREFIXES[name]}.{element.id}.{part}"
    if version.chooser is not None:
        yield from chooser_keys(version.chooser)


def element_of(key: str) -> str:
    """The element that a text key speaks of: "portrait.agenda.1" is of "portrait", "method.survey.how" of
    "method.survey"."""
    first, _, rest = key.partition(".")
    return f"{first}.{rest.partition('.')[0]}" if first in PREFIXES.values() else first


def part_of(key: str) -> str:
    """The part of its element that a text key holds: "agenda.1", "how"."""
    return key[len(element_of(key)) + 1 :]


def as_written(text: str, language: str) -> str:
    """A text as versions keep it: on one line, set in its language. What files hold comes out the same."""
    return typeset(" ".join(text.split()), language)


def lagging(rounds: Mapping[str, Mapping[str, int]]) -> dict[str, frozenset[str]]:
    """The text keys that were written anew in some language and not since in this one, by language.

    `rounds` says per language and key when it was last written or checked, counted from 0.
    """
    newest: dict[str, int] = {}
    for numbers in rounds.values():
        for key, number in numbers.items():
            newest[key] = max(number, newest.get(key, 0))
    return {
        language: frozenset(key for key, number in newest.items() if numbers.get(key, 0) < number)
        for language, numbers in rounds.items()
    }
