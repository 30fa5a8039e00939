"""A story told from end to end: seventeen answers, two life stories, a finding, two sentences."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

INSIDE_ONLY = (
    "Samir",  # who made a reservation
    "je voulais l'autre",  # what he said
    "canary-names",  # names of people present
    "canary-title",  # title of a life story
    "canary-by-whom",  # who collects
    "canary-dissent-by",
    "canary-cell",  # a cell of the records
    "canary-memo",
    "canary-unconsented",  # words of somebody who did not agree to publication
    "canary-place",
    "Rita",
)
"""What must never be found at the public depth."""


@dataclass
class Told:
    world: Any
    wave: Any
    answers: list[Any]
    documents: list[Any]
    passage: Any
    closed_passage: Any
    code: Any
    analysis: Any
    finding: Any
    story: Any
    claim: Any
    figure_claim: Any
    inside_only: tuple[str, ...] = INSIDE_ONLY


@pytest.fixture
def told(world: Any, line: Any, wave: Any, answer: Any, question: Any) -> Told:
    from vises.apps.access.actor import SYSTEM
    from vises.apps.coding import services as coding
    from vises.apps.collection.services.documents import add_document, add_records
    from vises.apps.datasets import services as datasets
    from vises.apps.findings import services as findings
    from vises.apps.journeys.models import PlanLine, Presence, Session, Stakeholder
    from vises.apps.valorisation import services

    journey = world.journey
    group = Stakeholder.objects.get(journey=journey)
    PlanLine.objects.filter(pk=line.pk).update(by_whom="canary-by-whom")
    Session.objects.filter(journey=journey).update(place="canary-place")
    Presence.objects.update(names="canary-names")
    answers = [answer(wave, f"uuid:{n}", met="yes" if n < 12 else "no") for n in range(17)]
    analysis = datasets.ask(SYSTEM, wave.id, "met", category="yes")
    rita = world.actor("rita")
    code = coding.add_code(rita, journey.id, names={"fr": "Dignité", "nl": "Waardigheid"})
    documents, passages = [], []
    for text, consents in (
        ("J'entre par la même porte. Personne ne me demande rien.", ["analysis", "quote", "public"]),
        ("Ici je respire. canary-unconsented reste entre nous.", ["analysis", "quote"]),
    ):
        kept = add_document(
            world.actor("claire"),
            line.id,
            kind="life-story",
            title="canary-title",
            text=text,
            language="fr",
            stakeholder_id=group.id,
            consents=consents,
            refused=[use for use in ("quote", "public") if use not in consents],
        )
        taken = coding.take_in(rita, kept.document.id)
        passages.append(coding.mark(rita, taken.id, code.id, 0, len(text), memo="canary-memo"))
        documents.append(kept)
    claire = world.actor("claire")
    finding = findings.write_finding(
        claire, journey.id, statements={"fr": "La même porte protège.", "nl": "Dezelfde deur beschermt."}
    )
    findings.add_evidence(claire, finding.id, says={"fr": "On se rencontre."}, analysis_id=analysis.id)
    findings.add_evidence(rita_and_editor(world), finding.id, says={"fr": "On entre."}, passage_id=passages[0].id)
    findings.add_evidence(SYSTEM, finding.id, says={"fr": "On respire."}, passage_id=passages[1].id)
    findings.add_evidence(claire, finding.id, says={"fr": "Le mot revient."}, code_id=code.id)
    records = add_records(
        claire, line.id, titles={"fr": "Caisse"}, source="Till", columns=["mois", "n"], rows=[["canary-cell", 3]]
    )
    findings.add_evidence(claire, finding.id, side="against", says={"fr": "La caisse baisse."}, records_id=records.id)
    findings.keep_dissent(claire, finding.id, {"fr": "Pas d'accord."}, said_by="canary-dissent-by")
    session = Session.objects.get(journey=journey)
    findings.judge(claire, finding.id, "medium", session.id, "Trois sources.")
    story = services.write_story(
        claire,
        journey.id,
        titles={"fr": "La même porte", "nl": "Dezelfde deur"},
        how_and_why={"fr": "Nous partageons.", "nl": "We delen."},
        languages=["fr", "nl"],
    )
    claim = services.add_claim(
        claire, story.id, texts={"fr": "On entre la tête haute.", "nl": "Je komt fier binnen."}, finding_id=finding.id
    )
    services.add_quote(claire, claim.id, passages[0].id)
    figure = services.add_claim(
        claire,
        story.id,
        texts={"fr": "12 personnes se sont rencontrées.", "nl": "12 mensen ontmoetten elkaar."},
        finding_id=finding.id,
    )
    return Told(
        world, wave, answers, documents, passages[0], passages[1], code, analysis, finding, story, claim, figure
    )


def rita_and_editor(world: Any) -> Any:
    """The accompanist who also reads this line."""
    from vises.apps.access.actor import SYSTEM, actor_for
    from vises.apps.access.rules import Role
    from vises.apps.access.services import give_role
    from vises.apps.journeys.models import PlanLine

    detail = PlanLine.objects.values_list("id", flat=True).get()
    give_role(SYSTEM, world.users["claire"], world.journey.scope, Role.READER, detail=detail, ends_on=date(2090, 1, 1))
    return actor_for(world.users["claire"])
