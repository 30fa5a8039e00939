"""The page on which columns of a file become questions."""

from django.core.files.uploadedfile import SimpleUploadedFile

from vises.apps.collection.models import Answer, Import
from vises.platform.jobs.services import run_next

TABLE = b"_uuid;met;Autre\naaa;yes;La porte\nbbb;perhaps;<script>alert(1)</script>\n"


def _sent(client, journey, wave):  # type: ignore[no-untyped-def]
    file = SimpleUploadedFile("answers.csv", TABLE)
    return client.post(f"/journeys/{journey}/collection/{wave}/take-in/", {"file": file, "consents": ["quote"]})


def test_columns_are_seen_chosen_and_taken_in(wave, as_user, world) -> None:  # type: ignore[no-untyped-def]
    claire = as_user("claire")
    sent = _sent(claire, world.journey.id, wave.id)
    page = claire.get(sent.url)
    shown = page.content.decode()
    assert page.status_code == 200 and not Answer.objects.exists()
    assert "perhaps" in shown and "Autre" in shown and "<script>alert" not in shown
    wrong = claire.post(sent.url, {"instance": "_uuid", "c2": "met", "do": "take"})
    assert wrong.status_code == 400 and not Answer.objects.exists()
    looked = claire.post(sent.url, {"instance": "_uuid", "c2": "changed", "do": "look"})
    assert looked.status_code == 200 and '<option value="changed" selected>' in looked.content.decode()
    assert claire.post(sent.url, {"instance": "_uuid", "do": "take"}).status_code == 302
    while run_next():
        pass
    assert sorted(Answer.objects.values_list("instance_id", flat=True)) == ["uuid:aaa", "uuid:bbb"]
    assert any("La porte" in xml for xml in Answer.objects.values_list("xml", flat=True))
    assert claire.get(sent.url).status_code == 404


def test_leaving_erases_the_file(wave, as_user, world) -> None:  # type: ignore[no-untyped-def]
    claire = as_user("claire")
    sent = _sent(claire, world.journey.id, wave.id)
    assert as_user("stranger claire").get(sent.url).status_code in {403, 404}
    claire = as_user("claire")
    other = sent.url.replace(str(world.journey.id), str(wave.id))
    assert claire.get(other).status_code == 404
    claire.post(sent.url, {"do": "leave"})
    assert not Import.objects.exists() and not Answer.objects.exists()


def test_what_is_no_table_is_told_on_its_field(wave, as_user, world) -> None:  # type: ignore[no-untyped-def]
    claire = as_user("claire")
    address = f"/journeys/{world.journey.id}/collection/{wave.id}/take-in/"
    for name, data in (("a.sav", b"$FL2" + b"\xff" * 300), ("a.csv", b"\0"), ("a.exe", b"a;b\n1;2\n")):
        told = claire.post(address, {"file": SimpleUploadedFile(name, data)})
        assert told.status_code == 400 and "id_file" in told.content.decode()
