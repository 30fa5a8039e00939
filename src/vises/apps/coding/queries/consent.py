"""Whose consent covers what, read from where the words came from."""

import uuid
from collections.abc import Callable, Iterable

from vises.apps.coding.models import Passage

PUBLIC_USES = frozenset({"quote", "public"})
"""Both must be agreed to: that words are quoted, and that they are shown to anybody."""


Narrowing = Callable[[frozenset[uuid.UUID]], frozenset[uuid.UUID]]
_narrowings: list[Narrowing] = []


def register_narrowing(narrowing: Narrowing) -> None:
    """A room where people are asked about single passages says which ones they still agree to show."""
    _narrowings.append(narrowing)


def covers_publication(passages: Iterable[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Those of the passages whose person (or every person who speaks) agreed to publication, as of now.

    Where she was asked about the passage itself, her answer to that counts too: it can only narrow.
    """
    found = agreed_in_general(passages)
    for narrowing in _narrowings:
        found = narrowing(found)
    return found


def agreed_in_general(passages: Iterable[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Those of the passages whose person agreed to publication when she gave her words."""
    rows = Passage.objects.filter(pk__in=list(passages)).values_list(
        "id", "text__origin__document__consents", "text__origin__answer__consents"
    )
    return frozenset(id_ for id_, document, answer in rows if set(document or ()) | set(answer or ()) >= PUBLIC_USES)
