"""`vises analyse`: the same numbers from every usual export, in the page and in the file; bad input leaves nothing."""

import csv
import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vises.ops.analyse.answers import read_answers
from vises.ops.analyse.command import run
from vises.ops.analyse.problems import BadInput

SURVEY = [
    ["type", "name", "label::English (en)", "label::Français (fr)", "label::Nederlands (nl)", "relevant"],
    [
        "select_one yn",
        "met",
        "Did you meet anybody?",
        "Avez-vous rencontré quelqu'un ?",
        "Heb je iemand ontmoet?",
        "",
    ],
    ["begin_group", "about", "About you", "À propos de vous", "Over jou", ""],
    ["select_one price", "price", "Which price?", "Quel prix ?", "Welke prijs?", ""],
    ["select_multiple why", "why", "Why do you come?", "Pourquoi venez-vous ?", "Waarom kom je?", ""],
    ["integer", "visits", "How many visits?", "Combien de visites ?", "Hoeveel bezoeken?", ""],
    ["end_group", "", "", "", "", ""],
    [
        "select_one five",
        "alone",
        "Easy to come alone",
        "Facile de venir seul·e",
        "Makkelijk om alleen te komen",
        "",
    ],
    ["text", "more", "What else?", "Quoi d'autre ?", "Wat nog?", ""],
    ["select_one yn", "rare", "Did it ever frighten you?", "Avez-vous eu peur ?", "Was je ooit bang?", ""],
    ["note", "thanks", "Thank you", "Merci", "Dank je", ""],
]
CHOICES = [
    ["list_name", "name", "label::English (en)", "label::Français (fr)", "label::Nederlands (nl)"],
    ["yn", "y", "Yes", "Oui", "Ja"],
    ["yn", "n", "No", "Non", "Nee"],
    ["price", "reduced", "Reduced price", "Prix réduit", "Lage prijs"],
    ["price", "full", "Full price", "Plein tarif", "Volle prijs"],
    ["why", "buy", "To buy", "Acheter", "Kopen"],
    ["why", "sew", "To sew", "Coudre", "Naaien"],
    ["why", "meet", "To meet", "Rencontrer", "Ontmoeten"],
    *[["five", str(i), f"Step {i}", f"Degré {i}", f"Trap {i}"] for i in range(1, 6)],
]
LABELS = {(row[0], row[1]): row[3] for row in CHOICES}
Row = dict[str, str]


def make_form(path: Path, survey: list[list[str]] = SURVEY) -> Path:
    book = xlsxwriter.Workbook(str(path))
    for name, rows in (("survey", survey), ("choices", CHOICES)):
        sheet = book.add_worksheet(name)
        for i, row in enumerate(rows):
            sheet.write_row(i, 0, row)
    book.add_worksheet("settings").write_row(0, 0, ["form_title", "form_id"])
    book.get_worksheet_by_name("settings").write_row(1, 0, ["The shop", "shop"])
    book.close()
    return path


def people(count: int = 118) -> list[Row]:
    dice = random.Random(7)
    rows = []
    for i in range(count):
        rows.append(
            {
                "met": dice.choice("yyn"),
                "about/price": "reduced" if i < count * 0.6 else "full",
                "about/why": " ".join(sorted(dice.sample(["buy", "sew", "meet"], dice.randint(0, 3)))),
                "about/visits": str(dice.randint(1, 30)),
                "alone": str(dice.randint(1, 5)),
                "more": dice.choice(["", "L'été, «c'est» bien; même à deux, oui…", 'dit "oui"\nsur deux lignes']),
                "rare": "y" if i < 3 else "n",
            }
        )
    return rows


def write(path: Path, rows: list[Row], separator: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)
    return path


def renamed(change: Callable[[str], str]) -> list[Row]:
    return [{change(name): value for name, value in row.items()} for row in people()]


def split_choices(keep: bool) -> list[Row]:
    rows = []
    for row in people():
        chosen = row["about/why"].split()
        extra = {
            f"about/why/{v}": ("TRUE" if v in chosen else "FALSE") if chosen else "" for v in ("buy", "sew", "meet")
        }
        kept = {k: v for k, v in row.items() if keep or k != "about/why"}
        rows.append({**kept, **extra})
    return rows


