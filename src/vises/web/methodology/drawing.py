"""The versions side by side as a drawing: columns of steps, and lines from each deliverable to the next version."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vises.apps.methodology.changelog import Change
from vises.apps.methodology.rules import Version

COLUMN, GAP = 250, 110  # widths in units of the drawing
HEAD, ROW, BETWEEN, TOP = 34, 30, 16, 56  # heights


@dataclass(frozen=True)
class Box:
    """A step or a deliverable in a column. `key` finds its text; `number` is the change it takes part in, or 0."""

    key: str
    x: int
    y: int
    height: int
    hue: int
    is_step: bool
    number: int

    @property
    def middle(self) -> int:
        return self.y + self.height // 2

    @property
    def words_x(self) -> int:
        return self.x + (12 if self.is_step else 22)

    @property
    def words_y(self) -> int:
        return self.middle + 5

    @property
    def badge_x(self) -> int:
        return self.x + COLUMN - 16


@dataclass(frozen=True)
class Line:
    """From a deliverable in one version to what it became in the next. `number` is the change, 0 for none."""

    path: str
    hue: int
    number: int


@dataclass(frozen=True)
class Column:
    """One version."""

    code: str
    x: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Drawing:
    """All columns and lines, with the size of the drawing."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    width: int
    height: int
    column_width: int = COLUMN


def hue_of(step_id: str) -> int:
    """The hue of a step: 0 for the preliminary one, then 1 to 3."""
    tail = step_id.removeprefix("step-")
    return int(tail) if tail != step_id and tail.isdigit() else 0


def draw(versions: Sequence[Version], changes: Sequence[Change]) -> Drawing:
    """Lay the versions out, the oldest at the left; changes are numbered in their order from 1."""
    numbers = {change.id: number for number, change in enumerate(changes, 1)}
    touched: dict[tuple[str, str], int] = {}
    for change in reversed(changes):
        touched[change.from_code, change.element_from] = numbers[change.id]
        touched[change.to_code, change.element_to] = numbers[change.id]
    columns = tuple(_column(version, n * (COLUMN + GAP), touched) for n, version in enumerate(versions))
    lines: list[Line] = []
    for left, right in itertools.pairwise(columns):
        became = {
            change.element_from: (change.element_to, numbers[change.id])
            for change in reversed(changes)
            if (change.from_code, change.to_code) == (left.code, right.code)
        }
        lines += _lines(left, right, became)
    height = max((box.y + box.height for column in columns for box in column.boxes), default=TOP) + 8
    return Drawing(columns, tuple(lines), max(1, len(columns)) * (COLUMN + GAP) - GAP, height)


def _column(version: Version, x: int, touched: Mapping[tuple[str, str], int]) -> Column:
    boxes: list[Box] = []
    y = TOP
    for step in version.steps:
        hue = hue_of(step.id)
        boxes.append(Box(step.id, x, y, HEAD, hue, True, touched.get((version.code, step.id), 0)))
        y += HEAD
        for item in step.deliverables:
            boxes.append(Box(item.id, x, y, ROW, hue, False, touched.get((version.code, item.id), 0)))
            y += ROW
        y += BETWEEN
    return Column(version.code, x, tuple(boxes))


def _lines(left: Column, right: Column, became: Mapping[str, tuple[str, int]]) -> list[Line]:
    targets = {box.key: box for box in right.boxes}
    lines = []
    for box in left.boxes:
        key, number = became.get(box.key, (box.key, 0))
        target = targets.get(key)
        if target is None or (box.is_step and not number):
            continue
        start, end = box.x + COLUMN, target.x
        half = (start + end) // 2
        path = f"M{start} {box.middle}C{half} {box.middle} {half} {target.middle} {end} {target.middle}"
        lines.append(Line(path, target.hue, number))
    return sorted(lines, key=lambda line: line.number)
