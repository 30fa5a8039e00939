"""The method as it stands in `content/`: complete in every language, locked, sourced, well set."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from vises.apps.methodology import rules, services
from vises.apps.methodology.changelog import read_changelog
from vises.apps.methodology.glossary import read_glossary
from vises.apps.methodology.library import read_library
from vises.kernel.locale import LANGUAGES, typeset
from vises.kernel.problems import Problem
from vises.ops.content import lock_differs

CONTENT = Path(__file__).resolve().parents[2] / "content"
CODES = ("1", "2", "3")
SETTING_OF_FRENCH = re.compile(r"\S [:;?!»]|« \S")  # an ordinary space where an unbreakable one belongs


def _version(code: str) -> tuple[rules.Version, dict[str, dict[str, str]]]:
    structure, texts, hashes = services.read_version(CONTENT / "methodology" / code)
    return rules.version_from_json(structure, hashes["structure"]), texts


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_text_is_there_and_none_is_left_over(code: str, language: str) -> None:
    version, texts = _version(code)
    wanted = set(rules.expected_keys(version))
    assert wanted - set(texts[language]) == set()
    assert set(texts[language]) - wanted == set()
    assert all(text.strip() for text in texts[language].values())


@pytest.mark.parametrize("code", CODES)
def test_translations_are_not_left_in_french(code: str) -> None:
    version, texts = _version(code)
    long = [key for key in rules.expected_keys(version) if len(texts["fr"][key]) > 40]
    assert len(long) > 200
    for key in long:
        assert len({texts[language][key] for language in LANGUAGES}) == 3, key


@pytest.mark.parametrize("code", CODES)
def test_short_names_are_short_and_sessions_last_two_hours(code: str) -> None:
    version, texts = _version(code)
    for language in LANGUAGES:
        for key, text in texts[language].items():
            if key.endswith(".short"):
                assert len(text.split()) <= 3, (language, key)
    for deliverable in version.deliverables():
        assert sum(deliverable.agenda) == 120, deliverable.id
        assert all(box.columns <= 12 and box.rows <= 8 for box in deliverable.sheet)


def test_french_signs_stay_with_their_words() -> None:
    for code in CODES:
        for key, text in _version(code)[1]["fr"].items():
            assert not SETTING_OF_FRENCH.search(text), key
    for term in read_glossary(CONTENT):
        assert not SETTING_OF_FRENCH.search(term.definition["fr"]), term.id
    assert typeset("Pourquoi ? « Oui » : non", "fr") == "Pourquoi\u00a0? «\u00a0Oui\u00a0»\u00a0: non"
    assert typeset("Why : so", "en") == "Why : so"


def test_released_versions_are_as_locked() -> None:
    assert not lock_differs()


@pytest.mark.parametrize("file", ["structure.yaml", "texts/nl.yaml"])
def test_a_released_version_that_was_edited_is_refused(tmp_path: Path, db: None, file: str) -> None:
    shutil.copytree(CONTENT, tmp_path / "content")
    edited = tmp_path / "content" / "methodology" / "3" / file
    text = edited.read_text(encoding="utf-8")
    was, becomes = ("agenda: [10, 20, 50, 25, 15]", "agenda: [10, 20, 40, 35, 15]")
    if file.startswith("texts"):
        was, becomes = "Het portret van de onderneming", "Het portret"
    assert was in text
    edited.write_text(text.replace(was, becomes), encoding="utf-8")
    with pytest.raises(Problem) as refused:
        services.load(tmp_path / "content")
    assert refused.value.code == "methodology.released-edited"


def _sources(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "sources" and isinstance(inner, list):
                yield from inner
            else:
                yield from _sources(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _sources(inner)


def test_every_source_named_anywhere_is_described_with_an_address() -> None:
    sources = read_library(CONTENT).sources
    named: set[str] = set()
    for file in CONTENT.rglob("*.yaml"):
        if "demonstration" not in file.parts:
            named |= set(_sources(yaml.safe_load(file.read_text(encoding="utf-8"))))
    assert len(named) > 40
    assert named == set(sources)
    for source in sources.values():
        assert source.name and source.urls and all(url.startswith(("http://", "https://")) for url in source.urls)


def test_what_is_stated_or_related_says_where_and_what_is_proposed_claims_no_source() -> None:
    for code in CODES:
        version, _ = _version(code)
        elements = [*version.steps, *version.deliverables()]
        for name in rules.PREFIXES:
            elements += getattr(version, name)
        for element in elements:
            assert bool(element.sources) == (element.origin != "proposed"), (code, element.id)
    for change in read_changelog(CONTENT).changes:
        assert bool(change.sources) == (change.origin != "proposed"), change.id
    for term in read_glossary(CONTENT):
        assert term.definition_origin == "proposed" or term.sources, term.id


def test_the_changelog_tells_what_the_structures_show() -> None:
    versions = {code: _version(code)[0] for code in CODES}
    changes = {change.id: change for change in read_changelog(CONTENT).changes}
    for change in changes.values():
        for code, element in ((change.from_code, change.element_from), (change.to_code, change.element_to)):
            known = {step.id for step in versions[code].steps} | {d.id for d in versions[code].deliverables()}
            assert element in known, change.id
        assert set(change.what) == set(change.why) == set(change.unknown) == set(LANGUAGES)
    moved = changes["method-choice-moved"]
    assert versions["1"].step_of(moved.element_from).id == "step-1"
    assert versions["2"].step_of(moved.element_to).id == "step-2"
    assert versions["2"].step_of("familiarisation").id == "step-1"
    assert [step.id for step in versions["3"].steps] == ["preliminary", "step-1", "step-2", "step-3"]
    told = {change.element_to for change in changes.values()}
    for old, new in (("1", "2"), ("2", "3")):
        fresh = {d.id for d in versions[new].deliverables()} - {d.id for d in versions[old].deliverables()}
        assert fresh <= told


def test_versions_come_in_the_order_of_their_dates() -> None:
    released = [_version(code)[0].released_on for code in CODES]
    assert released == sorted(day for day in released if day is not None)
    assert released[-1] == date(2019, 11, 28)


def test_the_glossary_has_each_id_and_each_preferred_word_once() -> None:
    terms = read_glossary(CONTENT)
    assert len(terms) >= 60
    assert len({term.id for term in terms}) == len(terms)
    for language in LANGUAGES:
        preferred = [term.words[language][0] for term in terms]
        assert len(set(preferred)) == len(preferred)
    for term in terms:
        assert set(term.proposed) <= set(LANGUAGES)
        assert all(len(text) < 260 for text in term.definition.values()), term.id


def test_words_follow_the_decisions_of_the_field() -> None:
    words = {term.id: term.words for term in read_glossary(CONTENT)}
    assert words["social-impact"]["nl"] == ("maatschappelijke impact", "sociale impact")
    assert words["restitution"]["nl"][0] == "terugkoppeling"
    assert words["capitalise"]["fr"][0] == "tirer des leçons" and words["raise"]["nl"][0] == "doorgeven"
    forbidden = re.compile(r"tegeldemaking|thematisch schrift", re.IGNORECASE)
    for term in read_glossary(CONTENT):
        assert not any(forbidden.search(text) for text in term.everything()), term.id


def test_nothing_offers_scores_rankings_or_money() -> None:
    for code in CODES:
        version, _ = _version(code)
        sroi = next(card for card in version.method_cards if card.id == "sroi")
        assert sroi.origin == "related"
        ids = {element.id for name in rules.PREFIXES for element in getattr(version, name)}
        assert not {"score", "ranking", "money", "monetary"} & ids
