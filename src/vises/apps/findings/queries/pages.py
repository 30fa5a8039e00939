"""The findings page, one finding, what evidence there is to cite."""

import uuid
from dataclasses import dataclass
from datetime import date

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch, visible
from vises.apps.coding.models import Code, Passage
from vises.apps.coding.queries.consent import covers_publication, said_in_general
from vises.apps.coding.queries.passages import with_texts
from vises.apps.coding.services.may import texts_read_apart
from vises.apps.collection.models import RecordTable
from vises.apps.datasets.models import Analysis
from vises.apps.findings.models import Finding
from vises.apps.findings.queries.depth import Knot
from vises.apps.findings.queries.ground import grounds, read_apart
from vises.apps.findings.queries.numbers import cited_numbers
from vises.apps.journeys.models import Journey, Practice, Session, Stakeholder
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import Texts, pick


@dataclass(frozen=True)
class Choice:
    """Something to choose in a form. `key` is what the form sends."""

    key: str
    labels: Texts


@dataclass(frozen=True)
class FindingsPage:
    """All findings with their ground; `unexpected` are also among `findings`."""

    findings: tuple[Knot, ...]
    expected: tuple[Knot, ...]
    unexpected: tuple[Knot, ...]
    moved: int
    languages: tuple[str, ...]
    has_question: bool
    not_heard: tuple[Texts, ...]  # groups that were not heard when the question was chosen


def findings_page(actor: Actor, journey_id: uuid.UUID) -> FindingsPage:
    """The findings of a journey, in a fixed number of queries. Needs `journey.view`."""
    journey = journey_seen(actor, journey_id)
    rows = list(Finding.objects.filter(question__decision__journey=journey))
    decision = journey.decisions.filter(replaced_at=None, question__isnull=False).first()
    ground = grounds(rows, public=False, actor=actor)
    knots = tuple(ground[row.id] for row in rows)
    aside = tuple(knot for knot in knots if knot["unexpected"] or knot["negative"])
    moved = sum(1 for knot in knots for item in knot["evidence"] if item["lost_ground"] and not item["seen"])
    return FindingsPage(
        knots,
        tuple(knot for knot in knots if knot not in aside),
        aside,
        moved,
        languages_of(journey),
        decision is not None,
        tuple(group.names for group in decision.not_heard.all()) if decision else (),
    )


def finding(actor: Actor, journey_id: uuid.UUID, finding_id: uuid.UUID) -> Knot:
    """One finding with its ground. Needs `journey.view`."""
    rows = Finding.objects.filter(question__decision__journey_id=journey_id)
    row = rows.get(pk=finding_id) if actor.kind == "system" else fetch(actor, "journey.view", rows, pk=finding_id)
    return grounds([row], public=False, actor=actor)[row.id]


def journey_seen(actor: Actor, journey_id: uuid.UUID) -> Journey:
    """The journey, when the actor may see it."""
    rows = Journey.objects.select_related("enterprise", "methodology")
    return rows.get(pk=journey_id) if actor.kind == "system" else fetch(actor, "journey.view", rows, pk=journey_id)


def languages_of(journey: Journey) -> tuple[str, ...]:
    """The languages a journey's results are written in: its own first, then the enterprise's others."""
    return tuple(dict.fromkeys((journey.language, *journey.enterprise.languages)))


def evidence_choices(actor: Actor, journey_id: uuid.UUID) -> dict[str, tuple[Choice, ...]]:
    """What can be cited: "numbers", "themes", "passages" (those one may read), "records", "practices".

    Needs `journey.view`.
    """
    journey = journey_seen(actor, journey_id)
    analyses = list(
        Analysis.objects.filter(wave__line__journey=journey).select_related("wave__version").order_by("created_at")
    )
    numbers = cited_numbers(analyses, inside=True)
    passages = Passage.objects.filter(text__scope_id=journey.scope_id).select_related("code")
    if actor.kind != "system":
        passages = visible(actor, "words.read", passages).exclude(text__in=texts_read_apart(actor))
    return {
        "numbers": tuple(
            Choice(f"analysis:{row.id}", _said(numbers[row.id].question, numbers[row.id].sentences))
            for row in analyses
            if row.id in numbers
        ),
        "themes": tuple(Choice(f"code:{row.id}", row.names) for row in Code.objects.filter(scope_id=journey.scope_id)),
        "passages": tuple(
            Choice(
                f"passage:{row.id}",
                {code: f"{name}: {row.text.body[row.start : row.end][:120]}" for code, name in row.code.names.items()},
            )
            for row in with_texts(passages.order_by("code__order", "text__created_at", "start")[:500])
        ),
        "records": tuple(
            Choice(f"records:{row.id}", row.titles) for row in RecordTable.objects.filter(line__journey=journey)
        ),
        "practices": tuple(
            Choice(f"practice:{row.id}", {row.portrait.language: f"{row.portrait.on:%d/%m/%Y} – {row.text[:120]}"})
            for row in Practice.objects.filter(portrait__journey=journey)
            .select_related("portrait")
            .order_by("-portrait__on", "aspect")
        ),
    }


