"""The register of indicators: what a number means, its values over time, what may be shown, citing it."""

from datetime import date
from typing import Any

import pytest

from vises.analysis.over_time import Column, over_time
from vises.apps.access.actor import SYSTEM
from vises.apps.collection.models import Indicator, IndicatorValue, RecordTable
from vises.apps.collection.queries import indicators as queries
from vises.apps.collection.rules.periods import expected, read_number, read_period
from vises.apps.collection.services import indicators
from vises.apps.collection.services.indicators import Kept, Meaning
from vises.apps.findings.models import Evidence, Finding
from vises.apps.findings.queries.ground import grounds
from vises.apps.findings.services import evidence, findings
from vises.kernel.problems import Forbidden, NotFound, Problem
from vises.platform.files.models import StoredFile

MEALS = Meaning(
    {"fr": "Repas pris ensemble", "nl": "Samen gegeten"},
    "Repas de midi à la grande table, personnel compris.",
    "Carnet de cuisine",
    "quarter",
    "repas",
)
PEOPLE = Meaning(
    {"fr": "Départs vers un emploi"}, "Un contrat d'un mois au moins.", "Fiches", "year", "personnes", True
)


@pytest.mark.parametrize(
    ("said", "frequency", "meant"),
    [
        ("2024", "year", "2024"),
        ("2024-03", "month", "2024-03"),
        ("03/2024", "month", "2024-03"),
        ("3.2024", "month", "2024-03"),
        ("2024 Q1", "quarter", "2024-Q1"),
        ("T1 2024", "quarter", "2024-Q1"),
        ("K4-2024", "quarter", "2024-Q4"),
        ("S2 2024", "half-year", "2024-H2"),
        ("2024-H1", "half-year", "2024-H1"),
        ("2024", "month", None),
        ("2024-13", "month", None),
        ("2024 Q5", "quarter", None),
        ("2024-03", "year", None),
        ("hier", "year", None),
        ("99999", "year", None),
        ("", "year", None),
    ],
)
def test_periods_are_understood_as_people_write_them(said: str, frequency: str, meant: str | None) -> None:
    assert read_period(said, frequency) == meant


def test_numbers_are_understood_as_people_write_them() -> None:
    told = {"1 234,5": 1234.5, "1.234,5": 1234.5, "1,234.5": 1234.5, "-3": -3, "\u22123": -3, "12": 12}
    assert {text: read_number(text) for text in told} == told
    assert all(read_number(text) is None for text in ("", "x", "1e5", "nan", "inf", "=1+1", "9" * 40, "1,2,3"))


def test_periods_that_are_over_and_have_no_value_are_expected() -> None:
    assert expected("quarter", ["2025-Q3", "2026-Q1"], date(2026, 11, 25)) == [
        "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3",
    ]  # fmt: skip
    assert expected("year", ["2023"], date(2026, 1, 1)) == ["2023", "2024", "2025"]
    assert expected("month", ["2026-12"], date(2026, 11, 25)) == ["2026-12"] and not expected(
        "year", [], date(2026, 1, 1)
    )


def test_values_are_typed_or_pasted_all_or_none(line: Any, world: Any) -> None:
    row = indicators.define(world.actor("nadia"), line.id, MEALS)
    pasted = "Période\tRepas\n2025 Q1\t1 210\n2025-Q2\t1180\tcuisine en travaux\nT4 2025\t1302"
    assert indicators.write_values(world.actor("nadia"), row.id, pasted) == Kept(3, 0, 0)
    assert indicators.write_values(SYSTEM, row.id, "2025 Q1; 1215\n2025 Q2; 1180; cuisine en travaux") == Kept(0, 1, 1)
    with pytest.raises(Problem, match="indicator-value"):
        indicators.write_values(SYSTEM, row.id, "2026 Q1; 3\n2026 Q2; beaucoup")
    assert IndicatorValue.objects.count() == 3
    view = queries.indicator(world.actor("nadia"), row.id)
    assert [point.period for point in view.points[:4]] == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    assert "2025-Q3" in view.missing and view.points[0].value == 1215 and view.points[1].note == "cuisine en travaux"
    table = RecordTable.objects.get()
    assert [cells[0] for cells in table.rows] == ["2025-Q1", "2025-Q2", "2025-Q4"] and table.columns[1] == "repas"


@pytest.mark.parametrize("text", ["", "\n", "2025", ";", "x;1\n2025;2\ny;3", "2025;1\n2025;2", "2025;-1", "2025;1,5",
                                  "2025;nan", "=cmd|'/c'!A1;2\n2025;x", "\0;1", "2025;1\n" * 5000])  # fmt: skip
def test_what_cannot_be_read_is_refused(line: Any, text: str) -> None:
    row = indicators.define(SYSTEM, line.id, PEOPLE)
    with pytest.raises(Problem):
        indicators.write_values(SYSTEM, row.id, text)
    assert not IndicatorValue.objects.exists()


