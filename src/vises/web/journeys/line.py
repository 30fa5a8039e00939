"""The path as a drawing: where the way back curves."""

from dataclasses import dataclass

from vises.apps.journeys.queries.path import Move

WIDE, HIGH = 400, 44  # of the drawing above the stations, in its own units


@dataclass(frozen=True)
class Curve:
    """A way back, from one station to an earlier one, as an SVG path with its arrow head."""

    path: str
    head: str


def curves(order: list[str], backs: tuple[Move, ...]) -> tuple[Curve, ...]:
    """One curve per pair of stations, however often the way was gone."""
    pairs = dict.fromkeys((move.old, move.new) for move in backs)
    width = WIDE / max(len(order), 1)
    found = []
    for old, new in pairs:
        if old not in order or new not in order:
            continue
        start, end = (int(width * order.index(step) + 6) for step in (old, new))
        top = HIGH - 12 * (order.index(old) - order.index(new)) - 12
        found.append(
            Curve(
                f"M{start} {HIGH - 2}C{start} {top} {end} {top} {end} {HIGH - 4}",
                f"M{end - 2} {HIGH - 10}L{end} {HIGH - 3}L{end + 3} {HIGH - 9}",
            )
        )
    return tuple(found)
