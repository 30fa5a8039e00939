"""Pages of the room around the table: leading it, the screen, a guest's phone, two who write at once."""

import re
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from vises.apps.access.actor import SYSTEM
from vises.apps.journeys.models import Candidate, Contribution, LiveRoom
from vises.apps.journeys.rules import room as rules
from vises.apps.journeys.services import question, sessions, stakeholders
from vises.apps.journeys.services import room as services


@pytest.fixture(autouse=True)
def _in_english(client: Client, settings: Any) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


@pytest.fixture
def group(world: Any) -> Any:
    names = {"fr": "Les clients", "en": "Customers"}
    return stakeholders.add_stakeholder(SYSTEM, world.journey.id, names=names, kind="public", size=40)


@pytest.fixture
def session(world: Any, group: Any) -> Any:
    stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"en": "Donors"}, kind="supplier")
    return sessions.plan_session(SYSTEM, world.journey.id, title="Workshop 3", on=date(2026, 3, 3))


@pytest.fixture
def live(world: Any, session: Any) -> Any:
    return services.open_room(SYSTEM, world.journey.id, session.id, manner="consent")


def _url(world: Any, live: Any = None, tail: str = "") -> str:
    return f"/journeys/{world.journey.id}/room/{f'{live.id}/' if live else ''}{tail}"


def _html(response: Any) -> str:
    text: str = response.content.decode()
    return text


def _guest(live: Any, group: Any, settings: Any) -> tuple[Client, str]:
    """A phone that came in."""
    phone, place = Client(enforce_csrf_checks=False), f"/room/{services.token_of(live)}/"
    phone.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    sent = {"do": "join", "stakeholder": str(group.id), "language": "en"}
    answer = phone.post(place, sent)
    assert answer.status_code == 302 and answer["Location"] == place
    return phone, place


def test_a_room_is_opened_for_a_session_and_led_to_the_next_phase(world: Any, as_user: Any, session: Any) -> None:
    browser = as_user("claire")
    planned = _html(browser.get(f"/journeys/{world.journey.id}/sessions/{session.id}/"))
    assert f"{_url(world)}?session={session.id}" in planned
    assert "Open the room" in _html(browser.get(f"{_url(world)}?session={session.id}"))
    answer = browser.post(_url(world), {"session": str(session.id), "manner": "consent"})
    live = LiveRoom.objects.get()
    assert answer["Location"] == _url(world, live)
    page = _html(browser.get(_url(world, live)))
    assert page.count("<h1") == 1 and "nobody yet" in page and 'aria-current="step"' in page
    again = browser.post(_url(world), {"session": str(session.id), "manner": "vote"})
    assert again.status_code == 400 and "already open" in _html(again)
    browser.post(_url(world, live), {"do": "go", "seen": "propose", "to": "gather"})
    stale = browser.post(_url(world, live), {"do": "go", "seen": "propose", "to": "gather"})
    assert stale.status_code == 409
    live.refresh_from_db()
    assert live.phase == "gather"


def test_without_groups_or_sessions_the_page_says_what_to_do_first(world: Any, as_user: Any) -> None:
    assert "Go to the stakeholder map" in _html(as_user("claire").get(_url(world)))


def test_a_guest_comes_in_by_the_code_of_the_screen_and_sees_only_the_room(
    world: Any, as_user: Any, live: Any, group: Any, settings: Any
) -> None:
    screen = _html(as_user("claire").get(_url(world, live, "screen/")))
    code = re.search(r'class="code">([^<]+)<', screen)
    assert code is not None and "<svg" in screen and "Donors" in screen
    phone = Client()
    phone.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert phone.post("/room/", {"code": "AAAA-AAAA"}).status_code == 400
    place = phone.post("/room/", {"code": code.group(1).lower()})["Location"]
    page = _html(phone.get(place))
    assert "Customers" in page and "Which group" in page and "/journeys/" not in page
    phone.post(place, {"do": "join", "stakeholder": str(group.id), "language": "en"})
    assert "/journeys/" not in _html(phone.get(place))
    for hidden in ("", "screen/", "now/", "sheet/"):
        assert phone.get(_url(world, live, hidden)).status_code == 302


