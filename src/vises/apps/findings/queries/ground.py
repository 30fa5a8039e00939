"""What findings stand on, down to the version of the method: one function for both depths."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from vises.analysis.disclosure import OUTSIDE
from vises.apps.access.actor import Actor
from vises.apps.access.services import visible
from vises.apps.coding.models import Passage, TextOrigin
from vises.apps.coding.queries.consent import covers_publication
from vises.apps.coding.services.may import texts_read_apart
from vises.apps.findings.models import Evidence, Finding
from vises.apps.findings.queries.decision import decision_knot, method_knot
from vises.apps.findings.queries.depth import Knot, at_depth
from vises.apps.findings.queries.heard import WITH_SESSIONS, dissents_of, heard_of, validation_of
from vises.apps.findings.queries.numbers import Number, cited_numbers
from vises.apps.findings.queries.practices import practices_of
from vises.apps.findings.queries.sources import Sources, groups_shown, sources_of
from vises.apps.findings.queries.themes import Theme, themes_of, themes_outside
from vises.apps.journeys.models import Stakeholder
from vises.apps.methodology import queries as methodology


def readable(actor: Actor, passages: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Those of the passages whose words this actor may read."""
    rows = Passage.objects.filter(pk__in=passages)
    if actor.kind != "system":
        rows = visible(actor, "words.read", rows)
    return frozenset(rows.values_list("id", flat=True))


