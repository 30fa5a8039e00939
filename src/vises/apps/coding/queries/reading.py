"""A text to read and mark, part by part: for those who may read its words."""

import uuid
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.coding.models import Passage, Text
from vises.apps.coding.queries.codebook import CodeRow, codebook, journey_scope
from vises.apps.coding.queries.passages import PassageRow, passage_rows
from vises.apps.coding.rules import Mark, Part, Sentence, between, drawn, in_lanes, parts, units
from vises.kernel.locale import Texts, pick
from vises.kernel.problems import NotFound
from vises.texts.talk import after_label, clock, turns

_REMEMBERED = 200
_parts: OrderedDict[str, tuple[Part, ...]] = OrderedDict()
"""Where the parts of long texts begin, by their hash: numbers only, no words."""


@dataclass(frozen=True)
class TextPage:
    """A part of a text. `seen` is the hash of the whole; `sentences` the number of the last one on this page."""

    id: uuid.UUID
    title: str
    language: str
    kind: str
    group: Texts
    document_id: uuid.UUID | None
    seen: str
    number: int
    of: int
    paragraphs: tuple[tuple[Sentence, ...], ...]
    sentences: int
    passages: tuple[PassageRow, ...]
    codes: tuple[CodeRow, ...]
    apart: bool = False  # one of two readings that do not see each other


def text_page(actor: Actor, journey_id: uuid.UUID, text_id: uuid.UUID, language: str, *, number: int = 1) -> TextPage:
    """A part of a text to read and mark. Needs `words.read` for its line; `language` is that of the labels.

    Raises NotFound for a part that there is not. The number of queries does not grow with the text.
    """
    text, scope_id = _text(actor, journey_id, text_id)
    all_parts = parts_of(text)
    if not 1 <= number <= len(all_parts):
        raise NotFound()
    part = all_parts[number - 1]
    here = list(
        Passage.objects.filter(text=text, start__lt=part.end, end__gt=part.start)
        .select_related("code", "coder")
        .order_by("start", "end")
    )
    for passage in here:
        passage.text = text
    marks = in_lanes((str(p.id), p.start, p.end, pick(p.code.names, language)[0]) for p in here)
    paragraphs = drawn_part(text, part, marks)
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
        number,
        len(all_parts),
        paragraphs,
        part.sentences + sum(len(sentences) for sentences in paragraphs),
        passage_rows(here),
        codebook(scope_id, counts=False),
    )


def part_with(actor: Actor, journey_id: uuid.UUID, text_id: uuid.UUID, passage_id: uuid.UUID) -> int:
    """The number of the part in which a passage begins; 1 for one that there is not (any more). Needs `words.read`."""
    text, _ = _text(actor, journey_id, text_id)
    start = Passage.objects.filter(text=text, pk=passage_id).values_list("start", flat=True).first() or 0
    return next((n for n, part in enumerate(parts_of(text), 1) if part.start <= start < part.end), 1)


def sentence_at(actor: Actor, journey_id: uuid.UUID, text_id: uuid.UUID, at: int) -> tuple[int, int]:
    """The part and the number of the sentence at a place of a text, counted in characters; its last one beyond its
    end. Needs `words.read`.
    """
    text, _ = _text(actor, journey_id, text_id)
    all_parts = parts_of(text)
    number = next((n for n, part in enumerate(all_parts, 1) if at < part.end), len(all_parts))
    part = all_parts[number - 1]
    return number, max(1, part.sentences + len(units(text.body[part.start : max(at + 1, part.start)])))


def place_in(
    actor: Actor, journey_id: uuid.UUID, text_id: uuid.UUID, first: int, last: int, words: str = ""
) -> tuple[int, int] | None:
    """The place from sentence `first` to `last` of a text, or of `words` in them; None where there is none.

    Needs `words.read`.
    """
    text, _ = _text(actor, journey_id, text_id)
    return between(text.body, first, last, words)


def parts_of(text: Text) -> tuple[Part, ...]:
    """The parts of a text, found once for the same words."""
    if text.hash not in _parts:
        _parts[text.hash] = parts(text.body)
        while len(_parts) > _REMEMBERED:
            _parts.popitem(last=False)
    return _parts[text.hash]


def known_parts(text: Text) -> tuple[Part, ...]:
    """The same for a text whose words were not read: they are only where its parts are not known yet."""
    return _parts.get(text.hash) or parts_of(Text.objects.get(pk=text.pk))


def _text(actor: Actor, journey_id: uuid.UUID, text_id: uuid.UUID) -> tuple[Text, uuid.UUID]:
    scope_id = journey_scope(actor, journey_id)
    rows = Text.objects.filter(scope_id=scope_id).select_related("origin__document__stakeholder")
    rows = rows.defer("origin__document__text")
    text = rows.get(pk=text_id) if actor.kind == "system" else fetch(actor, "words.read", rows, pk=text_id)
    return text, scope_id


def drawn_part(text: Text, part: Part, marks: Sequence[Mark]) -> tuple[tuple[Sentence, ...], ...]:
    """The paragraphs of a part, with who speaks, when, and what is marked."""
    body = text.body[part.start : part.end]
    times = [(line - part.lines, seconds) for line, seconds in text.times if line >= part.lines]
    found = turns(body, [(line, seconds) for line, seconds in times if line < body.count("\n") + 1])
    speakers = {turn.speaker for turn in found}
    labels, clocks = {}, {}
    for turn in found:
        end = body.find("\n", turn.start)
        end = len(body) if end < 0 else end
        labels[turn.start + part.start] = after_label(body, turn.start, end, speakers) + part.start
        if turn.seconds is not None:
            clocks[turn.start + part.start] = clock(round(turn.seconds))
    return drawn(body, marks, part.sentences, at=part.start, labels=labels, clocks=clocks)
