"""`vises check` and the words for what is wrong with a questionnaire."""

import re
from pathlib import Path

import pytest

from vises.ops.check.command import run
from vises.platform.wording.forms import ANSWERS, WORDINGS, word_answer, word_problem
from vises.xforms import AnswerProblem, FormProblem

XFORMS = Path(__file__).resolve().parents[2] / "src" / "vises" / "xforms"


@pytest.fixture
def samples(shared):
    return shared / "standards" / "xlsform"


def test_a_sound_questionnaire_is_described(samples, capsys):
    assert run([str(samples / "socio-economic-survey.xlsx"), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "Socio-economic Survey" in told and "17 questions" in told and "French" in told
    assert run([str(samples / "socio-economic-survey.xlsx"), "--lang=nl"]) == 0
    assert "Deze vragenlijst is bruikbaar." in capsys.readouterr().out


def test_every_sample_is_sound_but_two(samples, capsys):
    wrong = {path.name for path in samples.glob("*.xls*") if run([str(path)]) != 0}
    assert wrong == {"unknown_question_type.xls", "bad_calc.xlsx"}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "bad_calc.xlsx",
            {
                "en": ["row 2", "“calculation”", "badcalc", "Write a formula"],
                "fr": ["ligne 2", "«\u00a0calculation\u00a0»"],
            },
        ),
        (
            "unknown_question_type.xls",
            {"en": ["“survey”", "“relevance”", "delete the other"], "nl": ["kolom “relevance”"]},
        ),
    ],
)
def test_a_broken_one_is_refused_with_place_and_remedy(samples, capsys, name, words):
    for language, parts in words.items():
        assert run([str(samples / name), "--lang", language]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        for part in parts:
            assert part in told.err


@pytest.mark.parametrize("argv", [["nowhere.xlsx"], [], ["a", "b", "c"], ["--lang", "xx", "x.xlsx"], ["/"]])
def test_bad_input_is_status_two_with_a_message(argv, capsys):
    assert run(argv) == 2
    told = capsys.readouterr()
    assert told.out == "" and told.err.strip()


def test_what_lacks_a_translation_is_told(tmp_path, capsys):
    path = tmp_path / "list.txt"
    path.write_text("# Essai\nUne ?\nnl: Een?\nDeux ? {two}\n", encoding="utf-8")
    assert run([str(path), "--lang", "en"]) == 0
    assert "Not translated into nl: 1 question (two)" in capsys.readouterr().out


def test_every_problem_that_is_raised_has_words_that_name_no_gap():
    source = "".join(path.read_text(encoding="utf-8") for path in XFORMS.rglob("*.py"))
    raised = set(re.findall(r'FormProblem\(\s*"([a-z-]+)"', source)) | set(re.findall(r'code = "([a-z-]+)" if', source))
    assert raised and raised <= set(WORDINGS)
    for code in WORDINGS:
        texts = {word_problem(FormProblem(code, sheet="survey", row=3), language) for language in ("fr", "nl", "en")}
        assert len(texts) == 3
        assert all("%(" not in text for text in texts)


def test_answers_are_worded_by_the_form_first():
    assert word_answer(AnswerProblem("q", "constraint", "Moins de 5"), "nl") == "Moins de 5"
    assert word_answer(AnswerProblem("q", "type", "", {"type": "int"}), "en") == "Give a whole number, in figures."
    said = {word_answer(AnswerProblem("q", code, "", {"limit": 9}), "fr") for code in ANSWERS}
    assert len(said) == len(ANSWERS)
