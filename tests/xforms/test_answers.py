"""Answers read, checked, flattened, made from rows, and freed of what the device noted."""

import csv
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vises.xforms import (
    Columns,
    FormProblem,
    FormState,
    answer_of,
    check_answer,
    from_row,
    instance_of,
    parse_xform,
    read_answer,
    read_plain_list,
    read_xlsform,
    state_of,
    strip_metadata,
    to_row,
)

LIST = """
# Enquête
Rencontré quelqu'un ? {met} *
nl: Iemand ontmoet?
- oui
  nl: ja
- non
  nl: nee
## Visites
Combien de fois ? (nombre) {often} (si 1 = oui)
Que faites-vous ? (plusieurs) {does}
- acheter
- coudre
- parler {talk}
Né·e le (date) {born}
Un mot {word}
"""
FORM = parse_xform(read_plain_list(LIST))
FAMILY = parse_xform("""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model><instance><data id="family">
<start/><end/><today/><deviceid/><opened/><noted/><where/><old/><who/>
<child jr:template=""><name/><age/></child><child><name/><age/></child>
<meta><instanceID/><audit/></meta></data></instance>
<bind nodeset="/data/start" type="dateTime" jr:preload="timestamp" jr:preloadParams="start"/>
<bind nodeset="/data/end" type="dateTime" jr:preload="timestamp" jr:preloadParams="end"/>
<bind nodeset="/data/today" type="date" jr:preload="date" jr:preloadParams="today"/>
<bind nodeset="/data/deviceid" type="string" jr:preload="property" jr:preloadParams="deviceid"/>
<bind nodeset="/data/child/age" type="int" constraint=". &lt; 120" jr:constraintMsg="Trop"/>
<bind nodeset="/data/noted" calculate="once(format-date-time(now(), '%Y-%m-%d'))"/>
<bind nodeset="/data/old" calculate="concat(/data/who, int(decimal-date-time(today()) div 10000))"/>
<odk:setgeopoint xmlns:odk="http://www.opendatakit.org/xforms" ref="/data/where"
 event="odk-instance-first-load"/>
<setvalue ref="/data/opened" event="odk-instance-first-load" value="now()"/></model></h:head>
<h:body><input ref="/data/who"/><group ref="/data/child"><repeat nodeset="/data/child"><input ref="/data/child/name"/>
<input ref="/data/child/age"/></repeat></group></h:body></h:html>""")
ID = "uuid:6b5b6f7e-2f38-4a3a-9d50-8a2d9a1c0001"
NOW = dt.datetime(2026, 3, 1, 14, 5, tzinfo=dt.UTC)


def filled():
    state = FormState(FORM, None, ID, "fr", NOW)
    state.set({"met": ["oui"], "visites/does": ["acheter", "talk"]})
    state.set({"visites/often": ["3"], "visites/born": ["1980-02-03"], "visites/word": ["merci"]})
    return state


def test_a_submission_says_whose_it_is_and_goes_back_and_forth():
    xml = filled().to_xml()
    answer = read_answer(xml)
    assert (answer.form_id, answer.instance_id, answer.deprecated_id) == (FORM.id, ID, "")
    assert to_row(FORM, xml) == {
        "met": "oui",
        "visites/often": "3",
        "visites/does": "acheter talk",
        "visites/born": "1980-02-03",
        "visites/word": "merci",
        "meta/instanceID": ID,
    }
    assert state_of(FORM, xml).to_xml() == xml
    assert check_answer(FORM, xml) == []


def test_a_correction_names_what_it_replaces():
    state = FormState(FORM, filled().draft(), "uuid:new", "fr", NOW, deprecated_id=ID)
    answer = read_answer(state.to_xml())
    assert (answer.instance_id, answer.deprecated_id) == ("uuid:new", ID)
    assert to_row(FORM, state.to_xml())["visites/word"] == "merci"


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ("<met>oui</met>", "<met></met>", ("met", "required")),
        ("<met>oui</met>", "<met>peut-etre</met>", ("met", "choice")),
        (">3<", ">trois<", ("visites/often", "type")),
        (">1980-02-03<", ">1980-02-31<", ("visites/born", "type")),
        (">acheter talk<", ">acheter voler<", ("visites/does", "choice")),
    ],
)
def test_checking_an_answer_finds(before, after, problem):
    xml = filled().to_xml()
    assert before in xml
    found = check_answer(FORM, xml.replace(before, after))
    assert (found[0].ref, found[0].code) == problem


def test_an_answer_to_another_form_is_said_to_be():
    assert [problem.code for problem in check_answer(FAMILY, filled().to_xml())] == ["other-form"]


def test_what_is_not_relevant_is_left_out_and_comes_back():
    state = filled()
    state.set({"met": ["non"]})
    assert "often" not in state.to_xml()
    assert to_row(FORM, state.to_xml())["visites/often"] == ""
    state.set({"met": ["oui"]})
    assert state.values()["visites/often"] == "3"


HEADERS = [
    {"met": "met", "often": "visites/often", "does": "visites/does", "born": "visites/born", "word": "visites/word"},
    {"met": "met", "often": "visites:often", "does": "visites:does", "born": "visites:born", "word": "visites:word"},
    {"met": "met", "often": "visites-often", "does": "visites-does", "born": "visites-born", "word": "visites-word"},
    {"met": "met", "often": "often", "does": "does", "born": "born", "word": "word"},
    {
        "met": "Iemand ontmoet?",
        "often": "Combien de fois ?",
        "does": "Que faites-vous ?",
        "born": "Né·e le",
        "word": "Un mot",
    },
]


