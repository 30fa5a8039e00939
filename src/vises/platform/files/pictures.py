"""Photographs without what the camera noted beside them: place, minute, device, owner, the small picture inside."""

import struct
from collections.abc import Iterable

_JPEG, _PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
_ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
_SHOWN = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs",
    b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip
_ORIENTATION = 0x0112


_MOST = 26 * 1024 * 1024  # bytes; a little more than any file may have


def without_notes(chunks: Iterable[bytes]) -> Iterable[bytes]:
    """A photograph as `bare` gives it; any other file as it comes. Read whole only as far as a file may be kept: beyond
    that it is passed on, and refused for its size."""
    kept = bytearray()
    source = iter(chunks)
    for chunk in source:
        kept += chunk
        if len(kept) >= 4 and (not kept.startswith((_JPEG, _PNG[:4])) or len(kept) > _MOST):
            yield bytes(kept)
            yield from source
            return
    yield bare(bytes(kept))


def bare(data: bytes) -> bytes:
    """A JPEG or PNG with nothing but what is seen, and which way is up; anything else as it is.

    The picture itself is not touched, so nothing is lost of it; doing it twice changes nothing. A file that breaks off
    is kept as far as it can be read.
    """
    if data.startswith(_JPEG):
        return _jpeg(data)
    return _png(data) if data.startswith(_PNG) else data


def _jpeg(data: bytes) -> bytes:
    kept: list[bytes] = []
    up, place, end = 1, 2, len(data)
    while place + 2 <= end:
        if data[place] != 0xFF:
            break
        marker = data[place + 1]
        if marker == 0xFF:  # filling
            place += 1
            continue
        if marker == 0xD9:
            kept.append(data[place : place + 2])
            break  # a second picture or a film may stand behind the first
        if marker in _ALONE:
            kept.append(data[place : place + 2])
            place += 2
            continue
        long = int.from_bytes(data[place + 2 : place + 4], "big")
        after = place + 2 + long
        if long < 2 or after > end:
            break
        body = data[place + 4 : after]
        if marker == 0xE1 and body.startswith(b"Exif\0\0"):
            up = _way_up(body[6:]) or up
        elif not _note(marker, body):
            kept.append(data[place:after])
        place = after
        if marker == 0xDA:
            scan = _after_scan(data, place)
            kept.append(data[place:scan])
            place = scan
    return _JPEG + (_only_way_up(up) if up != 1 else b"") + b"".join(kept)


def _note(marker: int, body: bytes) -> bool:
    """Whether a segment says something beside the picture; colours and how they are stored are part of it."""
    if marker == 0xFE:
        return True
    needed = marker in {0xE0, 0xEE} or (marker == 0xE2 and body.startswith(b"ICC_PROFILE\0"))
    return 0xE0 <= marker <= 0xEF and not needed


def _after_scan(data: bytes, place: int) -> int:
    """Where the next marker stands that is no part of the coded picture."""
    while (place := data.find(b"\xff", place)) >= 0:
        following = data[place + 1 : place + 2]
        if following and following[0] != 0x00 and following[0] != 0xFF and following[0] not in _ALONE:
            return place
        place += 1 if following == b"\xff" else 2
    return len(data)


def _way_up(tiff: bytes) -> int:
    """The orientation, from 2 to 8; 0 where it is upright or not said."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 8:
        return 0
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    if start + 2 > len(tiff):
        return 0
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for number in range(min(count, 200)):
        at = start + 2 + 12 * number
        if at + 12 > len(tiff):
            break
        tag, kind, _many, value = struct.unpack_from(f"{order}HHIH", tiff, at)
        if tag == _ORIENTATION:
            return value if kind == 3 and 2 <= value <= 8 else 0
    return 0


def _only_way_up(up: int) -> bytes:
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, up, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body


def _png(data: bytes) -> bytes:
    kept, place = [_PNG], len(_PNG)
    while place + 12 <= len(data):
        long = int.from_bytes(data[place : place + 4], "big")
        kind, after = data[place + 4 : place + 8], place + 12 + long
        if after > len(data):
            break
        if kind in _SHOWN:
            kept.append(data[place:after])
        place = after
        if kind == b"IEND":
            break
    return b"".join(kept)
