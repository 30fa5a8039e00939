"""Writing a .sav row by row, so that memory does not grow with the answers.

The library that writes .sav wants all rows at once. So it is given one row, as wide as the widest: what it writes in
front of it (names, labels, widths) is what any number of rows needs. The rows are then written here, in the same simple
compression (codes of the format: small whole numbers, eight spaces, eight bytes as they are, nothing said).
"""

import struct
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import polars as pl

LONGEST_TEXT = 32_000  # bytes of one cell: the format ends at 32,767
LONGEST_TITLE = 120  # bytes of what a multiple response is called
_END_OF_HEADER = struct.pack("<ii", 999, 0)
_LONG_NAMES = struct.pack("<iii", 7, 13, 1)
_CASES_AT = 80
_MORE_CASES = struct.pack("<iiii", 7, 16, 8, 2)
_NOTHING, _SPACES, _BYTES, _BIAS = 255, 254, 253, 100
_SMALL: dict[str | float | None, int] = {None: _NOTHING, **{float(n - _BIAS): n for n in range(1, 252)}}
_EIGHT_SPACES = bytes([_SPACES]) * 8


@dataclass(frozen=True)
class SavColumn:
    """A column: numbers with the words they stand for, or text of at most `width` bytes."""

    name: str
    title: str
    codes: dict[float, str] = field(default_factory=dict)
    width: int = 0  # 0: numbers


@dataclass(frozen=True)
class SavSet:
    """A multiple response: the columns that belong together, in each of which 1 means that it was chosen."""

    name: str
    title: str
    columns: Sequence[str]


def write_sav_rows(
    out: BinaryIO,
    columns: Sequence[SavColumn],
    rows: Iterable[Sequence[str | float | None]],
    sets: Sequence[SavSet] = (),
) -> int:
    """Write a .sav of these rows to `out`, which can be sought. Returns how many there were.

    A text that is longer than its column says is cut at a whole sign.
    """
    head = _with_sets(_head(columns), sets)
    out.write(head)
    count = 0
    widths = [_stored(min(column.width, LONGEST_TEXT)) for column in columns]
    for row in rows:
        codes, said = bytearray(), list[bytes]()
        for column, stored, value in zip(columns, widths, row, strict=True):
            if column.width:
                _text(str(value or ""), min(column.width, LONGEST_TEXT), stored, codes, said)
            elif (code := _SMALL.get(value)) is not None:
                codes.append(code)
            else:
                codes.append(_BYTES)
                said.append(struct.pack("<d", value))
        out.write(_packed(codes, said))
        count += 1
    end = out.tell()
    out.seek(_CASES_AT)
    out.write(struct.pack("<i", count))
    more = head.find(_MORE_CASES)
    if more >= 0:
        out.seek(more + len(_MORE_CASES) + 8)
        out.write(struct.pack("<q", count))
    out.seek(end)
    return count


def _head(columns: Sequence[SavColumn]) -> bytes:
    import pyreadstat

    widest = {
        column.name: pl.Series(["x" * min(column.width, LONGEST_TEXT)] if column.width else [0.0]) for column in columns
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "head.sav")
        pyreadstat.write_sav(
            pl.DataFrame(widest),
            str(path),
            column_labels={column.name: column.title for column in columns},
            variable_value_labels={column.name: column.codes for column in columns if column.codes},
            row_compress=True,
        )
        written = path.read_bytes()
    return written[: written.rindex(_END_OF_HEADER) + len(_END_OF_HEADER)]


def _with_sets(head: bytes, sets: Sequence[SavSet]) -> bytes:
    """With a record that names the multiple responses, by the short names that the file gives its columns."""
    if not sets:
        return head
    start = head.index(_LONG_NAMES) + len(_LONG_NAMES) + 4
    (size,) = struct.unpack("<i", head[start - 4 : start])
    pairs = (pair.partition("=") for pair in head[start : start + size].decode().split("\t"))
    short = {long: name.lower() for name, _equals, long in pairs}
    said = b""
    for one in sets:
        title = one.title.encode()[:LONGEST_TITLE].decode(errors="ignore").encode()
        names = " ".join(short[name] for name in one.columns)
        said += f"${one.name}=D1 1 {len(title)} ".encode() + title + f" {names}\n".encode()
    end = len(head) - len(_END_OF_HEADER)
    return head[:end] + struct.pack("<iiii", 7, 7, 1, len(said)) + said + head[end:]


def _stored(width: int) -> int:
    """Bytes that a text takes: in eights; a very long one in parts of 256, the last as long as the rest asks."""
    if width <= 255:
        return -(-width // 8) * 8
    parts = (width + 251) // 252
    return (parts - 1) * 256 + -(-(width - (parts - 1) * 252) // 8) * 8


def _text(text: str, width: int, stored: int, codes: bytearray, said: list[bytes]) -> None:
    data = text.encode()
    if len(data) > width:
        data = data[:width].decode(errors="ignore").encode()
    if width > 255:  # each part of 256 holds 255
        data = b" ".join(data[start : start + 255] for start in range(0, len(data), 255))
    full = -(-len(data) // 8)
    padded = data.ljust(full * 8)
    for start in range(0, full * 8, 8):
        eight = padded[start : start + 8]
        if eight == b"        ":
            codes.append(_SPACES)
        else:
            codes.append(_BYTES)
            said.append(eight)
    codes.extend([_SPACES] * (stored // 8 - full))


def _packed(codes: bytearray, said: list[bytes]) -> bytes:
    """Eight codes, then the bytes that they announce, and so on."""
    codes.extend(bytes(-len(codes) % 8))
    written, place = [], 0
    for start in range(0, len(codes), 8):
        eight = bytes(codes[start : start + 8])
        written.append(eight)
        if eight != _EIGHT_SPACES:
            many = eight.count(_BYTES)
            written += said[place : place + many]
            place += many
    return b"".join(written)
