"""Files that a form speaks of: pictures, sounds and films beside its questions, and lists it takes choices from."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from vises.xforms.form.model import UNKNOWN_LANGUAGE, ControlDef, Form, Wording
from vises.xforms.problems import FormProblem
from vises.xforms.xml import clean_text, local, read_xml
from vises.xforms.xpath import Environment, Node

KINDS = {"image": "picture", "big-image": "picture", "audio": "sound", "video": "film"}
MOST_ITEMS, MOST_COLUMNS, LONGEST_CELL = 5_000, 40, 500
_FROM = "data-from"
"""Where a list came from, once it stands in the form itself."""
_NAME = re.compile(r"[A-Za-z_][\w.-]*\Z")
_PLAIN = re.compile(r"[^/\\\x00-\x1f\x7f]{1,180}\Z")


@dataclass(frozen=True)
class NamedFile:
    """A file that a form names. `kind`: picture, sound, film, or list. `there`: a list that was written in."""

    name: str
    kind: str
    there: bool = False


@dataclass(frozen=True)
class Beside:
    """What stands beside a question: names of files by kind, for itself and for its choices by value."""

    own: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def file_name(uri: str) -> str:
    """The name of the file that a form means by `jr://images/x.png`; "" where it means none that could be given."""
    scheme, _colon, rest = uri.strip().partition("://")
    name = rest.rpartition("/")[2] if scheme == "jr" else uri.strip()
    return name if _PLAIN.match(name) and name not in {"-", ".", ".."} else ""


def files_of(xform: str) -> tuple[NamedFile, ...]:
    """Every file that the form names, each once, lists first. Raises `FormProblem` as `read_xml`."""
    root = read_xml(xform)
    found: dict[str, NamedFile] = {}
    for instance in (element for element in root.iter() if local(element) == "instance"):
        source = instance.get(_FROM) or instance.get("src", "")
        if source and "://instance/" not in source and (name := file_name(source)):
            found.setdefault(name, NamedFile(name, "list", there=instance.get(_FROM) is not None))
    for value in (element for element in root.iter() if local(element) == "value"):
        kind = KINDS.get(value.get("form", ""))
        if kind and (name := file_name("".join(str(part) for part in value.itertext()))):
            found.setdefault(name, NamedFile(name, kind))
    return tuple(found.values())


def with_list(xform: str, name: str, data: bytes) -> str:
    """The form with the list of that file written into it, so that every door has its choices.

    Raises `FormProblem` list-unreadable (with the place) or list-large.
    """
    items = list(_features(data) if name.lower().endswith((".geojson", ".json")) else _rows(data))
    root = read_xml(xform)
    for instance in [element for element in root.iter() if local(element) == "instance"]:
        if file_name(str(instance.get(_FROM) or instance.get("src") or "")) != name:
            continue
        for kid in list(instance):
            instance.remove(kid)
        if "src" in instance.attrib:
            del instance.attrib["src"]
        instance.set(_FROM, name)
        space = etree.QName(instance).namespace
        whole = etree.SubElement(instance, _tag(space, "root"))
        for item in items:
            row = etree.SubElement(whole, _tag(space, "item"))
            for column, cell in item.items():
                etree.SubElement(row, _tag(space, column)).text = clean_text(cell)
    text: str = etree.tostring(root, encoding="unicode")
    return text


def _tag(space: str | None, name: str) -> str:
    return f"{{{space}}}{name}" if space else name


def _rows(data: bytes) -> Iterator[dict[str, str]]:
    """A table with headings; separated by commas, semicolons or tabs."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if "\0" in text:
        raise FormProblem("list-unreadable", row=1)
    first = text.partition("\n")[0]
    sign = max(",;\t", key=first.count)
    lines = csv.reader(io.StringIO(text), delimiter=sign)
    try:
        headings = [heading.strip() for heading in next(lines, [])]
        if len(headings) < 2 or len(headings) > MOST_COLUMNS or not any(map(_NAME.match, headings)):
            raise FormProblem("list-unreadable", row=1)
        some = False
        for number, cells in enumerate(lines, 1):
            if number > MOST_ITEMS:
                raise FormProblem("list-large", limit=MOST_ITEMS)
            row = {
                heading: cell.strip()[:LONGEST_CELL]
                for heading, cell in zip(headings, cells, strict=False)
                if _NAME.match(heading)
            }
            if any(row.values()):
                some = True
                yield row
    except csv.Error:
        raise FormProblem("list-unreadable", row=lines.line_num) from None
    if not some:
        raise FormProblem("list-unreadable", row=2)


