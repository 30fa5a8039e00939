"""A model is read from its folder and from nowhere else; near means the same; two rankings are one."""

import socket
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.sentence_model import write_model

from vises.texts.sentences import NEAR, Nearness, Unusable, fused, load, measure, nearest, unit


def test_words_that_mean_the_same_are_near_in_two_languages(tmp_path: Path) -> None:
    model = load(write_model(tmp_path / "m"))
    fr, nl, other, nothing = model.vectors(
        ["Qui a une garde d'enfants le soir ?", "Kinderopvang, savonds", "Le bus s'arrête à la halte", "xyz"]
    )
    assert fr @ nl > 0.9 and fr @ other < 0.3 and not nothing.any()
    assert np.linalg.norm(fr) == pytest.approx(1, abs=1e-5) and len(fr) == model.size == 8
    assert model.vectors([]).shape == (0, 8)


def test_it_asks_nobody_for_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_model(tmp_path / "m")

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert load(folder).vectors(["le prix"]).any()
    with pytest.raises(Unusable):
        load(tmp_path / "nowhere")


def test_the_mark_tells_one_model_from_another_wherever_it_lies(tmp_path: Path) -> None:
    first, again, other = (write_model(tmp_path / name, turned=name == "c") for name in "abc")
    assert load(first).mark == load(again).mark != load(other).mark


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.safetensors"])
def test_what_is_missing_or_broken_is_named(tmp_path: Path, name: str) -> None:
    folder = write_model(tmp_path / "m")
    (folder / name).write_text("{")
    with pytest.raises(Unusable, match="cannot be read as a static model"):
        load(folder)
    (folder / name).unlink()
    with pytest.raises(Unusable, match=f"there is no {name}"):
        load(folder)


def test_many_threads_ask_at_once(tmp_path: Path) -> None:
    model = load(write_model(tmp_path / "m"))
    wanted = model.vectors(["garde du soir", "prijs"] * 300)
    found: list[bool] = []

    def ask() -> None:
        found.append(bool((model.vectors(["garde du soir", "prijs"] * 300) == wanted).all()))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 8


def test_the_nearest_are_the_same_as_by_sorting_everything() -> None:
    rows = unit(np.random.default_rng(3).normal(size=(500, 16)).astype(np.float32))
    asked = rows[17]
    by_hand = sorted(range(500), key=lambda number: -float(rows[number] @ asked))[:10]
    assert [number for number, _ in nearest(asked, rows, 10)] == by_hand and by_hand[0] == 17
    assert len(nearest(asked, rows[:3], 10)) == 3
    assert nearest(np.zeros(16, dtype=np.float32), rows, 5) == [] == nearest(asked, rows[:0], 5)


def test_places_are_added_as_published() -> None:
    # 1 / (60 + place): b is second and first, which no other place of a, c or d beats
    assert fused(["a", "b", "c"], ["b", "d"]) == ["b", "a", "d", "c"]
    assert fused(["a", "b"], []) == ["a", "b"]  # without a second ranking the first stays as it is
    assert fused([], []) == []


def test_how_near_is_near_is_found_on_known_twins() -> None:
    dice = np.random.default_rng(5)
    meant = dice.normal(size=(80, 64)) + 0.6  # every sentence is a little like every other one
    one, another = (unit((meant + 0.4 * dice.normal(size=meant.shape)).astype(np.float32)) for _ in range(2))
    found = measure(one, another)
    across = one @ another.T
    beyond = across[~np.eye(80, dtype=bool)] > found.other
    assert beyond.mean() < 0.0013 and found.joined == 1.0
    assert found.of("fr", "fr") == found.same and found.of("fr", "nl") == found.other
    stricter = measure(one, another, tries=50)
    assert stricter.other > found.other and stricter.same > found.same and stricter.joined == 1.0
    assert measure(one[:20], another[:20]) == Nearness(NEAR, NEAR, None)
    strangers = unit(dice.normal(size=(80, 64)).astype(np.float32))
    assert (measure(one, strangers).joined or 0) < 0.05  # a model that does not join the languages is told
