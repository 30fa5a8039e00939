"""Whatever is sent, nothing but `FormProblem` comes out, and quickly."""

import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vises.xforms import FormProblem, FormState, parse_xform, read_answer, read_plain_list, read_xlsform
from vises.xforms.xpath import ExpressionError, compile_expression
from vises.xforms.xpath.patterns import matches

LAUGHS = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">
<!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol3 "&lol2;&lol2;&lol2;&lol2;&lol2;&lol2;">]>
<data id="x">&lol3;</data>"""


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (LAUGHS, "xml-doctype"),
        ('<!DOCTYPE data SYSTEM "file:///etc/passwd"><data id="x"/>', "xml-doctype"),
        ("<a>" * 150 + "</a>" * 150, "xml-too-deep"),
        ("<a>" * 5000 + "</a>" * 5000, "xml-too-deep"),
        ("<data id='x'>" + "y" * 5_100_000 + "</data>", "xml-too-large"),
        ("<data id='x'><q>é</q", "xml-broken"),
        ("<data id='x'>\x00</data>", "xml-broken"),
        ("", "xml-broken"),
        ("<data/>", "answer-no-form"),
    ],
)
def test_hostile_answers_are_refused_at_once(xml, code):
    start = time.perf_counter()
    with pytest.raises(FormProblem) as caught:
        read_answer(xml)
    assert caught.value.code == code
    assert time.perf_counter() - start < 1


def test_an_external_entity_is_never_read():
    with pytest.raises(FormProblem):
        parse_xform('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>')


def _workbook(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (_workbook({"xl/workbook.xml": b"<a/>", "xl/big.xml": b" " * 60_000_000}), "workbook-unzipped"),
        (_workbook({"xl/workbook.xml": b"<a/>", "xl/grows.xml": b" " * 9_000_000}), "workbook-unzipped"),
        (_workbook({f"xl/{n}.xml": b"<a/>" for n in range(1200)}), "workbook-unzipped"),
        (_workbook({"xl/workbook.xml": LAUGHS.encode()}), "xml-doctype"),
        (_workbook({"readme.txt": b"hello"}), "workbook-kind"),
        (b"PK\x03\x04 and then nothing", "workbook-broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and then nothing", "workbook-broken"),
        (b"just text", "workbook-kind"),
        (b"", "workbook-kind"),
        (b"PK" + b"0" * 5_000_001, "workbook-too-large"),
    ],
)
def test_hostile_workbooks_are_refused_before_they_are_opened(data, code):
    start = time.perf_counter()
    with pytest.raises(FormProblem) as caught:
        read_xlsform(data, "form.xlsx")
    assert caught.value.code == code
    assert time.perf_counter() - start < 3


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("#-*>(){}[]:|. 1en\nfrif=…échelle 5àb"), max_size=120) | st.text(max_size=200))
def test_any_text_is_a_list_or_a_problem(text):
    try:
        xml = read_plain_list(text)
    except FormProblem as problem:
        assert problem.code.startswith("plain-")
        assert "line" in problem.params or problem.code == "plain-too-long"
    else:
        form = parse_xform(xml)
        assert form.questions
        FormState(form).to_xml()


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/=\"' datiqmodelbndh:&;[]x!-"), max_size=200) | st.text(max_size=200))
def test_any_text_is_a_form_or_a_problem(text):
    with pytest.raises(FormProblem):
        parse_xform(text)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_no_workbook(data):
    with pytest.raises(FormProblem):
        read_xlsform(data, "x.xlsx")
    with pytest.raises(FormProblem):
        read_xlsform(b"PK\x03\x04" + data, "x.xlsx")


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet=st.sampled_from("abc/.*@()[]|,+-=<>!'\" 019dsive:"), max_size=60) | st.text(max_size=60))
def test_any_text_is_an_expression_or_an_error(text):
    try:
        compile_expression(text)
    except ExpressionError as error:
        assert 0 <= error.place <= len(text)


def test_brackets_without_end_are_refused_rather_than_overflowing():
    with pytest.raises(ExpressionError):
        compile_expression("(" * 5000 + "1" + ")" * 5000)
    with pytest.raises(ExpressionError):
        compile_expression("1" + "+1" * 20_000)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"^(a+)+$", "a" * 5000 + "b", False),
        (r"^(a|a)*$", "a" * 5000 + "b", False),
        (r"^([a-z]+)*@x$", "a" * 5000, False),
        (r"(x+x+)+y", "x" * 3000, False),
        (r"^(ab|c)*d$", "ababcd", True),
        (r"\b(foo)+\b", "a foofoo b", True),
        (r"^([^0-9]|[4-6]){2,3}$", "a5", True),
        (r"^(\d{2}-)+$", "12-34-", True),
        (r"([", "anything", False),
        (r"(a)\1", "aa", True),
        (r"((a)\1)+", "aa", False),
    ],
)
def test_patterns_take_bounded_time(pattern, text, found):
    start = time.perf_counter()
    assert matches(text, pattern) is found
    assert time.perf_counter() - start < 2


@settings(max_examples=300, deadline=None)
@given(st.from_regex(r"\A(\([ab|]{1,4}\)[*+?]?|[abc.][*+?]?){1,5}\Z"), st.text(alphabet="abc", max_size=10))
def test_patterns_mean_what_they_mean_elsewhere(pattern, text):
    import re

    from vises.xforms.xpath.patterns import _Machine, _parser

    try:
        wanted = re.search(pattern, text) is not None
    except re.error:
        return
    machine = _Machine()
    machine.build(_parser.parse(pattern))
    assert machine.found_in(text) is wanted


REPEATING = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
 xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model><instance><data id="many"><n/>
<rep><q/></rep>
</data></instance><bind nodeset="/data/n" type="int"/></model></h:head><h:body><input ref="/data/n"/>
<group ref="/data/rep"><repeat nodeset="/data/rep" jr:count="/data/n">
<input ref="/data/rep/q"/></repeat></group></h:body></h:html>"""


