"""Answers that ODK Collect and other OpenRosa clients send, behind a key of one round."""

import uuid
from collections.abc import Iterable, Mapping

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import give_pass
from vises.apps.collection.models import Wave
from vises.apps.collection.services.answers import Accepted
from vises.apps.collection.services.sendings import keep_sent
from vises.apps.collection.services.waves import end_door, wave_for
from vises.apps.instruments.queries import form_of
from vises.kernel.problems import Problem
from vises.platform.audit.services import record
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
    end_door(actor, wave_id, key_id, PURPOSE)


def receive(wave: Wave, data: bytes, files: Mapping[str, Iterable[bytes]]) -> Accepted:
    """Keep what a device sent: the submission, and those of its pictures and sounds that came with it.

    The same submission may come several times, each time with other files: every file is kept once. What the page
    in front says becomes consents; the rest is kept unchanged. Raises Problem where it is no answer to this
    questionnaire, and Conflict where another file was kept under the same name.
    """
    try:
        answer = read_answer(data.decode("utf-8-sig"))
        said = take_before(answer.root)
        form = form_of(wave.version)
        named = files_named(form, answer) if files else {}
    except (UnicodeDecodeError, FormProblem) as error:
        raise Problem("collection.answer-unreadable") from error
    how = said.get("how", "")
    return keep_sent(
        wave,
        answer,
        {named[name]: (name, chunks) for name, chunks in files.items() if name in named},
        consents=said.get("uses", "").split(),
        door="openrosa",
        language=_language(form, wave),
        how=how if how in WAYS else "oral",
        form=form,
    )


def _language(form: Form, wave: Wave) -> str:
    """Clients do not say in which language they were read; a form that has one leaves no doubt."""
    return form.default_language if len(form.languages) == 1 else ""