def _said(question: Texts, sentences: Texts) -> Texts:
    if not sentences:
        return question
    return {code: f"{pick(question, code)[0]} {words}" for code, words in sentences.items()}


def strengths(actor: Actor, journey_id: uuid.UUID) -> tuple[Choice, ...]:
    """The strengths of the journey's version of the method."""
    code = journey_seen(actor, journey_id).methodology.code
    return tuple(
        Choice(element.id, methodology.texts_of(code, f"strength.{element.id}.title"))
        for element in methodology.version(code).strengths
    )


def effects(actor: Actor, journey_id: uuid.UUID) -> tuple[Choice, ...]:
    """The kinds of effect of the journey's version of the method."""
    code = journey_seen(actor, journey_id).methodology.code
    return tuple(
        Choice(element.id, methodology.texts_of(code, f"effect.{element.id}.title"))
        for element in methodology.version(code).effects
    )


@dataclass(frozen=True)
class SessionChoice:
    id: uuid.UUID
    title: str
    on: date


def sessions(actor: Actor, journey_id: uuid.UUID) -> tuple[SessionChoice, ...]:
    """The journey's sessions, the newest first. Needs `journey.view`."""
    journey = journey_seen(actor, journey_id)
    rows = Session.objects.filter(journey=journey).order_by("-on")
    return tuple(SessionChoice(row.id, row.title, row.on) for row in rows)


def groups(actor: Actor, journey_id: uuid.UUID) -> tuple[Choice, ...]:
    """The journey's stakeholder groups. Needs `journey.view`."""
    journey = journey_seen(actor, journey_id)
    return tuple(Choice(str(row.id), row.names) for row in Stakeholder.objects.filter(journey=journey))


@dataclass(frozen=True)
class Quotable:
    """A passage that speaks for a finding; `public` when it may be shown to anybody, `askable` when the actor may read
    it and its person was never asked."""

    id: uuid.UUID
    code: Texts
    words: str  # "" where the actor may not read them
    language: str
    public: bool
    askable: bool


def quotable(actor: Actor, finding_id: uuid.UUID) -> tuple[Quotable, ...]:
    """Passages that may be quoted under a sentence on this finding, and those that may not. Needs `journey.view`."""
    rows = Finding.objects.all()
    row = rows.get(pk=finding_id) if actor.kind == "system" else fetch(actor, "journey.view", rows, pk=finding_id)
    codes = row.evidence.filter(code__isnull=False).values("code_id")
    cited = row.evidence.filter(passage__isnull=False).values("passage_id")
    found = with_texts(
        (Passage.objects.filter(pk__in=cited) | Passage.objects.filter(code_id__in=codes))
        .select_related("code")
        .order_by("code__order", "text__created_at", "start")[:300]
    )
    ids = [passage.id for passage in found]
    public, said = covers_publication(ids), said_in_general(ids)
    mine = Passage.objects.filter(pk__in=ids)
    if actor.kind != "system":
        mine = visible(actor, "words.read", mine)
    readable = (set(mine.values_list("id", flat=True)) | public) - read_apart(actor, ids)
    return tuple(
        Quotable(
            passage.id,
            passage.code.names,
            passage.text.body[passage.start : passage.end] if passage.id in readable else "",
            passage.text.language,
            passage.id in public,
            passage.id in readable and said[passage.id] == "not-asked",
        )
        for passage in found
    )
