"""Themes, texts and marks out to other programs and back: nothing lost, nothing twice, nobody's words by accident."""

import uuid
from dataclasses import replace

import pytest

from vises.apps.access.actor import SYSTEM, actor_for
from vises.apps.access.rules import Role
from vises.apps.access.services import give_role
from vises.apps.accounts.services import make_user
from vises.apps.coding import services
from vises.apps.coding.models import Code, Passage, Text
from vises.apps.coding.services.exchange import (
    Words,
    export_codebook,
    export_project,
    import_codebook,
    import_project,
)
from vises.apps.collection.models import Document
from vises.apps.collection.services import withdrawals
from vises.apps.collection.services.documents import add_document
from vises.apps.journeys.models import PlanLine
from vises.apps.journeys.services.plan import LineWords, add_line
from vises.kernel.problems import Forbidden, NotFound, Problem
from vises.texts.refi import Marked, Project, Source, Theme, read_codebook, read_project

BODY = "Samir : 😀 On me salue.\nLa porte est la même."


@pytest.fixture
def kept(world, line):  # type: ignore[no-untyped-def]
    """An interview with three marks, two of them of one theme under another one."""
    kept = add_document(SYSTEM, line.id, kind="interview", title="Un", text=BODY, language="fr")
    text = services.take_in(SYSTEM, kept.document.id)
    door = services.add_code(SYSTEM, world.journey.id, names={"fr": "Porte"}, definitions={"fr": "Par où l'on entre"})
    same = services.add_code(SYSTEM, world.journey.id, names={"fr": "Même"}, parent_id=door.id, memo="à deux")
    for code, start, end in ((door, 8, 22), (door, 23, 44), (same, 36, 44)):
        services.mark(world.actor("rita"), text.id, code.id, start, end, memo=f"mémo {start}")
    return kept


def _marks() -> set[tuple[object, ...]]:
    return {
        (p.id, p.text.body[p.start : p.end], p.code_id, p.memo) for p in Passage.objects.select_related("text", "code")
    }


def _words(line) -> Words:  # type: ignore[no-untyped-def]
    return Words(line.id, "interview", "fr", ("quote",))


def test_out_and_back_without_loss_and_never_twice(world, line, kept) -> None:  # type: ignore[no-untyped-def]
    before = _marks()
    project = read_project(export_project(world.actor("rita"), world.journey.id, "Boutique", "fr"))
    assert project.sources[0].body == BODY and len(project.sources[0].marks) == 3
    assert {user.name for user in project.users} == {"Rita here"}
    again = import_project(SYSTEM, world.journey.id, project, _words(line))
    assert (again.themes, again.marks, again.receipts, again.known) == (0, 0, (), 1) and _marks() == before
    # a mark that was taken away here comes back with its memo
    services.unmark(SYSTEM, Passage.objects.get(start=36).id)
    assert import_project(SYSTEM, world.journey.id, project, _words(line)).marks == 1 and _marks() == before


def test_another_journey_gets_it_whole_with_ids_of_its_own(world, line, kept) -> None:  # type: ignore[no-untyped-def]
    project = read_project(export_project(SYSTEM, world.journey.id, "Boutique", "fr"))
    theirs = Document.objects.get().line
    other = world.other_journey
    with pytest.raises(Problem, match="line"):
        import_project(SYSTEM, other.id, project, _words(theirs))
    there = PlanLine.objects.create(journey=other, question=theirs.question, looks_at={"fr": "x"})
    for _ in range(2):
        import_project(SYSTEM, other.id, project, _words(there))
    texts = Text.objects.filter(scope=other.scope)
    marks = Passage.objects.filter(text__in=texts).select_related("code__parent")
    assert [text.body for text in texts] == [BODY]
    assert {(p.code.names["fr"], p.start, p.end, p.memo) for p in marks} == {
        ("Porte", 8, 22, "mémo 8"),
        ("Porte", 23, 44, "mémo 23"),
        ("Même", 36, 44, "mémo 36"),
    }
    assert Code.objects.get(scope=other.scope, names__fr="Même").parent.names == {"fr": "Porte"}
    assert Document.objects.get(line=there).consents == ["analysis", "quote"]
    assert Passage.objects.count() == 6


