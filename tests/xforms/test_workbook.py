"""XLSForms: every sample but two is taken; what is refused is refused with its place."""

import io

import pytest
import xlsxwriter

from vises.xforms import FormProblem, parse_xform, read_xlsform

REFUSED = {"unknown_question_type.xls", "bad_calc.xlsx"}


def test_every_sample_but_two_is_taken(xlsforms):
    refused = set()
    for path in sorted(xlsforms.glob("*.xls*")):
        try:
            assert parse_xform(read_xlsform(path.read_bytes(), path.name)).questions
        except FormProblem:
            refused.add(path.name)
    assert refused == REFUSED


def test_the_two_are_refused_with_sheet_row_and_column(xlsforms):
    with pytest.raises(FormProblem) as caught:
        read_xlsform((xlsforms / "bad_calc.xlsx").read_bytes(), "bad_calc.xlsx")
    assert caught.value.code == "expression-broken"
    place = {name: caught.value.params[name] for name in ("sheet", "row", "column", "question")}
    assert place == {"sheet": "survey", "row": 2, "column": "calculation", "question": "badcalc"}
    with pytest.raises(FormProblem) as caught:
        read_xlsform((xlsforms / "unknown_question_type.xls").read_bytes(), "unknown_question_type.xls")
    assert caught.value.code == "workbook-columns-twice"
    assert caught.value.params == {"sheet": "survey", "row": 1, "column": "relevance", "found": "bind:relevant"}


def workbook(survey, choices=(), settings=()):
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    for name, rows in (("survey", survey), ("choices", choices), ("settings", settings)):
        if rows:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


HEAD = ["type", "name", "label", "relevant", "constraint", "calculation"]


@pytest.mark.parametrize(
    ("rows", "code", "place"),
    [
        ([["textt", "a", "A"]], "workbook-type", {"row": 2, "column": "type", "found": "textt"}),
        (
            [["text", "a", "A"], ["integer", "b", "B", "${nobody} = 1"]],
            "workbook-reference",
            {"row": 3, "found": "nobody"},
        ),
        ([["text", "a", "A"], ["text", "a", "B"]], "workbook-name", {"row": 3, "column": "name"}),
        ([["text", "my name", "A"]], "workbook-name", {"row": 2}),
        ([["select_one towns", "a", "A"]], "workbook-list", {"found": "towns"}),
        ([["begin group", "g", "G"], ["text", "a", "A"]], "workbook-group", {"row": 2}),
        ([["text", "", "A"]], "workbook-no-name", {"row": 2}),
        ([["integer", "a", "A", "", ". >"]], "expression-broken", {"row": 2, "column": "constraint", "question": "a"}),
        ([["integer", "a", "A", "fooo(1)"]], "expression-broken", {"row": 2, "column": "relevant"}),
        (
            [["text", "b", "B"], ["calculate", "a", "A", "", "", "1 +"]],
            "expression-broken",
            {"row": 3, "column": "calculation"},
        ),
    ],
)
def test_a_refusal_says_where(rows, code, place):
    with pytest.raises(FormProblem) as caught:
        read_xlsform(workbook([HEAD, *rows]), "form.xlsx")
    params = caught.value.params
    assert (caught.value.code, {key: params.get(key) for key in place}) == (code, place)
    assert params["sheet"] in {"survey", "choices"}


def test_a_workbook_without_questions_is_refused():
    with pytest.raises(FormProblem) as caught:
        read_xlsform(workbook([], [["list_name", "name", "label"], ["a", "b", "c"]], [["form_title"], ["x"]]), "x.xlsx")
    assert caught.value.code == "workbook-no-survey"


def test_the_file_names_a_form_that_does_not_name_itself():
    form = parse_xform(read_xlsform(workbook([HEAD, ["text", "a", "A"]]), "Enquête 2026.xlsx"))
    assert form.id == "Enquête_2026" or form.id.startswith("Enqu")


def test_languages_of_the_sheet_are_languages_of_the_form():
    head = ["type", "name", "label::Français (fr)", "label::Nederlands (nl)"]
    data = workbook(
        [head, ["select_one yn", "met", "Rencontré ?", "Ontmoet?"], ["text", "why", "Pourquoi ?", ""]],
        [["list_name", "name", head[2], head[3]], ["yn", "y", "oui", "ja"], ["yn", "n", "non", "nee"]],
        [["form_title", "default_language"], ["Titre", "Français (fr)"]],
    )
    form = parse_xform(read_xlsform(data, "x.xlsx"))
    assert form.languages == ("fr", "nl")
    assert form.question("met").labels == {"fr": "Rencontré ?", "nl": "Ontmoet?"}
    assert [dict(choice.labels) for choice in form.question("met").choices] == [
        {"fr": "oui", "nl": "ja"},
        {"fr": "non", "nl": "nee"},
    ]
    assert form.untranslated["nl"] == 1
