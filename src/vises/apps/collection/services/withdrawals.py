"""Withdrawing, with the receipt alone; and the registry through which it reaches whatever was derived."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from vises.apps.collection.models import Answer, AnswerFile, CheckedSheet, Document, Quarantine, Withdrawal
from vises.apps.collection.rules import receipt_code, receipt_hash
from vises.kernel.clock import today
from vises.kernel.problems import Problem
from vises.platform.erased import forget_bytes, note, noted
from vises.platform.files.models import StoredFile
from vises.platform.files.services import erase

Reach = Callable[[str, frozenset[uuid.UUID], uuid.UUID], None]
"""Called in the same transaction, before anything is erased, with what, whose ids, and the plan line:
"answer" or "document" (about to be erased), "uses" (fewer uses are agreed to), "correction" (replaced)."""
_reached: list[Reach] = []


def register(callback: Reach) -> None:
    """A room that derives something from answers or documents hears of withdrawals (`AppConfig.ready()`)."""
    _reached.append(callback)


def reach(what: str, ids: frozenset[uuid.UUID], line_id: uuid.UUID) -> None:
    """Tell every room that registered."""
    for callback in _reached:
        callback(what, ids, line_id)


def behind(code: str) -> Answer | Document:
    """The answer or document behind a receipt; the last correction, behind the receipt of what it corrects.

    Raises Problem when there is none.
    """
    hashed = receipt_hash(code)
    rows = Answer.objects.select_related("wave__version__instrument", "wave__line__journey__enterprise")
    answer = rows.filter(receipt_hash=hashed).first()
    if answer is not None and answer.state != Answer.State.KEPT:
        last = [row.pk for row in same_person(answer) if row.state == Answer.State.KEPT]
        answer = rows.filter(pk__in=last).first()
    if answer is not None:
        return answer
    document = Document.objects.select_related("line__journey__enterprise").filter(receipt_hash=hashed).first()
    if document is None:
        raise Problem("collection.receipt-unknown", field="code")
    return document


def withdraw(code: str) -> None:
    """Erase what stands behind a receipt, with what it replaced; only the fact remains.

    Whatever was derived goes in the same instant.
    """
    _withdraw(behind(code))


def _withdraw(found: Answer | Document) -> None:
    with transaction.atomic():
        files = _erase_answer(found) if isinstance(found, Answer) else _erase_document(found)
    for file in files:
        erase(file)
    forget_bytes()


def withdraw_again() -> int:
    """Take back again what a restored database brought back. Returns how many answers and conversations changed."""
    changed = 0
    for line in noted():
        answer = Answer.objects.select_related("wave__line").filter(receipt_hash=line.mark).first()
        document = Document.objects.select_related("line").filter(receipt_hash=line.mark).first()
        found = answer or document
        if found is None:
            continue
        if line.kept is None:
            _withdraw(found)
            changed += 1
        elif not set(found.consents) <= set(line.kept):
            _keep_uses(found, [use for use in found.consents if use in line.kept])
            changed += 1
    return changed


def _erase_answer(answer: Answer) -> list[StoredFile]:
    line_id = answer.wave.line_id
    chain = same_person(answer)
    reach("answer", frozenset(row.id for row in chain), line_id)
    note(row.receipt_hash for row in chain)
    instances = [row.instance_id for row in chain]
    aside = Quarantine.objects.filter(wave=answer.wave, instance_id__in=instances)
    CheckedSheet.objects.filter(wave=answer.wave, instance_id__in=instances).delete()
    sent = AnswerFile.objects.filter(Q(answer__in=chain) | Q(aside__in=aside)).select_related("file")
    files = [kept.file for kept in sent]
    aside.delete()
    for row in chain:
        what = "answer" if row is answer else "earlier"
        Withdrawal.objects.create(line_id=line_id, what=what, on=today(), mark=row.receipt_hash)
        own = receipt_hash(receipt_code(settings.SECRET_KEY, "answer", f"{row.wave_id}:{row.instance_id}"))
        if own != row.receipt_hash:  # its code was drawn on a device: it stays away through every other door too
            Withdrawal.objects.create(line_id=line_id, what="earlier", on=today(), mark=own)
        row.delete()
    return files


def same_person(answer: Answer) -> list[Answer]:
    """The answer with all that it corrects and all that corrects it, one after the other: one person gave them."""
    found = [answer]
    while True:
        names = [row.instance_id for row in found]
        before = [row.deprecates for row in found if row.deprecates]
        around = Answer.objects.filter(Q(deprecates__in=names) | Q(instance_id__in=before), wave=answer.wave_id)
        more = list(around.exclude(pk__in=[row.pk for row in found]))
        if not more:
            return found
        found += more


def _erase_document(document: Document) -> list[StoredFile]:
    note([document.receipt_hash])
    reach("document", frozenset({document.id}), document.line_id)
    files = [document.file] if document.file else []
    Withdrawal.objects.create(line_id=document.line_id, what="document", on=today(), mark=document.receipt_hash)
    document.delete()
    return files


def keep_uses(code: str, uses: list[str]) -> None:
    """Agree to fewer uses (never to more than at first); without "analysis" it is a withdrawal."""
    if "analysis" not in uses:
        withdraw(code)
        return
    found = behind(code)
    kept = [use for use in found.consents if use in uses]
    if kept == found.consents:
        return
    _keep_uses(found, kept)


def _keep_uses(found: Answer | Document, kept: list[str]) -> None:
    line_id = found.wave.line_id if isinstance(found, Answer) else found.line_id
    with transaction.atomic():
        note([found.receipt_hash], kept)
        if isinstance(found, Document):  # of an answer, what its round asked and it did not agree to is a no
            found.refused = [*found.refused, *(use for use in found.consents if use not in kept)]
            found.save(update_fields=["refused"])
        found.consents = kept
        found.save(update_fields=["consents"])
        reach("uses", frozenset({found.id}), line_id)
        Withdrawal.objects.create(line_id=line_id, what="uses", on=today())
