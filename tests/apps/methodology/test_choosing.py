"""Rules of the chooser, written in a draft: none against another, none that leaves nothing."""

from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.methodology import comparing, queries
from vises.apps.methodology.chooser import Chooser, Rule, advise, contradictions
from vises.apps.methodology.models import MethodologyVersion
from vises.apps.methodology.services import choosing, drafts
from vises.kernel.problems import Problem


@pytest.fixture
def draft(method: None) -> Any:
    queries.forget()
    return drafts.begin_draft(SYSTEM, "3")


def _chooser(draft: Any) -> Chooser:
    found = comparing.edition(draft.id).version.chooser
    assert found is not None
    return found


def _rule(draft: Any, id_: str) -> Rule | None:
    return next((rule for rule in _chooser(draft).rules if rule.id == id_), None)


def test_a_new_rule_moves_what_it_speaks_of_and_asks_for_its_sentence(draft: Any) -> None:
    key = choosing.write_rule(
        SYSTEM, draft.id, "neighbours", {"public": ["outside"]}, {"observation": "excludes", "survey": ""}, new=True
    )
    assert key == "chooser.rule.neighbours" and key in comparing.edition(draft.id).missing("nl")
    advice = advise(_chooser(draft), {"public": "outside"})
    assert ("observation", "neighbours") in advice.ruled_out and "neighbours" in advice.rules
    drafts.write_text(SYSTEM, draft.id, key, {"fr": "On ne regarde pas des voisins.", "nl": "Buren bekijk je niet."})
    assert key not in comparing.edition(draft.id).missing("nl")
    choosing.drop_rule(SYSTEM, draft.id, "neighbours")
    edition = comparing.edition(draft.id)
    assert _rule(draft, "neighbours") is None and key not in edition.texts["fr"]


def test_a_rule_is_written_again(draft: Any) -> None:
    choosing.write_rule(SYSTEM, draft.id, "claim-how-many", {"claim": ["how-many", "over-time"]}, {"survey": "favours"})
    rule = _rule(draft, "claim-how-many")
    assert rule and rule.when == (("claim", ("how-many", "over-time")),) and rule.favours == ("survey",)
    assert rule.hinders == ()


CARDS = ["interview", "focus-group", "survey", "records", "most-significant-change", "effect-chain", "observation"]


@pytest.mark.parametrize(
    ("when", "says", "code"),
    [
        ({"claim": ["how-many"]}, {"survey": "hinders"}, "rule-against"),
        ({"claim": ["how-many"]}, {"survey": "excludes"}, "rule-against"),
        ({"time": ["little"], "numbers": ["few"]}, dict.fromkeys(CARDS, "excludes"), "rule-nothing"),
        ({}, {"survey": "favours"}, "rule-when"),
        ({"existing": ["yes", "no"]}, {"survey": "favours"}, "rule-when"),
        ({"claim": ["how-many"]}, {"survey": ""}, "rule-says"),
        ({"claim": ["tarot"]}, {"survey": "favours"}, "no-element"),
        ({"moon": ["full"]}, {"survey": "favours"}, "no-element"),
        ({"claim": ["how-many"]}, {"tarot": "favours"}, "no-element"),
        ({"claim": ["how-many"]}, {"survey": "adores"}, "no-element"),
    ],
)
def test_a_rule_that_cannot_stand_is_refused_and_nothing_is_written(
    draft: Any, when: Any, says: Any, code: str
) -> None:
    before = MethodologyVersion.objects.get(pk=draft.pk).hash
    with pytest.raises(Problem, match=code) as told:
        choosing.write_rule(SYSTEM, draft.id, "mine", when, says, new=True)
    assert MethodologyVersion.objects.get(pk=draft.pk).hash == before
    if code == "rule-against":  # in words, not in names
        assert "Enqu" in told.value.params["card"] and "compter" in told.value.params["rule"]


def test_names_and_the_last_rule(draft: Any) -> None:
    for id_, code in (("claim-how-many", "id-taken"), ("Deux mots", "methodology.id")):
        with pytest.raises(Problem, match=code):
            choosing.write_rule(SYSTEM, draft.id, id_, {"claim": ["unexpected"]}, {"survey": "hinders"}, new=True)
    with pytest.raises(Problem, match="no-element"):
        choosing.drop_rule(SYSTEM, draft.id, "nothing")
    assert list(contradictions(_chooser(draft), [card.id for card in _chooser(draft).cards])) == []
