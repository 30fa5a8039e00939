"""Benchmarks: each figure beside its peer or limit, measured in the same run. `python -m bench [NAME]`."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """A measured figure. `ratio` compares it with its peer; `aim` says in words what was aimed at."""

    what: str
    figure: str
    ratio: float | None = None
    aim: str = ""


@dataclass(frozen=True)
class Table:
    """What a benchmark found: a title and its lines."""

    title: str
    lines: tuple[Line, ...] = field(default_factory=tuple)

    def text(self) -> str:
        """The table as aligned text."""
        rows = [("", "figure", "ratio", "aim")]
        for line in self.lines:
            rows.append((line.what, line.figure, "" if line.ratio is None else f"{line.ratio:.2f}", line.aim))
        widths = [max(len(row[i]) for row in rows) for i in range(4)]
        shown = ["  ".join(part.ljust(width) for part, width in zip(row, widths, strict=True)).rstrip() for row in rows]
        return "\n".join([self.title, "-" * len(self.title), *shown])
