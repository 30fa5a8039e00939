"""What a device sends in several parts: a submission, fields beside it, pictures and sounds.

Read by the library multipart: what Django does for forms of pages takes it longer than all the rest of an answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from multipart import MultipartError, MultipartParser, MultipartPart, parse_options_header

SUBMISSION = "xml_submission_file"
MOST_PARTS = 500
CHUNK = 64 * 1024


class Unreadable(ValueError):
    """What came is not in several parts, or was cut off."""


class Readable(Protocol):
    """Whatever gives bytes: a request."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True)
class Parts:
    """`submission` as bytes, empty without one; the values of each field; files by the name under which they came."""

    submission: bytes = b""
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, Iterator[bytes]] = field(default_factory=dict)

    def first(self, name: str) -> str:
        """The first value of a field, empty where there is none."""
        return next(iter(self.fields.get(name, ())), "")


def read_parts(stream: Readable, content_type: str, length: int, *, largest: int) -> Parts:
    """Read a body of `length` bytes (-1: until it ends), the submission no further than `largest` bytes and one more,
    so that whoever asks can tell. Raises Unreadable."""
    kind, options = parse_options_header(content_type)  # type: ignore[no-untyped-call]
    if kind != "multipart/form-data" or not options.get("boundary"):
        raise Unreadable
    found = Parts()
    submission = b""
    try:
        parser = MultipartParser(stream, options["boundary"], length, part_limit=MOST_PARTS)  # type: ignore[no-untyped-call]
        for part in parser:
            if part.name == SUBMISSION:
                submission = part.file.read(largest + 1)
            elif part.filename is None:
                found.fields.setdefault(part.name, []).append(part.value)
            else:
                found.files[_name(part)] = _chunks(part.file)
    except (MultipartError, UnicodeError) as error:
        raise Unreadable from error
    return Parts(submission, found.fields, found.files)


def _name(part: MultipartPart) -> str:
    return (part.filename or "").replace("\\", "/").rpartition("/")[2] or str(part.name)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk
