"""The thread from the bottom up: what stands on this passage, these words, this number?"""

import uuid
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.coding.models import Passage, Text
from vises.apps.coding.services.may import texts_read_apart
from vises.apps.datasets.models import Analysis
from vises.apps.findings.models import Evidence
from vises.apps.valorisation.models import Claim, Publication
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class StandingClaim:
    id: uuid.UUID
    texts: Texts
    public: bool  # anybody may read it now
    slug: str


@dataclass(frozen=True)
class StandingFinding:
    """A finding that cites it, on which side, and the sentences told on that finding."""

    id: uuid.UUID
    label: str
    statements: Texts
    sides: tuple[str, ...]
    claims: tuple[StandingClaim, ...]


@dataclass(frozen=True)
class Stands:
    """`what` was asked about: words of a passage, the title of a text, the name of a question."""

    kind: str
    what: str
    language: str
    findings: tuple[StandingFinding, ...]
    quoted: int


def stands_on(actor: Actor, journey_id: uuid.UUID, kind: str, id_: uuid.UUID) -> Stands:
    """What stands on a "passage", a "text" or an "analysis".

    Passages and texts need `words.read`, an analysis `journey.view`. Raises NotFound.
    """
    passages: list[uuid.UUID] = []
    if kind == "passage":
        found = _seen(actor, "words.read", Passage.objects.select_related("text"), id_)
        _not_apart(actor, found.text_id)
        passages, what, language = [found.id], found.text.body[found.start : found.end], found.text.language
        evidence = Evidence.objects.filter(Q(passage=found) | Q(code_id=found.code_id))
    elif kind == "text":
        text = _seen(actor, "words.read", Text.objects.all(), id_)
        _not_apart(actor, text.id)
        passages = list(text.passages.values_list("id", flat=True))
        codes = text.passages.values("code_id")
        what, language = text.title, text.language
        evidence = Evidence.objects.filter(Q(passage_id__in=passages) | Q(code_id__in=codes))
    elif kind == "analysis":
        analysis = _seen(actor, "journey.view", Analysis.objects.all(), id_)
        what, language = analysis.question, ""
        evidence = Evidence.objects.filter(analysis=analysis)
    else:
        raise NotFound()
    rows = evidence.filter(finding__question__decision__journey_id=journey_id).select_related("finding")
    claims = (
        Claim.objects.filter(story__journey_id=journey_id)
        .select_related("story")
        .prefetch_related("quotes", "story__publications")
    )
    by_finding: dict[uuid.UUID, list[Claim]] = {}
    quoted = 0
    for claim in claims:
        if claim.finding_id:
            by_finding.setdefault(claim.finding_id, []).append(claim)
        quoted += sum(quote.passage_id in passages for quote in claim.quotes.all())
    findings: dict[uuid.UUID, list[Evidence]] = {}
    for row in rows:
        findings.setdefault(row.finding_id, []).append(row)
    return Stands(
        kind,
        what,
        language,
        tuple(
            StandingFinding(
                finding_id,
                items[0].finding.label,
                items[0].finding.statements,
                tuple(sorted({str(item.side) for item in items})),
                tuple(_claim(claim) for claim in by_finding.get(finding_id, ())),
            )
            for finding_id, items in findings.items()
        ),
        quoted,
    )


def _not_apart(actor: Actor, text_id: uuid.UUID) -> None:
    """What stands on a text tells where it was marked: not for whoever reads it apart. Raises NotFound."""
    if text_id in texts_read_apart(actor):
        raise NotFound()


def _claim(claim: Claim) -> StandingClaim:
    public = next((p for p in claim.story.publications.all() if p.state == Publication.State.PUBLIC), None)
    told = public is not None and any(one["id"] == str(claim.id) for one in public.content["claims"])
    return StandingClaim(claim.id, claim.texts, told, claim.story.slug)


def _seen(actor: Actor, verb: str, rows: QuerySet[M], id_: uuid.UUID) -> M:
    return rows.get(pk=id_) if actor.kind == "system" else fetch(actor, verb, rows, pk=id_)
