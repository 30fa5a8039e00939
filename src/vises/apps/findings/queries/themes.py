"""How often a theme was marked, and how many people stand behind its passages."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from vises.apps.coding.models import Passage


@dataclass(frozen=True)
class Theme:
    """Passages with this theme, the texts they are in, and the people heard in those."""

    passages: int
    texts: int
    people: int


def themes_of(
    codes: Collection[uuid.UUID],
    without: Collection[uuid.UUID] = (),
    held: Mapping[uuid.UUID, frozenset[uuid.UUID]] | None = None,
    *,
    apart: Collection[uuid.UUID] = (),
) -> dict[uuid.UUID, Theme]:
    """The counts of these themes, in one query. An answer is one person; a document says how many speak in it.

    `without` are passages that are about to go; `held` says of a theme of earlier which ones hold its passages now;
    `apart` are texts that whoever looks reads apart.
    """
    within = {code: frozenset({code}) for code in codes} | dict(held or {})
    codes = within.keys()
    marked = Passage.objects.filter(code_id__in=frozenset().union(*within.values()), doubled=False)
    rows = (
        marked.exclude(pk__in=without)
        .exclude(text__in=apart)
        .values_list("code_id", "text_id", "text__origin__answer_id", "text__origin__document__people")
    )
    counts: dict[uuid.UUID, int] = dict.fromkeys(codes, 0)
    texts: dict[uuid.UUID, set[uuid.UUID]] = {code: set() for code in codes}
    people: dict[uuid.UUID, dict[uuid.UUID, int]] = {code: {} for code in codes}
    for now, text, answer, heard in rows:
        for code in [code for code, themes in within.items() if now in themes]:
            counts[code] += 1
            texts[code].add(text)
            people[code][answer or text] = heard or 1  # who answered two questions is still one person
    return {code: Theme(counts[code], len(texts[code]), sum(people[code].values())) for code in codes}
