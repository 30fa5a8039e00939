"""A page in front of a form: others read it as a part of the form; taken out, the answer is what it was without."""

import sys
from pathlib import Path

import pytest
from lxml import etree

sys.path.insert(0, str(Path(__file__).parent))
from compared import NOW, differences, fresh, samples

from vises.xforms import FormProblem, FormState, parse_xform, read_plain_list, to_row
from vises.xforms.first_page import Before, ask_before, take_before
from vises.xforms.xml import read_xml

ASKED = [
    Before("told", {"fr": "Ceci se lit < à voix haute > & clairement", "nl": "Dit lees je voor"}),
    Before("uses", {"fr": "Usages", "nl": "Gebruik"}, choices=(("quote", {"fr": "cité"}), ("photo", {})), several=True),
    Before("how", {"en": "How?"}, choices=(("oral", {"en": "aloud"}),), required=True),
]
PLAIN = "langue: fr\n# Titre\nnl: Titel\nUn ? {a} *\nnl: Een?\n- oui {yes}\n  nl: ja\n- non {no}\n  nl: nee\n"
FORMS = [*sorted(samples("xforms").glob("*.xml")), *sorted(samples("openrosa").glob("*s.xml"))]


def _framed(xml: str) -> str:
    return ask_before(xml, {"fr": "Avant"}, ASKED, "fr", "7.2")


def test_every_language_of_the_form_has_its_words() -> None:
    form = parse_xform(_framed(read_plain_list(PLAIN)))
    assert form.version == "7.2" and [q.name for q in form.questions][:3] == [
        "vises_before/told",
        "vises_before/uses",
        "vises_before/how",
    ]
    told, uses = form.question("vises_before/told"), form.question("vises_before/uses")
    assert told and told.labels["nl"] == "Dit lees je voor" and "< à voix haute >" in told.labels["fr"]
    assert uses and uses.choices[0].labels["fr"] == "cité"


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_the_answer_is_what_it_was_without_the_page(path: Path) -> None:
    xml = path.read_text(encoding="utf-8")
    plain, framed = parse_xform(xml), parse_xform(_framed(xml))
    state = FormState(framed, None, "uuid:1", "", NOW)
    state.set({"vises_before/uses": ["quote photo"], "vises_before/how": ["oral"]})
    root = read_xml(state.to_xml())
    assert take_before(root) == {"told": "", "uses": "quote photo", "how": "oral"}
    assert to_row(plain, etree.tostring(root, encoding="unicode")) == to_row(
        plain, FormState(plain, None, "uuid:1", "", NOW).to_xml()
    )


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_the_reference_engine_reads_the_page_too(path: Path, oracle) -> None:  # type: ignore[no-untyped-def]
    xml = _framed(path.read_text(encoding="utf-8"))
    form = parse_xform(xml)
    assert differences(form, fresh(form), oracle.ask(form=xml)) == []


def test_a_submission_without_the_page_stays_as_it_is() -> None:
    xml = "<data id='x'><a>1</a></data>"
    root = read_xml(xml)
    assert take_before(root) == {} and etree.tostring(root) == etree.tostring(read_xml(xml))
    with pytest.raises(FormProblem):
        ask_before("<a/>", {}, ASKED, "fr", "1")
