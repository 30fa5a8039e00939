"""The XML of the protocol: the list of forms, and what is answered."""

from collections.abc import Iterable

from lxml import etree

from vises.apps.collection.queries.openrosa import OfferedForm
from vises.xforms.xml import clean_text

LIST = "http://openrosa.org/xforms/xformsList"
RESPONSE = "http://openrosa.org/http/response"


def _written(root: etree._Element) -> bytes:
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data


def _root(namespace: str, name: str) -> etree._Element:
    space: dict[str | None, str] = {None: namespace}
    return etree.Element(f"{{{namespace}}}{name}", nsmap=space)  # type: ignore[arg-type]  # the stubs know no default


def answered(message: str, nature: str) -> bytes:
    """An OpenRosa response: `nature` is submit_success or submit_error."""
    root = _root(RESPONSE, "OpenRosaResponse")
    said = etree.SubElement(root, f"{{{RESPONSE}}}message", nature=nature)
    said.text = clean_text(message)
    return _written(root)


def listed(forms: Iterable[tuple[OfferedForm, str]]) -> bytes:
    """A list of forms, each with the address where it is."""
    root = _root(LIST, "xforms")
    for form, address in forms:
        entry = etree.SubElement(root, f"{{{LIST}}}xform")
        texts = {
            "formID": form.id,
            "name": form.name,
            "version": form.version,
            "hash": form.hash,
            "downloadUrl": address,
        }
        for name, text in texts.items():
            etree.SubElement(entry, f"{{{LIST}}}{name}").text = clean_text(text)
    return _written(root)
