"""What was said of the questions of a wording, for the next one: marks, and which question was another one before."""

from collections.abc import Iterable, Mapping
from typing import Any

from vises.apps.instruments.bank import bank
from vises.apps.instruments.models import InstrumentVersion
from vises.apps.instruments.queries.versions import version_before
from vises.apps.instruments.rules import CAN_GROUP, CAN_PAIR
from vises.xforms import parse_xform


def carried(latest: InstrumentVersion | None, xform: str, moved: Mapping[str, str]) -> dict[str, Any]:
    """Marks and earlier names follow their questions into the next wording, as far as these are still there.

    `moved`: names in the latest wording with those that the same questions have now. Questions that the bank calls
    sensitive are marked so when they come.
    """
    if not xform:
        return {"sensitive": [], "grouping": [], "pairing": []}
    kinds = {question.name: question.kind for question in parse_xform(xform).questions}

    if latest is None:
        return {"sensitive": _sensitive(kinds), "grouping": [], "pairing": []}
    there = {question.name for question in parse_xform(latest.xform).questions} if latest.xform else set()
    new = kinds.keys() - {moved.get(name, name) for name in there}

    def follow(names: list[str]) -> list[str]:
        return [now for name in names if (now := moved.get(name, name)) in kinds]

    return {
        "sensitive": [*follow(latest.sensitive), *_sensitive(new)],
        "grouping": [name for name in follow(latest.grouping) if kinds[name] in CAN_GROUP],
        "pairing": [name for name in follow(latest.pairing) if kinds[name] in CAN_PAIR],
        "same_as": _same_as(latest, kinds, moved),
    }


def _sensitive(names: Iterable[str]) -> list[str]:
    """Those of these questions that the bank calls sensitive: they are so from their first wording on."""
    told = {one.name for one in bank().questions if one.sensitive}
    return [name for name in sorted(names) if name.rpartition("/")[2] in told]


def _same_as(latest: InstrumentVersion, kinds: Mapping[str, str], moved: Mapping[str, str]) -> dict[str, str]:
    """Which questions have another name in the wording before: the latest one once it is in use, else the one before
    that.
    """
    earlier = latest if latest.frozen_at is not None else version_before(latest)
    if earlier is None or not earlier.xform:
        return {}
    olds = {question.name: question.kind for question in parse_xform(earlier.xform).questions}
    said = {} if earlier is latest else {moved.get(name, name): before for name, before in latest.same_as.items()}
    for before, name in moved.items():
        if before.rpartition("/")[2] != name.rpartition("/")[2] and name not in said:
            said[name] = before
    return {name: before for name, before in said.items() if name in kinds and kinds[name] == olds.get(before)}
