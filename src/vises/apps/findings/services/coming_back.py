"""On its day a decision to improve comes back to the journey's people: by mail, and as a notice on their page."""

import uuid
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from vises.apps.accounts.services import notify_once
from vises.apps.findings.models import Improvement
from vises.apps.journeys.queries.contacts import people_of
from vises.kernel.clock import now, today
from vises.kernel.locale import pick
from vises.platform.jobs.services import enqueue, job
from vises.platform.mail.services import send

LATE = timedelta(days=7)


def comes_back(improvement: uuid.UUID, on: date) -> None:
    """Ask that people are told on that day, unless somebody said before what came of it."""
    at = datetime.combine(on, time(7), tzinfo=ZoneInfo("Europe/Brussels"))
    enqueue("findings.comes-back", key=f"comes-back:{improvement}", after=at - now(), improvement=str(improvement))


@job("findings.comes-back")
def _told(improvement: str) -> None:
    rows = Improvement.objects.filter(pk=improvement, state=Improvement.State.DECIDED)
    row = rows.select_related("question__decision__journey__enterprise").first()
    if row is None or row.on is None or today() - row.on > LATE:  # nobody wants old news after a long standstill
        return
    journey = row.question.decision.journey
    address = reverse("improvement-outcome", args=[journey.id, row.id])
    for person in people_of(journey.id):
        notify_once(person.id, "improvement-due", address)
        send(
            person.email,
            "mails/improvement-due",
            person.language,
            key=f"improvement-due:{row.id}:{person.id}",
            name=person.name,
            enterprise=journey.enterprise.name,
            what=pick(row.what, person.language)[0],
            who=row.who or "–",
            address=settings.BASE_ADDRESS + address,
        )
