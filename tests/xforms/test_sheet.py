"""Answer sheets: pages, what browsers send, drafts, repeats, and absolute paths within a repeat."""

import datetime as dt

import pytest

from vises.xforms import FormProblem, FormState, parse_xform, read_xlsform

NOW = dt.datetime(2026, 3, 1, 14, 5, tzinfo=dt.UTC)
FORM = parse_xform("""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model><instance><data id="sheet" version="1">
<size/><price/><when/><kinds/><child jr:template=""><name/><age/><greeting/><beside/></child><child><name/>
<age/><greeting/><beside/></child>
<total/><spare>7</spare><meta><instanceID/></meta></data></instance>
<bind nodeset="/data/size" type="int" required="true()"/><bind nodeset="/data/price" type="decimal"/>
<bind nodeset="/data/when" type="dateTime"/>
<bind nodeset="/data/child/name" required="true()" jr:requiredMsg="Un nom"/>
<bind nodeset="/data/child/age" type="int" constraint=". &lt; 120" jr:constraintMsg="Moins de 120"/>
<bind nodeset="/data/child/greeting" calculate="concat('Bonjour ', /data/child/name)"/>
<bind nodeset="/data/child/beside" calculate="/data/child/age + 1" type="int"/>
<bind nodeset="/data/total" type="int" calculate="sum(/data/child/age)"/></model></h:head>
<h:body><input ref="/data/size"><label>Taille</label></input><input ref="/data/price"/><input ref="/data/when"/>
<select ref="/data/kinds"><item><label>A</label><value>a</value></item><item><label>B</label>
<value>b</value></item></select>
<group ref="/data/child"><label>Enfant</label><repeat nodeset="/data/child"><input ref="/data/child/name">
<label>Nom</label></input>
<input ref="/data/child/age"><label>Âge de <output value="/data/child/name"/></label></input></repeat></group>
<input ref="/data/spare"/></h:body></h:html>""")


def sheet(**known):
    return FormState(FORM, known.get("answers"), "uuid:1", "fr", NOW)


def test_pages_are_runs_of_questions_groups_and_repeats():
    state = sheet()
    assert [[type(node).__name__ for node in page.nodes] for page in state.pages()] == [
        ["Control"] * 4,
        ["RepeatView"],
        ["Control"],
    ]
    repeat = state.pages()[1].nodes[0]
    assert (repeat.ref, repeat.label, repeat.may_add, len(repeat.instances)) == ("child", "Enfant", True, 1)
    assert [control.name for control in state.pages()[1].controls()] == ["child[1]/name", "child[1]/age"]


def test_within_a_repeat_an_absolute_path_means_the_instance_beside():
    state = sheet()
    state.set({"child[1]/name": ["Ann"], "child[1]/age": ["4"]})
    assert state.add_repeat("child") == "child[2]"
    state.set({"child[2]/name": ["Bo"], "child[2]/age": ["6"]})
    values = state.values()
    assert (values["child[1]/greeting"], values["child[2]/greeting"]) == ("Bonjour Ann", "Bonjour Bo")
    assert (values["child[1]/beside"], values["child[2]/beside"], values["total"]) == ("5", "7", "10")
    assert [c.label for c in state.pages()[1].controls() if "age" in c.name] == ["Âge de Ann", "Âge de Bo"]
    state.remove_repeat("child", 1)
    assert state.values()["child[1]/greeting"] == "Bonjour Bo"
    assert state.values()["total"] == "6"


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("size", " 12 ", "12"),
        ("size", "12,0", "12"),
        ("size", "3.7", None),
        ("size", "douze", None),
        ("size", "1e3", None),
        ("size", "99999999999", None),
        ("size", "100", "100"),
        ("price", "3,50", "3.5"),
        ("price", "1.250", "1.25"),
        ("price", "trois", None),
        ("when", "2026-03-01T14:30", "2026-03-01T14:30:00"),
        ("when", "hier", None),
    ],
)
def test_what_is_typed_is_kept_or_shown_again_with_a_problem(name, typed, kept):
    state = sheet()
    state.set({name: [typed]})
    control = next(c for c in state.pages()[0].controls() if c.name == name)
    if kept is None:
        assert control.value == typed
        assert control.error is not None and control.error.code == "type"
        assert state.values()[name] == ""
    else:
        assert (control.value, control.error) == (kept, None)


def test_what_a_page_does_not_send_was_left_empty():
    state = sheet()
    state.set({"kinds": ["b", "a"], "size": ["1"]})
    assert state.values()["kinds"] == "a b"
    state.fill(state.pages()[0], {"size": ["2"]})
    assert (state.values()["kinds"], state.values()["size"]) == ("", "2")
    assert state.values()["spare"] == "7"


def test_a_draft_goes_on_where_it_was():
    state = sheet()
    state.set({"size": ["3"], "child[1]/name": ["Ann"], "spare": [""]})
    state.add_repeat("child")
    state.add_repeat("child")
    state.remove_repeat("child", 2)
    again = sheet(answers=state.draft())
    assert again.to_xml() == state.to_xml()
    assert again.values()["spare"] == ""
    empty = sheet()
    empty.remove_repeat("child", 1)
    assert sheet(answers=empty.draft()).to_xml() == empty.to_xml()


def test_problems_are_told_per_page_with_the_words_of_the_form():
    state = sheet()
    state.set({"child[1]/age": ["300"]})
    pages = state.pages()
    assert [(p.ref, p.code, p.message) for p in state.problems(pages[0])] == [("size", "required", "")]
    assert [(p.ref, p.code, p.message) for p in state.problems(pages[1])] == [
        ("child[1]/name", "required", "Un nom"),
        ("child[1]/age", "constraint", "Moins de 120"),
    ]


def test_names_that_are_no_question_are_passed_over():
    state = sheet()
    before = state.to_xml()
    state.set({"nothing": ["1"], "child[9]/name": ["x"], "total": ["5"], "": ["x"], "child": ["x"], "csrf": ["x"]})
    assert state.to_xml() == before


@pytest.mark.parametrize(("ref", "index"), [("child", 5), ("child", 0), ("nothing", 1), ("size", 1)])
def test_repeats_that_are_not_there_are_a_problem(ref, index):
    with pytest.raises(FormProblem, match="no-such-repeat"):
        sheet().remove_repeat(ref, index)


def test_the_same_sheet_drawn_twice_is_the_same(xlsforms):
    for path in sorted(xlsforms.glob("*.xls*")):
        if path.name in {"bad_calc.xlsx", "unknown_question_type.xls"}:
            continue
        form = parse_xform(read_xlsform(path.read_bytes(), path.name))
        first, second = (FormState(form, None, "uuid:7", form.default_language, NOW) for _ in range(2))
        assert first.pages() == second.pages()
        assert first.to_xml() == second.to_xml()
        assert FormState(form, first.draft(), "uuid:7", form.default_language, NOW).to_xml() == first.to_xml()
