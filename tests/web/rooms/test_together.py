"""Pages of a room about the portrait or the stakeholders: phones, the screen, paper, bringing it in."""

import uuid
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from vises.apps.access.actor import SYSTEM
from vises.apps.journeys.models import Contribution, LiveRoom, OwnWords
from vises.apps.journeys.services import room as services
from vises.apps.journeys.services import sessions, stakeholders, words


@pytest.fixture(autouse=True)
def _in_english(client: Client, settings: Any) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


@pytest.fixture
def group(world: Any) -> Any:
    stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"en": "Donors"}, kind="supplier")
    return stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"en": "Customers"}, kind="public", size=40)


@pytest.fixture
def session(world: Any, group: Any) -> Any:
    return sessions.plan_session(SYSTEM, world.journey.id, title="Workshop 1", on=date(2026, 3, 3))


def _live(world: Any, session: Any, subject: str) -> Any:
    return services.open_room(SYSTEM, world.journey.id, session.id, subject=subject)


def _url(world: Any, live: Any = None, tail: str = "") -> str:
    return f"/journeys/{world.journey.id}/room/{f'{live.id}/' if live else ''}{tail}"


def _html(response: Any) -> str:
    text: str = response.content.decode()
    return text


def _guest(live: Any, group: Any, settings: Any) -> tuple[Client, str]:
    phone, place = Client(), f"/room/{services.token_of(live)}/"
    phone.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    phone.post(place, {"do": "join", "stakeholder": str(group.id), "language": "en"})
    return phone, place


def test_a_portrait_is_written_on_phones_and_brought_in(
    world: Any, as_user: Any, session: Any, group: Any, settings: Any
) -> None:
    browser = as_user("claire")
    assert "?subject=portrait" in _html(browser.get(f"/journeys/{world.journey.id}/portrait/"))
    browser.post(_url(world), {"subject": "portrait", "session": str(session.id), "manner": "consent"})
    live = LiveRoom.objects.get()
    phone, place = _guest(live, group, settings)
    assert "Who are we, in your words?" in _html(phone.get(place))
    sent = {"do": "propose", "heading": "needs", "text": "to dress without shame", "sent": str(uuid.uuid4())}
    answer = phone.post(place, sent, headers={"Accept": "application/json"})
    assert answer.json()["said"] == "It is on the table, with the name of your group."
    phone.post(place, sent)
    assert Contribution.objects.count() == 1
    empty = phone.post(place, {**sent, "text": " ", "sent": str(uuid.uuid4())})
    assert empty.status_code == 400 and "Write something first" in _html(empty)
    for page in (phone.get(f"{place}now/"), browser.get(_url(world, live)), browser.get(_url(world, live, "screen/"))):
        assert "to dress without shame" in _html(page)
    page = _html(browser.get(_url(world, live, "take/")))
    assert page.count("<h1") == 1 and "to dress without shame" in page
    shown = str(Contribution.objects.get().id)
    form = {"shown": shown, "language": "en", "text_needs": "To dress well, without shame.", "number_needs": "0"}
    others = {
        f"number_{id_}": "0" for id_ in ("aspirations", "missions", "means", "activities", "stakeholders", "territory")
    }
    form |= others | {"number_practices": "0", "number_coherence": "0"}
    done = browser.post(_url(world, live, "take/"), form)
    assert done.status_code == 302 and done["Location"].endswith("/portrait/")
    page = _html(browser.get(done["Location"]))
    assert "To dress well, without shame." in page and "to dress without shame" in page and "Customers" in page


def test_somebody_wrote_meanwhile_and_nothing_typed_is_lost(world: Any, as_user: Any, session: Any) -> None:
    live, browser = _live(world, session, "portrait"), as_user("claire")
    headings = (
        "needs",
        "aspirations",
        "missions",
        "means",
        "activities",
        "stakeholders",
        "territory",
        "practices",
        "coherence",
    )
    form = {f"number_{id_}": "0" for id_ in headings} | {"language": "en", "text_needs": "typed by me"}
    words.write_words(SYSTEM, world.journey.id, "portrait", "needs", "written by another")
    answer = browser.post(_url(world, live, "take/"), form)
    page = _html(answer)
    assert answer.status_code == 400 and "typed by me" in page and "written by another" in page
    assert 'name="number_needs" value="1"' in page
    assert OwnWords.objects.get().text == "written by another"


