"""Files that unfold, nest or call out, given wherever a file is taken: answered soon, in little memory."""

import io
import os
import resource
import socket
import struct
import threading
import time
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from tests.trust.sent import forms

EVERY = int(os.environ.get("VISES_TRUST_EVERY", "6"))  # one file of so many at each door, another one at the next
SLOW = float(os.environ.get("VISES_TRUST_SLOW", "10"))  # seconds for one file; the aim is 2 on a calm machine
MEMORY = 900  # megabytes that the process may grow by, over all of them; whoever sends is in it too; the aim is 200


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    dots = zlib.compress(bytes(3_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dots) + chunk(b"IEND", b"")


@pytest.fixture
def listener() -> Iterator[tuple[int, list[Any]]]:
    """Somebody who waits to be called; nobody should."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        called: list[Any] = []
        server.settimeout(0.2)
        over = threading.Event()

        def wait() -> None:
            while not over.is_set():
                try:
                    called.append(server.accept()[1])
                except TimeoutError:
                    continue

        thread = threading.Thread(target=wait, daemon=True)
        thread.start()
        yield server.getsockname()[1], called
        over.set()
        thread.join(5)


def _bombs(port: int) -> dict[str, bytes]:
    there = f"http://127.0.0.1:{port}"
    blank = b" " * 60_000_000
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    laughs = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "lol">{entities}]><a>&l8;</a>'
    outside = f'<!DOCTYPE a [<!ENTITY % p SYSTEM "{there}/p.dtd"> %p; <!ENTITY e SYSTEM "{there}/e">]><a>&e;</a>'
    include = f'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{there}/x"/></a>'
    deep = "<a>" * 100_000 + "</a>" * 100_000
    sheet = b"<worksheet><sheetData>" + b"<row><c><v>1</v></c></row>" * 2_000_000 + b"</sheetData></worksheet>"
    rels = f'<Relationships><Relationship Target="{there}/r" TargetMode="External"/></Relationships>'.encode()
    found = {}
    for name, xml in {"laughs": laughs, "outside": outside, "include": include, "deep": deep}.items():
        found[f"{name}.xml"] = xml.encode()
        found[f"{name}.xlsx"] = _zip(**{"[Content_Types].xml": xml.encode(), "xl/workbook.xml": xml.encode()})
        found[f"{name}.docx"] = _zip(**{"word/document.xml": xml.encode(), "word/_rels/document.xml.rels": rels})
        found[f"{name}.odt"] = _zip(**{"content.xml": xml.encode()})
        found[f"{name}.qdpx"] = _zip(**{"project.qde": xml.encode()})
    inner = _zip(**{"a.csv": blank})
    packed = zlib.compress(blank)
    return found | {
        "rows.xlsx": _zip(**{"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": sheet}),
        "blank.xlsx": _zip(**{"xl/workbook.xml": b"<workbook/>", "xl/sharedStrings.xml": blank}),
        "blank.docx": _zip(**{"word/document.xml": blank}),
        "blank.odt": _zip(**{"content.xml": blank}),
        "blank.qdpx": _zip(**{"project.qde": blank}),
        "blank.zip": inner,
        "nested.zip": _zip(**{f"{n}.zip": inner for n in range(20)}),
        "many.zip": _zip(**{f"{n}.csv": b"a\n1\n" for n in range(3000)}),
        "up.zip": _zip(**{"../../../../tmp/vises-trust": b"x", "/etc/vises-trust": b"x"}),
        "wide.csv": b",".join(b"a%d" % n for n in range(400_000)) + b"\n1\n",
        "long.csv": b"met\n" + b"yes\n" * 1_000_000,
        "quote.csv": b'met\n"' + b"x" * 3_000_000,
        "big.png": _png(60_000, 60_000),
        "big.jpg": b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03" + bytes(200) + b"\xff\xd9",
        "both.jpg": b"GIF89a/*<svg onload=alert(1)>*/" + bytes(300),
        "script.png": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "out.svg": f"<svg xmlns='http://www.w3.org/2000/svg'><image href='{there}/i'/></svg>".encode(),
        "unfolds.pdf": b"%PDF-1.4\n1 0 obj<</Length 60000/Filter/FlateDecode>>stream\n"
        + packed
        + b"\nendstream endobj",
        "loops.pdf": b"%PDF-1.4\n1 0 obj<</Type/Pages/Kids[1 0 R]/Count 999999999>>endobj\ntrailer<</Root 1 0 R>>",
        "rows.sav": b"$FL2" + b" " * 60 + struct.pack("<iiiii", 2, 2**31 - 1, 0, 0, 2**31 - 1) + bytes(400),
        "deep.geojson": b"[" * 200_000,
        "empty.xlsx": b"",
        "name\x00<script>.csv": b"met\nyes\n",
    }


def test_a_bomb_is_answered_soon_in_little_memory_wherever_a_file_is_taken(everywhere: Any, listener: Any) -> None:
    browser, world, made = everywhere
    port, called = listener
    bombs = list(_bombs(port).items())
    wrong, tried = [], 0
    takes = {sent.route: sent for sent in forms(browser, world, made) if sent.files}
    assert len(takes) > 8 and len(bombs) > 40
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number, sent in enumerate(takes.values()):
        for name, data in bombs[number % EVERY :: EVERY]:
            begun = time.perf_counter()
            with transaction.atomic():
                answer = browser.post(sent.where, {**sent.data, sent.files[0]: SimpleUploadedFile(name, data)})
                transaction.set_rollback(True)
            took, tried = time.perf_counter() - begun, tried + 1
            body = b"" if answer.streaming else answer.content
            if answer.status_code >= 500 or took > SLOW or b"root:x:" in body:
                wrong.append(f"{sent} {name}: {answer.status_code} in {took:.1f} s")
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{tried} files, {len(takes)} doors, {grown:.0f} MB")
    assert tried > 300 / EVERY and not wrong, "\n".join(wrong)
    assert grown < MEMORY, f"{grown:.0f} MB"
    assert called == []
