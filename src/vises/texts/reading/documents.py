"""Word processors' files: the words of .docx and .odt, paragraph by paragraph."""

from collections.abc import Callable, Iterator

from lxml import etree

from vises.texts.archives import Archive, local

Run = Callable[[etree._Element], str]
"""What reads the words of one paragraph."""
_LEFT_OUT = frozenset({"del", "moveFrom", "instrText", "footnoteReference", "annotation", "annotation-end", "note"})
"""What is not said: words struck out while changes are tracked, field codes, remarks in the margin."""


def read_docx(data: bytes) -> str:
    """The words of a .docx, one line per paragraph; cells of a table row stand on one line, the first as a name.

    Raises Problem texts.broken, texts.unpacked, texts.doctype.
    """
    body = Archive(data).xml("word/document.xml")
    return "\n".join(_lines(body, "p", "tbl", "tr", "tc", _docx_run))


def read_odt(data: bytes) -> str:
    """The words of an .odt, one line per paragraph. Raises as `read_docx` does."""
    content = Archive(data).xml("content.xml")
    words = next((part for part in content.iter() if local(part) == "text" and part.getparent() is not None), content)
    return "\n".join(_lines(words, "p", "table", "table-row", "table-cell", _odt_run))


def _lines(root: etree._Element, paragraph: str, table: str, row: str, cell: str, run: Run) -> Iterator[str]:
    for element in root:
        name = local(element)
        if name == paragraph or name == "h":
            yield run(element)
        elif name == row:
            cells = (_lines(one, paragraph, table, row, cell, run) for one in element if local(one) == cell)
            yield _row([" ".join(lines).strip() for lines in cells])
        elif name not in _LEFT_OUT and name not in {"tracked-changes", "sectPr", "forms", "sequence-decls"}:
            yield from _lines(element, paragraph, table, row, cell, run)


def _row(cells: list[str]) -> str:
    """A row of two cells whose first is short is how many transcripts set a speaker beside the words."""
    filled = [cell for cell in cells if cell]
    if len(filled) == 2 and len(filled[0]) <= 40 and not filled[0].endswith((".", "!", "?")):
        return f"{filled[0].rstrip(' :')}: {filled[1]}"
    return "  ".join(filled)


def _docx_run(element: etree._Element) -> str:
    found = []
    for part in element:
        name = local(part)
        if name == "t":
            found.append(part.text or "")
        elif name == "tab":
            found.append("\t")
        elif name in {"br", "cr"}:
            found.append("\n")
        elif name == "noBreakHyphen":
            found.append("-")
        elif name not in _LEFT_OUT and name not in {"pPr", "rPr", "drawing", "pict", "object", "AlternateContent"}:
            found.append(_docx_run(part))
    return "".join(found)


def _odt_run(element: etree._Element) -> str:
    found = [" ".join((element.text or "").split("\n"))]
    for part in element:
        name = local(part)
        if name == "s":
            found.append(" " * _count(part))
        elif name == "tab":
            found.append("\t")
        elif name == "line-break":
            found.append("\n")
        elif name not in _LEFT_OUT and name not in {"frame", "custom-shape"}:
            found.append(_odt_run(part))
        found.append(" ".join((part.tail or "").split("\n")))
    return "".join(found)


def _count(spaces: etree._Element) -> int:
    said = next((value for key, value in spaces.attrib.items() if str(key).endswith("}c")), "1")
    return min(int(said), 100) if str(said).isdecimal() else 1
