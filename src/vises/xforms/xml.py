"""Reading XML that strangers send: no DOCTYPE, no entities, no network, and bounds on size and depth."""

import re

from lxml import etree

from vises.xforms.problems import FormProblem

LARGEST = 5_000_000
"""Bytes of XML that are read at most."""
DEEPEST = 100
"""Levels of elements within elements."""

_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml[^>]*\?>")
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
)
_TOO_DEEP = etree.XPath(f"boolean({'/*' * (DEEPEST + 1)})")
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def read_xml(xml: str) -> etree._Element:
    """The root of `xml`. Raises `FormProblem` xml-too-large, xml-doctype, xml-broken (line) or xml-too-deep."""
    if len(xml) > LARGEST:
        raise FormProblem("xml-too-large", limit=LARGEST // 1_000_000)
    if _NOT_XML.search(xml):
        raise FormProblem("xml-broken", line=xml[: _NOT_XML.search(xml).start()].count("\n") + 1)  # type: ignore[union-attr]
    data = _DECLARATION.sub("", xml).lstrip("\ufeff \t\r\n").encode()
    if len(data) > LARGEST:
        raise FormProblem("xml-too-large", limit=LARGEST // 1_000_000)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise FormProblem("xml-doctype")
    try:
        root = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        code = "xml-too-deep" if "depth" in str(error).lower() else "xml-broken"
        raise FormProblem(code, line=error.lineno or 1, limit=DEEPEST) from None
    if _TOO_DEEP(root):
        raise FormProblem("xml-too-deep", limit=DEEPEST)
    return root


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def kids_named(element: etree._Element, name: str) -> list[etree._Element]:
    """Its direct children of that local name."""
    return [kid for kid in element if local(kid) == name]


def clean_text(text: str) -> str:
    """`text` without the characters that XML cannot carry."""
    return _NOT_XML.sub("", text)
