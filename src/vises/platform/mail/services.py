"""Mail: plain text, in the reader's language, sent by a job."""

from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from vises.platform.jobs.models import Job
from vises.platform.jobs.services import enqueue, job
from vises.platform.mail.models import OutboxMail


def send(to: str, template: str, language: str, *, key: str, **params: str | int) -> None:
    """Send `template` (two files: NAME.subject.txt and NAME.body.txt) to one address, once per `key`."""
    with translation.override(language):
        subject = " ".join(render_to_string(f"{template}.subject.txt", params).split())
        body = render_to_string(f"{template}.body.txt", params).strip() + "\n"
    enqueue("mail.send", key=f"mail:{key}", to=to, subject=subject, body=body)


@job("mail.send")
def _deliver(to: str, subject: str, body: str) -> None:
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [to]).send()


def forget(holding: str, over: Callable[[set[str]], set[str]]) -> int:
    """Erase mails that stayed here, or could not be sent, once what they were for is over. Returns how many.

    Only those that hold `holding` are looked at; `over` is given their words and says which may go.
    """
    kept = dict(OutboxMail.objects.filter(body__contains=holding).values_list("id", "body"))
    failed = Job.objects.filter(name="mail.send", state=Job.State.FAILED).exclude(params={})
    stuck = {row.id: str(row.params.get("body", "")) for row in failed.iterator()}
    stuck = {id_: body for id_, body in stuck.items() if holding in body}
    gone = over({*kept.values(), *stuck.values()})
    mails = [id_ for id_, body in kept.items() if body in gone]
    jobs = [id_ for id_, body in stuck.items() if body in gone]
    OutboxMail.objects.filter(id__in=mails).delete()
    Job.objects.filter(id__in=jobs).update(params={}, error="")
    return len(mails) + len(jobs)
