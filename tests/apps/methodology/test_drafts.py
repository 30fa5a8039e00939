"""A version is drafted text by text, released once, and never changes afterwards."""

from datetime import date
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.methodology import comparing, queries
from vises.apps.methodology.chooser import advise
from vises.apps.methodology.models import MethodologyText, MethodologyVersion
from vises.apps.methodology.rules import canonical_hash
from vises.apps.methodology.services import drafts, releases
from vises.kernel.problems import Conflict, NotFound, Problem
from vises.platform.audit.models import AuditEvent

CARD = {"title": "Grille", "good-for": "Voir", "watch-out": "Ne pas juger", "how": "Compter ensemble"}


@pytest.fixture
def draft(method: None) -> Any:
    queries.forget()
    return drafts.begin_draft(SYSTEM, "3")


def _whole(draft: Any) -> None:
    """One card more, and one tip reworded in French and Dutch only."""
    key = drafts.add_element(SYSTEM, draft.id, "method_cards", "counting-grid")
    for part, text in CARD.items():
        drafts.write_text(SYSTEM, draft.id, f"{key}.{part}", dict.fromkeys(("fr", "nl", "en"), text))
    drafts.write_text(SYSTEM, draft.id, "instruments.hint", {"fr": "Un oral court : oui.", "nl": "Kort mondeling."})
    drafts.write_change(
        SYSTEM, draft.id, kind="added", element=key, what={"fr": "Une fiche"}, why={"fr": "On a vu en comptant."}
    )


def test_a_draft_is_nowhere_until_it_is_released(draft: Any) -> None:
    assert draft.core.code == draft.derived_from.code == "3"
    assert [version.code for version in queries.versions()] == ["1", "2", "3"]
    for read in (queries.version, queries.translation_states, comparing.package_of):
        with pytest.raises(NotFound):
            read(draft.code)
    assert draft.code not in {line.code for line in comparing.overlays()}
    with pytest.raises(NotFound):
        drafts.begin_draft(SYSTEM, draft.code)


def test_release_gives_a_code_a_day_and_a_hash_and_closes_it(draft: Any) -> None:
    _whole(draft)
    drafts.write_text(SYSTEM, draft.id, "version.title", {"fr": "Version 3.1", "nl": "Versie 3.1", "en": "Version 3.1"})
    released = releases.release_draft(SYSTEM, draft.id, "3.1", on=date(2026, 5, 4))
    assert (released.code, released.released_on) == ("3.1", date(2026, 5, 4))
    assert released.hash == canonical_hash(released.structure) and released.structure["core"] == "3"
    assert [version.code for version in queries.versions()] == ["1", "2", "3", "3.1"]
    assert queries.text("3.1", "method.counting-grid.title", "nl") == "Grille"
    assert queries.text("3.1", "instruments.hint", "fr") == "Un oral court\u00a0: oui."
    # English still translates the older tip, and says so
    assert queries.translation_states("3.1") == {"fr": "source", "nl": "current", "en": "stale"}
    tried = [
        lambda: drafts.write_text(SYSTEM, draft.id, "instruments.hint", {"fr": "autre"}),
        lambda: drafts.add_element(SYSTEM, draft.id, "method_cards", "more"),
        lambda: drafts.remove_element(SYSTEM, draft.id, "method.sroi"),
        lambda: drafts.move_deliverable(SYSTEM, draft.id, "portrait", "step-2", 1),
        lambda: releases.release_draft(SYSTEM, draft.id, "3.2"),
    ]
    before = comparing.package_of("3.1").fingerprint
    for change in tried:
        with pytest.raises((Problem, Conflict)):
            change()
    assert comparing.package_of("3.1").fingerprint == before
    changes = queries.changes_of("3.1")
    assert [(change.from_code, change.kind, change.element_to) for change in changes] == [
        ("3", "added", "method.counting-grid")
    ]
    assert AuditEvent.objects.filter(event="method.released").exists()