def test_a_question_comes_once_with_and_without_script(world: Any, live: Any, group: Any, settings: Any) -> None:
    phone, place = _guest(live, group, settings)
    form = {"do": "propose", "sent": str(uuid.uuid4()), "text": "What changes <here>?"}
    for _ in range(2):
        assert phone.post(place, form)["Location"] == f"{place}?kept=propose"
    answer = phone.post(place, form, headers={"accept": "application/json"}).json()
    assert answer["said"] and uuid.UUID(answer["sent"])
    assert Candidate.objects.count() == 1
    page = _html(phone.get(f"{place}?kept=propose"))
    assert "What changes &lt;here&gt;?" in page and page.count("<h1") == 1


def test_what_cannot_be_kept_stays_in_the_field(world: Any, live: Any, group: Any, settings: Any) -> None:
    phone, place = _guest(live, group, settings)
    services.go_to(SYSTEM, live.id, "gather", seen="propose")
    services.go_to(SYSTEM, live.id, "weigh", seen="gather")
    form = {"do": "propose", "sent": str(uuid.uuid4()), "text": "Too late?"}
    page = phone.post(place, form)
    assert page.status_code == 400 and "Too late?" in _html(page) and "gone on" in _html(page)
    told = phone.post(place, form, headers={"accept": "application/json"})
    assert told.status_code == 400 and "gone on" in told.json()["errors"][0]
    broken = phone.post(place, {**form, "sent": "x"}, headers={"accept": "application/json"})
    assert broken.status_code == 400


def test_a_phone_is_told_only_what_changed_and_nothing_once_the_room_is_closed(
    world: Any, live: Any, group: Any, settings: Any, django_assert_num_queries: Any
) -> None:
    phone, place = _guest(live, group, settings)
    first = phone.get(f"{place}now/")
    assert first.status_code == 200 and first["ETag"] in _html(phone.get(place)).replace("&quot;", '"')
    with django_assert_num_queries(2):
        assert phone.get(f"{place}now/", headers={"if-none-match": first["ETag"]}).status_code == 304
    question.propose(SYSTEM, world.journey.id, "And now?", language="en")
    second = phone.get(f"{place}now/", headers={"if-none-match": first["ETag"]})
    assert second.status_code == 200 and "And now?" in _html(second)
    services.close_room(SYSTEM, live.id)
    for address in (place, f"{place}now/"):
        gone = phone.get(address, headers={"if-none-match": second["ETag"]})
        assert gone.status_code == 404 and "And now?" not in _html(gone)


def test_a_forged_or_foreign_cookie_is_nobody(world: Any, live: Any, group: Any, settings: Any) -> None:
    phone, place = _guest(live, group, settings)
    phone.cookies["vises-room"] = str(uuid.uuid4())
    assert "Which group" in _html(phone.get(place))


def test_a_sheet_is_printed_before_and_typed_in_afterwards(world: Any, as_user: Any, live: Any, group: Any) -> None:
    browser = as_user("claire")
    for paper in ("a4", "a3"):
        pdf = browser.get(_url(world, live, f"sheet/?format=pdf&paper={paper}&lang=fr"))
        assert pdf["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")
        assert len(re.findall(rb"/Type\s*/Page\b", pdf.content)) <= 1
    sent = {
        "do": "type-in",
        "t-sent": str(uuid.uuid4()),
        "t-texts": "One?\r\n\r\nTwo?",
        "t-stakeholder": str(group.id),
        "t-channel": "paper",
        "t-language": "en",
    }
    for _ in range(2):
        assert browser.post(_url(world, live), sent).status_code == 302
    page = _html(browser.get(_url(world, live)))
    assert Candidate.objects.count() == 2 and "from a sheet of paper" in page
    kept = browser.post(_url(world, live), {**sent, "t-sent": str(uuid.uuid4()), "t-texts": "Fine?\n" + "x" * 501})
    assert kept.status_code == 400 and "Fine?" in _html(kept) and Candidate.objects.count() == 2


def test_the_rule_is_set_before_and_kept_after(world: Any, as_user: Any, live: Any, group: Any) -> None:
    browser = as_user("nadia")
    browser.post(_url(world, live), {"do": "how", "h-manner": "vote", f"h-n_{group.id}": "3"})
    browser.post(_url(world, live), {"do": "beside", f"b-n_{group.id}": "2"})
    page = _html(browser.get(_url(world, live)))
    assert "2 here" in page and "1 missing" in page
    assert browser.post(_url(world, live), {"do": "beside", f"b-n_{group.id}": "-1"}).status_code == 400
    services.go_to(SYSTEM, live.id, "gather", seen="propose")
    services.go_to(SYSTEM, live.id, "weigh", seen="gather")
    assert "agreed before weighing" in _html(browser.get(_url(world, live)))
    late = browser.post(_url(world, live), {"do": "how", "h-manner": "consent"})
    live.refresh_from_db()
    assert late.status_code == 400 and live.manner == "vote"


