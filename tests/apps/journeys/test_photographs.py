"""Photographs of sheets: kept inside, without what the camera noted; any other file as it came."""

import uuid
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from vises.apps.access.actor import SYSTEM
from vises.apps.journeys.models import Attachment, Candidate, Session, Stakeholder
from vises.apps.journeys.queries.question import room as question_room
from vises.apps.journeys.queries.room import entered, led
from vises.apps.journeys.services import room, sessions, stakeholders
from vises.apps.journeys.services.attachments import Sheet, attach, detach
from vises.apps.journeys.services.contributions import Piece, note_contributions
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


def _workshop(world: Any) -> tuple[Session, Stakeholder]:
    group = stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"fr": "clients"}, kind="public", size=40)
    return sessions.plan_session(SYSTEM, world.journey.id, title="Atelier", on=date(2026, 3, 3)), group


def test_a_sheet_stays_with_each_piece_that_is_typed_from_it(world: Any) -> None:
    claire = world.actor("claire")
    session, group = _workshop(world)
    live = room.open_room(claire, world.journey.id, session.id, manner="consent")

    def typed(sent: uuid.UUID, **more: Any) -> int:
        told = {"stakeholder_id": group.id, "channel": "paper", "language": "fr", "sent": sent}
        return room.type_in(claire, live.id, ["Pourquoi ici ?", "Et demain ?"], **told, **more)

    sent = uuid.uuid4()
    for _again in range(2):  # a bad connection sends it twice
        typed(sent, photo=Sheet("feuille.jpg", [_photograph()], "canary-note"))
    kept = Attachment.objects.get(journey=world.journey, note="canary-note")
    assert b"canary-camera" not in read(kept.file)
    views = {row.text: row.photo for row in question_room(claire, world.journey.id).on_table}
    assert views["Pourquoi ici ?"] == views["Et demain ?"] == kept.id
    assert {row.photo for row in entered(room.token_of(live), None)[0].on_table} <= {None}  # not on phones
    before = Candidate.objects.count()
    for name, data, problem in (("feuille.exe", b"x", "file-type"), ("vide.png", b"", "file-empty")):
        with pytest.raises(Problem, match=problem) as caught:
            typed(uuid.uuid4(), photo=Sheet(name, [data], ""))
        assert caught.value.field == "photo" and Candidate.objects.count() == before
    detach(claire, kept.id)
    assert Candidate.objects.filter(photo=None, text="Pourquoi ici ?").exists()


def test_a_sheet_of_the_rings_stays_with_what_stands_on_it(world: Any) -> None:
    claire = world.actor("claire")
    session, group = _workshop(world)
    live = room.open_room(claire, world.journey.id, session.id, subject="rings")
    told = {"stakeholder_id": group.id, "channel": "paper", "language": "fr", "sent": uuid.uuid4()}
    pieces = [Piece("place", "consulted", about_id=group.id), Piece("missing", "Les voisins")]
    sheet = Sheet("feuille.jpg", [_photograph()], "Feuille")
    assert note_contributions(claire, live.id, pieces, **told, photo=sheet) == 2
    said = led(claire, live.id).room.together.said
    assert len(said) == 2 and len({item.photo for item in said} - {None}) == 1
