"""Mail: plain text, in the reader's language, sent by a job."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from vises.platform.jobs.services import enqueue, job


def send(to: str, template: str, language: str, *, key: str, **params: str | int) -> None:
    """Send `template` (two files: NAME.subject.txt and NAME.body.txt) to one address, once per `key`."""
    with translation.override(language):
        subject = " ".join(render_to_string(f"{template}.subject.txt", params).split())
        body = render_to_string(f"{template}.body.txt", params).strip() + "\n"
    enqueue("mail.send", key=f"mail:{key}", to=to, subject=subject, body=body)


@job("mail.send")
def _deliver(to: str, subject: str, body: str) -> None:
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [to]).send()
