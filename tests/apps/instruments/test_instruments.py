"""Instruments: questionnaires, guides, grids; versions that freeze; marks; who may."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.instruments import queries, services
from vises.apps.instruments.rules import read_grid, untranslated
from vises.apps.journeys.services.plan import LineWords, add_line
from vises.apps.journeys.services.question import decide, propose
from vises.apps.journeys.services.sessions import plan_session
from vises.kernel.problems import Conflict, Forbidden, NotFound, Problem
from vises.xforms import parse_xform, read_plain_list

LIST = """# Enquête
nl: Bevraging

Avez-vous rencontré quelqu'un ici ?
nl: Heb je hier iemand ontmoet?
- oui
  nl: ja
- non
  nl: nee

Qui ? (si 1 = oui)
Quel tarif payez-vous ?
- réduit
- plein
"""


@pytest.fixture
def line(world: Any) -> Any:
    candidate = propose(SYSTEM, world.journey.id, "Que change notre façon d'accueillir ?", language="fr")
    session = plan_session(SYSTEM, world.journey.id, title="Choix", on=date(2026, 3, 3))
    decide(
        SYSTEM,
        world.journey.id,
        candidate_id=candidate.id,
        texts={"fr": candidate.text},
        session_id=session.id,
        manner="consent",
        reasons="Elle nous parle.",
    )
    return add_line(SYSTEM, world.journey.id, LineWords({"fr": "Ce qui change"}, "survey"))


def _write(world: Any, line: Any, text: str = LIST, **more: Any) -> Any:
    return services.write_questionnaire(world.actor("claire"), line.id, titles={"fr": "E"}, plain_list=text, **more)


def test_a_plain_list_becomes_a_questionnaire_with_its_conditions_and_what_lacks_translation(
    world: Any, line: Any
) -> None:
    made = _write(world, line)
    view = queries.version(world.actor("claire"), made.id)
    assert (made.number, made.source, made.languages) == (1, "plain-list", ["fr", "nl"])
    assert [row.kind for row in view.questions] == ["one", "text", "one"]
    first, second, third = view.questions
    assert first.labels["nl"] == "Heb je hier iemand ontmoet?" and first.choices[0][1] == {"fr": "oui", "nl": "ja"}
    assert second.condition and second.condition.plain and not second.condition.negated
    assert second.condition.question == first.labels["fr"] and second.condition.answer == "oui"
    assert view.missing == {"nl": (second.name, third.name)}
    assert view.form_titles == {"fr": "Enquête", "nl": "Bevraging"}


def test_unanswered_wordings_change_in_place_and_a_frozen_one_asks_why_and_stays(world: Any, line: Any) -> None:
    first = _write(world, line)
    again = _write(world, line, LIST.replace("Qui ?", "Qui donc ?"))
    assert again.id == first.id and again.hash != first.hash
    services.freeze(SYSTEM, first.id)
    with pytest.raises(Problem) as refused:
        _write(world, line, LIST)
    assert (refused.value.code, refused.value.field) == ("instruments.frozen-why", "why")
    second = _write(world, line, LIST, why="« Qui donc » faisait rire")
    assert (second.number, second.instrument_id) == (2, first.instrument_id)
    first.refresh_from_db()
    assert first.hash == again.hash and first.frozen_at is not None
    assert [row.number for row in queries.line_instruments(world.actor("claire"), line.id).instruments[0].versions] == [
        2,
        1,
    ]
    assert [row.id for row in queries.versions_of_line(world.actor("nadia"), line.id)] == [second.id, first.id]


def SYSTEM_READER(world: Any) -> Any:
    return world.actor("claire")


def test_the_same_words_make_no_new_version(world: Any, line: Any) -> None:
    first = _write(world, line)
    services.freeze(SYSTEM, first.id)
    assert _write(world, line).id == first.id


def test_nothing_is_overwritten_unseen(world: Any, line: Any) -> None:
    first = _write(world, line)
    _write(world, line, LIST.replace("Qui ?", "Qui donc ?"), was=first.hash)
    with pytest.raises(Conflict):
        _write(world, line, LIST.replace("Qui ?", "Laquelle ?"), was=first.hash)


def test_marks_are_checked_and_follow_their_questions(world: Any, line: Any) -> None:
    first = _write(world, line)
    met, who, price = [row.name for row in queries.version(world.actor("claire"), first.id).questions]
    claire = world.actor("claire")
    with pytest.raises(Problem, match="mark-unknown"):
        services.mark(claire, first.id, sensitive=["nothing"])
    with pytest.raises(Problem, match="mark-grouping"):
        services.mark(claire, first.id, grouping=[who])
    services.mark(claire, first.id, sensitive=[who], grouping=[met, price])
    services.freeze(claire, first.id)
    shorter = LIST.split("Quel tarif")[0]
    second = _write(world, line, shorter, why="trop long")
    assert (second.sensitive, second.grouping) == ([who], [met])


def test_an_xlsform_is_taken_and_a_broken_one_says_where(world: Any, line: Any, shared: Path) -> None:
    claire = world.actor("claire")
    forms = shared / "standards" / "xlsform"
    good = next(path for path in sorted(forms.rglob("*.xlsx")) if path.name not in {"bad_calc.xlsx"})
    made = services.write_questionnaire(claire, line.id, titles={"en": "X"}, xlsform=(good.read_bytes(), good.name))
    assert made.source == "xlsform" and parse_xform(made.xform).questions
    bad = next(forms.rglob("bad_calc.xlsx"))
    with pytest.raises(Problem) as refused:
        services.write_questionnaire(claire, line.id, titles={"en": "X"}, xlsform=(bad.read_bytes(), bad.name))
    assert (refused.value.code, refused.value.field) == ("instruments.form", "xlsform")


def test_a_plain_list_without_a_question_is_refused(world: Any, line: Any) -> None:
    for text, field in (
        ("", "plain_list"),
        ("# Titre\n\n- oui\n", "plain_list"),
        ("# T\nBonjour (note)", "plain_list"),
    ):
        with pytest.raises(Problem) as refused:
            _write(world, line, text)
        assert refused.value.field == field


def test_guides_and_grids(world: Any, line: Any) -> None:
    claire = world.actor("claire")
    for method in queries.GUIDES:
        texts = [queries.starter_guide(method, language) for language in ("fr", "nl", "en")]
        assert all(len(text) > 500 for text in texts) and len(set(texts)) == 3
    guide = services.write_guide(
        claire, line.id, titles={"fr": "Guide"}, text=queries.starter_guide("interview", "fr"), language="fr"
    )
    assert guide.source == "text" and not guide.xform
    grid = services.write_grid(
        claire,
        line.id,
        titles={"fr": "Grille"},
        text="Qui parle ; À la table; Au magasin\nclient\nbénévole",
        language="fr",
    )
    view = queries.version(claire, grid.id)
    assert view.grid and view.grid.columns == ("Qui parle", "À la table", "Au magasin") and len(view.grid.rows) == 2
    kinds = [item.kind for item in queries.line_instruments(claire, line.id).instruments]
    assert kinds == ["guide", "grid"]
    with pytest.raises(Problem, match="grid-columns"):
        read_grid("Une seule\nx")
    with pytest.raises(Problem, match="grid-rows"):
        read_grid("a;b")


def test_a_second_questionnaire_beside_the_first(world: Any, line: Any) -> None:
    first, beside = _write(world, line), _write(world, line, LIST, another=True)
    assert first.instrument_id != beside.instrument_id
    third = _write(world, line, LIST.replace("Qui ?", "Qui donc ?"), instrument_id=beside.instrument_id)
    assert third.id == beside.id


def test_a_language_the_enterprise_works_in_and_the_form_lacks_is_missing_everywhere() -> None:
    form = parse_xform(read_plain_list("langue: fr\n# T\nen: T\nUn ?\nen: One?\n", "fr"))
    assert untranslated(form, ["fr", "nl"]) == {"nl": tuple(q.name for q in form.questions)}


def test_who_may(world: Any, line: Any) -> None:
    made = _write(world, line)
    for stranger in ("stranger nadia", "stranger claire", "patrick", "cora", "an"):
        with pytest.raises(NotFound):
            queries.version(world.actor(stranger), made.id)
        with pytest.raises((NotFound, Forbidden)):
            services.mark(world.actor(stranger), made.id)
        with pytest.raises((NotFound, Forbidden)):
            services.write_guide(world.actor(stranger), line.id, titles={"fr": "G"}, text="x", language="fr")


def test_what_is_read_when_confirming(world: Any, line: Any) -> None:
    from vises.apps.journeys.services.passes import read_deliverable

    _write(world, line)
    [(heading, text)] = read_deliverable(line.journey, "instruments", "nl")
    assert heading == "E (Ce qui change)" and text.startswith("1. Heb je hier iemand ontmoet?")
