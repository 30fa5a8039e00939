"""An answer sheet as the XML that is sent and kept (OpenRosa submission)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from vises.xforms.form.model import Source
from vises.xforms.state.nodes import Group, Leaf, Live, Repeat
from vises.xforms.xml import clean_text, local

if TYPE_CHECKING:
    from vises.xforms.state.sheet import FormState


def submission(state: FormState) -> etree._Element:
    """The submission of `state`: nodes that do not count are left out, prefixes are those of the form."""
    root = etree.Element(_tag(state, state.root.source), nsmap=dict(state.form.used_namespaces) or None)
    _attributes(root, state.root)
    _add(state, root, state.root)
    _meta(state, root)
    return root


def _tag(state: FormState, source: Source) -> str:
    uri = state.form.namespaces.get(source.prefix) if source.prefix else None
    return f"{{{uri}}}{source.name}" if uri else source.name


def _attributes(element: etree._Element, node: Live) -> None:
    for name, value in node.attributes.items():
        element.set(name, value)


def _add(state: FormState, element: etree._Element, group: Group) -> None:
    for member in group.members:
        for node in member.instances if isinstance(member, Repeat) else (member,):
            if not state.relevant(node):
                continue
            made = etree.SubElement(element, _tag(state, node.source))
            _attributes(made, node)
            if isinstance(node, Group):
                _add(state, made, node)
            elif isinstance(node, Leaf):
                made.text = clean_text(state.value_of(node)) or None


def _meta(state: FormState, root: etree._Element) -> None:
    """The sheet's own id, whatever the form computes for it; and the id of the one it corrects."""
    wanted = {"instanceID": state.instance_id, "deprecatedID": state.deprecated_id}
    if not any(wanted.values()):
        return
    meta = next((kid for kid in root if local(kid) == "meta"), None)
    if meta is None:
        meta = etree.SubElement(root, "meta")
    space = meta.tag[: -len("meta")]  # "{address}" or nothing
    for name, value in wanted.items():
        if value:
            kid = meta.find(f"{space}{name}")
            if kid is None:
                kid = etree.SubElement(meta, f"{space}{name}")
            kid.text = value
