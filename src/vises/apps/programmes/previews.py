"""What was understood of pasted lines, and what was not, before anything is written. Pure."""

from dataclasses import dataclass, field
from typing import Any, Literal

from vises.kernel.problems import Problem

State = Literal["new", "there", "left-out"]


@dataclass(frozen=True)
class Understood:
    """A line as it was understood. `said` are its shown values by field; `troubles` what was not, with a remedy each.

    "new" will be made, "there" exists already, "left-out" cannot be made. `data` is for the service.
    """

    number: int
    name: str
    state: State
    said: tuple[tuple[str, str], ...] = ()
    troubles: tuple[Problem, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Preview:
    """A pasted table as it was understood; `ignored` columns were not, by their heading or (not `headed`) their first
    cell."""

    columns: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]
    lines: tuple[Understood, ...]
    headed: bool

    def of(self, state: State) -> tuple[Understood, ...]:
        """The lines in this state."""
        return tuple(line for line in self.lines if line.state == state)

    @property
    def new(self) -> tuple[Understood, ...]:
        return self.of("new")

    @property
    def there(self) -> tuple[Understood, ...]:
        return self.of("there")

    @property
    def left_out(self) -> tuple[Understood, ...]:
        return self.of("left-out")

    @property
    def troubles(self) -> int:
        """How many lines have something that was not understood."""
        return sum(bool(line.troubles) for line in self.lines)
