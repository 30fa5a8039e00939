"""Where a piece of evidence comes from: the wording that was asked, and the line of the plan."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from vises.analysis.disclosure import OUTSIDE
from vises.analysis.summaries import Summary
from vises.apps.coding.models import Passage, TextOrigin
from vises.apps.collection.models import Document
from vises.apps.collection.queries.said import question_of
from vises.apps.datasets.models import Result
from vises.apps.datasets.outside import reached_outside
from vises.apps.findings.models import Evidence
from vises.apps.findings.queries.depth import Knot, at_depth
from vises.apps.instruments.models import InstrumentVersion
from vises.apps.instruments.queries import form_of
from vises.apps.journeys.models import PlanLine, Stakeholder
from vises.apps.journeys.services.plan import reached
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import LANGUAGES, Texts


def groups_shown(groups: Iterable[Stakeholder]) -> list[Texts]:
    """The groups that may be named beside words outside: none that is known to have fewer than OUTSIDE people."""
    return [group.names for group in groups if group.size is None or group.size >= OUTSIDE]


@dataclass(frozen=True)
class Sources:
    """Instrument versions and plan lines behind pieces of evidence, read at once."""

    versions: dict[uuid.UUID, InstrumentVersion]
    lines: dict[uuid.UUID, PlanLine]
    reached: dict[uuid.UUID, int | None]
    questions: dict[uuid.UUID, tuple[Texts, list[Texts]]]

    def instrument(self, item: Evidence, *, public: bool) -> Knot | None:
        """The wording that was asked, if an instrument was used."""
        version = self.versions.get(item.id)
        if version is None:
            return None
        wording, choices = self.questions.get(item.id, ({}, []))
        return at_depth(
            "instrument",
            {
                "kind": version.instrument.kind,
                "titles": version.instrument.titles,
                "version": version.number,
                "wording": wording,
                "choices": choices,
                "guide": version.text if version.instrument.kind != "questionnaire" else "",
                "languages": version.languages,
                "hash": version.hash,
                "frozen_on": version.frozen_at.date().isoformat() if version.frozen_at else "",
                "why": version.why,
                "id": str(version.id),
                "instrument": str(version.instrument_id),
            },
            public=public,
        )

    def plan(self, item: Evidence, *, public: bool) -> Knot | None:
        """The line of the plan that asked for this."""
        line = self.lines.get(item.id)
        if line is None:
            return None
        reached = self.reached.get(line.id)
        of_people = line.unit == "people"
        few = of_people and reached is not None and reached < OUTSIDE
        code = line.journey.methodology.code
        readers = list(line.readers.all())
        return at_depth(
            "plan",
            {
                "id": str(line.id),
                "looks_at": line.looks_at,
                "method": line.method,
                "method_titles": methodology.texts_of(code, f"method.{line.method}.title"),
                "from_whom": [group.names for group in line.from_whom.all()],
                "target": line.target,
                "reached": None if public and few else reached,
                "few": few,
                "unit": line.unit,
                "starts_on": line.starts_on.isoformat() if line.starts_on else "",
                "ends_on": line.ends_on.isoformat() if line.ends_on else "",
                "by_whom": line.by_whom,
                "reader_roles": sorted({reader.as_what for reader in readers}),
                "readers": [reader.name for reader in readers],
                "uses_existing": line.uses_existing,
            },
            public=public,
        )


def sources_of(evidence: Sequence[Evidence], *, public: bool = False) -> Sources:
    """Everything `Sources` needs for these; in a fixed number of queries, with a few a round where `public`."""
    passages = [item.passage.text.detail for item in evidence if item.passage]
    wanted = {item.id: _line_id(item) for item in evidence}
    themes = _lines_of_themes([item.code_id for item in evidence if item.code_id])
    for item in evidence:
        if item.code_id and item.code_id in themes:
            wanted[item.id] = themes[item.code_id]
    ids = {id_ for id_ in (*wanted.values(), *passages) if id_}
    lines = {
        line.id: line
        for line in PlanLine.objects.filter(pk__in=ids)
        .select_related("journey__methodology")
        .prefetch_related("from_whom", "readers")
    }
    guides = {
        document.id: document.version
        for document in Document.objects.filter(
            pk__in=[d for d in (_document_id(item) for item in evidence) if d]
        ).select_related("version__instrument")
    }
    versions: dict[uuid.UUID, InstrumentVersion] = {}
    for item in evidence:
        version = _version(item, guides)
        if version is not None:
            versions[item.id] = version
    return Sources(
        versions,
        {item: lines[line] for item, line in wanted.items() if line in lines},
        reached_outside(lines.values()) if public else reached_by_line(lines.values()),
        _wordings(evidence),
    )


def reached_by_line(lines: Iterable[PlanLine]) -> dict[uuid.UUID, int | None]:
    """People (or occasions) reached on each line: what the collecting rooms count, else what was said."""
    rows = list(lines)
    counted = reached([line.id for line in rows])
    return {line.id: counted.get(line.id) or line.reached_said for line in rows}


def _line_id(item: Evidence) -> uuid.UUID | None:
    if item.analysis:
        return item.analysis.wave.line_id
    if item.records:
        return item.records.line_id
    return item.passage.text.detail if item.passage else None


def _lines_of_themes(codes: list[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """For each theme the line most of its passages come from."""
    from_lines: dict[uuid.UUID, dict[uuid.UUID, int]] = {}
    rows = Passage.objects.filter(code_id__in=codes, text__detail__isnull=False).order_by()
    for code, line, n in rows.values_list("code_id", "text__detail").annotate(n=Count("id")):
        from_lines.setdefault(code, {})[line] = n
    return {code: max(counts, key=lambda line: counts[line]) for code, counts in from_lines.items()}


def _origin(item: Evidence) -> TextOrigin | None:
    return getattr(item.passage.text, "origin", None) if item.passage else None


def _document_id(item: Evidence) -> uuid.UUID | None:
    origin = _origin(item)
    return origin.document_id if origin else None


def _version(item: Evidence, guides: dict[uuid.UUID, InstrumentVersion | None]) -> InstrumentVersion | None:
    if item.analysis:
        return item.analysis.wave.version
    if item.records:
        return item.records.version
    origin = _origin(item)
    if origin and origin.answer:
        return origin.answer.wave.version
    return guides.get(origin.document_id) if origin and origin.document_id else None


def _wordings(evidence: Sequence[Evidence]) -> dict[uuid.UUID, tuple[Texts, list[Texts]]]:
    """For each piece of evidence that answers a question: the words of the question, and of its choices."""
    asked: dict[uuid.UUID, tuple[Texts, list[Texts]]] = {}
    analyses = [item.analysis_id for item in evidence if item.analysis_id]
    for result in Result.objects.filter(analysis_id__in=analyses).order_by("dataset__revision"):
        spec = Summary.from_json(result.summary).question
        labels = dict(spec.labels) or dict.fromkeys(LANGUAGES, spec.name)
        asked[result.analysis_id] = (labels, [dict(words) or {"en": value} for value, words in spec.choices])
    found = {item.id: asked[item.analysis_id] for item in evidence if item.analysis_id in asked}
    for item in evidence:  # a change is counted from answers: what was asked stands in the questionnaire
        if item.analysis and item.analysis.other_id:
            question = form_of(item.analysis.wave.version).question(item.analysis.question)
            choices = [dict(choice.labels) for choice in question.choices] if question else []
            found[item.id] = (dict(question.labels) if question else {}, choices)
    for item in evidence:
        origin = _origin(item)
        if origin and origin.answer:
            question = form_of(origin.answer.wave.version).question(question_of(origin.question))
            found[item.id] = (dict(question.labels) if question else {}, [])
    return found
