"""Questionnaires typed as plain lists."""

import pytest

from vises.xforms import FormProblem, FormState, parse_xform, read_plain_list
from vises.xforms.plain_list import __doc__ as manual


def form_of(text, language="fr"):
    return parse_xform(read_plain_list(text, language))


def test_the_example_of_the_manual_is_a_form():
    form = form_of(manual.split("```")[1])
    assert [(q.name.rpartition("/")[2], q.kind, q.required) for q in form.questions] == [
        ("avez_vous_rencontre_quelqu_un", "one", True),
        ("combien_de_fois_etes_vous", "number", False),
        ("qu_est_ce_que_vous", "several", False),
        ("qu_est_ce_que_vous_autre_chose", "text", False),
        ("vous_vous_sentez_accueilli_e", "scale", False),
        ("changement", "text", False),
    ]
    assert form.titles == {"fr": "Enquête auprès des client·e·s", "nl": "Enquête bij de klanten"}
    assert form.languages == ("fr", "nl")


@pytest.mark.parametrize(
    ("mark", "kind", "kept", "control"),
    [
        ("(number)", "number", "int", "input"),
        ("(nombre)", "number", "int", "input"),
        ("(aantal)", "number", "int", "input"),
        ("(décimal)", "number", "decimal", "input"),
        ("(kommagetal)", "number", "decimal", "input"),
        ("(date)", "date", "date", "input"),
        ("(datum)", "date", "date", "input"),
        ("(heure)", "other", "time", "input"),
        ("(texte long)", "text", "string", "input"),
        ("(lange tekst)", "text", "string", "input"),
        ("(note)", "note", "string", "input"),
        ("(smileys)", "scale", "string", "select1"),
        ("(échelle 0-10: pas du tout … tout à fait)", "scale", "string", "select1"),
        ("(schaal 1 tot 5)", "scale", "string", "select1"),
        ("(comme avant)", "text", "string", "input"),
        ("", "text", "string", "input"),
    ],
)
def test_marks_in_three_languages(mark, kind, kept, control):
    question = form_of(f"Une question ? {mark}").questions[0]
    assert (question.kind, question.type, question.control) == (kind, kept, control)
    assert question.labels["fr"] == ("Une question ? (comme avant)" if mark == "(comme avant)" else "Une question ?")


def test_pages_conditions_and_required_are_kept_while_answering():
    form = form_of(
        "1. Déjà venu ? * {been}\n- oui\n- non\n2. Combien de fois ? (nombre) (si 1 = oui)\n"
        "## Plus loin {far} (si 2 >= 3)\nPourquoi si souvent ? {why} (obligatoire)\n"
    )
    state = FormState(form, None, "uuid:1", "fr")
    assert [page.label for page in state.pages()] == [""]
    assert [(p.ref, p.code) for p in state.problems()] == [("been", "required")]
    state.set({"been": ["oui"]})
    assert [control.name for control in state.pages()[0].controls()] == ["been", "combien_de_fois"]
    state.set({"combien_de_fois": ["3"]})
    assert [page.label for page in state.pages()] == ["", "Plus loin"]
    assert [(p.ref, p.code) for p in state.problems()] == [("far/why", "required")]
    state.set({"been": ["non"]})
    assert state.problems() == []


@pytest.mark.parametrize(
    ("condition", "values", "shown"),
    [
        ("si 1", {"a": ["x"]}, True),
        ("si 1", {}, False),
        ("if a = x", {"a": ["x"]}, True),
        ("als a != x", {"a": ["y"]}, True),
        ("als a != x", {"a": ["x"]}, False),
        ("als a != x", {}, False),
        ("si b = pommes", {"b": ["pommes", "poires"]}, True),
        ("si b != pommes", {"b": ["poires"]}, True),
        ("si b != pommes", {"b": ["pommes"]}, False),
        ("si n > 2", {"n": ["3"]}, True),
        ("si n > 2", {"n": ["2"]}, False),
        ("si n < 2", {}, False),
        ("si n ≠ 2", {"n": ["3"]}, True),
    ],
)
def test_conditions(condition, values, shown):
    text = f"A {{a}}\nB ? (plusieurs) {{b}}\n- pommes\n- poires\nN (nombre) {{n}}\nQuestion {{z}} ({condition})"
    state = FormState(form_of(text))
    state.set(values)
    assert any(control.name == "z" for page in state.pages() for control in page.controls()) is shown


def test_another_answer_opens_a_field():
    state = FormState(form_of("Ville ? {town}\nnl: Stad?\n- Lille\n- autre…"), None, "u", "nl")
    assert len(list(state.pages()[0].controls())) == 1
    state.set({"town": ["autre"]})
    assert [c.label for c in state.pages()[0].controls()] == ["Stad?", "Licht toe"]


def test_names_stay_when_a_question_is_added_before():
    first = form_of("Quel âge ?\nQuelle ville ?").questions
    second = form_of("Bonjour ? \nQuel âge ?\nQuelle ville ?").questions
    assert [q.name for q in second][1:] == [q.name for q in first]


def test_twins_get_different_names_and_versions_follow_the_content():
    form = form_of("Encore ?\nEncore ?")
    assert [q.name for q in form.questions] == ["encore", "encore_2"]
    assert form.version == form_of("Encore ?\nEncore ?").version != form_of("Encore ?\nEncore !").version


def test_hints_and_languages():
    form = form_of(
        "language: en\nHow are you?\nfr: Ça va ?\n> Be honest.\nfr: Soyez franc.\n"
        "- well\n  fr: bien\n- not well\n  fr: mal"
    )
    question = form.questions[0]
    assert form.default_language == "en"
    assert question.labels == {"en": "How are you?", "fr": "Ça va ?"}
    assert question.hints == {"en": "Be honest.", "fr": "Soyez franc."}
    assert [choice.labels["fr"] for choice in question.choices] == ["bien", "mal"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "plain-empty", 1),
        ("# Titre", "plain-empty", 1),
        ("- seul", "plain-choice-alone", 1),
        ("A\n\n## P\n- seul", "plain-choice-alone", 4),
        ("A ?\n- un seul", "plain-few-choices", 1),
        ("A ? (plusieurs)", "plain-few-choices", 1),
        ("A (nombre)\n- un", "plain-choice-kind", 2),
        ("A {1x}", "plain-name", 1),
        ("A {x}\nB {x}", "plain-duplicate", 2),
        ("A (échelle 1-50)", "plain-scale", 1),
        ("A (si 2 = oui)\nB", "plain-condition", 1),
        ("A (si 9 = oui)", "plain-condition", 1),
        ("A\n- oui\n- non\nB (si 1 = peut-être)", "plain-condition-choice", 4),
        ("A (nombre)\nB (si 1 > beaucoup)", "plain-condition-number", 2),
        ("> aide", "plain-hint-alone", 1),
        ("langue: xx", "plain-language", 1),
        ("A\n(nombre)", "plain-no-words", 2),
        ("x" * 200_001, "plain-too-long", None),
    ],
)
def test_mistakes_are_told_with_their_line(text, code, line):
    with pytest.raises(FormProblem) as caught:
        read_plain_list(text)
    assert (caught.value.code, caught.value.params.get("line")) == (code, line)