def labelled() -> list[Row]:
    """As Kobo writes with labels: headings and answers in French, several choices in columns."""
    heading = {
        "met": "Avez-vous rencontré quelqu'un ?",
        "about/price": "Quel prix ?",
        "about/why": "Pourquoi venez-vous ?",
        "about/visits": "Combien de visites ?",
        "alone": "Facile de venir seul·e",
        "more": "Quoi d'autre ?",
        "rare": "Avez-vous eu peur ?",
    }
    lists = {"met": "yn", "rare": "yn", "about/price": "price", "alone": "five"}
    rows = []
    for row in people():
        told = {heading[k]: LABELS.get((lists.get(k, ""), v), v) for k, v in row.items()}
        chosen = row["about/why"].split()
        told["Pourquoi venez-vous ?"] = " ".join(LABELS["why", v] for v in chosen)
        for v in ("buy", "sew", "meet"):
            told[f"Pourquoi venez-vous ?/{LABELS['why', v]}"] = str(int(v in chosen)) if chosen else ""
        rows.append(told)
    return rows


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return make_form(tmp_path / "form.xlsx")


def analysed(form: Path, answers: Path, out: Path, *more: str) -> dict[str, Any]:
    assert run([str(form), str(answers), "--out", str(out), *more]) == 0
    told: dict[str, Any] = json.loads((out / "results.json").read_text())
    return told


def by_name(told: dict[str, Any]) -> dict[str, Any]:
    return {question["name"]: question for question in told["questions"]}


def test_counts_are_those_of_the_file(form: Path, tmp_path: Path) -> None:
    rows = people()
    told = analysed(form, write(tmp_path / "a.csv", rows), tmp_path / "out", "--lang", "en")
    asked = by_name(told)
    assert list(asked) == ["met", "about/price", "about/why", "about/visits", "alone", "more", "rare"]
    met = asked["met"]
    assert (met["type"], met["n"], met["missing"], met["label"]) == ("one", 118, 0, "Did you meet anybody?")
    assert met["methods"] == [{"id": "wilson", "name": "Wilson interval"}]
    assert [(c["value"], c["count"]) for c in met["table"]] == [
        (v, sum(row["met"] == v for row in rows)) for v in ("y", "n")
    ]
    assert met["interval"]["low"] < met["estimate"]["value"] < met["interval"]["high"]
    why = asked["about/why"]
    assert why["missing"] == sum(not row["about/why"] for row in rows)
    assert [c["count"] for c in why["table"]] == [
        sum(v in row["about/why"].split() for row in rows) for v in ("buy", "sew", "meet")
    ]
    visits = sorted(int(row["about/visits"]) for row in rows)
    assert asked["about/visits"]["estimate"] == {"what": "median", "value": (visits[58] + visits[59]) / 2}
    assert asked["alone"]["type"] == "scale"
    assert (asked["more"]["hidden"], asked["more"]["n"]) == ("words", sum(bool(row["more"]) for row in rows))
    assert told["answers"]["people"] == 118


@pytest.mark.parametrize(
    ("rows", "separator", "encoding"),
    [
        (people(), ";", "utf-8"),
        (people(), "\t", "utf-8"),
        (people(), ",", "utf-8-sig"),
        (people(), ";", "cp1252"),
        (people(), "\t", "utf-16"),
        (renamed(lambda name: name.replace("/", "-")), ",", "utf-8"),
        (renamed(lambda name: name.replace("/", ":")), ",", "utf-8"),
        (renamed(lambda name: f"data/{name}"), ",", "utf-8"),
        (renamed(lambda name: name.rsplit("/", 1)[-1]), ",", "utf-8"),
        (split_choices(keep=False), ",", "utf-8"),
        (split_choices(keep=True), ";", "utf-8"),
        (labelled(), ";", "utf-8-sig"),
    ],
    ids=[
        *("semicolon", "tab", "bom", "cp1252", "utf16", "odk", "briefcase", "root"),
        *("no-groups", "split", "both", "labels"),
    ],
)
def test_every_export_gives_the_same_numbers(
    form: Path, tmp_path: Path, rows: list[Row], separator: str, encoding: str
) -> None:
    plain = analysed(form, write(tmp_path / "plain.csv", people()), tmp_path / "plain", "--by", "price", "--lang", "fr")
    other = write(tmp_path / "other.csv", rows, separator, encoding)
    told = analysed(form, other, tmp_path / "other", "--by", "about/price", "--lang", "fr")
    assert told["questions"] == plain["questions"]


