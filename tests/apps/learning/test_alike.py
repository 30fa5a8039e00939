"""Questions that several enterprises ask in the same words, counted together or not at all."""

from datetime import date
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.models import Answer, Wave
from vises.apps.collection.services.waves import open_wave
from vises.apps.instruments.services.bank import take_question
from vises.apps.journeys.services import question as room
from vises.apps.journeys.services import sessions, stakeholders
from vises.apps.journeys.services.journeys import start_journey
from vises.apps.journeys.services.plan import LineWords, add_line
from vises.apps.learning.queries.alike import asked_alike
from vises.apps.network.services import make_organisation
from vises.apps.programmes.services import add_participation
from vises.kernel.problems import NotFound

ANSWERS = ("yes", "no", "unsure")


def _decided(journey: Any) -> None:
    group = stakeholders.add_stakeholder(SYSTEM, journey, names={"fr": "Clients"}, kind="public", size=120)
    session = sessions.plan_session(
        SYSTEM, journey, title="Atelier", deliverables=["evaluative-question"], on=date(2026, 3, 3)
    )
    sessions.hold_session(SYSTEM, session.id, presences=[(group.id, 11, "")], minutes=120)
    candidate = room.propose(SYSTEM, journey, "Que change la table ?", language="fr")
    room.decide(
        SYSTEM, journey, candidate_id=candidate.id, texts={"fr": "Que change la table ?"}, session_id=session.id,
        manner="consent", reasons="Elle parle de tous.",
    )  # fmt: skip


def _asking(world: Any, answer: Any, number: int, *, people: int = 18, agree: int | None = None) -> Wave:
    """An enterprise that asks one question of the bank, with so many answers; `agree` may be counted together."""
    enterprise = make_organisation(SYSTEM, "enterprise", f"Entreprise {number}")
    taking = add_participation(SYSTEM, world.programme, enterprise)
    journey = start_journey(SYSTEM, enterprise, participation=taking, on=date(2026, 1, 12))
    _decided(journey.id)
    line = add_line(SYSTEM, journey.id, LineWords(looks_at={"fr": "x"}, method="survey"))
    version = take_question(SYSTEM, line.id, "met_somebody", title="Enquête")
    wave = open_wave(SYSTEM, version.id, titles={"fr": "Tour"}, uses=["analysis", "together"])
    wave = Wave.objects.select_related("version").get(pk=wave.pk)
    for place in range(people):
        together = ("together",) if agree is None or place < agree else ()
        answer(wave, f"{number}-{place}", consents=together, bank_met_somebody=ANSWERS[place % 3])
    return wave


def test_three_enterprises_are_counted_together_and_none_is_named(world: Any, answer: Any) -> None:
    for number in range(3):
        _asking(world, answer, number)
    (one,) = asked_alike(world.actor("cora"), world.programme.id).together
    assert one.enterprises == 3 and one.summary.n == 54
    assert [cell.count for cell in one.summary.cells] == [18, 18, 18]
    assert one.summary.question.labels["nl"].startswith("Heb je hier iemand ontmoet")


@pytest.mark.parametrize(
    ("enterprises", "people", "agree"),
    [(2, 30, None), (3, 18, 4), (3, 18, 0), (1, 60, None)],
    ids=["two enterprises", "four people each agree", "nobody agrees", "one enterprise"],
)
def test_fewer_enterprises_or_people_are_not_told(
    world: Any, answer: Any, enterprises: int, people: int, agree: int | None
) -> None:
    for number in range(enterprises):
        _asking(world, answer, number, people=people, agree=agree)
    found = asked_alike(world.actor("cora"), world.programme.id)
    assert not found.together and [question.id for question in found.waiting] == ["met_somebody"]


def test_one_enterprise_that_makes_up_nearly_all_of_it_is_not_told(world: Any, answer: Any) -> None:
    _asking(world, answer, 0, people=90)
    for number in (1, 2):
        _asking(world, answer, number, people=6)
    assert not asked_alike(world.actor("cora"), world.programme.id).together


def test_a_withdrawal_is_out_at_once_and_a_round_that_did_not_ask_is_never_in(world: Any, answer: Any) -> None:
    waves = [_asking(world, answer, number, people=24) for number in range(4)]
    Wave.objects.filter(pk=waves[3].pk).update(consent_uses=["analysis"])
    (one,) = asked_alike(SYSTEM, world.programme.id).together
    assert one.enterprises == 3 and one.summary.n == 72
    Answer.objects.filter(pk=Answer.objects.filter(wave=waves[0]).first().pk).delete()  # type: ignore[union-attr]
    assert asked_alike(SYSTEM, world.programme.id).together[0].summary.n == 71


def test_it_is_closed_to_whoever_reads_nothing_of_the_programme(world: Any) -> None:
    for name in ("patrick", "rita", "stranger cora"):
        with pytest.raises(NotFound):
            asked_alike(world.actor(name), world.programme.id)
