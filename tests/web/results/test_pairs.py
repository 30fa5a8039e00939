"""The page of the same people at two moments."""

from tests.apps.datasets.test_pairing import _code, rounds  # noqa: F401


def test_who_was_paired_and_what_changed_is_told_in_numbers(  # type: ignore[no-untyped-def]
    rounds,  # noqa: F811
    answer,
    as_user,
    world,
) -> None:
    before, after = rounds
    for number in range(6):
        answer(before, f"uuid:b{number}", mood="1", met="no", **_code(number))
        answer(after, f"uuid:a{number}", mood="3", met="yes", **_code(number))
    claire = as_user("claire")
    base = f"/journeys/{world.journey.id}/results/"
    assert f"{base}pairs/{after.id}/{before.id}/" in claire.get(f"{base}?wave={after.id}").content.decode()
    page = claire.get(f"{base}pairs/{after.id}/{before.id}/")
    shown = page.content.decode()
    assert page.status_code == 200 and "6 personnes ont pu être appariées" in shown
    assert "rarement" in shown and shown.count("figure-chart") == 2 and shown.count("<table") == 3
    one = f"{base}pairs/{after.id}/{before.id}/mood/"
    assert one in shown and claire.get(f"{base}pairs/{after.id}/{before.id}/day/").status_code == 404
    assert claire.post(one, {"category": "sideways"}).status_code == 400
    cited = claire.post(one, {"category": "up"})
    assert cited.status_code == 302 and one in claire.get(cited["Location"]).content.decode()
    assert claire.get(f"{base}pairs/{after.id}/{after.id}/").status_code == 404
    assert as_user("stranger claire").get(f"{base}pairs/{after.id}/{before.id}/").status_code in {403, 404}


def test_a_reader_takes_the_answers_out_as_a_file(wave, answer, as_user, world) -> None:  # type: ignore[no-untyped-def]
    answer(wave, "uuid:a", met="yes", changed="La porte")
    rita = as_user("rita")
    address = f"/journeys/{world.journey.id}/reading/{wave.id}/"
    assert 'value="sav"' in rita.get(address).content.decode()
    for kind, begins in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("sav", b"$FL2")):
        taken = rita.post(address, {"do": kind})
        assert taken.status_code == 200 and b"".join(taken.streaming_content).startswith(begins)
        assert f'filename="answers.{kind}"' in taken["Content-Disposition"]
    assert rita.post(address, {"do": "exe"}).status_code == 400
    assert as_user("an").post(address, {"do": "csv"}).status_code in {403, 404}
