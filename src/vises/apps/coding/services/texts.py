"""Taking texts in: a snapshot of a document's words, with its hash. And what is erased with them."""

import hashlib
import uuid
from collections.abc import Callable

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.coding.models import Passage, Text, TextOrigin
from vises.apps.coding.rules import clean
from vises.apps.collection.models import Document
from vises.kernel.problems import Problem
from vises.platform.audit.services import record

LosesPassages = Callable[[frozenset[uuid.UUID], str], None]
_losing: list[LosesPassages] = []


def register_losing(callback: LosesPassages) -> None:
    """Be told which passages are about to go and why ("withdrawn", "unmarked"), in the same transaction.

    Rooms above register in `ready()`. A callback may refuse an "unmarked" by raising Problem.
    """
    _losing.append(callback)


def losing(passages: frozenset[uuid.UUID], why: str) -> None:
    """Tell the rooms above that these passages go."""
    for callback in _losing:
        callback(passages, why)


def take_in(actor: Actor, document_id: uuid.UUID) -> Text:
    """Snapshot a document's words for coding; the same snapshot when it was taken already.

    Needs `words.read` for the document's plan line. Raises Problem without consent to analysis.
    """
    rows = Document.objects.select_related("line__journey")
    document = (
        rows.get(pk=document_id)
        if actor.kind == "system"
        else fetch(actor, "words.read", rows, pk=document_id)
    )
    taken = TextOrigin.objects.filter(document=document).select_related("text").first()
    if taken is not None:
        return taken.text
    if "analysis" not in document.consents:
        raise Problem("coding.no-consent")
    body = clean(document.text)
    if not body:
        raise Problem("coding.empty-text")
    with transaction.atomic():
        text = Text.objects.create(
            scope_id=document.line.journey.scope_id,
            detail=document.line_id,
            title=document.title,
            body=body,
            language=document.language,
            hash=hashlib.sha256(body.encode()).hexdigest(),
        )
        TextOrigin.objects.create(text=text, document=document)
        record(actor.who, "coding.text-taken", scope_id=text.scope_id, object_kind="text", object_id=text.id)
    return text


def erase_withdrawn(kind: str, ids: frozenset[uuid.UUID], line_id: uuid.UUID) -> None:
    """Whoever withdrew her words: their snapshots and passages go, after the rooms above were told."""
    if kind not in {"document", "answer"}:
        return
    texts = Text.objects.filter(detail=line_id, **{f"origin__{kind}_id__in": ids})
    passages = frozenset(Passage.objects.filter(text__in=texts).values_list("id", flat=True))
    with transaction.atomic():
        losing(passages, "withdrawn")
        texts.delete()
