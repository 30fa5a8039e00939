"""Questions that nobody cites: proposed for removal, so that the next round asks less."""

import uuid
from dataclasses import dataclass

from vises.apps.access.actor import Actor
from vises.apps.collection.models import Wave
from vises.apps.datasets.models import Analysis
from vises.apps.findings.models import Evidence
from vises.apps.findings.queries.pages import journey_seen
from vises.apps.instruments.queries import form_of
from vises.apps.journeys.models import Deliverable
from vises.apps.journeys.queries.texts import code_of
from vises.kernel.locale import Texts
from vises.platform.figures.asked import specs_of


@dataclass(frozen=True)
class Unused:
    """A question that no finding cites. `kept`: its result was at least made citable once."""

    wave: Texts
    question: Texts
    kept: bool


def unused_questions(actor: Actor, journey_id: uuid.UUID) -> tuple[Unused, ...] | None:
    """Questions of rounds with answers whose result no finding cites; None before the findings are confirmed, since
    until then nobody can tell. Needs `journey.view`.

    Open questions are left out (their words are cited as passages), and so are those that split results. Who read a
    result without citing it is not recorded, so this is a proposal and no more.
    """
    journey = journey_seen(actor, journey_id)
    code = code_of(journey.methodology.code, "findings")
    done = Deliverable.objects.filter(journey=journey, code=code, state=Deliverable.State.CONFIRMED).exists()
    if not done and journey.ended_on is None:
        return None
    analyses = Analysis.objects.filter(wave__line__journey=journey)
    proofs = Evidence.objects.filter(finding__question__decision__journey=journey, analysis__isnull=False)
    cited = set()
    for question, by in analyses.filter(pk__in=proofs.values("analysis")).values_list("question", "by"):
        cited |= {question, by}
    kept = set(analyses.values_list("question", flat=True))
    found = []
    for wave in Wave.objects.filter(line__journey=journey, answers__isnull=False).distinct().select_related("version"):
        for spec in specs_of(form_of(wave.version)):
            asked_for_itself = spec.name not in {*wave.version.grouping, *wave.version.pairing}
            if spec.kind in {"text", "other"} or spec.name in cited or not asked_for_itself:
                continue
            found.append(Unused(wave.titles, spec.labels, spec.name in kept))
    return tuple(found)