def test_fewer_than_five_people_stand_nowhere_that_is_read_along(line: Any, world: Any) -> None:
    row = indicators.define(SYSTEM, line.id, PEOPLE)
    indicators.write_values(SYSTEM, row.id, "2023; 12\n2024; 4\n2025; 0")
    seen = queries.indicator(world.actor("nadia"), row.id)
    assert [(point.value, point.few, point.written) for point in seen.points[:3]] == [
        (12, False, None), (None, True, None), (None, True, None),
    ]  # fmt: skip
    assert [cells[1] for cells in RecordTable.objects.get().rows] == ["12", "< 5", "< 5"]
    written = queries.indicator(world.actor("nadia"), row.id, may_write=True)
    assert [point.written for point in written.points[:3]] == [12, 4, 0]
    with pytest.raises((NotFound, Forbidden)):
        queries.indicator(world.actor("fred"), row.id, may_write=True)
    drawing = over_time([Column(p.period, p.value, p.few) for p in seen.points], "fr", {})
    assert drawing.count('class="column"') == 1 and 'class="few"' in drawing and ">4<" not in drawing


def test_an_indicator_says_what_it_means_and_follows_no_money(line: Any) -> None:
    for change, code in (
        ({"titles": {}}, "title"), ({"definition": " "}, "definition"), ({"source": ""}, "source"),
        ({"unit": ""}, "unit"),
        ({"frequency": "hourly"}, "how-often"), ({"unit": "milliers d'euros"}, "money"), ({"unit": "€"}, "money"),
    ):  # fmt: skip
        with pytest.raises(Problem, match=f"indicator-{code}"):
            indicators.define(SYSTEM, line.id, Meaning(**{**MEALS.__dict__, **change}))
    assert not Indicator.objects.exists() and not RecordTable.objects.exists()
    row = indicators.define(SYSTEM, line.id, PEOPLE)
    indicators.write_values(SYSTEM, row.id, "2025; 3")
    for change, code in (({"frequency": "month"}, "frequency"), ({"of_people": False}, "of-people")):
        with pytest.raises(Problem, match=f"indicator-{code}"):
            indicators.change(SYSTEM, row.id, Meaning(**{**PEOPLE.__dict__, **change}))
    indicators.change(SYSTEM, row.id, Meaning(**{**PEOPLE.__dict__, "unit": "gens"}))
    assert RecordTable.objects.get().columns[1] == "gens"


def test_a_finding_cites_it_with_its_thread_and_is_told_when_a_value_changes(line: Any, world: Any) -> None:
    row = indicators.define(SYSTEM, line.id, PEOPLE)
    indicators.write_values(SYSTEM, row.id, "2024; 4\n2025; 17")
    finding = findings.write_finding(SYSTEM, world.journey.id, statements={"fr": "Plus de départs."})
    evidence.add_evidence(SYSTEM, finding.id, says={"fr": "Ils montent."}, records_id=row.table_id)
    inside = grounds([Finding.objects.get()], public=False)[finding.id]["evidence"][0]
    outside = grounds([Finding.objects.get()], public=True)[finding.id]["evidence"][0]
    assert inside["records"]["rows"] == [["2024", "< 5", ""], ["2025", "17", ""]]
    assert outside["records"] == {"titles": PEOPLE.titles, "source": "Fiches"}
    assert inside["plan"]["looks_at"] == outside["plan"]["looks_at"] == {"fr": "Les rencontres"}
    indicators.write_values(SYSTEM, row.id, "2026; 9")
    assert Evidence.objects.get().lost_ground == ""  # one more period takes nothing away
    indicators.write_values(SYSTEM, row.id, "2025; 18")
    assert Evidence.objects.get().lost_ground == "recalculated"


def test_strangers_neither_see_nor_write_it_and_its_documents_stay_inside(line: Any, world: Any) -> None:
    row = indicators.define(SYSTEM, line.id, MEALS)
    file = indicators.add_file(SYSTEM, row.id, "carnet.csv", [b"a;b"])
    for name in ("stranger nadia", "stranger claire"):
        stranger = world.actor(name)
        for act in (
            lambda: queries.indicator(stranger, row.id),  # noqa: B023
            lambda: queries.indicator_file(stranger, row.id, file.id),  # noqa: B023
            lambda: indicators.write_values(stranger, row.id, "2025 Q1; 1"),  # noqa: B023
            lambda: indicators.add_file(stranger, row.id, "a.csv", [b"x"]),  # noqa: B023
            lambda: indicators.define(stranger, line.id, MEALS),  # noqa: B023
        ):
            with pytest.raises(NotFound):
                act()
    for name, data in (("a.exe", b"MZ"), ("a.csv", b""), ("a.csv", b"x" * 11_000_000)):
        with pytest.raises(Problem):
            indicators.add_file(SYSTEM, row.id, name, [data])
    assert StoredFile.objects.count() == 1
    indicators.drop_file(SYSTEM, row.id, file.id)
    assert not StoredFile.objects.exists()
