"""Connecting a phone: a key shown once, as ODK Collect reads it; ended, it opens nothing."""

import base64
import json
import re
import zlib

from vises.apps.access.models import GuestPass
from vises.kernel.ids import token_hash
from vises.web.doors.collect import collect_settings


def test_the_settings_are_what_collect_reads() -> None:
    text = collect_settings("https://vises.example/openrosa/abc", "Enquête · L'Atelier")
    told = json.loads(zlib.decompress(base64.b64decode(text)))
    assert told["general"]["server_url"] == "https://vises.example/openrosa/abc"
    assert told["general"]["delete_send"] is True and told["project"]["name"] == "Enquête · L'Atelier"


def test_a_key_is_shown_once_and_its_hash_kept(wave, as_user, world) -> None:  # type: ignore[no-untyped-def]
    claire = as_user("claire")
    address = f"/journeys/{world.journey.id}/collection/{wave.id}/doors/collect/"
    page = claire.post(address, {"do": "make", "label": "tablette bleue"})
    found = re.search(r"/openrosa/([\w-]{30,})<", page.content.decode())
    assert page.status_code == 200 and found and b"<svg" in page.content
    row = GuestPass.objects.get(purpose="openrosa")
    assert row.token_hash == token_hash(found.group(1)) and row.label == "tablette bleue"
    again = claire.get(address).content.decode()
    assert "tablette bleue" in again and found.group(1) not in again
    assert claire.get(f"/openrosa/{found.group(1)}/formList").status_code == 200
    assert claire.post(address, {"end": str(row.id)}).status_code == 302
    assert claire.get(f"/openrosa/{found.group(1)}/formList").status_code == 404
    assert claire.post(address, {"end": "nonsense"}).status_code == 404


def test_the_doors_of_a_round_stand_on_one_page(wave, as_user, world) -> None:  # type: ignore[no-untyped-def]
    page = as_user("nadia").get(f"/journeys/{world.journey.id}/collection/{wave.id}/doors/")
    assert page.status_code == 200 and b"ODK Collect" in page.content
