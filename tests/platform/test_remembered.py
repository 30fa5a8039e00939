"""What is kept for a moment."""

import pytest

from vises.platform import remembered
from vises.platform.remembered import Remembered


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that have gone by; a test moves them."""
    moment = [100.0]
    monkeypatch.setattr(remembered, "monotonic", lambda: moment[0])
    return moment


def test_it_is_read_once_until_the_time_is_over(clock: list[float]) -> None:
    kept, read = Remembered[str](1), []
    look = lambda key: read.append(key) or f"{key}{len(read)}"  # noqa: E731
    assert [kept.get("a", look), kept.get("a", look), kept.get("b", look)] == ["a1", "a1", "b2"]
    clock[0] += 1
    assert kept.get("a", look) == "a3"


def test_whoever_changes_it_says_so(clock: list[float]) -> None:
    kept = Remembered[int](60)
    assert kept.get("a", lambda _: 1) == 1
    kept.forget("a")
    kept.forget("unknown")
    assert kept.get("a", lambda _: 2) == 2


def test_that_there_is_nothing_is_looked_for_again(clock: list[float]) -> None:
    kept = Remembered[int](60)
    assert kept.get("a", lambda _: None) is None and kept.get("a", lambda _: 3) == 3


def test_what_took_long_to_read_is_not_believed_for_longer(clock: list[float]) -> None:
    kept = Remembered[int](1)

    def slow(_key: str) -> int:
        clock[0] += 5
        return 1

    assert kept.get("a", slow) == 1 and kept.get("a", lambda _: 2) == 2


def test_it_does_not_grow_without_end(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "MOST", 3)
    kept = Remembered[str](60)
    for number in range(10):
        kept.get(str(number), lambda key: key)
    assert len(kept._kept) <= 3
