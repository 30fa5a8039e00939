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
    return frozenset(id_ for id_, said in said_in_general(passages).items() if said == "yes")


def said_in_general(passages: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What the person of each passage said of publication when she gave her words: "yes", "no" or "not-asked".

    Who was never asked may be asked for one passage. Who was asked and did not agree is left in peace. One query.
    """
    rows = Passage.objects.filter(pk__in=list(passages)).values_list(
        "id",
        "text__origin__document__consents",
        "text__origin__document__refused",
        "text__origin__answer__consents",
        "text__origin__answer__wave__consent_uses",
    )
    said = {}
    for id_, document, refused, answer, asked in rows:
        agreed = set(document or ()) | set(answer or ())
        no = set(refused or ()) | (set(asked or ()) - agreed)
        said[id_] = "yes" if agreed >= PUBLIC_USES else "no" if no & PUBLIC_USES else "not-asked"
    return said