def read_apart(actor: Actor, passages: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Those of the passages that lie in a text this actor reads apart: no mark in it is shown to her until both are
    done, wherever it is cited."""
    apart = texts_read_apart(actor)
    if not apart:
        return frozenset()
    return frozenset(Passage.objects.filter(pk__in=passages, text__in=apart).values_list("id", flat=True))


def grounds(findings: Sequence[Finding], *, public: bool, actor: Actor | None = None) -> dict[uuid.UUID, Knot]:
    """Each finding as a knot with its evidence, question, decision and version of the method.

    `public` keeps only what depth.PUBLIC names, applies the outside rule to every number and shows words
    only where consent covers publication. Else `actor` says whose right to read words counts. The number
    of queries does not grow with the findings.
    """
    ids = [finding.id for finding in findings]
    if not ids:
        return {}
    evidence = list(
        Evidence.objects.filter(finding_id__in=ids)
        .select_related(
            "analysis__wave__version__instrument",
            "analysis__other__version",
            "passage__text__origin__document__stakeholder",
            "passage__text__origin__answer__wave__version__instrument",
            "passage__code",
            "code",
            "records__version__instrument",
            "practice__portrait",
        )
        .prefetch_related("passage__text__origin__answer__wave__line__from_whom")
        .order_by("created_at")
    )
    passages = [item.passage_id for item in evidence if item.passage_id]
    consented = covers_publication(passages)
    may_read = consented if public else consented | (readable(actor, passages) if actor else frozenset())
    if actor is not None and not public:
        may_read -= read_apart(actor, passages)
    numbers = cited_numbers([item.analysis for item in evidence if item.analysis], inside=not public)
    apart = texts_read_apart(actor) if actor is not None and not public else frozenset[uuid.UUID]()
    codes = {item.code_id for item in evidence if item.code_id}
    themes: Mapping[uuid.UUID, Theme | None] = themes_outside(codes) if public else themes_of(codes, apart=apart)
    sources = sources_of(evidence, public=public)
    practices = practices_of([item.practice for item in evidence if item.practice])
    rows = (
        Finding.objects.filter(pk__in=ids)
        .select_related(
            "question__decision__journey__methodology", "question__decision__session", "judged_at", "validated_at"
        )
        .prefetch_related("wordings", "judged_at__presences__stakeholder", *WITH_SESSIONS)
    )
    decisions: dict[uuid.UUID, Knot] = {}
    found = {}
    for row in rows:
        decision = row.question.decision
        if decision.id not in decisions:
            decisions[decision.id] = decision_knot(decision, public=public)
        knots = [
            _evidence(item, numbers, themes, sources, practices, may_read, public=public)
            for item in evidence
            if item.finding_id == row.id
        ]
        found[row.id] = _finding(row, knots, decisions[decision.id], public=public)
    return found


def _finding(row: Finding, evidence: list[Knot], decision: Knot, *, public: bool) -> Knot:
    code = row.question.decision.journey.methodology.code
    session = row.judged_at
    return at_depth(
        "finding",
        {
            "id": str(row.id),
            "label": row.label,
            "statements": row.statements,
            "state": row.state,
            "strength": row.strength,
            "strength_titles": methodology.texts_of(code, f"strength.{row.strength}.title") if row.strength else {},
            "strength_why": row.strength_why,
            "judged_on": _day(session.on if session else None),
            "judged_groups": [p.stakeholder.names for p in session.presences.all()] if session else [],
            "judged_at": session.title if session else "",
            "limits": row.limits,
            "unexpected": row.unexpected,
            "negative": row.negative,
            "effects": [methodology.texts_of(code, f"effect.{effect}.title") for effect in row.effects],
            "practice": row.practice,
            "wordings": [
                at_depth(
                    "wording",
                    {
                        "statements": wording.statements,
                        "why": wording.why,
                        "changed_on": _day(wording.created_at.date()),
                    },
                    public=public,
                )
                for wording in row.wordings.all()
            ],
            "dissents": dissents_of(row, public=public),
            **heard_of(row, public=public),
            **validation_of(row, public=public),
            "evidence": evidence,
            "has_against": any(item["side"] == Evidence.Side.AGAINST for item in evidence),
            "question": at_depth("question", {"texts": row.question.texts}, public=public),
            "decision": decision,
            "method": method_knot(code, public=public),
        },
        public=public,
    )


def _evidence(
    item: Evidence,
    numbers: dict[uuid.UUID, Number],
    themes: Mapping[uuid.UUID, Theme | None],
    sources: Sources,
    practices: dict[uuid.UUID, Knot],
    may_read: frozenset[uuid.UUID],
    *,
    public: bool,
) -> Knot:
    number = numbers.get(item.analysis_id) if item.analysis_id else None
    theme = themes.get(item.code_id) if item.code_id else None
    quote = quote_knot(item.passage, public=public) if item.passage and item.passage.id in may_read else None
    kind = kind_of(item)
    return at_depth(
        "evidence",
        {
            "id": str(item.id),
            "side": item.side,
            "says": item.says,
            "kind": kind,
            "analysis": str(item.analysis_id or ""),
            "number": at_depth("number", _plain(asdict(number)), public=public) if number else None,
            "quote": quote,
            "theme": at_depth("theme", _theme(theme, item), public=public) if item.code_id else None,
            "records": at_depth(
                "records",
                {
                    "titles": item.records.titles,
                    "source": item.records.source,
                    "columns": item.records.columns,
                    "rows": item.records.rows,
                },
                public=public,
            )
            if item.records
            else None,
            "practice": at_depth("practice", practices[item.practice_id], public=public) if item.practice_id else None,
            "passage": str(item.passage_id or ""),
            "lost_ground": item.lost_ground,
            "seen": item.seen_at is not None,
            # there is something, and neither its number nor its words may be shown here
            "in_words": bool((number and number.hidden) or (kind == "passage" and quote is None)),
            "instrument": sources.instrument(item, public=public),
            "plan": sources.plan(item, public=public),
        },
        public=public,
    )


def kind_of(item: Evidence) -> str:
    """number | theme | records | practice | passage (also where the words are gone)."""
    pointed = {
        "number": item.analysis_id,
        "theme": item.code_id,
        "records": item.records_id,
        "practice": item.practice_id,
    }
    return next((kind for kind, id_ in pointed.items() if id_), "passage")


def quote_knot(passage: Passage, *, public: bool) -> Knot:
    """The words of a passage with the group they come from; the caller has checked that they may be shown."""
    origin: TextOrigin | None = getattr(passage.text, "origin", None)
    document = origin.document if origin else None
    return at_depth(
        "quote",
        {
            "passage": str(passage.id),
            "words": passage.text.body[passage.start : passage.end],
            "language": passage.text.language,
            "translations": {},
            "groups": groups_shown(_groups(origin) if origin else ()),
            "kind": document.kind if document else "answer" if origin and origin.answer_id else "",
            "title": passage.text.title,
            "text": str(passage.text_id),
            "code": passage.code.names,
        },
        public=public,
    )


def _groups(origin: TextOrigin) -> Sequence[Stakeholder]:
    """Whom words come from: of an answer, the one group its line asks, where it asks one only."""
    if origin.document:
        return (origin.document.stakeholder,) if origin.document.stakeholder else ()
    groups = list(origin.answer.wave.line.from_whom.all()) if origin.answer else []
    return groups if len(groups) == 1 else ()


def _theme(theme: Theme | None, item: Evidence) -> Knot:
    return {
        "names": item.code.names if item.code else {},
        "definitions": item.code.definitions if item.code else {},
        "few": theme is None or theme.people < OUTSIDE,
        "passages": theme.passages if theme else None,
        "people": theme.people if theme else None,
        "code": str(item.code_id or ""),
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {key: _day(value) if isinstance(value, date) else value for key, value in values.items()}


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
