"""Files of others as conversations: .docx, .odt, .pdf, .txt, .vtt, .srt."""

from pathlib import PurePath

from vises.kernel.problems import Problem
from vises.texts.archives import LARGEST_FILE, MEGABYTE
from vises.texts.reading.documents import read_docx, read_odt
from vises.texts.reading.pdf import read_pdf
from vises.texts.reading.subtitles import read_subtitles
from vises.texts.talk import Talk, read_written

KINDS = (".docx", ".odt", ".pdf", ".txt", ".vtt", ".srt")
LONGEST = 1_600_000
"""Characters of one text: about five hundred pages."""


def read(data: bytes, name: str) -> Talk:
    """The conversation in a file. `name` tells its kind by its ending; what it holds must agree.

    Raises Problem on the field "file": texts.kind, texts.empty, texts.too-large, texts.unpacked, texts.broken,
    texts.doctype, texts.long, and for PDF texts.pages, texts.locked, texts.pictures, texts.slow.
    """
    kind = PurePath(name.lower()).suffix
    if kind not in KINDS:
        raise Problem("texts.kind", field="file", allowed=", ".join(KINDS))
    if len(data) > LARGEST_FILE:
        raise Problem("texts.too-large", field="file", limit=LARGEST_FILE // MEGABYTE)
    if not data.strip():
        raise Problem("texts.empty", field="file")
    if kind in {".docx", ".odt"}:
        talk = read_written(read_docx(data) if kind == ".docx" else read_odt(data))
    elif kind == ".pdf":
        if b"%PDF-" not in data[:1024]:
            raise Problem("texts.broken", field="file")
        talk = read_written(read_pdf(data))
    else:
        words = decoded(data)
        talk = read_subtitles(words) if kind in {".vtt", ".srt"} else read_written(words)
    if not talk.body:
        raise Problem("texts.empty", field="file")
    if len(talk.body) > LONGEST:
        raise Problem("texts.long", field="file", limit=LONGEST // 3200)
    return talk


def decoded(data: bytes) -> str:
    """Plain text in UTF-8, UTF-16 with its mark, or the code page of older Windows programs.

    Raises Problem texts.broken for what is no text.
    """
    try:
        if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            return data.decode("utf-16")
        if b"\0" in data:
            raise Problem("texts.broken", field="file")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
