"""Where boxes lie on a workshop sheet. Pure."""

from collections.abc import Sequence

from vises.apps.methodology.rules import Box

SHEET = (12, 8)  # columns and rows


def place_boxes(boxes: Sequence[Box]) -> list[tuple[Box, int, int]]:
    """Lay boxes on the 12 x 8 grid in their order, each at the first free place; columns and rows from 0.

    Raises ValueError for a box that finds no place: a sheet never loses one silently.
    """
    wide, high = SHEET
    taken: set[tuple[int, int]] = set()
    placed = []
    for box in boxes:
        places = ((x, y) for y in range(high - box.rows + 1) for x in range(wide - box.columns + 1))
        for x, y in places:
            cells = {(x + i, y + j) for i in range(box.columns) for j in range(box.rows)}
            if not cells & taken:
                taken |= cells
                placed.append((box, x, y))
                break
        else:
            raise ValueError(f"no place for {box.id} on a sheet of {wide} by {high}")
    return placed
