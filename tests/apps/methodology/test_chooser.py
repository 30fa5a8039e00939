"""The chooser explains itself: every reason is a rule, and one answer moves what its rules move."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from vises.apps.methodology.chooser import Chooser, advise, contradictions, dead_ends, moved, read_chooser

CONTENT = Path(__file__).resolve().parents[3] / "content" / "methodology"
STRUCTURE: dict[str, Any] = yaml.safe_load((CONTENT / "3" / "structure.yaml").read_text(encoding="utf-8"))
CARDS = [card["id"] for card in STRUCTURE["method_cards"]]
SHOP = {
    "claim": "how-lived",
    "public": "regulars",
    "numbers": "crowd",
    "reading": "with-effort",
    "languages": "several",
    "sensitivity": "everyday",
    "time": "middle",
    "existing": "yes",
}


def chooser() -> Chooser:
    found = read_chooser(STRUCTURE["chooser"])
    assert found is not None
    return found


def answers() -> Any:
    return st.fixed_dictionaries({}, optional={q.id: st.sampled_from(q.choices) for q in chooser().questions})


def test_the_rules_do_not_contradict_each_other_and_leave_something_for_everybody() -> None:
    assert list(contradictions(chooser(), CARDS)) == []
    assert list(dead_ends(chooser())) == []


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ({"id": "x", "when": {"claim": "how-many"}, "favours": ["survey"], "hinders": ["survey"]}, "two things"),
        ({"id": "x", "when": {"claim": "how-many"}, "hinders": ["survey"]}, "against each other"),
        ({"id": "x", "when": {"claim": "nothing"}, "favours": ["survey"]}, "has no choice"),
        ({"id": "x", "when": {"claim": "how-many"}, "favours": ["tarot"]}, "no cost"),
        (
            {"id": "x", "when": {"time": "little"}, "excludes": [c for c in CARDS if c not in {"life-story", "sroi"}]},
            "nothing that fits",
        ),
    ],
)
def test_a_bad_rule_is_found(rule: dict[str, Any], says: str) -> None:
    bad = read_chooser({**STRUCTURE["chooser"], "rules": [*STRUCTURE["chooser"]["rules"], rule]})
    assert bad is not None
    assert any(says in fault for fault in _first(chain(contradictions(bad, CARDS), dead_ends(bad))))


def _first(found: Iterator[str]) -> list[str]:
    return [fault for fault, _ in zip(found, range(20), strict=False)]


def test_a_version_without_rules_has_no_chooser() -> None:
    assert read_chooser(None) is None


@settings(max_examples=150)
@given(answers())
def test_what_is_ruled_out_never_shows_and_every_reason_is_a_rule_that_holds(given_answers: dict[str, str]) -> None:
    found = chooser()
    advice = advise(found, given_answers)
    rules = {rule.id: rule for rule in found.rules}
    out = {card for card, _ in advice.ruled_out}
    assert 1 <= len(advice.mixes) <= 3
    for mix in advice.mixes:
        assert not out & set(mix.cards) and "sroi" not in mix.cards
        assert len({part.way for part in mix.parts}) == len(mix.parts) >= 2
        for id_ in (*mix.favoured_by, *mix.hindered_by):
            assert rules[id_].holds(given_answers) and rules[id_].speaks_of() & set(mix.cards)


def test_one_other_answer_names_the_rules_that_moved_and_the_mix_that_stood_first() -> None:
    found = chooser()
    change = moved(found, SHOP, {**SHOP, "claim": "how-many"})
    assert change.came == ("claim-how-many",) and change.went == ("claim-how-lived",)
    assert change.first_changed and change.first_before == advise(found, SHOP).mixes[0].cards
    assert moved(found, SHOP, SHOP).came == moved(found, SHOP, SHOP).went == ()


def test_what_hurts_is_not_asked_in_a_group_and_weighs_more() -> None:
    advice = advise(chooser(), {"sensitivity": "painful"})
    assert {"focus-group", "most-significant-change"} <= {card for card, _ in advice.ruled_out}
    listening = [part for mix in advice.mixes for part in mix.parts if part.way == "listens"]
    assert listening and all(part.data == "heavy" for part in listening)


def test_hours_and_people_follow_from_the_cards() -> None:
    advice = advise(chooser(), {"numbers": "few", "claim": "how-lived", "existing": "no"})
    part = next(part for mix in advice.mixes for part in mix.parts if part.card == "interview")
    assert (part.people, part.enterprise_hours, part.respondent_hours) == (8, 20, 6)


@pytest.mark.parametrize(
    "bad",
    [
        {"rules": [{"id": "x", "when": {"claim": "how-many"}, "favours": ["tarot"]}]},
        {"rules": [{"id": "X !", "when": {"claim": "how-many"}}]},
        {"rules": [{"id": f"r{n}", "when": {}} for n in range(200)]},
        {"people": {"few": 8}},
        {"more": 1},
    ],
)
def test_files_with_a_chooser_that_cannot_stand_are_refused(bad: dict[str, Any]) -> None:
    from vises.apps.methodology.checks import check_structure

    structure = {**STRUCTURE, "chooser": {**STRUCTURE["chooser"], **bad}}
    rooms = [item["room"] for step in STRUCTURE["steps"] for item in step["deliverables"]]
    check_structure(STRUCTURE, rooms)
    with pytest.raises(ValueError, match="chooser"):
        check_structure(structure, rooms)
