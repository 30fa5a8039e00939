"""An accompanist on a phone, in Dutch: what waits, a reply, a note, her time, her calendar, what it takes."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from tests.browser.pictures import journey_of
from tests.browser.walking import submit

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor


def test_an_accompanist_on_the_train(visitor: "Callable[..., Visitor]") -> None:
    claire = visitor(role="accompanist", language="nl", phone=True)
    page = claire.go("/accompaniment/")
    assert page.locator("html").get_attribute("lang") == "nl"
    claire.check()
    page.get_by_role("link", name="Berichten over").first.click()
    claire.check()
    submit(page, {"text": "Ja, ik kom naar de vergadering.", "language": "nl"}, do="send")
    assert "Ja, ik kom naar de vergadering." in page.locator(".exchange").inner_text()
    claire.go("/accompaniment/")
    assert page.get_by_role("link", name="Berichten over").count() == 0
    journey = journey_of(claire)
    page = claire.go(f"{journey}notebook/")
    submit(page, {"text": "Bij de koffie vragen, niet rond de tafel.", "read_by": "me", "language": "nl"}, do="write")
    claire.check()
    page = claire.go("/accompaniment/log/")
    submit(page, {"on": date.today().isoformat(), "minutes": 45, "travel_minutes": 70, "kind": "exchange"}, do="write")
    assert "45 minuten" in page.locator("main").inner_text()
    claire.check()
    page = claire.go("/accompaniment/calendar/")
    page.locator("button[value=make]").click()
    address = page.locator(".link-shown code").inner_text()
    claire.check()
    answer = claire.context.request.get(address)
    assert answer.status == 200 and "BEGIN:VEVENT" in answer.text() and "L'Armoire Commune" in answer.text()
    for room in ("burden/", "hand-over/", "closings/step-3/agenda/", "exchange/portrait/", "portrait/"):
        claire.go(f"{journey}{room}")
        claire.check()
    referent = visitor(role="referent", language="nl", phone=True)
    page = referent.go(f"{journey_of(referent)}notebook/")
    assert "Bij de koffie" not in page.content()
    referent.check()
