"""Answers that ODK Collect and other OpenRosa clients send, behind a key of one round."""

import hashlib
import uuid
from collections.abc import Iterable, Mapping

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.models import GuestPass
from vises.apps.access.services import end_pass, give_pass
from vises.apps.collection.models import Answer, AnswerFile, Wave
from vises.apps.collection.services.answers import Accepted, Upload, accept
from vises.apps.collection.services.uploads import keep_upload, uploads_of
from vises.apps.collection.services.waves import wave_for
from vises.apps.instruments.queries import form_of
from vises.kernel.problems import Conflict, NotFound, Problem
from vises.platform.audit.services import record
from vises.platform.files.pictures import bare
from vises.platform.files.services import erase
from vises.platform.rows import insert_once
from vises.xforms import FormProblem, files_named, read_answer
from vises.xforms.first_page import take_before
from vises.xforms.form import Form

PURPOSE = "openrosa"
DAYS = 366
WAYS = ("self", "oral", "witnessed")


def make_key(actor: Actor, wave_id: uuid.UUID, *, label: str = "") -> str:
    """A key with which devices fetch the form of a round and send answers. Needs `journey.edit`.

    Returns it: it is shown once, and only its hash is kept. `label` says for whom, such as a device.
    """
    wave = wave_for(actor, wave_id)
    with transaction.atomic():
        token = give_pass(actor, wave.line.journey.scope, PURPOSE, detail=wave.id, label=label.strip()[:200], days=DAYS)
        record(actor.who, "wave.key-made", scope_id=wave.line.journey.scope_id, object_kind="wave", object_id=wave.id)
    return token


def end_key(actor: Actor, wave_id: uuid.UUID, key_id: uuid.UUID) -> None:
    """From now on this key opens nothing. Needs `journey.edit`."""
    if not GuestPass.objects.filter(pk=key_id, purpose=PURPOSE, detail=wave_id).exists():
        raise NotFound()
    end_pass(actor, "journey.edit", key_id)


def receive(wave: Wave, data: bytes, files: Mapping[str, Iterable[bytes]]) -> Accepted:
    """Keep what a device sent: the submission, and those of its pictures and sounds that came with it.

    The same submission may come several times, each time with other files: every file is kept once. What the page
    in front says becomes consents; the rest is kept unchanged. Raises Problem where it is no answer to this
    questionnaire, and Conflict where another file was kept under the same name.
    """
    try:
        xml, said = take_before(data.decode("utf-8-sig"))
        form = form_of(wave.version)
        named = files_named(form, xml)
    except (UnicodeDecodeError, FormProblem) as error:
        raise Problem("collection.answer-unreadable") from error
    instance = read_answer(xml).instance_id
    there = _there(wave, instance)
    sent = {named[name]: bare(b"".join(chunks)) for name, chunks in files.items() if name in named}
    new = {question: content for question, content in sent.items() if question not in there}
    names = {question: name for name, question in named.items()}
    kept = uploads_of({question: keep_upload([content], names[question]) for question, content in new.items()})
    how = said.get("how", "")
    told = accept(
        wave,
        xml,
        consents=said.get("uses", "").split(),
        door="openrosa",
        language=_language(form, wave),
        files=kept,
        how=how if how in WAYS else "oral",
    )
    if told.first and Answer.objects.filter(wave=wave, deprecates=instance).exists():  # its correction came before it
        Answer.objects.filter(wave=wave, instance_id=instance).update(state=Answer.State.REPLACED)
    if not told.first and not told.quarantined:
        _add(wave, instance, kept)
        for question, content in sent.items():
            if there.get(question, _digest(content)) != _digest(content):
                raise Conflict("collection.answer-other-file")
    return told


def _there(wave: Wave, instance: str) -> dict[str, str]:
    rows = AnswerFile.objects.filter(answer__wave=wave, answer__instance_id=instance)
    return dict(rows.values_list("question", "file__sha256"))


def _add(wave: Wave, instance: str, uploads: Iterable[Upload]) -> None:
    """Files that came later than their answer; two sendings at once keep one of them."""
    for upload in uploads:
        answer = Answer.objects.filter(wave=wave, instance_id=instance).first()
        if answer is None or not insert_once(AnswerFile(answer=answer, question=upload.question, file=upload.file)):
            erase(upload.file)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _language(form: Form, wave: Wave) -> str:
    """Clients do not say in which language they were read; a form that has one leaves no doubt."""
    return form.default_language if len(form.languages) == 1 else ""