def test_a_repeat_cannot_be_made_to_fill_memory():
    state = FormState(parse_xform(REPEATING))
    start = time.perf_counter()
    state.set({"n": ["2000000000"]})
    assert time.perf_counter() - start < 3
    assert len(state.pages()[-1].nodes[0].instances) == 200
    state.set({"n": ["2"]})
    assert len(state.pages()[-1].nodes[0].instances) == 2


def _chain(count, calculate):
    nodes = "".join(f"<c{n}/>" for n in range(count))
    binds = "".join(f"<bind nodeset='/data/c{n}' calculate='{calculate(n)}'/>" for n in range(count))
    return REPEATING.replace("<n/>", f"<n/>{nodes}").replace("<bind ", f"{binds}<bind ", 1)


def test_long_chains_of_calculations_work_both_ways():
    backwards = parse_xform(_chain(1500, lambda n: f"/data/c{n + 1} + 1" if n < 1499 else "1"))
    assert FormState(backwards).values()["c0"] == "1500"
    forwards = parse_xform(_chain(1500, lambda n: f"/data/c{n - 1} + 1" if n else "1"))
    assert FormState(forwards).values()["c1499"] == "1500"


def test_a_form_that_computes_for_ever_is_refused():
    slow = parse_xform(_chain(60, lambda n: "count(//*[count(//*[count(//*) > 1]) > 1])"))
    start = time.perf_counter()
    with pytest.raises(FormProblem, match="form-too-slow"):
        FormState(slow)
    assert time.perf_counter() - start < 20


def test_calculations_that_go_round_in_circles_come_to_an_end():
    circle = parse_xform(_chain(3, lambda n: f"/data/c{(n + 1) % 3} + 1"))
    assert set(FormState(circle).values()) >= {"c0", "c1", "c2"}
