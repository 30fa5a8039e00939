"""Answers that a device kept until it could send them, with their pictures and sounds, perhaps several times."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from vises.apps.collection.models import Answer, AnswerFile, Wave
from vises.apps.collection.services.answers import Accepted, Upload, accept
from vises.apps.collection.services.uploads import keep_upload, uploads_of
from vises.kernel.problems import Conflict
from vises.platform.files.pictures import bare
from vises.platform.files.services import erase
from vises.platform.prepared import TEXT, Prepared
from vises.platform.rows import insert_once
from vises.xforms import Answer as Sent

Files = Mapping[str, tuple[str, Iterable[bytes]]]
"""Question to the name of its file and what is in it."""

_correcting = Prepared(lambda: Answer.objects.filter(deprecates=TEXT).only("wave"))


def keep_sent(wave: Wave, sent: Sent, files: Files, **said: Any) -> Accepted:
    """Keep a submission and the files that came with it; `said` is what `accept` is told besides.

    It may come several times, each time with other files: every file is kept once. Raises Problem as `accept`, and
    Conflict where another file was kept for the same question.
    """
    instance = sent.instance_id
    there = _there(wave, instance) if files else {}
    contents = {question: bare(b"".join(chunks)) for question, (_name, chunks) in files.items()}
    new = {question: content for question, content in contents.items() if question not in there}
    kept = uploads_of({question: keep_upload([content], files[question][0]) for question, content in new.items()})
    told = accept(wave, sent, files=kept, **said)
    if told.first and any(row.wave_id == wave.pk for row in _correcting.all(instance)):  # its correction came before it
        Answer.objects.filter(wave=wave, instance_id=instance).update(state=Answer.State.REPLACED)
    if not told.first and not told.quarantined:
        _add(wave, instance, kept)
        for question, content in contents.items():
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
