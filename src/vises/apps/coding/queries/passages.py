"""A text with its passages drawn, passages under a theme, and a search in them: for those who may read."""

import uuid
from dataclasses import dataclass

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch, visible
from vises.apps.coding.models import Code, Passage, Text
from vises.apps.coding.queries.codebook import CodeRow, codebook, journey_scope
from vises.apps.coding.queries.consent import covers_publication
from vises.apps.coding.rules import Sentence, drawn, in_lanes
from vises.kernel.locale import Texts, pick
from vises.kernel.problems import NotFound


@dataclass(frozen=True)
class PassageRow:
    """A passage with its words. `public`: its person's consent covers publication."""

    id: uuid.UUID
    text_id: uuid.UUID
    text_title: str
    language: str
    code_id: uuid.UUID
    code: Texts
    words: str
    memo: str
    coder: str
    public: bool


@dataclass(frozen=True)
class TextPage:
    id: uuid.UUID
    title: str
    language: str
    kind: str
    group: Texts
    document_id: uuid.UUID | None
    seen: str
    paragraphs: tuple[tuple[Sentence, ...], ...]
    sentences: int
    passages: tuple[PassageRow, ...]
    codes: tuple[CodeRow, ...]


def text_page(actor: Actor, journey_id: uuid.UUID, text_id: uuid.UUID, language: str) -> TextPage:
    """A text to read and mark. Needs `words.read` for its line; `language` is that of the labels."""
    scope_id = journey_scope(actor, journey_id)
    rows = Text.objects.filter(scope_id=scope_id).select_related("origin__document__stakeholder")
    text = rows.get(pk=text_id) if actor.kind == "system" else fetch(actor, "words.read", rows, pk=text_id)
    passages = list(text.passages.select_related("code", "coder", "text"))
    marks = in_lanes((str(p.id), p.start, p.end, pick(p.code.names, language)[0]) for p in passages)
    paragraphs = drawn(text.body, marks)
    origin = getattr(text, "origin", None)
    document = origin.document if origin else None
    return TextPage(
        text.id,
        text.title,
        text.language,
        document.kind if document else "answer",
        document.stakeholder.names if document and document.stakeholder else {},
        document.id if document else None,
        text.hash,
        paragraphs,
        sum(len(sentences) for sentences in paragraphs),
        passage_rows(passages),
        codebook(scope_id),
    )


def passages(
    actor: Actor, journey_id: uuid.UUID, *, code_id: uuid.UUID | None = None, words: str = ""
) -> tuple[PassageRow, ...]:
    """Passages this actor may read, under a theme and holding `words` where asked; at most 500."""
    scope_id = journey_scope(actor, journey_id)
    rows = Passage.objects.filter(text__scope_id=scope_id).select_related("code", "coder", "text")
    if actor.kind != "system":
        rows = visible(actor, "words.read", rows)
    if code_id is not None:
        if not Code.objects.filter(pk=code_id, scope_id=scope_id).exists():
            raise NotFound()
        rows = rows.filter(code_id=code_id)
    wanted = words.strip().casefold()
    found = [
        row
        for row in rows.order_by("text__created_at", "start")
        if not wanted or wanted in _words(row).casefold() or wanted in row.memo.casefold()
    ]
    return passage_rows(found[:500])


def words_of(actor: Actor, text_id: uuid.UUID) -> str:
    """The words of a text, for finding a place in them. Needs `words.read`."""
    rows = Text.objects.all()
    return (rows.get(pk=text_id) if actor.kind == "system" else fetch(actor, "words.read", rows, pk=text_id)).body


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
            _words(row),
            row.memo,
            row.coder.name if row.coder else "",
            row.id in public,
        )
        for row in rows
    )
