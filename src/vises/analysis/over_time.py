"""Values over time as SVG text: a column for each period, a gap with a mark where one is missing.

What holds for `charts` holds here: classes give light and dark, nothing is told by colour alone, and the table beside
the drawing holds the same numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from vises.analysis.charts import INK, MARK, PAPER, QUIET, TRACK, WIDTH
from vises.analysis.shown import number

HIGH, TOP, FOOT = 150, 22, 24
MOST_NAMES = 4
TEXTS = {"title": "", "few": "fewer than five people: not shown", "missing": "no value yet"}
"""English words of the drawing; a caller gives those of its language under the same keys."""


@dataclass(frozen=True)
class Column:
    """A period by its name; no value where it is missing, or where it counts too `few` people to be shown."""

    name: str
    value: float | None
    few: bool = False


def over_time(columns: Sequence[Column], language: str, texts: Mapping[str, str]) -> str:
    """The drawing, or "" where no value may be drawn."""
    known = [column.value for column in columns if column.value is not None]
    if not known:
        return ""
    words = {**TEXTS, **texts}
    low, high = min(0.0, *known), max(0.0, *known)
    reach = (high - low) or 1.0

    def at(value: float) -> float:
        return TOP + HIGH * (high - value) / reach

    step = WIDTH / len(columns)
    wide = max(1.0, min(46.0, step * 0.72))
    ground = at(0)
    marks = [_line(0, WIDTH, ground, TRACK)]
    step_of_names = -(-len(columns) // MOST_NAMES)
    for place, column in enumerate(columns):
        left = place * step + (step - wide) / 2
        middle = left + wide / 2
        if column.value is not None:
            top, tall = min(at(column.value), ground), max(abs(at(column.value) - ground), 1.5)
            marks.append(
                f'<rect class="column" x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{tall:.1f}"'
                f' fill="{MARK}"/>'
            )
            if (column.value in (high, low) and column.value) or len(columns) <= 8:
                above = top - 5 if column.value >= 0 else top + tall + 14
                marks.append(_text(middle, above, number(column.value, language)))
        elif column.few:
            marks.append(
                f'<rect class="few" x="{left:.1f}" y="{ground - 14:.1f}" width="{wide:.1f}" height="14" fill="none"'
                f' stroke="{QUIET}" stroke-width="1.4" stroke-dasharray="3 3"/>'
            )
        else:
            marks.append(
                f'<path class="gap" d="M{middle - 4:.1f} {ground - 10:.1f}l8 8m0-8l-8 8" stroke="{QUIET}"'
                ' stroke-width="1.6" fill="none"/>'
            )
        if place % step_of_names == 0:
            marks.append(
                _text(middle, TOP + HIGH + 18, column.name, "quiet")
                if place
                else _text(left, TOP + HIGH + 18, column.name, "quiet", "start")
            )
    tall_sheet = TOP + HIGH + FOOT
    for there, css, said in (
        (any(column.few for column in columns), "few", words["few"]),
        (any(column.value is None and not column.few for column in columns), "gap", words["missing"]),
    ):
        if there:
            tall_sheet += 20
            y = tall_sheet - 6
            if css == "few":
                marks.append(
                    f'<rect class="few" x="1" y="{y - 11}" width="14" height="12" fill="none" stroke="{QUIET}"'
                    ' stroke-width="1.4" stroke-dasharray="3 3"/>'
                )
            else:
                marks.append(
                    f'<path class="gap" d="M4 {y - 9}l8 8m0-8l-8 8" stroke="{QUIET}" stroke-width="1.6" fill="none"/>'
                )
            marks.append(_text(24, y, said, "quiet", "start"))
    return (
        f'<svg class="figure-chart" role="img" aria-label="{escape(words["title"])}" viewBox="0 0 {WIDTH} {tall_sheet}"'
        f' width="{WIDTH}" height="{tall_sheet}" xmlns="http://www.w3.org/2000/svg" font-family="sans-serif"'
        f' font-size="14"><rect class="sheet" width="{WIDTH}" height="{tall_sheet}" fill="{PAPER}"/>'
        f"{''.join(marks)}</svg>"
    )


def _line(x1: float, x2: float, y: float, colour: str) -> str:
    return f'<path class="track" d="M{x1:g} {y:.1f}H{x2:g}" stroke="{colour}" stroke-width="1.5" fill="none"/>'


def _text(x: float, y: float, words: str, css: str = "word", anchor: str = "middle") -> str:
    colour = QUIET if css == "quiet" else INK
    return f'<text class="{css}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'
