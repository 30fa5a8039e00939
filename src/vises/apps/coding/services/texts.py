"""Taking texts in: a snapshot of words with its hash, of a document or of what was answered to an open question.
And what is erased with them."""

import hashlib
import uuid
from collections.abc import Callable

from django.db import IntegrityError, transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.coding.models import ErasedText, Passage, Text, TextOrigin
from vises.apps.coding.rules import clean
from vises.apps.coding.services.names import forget_names
from vises.apps.coding.services.stems import write_stems
from vises.apps.collection.models import Answer, Document
from vises.apps.collection.queries.said import question_of
from vises.apps.instruments.queries import form_of
from vises.kernel.locale import pick
from vises.kernel.problems import NotFound, Problem
from vises.platform.audit.services import record
from vises.xforms import to_row

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


def take_in(actor: Actor, document_id: uuid.UUID, *, as_id: uuid.UUID | None = None) -> Text:
    """Snapshot a document's words for coding (with the id it has elsewhere, `as_id`); the same one when it was taken
    already.

    Needs `words.read` for the document's plan line. Raises Problem without consent to analysis.
    """
    rows = Document.objects.select_related("line__journey")
    document = rows.get(pk=document_id) if actor.kind == "system" else fetch(actor, "words.read", rows, pk=document_id)
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
            **({"id": as_id} if as_id else {}),
            scope_id=document.line.journey.scope_id,
            detail=document.line_id,
            title=document.title,
            body=body,
            times=document.times,
            language=document.language,
            hash=hashlib.sha256(body.encode()).hexdigest(),
        )
        TextOrigin.objects.create(text=text, document=document)
        write_stems(text)
        record(actor.who, "coding.text-taken", scope_id=text.scope_id, object_kind="text", object_id=text.id)
    return text


def take_said(actor: Actor, answer_id: uuid.UUID, place: str) -> Text:
    """Snapshot what one person wrote at one place of a questionnaire; the same snapshot when it was taken already.

    Needs `words.read` for the round's plan line. Raises NotFound where the answer counts no more, or has no words
    there.
    """
    rows = Answer.objects.filter(state=Answer.State.KEPT).select_related("wave__version", "wave__line__journey")
    answer = rows.get(pk=answer_id) if actor.kind == "system" else fetch(actor, "words.read", rows, pk=answer_id)
    taken = TextOrigin.objects.filter(answer=answer, question=place).select_related("text").first()
    if taken is not None:
        return taken.text
    form = form_of(answer.wave.version)
    question = form.question(question_of(place))
    body = clean(to_row(form, answer.xml).get(place, "")) if question and question.kind == "text" else ""
    if question is None or not body:
        raise NotFound()
    line = answer.wave.line
    language = language_of(answer, line.journey.language)
    try:
        with transaction.atomic():
            text = Text.objects.create(
                scope_id=line.journey.scope_id,
                detail=line.id,
                title=(pick(question.labels, language)[0] or question.name)[:200],
                body=body,
                language=language,
                hash=hashlib.sha256(body.encode()).hexdigest(),
            )
            TextOrigin.objects.create(text=text, answer=answer, question=place)
            write_stems(text)
    except IntegrityError:  # somebody else marked these words at the same moment
        return TextOrigin.objects.select_related("text").get(answer=answer, question=place).text
    return text


def language_of(answer: Answer, otherwise: str) -> str:
    """The two letters of the language somebody answered in, else those of the journey."""
    return answer.language if len(answer.language) == 2 else otherwise


def erase_withdrawn(kind: str, ids: frozenset[uuid.UUID], line_id: uuid.UUID) -> None:
    """Whoever withdrew her words, or corrected them: their snapshots and passages go, after the rooms above were
    told."""
    origin = {"document": "document", "answer": "answer", "correction": "answer"}.get(kind)
    if origin is None:
        return
    texts = Text.objects.filter(detail=line_id, **{f"origin__{origin}_id__in": ids})
    passages = frozenset(Passage.objects.filter(text__in=texts).values_list("id", flat=True))
    with transaction.atomic():
        losing(passages, "withdrawn")
        forget_names(texts.values_list("id", flat=True))
        gone = [ErasedText(id=id_, scope_id=scope) for id_, scope in texts.values_list("id", "scope_id")]
        ErasedText.objects.bulk_create(gone, ignore_conflicts=True)
        texts.delete()
