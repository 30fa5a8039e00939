"""The bilingual agenda and the six-monthly report."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from vises.apps.access.actor import SYSTEM
from vises.apps.access.rules import Role
from vises.apps.journeys.models import Journey
from vises.apps.journeys.queries.report import report
from vises.apps.journeys.services import deliverables, sessions, stakeholders
from vises.apps.journeys.services.engagement import open_to
from vises.apps.journeys.services.journeys import start_journey
from vises.apps.network.services import make_organisation
from vises.apps.programmes import services
from vises.apps.programmes.queries.open_points import Point, Section, agenda, register_open
from vises.apps.programmes.services import Applying, add_participation, change_status
from vises.kernel.clock import today
from vises.kernel.problems import Forbidden, NotFound, Problem
from vises.platform.tables import Sheet, neutral, workbook
from vises.web.programmes.forms.first_hour import last_half_year

DAY = timedelta(days=1)


def test_an_agenda_is_made_from_what_is_open_in_two_languages(world: Any) -> None:
    cora, day = world.actor("cora"), today()
    assert agenda(cora, world.programme.id).sections == ()
    call = services.make_call(cora, world.programme.id, {"fr": "Appel"}, {}, day, day + 9 * DAY)
    services.apply(call.token, Applying("La Ruche", "", "x", "fr", "Ana", "ana@x.example"))
    change_status(cora, world.participation.id, "recruited")
    cohort = services.add_cohort(cora, world.programme.id, {"fr": "P1"}, day, day + 60 * DAY)
    other = add_participation(SYSTEM, world.programme, make_organisation(SYSTEM, "enterprise", "Autre"), cohort=cohort)
    change_status(SYSTEM, other.id, "recruited")
    change_status(SYSTEM, other.id, "active")
    services.ask_extension(cora, other, day + 100 * DAY, "time", reason_words="words that stay private")
    services.plan_body_session(cora, world.body.id, day + 5 * DAY, place="Salle bleue")
    page = agenda(cora, world.programme.id)
    assert [section.code for section in page.sections] == ["applications", "waiting", "extensions", "ends", "days"]
    for section in page.sections:
        assert section.titles["fr"] and section.titles["nl"] and section.titles["fr"] != section.titles["nl"]
        assert section.points and all(point.texts["fr"] and point.texts["nl"] for point in section.points)
    assert "words that stay private" not in repr(page)
    assert [row[2] for row in page.sittings] == [day + 5 * DAY]


def test_higher_rooms_add_what_is_open_with_them(world: Any) -> None:
    from vises.apps.programmes.queries import open_points

    def more(_actor: Any, programme: Any, languages: Any) -> list[Section]:
        texts = {code: f"{code} {programme.id}" for code in languages}
        return [Section("notes", texts, (Point(texts, {}),))]

    register_open(more)
    register_open(more)
    try:
        page = agenda(world.actor("cora"), world.programme.id, ("fr", "nl"))
        assert [section.code for section in page.sections] == ["notes"]
    finally:
        open_points._sources.remove(more)
    for name in ("fred", "an", "paula", "stranger cora"):
        with pytest.raises((NotFound, Forbidden)):
            agenda(world.actor(name), world.programme.id)


def lively(world: Any, name: str, *, opened: bool, on: date) -> Journey:
    """An enterprise with one session of two hours, seven people, and a confirmed portrait."""
    shop = make_organisation(SYSTEM, "enterprise", name)
    joined = add_participation(SYSTEM, world.programme, shop, federation=world.federation)
    journey = start_journey(SYSTEM, shop, participation=joined)
    if opened:
        open_to(SYSTEM, journey.id, {Role.COORDINATOR})
    group = stakeholders.add_stakeholder(SYSTEM, journey.id, names={"fr": "Clients"}, kind="public")
    session = sessions.plan_session(SYSTEM, journey.id, title="Atelier", on=on)
    sessions.hold_session(SYSTEM, session.id, presences=[(group.id, 7, "")], minutes=120)
    deliverables.touch(SYSTEM, journey, "portrait")
    deliverables.confirm(SYSTEM, journey.id, "portrait", name="x")
    return journey


def test_a_report_names_those_that_opened_and_pools_the_others_from_three_on(world: Any) -> None:
    day = today()
    for number in range(2):
        lively(world, f"Ouverte {number}", opened=True, on=day)
    lively(world, "Ouverte avant", opened=True, on=day - 400 * DAY)
    for number in range(2):
        lively(world, f"Fermée {number}", opened=False, on=day)
    cora = world.actor("cora")
    page = report(cora, world.programme.id, day - 30 * DAY, day)
    assert [line.enterprise for line in page.lines] == ["Ouverte 0", "Ouverte 1", "Ouverte avant"]
    first = page.lines[0].figures
    assert (first.sessions, first.present, first.minutes, first.person_hours, first.confirmed) == (1, 7, 120, 14, 1)
    assert page.lines[0].deliverables and page.lines[2].figures.sessions == 0
    assert (page.unnamed, page.left_out, page.pooled.sessions) == (2, 2, 2)
    assert "Fermée" not in repr(page)
    lively(world, "Fermée 2", opened=False, on=day)
    page = report(cora, world.programme.id, day - 30 * DAY, day)
    assert (page.unnamed, page.left_out, page.pooled.sessions, page.pooled.present) == (3, 0, 5, 35)


def test_the_number_of_queries_stays(world: Any, django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        lively(world, f"Boutique {number}", opened=True, on=today())
    cora = world.actor("cora")
    with django_assert_max_num_queries(14):
        report(cora, world.programme.id, today() - 30 * DAY, today())


def test_a_period_ends_after_it_begins(world: Any) -> None:
    with pytest.raises(Problem, match="dates"):
        report(world.actor("cora"), world.programme.id, today(), today() - DAY)
    for name in ("fred", "an", "patrick", "stranger cora"):
        with pytest.raises((NotFound, Forbidden)):
            report(world.actor(name), world.programme.id, today(), today())


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_last_half_year_is_six_whole_months(day: date) -> None:
    since, until = last_half_year(day)
    assert since.day == 1 and (until + DAY).day == 1 and until < day.replace(day=1) <= until + DAY
    assert (until.year - since.year) * 12 + until.month - since.month == 5


@given(st.lists(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30), min_size=1, max_size=20))
def test_no_cell_of_a_workbook_is_a_formula(texts: list[str]) -> None:
    texts += ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "=cmd|' /C calc'!A0"]
    data = workbook([Sheet("A", ["t", "n", "d"], [[text, 3, date(2026, 1, 2)] for text in texts])])
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()[1:]
    for row, text in zip(rows, texts, strict=True):
        assert str(row[0]) == neutral(text) and not str(row[0]).startswith(("=", "+", "-", "@", "\t"))
        assert row[1] == 3 and row[2] == date(2026, 1, 2)
