"""Taking an answer in: stored once, unchanged, synced before it is acknowledged."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.collection.models import Answer, AnswerFile, Quarantine, Wave, Withdrawal
from vises.apps.collection.rules import kept_uses, receipt_code, receipt_hash
from vises.apps.collection.services.withdrawals import reach, same_person
from vises.apps.instruments.queries import form_of
from vises.kernel.clock import this_hour
from vises.kernel.problems import Problem
from vises.platform.audit.services import record
from vises.platform.files.models import StoredFile
from vises.platform.rows import Unless, insert_once
from vises.xforms import Answer as Sent
from vises.xforms import Form, FormProblem, read_answer, strip_metadata

# what the one or the other of two sendings with one id says
_OF_ONE_SENDING = ("xml", "sha256", "door", "language", "consents", "consent_how", "consent_version", "group_id")
_TAKEN_BACK = Unless(Withdrawal, "mark")  # what was taken back stays away


@dataclass(frozen=True)
class Upload:
    """A picture or sound of one question, already kept aside."""

    question: str
    file: StoredFile


@dataclass(frozen=True)
class Accepted:
    """What the respondent is told. `first` is False when the same answer was here already.

    `aside` is where it was put when another one was here.
    """

    receipt: str
    first: bool
    aside: uuid.UUID | None = None

    @property
    def quarantined(self) -> bool:
        """Whether it was put aside."""
        return self.aside is not None


def accept(
    wave: Wave,
    sent: str | Sent,
    *,
    consents: Sequence[str] = (),
    door: str = "web",
    language: str = "",
    files: Sequence[Upload] = (),
    how: str = "self",
    consent_version: int | None = None,
    group: uuid.UUID | None = None,
    form: Form | None = None,
    receipt_mark: str = "",
) -> Accepted:
    """Keep an answer to an open wave. No account, no audit row, the hour at most. `sent` is its XML, or what
    `answer_of` a sheet of our own gives.

    The same instance id with the same content is the same answer; with other content it is kept aside and
    shown, never dropped. A `deprecatedID` names the answer it replaces. Device data is removed before
    anything is stored. `how` somebody agreed, and to which version of what is told (None: the present one);
    `group`: the stakeholder to whom the door belongs, where it does; `form`: the wave's, where it is at hand.
    `receipt_mark`: `receipt_hash` of a code that was drawn where there was no connection. The person has that code
    already and only she has it: it becomes her receipt, and `Accepted.receipt` is empty.
    A correction agrees to no more uses than what it corrects still does.
    Raises Problem when it is no answer to this questionnaire, or one that was taken back.
    """
    try:
        form = form or form_of(wave.version)
        answer = read_answer(sent) if isinstance(sent, str) else sent
        if answer.form_id != form.id:
            raise Problem("collection.answer-other-form")
        kept = strip_metadata(form, answer)
    except FormProblem as problem:
        raise Problem("collection.answer-unreadable") from problem
    instance = answer.instance_id
    if not 0 < len(instance) <= 100:
        raise Problem("collection.answer-unreadable")
    uses = kept_uses(wave.consent_uses, _not_more(wave, answer.deprecated_id, consents))
    digest = hashlib.sha256(f"{kept}\n{' '.join(uses)}".encode()).hexdigest()
    receipt = "" if receipt_mark else receipt_code(settings.SECRET_KEY, "answer", f"{wave.id}:{instance}")
    row = Answer(
        wave=wave,
        instance_id=instance,
        received_hour=this_hour(),
        xml=kept,
        sha256=digest,
        deprecates=answer.deprecated_id[:100] or None,
        door=door,
        language=language[:30],
        consents=uses,
        consent_how=how,
        consent_version=consent_version or wave.consent_number,
        group_id=group,
        receipt_hash=receipt_mark or receipt_hash(receipt),
    )
    named = [answer.deprecated_id, instance if receipt_mark else ""]
    if any(_earlier_withdrawn(wave, one) for one in named if one):
        raise Problem("collection.answer-withdrawn")
    try:
        if not _keep(row, files, answer.deprecated_id):
            return _again(row, files, receipt)
    except IntegrityError as error:  # the wave went at the same moment
        raise Problem("collection.answer-unreadable") from error
    return Accepted(receipt, first=True)


def _keep(row: Answer, files: Sequence[Upload], deprecated_id: str) -> bool:
    """Insert the answer unless it is there: synced when this returns. With nothing beside it, that is one statement."""
    if not files and not deprecated_id:
        return _insert(row)
    with transaction.atomic():
        if not _insert(row):
            return False
        AnswerFile.objects.bulk_create(
            AnswerFile(answer=row, question=upload.question[:300], file=upload.file) for upload in files
        )
        if deprecated_id:
            _replace(row, deprecated_id)
    return True


def _insert(row: Answer) -> bool:
    return insert_once(row, unless=_TAKEN_BACK, value=row.receipt_hash)


def _again(row: Answer, files: Sequence[Upload], receipt: str) -> Accepted:
    """What kept a row out: it was taken back, or an answer with its id is there, with the same content or another."""
    if Withdrawal.objects.filter(mark=row.receipt_hash).exists():
        raise Problem("collection.answer-withdrawn")
    same = Answer.objects.filter(wave=row.wave, instance_id=row.instance_id)
    there = same.values_list("sha256", flat=True).first()
    if there is None:
        raise Problem("collection.answer-unreadable")
    if there == row.sha256:
        return Accepted(receipt, first=False)
    with transaction.atomic():
        aside, made = Quarantine.objects.get_or_create(
            wave=row.wave,
            instance_id=row.instance_id,
            sha256=row.sha256,
            defaults={name: getattr(row, name) for name in _OF_ONE_SENDING},
        )
        if made:
            AnswerFile.objects.bulk_create(
                AnswerFile(aside=aside, question=upload.question[:300], file=upload.file) for upload in files
            )
    return Accepted(receipt, first=False, aside=aside.id)


def _not_more(wave: Wave, deprecated_id: str, uses: Sequence[str]) -> list[str]:
    earlier = Answer.objects.filter(wave=wave, instance_id=deprecated_id).first() if deprecated_id else None
    if earlier is None:
        return list(uses)
    agreed = {use for row in same_person(earlier) if row.state == Answer.State.KEPT for use in row.consents}
    return [use for use in uses if use in agreed]


def _earlier_withdrawn(wave: Wave, instance: str) -> bool:
    """Whether what a correction corrects was taken back: then the correction stays away too. So does an answer whose
    code was drawn on a device, under whatever code it comes."""
    mark = receipt_hash(receipt_code(settings.SECRET_KEY, "answer", f"{wave.id}:{instance}"))
    return Withdrawal.objects.filter(mark=mark).exists()


def _replace(row: Answer, instance: str) -> None:
    """The answer that `row` corrects counts no more; where it was corrected before, its last correction does not."""
    earlier = Answer.objects.filter(wave=row.wave, instance_id=instance).first()
    if earlier is None:
        return
    old = [other for other in same_person(earlier) if other.pk != row.pk]
    ids = frozenset(other.pk for other in old if other.state == Answer.State.KEPT)
    if ids:
        Answer.objects.filter(pk__in=ids).update(state=Answer.State.REPLACED)
        reach("correction", ids, row.wave.line_id)


def settle(actor: Actor, quarantine_id: uuid.UUID, *, use_second: bool) -> None:
    """Say which of two answers with the same id counts. Needs `words.read`: both have to be read for that."""
    rows = Quarantine.objects.select_related("wave__line__journey")
    row = rows.get(pk=quarantine_id) if actor.kind == "system" else fetch(actor, "words.read", rows, pk=quarantine_id)
    if row.settled:
        raise Problem("collection.settled")
    with transaction.atomic():
        if use_second:
            _exchange(row)
        Quarantine.objects.filter(pk=row.pk).update(settled="used-second" if use_second else "kept-first")
        scope_id = row.wave.line.journey.scope_id
        record(actor.who, "answer.settled", scope_id=scope_id, object_kind="quarantine", object_id=row.id)


def _exchange(row: Quarantine) -> None:
    """What was put aside counts from now on, with its files; what counted is put aside in its place."""
    kept = Answer.objects.select_for_update().filter(wave=row.wave, instance_id=row.instance_id).first()
    if kept is None:
        raise Problem("collection.settled")
    mine, theirs = list(AnswerFile.objects.filter(answer=kept)), list(AnswerFile.objects.filter(aside=row))
    AnswerFile.objects.filter(pk__in=[file.pk for file in mine + theirs]).delete()
    AnswerFile.objects.bulk_create(
        [AnswerFile(aside=row, question=file.question, file_id=file.file_id) for file in mine]
        + [AnswerFile(answer=kept, question=file.question, file_id=file.file_id) for file in theirs]
    )
    before = {name: getattr(kept, name) for name in _OF_ONE_SENDING}
    Answer.objects.filter(pk=kept.pk).update(**{name: getattr(row, name) for name in _OF_ONE_SENDING})
    Quarantine.objects.filter(pk=row.pk).update(**before)
    reach("correction", frozenset({kept.id}), row.wave.line_id)
