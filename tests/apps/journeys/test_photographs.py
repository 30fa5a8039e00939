"""Photographs of sheets: kept inside, without what the camera noted; any other file as it came."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from vises.apps.access.actor import SYSTEM
from vises.apps.journeys.services.attachments import attach
from vises.kernel.problems import Problem
from vises.platform.files.services import read


def _photograph() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "canary-camera"
    exif[0x0112] = 6
    made = BytesIO()
    Image.new("RGB", (40, 30), "white").save(made, "JPEG", exif=exif)
    return made.getvalue()


@pytest.mark.parametrize("size", [1, 7, 1 << 20])
def test_a_photograph_loses_what_the_camera_noted(world: Any, size: int) -> None:
    data = _photograph()
    assert b"canary-camera" in data
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    kept = read(attach(SYSTEM, world.journey.id, "feuille.jpg", chunks).file)
    assert b"canary-camera" not in kept
    picture = Image.open(BytesIO(kept))
    assert picture.size == (40, 30) and picture.getexif()[0x0112] == 6  # which way is up stays


def test_any_other_file_comes_as_it_is_and_too_large_is_refused(world: Any) -> None:
    assert read(attach(SYSTEM, world.journey.id, "notes.txt", [b"a", b"bc"]).file) == b"abc"
    large = [b"\xff\xd8", *([b"x" * (1 << 20)] * 27)]
    with pytest.raises(Problem, match="too-large"):
        attach(SYSTEM, world.journey.id, "feuille.jpg", large)
