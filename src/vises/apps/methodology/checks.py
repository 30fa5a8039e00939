"""Whether a structure and its texts can be a version of the method: for drafts, and for files from elsewhere. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from vises.apps.methodology.chooser import WAYS, WEIGHTS, contradictions
from vises.apps.methodology.rules import PREFIXES, Box, Version, expected_keys, version_from_json
from vises.apps.methodology.sheets import place_boxes

CODE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3}){0,2}(-[a-z0-9]{1,10})?")
ID = re.compile(r"[a-z][a-z0-9-]{0,39}")
LONGEST = 2_000  # characters of one text
MOST = {"steps": 12, "deliverables": 20, "sources": 20, "agenda": 20, "sheet": 20}
MOST_ELEMENTS = 60  # in one list
ELEMENT = {"id", "origin", "sources"}
WHOLE = {"code", "released_on", "origin", "sources", "core", "steps", "chooser", *PREFIXES}


def check_structure(structure: Any, rooms: Iterable[str]) -> Version:
    """The version that a structure describes. `rooms` are the pages that deliverables may have.

    Raises ValueError with the place that cannot be.
    """
    _mapping(structure, WHOLE, "structure")
    if not CODE.fullmatch(str(structure.get("code", ""))) or len(str(structure["code"])) > 20:
        raise ValueError("code")
    if not isinstance(structure.get("core", ""), str):
        raise ValueError("core")
    if structure.get("released_on") is not None:
        date.fromisoformat(str(structure["released_on"]))
    _sources(structure, "structure")
    known, taken = set(rooms), {"version", *PREFIXES.values()}
    for step in _items(structure, "steps", MOST["steps"], {*ELEMENT, "deliverables"}, taken):
        for item in _items(step, "deliverables", MOST["deliverables"], {*ELEMENT, "room", "agenda", "sheet"}, taken):
            _deliverable(item, known)
    for name in PREFIXES:
        _items(structure, name, MOST_ELEMENTS, ELEMENT, set())
        if not structure.get(name):
            raise ValueError(name)
    try:
        version = version_from_json(structure, "")
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error
    if not version.steps or not list(version.deliverables()):
        raise ValueError("steps")
    _chooser(structure.get("chooser"), version)
    return version


def _chooser(found: Any, version: Version) -> None:
    """The rules of the chooser, where there are some: bounded, and not against each other."""
    if found is None or version.chooser is None:
        return
    _mapping(found, {"origin", "sources", "questions", "people", "hours", "cards", "rules"}, "chooser")
    for name, most in (("questions", 12), ("cards", MOST_ELEMENTS), ("rules", 100)):
        ids = [str(item["id"]) for item in found[name]]
        if len(ids) > most or len(set(ids)) < len(ids) or not all(ID.fullmatch(id_) for id_ in ids):
            raise ValueError(f"chooser: {name}")
    for asked in version.chooser.questions:
        if not 2 <= len(asked.choices) <= 10 or not all(ID.fullmatch(choice) for choice in asked.choices):
            raise ValueError(f"chooser: {asked.id}")
    for card in version.chooser.cards:
        numbers = (card.prepare, card.each, card.minutes, card.most)
        if card.way not in WAYS or card.data not in WEIGHTS or not all(0 <= number <= 10_000 for number in numbers):
            raise ValueError(f"chooser: {card.id}")
    if wrong := next(contradictions(version.chooser, [card.id for card in version.method_cards]), ""):
        raise ValueError(f"chooser: {wrong}")


def _mapping(value: Any, known: set[str], place: str) -> None:
    if not isinstance(value, dict) or any(key not in known for key in value):
        raise ValueError(place)


def _items(holder: Mapping[str, Any], name: str, most: int, known: set[str], taken: set[str]) -> list[dict[str, Any]]:
    """The elements of a list, each with an id of its own among `taken`, which grows by them."""
    items = holder.get(name, [])
    if not isinstance(items, list) or len(items) > most:
        raise ValueError(name)
    for item in items:
        _mapping(item, known, name)
        id_ = item.get("id")
        if not isinstance(id_, str) or not ID.fullmatch(id_) or id_ in taken:
            raise ValueError(f"{name}: {str(id_)[:40]}")
        taken.add(id_)
        _sources(item, id_)
    return items


def _sources(item: Mapping[str, Any], place: str) -> None:
    if item.get("origin") not in {"stated", "related", "proposed"}:
        raise ValueError(f"{place}: origin")
    sources = item.get("sources", [])
    if not isinstance(sources, list) or len(sources) > MOST["sources"]:
        raise ValueError(f"{place}: sources")
    if any(not isinstance(key, str) or not 0 < len(key) <= 40 for key in sources):
        raise ValueError(f"{place}: sources")


def _deliverable(item: Mapping[str, Any], rooms: set[str]) -> None:
    place, agenda, sheet = item["id"], item.get("agenda", []), item.get("sheet", [])
    if item.get("room") not in rooms:
        raise ValueError(f"{place}: room {str(item.get('room'))[:40]}")
    if not isinstance(agenda, list) or len(agenda) > MOST["agenda"] or any(not _is_number(n, 480) for n in agenda):
        raise ValueError(f"{place}: agenda")
    if not isinstance(sheet, list) or len(sheet) > MOST["sheet"]:
        raise ValueError(f"{place}: sheet")
    for box in sheet:
        _mapping(box, {"id", "columns", "rows"}, f"{place}: sheet")
        if not ID.fullmatch(str(box.get("id", ""))) or not _is_number(box.get("columns"), 12):
            raise ValueError(f"{place}: sheet")
        if not _is_number(box.get("rows"), 8):
            raise ValueError(f"{place}: sheet")
    if len({box["id"] for box in sheet}) != len(sheet):
        raise ValueError(f"{place}: sheet")
    try:
        place_boxes([Box(box["id"], box["columns"], box["rows"]) for box in sheet])
    except ValueError as error:
        raise ValueError(f"{place}: sheet") from error


def _is_number(value: Any, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most


def check_texts(version: Version, texts: Mapping[str, str]) -> None:
    """Raises ValueError with the first text key that the version does not know, or whose text cannot be kept."""
    known = set(expected_keys(version))
    for key, text in texts.items():
        if key not in known:
            raise ValueError(key[:120])
        check_text(key, text)


def check_text(key: str, text: str) -> None:
    """Raises ValueError with the key when a text is too long or has characters that cannot be kept."""
    if len(text) > LONGEST or any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in text):
        raise ValueError(key[:120])


def missing(version: Version, texts: Mapping[str, str]) -> tuple[str, ...]:
    """The text keys of a version that have no words in these texts."""
    return tuple(key for key in expected_keys(version) if not texts.get(key, "").strip())
