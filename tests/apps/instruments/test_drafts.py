"""Drafts of questionnaires: edits one after the other, two people at once, publishing, who may."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vises.apps.access.actor import SYSTEM
from vises.apps.instruments import queries, services
from vises.apps.instruments.models import Draft, Instrument
from vises.apps.instruments.queries import drafts as reading
from vises.apps.instruments.queries.versions import comparison
from vises.apps.instruments.services import drafts
from vises.kernel.problems import Conflict, Forbidden, NotFound, Problem
from vises.xforms import parse_xform
from vises.xforms.design import read_sheets


def _add(label: str, kind: str = "text", after: str = "", **more: Any) -> dict[str, Any]:
    return {"op": "add", "kind": kind, "after": after, "language": "fr", "label": label, **more}


@pytest.fixture
def claire(world: Any) -> Any:
    return world.actor("claire")


@pytest.fixture
def draft(claire: Any, line: Any) -> Any:
    """A draft with two questions: n1, n2."""
    made = drafts.begin_draft(claire, line.id, titles={"fr": "Enquête", "nl": "Bevraging"}, language="fr")
    edits = [_add("Vu ?", "one", choices=["oui", "non"]), _add("Qui ?", after="n1")]
    assert drafts.edit_draft(claire, made.id, edits, saw=0) == 2
    return made


def _words(row: str, text: str, language: str = "fr") -> dict[str, Any]:
    return {"op": "words", "row": row, "language": language, "texts": {"label": text}}


def test_a_draft_becomes_a_questionnaire_with_names_made_from_words(claire: Any, draft: Any, line: Any) -> None:
    view = reading.draft(claire, draft.id)
    assert [(item.id, item.name, item.kind) for item in view.outline.items] == [
        ("n1", "vu", "one"),
        ("n2", "qui", "text"),
    ]
    assert queries.line_instruments(claire, line.id).instruments == ()  # nothing to use yet
    [row] = reading.drafts(claire, line.journey_id)
    assert (row.id, row.version, row.who, row.titles["nl"]) == (draft.id, None, "Claire here", "Bevraging")
    version = drafts.publish_draft(claire, draft.id, saw=2)
    assert (version.number, version.source, version.languages) == (1, "designed", ["fr"])
    form = parse_xform(version.xform)
    assert [question.name for question in form.questions] == ["vu", "qui"]
    assert [choice.value for choice in form.questions[0].choices] == ["oui", "non"]
    assert reading.drafts(claire, line.journey_id) == ()
    with pytest.raises(Problem, match="draft-closed"):
        drafts.edit_draft(claire, draft.id, [_add("Trop tard ?")], saw=2)


def test_a_used_wording_stays_and_the_next_draft_goes_on_from_it(claire: Any, draft: Any) -> None:
    first = drafts.publish_draft(claire, draft.id, saw=2)
    services.freeze(SYSTEM, first.id)
    second = drafts.draft_of(claire, first.id)
    assert drafts.draft_of(claire, first.id).id == second.id  # one open draft only
    drafts.edit_draft(claire, second.id, [_words("s3", "Avec qui ?")], saw=0)
    with pytest.raises(Problem) as refused:
        drafts.publish_draft(claire, second.id, saw=1)
    assert (refused.value.code, refused.value.field) == ("instruments.frozen-why", "why")
    made = drafts.publish_draft(claire, second.id, saw=1, why="plus clair")
    first.refresh_from_db()
    assert (first.number, made.number) == (1, 2)
    labels = [parse_xform(version.xform).questions[1].labels["fr"] for version in (first, made)]
    assert labels == ["Qui ?", "Avec qui ?"]
    assert [question.name for question in parse_xform(made.xform).questions] == ["vu", "qui"]


def test_a_plain_list_and_a_workbook_can_be_changed_question_by_question(claire: Any, line: Any, shared: Path) -> None:
    typed = services.write_questionnaire(claire, line.id, titles={"fr": "L"}, plain_list="Un ?\nDeux ? (nombre)")
    view = reading.draft(claire, drafts.draft_of(claire, typed.id).id)
    assert [item.kind for item in view.outline.items] == ["text", "number"]
    path = next((shared / "standards" / "xlsform").rglob("choice_filter_test.xlsx"))
    taken = services.write_questionnaire(
        claire, line.id, titles={"fr": "X"}, xlsform=(path.read_bytes(), path.name), another=True
    )
    assert (
        read_sheets(reading.workbook_of(claire, taken.id) or b"").to_json() == read_sheets(path.read_bytes()).to_json()
    )
    opened = drafts.draft_of(claire, taken.id)
    again = drafts.publish_draft(claire, opened.id, saw=0)
    ask = [(q.name, q.kind, q.labels) for q in parse_xform(taken.xform).questions]
    assert [(q.name, q.kind, q.labels) for q in parse_xform(again.xform).questions] == ask


def test_two_people_at_once_lose_nothing(world: Any, claire: Any, draft: Any) -> None:
    nadia = world.actor("nadia")
    drafts.edit_draft(nadia, draft.id, [_words("n2", "Avec qui ?")], saw=2)
    drafts.edit_draft(claire, draft.id, [_words("n1", "Vous avez vu ?")], saw=2)  # another question: no harm
    with pytest.raises(Conflict) as met:
        drafts.edit_draft(claire, draft.id, [_words("n1", "Vu hier ?"), _words("n2", "Lequel ?")], saw=2)
    assert met.value.params["theirs"] in {"Avec qui ?", "Vous avez vu ?"}
    assert Draft.objects.get(pk=draft.id).edits.count() == 4  # all or none
    drafts.edit_draft(claire, draft.id, [_words("n2", "Avec qui ?")], saw=2)  # the same words are no quarrel
    drafts.edit_draft(claire, draft.id, [_words("n2", "Lequel ?")], saw=5)
    drafts.edit_draft(nadia, draft.id, [{"op": "remove", "row": "n2"}], saw=6)
    with pytest.raises(Conflict):
        drafts.edit_draft(claire, draft.id, [_words("n2", "Laquelle ?")], saw=6)
    with pytest.raises(Conflict, match="undo-meanwhile"):
        drafts.edit_draft(claire, draft.id, [{"op": "undo"}], saw=6)
    with pytest.raises(Conflict, match="publish-meanwhile"):
        drafts.publish_draft(claire, draft.id, saw=6)


def test_undo_and_history_say_who_did_what(world: Any, claire: Any, draft: Any) -> None:
    drafts.edit_draft(world.actor("nadia"), draft.id, [_words("n2", "Avec qui ?")], saw=2)
    drafts.edit_draft(claire, draft.id, [{"op": "undo"}], saw=3)
    view, rows = reading.draft_and_history(claire, draft.id)
    assert view.outline.items[1].labels["fr"] == "Qui ?"
    assert [(row.edit["op"], row.who, row.counts) for row in rows] == [
        ("undo", "Claire here", True),
        ("words", "Nadia here", False),
        ("add", "Claire here", True),
        ("add", "Claire here", True),
    ]
    assert view.redo and view.redo.number == 3 and view.undo and view.undo.about == "Qui ?"
    drafts.edit_draft(claire, draft.id, [{"op": "redo"}], saw=4)
    assert reading.draft(claire, draft.id).outline.items[1].labels["fr"] == "Avec qui ?"


def test_what_does_not_apply_is_told_and_leaves_nothing(claire: Any, draft: Any) -> None:
    condition = {"op": "condition", "row": "n2", "every": True, "parts": [["vu", "is", "oui"]]}
    drafts.edit_draft(claire, draft.id, [condition], saw=2)
    for edit, code in (
        ({"op": "remove", "row": "n1"}, "draft-looked-at"),
        ({"op": "choice-remove", "row": "n1", "choice": "n1-oui"}, "draft-choice-used"),
        ({"op": "nonsense"}, "draft-unknown"),
    ):
        with pytest.raises(Problem) as refused:
            drafts.edit_draft(claire, draft.id, [_add("Perdu ?"), edit], saw=3)
        assert refused.value.code == f"instruments.{code}"
    assert reading.draft(claire, draft.id).number == 3


def test_another_wording_made_meanwhile_is_never_covered_unseen(claire: Any, draft: Any, line: Any) -> None:
    first = drafts.publish_draft(claire, draft.id, saw=2)
    second = drafts.draft_of(claire, first.id)
    drafts.edit_draft(claire, second.id, [_words("s3", "Avec qui ?")], saw=0)
    services.write_questionnaire(
        claire, line.id, titles={"fr": "E"}, plain_list="Autre ?", instrument_id=first.instrument_id
    )
    assert reading.draft(claire, second.id).later == 1
    with pytest.raises(Conflict, match="draft-later"):
        drafts.publish_draft(claire, second.id, saw=1)
    assert drafts.publish_draft(claire, second.id, saw=1, over=True).source == "designed"


def test_an_empty_draft_is_not_published_and_can_be_thrown_away(claire: Any, line: Any) -> None:
    made = drafts.begin_draft(claire, line.id, titles={"fr": "Vide"}, language="fr")
    with pytest.raises(Problem, match="no-questions"):
        drafts.publish_draft(claire, made.id, saw=0)
    drafts.drop_draft(claire, made.id)
    assert not Instrument.objects.exists()


def test_remarks_are_settled_by_somebody(world: Any, claire: Any, draft: Any) -> None:
    said = drafts.remark(world.actor("nadia"), draft.id, "« Qui » fait peur.", row="n2")
    [row] = reading.draft(claire, draft.id).remarks_on("n2")
    assert (row.who, row.text, row.settled) == ("Nadia here", "« Qui » fait peur.", False)
    drafts.settle_remark(claire, draft.id, said.id)
    assert reading.draft(claire, draft.id).remarks[0].settled
    with pytest.raises(NotFound):
        drafts.settle_remark(claire, draft.id, said.id)


def test_only_those_who_write_in_the_journey_see_its_drafts(world: Any, claire: Any, draft: Any, line: Any) -> None:
    for name, refusal in (("rita", (NotFound, Forbidden)), ("stranger claire", NotFound), ("patrick", NotFound)):
        with pytest.raises(refusal):
            reading.draft(world.actor(name), draft.id)
        with pytest.raises(refusal):
            drafts.edit_draft(world.actor(name), draft.id, [_add("x")], saw=2)
        assert reading.drafts(world.actor(name), line.journey_id) == ()


def test_pages_read_a_draft_with_a_bounded_number_of_queries(claire: Any, draft: Any) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            reading.draft(claire, draft.id)
        return len(caught)

    before = count()
    drafts.edit_draft(claire, draft.id, [_add(f"Q{n} ?", after="n2") for n in range(30)], saw=2)
    assert count() == before <= 8


def test_a_renamed_or_moved_question_keeps_what_was_said_of_it(claire: Any, draft: Any) -> None:
    first = drafts.publish_draft(claire, draft.id, saw=2)
    services.mark(claire, first.id, sensitive=["qui"], grouping=["vu"], pairing=[])
    services.freeze(SYSTEM, first.id)
    second = drafts.draft_of(claire, first.id)
    add = {"op": "add", "kind": "group", "after": "s2", "language": "fr", "label": "Suite"}
    edits = [{"op": "name", "row": "s2", "name": "seen"}, add, {"op": "move", "row": "s3", "after": "n2"}]
    saw = drafts.edit_draft(claire, second.id, [*edits, {"op": "name", "row": "s3", "name": "who"}], saw=0)
    made = drafts.publish_draft(claire, second.id, saw=saw, why="noms clairs")
    assert [question.name for question in parse_xform(made.xform).questions] == ["seen", "suite/who"]
    assert (made.sensitive, made.grouping) == (["suite/who"], ["seen"])
    assert made.same_as == {"seen": "vu", "suite/who": "qui"}
    rows = comparison(claire, made.id).rows
    assert [(row.before.name, row.fits) for row in rows if row.before] == [("vu", "together"), ("qui", "together")]
    third = drafts.draft_of(claire, made.id)
    drafts.edit_draft(claire, third.id, [{"op": "name", "row": "s2", "name": "met"}], saw=0)
    again = drafts.publish_draft(claire, third.id, saw=1)
    assert again.id == made.id and again.same_as == {"met": "vu", "suite/who": "qui"} and again.grouping == ["met"]


def test_a_draft_over_a_draft_gives_new_rows_ids_of_their_own(claire: Any, draft: Any) -> None:
    first = drafts.publish_draft(claire, draft.id, saw=2)
    second = drafts.draft_of(claire, first.id)
    add = {"op": "add", "kind": "text", "after": "s3", "language": "fr", "label": "Où ?"}
    drafts.edit_draft(claire, second.id, [add, _words("n1", "Où ça ?")], saw=0)
    labels = [item.labels["fr"] for item in reading.draft(claire, second.id).outline.items]
    assert labels == ["Vu ?", "Qui ?", "Où ça ?"]
