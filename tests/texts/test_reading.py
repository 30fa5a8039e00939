"""Files of others as conversations, and files that mean harm."""

import io
import time
import zipfile
import zlib

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, StreamObject
from weasyprint import HTML

from vises.kernel.problems import Problem
from vises.texts.reading import KINDS, read
from vises.texts.reading.pdf import joined


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def word(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def test_docx_with_paragraphs_line_breaks_tabs_and_a_table_of_speakers() -> None:
    document = docx.Document()
    document.add_heading("Entretien 3", 1)
    document.add_paragraph("Ginette\u00a0: On venait pour la table,\nsurtout le samedi.")
    bold = document.add_paragraph("Samir : ")
    bold.add_run("Moi").bold = True
    bold.add_run(" aussi.")
    table = document.add_table(rows=2, cols=2)
    for row, (who, what) in zip(table.rows, (("Ginette", "Et le café."), ("Samir", "Le thé !")), strict=True):
        row.cells[0].text, row.cells[1].text = who, what
    talk = read(word(document), "entretien.docx")
    assert talk.body == (
        "Entretien 3\nGinette\u00a0: On venait pour la table,\nsurtout le samedi.\nSamir : Moi aussi.\n"
        "Ginette: Et le café.\nSamir: Le thé !"
    )
    assert talk.speakers == ("Ginette", "Samir")


def test_docx_leaves_out_what_was_struck_out_and_keeps_what_was_put_in() -> None:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    xml = (
        f"<w:document {w}><w:body><w:p><w:r><w:t>Un </w:t></w:r><w:del><w:r><w:delText>vieux </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>bon </w:t></w:r></w:ins><w:hyperlink><w:r><w:t>pain</w:t></w:r></w:hyperlink>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p></w:body></w:document>"
    )
    assert read(zipped(word__document_xml=b"x", **{"word/document.xml": xml.encode()}), "a.docx").body == "Un bon pain"


def test_odt_with_spaces_notes_and_tracked_changes() -> None:
    ns = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    xml = (
        f"<office:document-content {ns}><office:body><office:text>"
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>weg</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:h>Gesprek</text:h><text:p>Jan:<text:s text:c='2'/>Wij <text:span>kwamen</text:span><text:tab/>vaak."
        "<text:note><text:note-body><text:p>noot</text:p></text:note-body></text:note></text:p>"
        "<text:list><text:list-item><text:p>Els:\n   Ik<text:line-break/>ook.</text:p></text:list-item></text:list>"
        "</office:text></office:body></office:document-content>"
    )
    talk = read(zipped(**{"content.xml": xml.encode()}), "gesprek.odt")
    assert talk.body == "Gesprek\nJan:  Wij kwamen\tvaak.\nEls:    Ik\nook."
    assert talk.speakers == ("Jan", "Els")


def test_pdf_lines_become_paragraphs_again() -> None:
    said = "On venait pour la table, et puis pour les gens qui étaient là, et qui nous connaissaient déjà bien. " * 4
    page = f"<p>Ginette : {said}</p><p>Samir : Moi aussi.</p><p>Ginette : {said}</p>"
    data = HTML(string=f"<style>@page {{ size: A5 }} p {{ hyphens: none }}</style>{page}").write_pdf()
    assert data is not None
    talk = read(data, "entretien.pdf")
    assert talk.speakers == ("Ginette", "Samir")
    assert talk.body.split("\n") == [f"Ginette : {said.strip()}", "Samir : Moi aussi.", f"Ginette : {said.strip()}"]


def test_a_divided_word_is_put_together() -> None:
    assert joined("une longue ligne de mots qui se cou-\npe au bord de la page comme tant d'au-\ntres. Fin.") == (
        "une longue ligne de mots qui se coupe au bord de la page comme tant d'autres. Fin."
    )


VTT = """\ufeffWEBVTT

STYLE
::cue { color: red }

NOTE transcribed by hand

1
00:00:01.000 --> 00:00:03.000 align:start
<v Ginette>On venait &amp; on <i>restait</i>

00:00:03.500 --> 00:00:05.000
<v Ginette>jusqu'au soir.</v>

00:00:05.200 --> 00:00:07.000
<v.loud Samir>Moi aussi.<00:00:06.000> Toujours.

00:01:07.000 --> 00:01:09.000
<v Samir>Après une pause.
"""
SRT = """1
00:00:01,000 --> 00:00:03,000
GINETTE: On venait
pour la table.

2
00:00:03,500 --> 00:00:05,000
SAMIR: Moi aussi.
"""


def test_subtitles_become_turns_with_their_times() -> None:
    talk = read(VTT.encode(), "talk.vtt")
    assert talk.body.split("\n") == [
        "Ginette: On venait & on restait jusqu'au soir.",
        "Samir: Moi aussi. Toujours.",
        "Samir: Après une pause.",
    ]
    assert talk.times == ((0, 1.0), (1, 5.2), (2, 67.0))
    talk = read(SRT.encode("utf-16"), "talk.SRT")
    assert talk.body == "GINETTE: On venait pour la table.\nSAMIR: Moi aussi."
    assert talk.times == ((0, 1.0), (1, 3.5)) and talk.speakers == ("GINETTE", "SAMIR")


def test_plain_text_of_other_times() -> None:
    assert read("Été à l’école".encode("cp1252"), "a.txt").body == "Été à l’école"
    assert read("\ufeffÉté".encode(), "a.TXT").body == "Été"


def refused(data: bytes, name: str) -> str:
    begun = time.monotonic()
    with pytest.raises(Problem) as problem:
        read(data, name)
    assert time.monotonic() - begun < 8, name
    assert problem.value.field == "file"
    return problem.value.code


def test_what_means_harm_is_refused_with_a_reason() -> None:
    entity = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    hidden = ('<?xml version="1.0" encoding="UTF-16"?>' + entity.decode()).encode("utf-16")
    late = b"<!-- " + b"x" * 5000 + b" -->" + entity
    deep = b"<a>" * 500 + b"</a>" * 500
    bomb = b"<a>" + b" " * (70 << 20) + b"</a>"
    for part, name in (("word/document.xml", "a.docx"), ("content.xml", "a.odt")):
        assert refused(zipped(**{part: entity}), name) == "texts.doctype"
        assert refused(zipped(**{part: hidden}), name) == "texts.doctype"
        assert refused(zipped(**{part: late}), name) == "texts.doctype"
        assert refused(zipped(**{part: deep}), name) == "texts.broken"
        assert refused(zipped(**{part: bomb}), name) == "texts.unpacked"
        assert refused(zipped(other=b"x"), name) == "texts.broken"
        assert refused(b"PK\x03\x04 not really", name) == "texts.broken"
    assert refused(b"%PDF-1.7 nothing", "a.pdf") == "texts.broken"
    assert refused(b"no pdf", "a.pdf") == "texts.broken"
    assert refused(b"MZ\x00\x00", "a.txt") == "texts.broken"
    assert refused(b"x", "a.doc") == refused(b"x", "docx") == "texts.kind"
    assert refused(b" \n", "a.txt") == refused(b"WEBVTT\n\n", "a.vtt") == "texts.empty"
    assert refused(b"a" * (26 << 20), "a.txt") == "texts.too-large"
    assert refused(b"a " * 900_000, "a.txt") == "texts.long"


def test_a_pdf_of_pictures_a_locked_one_one_too_long_and_one_that_unfolds_without_end() -> None:
    blank = PdfWriter()
    blank.add_blank_page(200, 200)
    out = io.BytesIO()
    blank.write(out)
    assert refused(out.getvalue(), "scan.pdf") == "texts.pictures"
    blank.encrypt("secret")
    out = io.BytesIO()
    blank.write(out)
    assert refused(out.getvalue(), "locked.pdf") == "texts.locked"
    many = PdfWriter()
    for _ in range(601):
        many.add_blank_page(20, 20)
    out = io.BytesIO()
    many.write(out)
    assert len(PdfReader(io.BytesIO(out.getvalue())).pages) == 601
    assert refused(out.getvalue(), "many.pdf") == "texts.pages"
    packed = zlib.compress(b"BT (a) Tj ET " * 40_000_000, 9)
    bomb = PdfWriter()
    page = bomb.add_blank_page(200, 200)
    stream = StreamObject()
    stream._data = packed
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
    page[NameObject("/Contents")] = bomb._add_object(stream)
    out = io.BytesIO()
    bomb.write(out)
    assert refused(out.getvalue(), "bomb.pdf") in {"texts.broken", "texts.slow", "texts.pictures"}


@given(st.binary(max_size=400), st.sampled_from([kind for kind in KINDS if kind != ".pdf"]))
@settings(max_examples=150)
def test_any_bytes_are_read_or_refused(data: bytes, kind: str) -> None:
    try:
        talk = read(data, f"a{kind}")
    except Problem as problem:
        assert problem.code.startswith("texts.")
    else:
        assert talk.body


def test_each_refusal_has_words() -> None:
    import re
    from pathlib import Path

    from vises import texts
    from vises.platform.wording.texts import TEXTS

    raised = set()
    for path in Path(texts.__file__).parent.rglob("*.py"):
        raised |= set(re.findall(r'"(texts\.[a-z-]+)"', path.read_text(encoding="utf-8")))
    assert raised == set(TEXTS)
