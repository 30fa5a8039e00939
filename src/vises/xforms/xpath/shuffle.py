"""randomize(): the order that ODK's engines give for a seed (Park-Miller generator, Fisher-Yates from the inside)."""

from __future__ import annotations

import math
from collections.abc import Sequence

from vises.xforms.xpath.tree import Node

_MODULO = 2_147_483_647
_FACTOR = 16_807


def shuffled(nodes: Sequence[Node], seed: float | int) -> list[Node]:
    """`nodes` in the order that belongs to `seed` (its whole part counts)."""
    whole = math.trunc(seed) if isinstance(seed, int) or math.isfinite(seed) else 0
    state = abs(whole) % _MODULO * (-1 if whole < 0 else 1)
    if state <= 0:
        state += _MODULO - 1
    result: list[Node] = []
    for place, node in enumerate(nodes):
        state = state * _FACTOR % _MODULO
        chosen = int((state - 1) / (_MODULO - 1) * (place + 1))
        result.append(node)
        if chosen != place:
            result[place] = result[chosen]
            result[chosen] = node
    return result
