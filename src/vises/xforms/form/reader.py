"""Reading an XForm (https://getodk.github.io/xforms-spec/) into a `Form`."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from vises.xforms.form.body import Body, read_body
from vises.xforms.form.languages import codes_of
from vises.xforms.form.model import UNKNOWN_LANGUAGE, Bind, Form, ItextEntry, SetValue, Source
from vises.xforms.form.noted import noted_by_device
from vises.xforms.form.questions import questions_of
from vises.xforms.form.wording import compiled, message, parts_of
from vises.xforms.problems import FormProblem
from vises.xforms.xml import kids_named, local, read_xml
from vises.xforms.xpath import Node

JAVAROSA = "{http://openrosa.org/javarosa}"
MOST_NODES = 20_000
_TYPES = {
    "string", "int", "boolean", "decimal", "date", "time", "dateTime", "geopoint", "geotrace", "geoshape", "binary",
    "barcode", "intent",
}  # fmt: skip
TITLE_KEY = "vises:title"
"""The itext key under which our plain lists keep a title per language."""


def parse_xform(xml: str) -> Form:
    """Parse an XForm. Raises `FormProblem` where it is no form, or says something that cannot be evaluated.

    External lists (CSV, GeoJSON, other forms) are not fetched: choices that come from them are simply none.
    """
    root = read_xml(xml)
    head, body = _first(root, "head"), _first(root, "body")
    model = _first(head, "model") if head is not None else None
    instances = kids_named(model, "instance") if model is not None else []
    primary = next((kid for instance in instances[:1] for kid in instance), None)
    if model is None or body is None or primary is None:
        raise FormProblem("form-not-xform")
    source = _source(primary, f"/{local(primary)}", [0])
    itext, names, default = _itext(model)
    languages = list(names.values()) or [UNKNOWN_LANGUAGE]
    default_language = names.get(default, languages[0])
    ids = {bind.get("id", ""): bind.get("nodeset", "").strip() for bind in kids_named(model, "bind")}
    read = read_body(body, source.ref, ids)
    binds = _binds(model, read)
    secondary = {i.get("id", ""): _secondary(i) for i in instances[1:] if i.get("id")}
    title = _title(head)
    titles = {code: _plain(texts[TITLE_KEY]) for code, texts in itext.items() if TITLE_KEY in texts}
    questions = questions_of(read, binds, itext, languages, secondary, source.ref)
    _check_refs(source, read)
    set_values = _set_values(model, body)
    return Form(
        id=primary.get("id", "") or etree.QName(primary).namespace or local(primary),
        version=primary.get("version", ""),
        titles=titles or {default_language: title},
        languages=tuple(languages),
        language_names={code: name for name, code in names.items()},
        default_language=default_language,
        questions=questions,
        body=read.parts,
        root=source,
        namespaces=_namespaces(root, primary),
        binds=binds,
        repeats=read.repeats,
        controls=read.controls,
        itext=itext,
        instances=secondary,
        set_values=set_values,
        noted=noted_by_device(model, binds, read.controls, set_values),
        untranslated=_untranslated(itext),
    )


def _first(element: etree._Element | None, name: str) -> etree._Element | None:
    return next(iter(kids_named(element, name)), None) if element is not None else None


def _title(head: etree._Element | None) -> str:
    title = _first(head, "title")
    return " ".join("".join(str(t) for t in title.itertext()).split()) if title is not None else ""


def _plain(entry: ItextEntry) -> str:
    return "".join(part for part in entry.parts if isinstance(part, str)).strip()


def _source(element: etree._Element, ref: str, count: list[int]) -> Source:
    count[0] += 1
    if count[0] > MOST_NODES:
        raise FormProblem("form-too-large", limit=MOST_NODES)
    attributes = {str(name): str(value) for name, value in element.attrib.items() if str(name) != f"{JAVAROSA}template"}
    children = tuple(_source(kid, f"{ref}/{local(kid)}", count) for kid in element if local(kid))
    return Source(
        name=local(element),
        prefix=element.prefix or "",
        ref=ref,
        text="" if children else element.text or "",
        attributes=attributes,
        template=element.get(f"{JAVAROSA}template") is not None,
        children=children,
    )


def _namespaces(root: etree._Element, primary: etree._Element) -> dict[str, str]:
    return {str(prefix): str(uri) for prefix, uri in {**root.nsmap, **primary.nsmap}.items() if prefix}


def _secondary(instance: etree._Element) -> Node:
    top = Node("instance")
    waiting: list[tuple[etree._Element, Node]] = [(instance, top)]
    while waiting:
        element, node = waiting.pop()
        for kid in element:
            made = Node(local(kid), node, "" if len(kid) else kid.text or "")
            made.attributes = {str(name).rpartition("}")[2]: str(value) for name, value in kid.attrib.items()}
            node.children.append(made)
            if len(kid):
                waiting.append((kid, made))
    return top


def _itext(model: etree._Element) -> tuple[dict[str, dict[str, ItextEntry]], dict[str, str], str]:
    """Texts by language code and key, codes by the names in the form, and the name of the default language."""
    holder = _first(model, "itext")
    translations = kids_named(holder, "translation") if holder is not None else []
    marked = [t for t in translations if t.get("default") is not None]
    ordered = marked[:1] + [t for t in translations if t not in marked[:1]]
    names = codes_of([t.get("lang", "") for t in ordered])
    found: dict[str, dict[str, ItextEntry]] = {}
    for translation in ordered:
        texts: dict[str, ItextEntry] = {}
        for text in kids_named(translation, "text"):
            texts[text.get("id", "")] = _entry(text)
        found[names[translation.get("lang", "")]] = texts
    empty = {code for code, texts in found.items() if not any(_says_something(entry) for entry in texts.values())}
    if len(empty) < len(found):  # XLSForm tools write a "default" language even where it has no text at all
        found = {code: texts for code, texts in found.items() if code not in empty}
        names = {name: code for name, code in names.items() if code not in empty}
    return found, names, next(iter(names), "")


def _says_something(entry: ItextEntry | None) -> bool:
    return entry is not None and (bool(entry.media) or entry.parts not in ((), ("-",)))


def _entry(text: etree._Element) -> ItextEntry:
    media: dict[str, str] = {}
    parts: tuple[object, ...] = ()
    for value in kids_named(text, "value"):
        form = value.get("form", "")
        if form in {"image", "audio", "video", "big-image"}:
            media[form] = "".join(str(t) for t in value.itertext()).strip()
        elif not parts and form in {"", "long"}:
            parts = parts_of(value, question=text.get("id", "").partition(":")[0])
    return ItextEntry(parts, media)  # type: ignore[arg-type]


def _untranslated(itext: Mapping[str, Mapping[str, ItextEntry]]) -> dict[str, int]:
    """How many texts each language lacks that another has ("-" is what XLSForm tools write for none)."""
    keys = {key for texts in itext.values() for key in texts}
    some = {key for key in keys if any(_says_something(texts.get(key)) for texts in itext.values())}
    return {code: sum(not _says_something(texts.get(key)) for key in some) for code, texts in itext.items()}


def _binds(model: etree._Element, body: Body) -> dict[str, Bind]:
    found: dict[str, Bind] = {}
    for element in kids_named(model, "bind"):
        ref = (element.get("nodeset") or element.get("ref") or "").strip()
        if not ref:
            continue
        kind = (element.get("type") or "").rpartition(":")[2]
        kind = {"integer": "int"}.get(kind, kind)
        default = "binary" if ref in body.controls and body.controls[ref].tag == "upload" else "string"
        expressions = {
            name: compiled(element.get(name), ref, name)
            for name in ("relevant", "required", "readonly", "constraint", "calculate")
        }
        found[ref] = Bind(
            ref=ref,
            type=kind if kind in _TYPES else default if not kind else "string",
            constraint_message=message(element.get(f"{JAVAROSA}constraintMsg"), ref),
            required_message=message(element.get(f"{JAVAROSA}requiredMsg"), ref),
            preload=element.get(f"{JAVAROSA}preload", ""),
            preload_params=element.get(f"{JAVAROSA}preloadParams", ""),
            **expressions,
        )
    return found


def _set_values(model: etree._Element, body: etree._Element) -> tuple[SetValue, ...]:
    found = []
    for element in [*kids_named(model, "setvalue"), *(e for e in body.iter() if local(e) == "setvalue")]:
        parent = element.getparent()
        inside = parent is not None and local(parent) in {"input", "select", "select1", "range", "trigger", "repeat"}
        ref = element.get("ref", "")
        value = element.get("value")
        found.append(
            SetValue(
                ref=ref,
                events=frozenset((element.get("event") or "").split()),
                value=compiled(value, ref, "setvalue") if value else None,
                text="" if value else (element.text or ""),
                trigger=parent.get("ref") or parent.get("nodeset") or "" if inside and parent is not None else "",
            )
        )
    return tuple(found)


def _check_refs(root: Source, body: Body) -> None:
    known: set[str] = set()
    waiting = [root]
    while waiting:
        source = waiting.pop()
        known.add(source.ref)
        waiting += source.children
    for ref in (*body.controls, *body.repeats):
        if ref not in known:
            raise FormProblem("form-no-node", question=ref)