def test_an_overlay_says_what_is_local(draft: Any) -> None:
    _whole(draft)
    releases.release_draft(SYSTEM, draft.id, "3.1")
    local = comparing.local(queries.version("3.1"))
    assert local is not None and local.core == "3"
    assert local.added == {"method.counting-grid"} and local.left_out == ()
    assert local.reworded == {"instruments": frozenset({"hint"})}
    assert (local.of("instruments"), local.of("portrait")) == ("reworded", "")
    assert [line.code for line in comparing.overlays()] == ["3.1"]
    # an overlay on an overlay stands on the same core
    assert drafts.begin_draft(SYSTEM, "3.1").core.code == "3"
    assert drafts.begin_draft(SYSTEM, "3.1", local=False).core is None


def test_what_is_lacking_is_told_before_release(draft: Any) -> None:
    assert releases.why_not_release(draft.id) == (("methodology.no-changelog", ""),)
    key = drafts.add_element(SYSTEM, draft.id, "method_cards", "counting-grid")
    for part in CARD:
        drafts.write_text(SYSTEM, draft.id, f"{key}.{part}", {"fr": "mot"})
    drafts.write_change(SYSTEM, draft.id, kind="added", element=key, what={"fr": "x"}, why={"nl": "y"})
    assert releases.why_not_release(draft.id) == (("methodology.not-translated", "nl"),)
    with pytest.raises(Problem, match="not-translated"):
        releases.release_draft(SYSTEM, draft.id, "3.1")
    assert MethodologyVersion.objects.get(pk=draft.pk).released_on is None


@pytest.mark.parametrize("code", ["", "3", "drei", "3.1.2.4", "../3", "3.1-ABC", "3" * 21])
def test_a_code_is_a_number_that_nobody_has(draft: Any, code: str) -> None:
    _whole(draft)
    with pytest.raises(Problem, match="code"):
        releases.release_draft(SYSTEM, draft.id, code)


def test_a_new_card_joins_the_chooser_as_another_one_is_advised(draft: Any) -> None:
    def advised(card: str) -> tuple[Any, list[tuple[str, str]]]:
        chooser = MethodologyVersion.objects.get(pk=draft.pk).structure["chooser"]
        cost = next((item for item in chooser["cards"] if item["id"] == card), {})
        parts = ("favours", "hinders", "excludes")
        rules = [(rule["id"], part) for rule in chooser["rules"] for part in parts if card in rule.get(part, ())]
        return {name: value for name, value in cost.items() if name != "id"}, rules

    _whole(draft)
    for card, like in (
        ("counting-grid", "counting-grid"),
        ("counting-grid", "tea-leaves"),
        ("tea-leaves", "observation"),
    ):
        with pytest.raises(Problem, match="no-element"):
            drafts.join_chooser(SYSTEM, draft.id, card, like)
    for like in ("survey", "observation"):  # said again, the earlier advice goes
        drafts.join_chooser(SYSTEM, draft.id, "counting-grid", like)
        assert advised("counting-grid") == advised(like) and advised(like)[1]
    lacking = ("method.counting-grid.allows", "method.counting-grid.does-not-allow")
    assert comparing.edition(draft.id).missing("nl") == lacking  # an advised card says what it allows to say
    for key in lacking:
        drafts.write_text(SYSTEM, draft.id, key, dict.fromkeys(("fr", "nl", "en"), "Compter."))
    releases.release_draft(SYSTEM, draft.id, "3.1")
    chooser = queries.version("3.1").chooser
    assert chooser is not None
    advice = advise(chooser, {"claim": "our-ways", "public": "passers", "time": "middle"})
    assert "counting-grid" in {part.card for mix in advice.mixes for part in mix.parts}


