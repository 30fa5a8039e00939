"""The question bank: whole in three languages, taken into a questionnaire, recognised there."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.instruments import services
from vises.apps.instruments.bank import altered, bank, lines_of, read_bank, recognised
from vises.apps.instruments.models import InstrumentVersion
from vises.apps.instruments.queries import form_of, version
from vises.apps.instruments.services import drafts
from vises.apps.instruments.services.bank import take_into_draft, take_question
from vises.kernel.problems import NotFound, Problem
from vises.xforms import parse_xform, read_plain_list


@pytest.mark.parametrize("languages", [("fr", "nl", "en"), ("nl", "fr"), ("en",)])
def test_every_question_is_whole_and_is_recognised_once_copied(languages: tuple[str, ...]) -> None:
    for one in bank().questions:
        form = parse_xform(read_plain_list(f"# x\n{lines_of(one, languages)}", languages[0]))
        assert recognised(form) == {one.name: one}, one.id
        question = form.questions[0]
        assert {code: " ".join(question.labels[code].split()) for code in languages} == {
            code: " ".join(one.words[code].split()) for code in languages
        }
        assert set(one.words) == set(one.measures) == set(one.limits) == {"fr", "nl", "en"}
        assert one.source is None or (one.source.address.startswith("https://") and one.source.conditions)
        assert one.source is not None or set(one.wording.values()) == {"ours"}  # nothing is claimed of anybody else


def test_a_question_goes_to_the_end_of_a_questionnaire_in_its_languages(line: Any, world: Any) -> None:
    first = services.write_questionnaire(
        SYSTEM,
        line.id,
        titles={"fr": "Enquête"},
        plain_list="# Enquête\nnl: Bevraging\n\nUn mot ? (texte)\nnl: Een woord?",
    )
    made = take_question(world.actor("nadia"), line.id, "welcome", instrument_id=first.instrument_id)
    form = form_of(made)
    assert made.id == first.id and form.languages == ("fr", "nl")
    assert (
        form.questions[-1].name.endswith("bank_welcome")
        and form.questions[-1].labels["nl"] == "Voel je je hier welkom?"
    )
    assert [row.bank for row in version(world.actor("nadia"), made.id).questions] == ["", "same"]
    with pytest.raises(Problem, match="bank-there"):
        take_question(SYSTEM, line.id, "welcome", instrument_id=first.instrument_id)
    services.freeze(SYSTEM, made.id)
    with pytest.raises(Problem, match="frozen-why"):
        take_question(SYSTEM, line.id, "met_somebody", instrument_id=first.instrument_id)
    assert (
        take_question(SYSTEM, line.id, "met_somebody", instrument_id=first.instrument_id, why="rencontres").number == 2
    )


def test_a_new_questionnaire_may_begin_with_one(line: Any, world: Any) -> None:
    made = take_question(world.actor("nadia"), line.id, "trust_people", title="Confiance")
    assert made.instrument.titles == {"fr": "Confiance"} and set(form_of(made).languages) == {"fr", "nl"}
    with pytest.raises(NotFound):
        take_question(world.actor("stranger nadia"), line.id, "trust_people")
    with pytest.raises(NotFound):
        take_question(SYSTEM, line.id, "nothing")
    with pytest.raises(NotFound):
        take_question(SYSTEM, line.id, "welcome", instrument_id=line.id)
    InstrumentVersion.objects.update(source="xlsform", sheets=None)
    with pytest.raises(Problem, match="bank-workbook"):
        take_question(SYSTEM, line.id, "welcome", instrument_id=made.instrument_id)


def _workbook(*heads: str) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "survey"
    book.active.append(["type", "name", *heads])
    book.active.append(["text", "word", *("?" for _ in heads)])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("heads", [("label",), ("label::Nederlands (nl)", "label::Français (fr)"), ("label::Español",)])
def test_a_questionnaire_from_a_spreadsheet_can_have_every_question(line: Any, heads: tuple[str, ...]) -> None:
    made = services.write_questionnaire(SYSTEM, line.id, titles={"fr": "X"}, xlsform=(_workbook(*heads), "x.xlsx"))
    for one in bank().questions:
        made = take_question(SYSTEM, line.id, one.id, instrument_id=made.instrument_id)
    known = {} if heads == ("label::Español",) else {one.name: one for one in bank().questions}
    assert recognised(form_of(made)) == known
    assert set(made.sensitive) == {one.name for one in bank().questions if one.sensitive}
    with pytest.raises(Problem, match="bank-there"):
        take_question(SYSTEM, line.id, "welcome", instrument_id=made.instrument_id)


def test_a_question_goes_into_an_open_draft_in_one_step(line: Any, world: Any) -> None:
    nadia = world.actor("nadia")
    draft = drafts.begin_draft(nadia, line.id, titles={"fr": "Accueil"}, language="fr")
    drafts.edit_draft(nadia, draft.id, [{"op": "language", "language": "nl"}], saw=0)
    number = take_into_draft(nadia, draft.id, "welcome")
    with pytest.raises(Problem, match="bank-there"):
        take_into_draft(nadia, draft.id, "welcome")
    with pytest.raises(NotFound):
        take_into_draft(world.actor("stranger nadia"), draft.id, "welcome")
    made = drafts.publish_draft(nadia, draft.id, saw=number)
    form = form_of(made)
    assert list(recognised(form)) == ["bank_welcome"] and form.questions[0].labels["nl"] == "Voel je je hier welkom?"
    assert all(set(choice.labels) == {"fr", "nl"} for choice in form.questions[0].choices)
    drafts.draft_of(nadia, made.id)
    with pytest.raises(Problem, match="bank-draft"):
        take_question(nadia, line.id, "met_somebody", instrument_id=made.instrument_id)


@pytest.mark.parametrize(
    "changed",
    [
        "Vous sentez-vous un peu bienvenu·e ici ? (échelle 1-5: a … b) {bank_welcome}",
        "Vous sentez-vous bienvenu·e ici ? (échelle 1-7: a … b) {bank_welcome}",
        "Vous sentez-vous bienvenu·e ici ? (texte) {bank_welcome}",
    ],
)
def test_what_was_changed_is_no_longer_the_same_question(changed: str) -> None:
    form = parse_xform(read_plain_list(f"# x\n{changed}", "fr"))
    assert not recognised(form) and altered(form) == ("bank_welcome",)


@pytest.mark.parametrize("text", ["", "[]", "topics: 3", "a: [", "topics: []\nsources: {}\nquestions:\n - {id: a}"])
def test_a_broken_bank_says_so(tmp_path: Path, text: str) -> None:
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "bank.yaml").write_text(text)
    with pytest.raises(Problem):
        read_bank(tmp_path)
