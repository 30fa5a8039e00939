"""Charts as SVG text, drawn here: bars from 20 people on, figures of people below, ranges for numbers.

Every mark has a class, so a page's style sheet gives light and dark; without one the attributes hold. A
row is named where it is drawn and nothing is told by colour alone. Intervals are lines with ends. The same
numbers stand in the table that `platform.figures` puts beside each chart.
"""

from collections.abc import Mapping, Sequence
from html import escape
from textwrap import wrap

from vises.analysis.shown import number, percent
from vises.analysis.summaries.model import OTHER, PERCENT_FROM, Cell, Labels, Middle, Summary

WIDTH = 340
LETTER = 7.4
"""Width of an average letter at 14 px, on the wide side: other fonts may stand in."""
LINE = 19
PAPER, INK, QUIET, TRACK, MARK = "#ffffff", "#22252b", "#575d68", "#dcd8cf", "#1d5b6b"
TEXTS = {"of": "%(count)s of %(of)s", "title": "", "interval": "95 % interval", "middle": "middle"}
"""English words of a chart; a caller gives those of its language under the same keys."""

PERSON = "M6 0a3 3 0 1 1 0 6 3 3 0 0 1 0-6M1.5 16v-4.5a4.5 4.5 0 0 1 9 0V16z"


def figures_of_people(count: int, of: int, label: str = "") -> str:
    """`count` filled figures among `of`, in rows of 20. `label` is what a screen reader says; "" hides it."""
    rows = -(-of // 20)
    wide = min(of, 20) * 17
    aria = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return (
        f'<svg class="people" {aria} viewBox="0 0 {wide} {rows * 20}" width="{wide}" height="{rows * 20}"'
        f' xmlns="http://www.w3.org/2000/svg">{_people(count, of, 0, 0)}</svg>'
    )


def chart(summary: Summary, language: str, texts: Mapping[str, str]) -> str:
    """The chart of a summary, or "" where there is nothing that may be drawn.

    `texts` gives the words ("title", "of", "interval", "middle"; see TEXTS), already in `language`.
    """
    if summary.hidden or not summary.n:
        return ""
    sheet = _Sheet(language, {**TEXTS, **texts})
    split = summary.split if summary.split and summary.split.groups else None
    if summary.middle:
        named = [("", summary.middle)]
        if split:
            named += [(_name(g.value, g.labels, language), g.middle) for g in split.groups if g.middle]
        sheet.ranges(named)
    elif summary.cells:
        for cell in summary.cells:
            sheet.cell(_name(cell.value, cell.labels, language), cell)
            if split:
                sheet.parts(
                    [
                        (_name(g.value, g.labels, language), c)
                        for g in split.groups
                        for c in g.cells
                        if c.value == cell.value
                    ]
                )
        if summary.n >= PERCENT_FROM:
            sheet.axis()
    else:
        return ""
    return sheet.svg()


def _name(value: str, labels: Labels, language: str) -> str:
    found = labels.get(language) or next((label for label in labels.values() if label), "")
    return found or ("…" if value == OTHER else value)


def _people(count: int, of: int, x: float, y: float) -> str:
    marks = []
    for i in range(of):
        told = "told" if i < count else "rest"
        paint = f'fill="{MARK}"' if i < count else 'fill="none"'
        marks.append(
            f'<path class="person {told}" transform="translate({x + i % 20 * 17 + 1:g} {y + i // 20 * 20 + 1:g})"'
            f' d="{PERSON}" {paint} stroke="{MARK}" stroke-width="1.3"/>'
        )
    return "".join(marks)


class _Sheet:
    """A sheet filled from the top; it grows as rows are added."""

    def __init__(self, language: str, texts: Mapping[str, str]) -> None:
        self.language, self.texts = language, texts
        self.marks: list[str] = []
        self.y = 4.0
        self.whiskers = False

    def svg(self) -> str:
        title = escape(self.texts["title"])
        if self.whiskers:
            self.y += 4
            self.whisker(2, 32, self.y + 10)
            self.text(40, self.y + 14, self.texts["interval"], "quiet")
            self.y += LINE
        height = round(self.y + 4)
        return (
            f'<svg class="figure-chart" role="img" aria-label="{title}" viewBox="0 0 {WIDTH} {height}"'
            f' width="{WIDTH}" height="{height}" xmlns="http://www.w3.org/2000/svg"'
            ' font-family="Atkinson Hyperlegible, sans-serif"'
            f' font-size="14"><rect class="sheet" width="{WIDTH}" height="{height}" fill="{PAPER}"/>'
            f"{''.join(self.marks)}</svg>"
        )

    def text(self, x: float, y: float, words: str, css: str = "word", anchor: str = "start") -> None:
        colour = QUIET if css == "quiet" else INK
        self.marks.append(
            f'<text class="{css}" x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'
        )

    def line(self, x1: float, x2: float, y: float, css: str, width: float, colour: str) -> None:
        self.marks.append(
            f'<path class="{css}" d="M{x1:.1f} {y:g}H{x2:.1f}" stroke="{colour}" stroke-width="{width:g}" fill="none"/>'
        )

    def whisker(self, x1: float, x2: float, y: float) -> None:
        """An interval: a line with ends, on a wider line of paper so that it shows on a bar too."""
        self.whiskers = True
        path = f"M{x1:.1f} {y - 4:g}v8m0-4H{x2:.1f}m0-4v8"
        self.marks.append(f'<path class="halo" d="{path}" stroke="{PAPER}" stroke-width="5" fill="none"/>')
        self.marks.append(f'<path class="interval" d="{path}" stroke="{INK}" stroke-width="1.6" fill="none"/>')

    def head(self, name: str, right: str, indent: int = 0) -> None:
        room = max(10, int((WIDTH - indent - LETTER * (len(right) + 2)) / LETTER))
        lines = wrap(name, room, max_lines=4, placeholder=" …") or [""]
        self.text(WIDTH, self.y + 14, right, anchor="end")
        for words in lines:
            self.text(indent, self.y + 14, words)
            self.y += LINE

    def told(self, cell: Cell) -> str:
        parts = {"count": number(cell.count, self.language), "of": number(cell.of, self.language)}
        words = self.texts["of"] % parts
        return words if cell.percent is None else f"{words} · {cell.percent}\u00a0%"

    def cell(self, name: str, cell: Cell, indent: int = 0) -> None:
        if cell.hidden or not cell.of:
            return
        self.head(name, self.told(cell), indent)
        small = cell.of < PERCENT_FROM
        start, wide = float(indent), float(cell.of * 17 if small else WIDTH - indent)
        high = 12 if indent else 16
        if small:
            self.marks.append(_people(cell.count, cell.of, start, self.y + 1))
            self.y += 26
        else:
            self.line(start, start + wide, self.y + high / 2, "track", high, TRACK)
            self.line(start, start + wide * cell.count / cell.of, self.y + high / 2, "bar", high, MARK)
        if cell.low is not None and cell.high is not None:
            self.whisker(start + wide * cell.low, start + wide * cell.high, self.y + (0 if small else high / 2))
        self.y += 14 if small else high + 14

    def parts(self, cells: Sequence[tuple[str, Cell]]) -> None:
        for name, cell in cells:
            self.cell(name, cell, indent=24)
        self.y += 6

    def axis(self) -> None:
        self.y += 2
        for share, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end")):
            self.text(WIDTH * share, self.y + 12, f"{percent(share)}\u00a0%", "quiet", anchor)
        self.y += LINE

    def ranges(self, named: Sequence[tuple[str, Middle]]) -> None:
        """For numbers: a box for the middle half, a thick mark for the median, its interval under it."""
        ends = [value for _, m in named for value in _ends(m)]
        low, high = min(ends), max(ends)
        reach = (high - low) or 1.0

        def at(value: float) -> float:
            return 12 + (WIDTH - 24) * (value - low) / reach

        for name, middle in named:
            self.head(name, f"{self.texts['middle']} {number(middle.median, self.language)}")
            self.line(12, WIDTH - 12, self.y + 9, "track", 2, TRACK)
            if middle.lowest is not None and middle.highest is not None:
                self.line(at(middle.lowest), at(middle.highest), self.y + 9, "ends", 3, QUIET)
            if middle.lower_quartile is not None and middle.upper_quartile is not None:
                x1, x2 = at(middle.lower_quartile), at(middle.upper_quartile)
                self.line(x1, max(x2, x1 + 2), self.y + 9, "bar", 14, MARK)
            x = at(middle.median)
            self.line(x - 5, x + 5, self.y + 9, "halo", 20, PAPER)
            self.line(x - 2.5, x + 2.5, self.y + 9, "middle", 20, INK)
            if middle.low is not None and middle.high is not None:
                self.whisker(at(middle.low), at(middle.high), self.y + 28)
                self.y += 18
            self.y += 26
        self.text(12, self.y + 12, number(low, self.language), "quiet")
        self.text(WIDTH - 12, self.y + 12, number(high, self.language), "quiet", "end")
        self.y += LINE


def _ends(middle: Middle) -> list[float]:
    known = (
        middle.lowest,
        middle.highest,
        middle.lower_quartile,
        middle.upper_quartile,
        middle.low,
        middle.high,
    )
    return [middle.median, *(value for value in known if value is not None)]