def test_only_words_that_one_reads_and_that_were_agreed_to_leave(world, line, kept) -> None:  # type: ignore[no-untyped-def]
    closed = add_line(SYSTEM, world.journey.id, LineWords(looks_at={"fr": "Autre"}, method="interview", target=3))
    hidden = add_document(SYSTEM, closed.id, kind="interview", title="Deux", text="Ne sort pas.", language="fr")
    text = services.take_in(SYSTEM, hidden.document.id)
    services.mark(SYSTEM, text.id, Code.objects.first().id, 0, 5, memo="ni ceci")
    one_line = make_user("lea@here.example", "Léa", "fr")
    give_role(SYSTEM, one_line, world.journey.scope, Role.READER, detail=line.id)
    project = read_project(export_project(actor_for(one_line), world.journey.id, "Boutique", "fr"))
    assert [source.name for source in project.sources] == ["Un"]
    for name in ("nadia", "mo"):  # they see the journey, and no words
        with pytest.raises(Problem, match="nothing-to-exchange"):
            export_project(world.actor(name), world.journey.id, "x", "fr")
    for name in ("fred", "patrick", "stranger rita"):
        with pytest.raises((NotFound, Forbidden)):
            export_project(world.actor(name), world.journey.id, "x", "fr")
        with pytest.raises((NotFound, Forbidden)):
            export_codebook(world.actor(name), world.journey.id, "fr")
    with pytest.raises((NotFound, Forbidden)):  # rita reads, and keeps no documents
        import_project(world.actor("rita"), world.journey.id, replace(project, sources=_new()), _words(line))
    with pytest.raises((NotFound, Forbidden)):  # nadia keeps documents, and reads none
        import_project(world.actor("nadia"), world.journey.id, replace(project, sources=_new()), _words(line))
    assert Text.objects.count() == 2
    Document.objects.filter(pk=kept.document.pk).update(consents=[])
    with pytest.raises(Problem, match="nothing-to-exchange"):
        export_project(actor_for(one_line), world.journey.id, "x", "fr")


def _new() -> tuple[Source, ...]:
    return (Source(uuid.uuid4(), "Neuf", "Des mots."),)


def test_words_taken_back_do_not_come_in_again(world, line, kept) -> None:  # type: ignore[no-untyped-def]
    project = read_project(export_project(SYSTEM, world.journey.id, "Boutique", "fr"))
    withdrawals.withdraw(kept.receipt)
    brought = import_project(SYSTEM, world.journey.id, project, _words(line))
    assert not Text.objects.exists() and brought.left_out == 4


def test_themes_are_known_by_id_then_by_name(world, kept) -> None:  # type: ignore[no-untyped-def]
    themes = read_codebook(export_codebook(world.actor("nadia"), world.journey.id, "fr"))
    assert [(theme.name, theme.description) for theme in themes] == [("Porte", "Par où l'on entre"), ("Même", "")]
    one, two, three = (uuid.uuid4() for _ in range(3))
    more = (Theme(one, "PORTE"), Theme(two, "Clé", "", one), Theme(three, "Clé", "", two), themes[1])
    assert import_codebook(world.actor("nadia"), world.journey.id, more, "fr").themes == 2
    assert set(Code.objects.values_list("names__fr", flat=True)) == {"Porte", "Même", "Clé", "Clé (Clé)"}
    assert Code.objects.get(names__fr="Clé").parent.names["fr"] == "Porte"
    assert import_codebook(world.actor("nadia"), world.journey.id, more, "fr").themes == 0
    assert import_codebook(world.actor("nadia"), world.journey.id, themes, "fr").themes == 0
    for name in ("fred", "patrick", "stranger nadia"):
        with pytest.raises((NotFound, Forbidden)):
            import_codebook(world.actor(name), world.journey.id, more, "fr")


