"""Easy words for the same questions: what is asked stays the same, readers say whether it is easy."""

from datetime import date
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.instruments.models import EasyFile, EasyRead
from vises.apps.instruments.queries.easy_read import easy_file, easy_variant
from vises.apps.instruments.rules import long_sentences
from vises.apps.instruments.services import easy_read
from vises.kernel.problems import NotFound, Problem
from vises.platform.files.models import StoredFile

WORDS = {"fr": {"label": "Tu connais quelqu'un ici ?", "hint": " ", "choices": {"yes": "Oui", "no": "Non", "x": "y"}}}


def test_words_stand_beside_the_form_and_unknown_choices_are_left_out(wave, world) -> None:  # type: ignore[no-untyped-def]
    before = wave.version.hash
    easy_read.write_easy(world.actor("claire"), wave.version_id, "met", WORDS, {"": "people", "yes": "yes", "z": "no"})
    said = easy_variant(wave.version).of("met")
    assert said.label("fr") == "Tu connais quelqu'un ici ?" and said.label("nl") == "" and said.hint("fr") == ""
    assert said.choices("fr") == {"yes": "Oui", "no": "Non"} and said.drawings == {"": "people", "yes": "yes"}
    wave.version.refresh_from_db()
    assert wave.version.hash == before and wave.version.frozen_at is not None  # also once people answer
    with pytest.raises(NotFound):
        easy_read.write_easy(world.actor("stranger claire"), wave.version_id, "met", WORDS, {})
    with pytest.raises(NotFound):
        easy_read.write_easy(SYSTEM, wave.version_id, "nothing", WORDS, {})
    with pytest.raises(Problem, match="long"):
        easy_read.write_easy(SYSTEM, wave.version_id, "met", {"fr": {"label": "x" * 1001}}, {})


def test_words_that_change_have_to_be_validated_again(wave) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Problem, match="easy-none"):
        easy_read.validate_easy(SYSTEM, wave.version_id, by="cinq stagiaires", on=date(2026, 5, 4))
    easy_read.write_easy(SYSTEM, wave.version_id, "met", WORDS, {})
    with pytest.raises(Problem, match="easy-validated"):
        easy_read.validate_easy(SYSTEM, wave.version_id, by=" ", on=date(2026, 5, 4))
    easy_read.validate_easy(SYSTEM, wave.version_id, by="cinq stagiaires", on=date(2026, 5, 4))
    easy_read.write_easy(SYSTEM, wave.version_id, "met", WORDS, {"": "people"})  # a drawing changes no word
    assert easy_variant(wave.version).validated_by == "cinq stagiaires"
    easy_read.write_easy(SYSTEM, wave.version_id, "met", {"fr": {"label": "Autre"}}, {})
    assert easy_variant(wave.version).validated_on is None


def test_pictures_and_voices_take_the_place_of_the_one_before(wave, world) -> None:  # type: ignore[no-untyped-def]
    def add(kind: str, name: str, content: bytes, **place: Any) -> EasyFile:
        return easy_read.add_easy_file(SYSTEM, wave.version_id, "met", kind=kind, chunks=[content], name=name, **place)

    add("picture", "a.png", b"one")
    second = add("picture", "b.png", b"two")
    add("picture", "c.png", b"choice", choice="yes")
    voice = add("sound", "d.mp3", b"voice", language="fr")
    assert EasyFile.objects.count() == 3 and StoredFile.objects.count() == 3
    said = easy_variant(wave.version).of("met")
    assert said.pictures[""] == second.id and said.sounds == {"fr": voice.id} and set(said.pictures) == {"", "yes"}
    assert easy_file(wave.version_id, voice.id) and easy_file(EasyRead.objects.get().id, voice.id) is None
    with pytest.raises(Problem, match="easy-file"):
        add("sound", "d.png", b"no voice")
    with pytest.raises(NotFound):
        add("picture", "c.png", b"choice", choice="nothing")
    with pytest.raises(NotFound):
        easy_read.drop_easy_file(world.actor("stranger claire"), voice.id)
    easy_read.drop_easy_file(SYSTEM, voice.id)
    assert EasyFile.objects.count() == 2 and StoredFile.objects.count() == 2


def test_long_sentences_are_counted() -> None:
    assert long_sentences("Court. Aussi court ?") == []
    assert long_sentences("un " * 13 + ". Court. " + "deux " * 25) == [13, 25]
