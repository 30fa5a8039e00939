"""What a camera notes is gone; what is seen is the same, the right way up."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, PngImagePlugin

from vises.platform.files.pictures import bare

SECRETS = (b"Phone of Rita", b"50.63", b"2026:11:25", b"hidden comment", b"second picture")


def _photo(**how: object) -> bytes:
    image = Image.effect_noise((60, 40), 90).convert("RGB")
    exif = Image.Exif()
    exif[ExifTags.Base.Model] = "Phone of Rita"
    exif[ExifTags.Base.DateTime] = "2026:11:25 10:11:12"
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSMapDatum] = "50.63"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"hidden comment", icc_profile=b"colours" * 30, quality=95, **how)
    return out.getvalue() + b"second picture"


@pytest.mark.parametrize("how", [{}, {"progressive": True}, {"restart_marker_blocks": 1}])
def test_a_photograph_shows_the_same_and_says_nothing(how: dict[str, object]) -> None:
    photo = _photo(**how)
    kept = bare(photo)
    assert all(secret in photo and secret not in kept for secret in SECRETS)
    before, after = Image.open(io.BytesIO(photo)), Image.open(io.BytesIO(kept))
    assert after.getexif() == {ExifTags.Base.Orientation: 6} and after.info["icc_profile"] == b"colours" * 30
    assert before.tobytes() == after.tobytes() and bare(kept) == kept


def test_a_drawing_shows_the_same_and_says_nothing() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Phone of Rita")
    notes.add_itxt("Where", "50.63", zip=True)
    out = io.BytesIO()
    image = Image.effect_noise((20, 20), 50)
    image.save(out, "PNG", pnginfo=notes)
    kept = bare(out.getvalue() + b"second picture")
    assert b"Rita" not in kept and b"iTXt" not in kept and b"second" not in kept
    assert Image.open(io.BytesIO(kept)).tobytes() == image.tobytes() and bare(kept) == kept


def test_what_is_no_picture_stays_as_it_is() -> None:
    for data in (b"", b"ID3 a sound", b"\xff", b"%PDF-1.7"):
        assert bare(data) == data


HEADS = [b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe1\x00\x20Exif\0\0MM"]


@given(st.binary(max_size=300), st.sampled_from(HEADS))
def test_whatever_follows_it_never_fails(rest: bytes, head: bytes) -> None:
    kept = bare(head + rest)
    assert bare(kept) == kept
    photo = _PHOTO[: len(rest) * 7] + rest
    bare(photo)


_PHOTO = _photo()
