"""Passages under a theme, and a search in them: for those who may read their words."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from vises.apps.access.actor import Actor
from vises.apps.access.services import visible
from vises.apps.coding.models import Code, Passage, Text
from vises.apps.coding.queries.codebook import journey_scope
from vises.apps.coding.queries.consent import covers_publication
from vises.apps.coding.services.may import texts_read_apart
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound

MOST = 500
"""Passages on one page."""
AT_ONCE = 50
"""Texts that are held in memory at a time while words are looked for in passages."""


@dataclass(frozen=True)
class PassageRow:
    """A passage with its words. `public`: its person's consent covers publication; `proposed`: by the machine, and
    confirmed by the coder."""

    id: uuid.UUID
    text_id: uuid.UUID
    text_title: str
    language: str
    code_id: uuid.UUID
    code: Texts
    start: int
    words: str
    memo: str
    coder: str
    public: bool
    proposed: bool = False


def passages(
    actor: Actor, journey_id: uuid.UUID, *, code_id: uuid.UUID | None = None, words: str = ""
) -> tuple[PassageRow, ...]:
    """Passages this actor may read, under a theme and holding `words` where asked; at most MOST."""
    scope_id = journey_scope(actor, journey_id)
    rows = Passage.objects.filter(text__scope_id=scope_id).select_related("code", "coder")
    if actor.kind != "system":
        rows = visible(actor, "words.read", rows)
    rows = rows.exclude(text__in=texts_read_apart(actor))
    if code_id is not None:
        if not Code.objects.filter(pk=code_id, scope_id=scope_id).exists():
            raise NotFound()
        rows = rows.filter(code_id=code_id)
    wanted = words.strip().casefold()
    ordered = rows.order_by("text__created_at", "text_id", "start")
    if not wanted:
        return passage_rows(with_texts(ordered[:MOST]))
    found: list[Passage] = []
    by_text = [list(group) for _, group in groupby(ordered, key=lambda row: row.text_id)]
    while by_text and len(found) < MOST:
        some, by_text = by_text[:AT_ONCE], by_text[AT_ONCE:]
        told = with_texts(row for group in some for row in group)
        found += [row for row in told if wanted in _words(row).casefold() or wanted in row.memo.casefold()]
    return passage_rows(found[:MOST])


def with_texts(passages: Iterable[Passage]) -> list[Passage]:
    """Passages with their texts, each text read once: a join reads a long text again for each of its passages."""
    rows = list(passages)
    texts = Text.objects.in_bulk({row.text_id for row in rows})
    for row in rows:
        row.text = texts[row.text_id]
    return rows


def _words(row: Passage) -> str:
    return row.text.body[row.start : row.end]


def passage_rows(rows: list[Passage]) -> tuple[PassageRow, ...]:
    """Passages (with text, code and coder selected) as pages show them. The caller has checked `words.read`."""
    public = covers_publication([row.id for row in rows])
    return tuple(
        PassageRow(
            row.id,
            row.text_id,
            row.text.title,
            row.text.language,
            row.code_id,
            row.code.names,
            row.start,
            _words(row),
            row.memo,
            row.coder.name if row.coder else "",
            row.id in public,
            row.proposed,
        )
        for row in rows
    )
