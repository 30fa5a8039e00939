"""The closing file: what is there, for whoever the enterprise lets read it."""

import io
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from vises.apps.access.actor import SYSTEM
from vises.apps.access.rules import Role
from vises.apps.journeys.services import sessions, stakeholders
from vises.apps.journeys.services.engagement import open_to
from vises.kernel.clock import today


def held(world: Any, title: str) -> None:
    group = stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"fr": "Équipe"}, kind="team")
    row = sessions.plan_session(SYSTEM, world.journey.id, title=title, on=today() - timedelta(days=9))
    sessions.hold_session(SYSTEM, row.id, presences=[(group.id, 5, "Amina et les autres")], minutes=120)


def test_the_enterprise_reads_what_was_done_and_who_keeps_what(world: Any, as_user: Any) -> None:
    held(world, "<i>Atelier</i> du portrait")
    page = f"/journeys/{world.journey.id}/closing-file/"
    text = as_user("nadia").get(page).content.decode()
    assert "&lt;i&gt;Atelier" in text and "10 heures de votre équipe" in text and "Qui garde quoi" in text
    assert "Claire" in text and "Amina" not in text


def test_who_is_let_in_reads_it_without_minutes_and_without_people(world: Any, as_user: Any) -> None:
    held(world, "Atelier du portrait")
    page = f"/journeys/{world.journey.id}/closing-file/"
    for name in ("cora", "fred", "an", "patrick", "paula"):
        assert as_user(name).get(page).status_code == 404, name
    open_to(SYSTEM, world.journey.id, {Role.COORDINATOR})
    text = as_user("cora").get(page).content.decode()
    assert "Atelier du portrait" in text and "La coordination du programme" in text
    assert "heures de votre équipe" not in text and "Claire" not in text and "Amina" not in text
    assert as_user("fred").get(page).status_code == 404


def test_it_is_taken_along_as_a_tagged_pdf(world: Any, as_user: Any) -> None:
    answer = as_user("nadia").get(f"/journeys/{world.journey.id}/closing-file/?format=pdf")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    root: Any = PdfReader(io.BytesIO(answer.content)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root


def test_many_sessions_take_as_many_queries_as_few(world: Any, as_user: Any) -> None:
    browser = as_user("nadia")
    page = f"/journeys/{world.journey.id}/closing-file/"

    def count() -> int:
        browser.get(page)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(page).status_code == 200
        return len(queries)

    held(world, "Un")
    few = count()
    for number in range(8):
        held(world, f"Séance {number}")
    assert count() == few
