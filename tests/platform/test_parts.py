"""What a device sends in several parts is read whole, or refused."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vises.platform.files.parts import MOST_PARTS, Unreadable, read_parts

MARK = "vises-test"
KIND = f"multipart/form-data; boundary={MARK}"
NAMES = st.text("abcdefghijklmnopqrstuvwxyzé0123456789_", min_size=1, max_size=12)


def _part(name: str, content: bytes, filename: str | None = None) -> bytes:
    of_file = f'; filename="{filename}"' if filename is not None else ""
    return f'--{MARK}\r\nContent-Disposition: form-data; name="{name}"{of_file}\r\n\r\n'.encode() + content + b"\r\n"


def _body(*parts: bytes) -> bytes:
    return b"".join(parts) + f"--{MARK}--\r\n".encode()


@given(
    st.binary(max_size=300),
    st.lists(st.tuples(NAMES, st.text("abc é\u20ac", max_size=20)), max_size=4),
    st.dictionaries(NAMES, st.binary(max_size=100_000), max_size=3),
)
def test_everything_comes_as_it_was_sent(
    submission: bytes, fields: list[tuple[str, str]], files: dict[str, bytes]
) -> None:
    sent = [_part("xml_submission_file", submission, "s.xml")]
    sent += [_part(name, value.encode()) for name, value in fields]
    sent += [_part(name, content, name) for name, content in files.items()]
    found = read_parts(BytesIO(_body(*sent)), KIND, -1, largest=1_000)
    assert found.submission == submission
    assert [(name, value) for name, values in found.fields.items() for value in values] == sorted(
        fields, key=lambda pair: [name for name, _value in fields].index(pair[0])
    )
    assert {name: b"".join(chunks) for name, chunks in found.files.items()} == files


def test_a_file_is_known_by_its_name_without_its_folder() -> None:
    parts = [_part("a", b"1", "C:\\photos\\a.jpg"), _part("b", b"2", "../../b.jpg"), _part("c", b"3", "")]
    found = read_parts(BytesIO(_body(*parts)), KIND, -1, largest=10)
    assert list(found.files) == ["a.jpg", "b.jpg", "c"] and found.submission == b""


def test_a_submission_is_read_no_further_than_one_byte_too_many() -> None:
    body = _body(_part("xml_submission_file", b"x" * 5_000))
    assert len(read_parts(BytesIO(body), KIND, -1, largest=100).submission) == 101


WHOLE = _body(_part("xml_submission_file", b"<data/>"), _part("photo", b"\x00" * 50, "p.jpg"))


@pytest.mark.parametrize("length", range(0, len(WHOLE) - 4, 7))
def test_what_was_cut_off_is_refused(length: int) -> None:
    with pytest.raises(Unreadable):
        read_parts(BytesIO(WHOLE[:length]), KIND, -1, largest=100)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/xml", b"<data/>"),
        ("multipart/form-data", WHOLE),
        ("", WHOLE),
        ("multipart/form-data; boundary=other", WHOLE),
        (KIND, _body(_part("field", b"\xff\xfe"))),
        (KIND, _body(*[_part("many", b"") for _ in range(MOST_PARTS + 1)])),
        (KIND, f"--{MARK}\r\n{'a' * 100_000}: b\r\n\r\n\r\n--{MARK}--".encode()),
    ],
)
def test_what_is_not_in_parts_is_refused(kind: str, body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_parts(BytesIO(body), kind, -1, largest=100)
