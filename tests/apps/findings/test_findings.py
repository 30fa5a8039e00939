"""Findings: a question first, one piece of evidence at a time, strength by the group, wordings kept."""

from datetime import date

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.findings import services
from vises.apps.findings.queries.ground import grounds
from vises.apps.findings.queries.pages import findings_page
from vises.apps.journeys.models import Practice, Stakeholder
from vises.apps.journeys.services.practices import correct_practices, write_practices
from vises.kernel.problems import Conflict, Forbidden, NotFound, Problem
from vises.platform.audit.models import AuditEvent


def test_a_finding_answers_a_question(world) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Problem, match="no-question"):
        services.write_finding(SYSTEM, world.journey.id, statements={"fr": "Oui"})


def test_who_may_write(world, question) -> None:  # type: ignore[no-untyped-def]
    for name, error in (("stranger claire", NotFound), ("patrick", NotFound), ("rita", NotFound)):
        with pytest.raises(error):
            services.write_finding(world.actor(name), world.journey.id, statements={"fr": "Oui"})
    made = services.write_finding(world.actor("mo"), world.journey.id, statements={"fr": " Oui ", "nl": ""})
    assert made.label == "F1" and made.statements == {"fr": "Oui"}
    with pytest.raises((Forbidden, NotFound)):
        services.reword(world.actor("an"), made.id, {"fr": "Non"}, "parce que")


def test_one_piece_of_evidence_of_this_journey(world, question, wave) -> None:  # type: ignore[no-untyped-def]
    made = services.write_finding(SYSTEM, world.journey.id, statements={"fr": "Oui"})
    with pytest.raises(Problem, match="one-evidence"):
        services.add_evidence(SYSTEM, made.id, says={"fr": "x"})
    with pytest.raises(Problem, match=r"findings\.evidence"):
        services.add_evidence(SYSTEM, made.id, says={"fr": "x"}, code_id=made.id)
    with pytest.raises(Problem, match="says"):
        services.add_evidence(SYSTEM, made.id, says={}, code_id=made.id)


def test_strength_is_judged_at_a_session_and_never_computed(world, question) -> None:  # type: ignore[no-untyped-def]
    made = services.write_finding(SYSTEM, world.journey.id, statements={"fr": "Oui"})
    session = question.decision.session_id
    with pytest.raises(Problem, match="strength"):
        services.judge(SYSTEM, made.id, "certain", session, "car")
    with pytest.raises(Problem, match="strength-why"):
        services.judge(SYSTEM, made.id, "strong", session, " ")
    assert services.judge(SYSTEM, made.id, "strong", session, "quatre sources").strength == "strong"


def test_an_earlier_wording_is_kept_and_nothing_is_overwritten(world, question) -> None:  # type: ignore[no-untyped-def]
    made = services.write_finding(SYSTEM, world.journey.id, statements={"fr": "Oui"})
    services.reword(SYSTEM, made.id, {"fr": "Souvent"}, "trop fort")
    with pytest.raises(Conflict):
        services.reword(SYSTEM, made.id, {"fr": "Jamais"}, "autre", was={"fr": "Oui"})
    page = findings_page(world.actor("nadia"), world.journey.id)
    assert page.findings[0]["statements"] == {"fr": "Souvent"}
    assert page.findings[0]["wordings"][0]["statements"] == {"fr": "Oui"}


def test_the_trail_holds_no_words(world, question) -> None:  # type: ignore[no-untyped-def]
    made = services.write_finding(SYSTEM, world.journey.id, statements={"fr": "canary-statement"})
    services.keep_dissent(SYSTEM, made.id, {"fr": "canary-dissent"}, said_by="canary-name")
    services.decide_improvement(SYSTEM, world.journey.id, none_because="canary-none")
    trail = str(list(AuditEvent.objects.values()))
    assert "canary" not in trail and "finding.written" in trail and "improvement.decided" in trail


def test_a_practice_is_cited_and_shown_at_both_depths_beside_what_was_said_before(world, question) -> None:  # type: ignore[no-untyped-def]
    journey = world.journey.id
    texts = (("Le CA décide.", 2025), ("Deux clientes siègent.", 2026))
    for text, year in texts:
        write_practices(SYSTEM, journey, {"governance": text}, on=date(year, 3, 1), language="fr")
    write_practices(SYSTEM, world.other_journey.id, {"prices": "x"}, on=date(2026, 3, 1), language="fr")
    here, elsewhere = (Practice.objects.get(text=text) for text in ("Deux clientes siègent.", "x"))
    made = services.write_finding(SYSTEM, journey, statements={"fr": "Oui"})
    with pytest.raises(Problem, match=r"findings\.evidence"):
        services.add_evidence(SYSTEM, made.id, says={"fr": "x"}, practice_id=elsewhere.id)
    services.add_evidence(world.actor("claire"), made.id, says={"fr": "Elles décident."}, practice_id=here.id)
    for public in (False, True):
        knot = grounds([made], public=public)[made.id]["evidence"][0]
        assert knot["kind"] == "practice" and not knot["in_words"]
        assert (knot["practice"]["words"], knot["practice"]["before"]) == ("Deux clientes siègent.", "Le CA décide.")
        assert knot["practice"]["on"] == "2026-03-01" and ("portrait" in knot["practice"]) is not public
    with pytest.raises(Problem, match="practices-fixed"):
        correct_practices(SYSTEM, here.portrait_id, {"governance": "autre chose"}, number=1)


def test_an_empty_chair_stays_in_sight_beside_the_findings(world, question) -> None:  # type: ignore[no-untyped-def]
    silent = Stakeholder.objects.create(journey=world.journey, names={"fr": "Voisins"}, kind="public")
    question.decision.not_heard.set([silent])
    assert findings_page(world.actor("nadia"), world.journey.id).not_heard == ({"fr": "Voisins"},)
