"""The mail backend of the demonstration, and of an installation without mail server; what its screen shows."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from vises.kernel.clock import now
from vises.kernel.problems import NotFound
from vises.platform.audit.services import record
from vises.platform.mail.models import OutboxMail


class OutboxBackend(BaseEmailBackend):
    """Keeps mails as rows."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            OutboxMail.objects.create(
                to=", ".join(message.to)[:300], subject=str(message.subject)[:300], body=str(message.body)
            )
        return len(email_messages)


@dataclass(frozen=True)
class SentMail:
    to: str
    subject: str
    body: str
    sent_at: datetime


def latest(count: int = 50) -> list[SentMail]:
    """The newest mails that stayed here."""
    return [SentMail(m.to, m.subject, m.body, m.created_at) for m in OutboxMail.objects.all()[:count]]


@dataclass(frozen=True)
class HeldMail:
    """A mail that waits for somebody to hand it over, as the list shows it: without its words, which hold a link."""

    id: uuid.UUID
    to: str
    subject: str
    sent_at: datetime
    opened_at: datetime | None
    opened_by: str


def held(count: int = 200) -> list[HeldMail]:
    """The newest mails that wait here."""
    fields = ("id", "to", "subject", "created_at", "opened_at", "opened_by")
    return [HeldMail(*row) for row in OutboxMail.objects.values_list(*fields)[:count]]


@transaction.atomic
def open_held(mail_id: uuid.UUID, who: str, name: str) -> SentMail:
    """The words of a mail that waits, for whoever hands it over: that they were seen is kept, each time.

    Raises NotFound.
    """
    mail = OutboxMail.objects.filter(id=mail_id).first()
    if mail is None:
        raise NotFound()
    if mail.opened_at is None:
        mail.opened_at, mail.opened_by = now(), name[:200]
        mail.save(update_fields=["opened_at", "opened_by"])
    record(who, "mail.opened", object_kind="mail", object_id=mail.id)
    return SentMail(mail.to, mail.subject, mail.body, mail.created_at)
