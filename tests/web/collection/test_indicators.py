"""Pages of the register of indicators."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.models import Indicator
from vises.apps.collection.services import indicators
from vises.apps.collection.services.indicators import Meaning

WORDS = {
    "titles_fr": "Départs", "definition": "Un contrat d'un mois.", "unit": "personnes", "source": "Fiches",
    "frequency": "year", "of_people": "on",
}  # fmt: skip


def test_an_indicator_from_its_meaning_to_its_drawing_and_table(line: Any, as_user: Any, world: Any) -> None:
    client, base = as_user("nadia"), f"/journeys/{world.journey.id}/indicators/"
    assert f"{base}new/{line.id}/" in client.get(base).content.decode()
    refused = client.post(f"{base}new/{line.id}/", {**WORDS, "unit": "euros"})
    assert refused.status_code == 400 and "Un contrat d&#x27;un mois." in refused.content.decode()
    made = client.post(f"{base}new/{line.id}/", WORDS)
    row = Indicator.objects.get()
    address = f"{base}{row.id}/"
    assert made["Location"] == address
    wrong = client.post(address, {"do": "values", "values": "2024; 12\n2025; beaucoup"})
    assert wrong.status_code == 400 and "2025; beaucoup" in wrong.content.decode()
    assert client.post(address, {"do": "values", "values": "2023; 12\n2025; 3"}).status_code == 302
    page = client.get(address).content.decode()
    assert page.count("<h1") == 1 and "figure-chart" in page and "2024" in page and 'class="few"' in page
    assert client.post(address, {"do": "drop-value:2025"}).status_code == 302
    assert client.post(address, {"do": "drop-value:2025"}).status_code == 404
    sent = {"do": "files", "given": [SimpleUploadedFile("a.csv", b"a"), SimpleUploadedFile("b.exe", b"MZ")]}
    assert client.post(address, sent).status_code == 400
    file = row.files.get()
    got = client.get(f"{address}{file.id}/")
    assert got["Content-Disposition"].startswith("attachment") and got.content == b"a"
    assert client.post(address, {"do": f"drop-file:{file.id}"}).status_code == 302
    assert client.post(address, {"do": "drop-file:x"}).status_code == 404
    assert client.post(f"{address}change/", {**WORDS, "frequency": "month"}).status_code == 400
    assert client.post(f"{address}change/", {**WORDS, "unit": "gens"}).status_code == 302
    assert as_user("stranger nadia").get(address).status_code == 404
    assert address in as_user("nadia").get(f"/journeys/{world.journey.id}/collection/").content.decode()


def test_whoever_only_reads_along_never_sees_a_few_people(line: Any, as_user: Any, world: Any) -> None:
    meaning = Meaning({"fr": "Départs"}, "x", "y", "year", "personnes", True)
    row = indicators.define(SYSTEM, line.id, meaning)
    indicators.write_values(SYSTEM, row.id, "2024; 4; quatre-mots\n2025; 31")
    for name in ("rita", "fred", "an", "patrick"):
        answer = as_user(name).get(f"/journeys/{world.journey.id}/indicators/{row.id}/")
        if answer.status_code == 200:
            assert ">4<" not in answer.content.decode() and "drop-value" not in answer.content.decode()


def test_the_register_asks_a_bounded_number_of_times(
    line: Any, as_user: Any, world: Any, django_assert_max_num_queries: Any
) -> None:
    for n in range(12):
        row = indicators.define(SYSTEM, line.id, Meaning({"fr": f"I{n}"}, "x", "y", "year", "repas"))
        indicators.write_values(SYSTEM, row.id, "2023; 1\n2024; 2\n2025; 3")
    client = as_user("nadia")
    client.get(f"/journeys/{world.journey.id}/indicators/")
    with django_assert_max_num_queries(24):
        client.get(f"/journeys/{world.journey.id}/indicators/")
