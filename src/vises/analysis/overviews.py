"""Drawings of many enterprises at once, as SVG text: how they stood month by month, and what is covered.

Like the charts of answers: every mark has a class for the page's style sheet, attributes hold without one,
nothing is told by colour alone, and the table beside holds the same numbers. Axes begin at nought.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from vises.analysis.shown import number

INK, QUIET, TRACK, PAPER = "#22252b", "#575d68", "#dcd8cf", "#ffffff"
FILLS = ("#575d68", "#6b5a86", "#9a5b13", "#2f6b3f", "#994062", "#1d5b6b", "#7d7f86", "#dcd8cf")
"""Used in this order where no style sheet says otherwise."""

LEFT, TOP, HIGH, LOW = 44, 14, 240, 40  # px around and within the plot
WIDEST, NARROWEST = 44, 9  # px of a column with the gap beside it
ROOM = 340  # px on the right at most, for the names of the bands
AROUND = 60  # px of it for the mark before a name and the number behind it
LETTER = 7.0


@dataclass(frozen=True)
class Band:
    """A layer of the stack: its name and the class that colours it."""

    name: str
    css: str


@dataclass(frozen=True)
class Stack:
    """A column: what it is called, whether that stands under it, and the count per band; None where it is not told."""

    name: str
    marked: bool
    counts: tuple[int, ...] | None


def stacked(bands: Sequence[Band], stacks: Sequence[Stack], language: str, *, title: str) -> str:
    """Columns of counts, one upon the other, in the order of `bands` from below; "" without a column.

    A column that is not told is left empty between two dots. Names of bands stand beside the last told column.
    """
    if not stacks:
        return ""
    wide = max(NARROWEST, min(WIDEST, 620 // len(stacks)))
    most = max((sum(stack.counts) for stack in stacks if stack.counts), default=0)
    top = _round_up(most)
    room = min(ROOM, AROUND + LETTER * max((len(band.name) for band in bands), default=0))
    width = LEFT + wide * len(stacks) + room
    height = TOP + HIGH + LOW
    marks = [_grid(top, LEFT + wide * len(stacks), language)]
    last: tuple[int, ...] | None = None
    for place, stack in enumerate(stacks):
        x = LEFT + place * wide
        if stack.counts is None:
            marks.append(f'<path class="untold" d="M{x + wide / 2:g} {TOP + HIGH - 3}v-8" stroke="{QUIET}"/>')
        else:
            marks.append(_column(x, wide, stack.counts, bands, top))
            last = stack.counts
        if stack.marked:
            marks.append(_text(x + wide / 2, TOP + HIGH + 18, stack.name, "quiet", "middle"))
            marks.append(f'<path class="tick" d="M{x + wide / 2:g} {TOP + HIGH}v5" stroke="{QUIET}"/>')
    if last is not None:
        marks.append(_names(LEFT + wide * len(stacks) + 10, last, bands, top))
    return (
        f'<svg class="overview" role="img" aria-label="{escape(title)}" viewBox="0 0 {width:g} {height}"'
        f' width="{width:g}" height="{height}" xmlns="http://www.w3.org/2000/svg" font-family="sans-serif"'
        f' font-size="13"><rect class="sheet" width="{width:g}" height="{height}" fill="{PAPER}"/>'
        f"{''.join(marks)}</svg>"
    )


def _round_up(most: int) -> int:
    """The top of the axis: a number that divides into four whole parts."""
    step = 1
    while step * 4 < most:
        step = {1: 2, 2: 5, 5: 10}[int(str(step)[0])] * 10 ** (len(str(step)) - 1)
    return step * 4


def _grid(top: int, right: float, language: str) -> str:
    parts = []
    for quarter in range(5):
        y = TOP + HIGH - HIGH * quarter / 4
        parts.append(f'<path class="track" d="M{LEFT} {y:g}H{right:g}" stroke="{TRACK}"/>')
        parts.append(_text(LEFT - 8, y + 4, number(top * quarter // 4, language), "quiet", "end"))
    return "".join(parts)


def _column(x: float, wide: float, counts: Sequence[int], bands: Sequence[Band], top: int) -> str:
    parts, y = [], float(TOP + HIGH)
    for place, (count, band) in enumerate(zip(counts, bands, strict=True)):
        if not count:
            continue
        high = HIGH * count / top
        y -= high
        # a line of paper between two bands: they stay apart without colour
        parts.append(
            f'<rect class="band {band.css}" x="{x + 1:g}" y="{y:.1f}" width="{wide - 2:g}" height="{high:.1f}"'
            f' fill="{FILLS[place % len(FILLS)]}" stroke="{PAPER}"/>'
        )
    return "".join(parts)


def _names(x: float, counts: Sequence[int], bands: Sequence[Band], top: int) -> str:
    """Each band's name at its height, moved apart where they would touch."""
    wanted, below = [], 0
    for place, (count, band) in enumerate(zip(counts, bands, strict=True)):
        if count:
            wanted.append((TOP + HIGH - HIGH * (below + count / 2) / top, place, band, count))
            below += count
    parts, floor = [], float(TOP + HIGH + 6)
    for y, place, band, count in wanted:
        y = min(y, floor - 17)
        floor = y
        most = int((ROOM - AROUND) / LETTER)
        name = band.name if len(band.name) <= most else band.name[: most - 1] + "…"
        parts.append(
            f'<rect class="band {band.css}" x="{x:g}" y="{y - 5:.1f}" width="11" height="11" rx="2"'
            f' fill="{FILLS[place % len(FILLS)]}"/>{_text(x + 17, y + 5, f"{name} {count}", "word")}'
        )
    return "".join(parts)