def test_a_language_lags_until_it_is_written_or_checked(draft: Any) -> None:
    def behind() -> dict[str, bool]:
        lagging = comparing.edition(draft.id).lagging
        return {language: "portrait.hint" in lagging[language] for language in ("fr", "nl", "en")}

    drafts.write_text(SYSTEM, draft.id, "portrait.hint", {"nl": "Eerst jullie woorden."})
    assert behind() == {"fr": True, "nl": False, "en": True}
    drafts.write_text(SYSTEM, draft.id, "portrait.hint", {"fr": "D'abord vos mots."})
    assert behind() == {"fr": False, "nl": False, "en": True}  # French caught up
    drafts.write_text(SYSTEM, draft.id, "portrait.hint", {"fr": "Vos mots d'abord."})
    assert behind() == {"fr": False, "nl": True, "en": True}  # French leads now
    drafts.write_text(SYSTEM, draft.id, "portrait.hint", {}, holds=["nl"])
    assert behind() == {"fr": False, "nl": False, "en": True}
    drafts.write_text(SYSTEM, draft.id, "portrait.hint", {"fr": "Vos mots d'abord."})  # nothing changed
    assert behind() == {"fr": False, "nl": False, "en": True}


def test_two_who_write_at_once_do_not_overwrite_each_other(draft: Any) -> None:
    seen = drafts.seen_of(comparing.edition(draft.id).texts_of("portrait.hint"))
    drafts.write_text(SYSTEM, draft.id, "portrait.hint", {"fr": "un"}, seen=seen)
    with pytest.raises(Conflict):
        drafts.write_text(SYSTEM, draft.id, "portrait.hint", {"fr": "deux"}, seen=seen)
    drafts.write_text(SYSTEM, draft.id, "portrait.pitfall", {"fr": "autre"})
    assert comparing.edition(draft.id).texts["fr"]["portrait.hint"] == "un"


@pytest.mark.parametrize(
    ("key", "text"), [("portrait.nothing", "x"), ("portrait.hint", "x" * 2001), ("portrait.hint", "a\x00b")]
)
def test_texts_that_cannot_be_kept_are_refused(draft: Any, key: str, text: str) -> None:
    with pytest.raises(Problem):
        drafts.write_text(SYSTEM, draft.id, key, {"fr": text})


def test_parts_are_added_moved_and_taken_out(draft: Any) -> None:
    for id_ in ("Grid", "a b", "", "9", "interview"):
        with pytest.raises(Problem):
            drafts.add_element(SYSTEM, draft.id, "method_cards", id_)
    with pytest.raises(Problem):
        drafts.add_element(SYSTEM, draft.id, "prices", "x")
    drafts.move_deliverable(SYSTEM, draft.id, "portrait", "preliminary", 1)
    drafts.remove_element(SYSTEM, draft.id, "method.sroi")
    drafts.remove_element(SYSTEM, draft.id, "improvements")
    version = comparing.edition(draft.id).version
    assert [item.id for item in version.step("preliminary").deliverables] == ["portrait", "engagement-note"]
    assert "sroi" not in {item.id for item in version.method_cards}
    for row in MethodologyText.objects.filter(version=draft):
        assert not [key for key in row.texts if key.startswith(("method.sroi.", "improvements."))]
        assert row.hash == canonical_hash(row.texts)
    with pytest.raises(Problem):
        drafts.remove_element(SYSTEM, draft.id, "engagement-notes")
    drafts.remove_element(SYSTEM, draft.id, "portrait")
    with pytest.raises(Problem, match="last"):
        drafts.remove_element(SYSTEM, draft.id, "engagement-note")


def test_the_changelog_of_a_draft(draft: Any) -> None:
    said = {"kind": "reworded", "element": "portrait", "what": {"fr": "Le conseil"}, "why": {"fr": "Trop long"}}
    row = drafts.write_change(SYSTEM, draft.id, **said)
    drafts.write_change(SYSTEM, draft.id, **{**said, "why": {"fr": "Autre"}}, change_id=row.id)
    assert [change.why for change in draft.changes.all()] == [{"fr": "Autre"}]
    for wrong in ({"kind": "odd"}, {"element": "nowhere"}, {"what": {"fr": " "}}, {"why": {}}):
        with pytest.raises(Problem):
            drafts.write_change(SYSTEM, draft.id, **{**said, **wrong})
    assert queries.born_changes() == ()  # not before it is released
    drafts.drop_change(SYSTEM, draft.id, row.id)
    with pytest.raises(NotFound):
        drafts.drop_change(SYSTEM, draft.id, row.id)
