"""The question bank: whole in three languages, taken into a questionnaire, recognised there."""

from pathlib import Path
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.instruments import services
from vises.apps.instruments.bank import altered, bank, lines_of, read_bank, recognised
from vises.apps.instruments.models import InstrumentVersion
from vises.apps.instruments.queries import form_of, version
from vises.apps.instruments.services.bank import take_question
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
    InstrumentVersion.objects.update(source="xlsform")
    with pytest.raises(Problem, match="bank-workbook"):
        take_question(SYSTEM, line.id, "welcome", instrument_id=made.instrument_id)


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
