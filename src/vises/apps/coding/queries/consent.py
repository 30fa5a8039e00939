"""Whose consent covers what, read from where the words came from."""

import uuid
from collections.abc import Iterable

from vises.apps.coding.models import Passage

PUBLIC_USES = frozenset({"quote", "public"})
"""Both must be agreed to: that words are quoted, and that they are shown to anybody."""


def covers_publication(passages: Iterable[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Those of the passages whose person (or every person who speaks) agreed to publication, as of now."""
    rows = Passage.objects.filter(pk__in=list(passages)).values_list(
        "id", "text__origin__document__consents", "text__origin__answer__consents"
    )
    return frozenset(
        id_ for id_, document, answer in rows if set(document or ()) | set(answer or ()) >= PUBLIC_USES
    )
