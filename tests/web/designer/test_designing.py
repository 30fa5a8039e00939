"""The designer's pages without JavaScript: each act is one form sent, and nothing typed is lost."""

from typing import Any

import pytest
from django.urls import reverse

from vises.apps.instruments.models import Draft, InstrumentVersion
from vises.apps.instruments.queries import drafts as reading
from vises.apps.instruments.services import drafts as services
from vises.xforms import parse_xform, read_xlsform


@pytest.fixture
def claire(as_user: Any) -> Any:
    return as_user("claire")


@pytest.fixture
def draft(world: Any, line: Any) -> Any:
    made = services.begin_draft(world.actor("claire"), line.id, titles={"fr": "Enquête"}, language="fr")
    return made


def _at(line: Any, draft: Any, name: str, *more: Any) -> str:
    return reverse(name, args=[line.journey_id, draft.id, *more])


def _view(world: Any, draft: Any) -> Any:
    return reading.draft(world.actor("claire"), draft.id)


def _send(client: Any, address: str, world: Any, draft: Any, **data: Any) -> Any:
    return client.post(address, {"saw": _view(world, draft).number, **data})


def _add(client: Any, world: Any, line: Any, draft: Any, label: str, kind: str = "text", **more: Any) -> Any:
    address = _at(line, draft, "draft-add") + (f"?after={more.pop('after')}" if "after" in more else "")
    return _send(client, address, world, draft, label=label, kind=kind, steps="5", **more)


def test_from_the_plan_to_a_published_questionnaire(claire: Any, world: Any, line: Any) -> None:
    instruments = reverse("instruments", args=[line.journey_id])
    assert reverse("draft-begin", args=[line.journey_id, line.id]) in claire.get(instruments).content.decode()
    answer = claire.post(
        reverse("draft-begin", args=[line.journey_id, line.id]), {"titles_fr": "Venir ici", "language": "fr"}
    )
    draft = Draft.objects.get()
    assert answer.headers["Location"] == _at(line, draft, "draft-add")
    assert "Venir ici" in claire.get(instruments).content.decode()
    answer = _add(claire, world, line, draft, "Vu ?", "one", answers="- oui\n- non\n", do="again")
    assert answer.headers["Location"].endswith("?after=n1")
    _add(claire, world, line, draft, "Accueilli ?", "scale", low="pas du tout", high="tout à fait", after="n1")
    _add(claire, world, line, draft, "Ensuite", "group", after="n2")
    answer = _add(claire, world, line, draft, "Combien ?", "number", after="n3")
    assert answer.headers["Location"].endswith("#i-n4")
    page = claire.get(_at(line, draft, "draft")).content.decode()
    assert page.count("<h1") == 1 and "Combien ?" in page and "Ensuite" in page
    assert claire.get(_at(line, draft, "draft-publish")).status_code == 200
    answer = _send(claire, _at(line, draft, "draft-publish"), world, draft)
    version = InstrumentVersion.objects.get()
    assert answer.headers["Location"] == reverse("instrument", args=[line.journey_id, version.id])
    form = parse_xform(version.xform)
    assert [(q.name, q.kind) for q in form.questions] == [
        ("vu", "one"),
        ("accueilli", "scale"),
        ("ensuite/combien", "number"),
    ]
    assert form.questions[1].choices[0].labels == {"fr": "1 – pas du tout"}
    page = claire.get(answer.headers["Location"]).content.decode()
    assert reverse("draft-from", args=[line.journey_id, version.id]) in page
    answer = claire.post(reverse("draft-from", args=[line.journey_id, version.id]))
    again = Draft.objects.get(closed_at=None)
    assert answer.headers["Location"] == _at(line, again, "draft")
    file = claire.get(reverse("instrument-xlsform", args=[line.journey_id, version.id]))
    assert file.content[:2] == b"PK" and 'filename="venir_ici_v1.xlsx"' in file.headers["Content-Disposition"]


