"""What a device writes into an answer by itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from lxml import etree

from vises.xforms.form.model import Bind, SetValue
from vises.xforms.xml import local

_ACTIONS = {"setgeopoint", "recordaudio"}
_CLOCK = {"now", "today"}


def noted_by_device(
    model: etree._Element, binds: Mapping[str, Bind], asked: Collection[str], set_values: Sequence[SetValue]
) -> frozenset[str]:
    """Refs of nodes that nobody is asked for and that tell when, where or on what device somebody answered.

    Preloads (but not the answer's own id), the place taken and the sound recorded when the sheet opens, and the clock
    written down: calculations that use now() or today() and nothing that was answered. An age worked out from a date
    of birth and today() is an answer, and stays.
    """
    found = {ref for ref, bind in binds.items() if bind.preload and bind.preload != "uid"}
    found |= {ref for ref, bind in binds.items() if bind.calculate is not None and _only_clock(bind.calculate.source)}
    found |= {action.ref for action in set_values if action.value is not None and _only_clock(action.value.source)}
    found |= {str(e.get("ref", "")) for e in model.iter() if local(e) in _ACTIONS}
    return frozenset(found - set(asked) - {""})


def _only_clock(source: str) -> bool:
    return any(f"{name}(" in source for name in _CLOCK) and "/" not in source and ".." not in source