def test_what_a_coding_is_comes_back_from_a_file(world, line) -> None:  # type: ignore[no-untyped-def]
    """Names, definitions and examples in all languages, memos, overlapping marks, and what the machine proposed."""
    rita, journey = world.actor("rita"), world.journey.id
    kept = add_document(SYSTEM, line.id, kind="interview", title="Un", text=BODY, language="fr")
    text = services.take_in(SYSTEM, kept.document.id)
    names, both = {"fr": "Porte", "nl": "Deur"}, {"fr": "Par où l'on entre", "nl": "Waar men\n\nbinnengaat"}
    door = services.add_code(
        SYSTEM,
        journey,
        names=names,
        definitions=both,
        examples={"fr": "« ouvert »", "en": "open"},
        memo="un mémo\nlong",
    )
    alone = services.add_code(
        SYSTEM, journey, names={"nl": "Groet"}, definitions={"nl": "Wie groet"}, parent_id=door.id
    )
    plain = services.add_code(SYSTEM, journey, names={"fr": "Simple"}, definitions={"fr": "Un mot"})
    gone = services.add_code(SYSTEM, journey, names={"fr": "Entrée"})
    services.mark(rita, text.id, door.id, 8, 22, memo="à relire")
    services.mark(rita, text.id, gone.id, 8, 22, memo="les deux")  # the same words, doubled by the merge
    services.mark(rita, text.id, alone.id, 10, 30, proposed=True)
    services.mark(SYSTEM, text.id, plain.id, 8, 44, proposed=True)
    services.merge(rita, gone.id, door.id)

    def themes() -> object:
        return list(Code.objects.order_by("id").values("id", "names", "definitions", "examples", "memo", "parent_id"))

    def marks() -> set[object]:
        return set(Passage.objects.values_list("id", "code", "start", "end", "memo", "coder", "proposed"))

    was, laid = themes(), marks()
    file = export_project(rita, journey, "Boutique", "fr")
    Passage.objects.all().delete()
    Code.objects.filter(parent__isnull=False).delete(), Code.objects.all().delete()
    brought = import_project(_writes(world), journey, read_project(file), _words(line))
    assert (brought.themes, brought.marks, brought.left_out) == (3, 4, 0)
    assert themes() == was and marks() == laid
    assert Passage.objects.filter(code=door.id, doubled=True).count() == 1


def _writes(world):  # type: ignore[no-untyped-def]
    """Rita, who also writes in the journey."""
    give_role(SYSTEM, world.users["rita"], world.journey.scope, Role.ACCOMPANIST)
    return world.actor("rita")


def test_marks_on_text_that_is_cleaned_keep_their_words(world, line) -> None:  # type: ignore[no-untyped-def]
    raw = "\ufeff  00:12 Une\u0301  porte.  \r\n\r\n\r\n\r\nLa clé.\r\n"
    theme = Theme(uuid.uuid4(), "Clé")
    at = raw.index("La clé")
    marks = (Marked(uuid.uuid4(), theme.id, at, at + 7), Marked(uuid.uuid4(), theme.id, 0, 3))
    project = Project("x", (theme,), (Source(uuid.uuid4(), "Brut", raw, marks),))
    brought = import_project(SYSTEM, world.journey.id, project, _words(line))
    assert brought.marks == 1 and brought.left_out == 1 and len(brought.receipts) == 1
    passage = Passage.objects.select_related("text").get()
    assert passage.text.body[passage.start : passage.end] == "La clé."
    assert passage.text.body.startswith("00:12 Uné  porte.\n\nLa")


def test_the_sample_of_another_program_comes_in_and_goes_out(shared, world, line) -> None:  # type: ignore[no-untyped-def]
    sample = read_project((shared / "standards" / "refi-qda" / "demo.qdpx").read_bytes())
    brought = import_project(SYSTEM, world.journey.id, sample, _words(line))
    assert brought.marks == sum(len(source.marks) for source in sample.sources) and not brought.left_out
    out = read_project(export_project(SYSTEM, world.journey.id, "Sample", "fr"))
    assert {m.id for s in out.sources for m in s.marks} == {m.id for s in sample.sources for m in s.marks}
    bodies = {source.id: source.body for source in sample.sources}
    for source in out.sources:
        theirs = {mark.id: mark for one in sample.sources if one.id == source.id for mark in one.marks}
        for mark in source.marks:
            was = theirs[mark.id]
            assert source.body[mark.start : mark.end] == bodies[source.id][was.start : was.end].strip()
            assert mark.theme == was.theme