def test_words_answers_and_places_are_changed_and_a_step_taken_back(
    claire: Any, world: Any, line: Any, draft: Any
) -> None:
    _add(claire, world, line, draft, "Vu ?", "one", answers="oui\nnon")
    _add(claire, world, line, draft, "Qui ?", after="n1")
    item = _at(line, draft, "draft-item", "n1")
    words = {"label": "Vous avez vu ?", "hint": "Ici.", "kind": "one", "c-n1-oui": "oui", "c-n1-non": "pas encore"}
    _send(claire, item, world, draft, do="choice:up:n1-non", **words)
    first = _view(world, draft).outline.items[0]
    assert first.labels["fr"] == "Vous avez vu ?" and first.hints["fr"] == "Ici."
    assert [(c.value, c.labels["fr"]) for c in first.choices] == [("non", "pas encore"), ("oui", "oui")]
    _send(claire, item, world, draft, do="more", more="peut-être\n\n- jamais")
    assert [c.value for c in _view(world, draft).outline.items[0].choices] == ["non", "oui", "peut_etre", "jamais"]
    _send(claire, _at(line, draft, "draft"), world, draft, do="down:n1")
    assert [one.id for one in _view(world, draft).outline.items] == ["n2", "n1"]
    _send(claire, _at(line, draft, "draft"), world, draft, do="undo")
    assert [one.id for one in _view(world, draft).outline.items] == ["n1", "n2"]
    _send(claire, _at(line, draft, "draft-item", "n2"), world, draft, do="move", after="first")
    assert [one.id for one in _view(world, draft).outline.items] == ["n2", "n1"]
    _send(claire, _at(line, draft, "draft-item", "n2"), world, draft, do="remove")
    assert [one.id for one in _view(world, draft).outline.items] == ["n1"]
    history = claire.get(_at(line, draft, "draft-history")).content.decode()
    assert history.count("<li") >= 8 and "Claire here" in history
    assert claire.get(_at(line, draft, "draft-item", "n2")).status_code == 404


def test_a_condition_is_clicked_together(claire: Any, world: Any, line: Any, draft: Any) -> None:
    _add(claire, world, line, draft, "Vu ?", "one", answers="oui\nnon")
    _add(claire, world, line, draft, "Âge ?", "number", after="n1")
    _add(claire, world, line, draft, "Qui ?", after="n2")
    address = _at(line, draft, "draft-condition", "n3")
    assert "Vu ?" in claire.get(address).content.decode()
    asked = claire.get(f"{address}?ask=vu").content.decode()
    assert 'value="is-not"' in asked and 'value="oui"' in asked
    _send(claire, f"{address}?ask=vu", world, draft, do="look", how="is", value="oui")
    refused = _send(claire, f"{address}?ask=age", world, draft, do="look", how="at-least", value="")
    assert refused.status_code == 400
    _send(claire, f"{address}?ask=age", world, draft, do="look", how="at-least", value="18")
    _send(claire, address, world, draft, do="any")
    assert _view(world, draft).outline.item("n3").formula == "${vu} = 'oui' or ${age} >= 18"
    _send(claire, address, world, draft, do="away:0")
    assert _view(world, draft).outline.item("n3").formula == "${age} >= 18"
    refused = _send(claire, _at(line, draft, "draft-item", "n2"), world, draft, do="remove")
    assert len(_view(world, draft).outline.items) == 3
    _send(claire, address, world, draft, do="always")
    assert not _view(world, draft).outline.item("n3").formula


def test_limits_are_set_and_said(claire: Any, world: Any, line: Any, draft: Any) -> None:
    _add(claire, world, line, draft, "Âge ?", "number")
    address = _at(line, draft, "draft-item", "n1")
    answer = _send(claire, address, world, draft, do="limits", least="18", most="3", message="")
    assert answer.status_code == 400 and 'value="18"' in answer.content.decode()
    _send(claire, address, world, draft, do="limits", least="0", most="120.50", message="Un âge.")
    item = _view(world, draft).outline.item("n1")
    assert item.constraint == ". >= 0 and . <= 120.5" and item.messages == {"fr": "Un âge."}


def test_what_two_people_write_at_once_is_shown_with_both_texts(claire: Any, world: Any, line: Any, draft: Any) -> None:
    _add(claire, world, line, draft, "Vu ?")
    services.edit_draft(
        world.actor("nadia"),
        draft.id,
        [{"op": "words", "row": "n1", "language": "fr", "texts": {"label": "Rencontré ?"}}],
        saw=1,
    )
    address = _at(line, draft, "draft-item", "n1")
    answer = claire.post(address, {"saw": "1", "do": "words", "label": "Croisé ?", "hint": "", "kind": "text"})
    page = answer.content.decode()
    assert answer.status_code == 400 and "Croisé ?" in page and "Rencontré ?" in page and "Nadia here" in page
    assert 'name="saw" value="2"' in page  # sent again, it is kept
    claire.post(address, {"saw": "2", "do": "words", "label": "Croisé ?", "hint": "", "kind": "text"})
    assert _view(world, draft).outline.items[0].labels["fr"] == "Croisé ?"


