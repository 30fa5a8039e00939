"""The same asked in quite other words is found where the installation has a sentence model; nothing else changes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.sentence_model import write_model

from vises.apps.learning.lexicon import terms_of
from vises.apps.learning.models import FieldNote, NoteVector
from vises.apps.learning.queries import meaning
from vises.apps.learning.queries.asked import asked_before, near
from vises.apps.learning.services import notes, sharing, treatment, vectors
from vises.kernel.problems import NotFound
from vises.platform.jobs.models import Job
from vises.platform.jobs.services import run_next

ASKED = "Qui garde les yeux sur la crèche en soirée ?"
TWIN = "Opvang savonds: hoe dan?"
APART = "Le tram passe devant l'arrêt"


@pytest.fixture(autouse=True)
def _own_shelves() -> None:
    meaning.forget()


def _work() -> None:
    while run_next():
        pass


def _found(world: Any, text: str = TWIN, language: str = "nl", who: str = "nadia") -> list[Any]:
    return [line.id for line in asked_before(world.actor(who), world.programme.id, text, language)]


def test_a_dutch_question_finds_its_french_twin_with_no_word_in_common(
    world: Any, raised: Callable[..., Any], sentence_model: Path
) -> None:
    note, _ = raised(ASKED), raised(APART)
    assert not terms_of(ASKED, "fr") & terms_of(TWIN, "nl")
    assert _found(world) == []  # written by the worker, after the note was kept
    _work()
    assert _found(world) == [note.id]
    assert not Job.objects.filter(state=Job.State.FAILED).exists()
    with pytest.raises(NotFound):
        _found(world, who="stranger nadia")


def test_without_a_model_nothing_is_written_and_words_decide(world: Any, raised: Callable[..., Any]) -> None:
    raised(ASKED)
    assert not Job.objects.filter(name=vectors.JOB).exists() and not vectors.complete_soon()
    assert vectors.complete(lambda *_: None) == 0 and not NoteVector.objects.exists()
    assert _found(world) == [] and len(_found(world, ASKED, "fr")) == 1


def test_words_and_meaning_together_put_first_what_both_find(
    world: Any, raised: Callable[..., Any], sentence_model: Path
) -> None:
    by_meaning = raised("Kinderen, avond, opvang", language="nl")
    by_both = raised("La crèche ouvre en soirée pour les enfants inscrits")
    by_words = raised("Inscrits et listes ouvertes")
    _work()
    found = _found(world, "La crèche du soir : enfants inscrits, listes ?", "fr")
    assert found[0] == by_both.id and set(found) == {by_both.id, by_meaning.id, by_words.id}


def test_what_is_private_of_another_programme_or_gone_is_never_found(
    world: Any, raised: Callable[..., Any], sentence_model: Path
) -> None:
    claire = world.actor("claire")
    notes.write_note(claire, kind="question", text=ASKED, language="fr", journey_id=world.journey.id)
    theirs = notes.write_note(
        world.actor("stranger claire"), kind="question", text=ASKED, language="fr", journey_id=world.other_journey.id
    )
    sharing.share(world.actor("stranger claire"), theirs.id, recognisable=False)
    note = raised(ASKED)
    _work()
    assert _found(world) == [note.id] and NoteVector.objects.count() == 2
    notes.take_back(claire, note.id)
    assert not NoteVector.objects.filter(note=note).exists() and _found(world) == []
    sharing.share(claire, note.id, recognisable=False)  # goes up again, and is read again
    _work()
    assert _found(world) == [note.id]
    notes.take_back(claire, note.id)
    notes.forget_note(claire, note.id)
    assert _found(world) == []
    assert NoteVector.objects.count() == 1


def test_a_vector_that_outlived_its_note_shows_nothing(
    world: Any, raised: Callable[..., Any], sentence_model: Path
) -> None:
    note = raised(ASKED)
    _work()
    assert _found(world) == [note.id]
    FieldNote.objects.filter(pk=note.pk).update(state="written")  # past the services
    assert _found(world) == []


def test_taken_back_while_the_model_reads_it_leaves_nothing(
    world: Any, raised: Callable[..., Any], sentence_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vises.texts.sentences import Model

    note, read = raised(ASKED), Model.vectors
    assert vectors.held() == vectors.Held(0, 1)

    def slow(self: Model, texts: Any) -> Any:
        notes.take_back(world.actor("claire"), note.id)
        return read(self, texts)

    monkeypatch.setattr(Model, "vectors", slow)
    assert vectors.complete(lambda *_: None) == 1
    assert not NoteVector.objects.exists()


def test_a_merged_note_is_told_as_the_one_it_went_into(
    world: Any, raised: Callable[..., Any], sentence_model: Path
) -> None:
    bo, into, goes = world.actor("bo"), raised(APART), raised(ASKED)
    _work()
    for note in (into, goes):
        treatment.take(bo, world.body.id, note.id)
    treatment.merge(bo, goes.id, into.id)
    assert _found(world) == [into.id]


def test_the_body_sees_twins_to_merge(world: Any, raised: Callable[..., Any], sentence_model: Path) -> None:
    note, twin = raised(ASKED), raised(TWIN, language="nl")
    _work()
    assert [line.id for line in near(world.actor("bo"), world.programme, note)] == [twin.id]


def test_another_model_reads_everything_anew(
    world: Any, raised: Callable[..., Any], sentence_model: Path, settings: Any, tmp_path: Path
) -> None:
    note = raised(ASKED)
    _work()
    (before,) = NoteVector.objects.values_list("model", flat=True)
    assert not vectors.complete_soon()
    settings.SENTENCES = str(write_model(tmp_path / "another", turned=True))
    assert _found(world) == []  # vectors of two models are never compared
    assert vectors.held() == vectors.Held(0, 1)
    assert vectors.complete_soon()
    _work()
    assert _found(world) == [note.id] and vectors.held() == vectors.Held(1, 1)
    assert NoteVector.objects.exclude(model=before).count() == NoteVector.objects.count() == 1


def test_it_tells_how_far_it_is_and_may_be_stopped(
    world: Any, raised: Callable[..., Any], sentence_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        raised(f"{ASKED} {number}")
    monkeypatch.setattr(vectors, "AT_ONCE", 2)
    told: list[tuple[int, int]] = []

    def stop(done: int, of: int) -> None:
        told.append((done, of))
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        vectors.complete(stop)
    assert told == [(2, 5), (4, 5)] and NoteVector.objects.count() == 4
    assert vectors.complete(lambda done, of: told.append((done, of))) == 1 and told[-1] == (1, 1)
    assert vectors.forget_all() == 5 and _found(world) == []


def test_new_and_late_vectors_are_seen_without_a_restart(
    world: Any, raised: Callable[..., Any], sentence_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = raised(ASKED)
    _work()
    assert _found(world) == [first.id]
    kept = NoteVector.objects.get()
    second = raised(f"{ASKED} encore")
    _work()
    assert set(_found(world)) == {first.id, second.id}
    kept.delete()
    monkeypatch.setattr(meaning, "RECOUNTED", 0.0)
    assert _found(world) == [second.id]
    assert [shelf.notes for shelf in meaning._shelves.values()] == [[second.id]]
    NoteVector(pk=kept.pk, note=first, programme=first.programme, model=kept.model, numbers=kept.numbers).save(
        force_insert=True
    )  # a lower number that came late, as with two workers
    assert set(_found(world)) == {first.id, second.id}


def test_the_same_few_queries_for_many_notes(
    world: Any, raised: Callable[..., Any], sentence_model: Path, settings: Any
) -> None:
    def queries() -> int:
        _found(world, ASKED, "fr")
        with CaptureQueriesContext(connection) as seen:
            assert _found(world, ASKED, "fr")
        return len(seen)

    raised(ASKED)
    _work()
    few = queries()
    for number in range(12):
        raised(f"{ASKED} {number}")
    _work()
    assert queries() == few
    settings.SENTENCES = ""
    assert queries() == few - 2