@pytest.mark.parametrize("names", HEADERS)
@pytest.mark.parametrize("several", ["one", "labels", "spaced", "split", "split-words"])
def test_rows_of_odk_kobo_and_others_become_the_same_submission(names, several):
    row = {names["met"]: "Ja" if several == "labels" else "oui", names["often"]: "3.0", names["born"]: "03/02/1980"}
    row[names["word"]] = "merci"
    if several == "one":
        row[names["does"]] = "acheter talk"
    elif several == "spaced":
        row[names["does"]] = "Acheter Parler"
    elif several == "labels":
        row[names["does"]] = "Acheter, parler"
    else:
        yes, no = ("1", "0") if several == "split" else ("TRUE", "FALSE")
        row |= {f"{names['does']}/acheter": yes, f"{names['does']}/coudre": no, f"{names['does']}/talk": yes}
    row["_uuid"] = ID.removeprefix("uuid:")
    columns = Columns(FORM, list(row))
    assert columns.unknown == []
    assert instance_of(columns, row) == ID
    assert from_row(FORM, row, ID, columns) == filled().to_xml()


def test_columns_that_belong_to_nothing_are_told():
    assert Columns(FORM, ["met", "shoe size", "_submission_time"]).unknown == ["shoe size", "_submission_time"]


def test_rows_with_repeats_go_back_and_forth():
    state = FormState(FAMILY, None, ID, "fr", NOW)
    state.set({"who": ["Ann"], "child[1]/name": ["Bo"], "child[1]/age": ["7"]})
    state.add_repeat("child")
    state.set({"child[2]/name": ["Cy"]})
    row = to_row(FAMILY, state.to_xml())
    assert row["child[2]/name"] == "Cy"
    kept = {name: value for name, value in row.items() if name.startswith(("who", "child"))}
    again = to_row(FAMILY, from_row(FAMILY, kept, ID))
    assert {name: again[name] for name in kept} == kept


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["met", "often", "visites/does", "does/talk", "born", "word", "x"]), st.text(max_size=30)
    )
)
def test_any_row_becomes_a_submission_that_can_be_read(row):
    xml = from_row(FORM, row, ID)
    assert read_answer(xml).instance_id == ID
    check_answer(FORM, xml)


def test_what_the_device_noted_is_removed_and_answers_stay():
    state = FormState(FAMILY, None, ID, "fr", NOW)
    state.set({"who": ["Ann"]})
    xml = state.to_xml()
    for before, after in (("<deviceid/>", "<deviceid>imei:35</deviceid>"), ("<audit/>", "<audit>a.csv</audit>")):
        xml = xml.replace(before, after)
    xml = xml.replace("<where/>", "<where>50.6 3.06 0 0</where>")
    assert "2026-03-01" in xml and "imei:35" in xml
    bare = strip_metadata(FAMILY, xml)
    for trace in ("2026-03-01", "imei:35", "50.6", "audit", "start", "opened"):
        assert trace not in bare
    assert to_row(FAMILY, bare)["who"] == "Ann"
    assert to_row(FAMILY, bare)["old"] == "Ann2"  # worked out with the clock, but from an answer: it stays
    assert read_answer(bare).instance_id == ID


def test_briefcase_tables_mean_what_the_submission_says(shared):
    """The same answer as ODK's exporter wrote it and as it was sent."""
    folder = shared / "standards" / "openrosa"
    for name in ("all-data-types", "choice-lists"):
        form = parse_xform((folder / f"{name}.xml").read_text(encoding="utf-8"))
        sent = to_row(form, (folder / f"{name}-submission.xml").read_text(encoding="utf-8"))
        with (folder / f"{name}.csv.expected").open(encoding="utf-8", newline="") as file:
            row = next(csv.DictReader(file))
        columns = Columns(form, list(row))
        assert instance_of(columns, row) == sent["meta/instanceID"]
        made = to_row(form, from_row(form, row, "uuid:x", columns))
        for question in form.questions:
            if question.type in {"time", "dateTime"}:  # the exporter writes the hour of its own zone
                continue
            wanted, found = sent[question.name], made[question.name]
            if question.type.startswith("geo"):
                numbers = [[float(n) for n in text.replace(";", " ").split()] for text in (wanted, found)]
                assert numbers[0] == numbers[1]
            else:
                assert found == wanted, question.name


def test_an_answer_that_is_no_xml_is_a_problem():
    with pytest.raises(FormProblem):
        check_answer(FORM, "no")


def test_what_a_sheet_sends_is_the_same_with_and_without_the_way_through_text(xlsforms):
    """On every sample: each question filled with something that looks like markup or breaks lines where it may."""
    for path in sorted(xlsforms.glob("*.xls*")):
        if path.name in {"bad_calc.xlsx", "unknown_question_type.xls"}:
            continue
        form = parse_xform(read_xlsform(path.read_bytes(), path.name))
        state = FormState(form, None, "uuid:7", form.default_language, dt.datetime(2026, 3, 4, tzinfo=dt.UTC))
        for page in state.pages():
            state.fill(page, {name: ["a <b>&amp;\r\n\té ]]>"] for name in page.names})
        direct = answer_of(state)
        through_text = read_answer(state.to_xml())
        for name in ("form_id", "version", "instance_id", "deprecated_id"):
            assert getattr(direct, name) == getattr(through_text, name)
        assert (
            strip_metadata(form, direct) == strip_metadata(form, through_text) == strip_metadata(form, state.to_xml())
        )
