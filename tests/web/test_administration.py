"""Whoever keeps an installation without mail server hands mails over; nobody else reads them."""

import uuid

import pytest

from vises.platform.audit.models import AuditEvent
from vises.platform.jobs.services import run_next
from vises.platform.mail.models import OutboxMail


@pytest.fixture
def _stays(settings) -> None:  # type: ignore[no-untyped-def]
    settings.MAIL_STAYS = True
    settings.EMAIL_BACKEND = "vises.platform.mail.outbox.OutboxBackend"


@pytest.mark.usefixtures("_stays")
def test_an_invitation_waits_for_the_administrator(as_user, world) -> None:  # type: ignore[no-untyped-def]
    browser = as_user("ada")
    page = browser.get("/administration/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "No mail server is set up" in page and "/administration/mails/" in page
    sent = {"name": "Fédération Y", "languages": ["fr"], "staff_name": "Zoé", "staff_email": "zoe@y.example"}
    answer = browser.post("/administration/federation/", sent | {"staff_language": "fr"})
    assert answer.status_code == 302, answer.content.decode()
    while run_next():
        pass
    mail = OutboxMail.objects.get()
    page = browser.get("/administration/mails/").content.decode()
    assert "zoe@y.example" in page and "/accounts/password/reset/key/" in mail.body and mail.subject in page
    assert "/reset/key/" not in page  # a link shows only to whoever opens the mail to hand it over, and that is kept
    one = f"/administration/mails/{mail.id}/"
    assert browser.get(one).status_code == 302 and not AuditEvent.objects.filter(event="mail.opened").exists()
    assert "/reset/key/" in browser.post(one).content.decode()
    assert AuditEvent.objects.filter(event="mail.opened", object_id=str(mail.id)).count() == 1
    assert "First opened by" in browser.get("/administration/mails/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert browser.post(f"/administration/mails/{uuid.uuid4()}/").status_code == 404
    for name in ("nadia", "cora", "claire"):
        assert as_user(name).get("/administration/mails/").status_code == 404
        assert as_user(name).post(one).status_code == 404
        assert "band" in as_user(name).get("/journeys/").content.decode()


def test_with_a_mail_server_nothing_waits(as_user, world, settings) -> None:  # type: ignore[no-untyped-def]
    settings.MAIL_STAYS = False
    browser = as_user("ada")
    assert "/administration/mails/" not in browser.get("/administration/").content.decode()
    assert browser.get("/administration/mails/").status_code == 404
    assert 'class="band"' not in browser.get("/administration/").content.decode()