def test_merging_leads_back_to_the_room_and_can_be_undone_there(world: Any, as_user: Any, live: Any) -> None:
    browser = as_user("claire")
    rows = [question.propose(SYSTEM, world.journey.id, text, language="en") for text in ("One?", "Two?")]
    asked = "&".join(f"candidates={row.id}" for row in rows)
    merging = f"/journeys/{world.journey.id}/question/merge/?live={live.id}&{asked}"
    assert browser.get(merging).status_code == 200
    ids = [str(row.id) for row in rows]
    sent = {"candidates": ids, "into": "", "text": "Both?", "language": "en", "reason": "same"}
    assert browser.post(merging, sent)["Location"] == _url(world, live)
    page = _html(browser.get(_url(world, live)))
    assert "by Claire here" in page and "Undo the merge" in page
    joined = Candidate.objects.get(text="Both?")
    browser.post(_url(world, live), {"do": "undo", "candidate": str(joined.id)})
    assert set(Candidate.objects.filter(state="proposed").values_list("text", flat=True)) == {"One?", "Two?"}


def test_two_who_write_at_once_see_both_texts_and_nothing_is_overwritten(world: Any, as_user: Any, live: Any) -> None:
    row = question.propose(SYSTEM, world.journey.id, "First words?", language="en")
    address = f"/journeys/{world.journey.id}/question/{row.id}/?live={live.id}"
    browser = as_user("nadia")
    question.reword(world.actor("claire"), row.id, "Claire's words?")
    page = browser.post(address, {"do": "reword", "w-text": "Nadia's words?"})
    assert page.status_code == 409
    assert "Claire&#x27;s words?" in _html(page) and "Nadia&#x27;s words?" in _html(page)
    assert list(Candidate.objects.filter(state="proposed").values_list("text", flat=True)) == ["Claire's words?"]
    there = re.search(r'action="(/journeys/[0-9a-f-]+/question/[0-9a-f-]+/\?live=[0-9a-f-]+)"', _html(page))
    assert there is not None
    assert browser.post(there.group(1), {"do": "reword", "w-text": "Nadia's words?"})["Location"] == _url(world, live)
    assert list(Candidate.objects.filter(state="proposed").values_list("text", flat=True)) == ["Nadia's words?"]


def test_leading_a_room_of_another_journey_finds_nothing(world: Any, as_user: Any, live: Any) -> None:
    browser = as_user("stranger claire")
    assert browser.get(f"/journeys/{world.other_journey.id}/room/{live.id}/").status_code == 404
    assert browser.post(f"/journeys/{world.other_journey.id}/room/{live.id}/", {"do": "close"}).status_code == 404
    live.refresh_from_db()
    assert live.closed_at is None


def test_weighing_and_deciding_end_in_the_journeys_decision(
    world: Any, as_user: Any, live: Any, group: Any, settings: Any
) -> None:
    browser = as_user("claire")
    one, two = (question.propose(SYSTEM, world.journey.id, text, language="en") for text in ("One?", "Two?"))
    phone, place = _guest(live, group, settings)
    for old, new in (("propose", "gather"), ("gather", "weigh")):
        browser.post(_url(world, live), {"do": "go", "seen": old, "to": new})
    page = _html(phone.get(place))
    assert "by consent" in page and "I object" in page and page.count("<h1") == 1
    missing = phone.post(place, {"do": "say", f"stance_{one.id}": "reservation", f"reason_{one.id}": " "})
    assert missing.status_code == 400 and "Say why" in _html(missing) and "checked" in _html(missing)
    said = {f"stance_{one.id}": "reservation", f"reason_{one.id}": "I wanted two", f"stance_{two.id}": "agree"}
    assert phone.post(place, {"do": "say", **said}, headers={"accept": "application/json"}).status_code == 200
    assert phone.post(place, {"do": "say", **said})["Location"] == f"{place}?kept=say"
    now = _html(phone.get(f"{place}now/"))
    assert "1 of 1 person" in now and "I wanted two" not in now
    note = {"do": "note", "n-sent": str(uuid.uuid4()), "n-candidate": str(one.id), "n-stakeholder": str(group.id)}
    told = {**note, "n-agree": "5", "n-objection": "1", "n-objection_why": "Too narrow", "n-language": "en"}
    assert browser.post(_url(world, live), told).status_code == 302
    browser.post(_url(world, live), {"do": "go", "seen": "weigh", "to": "decide"})
    page = _html(browser.get(_url(world, live)))
    assert "5 can live with it" in page and "I wanted two" in page and "Too narrow" in page
    assert "I wanted two" in _html(phone.get(place))
    deciding = f"/journeys/{world.journey.id}/question/decide/?live={live.id}&candidate={one.id}"
    page = _html(browser.get(deciding))
    assert "I wanted two" in page and "1 person objects" in page and "by vote" not in page
    sent = {
        "candidate": str(one.id),
        "session": str(live.session_id),
        "manner": "vote",
        "reasons": "It speaks of all.",
        "language": "en",
        "seen": "",
    }
    refused = browser.post(deciding, sent)
    assert refused.status_code == 400  # the manner that was agreed before is the only one
    kept = {"group_1": str(group.id), "words_1": "I wanted two"}
    assert browser.post(deciding, {**sent, "manner": "consent", **kept}).status_code == 302
    page = _html(browser.get(f"/journeys/{world.journey.id}/decision/"))
    assert "What the room said" in page and "Too narrow" in page and "I wanted two" in page
    assert "It speaks of all." in _html(phone.get(place))


