"""What is read again and again and changes rarely, kept for a moment in this process."""

import threading
from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

Kept = TypeVar("Kept")
MOST = 1_000
"""Values kept at once."""


class Remembered(Generic[Kept]):
    """Values by key, read anew after `seconds`. Another process may change what is behind one: that shows here when
    the time is over; whoever changes it in this process says so with `forget`.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._kept: dict[str, tuple[float, Kept]] = {}
        self._lock = threading.Lock()

    def get(self, key: str, read: Callable[[str], Kept | None]) -> Kept | None:
        """The value kept for `key`, else what `read(key)` gives; that there is none is not kept."""
        kept = self._kept.get(key)
        if kept is not None and kept[0] > monotonic():
            return kept[1]
        until = monotonic() + self._seconds  # from before reading: nothing read is believed for longer
        found = read(key)
        with self._lock:
            if found is None:
                self._kept.pop(key, None)
            else:
                if len(self._kept) >= MOST:
                    self._kept.clear()
                self._kept[key] = (until, found)
        return found

    def forget_all(self) -> None:
        """Nothing that was kept holds any more: for what changes rarely and is kept under several keys."""
        with self._lock:
            self._kept.clear()

    def forget(self, key: str) -> None:
        """What was kept for `key` does not hold any more."""
        with self._lock:
            self._kept.pop(key, None)
