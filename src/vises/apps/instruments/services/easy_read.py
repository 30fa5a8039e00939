"""The easy-read variant: written question by question, validated by a group of readers."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.instruments.models import EasyFile, EasyRead, InstrumentVersion
from vises.apps.instruments.services.opening import questionnaire
from vises.apps.journeys.services.deliverables import touch
from vises.kernel.problems import NotFound, Problem
from vises.platform.audit.services import record
from vises.platform.files.pictures import bare
from vises.platform.files.services import erase, store
from vises.xforms import Question, parse_xform

LONGEST = 1000  # characters of one text
LIMIT_MB = 5
PICTURES, SOUNDS = ("image/jpeg", "image/png"), ("audio/mpeg", "audio/mp4", "audio/ogg")
Words = Mapping[str, Mapping[str, object]]
"""Per language: "label", "hint", and "choices" by value."""


def write_easy(
    actor: Actor, version_id: uuid.UUID, question: str, words: Words, drawings: Mapping[str, str]
) -> EasyRead:
    """Say one question in easy words; `drawings` are ours, by choice ("" for the question). Needs `journey.edit`.

    Also for a wording that people already answer: what is asked stays the same. Words that change have to be
    validated again. Empty words are said as in the form.
    """
    version = questionnaire(actor, version_id)
    asked = _question(version, question)
    kept = {language: found for language, texts in words.items() if (found := _checked(asked, texts))}
    values = {"", *(choice.value for choice in asked.choices)}
    shown = {value: name for value, name in drawings.items() if name and value in values}
    with transaction.atomic():
        row, _ = EasyRead.objects.select_for_update().get_or_create(version=version)
        if row.words.get(question, {}) != kept:
            row.validated_by, row.validated_on = "", None
        row.words = {**{name: said for name, said in row.words.items() if name != question}, question: kept}
        row.drawings = {**row.drawings, question: shown}
        row.save()
        _done(actor, version, "easy-read.written")
    return row


def add_easy_file(
    actor: Actor,
    version_id: uuid.UUID,
    question: str,
    *,
    kind: str,
    chunks: Iterable[bytes],
    name: str,
    choice: str = "",
    language: str = "",
) -> EasyFile:
    """A picture (of the question or a choice) or the question read aloud in one language. Needs `journey.edit`.

    It takes the place of the one before. Raises Problem for a file of another kind.
    """
    version = questionnaire(actor, version_id)
    asked = _question(version, question)
    if choice and choice not in {one.value for one in asked.choices}:
        raise NotFound()
    stored = store([bare(b"".join(chunks))], name, limit_mb=LIMIT_MB)
    if stored.content_type not in (PICTURES if kind == EasyFile.Kind.PICTURE else SOUNDS):
        erase(stored)
        raise Problem("instruments.easy-file", field=kind)
    with transaction.atomic():
        row, _ = EasyRead.objects.get_or_create(version=version)
        place = {"easy": row, "kind": kind, "question": question, "choice": choice, "language": language}
        old = EasyFile.objects.filter(**place).select_related("file").first()
        if old is not None:
            old.delete()
        made = EasyFile.objects.create(file=stored, **place)
        _done(actor, version, "easy-read.file-added")
    if old is not None:
        erase(old.file)
    return made


def drop_easy_file(actor: Actor, file_id: uuid.UUID) -> None:
    """Take a picture or sound away. Needs `journey.edit`."""
    rows = EasyFile.objects.select_related("file", "easy__version__instrument__line__journey__scope")
    row = rows.get(pk=file_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=file_id)
    stored = row.file
    with transaction.atomic():
        row.delete()
        _done(actor, row.easy.version, "easy-read.file-dropped")
    erase(stored)


def validate_easy(actor: Actor, version_id: uuid.UUID, *, by: str, on: date) -> date:
    """Say which group of readers found it easy, and when. Needs `journey.edit`. `by` names a group, no person."""
    version = questionnaire(actor, version_id)
    if not by.strip():
        raise Problem("instruments.easy-validated", field="by")
    with transaction.atomic():
        if not EasyRead.objects.filter(version=version).update(validated_by=by.strip()[:200], validated_on=on):
            raise Problem("instruments.easy-none", field="by")
        _done(actor, version, "easy-read.validated")
    return on


def _checked(asked: Question, texts: Mapping[str, object]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key in ("label", "hint"):
        if text := _text(texts.get(key)):
            found[key] = text
    known = {choice.value for choice in asked.choices}
    given = texts.get("choices")
    pairs = given.items() if isinstance(given, Mapping) else ()
    choices = {value: text for value, said in pairs if value in known and (text := _text(said))}
    return {**found, "choices": choices} if choices else found


def _text(said: object) -> str:
    text = str(said or "").strip()
    if len(text) > LONGEST:
        raise Problem("instruments.long", limit=LONGEST)
    return text


def _question(version: InstrumentVersion, name: str) -> Question:
    question = parse_xform(version.xform).question(name)
    if question is None:
        raise NotFound()
    return question


def _done(actor: Actor, version: InstrumentVersion, event: str) -> None:
    line = version.instrument.line
    touch(actor, line.journey, "instruments")
    record(actor.who, event, scope_id=line.journey.scope_id, object_kind="instrument", object_id=version.id)