def test_a_workbook_gives_the_same_numbers(form: Path, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    rows = people()
    sheet.write_row(0, 0, list(rows[0]))
    for i, row in enumerate(rows, start=1):
        sheet.write_row(i, 0, [int(v) if v.isdigit() else v for v in row.values()])
    book.close()
    plain = analysed(form, write(tmp_path / "plain.csv", rows), tmp_path / "plain")
    told = analysed(form, tmp_path / "a.xlsx", tmp_path / "out")
    assert told["questions"] == plain["questions"]


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_page_and_file_say_the_same_numbers(form: Path, tmp_path: Path, language: str) -> None:
    answers = write(tmp_path / "a.csv", people())
    told = analysed(form, answers, tmp_path / "out", "--lang", language, "--by", "price")
    html = (tmp_path / "out" / "report.html").read_text()
    assert f'<html lang="{language}">' in html
    sections = html.split('<div id="q')[1:]
    assert len(sections) == len(told["questions"])
    joint = {"fr": "sur", "nl": "van de", "en": "of"}[language]
    for section, question in zip(sections, told["questions"], strict=True):
        tables, drawings = (
            "".join(re.findall(r"<table.*?</table>", section, re.DOTALL)),
            section.split("<table")[0],
        )
        assert question["label"].split("'")[0] in section
        if question["hidden"] or question["type"] == "number":
            continue
        whole = question["table"]
        parts = [c for group in question.get("split", {}).get("groups", []) for c in group["table"]]
        for cell in [*whole, *parts]:
            words = f"{cell['count']} {joint} {cell['of']}"
            assert words in tables and words in drawings
            assert f"{cell['percent']}\u00a0%" in tables
            low, high = int(100 * cell["low"] + 0.5), int(100 * cell["high"] + 0.5)
            assert re.search(rf"\b{low}\u00a0% \w+ {high}\u00a0%", tables)


def test_a_rare_answer_hides_its_question_and_leaves_no_number(form: Path, tmp_path: Path) -> None:
    told = analysed(form, write(tmp_path / "a.csv", people()), tmp_path / "out", "--lang", "en")
    rare = by_name(told)["rare"]
    assert rare == {
        "name": "rare", "label": "Did it ever frighten you?", "type": "one", "hidden": "small",
        "n": None, "missing": None, "methods": [],
    }  # fmt: skip
    html = (tmp_path / "out" / "report.html").read_text()
    section = html.split("Did it ever frighten you?")[-1].split("</section>")[0]
    assert "told in words" in section
    assert "115" not in section and "<svg" not in section


def test_a_handful_of_people_is_not_even_counted(form: Path, tmp_path: Path) -> None:
    told = analysed(form, write(tmp_path / "a.csv", people(4)), tmp_path / "out", "--lang", "en")
    assert told["answers"]["people"] is None
    assert {question["hidden"] for question in told["questions"]} == {"small"}
    assert "Fewer than 5 people answered" in (tmp_path / "out" / "report.html").read_text()


def test_the_page_loads_nothing_from_outside(form: Path, tmp_path: Path) -> None:
    analysed(form, write(tmp_path / "a.csv", people()), tmp_path / "out", "--by", "met")
    html = (tmp_path / "out" / "report.html").read_text()
    assert "<script" not in html and "url(" not in html and "@import" not in html and " src=" not in html
    assert {link[:1] for link in re.findall(r'href="([^"]*)"', html)} == {"#"}
    assert "<svg" in html and "<style>" in html
    assert set(re.findall(r"https?://[^\"' ]+", html)) <= {"http://www.w3.org/2000/svg"}


def test_what_people_wrote_stays_out(form: Path, tmp_path: Path) -> None:
    rows = people()
    for i, row in enumerate(rows):
        row["more"] = f"canary-{i}"
    rows[0]["met"] = "canary-not-listed"
    analysed(form, write(tmp_path / "a.csv", rows), tmp_path / "out")
    for name in ("report.html", "results.json"):
        assert "canary" not in (tmp_path / "out" / name).read_text()


def test_questions_without_a_column_and_repeats_are_named(tmp_path: Path) -> None:
    survey = [
        *SURVEY,
        ["begin_repeat", "child", "Child", "Enfant", "Kind", ""],
        ["integer", "age", "How old?", "Quel âge ?", "Hoe oud?", ""],
        ["end_repeat", "", "", "", "", ""],
    ]
    rows = [{k: v for k, v in row.items() if k != "alone"} for row in people()]
    told = analysed(
        make_form(tmp_path / "f.xlsx", survey),
        write(tmp_path / "a.csv", rows),
        tmp_path / "o",
        "--lang",
        "en",
    )
    assert [q["name"] for q in told["without_column"]] == ["alone"]
    assert [q["name"] for q in told["asked_several_times"]] == ["child/age"]
    html = (tmp_path / "o" / "report.html").read_text()
    assert "Easy to come alone" in html and "How old?" in html


def test_the_last_answer_dates_the_data(form: Path, tmp_path: Path) -> None:
    rows = [{**row, "_submission_time": f"2026-03-0{1 + i % 9}T10:00:00"} for i, row in enumerate(people())]
    told = analysed(form, write(tmp_path / "a.csv", rows), tmp_path / "out", "--lang", "fr")
    assert told["answers"]["until"] == "2026-03-09"
    assert "9 mars 2026" in (tmp_path / "out" / "report.html").read_text()


def test_progress_is_told_and_the_same_question_gives_the_same_answer(
    form: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = write(tmp_path / "a.csv", people())
    analysed(form, answers, tmp_path / "out", "--lang", "nl")
    told = capsys.readouterr()
    assert told.out == ""
    assert "Vraag 7 van 7" in told.err and "report.html" in told.err
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    analysed(form, answers, tmp_path / "out", "--lang", "nl")
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    assert set(before) == {"report.html", "results.json"}


def refused(words: list[str], capsys: pytest.CaptureFixture[str], out: Path) -> str:
    assert run(words) == 2
    assert not out.exists()
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    return told.err


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "vide"),
        (b"   \n \n", "vide"),
        (b"met,alone\n", "seulement un en-t\u00eate"),
        (b"met,alone\ny,1\ny,1,2,3\n", "ligne 3"),
        (b'met,alone\n"y,1\ny,2\n', "guillemet"),
        (b"colour,size\nred,3\n", "Aucune question"),
        (b"%PDF-1.4\x00\x00\x01", "ni un fichier CSV ni un classeur"),
        (b"PK\x03\x04 this is no workbook", "pas un classeur lisible"),
    ],
)
def test_bad_answers_say_what_to_do_and_leave_nothing(
    form: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, words: str
) -> None:
    answers, out = tmp_path / "answers.csv", tmp_path / "out"
    answers.write_bytes(data)
    told = refused([str(form), str(answers), "--out", str(out), "--lang", "fr"], capsys, out)
    assert words.lower() in told.lower()
    assert "answers.csv" in told


