"""The XML of the protocol: the list of forms, and what is answered."""

from collections.abc import Iterable

from lxml import etree

from vises.apps.collection.queries.openrosa import OfferedForm
from vises.apps.instruments.queries.media import MediaFile
from vises.xforms.xml import clean_text

LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
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


def listed(forms: Iterable[tuple[OfferedForm, str, str]]) -> bytes:
    """A list of forms, each with the addresses where it is and where its files are listed ("" for none)."""
    root = _root(LIST, "xforms")
    for form, address, manifest in forms:
        entry = etree.SubElement(root, f"{{{LIST}}}xform")
        texts = {
            "formID": form.id,
            "name": form.name,
            "version": form.version,
            "hash": form.hash,
            "downloadUrl": address,
        }
        texts |= {"manifestUrl": manifest} if manifest else {}
        for name, text in texts.items():
            etree.SubElement(entry, f"{{{LIST}}}{name}").text = clean_text(text)
    return _written(root)


def files_listed(files: Iterable[tuple[MediaFile, str]]) -> bytes:
    """The files of a form, each with its hash and the address where it is."""
    root = _root(MANIFEST, "manifest")
    for file, address in files:
        entry = etree.SubElement(root, f"{{{MANIFEST}}}mediaFile")
        for name, text in {"filename": file.name, "hash": f"md5:{file.md5}", "downloadUrl": address}.items():
            etree.SubElement(entry, f"{{{MANIFEST}}}{name}").text = clean_text(text)
    return _written(root)
