"""What tells a page of words whether it still shows the latest: read often, so it reads little and no words."""

import hashlib
import uuid
from collections.abc import Iterable

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.coding.models import Code, Passage, Text
from vises.apps.coding.queries.codebook import journey_scope
from vises.apps.coding.queries.reading import known_parts
from vises.apps.collection.models import Wave
from vises.kernel.problems import NotFound

Since = tuple[str, uuid.UUID]
"""A tag, and the passage that was made since."""
SHOWN = ("id", "code_id", "start", "end", "memo", "coder_id", "doubled", "proposed")


def text_tag(actor: Actor, journey_id: uuid.UUID, text_id: uuid.UUID, number: int, since: Since | None = None) -> str:
    """Another one for each change of a part of a text: its words, its passages, the codebook. Needs `words.read`.

    Asked what it is `since` a passage was made: "" where anything else changed too, which a page has yet to show.
    Raises NotFound for a part that there is not. The number of queries does not grow.
    """
    scope_id = journey_scope(actor, journey_id)
    rows = Text.objects.filter(scope_id=scope_id).only("id", "scope", "detail", "hash")
    text = rows.get(pk=text_id) if actor.kind == "system" else fetch(actor, "words.read", rows, pk=text_id)
    parts = known_parts(text)
    if not 1 <= number <= len(parts):
        raise NotFound()
    part = parts[number - 1]
    marks = Passage.objects.filter(text=text, start__lt=part.end, end__gt=part.start)
    return _tag(text.hash, marks.order_by("id").values_list(*SHOWN), _themes(scope_id), since)


def open_tag(actor: Actor, journey_id: uuid.UUID, wave_id: uuid.UUID, question: str, since: Since | None = None) -> str:
    """The same for the answers to an open question: passages in them, and the codebook."""
    scope_id = journey_scope(actor, journey_id)
    rows = Wave.objects.filter(line__journey_id=journey_id)
    wave = rows.get(pk=wave_id) if actor.kind == "system" else fetch(actor, "words.read", rows, pk=wave_id)
    # the place of a question ends with its name: those asked inside a repeat have several
    marks = Passage.objects.filter(text__origin__answer__wave=wave, text__origin__question__contains=question)
    return _tag("", marks.order_by("id").values_list(*SHOWN), _themes(scope_id), since)


def _themes(scope_id: uuid.UUID) -> Iterable[tuple[object, ...]]:
    return Code.objects.filter(scope_id=scope_id).order_by("id").values_list("id", "names", "parent_id", "order")


def _tag(
    words: str, marks: Iterable[tuple[object, ...]], themes: Iterable[tuple[object, ...]], since: Since | None
) -> str:
    rows, codes = list(marks), list(themes)

    def told(rows: list[tuple[object, ...]]) -> str:
        return hashlib.sha256(f"{words}{rows!r}{codes!r}".encode()).hexdigest()[:20]

    if since and told([row for row in rows if row[0] != since[1]]) != since[0]:
        return ""
    return told(rows)