def test_bad_forms_say_what_to_do(form: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers, out = write(tmp_path / "a.csv", people()), tmp_path / "out"
    wrong = make_form(tmp_path / "wrong.xlsx", [*SURVEY, ["unheard_of", "x", "X", "X", "X", ""]])
    (tmp_path / "no.xlsx").write_bytes(b"nothing of the kind")
    for bad in (wrong, tmp_path / "no.xlsx", tmp_path / "absent.xlsx", tmp_path):
        told = [
            refused([str(bad), str(answers), "--out", str(out), "--lang", lang], capsys, out)
            for lang in ("fr", "nl", "en")
        ]
        assert all(len(words) > 20 for words in told)
        assert len(set(told)) == 3
    told = refused([str(wrong), str(answers), "--out", str(out), "--lang", "en"], capsys, out)
    assert "survey" in told and "12" in told


@pytest.mark.parametrize(
    ("by", "words"), [("nobody", "no such question"), ("more", "one choice"), ("about/why", "one choice")]
)
def test_a_wrong_grouping_names_those_that_fit(
    form: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], by: str, words: str
) -> None:
    answers, out = write(tmp_path / "a.csv", people()), tmp_path / "out"
    told = refused([str(form), str(answers), "--out", str(out), "--by", by, "--lang", "en"], capsys, out)
    assert words in told and "about/price" in told


