"""Whom to hear: targets, links by mail, reminders, stop; the links as people meet them."""

import re
import time
from typing import Any

from django.test import Client
from tests.web.doors.test_ways import Walk

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.models import Answer, Invitation
from vises.apps.collection.services import invitations, waves
from vises.apps.journeys.services import stakeholders
from vises.platform.jobs.models import Job


def _token(mail: int = 0) -> str:
    body = Job.objects.filter(name="mail.send").order_by("created_at")[mail].params["body"]
    found = re.search(r"/i/([\w-]{30,})/\n", body)
    assert found, body
    return found.group(1)


def test_links_are_sent_and_used_once(wave, as_user, world) -> None:  # type: ignore[no-untyped-def]
    base = f"/journeys/{world.journey.id}/collection/{wave.id}/people/"
    claire = as_user("claire")
    assert claire.post(f"{base}links/", {"addresses": "Rita", "language": "fr"}).status_code == 400
    sent = claire.post(f"{base}links/", {"addresses": "Rita <rita@example.org>", "language": "fr"}, follow=True)
    shown = sent.content.decode()
    assert "1 personne reçoit" in shown and "rita@example.org" not in shown
    walk = Walk(f"/i/{_token()}/")
    walk.send("begin")
    page = walk.page
    thanks = walk.send("next", met="yes").content.decode()
    assert "<output>" in thanks and Answer.objects.count() == 1
    walk.page = page  # back, and sent again: the same answer
    assert "<output>" in walk.send("next", met="yes").content.decode()
    again = Client(headers={"accept-language": "fr"}).get(f"/i/{_token()}/")
    assert again.status_code == 400 and "Ce lien a servi" in again.content.decode()
    assert Answer.objects.count() == 1


def test_a_link_is_ended_at_once_and_an_open_page_keeps_what_was_written(wave, as_user, world) -> None:  # type: ignore[no-untyped-def]
    base = f"/journeys/{world.journey.id}/collection/{wave.id}/people/"
    claire = as_user("claire")
    claire.post(f"{base}links/", {"addresses": "rita@example.org\nsam@example.org", "language": "fr"})
    walk, fresh = Walk(f"/i/{_token()}/"), Walk(f"/i/{_token()}/")
    walk.send("begin")
    wrong = claire.post(f"{base}links/end/", {"addresses": "Rita"})
    assert wrong.status_code == 400 and ">Rita</textarea>" in wrong.content.decode().replace("\n", "")
    began = time.monotonic()
    told = claire.post(f"{base}links/end/", {"addresses": "Rita <rita@example.org>"}, follow=True).content.decode()
    page = walk.send("next", met="yes", changed="La porte était ouverte")
    assert time.monotonic() - began < 1
    shown = page.content.decode()
    assert "1 lien n" in told and "Liens terminés" in told and "rita@example.org" not in told
    assert page.status_code == 400 and not Answer.objects.exists() and 'role="alert"' in shown
    assert "La porte était ouverte" in shown and 'value="yes" checked' in shown and 'value="next">' not in shown
    again = walk.send("next", met="yes", changed="La porte, encore")
    assert "La porte, encore" in again.content.decode() and not Answer.objects.exists()
    assert fresh.send("begin").status_code == 400  # who had only the first page open begins nothing
    opened = Client(headers={"accept-language": "fr"}).get(f"/i/{_token()}/")
    assert opened.status_code == 400 and "y a mis fin" in opened.content.decode()
    asked = Client(headers={"accept-language": "fr"}).get(f"/offline/i/{_token()}/round/")
    assert asked.status_code == 400 and asked.json()["state"] == "ended"
    other = Walk(f"/i/{_token(1)}/")
    other.send("begin")
    assert "<output>" in other.send("next", met="no").content.decode() and Answer.objects.count() == 1
    assert as_user("rita").get(f"{base}links/end/").status_code in {403, 404}


def test_stop_is_asked_once_more_and_then_holds(wave) -> None:  # type: ignore[no-untyped-def]
    invitations.invite(SYSTEM, wave.id, "rita@example.org")
    address = f"/i/{_token()}/stop/"
    client = Client(headers={"accept-language": "fr"})
    assert client.get(address).status_code == 200 and Invitation.objects.get().address  # a mail program opened it
    waves.close_wave(SYSTEM, wave.id)
    assert client.post(address).status_code == 200 and not Invitation.objects.get().address
    assert client.get("/i/nothing/stop/").status_code == 404 and client.get("/i/nothing/").status_code == 404


def test_the_address_of_a_group_counts_for_the_group(wave, as_user, world) -> None:  # type: ignore[no-untyped-def]
    group = stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"fr": "Clientes"}, kind="public")
    base = f"/journeys/{world.journey.id}/collection/{wave.id}/people/"
    claire = as_user("claire")
    assert claire.post(f"{base}groups/", {f"target_{group.id}": "0"}).status_code == 400
    page = claire.post(f"{base}groups/", {f"target_{group.id}": "20"}, follow=True).content.decode()
    found = re.search(r'href="(/g/[\w-]+/)"', page)
    assert found
    walk = Walk(found.group(1))
    walk.send("begin")
    walk.send("next", met="yes")
    assert Answer.objects.get().group_id == group.id
    assert "trop peu" in claire.get(base).content.decode()


def test_the_page_asks_little_of_the_database(wave, as_user, world, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    client: Any = as_user("claire")
    for number in range(12):
        stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"fr": f"G{number}"}, kind="public")
        waves.open_wave(SYSTEM, wave.version_id, titles={"fr": f"T{number}"}, moment="after")
    with django_assert_max_num_queries(60):
        assert client.get(f"/journeys/{world.journey.id}/collection/{wave.id}/people/").status_code == 200
