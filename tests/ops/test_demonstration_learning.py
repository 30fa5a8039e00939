"""What the demonstration's field asked, and what became of it: read from its file, without a database."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

DATA: dict[str, Any] = yaml.safe_load(
    (Path(__file__).resolve().parents[2] / "content" / "demonstration" / "learning.yaml").read_text(encoding="utf-8")
)
NOTES: dict[str, Any] = DATA["notes"]


def test_the_four_notes_of_the_worked_example_came_back() -> None:
    four = [NOTES[key] for key in ("n1", "n2", "n3", "n4")]
    assert [note["by"] for note in four] == ["claire"] * 4
    assert [note["kind"] for note in four] == ["question", "difficulty", "experience", "difficulty"]
    assert [note["body"] for note in four] == ["questions", "science", "partners", "coordination"]
    assert [note["helped"]["claire"] for note in four] == ["yes", "yes", "yes", "partly"]


def test_about_forty_notes_of_many_people_in_two_languages_over_two_years() -> None:
    assert 38 <= len(NOTES) <= 46
    assert len({note["by"] for note in NOTES.values()}) >= 10
    spoken = Counter(note["lang"] for note in NOTES.values())
    assert min(spoken["fr"], spoken["nl"]) >= 10
    assert min(note["on"] for note in NOTES.values()) < -600
    assert {note["kind"] for note in NOTES.values()} == {"question", "difficulty", "experience", "idea"}


def test_every_finding_stands_on_two_notes_and_one_still_lacks_a_look_at_the_other_side() -> None:
    harvested = {said["key"] for day in DATA["meetings"] for shop in day["workshops"] for said in shop["harvest"]}
    for finding in DATA["findings"]:
        assert len(finding["supports"]) >= 2
        assert set(finding["supports"]) | set(finding.get("againsts", [])) <= set(NOTES) | harvested
    assert [bool(finding["looked_for"]) for finding in DATA["findings"]].count(False) >= 1


@pytest.mark.parametrize("word", ["L'Armoire Commune", "De Gedeelde Kast", "Klinkaard", "Deux Rives"])
def test_no_note_names_an_enterprise(word: str) -> None:
    assert not [key for key, note in NOTES.items() if word in note["text"]]
