"""Zipped files and XML that strangers send: looked at before they are unpacked; no DOCTYPE, no entities, no network."""

import io
import re
import zipfile
import zlib

from lxml import etree

from vises.kernel.problems import Problem

MEGABYTE = 1 << 20
LARGEST_FILE = 25 * MEGABYTE
LARGEST_PART = 60 * MEGABYTE
MOST_ENTRIES = 5000
DEEPEST = 200

_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError, UnicodeError)


class Archive:
    """A zipped file, opened once its list of contents is found sound. Parts are read with a limit that is counted
    while unpacking, whatever the list promises."""

    def __init__(self, data: bytes, largest: int = LARGEST_FILE) -> None:
        """Raises Problem texts.too-large or texts.broken."""
        if len(data) > largest:
            raise Problem("texts.too-large", field="file", limit=largest // MEGABYTE)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            raise Problem("texts.broken", field="file") from None
        self.names = self._zip.namelist()
        if len(self.names) > MOST_ENTRIES:
            raise Problem("texts.unpacked", field="file", limit=LARGEST_PART // MEGABYTE)
        self._left = 4 * LARGEST_PART

    def read(self, name: str) -> bytes:
        """The bytes of one part. Raises Problem texts.broken (it is missing) or texts.unpacked (it is too large)."""
        most = min(LARGEST_PART, self._left)
        try:
            with self._zip.open(name) as part:
                content = part.read(most + 1)
        except (*_BROKEN, KeyError):
            raise Problem("texts.broken", field="file") from None
        if len(content) > most:
            raise Problem("texts.unpacked", field="file", limit=LARGEST_PART // MEGABYTE)
        self._left -= len(content)
        return content

    def xml(self, name: str) -> etree._Element:
        """The root of an XML part. Raises as `read` and `xml_root` do."""
        return xml_root(self.read(name))


def xml_root(data: bytes) -> etree._Element:
    """The root of XML. Raises Problem texts.doctype (a document type or entities) or texts.broken."""
    if len(data) > LARGEST_PART:
        raise Problem("texts.unpacked", field="file", limit=LARGEST_PART // MEGABYTE)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=True
    )
    # a document type may hide behind any encoding: the parser is asked too
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", data[:4096]):
        raise Problem("texts.doctype", field="file")
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Problem("texts.broken", field="file") from None
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise Problem("texts.doctype", field="file")
    level = [root]
    for _ in range(DEEPEST):
        level = [kid for element in level for kid in element]
        if not level:
            return root
    raise Problem("texts.broken", field="file")


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; "" for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
