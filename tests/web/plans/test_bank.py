"""Pages of the question bank."""

from typing import Any

from vises.apps.access.actor import SYSTEM
from vises.apps.instruments import services
from vises.apps.instruments.models import InstrumentVersion


def test_the_bank_is_searched_and_each_question_says_what_it_does_not_tell(as_user: Any, line: Any, world: Any) -> None:
    client = as_user("nadia")
    for base in ("/bank/", f"/journeys/{world.journey.id}/bank/"):
        page = client.get(base, {"q": "trust", "topic": "life"}).content.decode()
        assert page.count("<h1") == 1 and "trust_people" in page and "not_asked" not in page
        assert client.get(base, {"q": "zzz"}).status_code == 200
        assert client.get(base, {"q": "\0'\"<script>", "topic": "../etc"}).status_code == 200
        one = client.get(f"{base}trust_people/").content.decode()
        assert "10.6102/zis235" in one and "bank_trust_people" in one and "&lt;script" not in one
        assert client.get(f"{base}nothing/").status_code == 404
    assert client.get("/bank/welcome/").content.decode().count('<form method="post" class="card"') == 0


def test_a_question_is_taken_along_and_marked_where_it_stands(as_user: Any, line: Any, world: Any) -> None:
    client, base = as_user("nadia"), f"/journeys/{world.journey.id}/bank/welcome/"
    first = services.write_questionnaire(SYSTEM, line.id, titles={"fr": "E"}, plain_list="# E\nUn mot ? (texte)\n")
    wrong = client.post(base, {"into": "x", "title": "Gardé tel quel"})
    assert wrong.status_code == 400 and "Gardé tel quel" in wrong.content.decode()
    taken = client.post(base, {"into": f"{line.id}:{first.instrument_id}"})
    assert taken.status_code == 302 and "banque" in client.get(taken["Location"]).content.decode()
    assert client.post(base, {"into": f"{line.id}:{first.instrument_id}"}).status_code == 400
    assert client.post(base, {"into": f"{line.id}:", "title": "Autre"}).status_code == 302
    assert InstrumentVersion.objects.count() == 2
    assert as_user("stranger nadia").get(base).status_code == 404
    assert as_user("rita").post(base, {"into": f"{line.id}:"}).status_code in {403, 404}
