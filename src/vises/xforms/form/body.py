"""The body of a form: which questions are asked, in which groups and repeats."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from vises.xforms.form.model import BodyPart, ControlDef, GroupDef, ItemDef, ItemsetDef, RepeatDef
from vises.xforms.form.wording import compiled, wording
from vises.xforms.problems import FormProblem
from vises.xforms.xml import kids_named, local

JAVAROSA = "{http://openrosa.org/javarosa}"
CONTROLS = {"input", "select", "select1", "rank", "range", "upload", "trigger"}
_INSTANCE = re.compile(r"\binstance\(\s*['\"]([^'\"]*)['\"]\s*\)")


@dataclass
class Body:
    """What was read: the parts in order, and the same by ref."""

    parts: tuple[BodyPart, ...] = ()
    controls: dict[str, ControlDef] = field(default_factory=dict)
    repeats: dict[str, RepeatDef] = field(default_factory=dict)
    around: list[str] = field(default_factory=list)
    bind_ids: dict[str, str] = field(default_factory=dict)


def read_body(element: etree._Element, root: str, bind_ids: dict[str, str]) -> Body:
    """Read the body. `root`: path of the answer sheet; `bind_ids`: nodes by the id of their bind.

    Raises `FormProblem` where a question names no node or an expression is broken.
    """
    body = Body(around=[root], bind_ids=bind_ids)
    body.parts = _parts(element, body)
    return body


def _parts(element: etree._Element, body: Body) -> tuple[BodyPart, ...]:
    found: list[BodyPart] = []
    for kid in element:
        name = local(kid)
        if name in CONTROLS:
            control = _control(kid, name, body)
            body.controls[control.ref] = control
            found.append(control)
        elif name == "group":
            found.append(_group(kid, body))
        elif name == "repeat":
            found.append(_repeat(kid, None, body))
    return tuple(found)


def _ref(element: etree._Element, body: Body) -> str:
    """The node that a part of the body is about: an absolute path, one from the part around it, or a bind's."""
    ref = (element.get("ref") or element.get("nodeset") or body.bind_ids.get(element.get("bind", ""), "")).strip()
    if not ref or ref.startswith("."):
        raise FormProblem("form-no-node", question=ref or local(element))
    return ref if ref.startswith("/") else f"{body.around[-1]}/{ref}"


def _label(element: etree._Element, name: str, ref: str) -> etree._Element | None:
    return next(iter(kids_named(element, name)), None)


def _group(element: etree._Element, body: Body) -> BodyPart:
    named = element.get("ref") or element.get("nodeset") or element.get("bind")
    ref = _ref(element, body) if named else ""
    label = wording(_label(element, "label", ref), ref)
    repeats = kids_named(element, "repeat")
    inner = [kid for kid in element if local(kid) in CONTROLS | {"group", "repeat"}]
    if len(repeats) == 1 and len(inner) == 1 and (not ref or ref == _ref(repeats[0], body)):
        return _repeat(repeats[0], element, body)
    return GroupDef(ref, element.get("appearance", ""), label, _within(element, ref, body))


def _within(element: etree._Element, ref: str, body: Body) -> tuple[BodyPart, ...]:
    body.around.append(ref or body.around[-1])
    try:
        return _parts(element, body)
    finally:
        body.around.pop()


def _repeat(element: etree._Element, group: etree._Element | None, body: Body) -> RepeatDef:
    ref = _ref(element, body)
    label = _label(element, "label", ref)
    appearance = element.get("appearance", "")
    if group is not None:
        outer = _label(group, "label", ref)
        label = outer if outer is not None else label
        appearance = appearance or group.get("appearance", "")
    fixed = (element.get(f"{JAVAROSA}noAddRemove") or "").strip() == "true()"
    repeat = RepeatDef(
        ref=ref,
        appearance=appearance,
        label=wording(label, ref),
        count=compiled(element.get(f"{JAVAROSA}count"), ref, "repeat_count"),
        fixed=fixed,
        children=_within(element, ref, body),
    )
    body.repeats[ref] = repeat
    return repeat


def _control(element: etree._Element, tag: str, body: Body) -> ControlDef:
    ref = _ref(element, body)
    bounds = None
    if tag == "range":
        try:
            bounds = (float(element.get("start", "")), float(element.get("end", "")), float(element.get("step", "1")))
        except ValueError:
            raise FormProblem("form-range", question=ref.rpartition("/")[2]) from None
    items = tuple(_item(item, ref) for item in kids_named(element, "item"))
    itemsets = kids_named(element, "itemset")
    return ControlDef(
        ref=ref,
        tag=tag,
        appearance=element.get("appearance", ""),
        label=wording(_label(element, "label", ref), ref),
        hint=wording(_label(element, "hint", ref), ref),
        items=items,
        itemset=_itemset(itemsets[0], ref) if itemsets else None,
        bounds=bounds,
        mediatype=element.get("mediatype", ""),
    )


def _item(item: etree._Element, ref: str) -> ItemDef:
    value = next(iter(kids_named(item, "value")), None)
    text = "" if value is None else "".join(str(t) for t in value.itertext()).strip()
    return ItemDef(text, wording(_label(item, "label", ref), ref))


def _itemset(element: etree._Element, ref: str) -> ItemsetDef:
    nodeset = element.get("nodeset", "")
    nodes = compiled(nodeset, ref, "choice_filter")
    value, label = _label(element, "value", ref), _label(element, "label", ref)
    value_path = compiled(value.get("ref") if value is not None else None, ref, "choice_filter")
    if nodes is None or value_path is None:
        raise FormProblem("form-no-choices", question=ref.rpartition("/")[2])
    label_ref = (label.get("ref", "") if label is not None else "").strip()
    is_itext = label_ref.startswith("jr:itext(") and label_ref.endswith(")")
    label_path = compiled(label_ref[9:-1] if is_itext else label_ref, ref, "label")
    match = _INSTANCE.search(nodeset)
    return ItemsetDef(nodes, value_path, label_path, is_itext, match.group(1) if match else "")
