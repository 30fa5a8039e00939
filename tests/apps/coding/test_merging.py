"""Themes merged and divided: no mark is lost, and both can be undone."""

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.coding import services
from vises.apps.coding.models import Code, CodeChange, Passage, Text
from vises.apps.coding.queries.codebook import codebook
from vises.apps.coding.queries.history import changes, former_themes
from vises.apps.collection.services.documents import add_document
from vises.apps.findings.services.evidence import add_evidence
from vises.apps.findings.services.findings import write_finding
from vises.kernel.problems import Forbidden, NotFound, Problem

BODY = "On me salue. La porte est la même. Les clés pèsent."


@pytest.fixture
def text(line) -> Text:  # type: ignore[no-untyped-def]
    kept = add_document(SYSTEM, line.id, kind="interview", title="Un", text=BODY, language="fr")
    return services.take_in(SYSTEM, kept.document.id)


@pytest.fixture
def themes(world, text) -> dict[str, Code]:  # type: ignore[no-untyped-def]
    """Door (one under it: key) and welcome; the first sentence has both."""
    made = {name: services.add_code(SYSTEM, world.journey.id, names={"en": name}) for name in ("door", "welcome")}
    made["key"] = services.add_code(SYSTEM, world.journey.id, names={"en": "key"}, parent_id=made["door"].id)
    for name, start, end in (("door", 0, 12), ("door", 13, 34), ("welcome", 0, 12), ("key", 35, 51)):
        services.mark(SYSTEM, text.id, made[name].id, start, end, memo=f"{name} {start}")
    return made


def _marks() -> set[tuple[str, int, int, str]]:
    return {(p.code.names["en"], p.start, p.end, p.memo) for p in Passage.objects.select_related("code")}


def test_a_merge_keeps_every_mark_and_is_undone(world, question, themes) -> None:  # type: ignore[no-untyped-def]
    before, ids = _marks(), set(Passage.objects.values_list("id", flat=True))
    finding = write_finding(SYSTEM, world.journey.id, statements={"fr": "On se salue."})
    cited = add_evidence(SYSTEM, finding.id, says={"fr": "dit"}, code_id=themes["door"].id)
    own = add_evidence(SYSTEM, finding.id, says={"fr": "dit"}, code_id=themes["welcome"].id)
    change = services.merge(world.actor("rita"), themes["door"].id, themes["welcome"].id)
    assert set(Passage.objects.values_list("id", flat=True)) == ids
    rows = {row.names["en"]: row for row in codebook(world.journey.scope_id)}
    # the first sentence had both themes: two marks, counted once
    assert rows.keys() == {"welcome", "key"} and rows["welcome"].passages == 2 and rows["key"].depth == 1
    cited.refresh_from_db()
    assert cited.code_id == themes["welcome"].id
    assert former_themes(ids)[themes["door"].id] == {themes["door"].id, themes["welcome"].id}
    (row,) = changes(world.actor("rita"), world.journey.id)
    assert (row.kind, row.source["en"], row.target["en"], row.places) == ("merged", "door", "welcome", 2)
    assert row.who.startswith("Rita") and not row.undone_at
    services.undo(world.actor("nadia"), change.id)
    assert _marks() == before and set(Passage.objects.values_list("id", flat=True)) == ids
    assert not Passage.objects.filter(doubled=True).exists()
    cited.refresh_from_db(), own.refresh_from_db()
    assert cited.code_id == themes["door"].id and own.code_id == themes["welcome"].id
    assert Code.objects.get(names__en="key").parent_id == themes["door"].id
    with pytest.raises(Problem, match="undone"):
        services.undo(SYSTEM, change.id)


def test_a_mark_taken_away_leaves_its_double_counted(world, text, themes) -> None:  # type: ignore[no-untyped-def]
    services.merge(SYSTEM, themes["door"].id, themes["welcome"].id)
    services.unmark(SYSTEM, Passage.objects.get(start=0, doubled=False).id)
    assert Passage.objects.get(start=0).doubled is False
    with pytest.raises(Problem, match="already-marked"):
        services.mark(SYSTEM, text.id, themes["welcome"].id, 0, 12)


def test_a_split_and_back(world, themes) -> None:  # type: ignore[no-untyped-def]
    before = _marks()
    taken = Passage.objects.get(code=themes["door"], start=13)
    change = services.split(world.actor("rita"), themes["door"].id, {"en": "same door"}, [taken.id])
    taken.refresh_from_db()
    assert taken.code.names == {"en": "same door"} and themes["door"].passages.count() == 1
    services.undo(SYSTEM, change.id)
    assert _marks() == before and not Code.objects.filter(names__en="same door").exists()


def test_what_cannot_be(world, themes) -> None:  # type: ignore[no-untyped-def]
    for into in (themes["door"].id, themes["key"].id, world.journey.id):
        with pytest.raises(Problem, match="merge"):
            services.merge(SYSTEM, themes["door"].id, into)
    passage = Passage.objects.get(code=themes["door"], start=13)
    # nadia writes in the journey and reads no words: she may merge, and moves no single passage
    with pytest.raises(Problem, match="split"):
        services.split(world.actor("nadia"), themes["door"].id, {"en": "x"}, [passage.id])
    first = services.merge(world.actor("nadia"), themes["key"].id, themes["door"].id)
    services.merge(SYSTEM, themes["door"].id, themes["welcome"].id)
    with pytest.raises(Problem, match="later-change"):
        services.undo(SYSTEM, first.id)
    for name in ("an", "patrick", "stranger rita", "stranger nadia"):
        with pytest.raises((NotFound, Forbidden)):
            services.merge(world.actor(name), themes["welcome"].id, themes["door"].id)
        with pytest.raises((NotFound, Forbidden)):
            services.undo(world.actor(name), first.id)
    assert CodeChange.objects.filter(undone_at=None).count() == 2
