"""The mail backend of the demonstration, and of an installation without mail server; what its screen shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

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
