"""The exchange on a deliverable's page and on its own."""

from datetime import timedelta
from typing import Any

import pytest

from vises.apps.access.rules import Role
from vises.apps.journeys.models import Message
from vises.apps.journeys.services import engagement, exchanges
from vises.kernel.clock import shifted

ROOMS = (
    "engagement portrait stakeholders expectations question plan instruments collection findings "
    "restitutions story improvements"
)


@pytest.fixture(autouse=True)
def _in_english(client: Any) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def _html(response: Any) -> str:
    text: str = response.content.decode()
    return text


@pytest.mark.parametrize("room", ROOMS.split())
def test_every_deliverable_has_its_exchange(world: Any, as_user: Any, line: Any, room: str) -> None:
    page = _html(as_user("mo").get(f"/journeys/{world.journey.id}/{room}/"))
    assert "Exchange about this" in page and f"/journeys/{world.journey.id}/exchange/" in page


def test_a_message_from_the_deliverables_page(world: Any, as_user: Any) -> None:
    browser, address = as_user("claire"), f"/journeys/{world.journey.id}/exchange/portrait/"
    room = f"/journeys/{world.journey.id}/portrait/"
    sent = {"do": "send", "text": "Mogen we <b>dit</b> zo zetten?", "language": "nl", "back": "room"}
    wrong = browser.post(address, {**sent, "text": " "})
    assert wrong.status_code == 400 and 'role="alert"' in _html(wrong)
    assert browser.post(address, sent).url == f"{room}#exchange"
    seen = _html(as_user("nadia").get(room))
    assert "1 new" in seen and 'lang="nl">Mogen we &lt;b&gt;dit' in seen
    assert "New messages" in _html(as_user("nadia").get(f"/journeys/{world.journey.id}/"))
    assert "Mogen we" in _html(as_user("nadia").get(address))
    assert "1 new" not in _html(as_user("nadia").get(room))
    row = Message.objects.get()
    browser = as_user("claire")
    assert "Mogen we" in _html(browser.get(f"{address}?correct={row.id}")).split("<textarea")[1]
    change = {"do": "correct", "message": str(row.id), "text": "Mag dit zo?", "language": "nl"}
    assert as_user("nadia").post(address, change).status_code == 404
    assert as_user("claire").post(address, change).status_code == 302
    with shifted(timedelta(minutes=20)):
        late = as_user("claire").post(address, {**change, "text": "Te laat"})
    assert late.status_code == 400 and "Te laat" in _html(late)
    assert as_user("claire").post(address, {"do": "withdraw", "message": str(row.id)}).status_code == 302
    gone = _html(as_user("nadia").get(address))
    assert "This message was withdrawn" in gone and "Mag dit zo" not in gone


def test_whoever_merely_looks_in_reads_it_only_when_invited(world: Any, as_user: Any) -> None:
    engagement.open_to(world.actor("nadia"), world.journey.id, {Role.RESEARCHER})
    exchanges.send_message(world.actor("mo"), world.journey.id, "portrait", "Entre nous", language="fr")
    address, room = (f"/journeys/{world.journey.id}/{tail}/" for tail in ("exchange/portrait", "portrait"))
    assert as_user("an").get(address).status_code == 403
    assert "Entre nous" not in _html(as_user("an").get(room))
    invite = {"do": "invite", "user": str(world.users["an"].id)}
    assert as_user("an").post(address, invite).status_code == 403
    assert as_user("mo").post(address, {**invite, "user": "x"}).status_code == 404
    assert as_user("mo").post(address, {**invite, "user": str(world.users["fred"].id)}).status_code == 302
    assert as_user("mo").post(address, invite).status_code == 302
    assert "Entre nous" in _html(as_user("an").get(address)) and "Entre nous" in _html(as_user("an").get(room))
    assert as_user("fred").get(address).status_code == 404
    assert as_user("mo").post(address, {**invite, "do": "leave-out"}).status_code == 302
    assert as_user("an").get(address).status_code == 403