def test_wrong_words_on_the_command_line(form: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers, out = write(tmp_path / "a.csv", people()), tmp_path / "out"
    assert "vises analyse" in refused([], capsys, out)
    assert "Usage" in refused([str(form), "--lang", "fr"], capsys, out)
    assert "fr|nl|en" in refused([str(form), str(answers), "--out", str(out), "--lang", "de"], capsys, out)
    assert "cannot be read" in refused(
        [str(form), str(tmp_path / "x.csv"), "--out", str(out), "--lang", "en"], capsys, out
    )


def test_a_folder_that_cannot_be_one(form: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = write(tmp_path / "a.csv", people())
    (tmp_path / "file").write_text("mine")
    for place in (tmp_path / "file", tmp_path / "file" / "deeper"):
        assert run([str(form), str(answers), "--out", str(place), "--lang", "en"]) == 2
        assert "--out" in capsys.readouterr().err
    assert (tmp_path / "file").read_text() == "mine"


TANGLED = st.text(alphabet="a,;\"\n\r\t é1\x00'", max_size=120).map(str.encode)


@given(
    st.one_of(
        st.binary(max_size=200),
        TANGLED,
        *(
            TANGLED.map(lambda data, mark=mark: mark + data)
            for mark in (b"PK\x03\x04", b"\xff\xfe", b"sep=", b"\xef\xbb\xbf")
        ),
    )
)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_file_breaks_the_reader(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "hostile"
    path.write_bytes(data)
    try:
        frame = read_answers(path)
    except BadInput as problem:
        assert "hostile" in str(problem)
    else:
        assert frame.height > 0


def test_two_cells_far_apart_do_not_fill_the_memory(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "far.xlsx"), {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write(0, 0, "met")
    sheet.write(1_048_575, 16_383, "y")
    book.close()
    with pytest.raises(BadInput, match=r"far\.xlsx"):
        read_answers(tmp_path / "far.xlsx")


def test_numbers_are_read_alike_with_and_without_a_grouping_question(form: Path, tmp_path: Path) -> None:
    """As people write them: a decimal comma, a space in thousands, words, nothing; people of no group too."""
    rows = people(240)
    written = ["1\u00a0000", "2,5", " 7 ", "many", "", "1e3", "12.5"]
    for place, row in enumerate(rows):
        row["about/visits"] = written[place % len(written)]
        if place % 11 == 0:
            row["about/price"] = ""
    alone = analysed(form, write(tmp_path / "a.csv", rows), tmp_path / "alone")["questions"]
    beside = analysed(form, tmp_path / "a.csv", tmp_path / "beside", "--by", "price")["questions"]
    visits, split = (next(q for q in told if q["name"] == "about/visits") for told in (alone, beside))
    assert split.pop("split")["hidden"] == ""
    assert visits["unreadable"] == sum(row["about/visits"] == "many" for row in rows)
    for name in ("n", "missing", "unreadable", "estimate", "interval", "table"):
        assert visits[name] == split[name], name


def test_a_command_that_works_alone_loads_no_pages_and_no_tables() -> None:
    """`vises analyse` and `vises check` start without the server's rooms; the same words come out."""
    said = subprocess.run(
        [sys.executable, "-c", ALONE],
        env={name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"},
        capture_output=True,
        text=True,
    )
    assert said.stdout.splitlines()[-1] == "", said.stderr


ALONE = """
import sys
from vises.ops.main import main
assert main(["check", "nowhere.xlsx", "--lang", "nl"]) == 2 and main(["analyse"]) == 2
loaded = sys.modules
print()
print(" ".join(name for name in ("vises.apps", "vises.web", "allauth", "weasyprint", "scipy.stats") if name in loaded))
"""
