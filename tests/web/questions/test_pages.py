"""Pages of the question room: what one sees, what a form keeps, the link without account."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from vises.apps.access.actor import SYSTEM
from vises.apps.journeys.queries.question import current_question, room
from vises.apps.journeys.services import question as services
from vises.apps.journeys.services import sessions, stakeholders


@pytest.fixture
def group(world: Any) -> Any:
    names = {"fr": "Les clients", "nl": "De klanten", "en": "Customers"}
    return stakeholders.add_stakeholder(SYSTEM, world.journey.id, names=names, kind="public", size=40)


@pytest.fixture
def other(world: Any) -> Any:
    return stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"en": "Donors"}, kind="supplier")


@pytest.fixture
def session(world: Any, group: Any) -> Any:
    row = sessions.plan_session(SYSTEM, world.journey.id, title="Workshop 3", on=date(2026, 3, 3))
    return sessions.hold_session(SYSTEM, row.id, presences=[(group.id, 11, "Fatou")], minutes=120)


@pytest.fixture(autouse=True)
def _in_english(client: Client, settings: Any) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


def _url(world: Any, tail: str = "question/") -> str:
    return f"/journeys/{world.journey.id}/{tail}"


def _propose(world: Any, text: str, **more: Any) -> Any:
    return services.propose(SYSTEM, world.journey.id, text, language="fr", **more)


def _html(response: Any) -> str:
    text: str = response.content.decode()
    return text


def test_an_empty_room_teaches_and_a_question_is_added(world: Any, as_user: Any, group: Any) -> None:
    browser = as_user("nadia")
    page = browser.get(_url(world))
    assert page.status_code == 200 and 'class="empty"' in _html(page) and _html(page).count("<h1") == 1
    sent = {
        "text": "Que change le magasin ?",
        "stakeholder": str(group.id),
        "said_by": "Fatou",
        "channel": "spoken",
        "type": "effects-on-group",
        "language": "fr",
    }
    assert browser.post(_url(world), sent).status_code == 302
    page = _html(browser.get(_url(world)))
    assert "Que change le magasin ?" in page and "Fatou" in page and "spoken" in page and 'lang="fr"' in page


def test_what_was_typed_stays_when_something_is_missing(world: Any, as_user: Any) -> None:
    page = as_user("nadia").post(
        _url(world), {"text": "", "said_by": "Monsieur Untel", "channel": "paper", "language": "fr"}
    )
    assert page.status_code == 400 and "Monsieur Untel" in _html(page) and 'role="alert"' in _html(page)


def test_candidates_are_tested_reworded_set_aside_and_taken_back(world: Any, as_user: Any) -> None:
    browser, row = as_user("claire"), _propose(world, "Que change le magasin ? Et comment ?")
    address = _url(world, f"question/{row.id}/")
    assert "more than one sentence" in _html(browser.get(address))
    browser.post(address, {"do": "weigh", "t-one-sentence": "no", "t-useful": "yes"})
    assert "1 × yes" in _html(browser.get(_url(world)))
    assert browser.post(address, {"do": "aside", "a-reason": " "}).status_code == 400
    browser.post(address, {"do": "aside", "a-reason": "Known already"})
    assert "Known already" in _html(browser.get(_url(world)))
    browser.post(address, {"do": "take-back"})
    browser.post(address, {"do": "reword", "w-text": "Que change le magasin ?", "w-reason": "shorter"})
    [shown] = room(world.actor("claire"), world.journey.id).on_table
    assert shown.text == "Que change le magasin ?" and shown.merges[0].id == row.id


def test_merging_two(world: Any, as_user: Any) -> None:
    browser = as_user("claire")
    rows = [_propose(world, "Que change le magasin ?"), _propose(world, "Que change l'atelier ?")]
    one = browser.get(_url(world, "question/merge/"), {"candidates": [str(rows[0].id)]})
    assert one.status_code == 302
    ids = [str(row.id) for row in rows]
    assert "atelier" in _html(browser.get(_url(world, "question/merge/"), {"candidates": ids}))
    sent = {"candidates": ids, "into": "", "text": "", "language": "fr", "reason": "une idée"}
    assert browser.post(_url(world, "question/merge/"), sent).status_code == 400
    sent["text"] = "Que change de partager ?"
    assert browser.post(_url(world, "question/merge/"), sent).status_code == 302
    [shown] = room(world.actor("claire"), world.journey.id).on_table
    assert shown.text == "Que change de partager ?" and len(shown.merges) == 2


def test_deciding_and_the_record_of_it(world: Any, as_user: Any, group: Any, other: Any, session: Any) -> None:
    browser = as_user("claire")
    row, left = _propose(world, "Que change le magasin ?"), _propose(world, "Combien de familles ?")
    form = _html(browser.get(_url(world, "question/decide/"), {"candidate": str(row.id)}))
    assert re.search(rf'value="{other.id}"[^>]* checked', form) and not re.search(
        rf'name="not_heard" value="{group.id}"[^>]* checked', form
    )
    sent = {
        "candidate": str(row.id),
        "text_nl": "Wat verandert de winkel?",
        "text_fr": "Que change le magasin ?",
        "session": str(session.id),
        "manner": "consent",
        "reasons": "Elle parle de tous.",
        "language": "fr",
        "not_heard": [str(other.id)],
        "not_heard_words": "Nous irons au dépôt.",
        f"aside_{left.id}": "Déjà connu",
        "group_1": str(group.id),
        "by_1": "Samir",
        "words_1": "Je voulais l'autre.",
        "seen": "",
    }
    missing = browser.post(_url(world, "question/decide/"), {**sent, "reasons": ""})
    assert missing.status_code == 400 and "Nous irons au dépôt." in _html(missing)
    assert browser.post(_url(world, "question/decide/"), sent).status_code == 302
    page = _html(browser.get(_url(world, "decision/")))
    for words in (
        "Que change le magasin ?",
        "Elle parle de tous.",
        "Donors",
        "Nous irons",
        "Déjà connu",
        "Samir",
        "11",
    ):
        assert words in page
    assert browser.post(_url(world, "question/decide/"), sent).status_code == 400  # decided meanwhile: `seen` is old
    seen = current_question(world.actor("claire"), world.journey.id)
    assert seen is not None
    again = {**sent, "candidate": str(row.id), "manner": "vote", "seen": str(seen.decision.id)}
    assert browser.post(_url(world, "question/decide/"), again).status_code == 302
    earlier = _html(browser.get(_url(world, f"decision/{seen.decision.id}/")))
    assert "A later decision replaced this one" in earlier


def test_a_decision_without_session_is_led_to_the_sessions(world: Any, as_user: Any) -> None:
    _propose(world, "Que change le magasin ?")
    page = _html(as_user("claire").get(_url(world, "question/decide/")))
    assert "Plan the session first" in page and "<textarea" not in page


def test_a_group_is_asked_by_link_and_on_paper_in_its_language(world: Any, as_user: Any, group: Any) -> None:
    sent = {"stakeholder": str(group.id), "language": "nl", "days": "30"}
    page = _html(as_user("claire").post(_url(world, "question/groups/"), sent))
    assert "<svg" in page and 'lang="nl"' in page and "De klanten" in page and "style=" not in page
    found = re.search(r"(/propose/[\w-]+/\?lang=nl)", page)
    assert found
    guest = Client()
    address = found.group(1)
    shown = guest.get(address)
    assert shown.status_code == 200 and '<html lang="nl">' in _html(shown) and "De klanten" in _html(shown)
    assert guest.post(address, {"text_1": " "}).status_code == 400
    done = guest.post(address, {"text_1": "Wat verandert de winkel?", "text_2": "En wie komt er?", "said_by": "F"})
    assert done.status_code == 302 and guest.get(done["Location"]).status_code == 200
    rows = room(world.actor("claire"), world.journey.id).on_table
    assert [(row.text, row.language, row.channel) for row in rows] == [
        ("Wat verandert de winkel?", "nl", "link"),
        ("En wie komt er?", "nl", "link"),
    ]
    assert guest.get(_url(world)).status_code == 302  # the link opens one door only


def test_a_link_that_ended_says_so(world: Any, client: Client) -> None:
    for tail in ("", "thanks/"):
        assert client.get(f"/propose/nothing-here/{tail}").status_code == 404
    assert client.post("/propose/nothing-here/", {"text_1": "x"}).status_code == 404


def test_hostile_words_are_only_words(world: Any, as_user: Any, group: Any) -> None:
    _propose(world, "<script>alert(1)</script> ?", stakeholder_id=group.id, said_by="<b>x</b>")
    for page in (as_user("claire").get(_url(world)), as_user("claire").get(_url(world, "question/decide/"))):
        assert "<script>alert" not in _html(page) and "<b>x" not in _html(page)


@pytest.mark.parametrize("name", ["stranger nadia", "stranger claire", "patrick", "cora", "an", "ada"])
def test_nobody_else(world: Any, as_user: Any, name: str, session: Any) -> None:
    row = _propose(world, "Que change le magasin ?")
    browser = as_user(name)
    for tail in (
        "question/",
        "question/merge/",
        "question/groups/",
        "question/decide/",
        "decision/",
        f"question/{row.id}/",
    ):
        assert browser.get(_url(world, tail)).status_code == 404
        if tail != "decision/":
            assert browser.post(_url(world, tail), {}).status_code == 404


def test_a_candidate_of_another_journey_is_not_here(world: Any, as_user: Any) -> None:
    row = services.propose(SYSTEM, world.other_journey.id, "Et là-bas ?", language="fr")
    assert as_user("claire").get(_url(world, f"question/{row.id}/")).status_code == 404


def test_the_room_takes_a_bounded_number_of_queries(
    world: Any, as_user: Any, group: Any, session: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(15):
        _propose(world, f"Que change le point {number} ?", stakeholder_id=group.id)
    browser = as_user("claire")
    with django_assert_max_num_queries(40):
        assert browser.get(_url(world)).status_code == 200
