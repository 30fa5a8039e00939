"""A decision to improve comes back at its day: to everybody in the journey, once, unless it is settled."""

from datetime import timedelta
from typing import Any

from django.core import mail

from vises.apps.access.actor import SYSTEM
from vises.apps.accounts.models import Notice
from vises.apps.findings import services
from vises.kernel.clock import now, today
from vises.platform.jobs.models import Job
from vises.platform.jobs.services import run_next


def _decide(world: Any, days: int) -> Any:
    return services.decide_improvement(
        SYSTEM,
        world.journey.id,
        what={"fr": "Des jetons de couleur", "nl": "Gekleurde jetons"},
        who="canary-who",
        on=today() + timedelta(days=days),
    )


def _work() -> None:
    while run_next():
        pass


def test_it_waits_for_its_day(world: Any, question: Any) -> None:
    _decide(world, 3)
    _work()
    assert mail.outbox == [] and not Notice.objects.exists()
    assert Job.objects.get(name="findings.comes-back").not_before > now() + timedelta(days=1)


def test_on_its_day_the_people_of_the_journey_are_told_once_in_their_language(world: Any, question: Any) -> None:
    row = _decide(world, -1)
    _work()
    _work()
    told = {to for message in mail.outbox for to in message.to}
    assert world.users["claire"].email in told and world.users["nadia"].email in told
    assert not told & {user.email for user in world.strangers.values()}
    assert len(mail.outbox) == len(told) == Notice.objects.filter(code="improvement-due").count()
    assert all(f"/improvements/{row.id}/" in message.body and "canary-who" in message.body for message in mail.outbox)


def test_what_is_settled_or_long_past_is_not_told(world: Any, question: Any) -> None:
    row = _decide(world, -1)
    services.record_outcome(SYSTEM, row.id, done=True, outcome="C'est fait.")
    _decide(world, -30)
    _work()
    assert mail.outbox == []