def _features(data: bytes) -> Iterator[dict[str, str]]:
    """Places of a GeoJSON collection: what is known of each, and where a point is ("50.4 3.9 0 0")."""
    try:
        told = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise FormProblem("list-unreadable", row=1) from None
    features = told.get("features") if isinstance(told, dict) else None
    if not isinstance(features, list) or not features:
        raise FormProblem("list-unreadable", row=1)
    if len(features) > MOST_ITEMS:
        raise FormProblem("list-large", limit=MOST_ITEMS)
    for number, feature in enumerate(features, 1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            raise FormProblem("list-unreadable", row=number)
        row = {"id": str(feature.get("id", ""))} if "id" in feature else {}
        row |= {
            key: str(value)[:LONGEST_CELL]
            for key, value in list(properties.items())[:MOST_COLUMNS]
            if _NAME.match(key) and isinstance(value, str | int | float)
        }
        yield row | {"geometry": _point(feature.get("geometry"))}


def _point(geometry: object) -> str:
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return ""
    place = geometry.get("coordinates")
    if not isinstance(place, list) or len(place) < 2 or not all(isinstance(n, int | float) for n in place[:2]):
        return ""
    return f"{place[1]} {place[0]} 0 0"


def beside(form: Form, language: str) -> dict[str, Beside]:
    """What stands beside the questions of a form in a language, by name of the question; another language's file
    where this one has none of a kind. Questions with nothing beside them are left out."""
    if not form.has_media:
        return {}
    reader = _Reader(form, language)
    found: dict[str, Beside] = {}
    for question in form.questions:
        control = form.controls[question.ref]
        own, choices = reader.files(control.label), reader.choices(control)
        if own or choices:
            found[question.name] = Beside(own, choices)
    return found


class _Reader:
    def __init__(self, form: Form, language: str) -> None:
        self.form = form
        first = [code for code in (language, form.default_language) if code in form.itext]
        self.order = [*first, *(code for code in form.itext if code not in first)] or [UNKNOWN_LANGUAGE]
        nowhere = Node("")
        self.nowhere, self.around = nowhere, Environment(root=nowhere, instances=form.instances)

    def files(self, wording: Wording | None) -> dict[str, str]:
        if wording is None or wording.itext is None:
            return {}
        return self.named(wording.itext.text(self.nowhere, self.around))

    def named(self, key: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for code in self.order:
            entry = self.form.itext.get(code, {}).get(key)
            for kind, uri in entry.media.items() if entry else ():
                if name := file_name(uri):
                    found.setdefault(KINDS[kind], name)
        return found

    def choices(self, control: ControlDef) -> dict[str, dict[str, str]]:
        found = {item.value: self.files(item.label) for item in control.items}
        listed = control.itemset
        if listed is not None and listed.label is not None and listed.label_is_itext:
            top = self.form.instances.get(listed.list_id)
            for item in [item for root in (top.kids() if top else ()) for item in root.kids()]:
                value = listed.value.text(item, self.around)
                found.setdefault(value, self.named(listed.label.text(item, self.around)))
        return {value: files for value, files in found.items() if files}


__all__ = ["Beside", "NamedFile", "beside", "file_name", "files_of", "with_list"]
