"""The content of the demonstration: YAML and text files, with days counted from the day of loading."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, overload

from vises.apps.methodology.reading import from_yaml
from vises.kernel.clock import shifted

Data = dict[str, Any]


@dataclass(frozen=True)
class Source:
    """Where the demonstration is read from, and the day it is loaded on."""

    root: Path
    day: date

    def data(self, name: str) -> Data:
        """A YAML file under the demonstration's folder."""
        read: Data = from_yaml((self.root / name).read_text(encoding="utf-8"))
        return read

    def text(self, name: str) -> str:
        """A text file under the demonstration's folder."""
        return (self.root / name).read_text(encoding="utf-8")

    def bytes(self, name: str) -> bytes:
        """Any file under the demonstration's folder."""
        return (self.root / name).read_bytes()

    @overload
    def on(self, days: int) -> date: ...
    @overload
    def on(self, days: None) -> None: ...
    def on(self, days: int | None) -> date | None:
        """The date that lies `days` days after the day of loading (negative: before)."""
        return None if days is None else self.day + timedelta(days=days)

    def then(self, days: int) -> AbstractContextManager[None]:
        """Within it, it is `days` days after the day of loading (negative: before): what is made then says so."""
        return shifted(timedelta(days=days))