def test_rings_are_placed_on_phones_typed_from_paper_and_brought_onto_the_map(
    world: Any, as_user: Any, session: Any, group: Any, settings: Any
) -> None:
    live, browser = _live(world, session, "rings"), as_user("claire")
    phone, place = _guest(live, group, settings)
    sent = {"do": "propose", "about": str(group.id), "degree": "consulted", "expectation": "to be heard"}
    assert phone.post(place, {**sent, "sent": str(uuid.uuid4())}).status_code == 302
    nobody = phone.post(place, {"do": "propose", "degree": "informed", "sent": str(uuid.uuid4())})
    assert nobody.status_code == 400 and "Choose which group you speak about" in _html(nobody)
    typed = {
        "do": "type-in",
        "t-channel": "paper",
        "t-language": "en",
        "t-stakeholder": "",
        "t-sent": str(uuid.uuid4()),
    }
    typed |= {
        f"t-degree_{group.id}": "contributes",
        f"t-difficulty_{group.id}": "school hours",
        "t-missing": "Neighbours",
    }
    for _ in range(2):
        assert browser.post(_url(world, live), typed).status_code == 302
    assert Contribution.objects.count() == 5
    page = _html(browser.get(_url(world, live, "take/")))
    assert "Seen differently" in page and "Neighbours" in page and "to be heard" in page
    services.close_room(SYSTEM, live.id)
    assert "Bring it onto the map" in _html(browser.get(_url(world, live)))


@pytest.mark.parametrize("subject", ["portrait", "rings"])
@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_its_sheet_is_printed_in_each_language(
    world: Any, as_user: Any, session: Any, subject: str, language: str
) -> None:
    live = _live(world, session, subject)
    page = as_user("claire").get(_url(world, live, f"sheet/?lang={language}"))
    assert page.status_code == 200 and f'lang="{language}"' in _html(page)
    pdf = as_user("claire").get(_url(world, live, f"sheet/?lang={language}&paper=a3&format=pdf"))
    assert pdf.content.startswith(b"%PDF")


def test_a_question_room_has_nothing_to_bring_in(world: Any, as_user: Any, session: Any) -> None:
    live = services.open_room(SYSTEM, world.journey.id, session.id, manner="consent")
    assert as_user("claire").get(_url(world, live, "take/")).status_code == 404


def test_a_photographed_sheet_stays_with_what_is_typed_and_the_rings_are_drawn(
    world: Any, as_user: Any, session: Any, group: Any, settings: Any
) -> None:
    live, browser = _live(world, session, "rings"), as_user("claire")
    made = BytesIO()
    Image.new("RGB", (40, 30), "white").save(made, "JPEG")
    typed = {
        "do": "type-in",
        "t-sent": str(uuid.uuid4()),
        "t-stakeholder": str(group.id),
        "t-channel": "paper",
        "t-language": "en",
        f"t-degree_{group.id}": "consulted",
        f"t-difficulty_{group.id}": "They work in the evening",
    }
    wrong = browser.post(_url(world, live), {**typed, "t-photo": SimpleUploadedFile("sheet.exe", b"MZ")})
    assert wrong.status_code == 400 and "They work in the evening" in _html(wrong)
    assert not Contribution.objects.exists()
    right = {**typed, "t-photo": SimpleUploadedFile("sheet.jpg", made.getvalue(), "image/jpeg")}
    assert browser.post(_url(world, live), right).status_code == 302
    page = _html(browser.get(_url(world, live)))
    assert page.count(">photograph of the sheet<") == 2 and '<svg class="rings"' in page
    wall = _html(browser.get(_url(world, live, "screen/")))
    assert '<svg class="rings"' in wall and "photograph of the sheet" not in wall
    phone, place = _guest(live, group, settings)
    assert "They work in the evening" in _html(phone.get(place)) and "photograph" not in _html(phone.get(place))
    kept = Contribution.objects.exclude(photo=None).values_list("photo_id", flat=True).distinct()
    assert browser.get(f"/journeys/{world.journey.id}/existing/{kept.get()}/").status_code == 200
    assert phone.get(f"/journeys/{world.journey.id}/existing/{kept.get()}/").status_code in {302, 404}