@dataclass(frozen=True)
class Covered:
    """A row: `covered` of `of`; None where it is too few to tell."""

    name: str
    covered: int | None
    of: int


ROW, BAR, WIDTH = 46, 14, 420  # px


def covered(rows: Sequence[Covered], language: str, *, title: str, words: str, untold: str) -> str:
    """How much of each row is covered, as filled tracks; `words` such as "%(n)s of %(of)s", `untold` for None.

    Tracks are as long as the rows have members, so that a small group looks small; "" without a row.
    """
    if not rows:
        return ""
    most = max(row.of for row in rows) or 1
    height = ROW * len(rows) + 6
    marks = []
    for place, row in enumerate(rows):
        y = ROW * place + 18
        told = untold
        if row.covered is not None:
            told = words % {"n": number(row.covered, language), "of": number(row.of, language)}
        marks += [_text(0, y, row.name, "word"), _text(WIDTH, y, told, "quiet", "end")]
        long = max(6.0, WIDTH * row.of / most)
        marks.append(
            f'<rect class="track-box" x="0.5" y="{y + 8}" width="{long - 1:.1f}" height="{BAR}" rx="3" fill="none"'
            f' stroke="{QUIET}"/>'
        )
        if row.covered:
            marks.append(
                f'<rect class="fill" x="0.5" y="{y + 8}" width="{(long - 1) * row.covered / row.of:.1f}"'
                f' height="{BAR}" rx="3" fill="{FILLS[5]}"/>'
            )
    return (
        f'<svg class="overview" role="img" aria-label="{escape(title)}" viewBox="0 0 {WIDTH} {height}"'
        f' width="{WIDTH}" height="{height}" xmlns="http://www.w3.org/2000/svg" font-family="sans-serif"'
        f' font-size="14"><rect class="sheet" width="{WIDTH}" height="{height}" fill="{PAPER}"/>'
        f"{''.join(marks)}</svg>"
    )


def _text(x: float, y: float, words: str, css: str, anchor: str = "start") -> str:
    colour = QUIET if css == "quiet" else INK
    return f'<text class="{css}" x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'