def test_a_vote_asks_for_one_voice(world: Any, session: Any, group: Any, settings: Any) -> None:
    live = services.open_room(SYSTEM, world.journey.id, session.id, manner="vote")
    rows = [question.propose(SYSTEM, world.journey.id, text, language="en") for text in ("One?", "Two?")]
    phone, place = _guest(live, group, settings)
    services.go_to(SYSTEM, live.id, "gather", seen="propose")
    services.go_to(SYSTEM, live.id, "weigh", seen="gather")
    assert phone.post(place, {"do": "say", "choice": "x"}).status_code == 400
    assert phone.post(place, {"do": "say", "choice": str(rows[1].id), "reason": ""}).status_code == 302
    services.go_to(SYSTEM, live.id, "decide", seen="weigh")
    assert "1 voice" in _html(phone.get(place))


@pytest.fixture
def _forgotten() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.mark.usefixtures("_forgotten")
def test_who_guesses_codes_is_told_to_wait_and_who_has_one_may_mistype(live: Any, client: Client) -> None:
    code = rules.code_of(services.token_of(live))
    for _ in range(40):
        assert client.post("/room/", {"code": "AAAA-AAAA"}).status_code == 400
    told = client.post("/room/", {"code": code})
    assert told.status_code == 400 and "Wait 15 minutes" in _html(told)
    elsewhere = client.post("/room/", {"code": code}, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302


def test_phones_and_the_wall_come_along_to_the_next_subject(
    as_user: Any, world: Any, live: Any, group: Any, settings: Any
) -> None:
    browser = as_user("claire")
    phone, place = _guest(live, group, settings)
    tag = phone.get(f"{place}now/")["ETag"]
    refused = browser.post(_url(world, live), {"do": "go-on"})
    assert refused.status_code == 400 and LiveRoom.objects.count() == 1
    gone = browser.post(_url(world, live), {"do": "go-on", "g-subject": "portrait"})
    after = LiveRoom.objects.get(before=live)
    assert gone["Location"] == f"{_url(world, after)}#content"
    assert browser.get(_url(world, live, "screen/"))["Location"] == _url(world, after, "screen/")
    assert "with the same code" in _html(browser.get(_url(world, live)))
    changed = phone.get(f"{place}now/", headers={"If-None-Match": tag})
    assert changed.status_code == 200 and 'data-now="portrait-propose"' in _html(changed)
    page = _html(phone.get(place))
    assert "Who are we, in your words?" in page and str(after.id) in page


def test_words_sent_after_the_room_went_on_are_given_back(world: Any, live: Any, group: Any, settings: Any) -> None:
    phone, place = _guest(live, group, settings)
    services.go_on_with(SYSTEM, live.id, "portrait")
    late = {"do": "propose", "room": str(live.id), "text": "What changes for us?", "sent": str(uuid.uuid4())}
    page = phone.post(place, late)
    assert page.status_code == 409 and "What changes for us?" in _html(page) and "has gone on" in _html(page)
    told = phone.post(place, late, headers={"Accept": "application/json"})
    assert told.status_code == 400 and "has gone on" in told.json()["errors"][0]
    assert not Candidate.objects.exists() and not Contribution.objects.exists()