def test_remarks_and_throwing_away(claire: Any, world: Any, line: Any, draft: Any) -> None:
    _add(claire, world, line, draft, "Vu ?")
    item = _at(line, draft, "draft-item", "n1")
    claire.post(item, {"do": "remark", "text": "Trop vague."})
    assert "Trop vague." in claire.get(item).content.decode()
    [remark] = _view(world, draft).remarks
    claire.post(item, {"do": f"settle:{remark.id}"})
    assert _view(world, draft).remarks[0].settled
    assert claire.post(item, {"do": "settle:nonsense"}).status_code == 404
    claire.post(_at(line, draft, "draft"), {"do": "drop"})
    assert not Draft.objects.exists()


@pytest.mark.parametrize("name", ["draft", "draft-add", "draft-history", "draft-publish", "draft-xlsform"])
def test_others_find_no_draft(as_user: Any, line: Any, draft: Any, name: str) -> None:
    for who in ("stranger claire", "patrick"):
        assert as_user(who).get(_at(line, draft, name)).status_code in {403, 404}


def test_strange_requests_are_refused_calmly(claire: Any, world: Any, line: Any, draft: Any) -> None:
    _add(claire, world, line, draft, "Vu ?")
    for name, more in (("draft", ()), ("draft-item", ("n1",)), ("draft-condition", ("n1",)), ("draft-publish", ())):
        for data in ({}, {"do": "nonsense"}, {"do": "up:zz"}, {"saw": "x" * 50, "do": "undo:1"}, {"do": "choice:up:q"}):
            assert claire.post(_at(line, draft, name, *more), data).status_code < 500
    assert claire.get(_at(line, draft, "draft-add") + "?after=zz").status_code == 200
    assert claire.get(_at(line, draft, "draft-condition", "n1") + "?ask=zz").status_code == 200


def test_a_grid_is_made_in_one_go_and_gets_one_more_line(claire: Any, world: Any, line: Any, draft: Any) -> None:
    short = _add(claire, world, line, draft, "Ici…", "grid", answers="non\noui", rows="On m'écoute")
    told = short.content.decode()
    assert short.status_code == 400 and "écoute</textarea>" in told and _view(world, draft).number == 0
    lines = {"answers": "pas du tout\nun peu\ntout à fait", "rows": "On m'écoute\nJ'apprends"}
    answer = _add(claire, world, line, draft, "Ici…", "grid", do="again", **lines)
    assert answer.headers["Location"].endswith("?after=n1-end")
    items = _view(world, draft).outline.items
    assert [(item.kind, item.number, item.in_grid) for item in items] == [
        ("group", 0, False),
        ("head", 0, True),
        ("one", 1, True),
        ("one", 2, True),
    ]
    assert not any(item.kept for item in items)  # nothing of it is "written by hand"
    page = claire.get(_at(line, draft, "draft")).content.decode()
    assert "pas du tout · un peu · tout à fait" in page
    last = items[-1].id
    assert 'value="row"' in claire.get(_at(line, draft, "draft-add") + f"?after={last}").content.decode()
    assert 'value="row"' not in claire.get(_at(line, draft, "draft-add") + "?after=n1-end").content.decode()
    _add(claire, world, line, draft, "On compte sur moi", "row", after=last)
    wrong = _add(claire, world, line, draft, "Ailleurs", "row", after="n1-end")
    assert wrong.status_code == 400  # where there is no grid there is no line of one
    assert claire.get(_at(line, draft, "draft-item", items[1].id)).status_code == 200
    form = parse_xform(_view(world, draft).xform())
    asked = [question for question in form.questions if question.kind != "note"]
    assert len(asked) == 3 and {question.appearance for question in asked} == {"list-nolabel"}
    assert len({tuple(choice.value for choice in question.choices) for question in asked}) == 1
    again = read_xlsform(_view(world, draft).workbook(), "grid.xlsx")  # out as an XLSForm, and in again
    names = [(question.name, question.appearance) for question in parse_xform(again).questions]
    assert names == [(question.name, question.appearance) for question in form.questions]
