"""XLSForms: every sample but two is taken; what is refused is refused with its place."""

import io

import pytest
import xlsxwriter

from vises.platform.wording import word_problems
from vises.xforms import FormProblem, parse_xform, read_xlsform
from vises.xforms.looked_over import MOST, look_over, meaning, mend
from vises.xforms.workbook import _open

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
    said = [(one.code, one.params["row"], one.params["found"]) for one in (caught.value, *caught.value.also)]
    assert said == [("workbook-columns-twice", 1, "bind:relevant"), ("workbook-type", 52, "unknown")]
    words = word_problems(caught.value, "en")
    assert len(words) == 2 and words[1].startswith("Sheet “survey”, row 52, column “type”")
    assert "“unknown”" in words[1] and "Use text, integer" in words[1]


def test_nothing_is_found_in_what_is_taken(xlsforms):
    """What is told beside a refusal must not be a thing that others may do."""
    for path in sorted(xlsforms.glob("*.xls*")):
        if path.name not in REFUSED:
            book = _open(path.read_bytes(), path.suffix)
            mend(book.survey)
            heads = [[head for row in part or () for head in row] for part in (book.survey_header, book.choices_header)]
            assert look_over(book.survey, book.choices or (), *heads) == [], path.name


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


def test_everything_that_is_wrong_is_told_at_once():
    rows = [
        ["textt", "a", "A"],
        ["integer", "a b", "B"],
        ["integer", "c", "C", "${nobody} > 1", ". > 3 and"],
        ["select_one towns", "d", "D"],
        ["text", "c", "again"],
        ["begin group", "g", "G"],
        ["text", "c", "its own place"],
        ["end repeat"],
        ["", "x", "X"],
        ["text", "", "no name"],
        ["selct_one yn", "y", "Y"],
    ]
    choices = [["list_name", "name", "label"], ["yn", "y", "yes"]]
    with pytest.raises(FormProblem) as caught:
        read_xlsform(workbook([[*HEAD, "relevance"], *rows], choices), "form.xlsx")
    said = [(one.code, one.params["row"]) for one in (caught.value, *caught.value.also)]
    assert said == [
        ("workbook-columns-twice", 1),
        ("workbook-type", 2),
        ("workbook-name", 3),
        ("workbook-reference", 4),
        ("expression-broken", 4),
        ("workbook-list", 5),
        ("workbook-name", 6),
        ("workbook-group", 7),
        ("workbook-group", 9),
        ("workbook-no-type", 10),
        ("workbook-no-name", 11),
        ("workbook-type", 12),
    ]
    for language in ("fr", "nl", "en"):
        words = word_problems(caught.value, language)
        assert len(words) == len(said) and all("12" in word or "survey" in word for word in words)
    assert "“select_one yn”" in word_problems(caught.value, "en")[-1]


def test_a_thousand_mistakes_are_not_told_at_once():
    rows = [[f"kind{number}", f"q{number}", "?"] for number in range(1000)]
    with pytest.raises(FormProblem) as caught:
        read_xlsform(workbook([HEAD, *rows]), "form.xlsx")
    assert len(caught.value.also) < MOST


def test_a_form_that_names_itself_among_its_questions():
    rows = [["set form title", "Mon enquête"], ["set form id", "mine"], ["text", "a", "A"]]
    form = parse_xform(read_xlsform(workbook([HEAD, *rows]), "x.xlsx"))
    assert form.id == "mine" and [question.name for question in form.questions] == ["a"]


@pytest.mark.parametrize(
    ("heading", "what"),
    [
        ("relevant", ("bind", "relevant")),
        ("Relevance", ("bind", "relevant")),
        ("bind::relevant", ("bind", "relevant")),
        ("constraint message", ("bind", "jr:constraintMsg")),
        ("bind::jr:constraintMsg", ("bind", "jr:constraintMsg")),
        ("label::Français (fr)", ("label", "Français (fr)")),
        ("caption:english", ("label", "english")),
        ("command", ("type",)),
        ("", ()),
    ],
)
def test_headings_mean_the_same_however_they_are_written(heading, what):
    assert meaning(heading) == what
