"""Correcting an answer with its receipt alone: a new answer that names the one it replaces."""

import uuid

from vises.apps.collection.models import Answer, Wave
from vises.apps.collection.services.withdrawals import behind
from vises.kernel.problems import NotFound, Problem


def to_correct(code: str) -> Answer:
    """The answer behind a receipt, with its files. Raises Problem when there is none, or it is a conversation.

    It may be corrected as long as it is kept, also when its round is closed.
    """
    found = behind(code)
    if not isinstance(found, Answer):
        raise Problem("collection.receipt-conversation", field="code")
    return found


def files_of(answer: Answer) -> dict[str, str]:
    """The files of an answer, as a draft names them: question to id."""
    return {question: str(file) for question, file in answer.files.values_list("question", "file_id")}


def round_to_correct(wave_id: uuid.UUID) -> Wave:
    """The round of an answer that is being corrected, open or not. Raises NotFound when it is gone."""
    wave = Wave.objects.select_related("version", "line__journey__enterprise").filter(pk=wave_id).first()
    if wave is None:
        raise NotFound()
    return wave


def still_there(wave: Wave, instance: str) -> Answer:
    """The answer that is being corrected, or its last correction. Raises Problem when it was taken back meanwhile."""
    row = Answer.objects.filter(wave=wave, instance_id=instance).first()
    if row is None:
        raise Problem("collection.answer-withdrawn")
    return row
