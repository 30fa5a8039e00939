"""The joint display: what words and what numbers say of each thing the group looks at, beside one another."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from vises.analysis.summaries import QuestionSpec
from vises.apps.access.actor import Actor
from vises.apps.coding.models import Code, TextOrigin
from vises.apps.coding.services.may import texts_read_apart
from vises.apps.collection.models import RecordTable, Wave
from vises.apps.datasets.models import Analysis
from vises.apps.findings.models import Finding, JointRow
from vises.apps.findings.outside import tell
from vises.apps.findings.queries.crossing import ThemeSaid, themes_said
from vises.apps.findings.queries.numbers import Number, cited_numbers
from vises.apps.findings.queries.pages import Choice, evidence_choices, journey_seen, languages_of
from vises.apps.findings.rules.joint import State, state_of
from vises.apps.findings.services.joint import seen_of
from vises.apps.instruments.queries import form_of
from vises.apps.journeys.models import Journey, Stakeholder
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound
from vises.platform.figures.asked import specs_of

BEYOND = "beyond"
"""Stands for the id of the row for negative and unexpected effects, which may not be written yet."""


@dataclass(frozen=True)
class NumberSaid:
    """A number with the groups that were asked."""

    id: uuid.UUID
    number: Number
    from_whom: tuple[Texts, ...]


@dataclass(frozen=True)
class RecordsSaid:
    """A table of records with its figures; the first column names the row. On paper, which leaves the room, `rows` is
    empty: they may count few people."""

    id: uuid.UUID
    titles: Texts
    source: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class FindingSaid:
    id: uuid.UUID
    label: str
    statements: Texts
    state: str


@dataclass(frozen=True)
class JointLine:
    """A row. `id` is None while nobody wrote the one for negative effects; `seen` is given back when writing."""

    id: uuid.UUID | None
    names: Texts
    negative: bool
    state: State
    themes: tuple[ThemeSaid, ...]
    numbers: tuple[NumberSaid, ...]
    records: tuple[RecordsSaid, ...]
    none_because: Texts
    judgement: str
    why: Texts
    judged_on: date | None
    judged_groups: tuple[Texts, ...]
    judged_at: uuid.UUID | None
    findings: tuple[FindingSaid, ...]
    seen: str

    @property
    def key(self) -> str:
        """What stands for it in addresses of choices."""
        return str(self.id) if self.id else BEYOND


@dataclass(frozen=True)
class JointDisplay:
    """The rows in order, the one for negative and unexpected effects last and always; `beside` are findings that the
    group marked negative or unexpected and that no row led to; `unheard` the groups of which there are neither words
    nor numbers."""

    enterprise: str
    rows: tuple[JointLine, ...]
    beside: tuple[FindingSaid, ...]
    unheard: tuple[Texts, ...]
    languages: tuple[str, ...]
    has_question: bool
    question: Texts


def joint_display(actor: Actor, journey_id: uuid.UUID, *, paper: bool = False) -> JointDisplay:
    """Everything side by side, in a fixed number of queries. Needs `journey.view`.

    Themes follow the rule for small groups of what leaves a journey; on `paper`, which leaves the room, numbers do so
    too, and both stay those that left last until enough people came. Marks in a text that the actor reads apart are in
    no count on her screen; paper is for others, and counts them.
    """
    journey = journey_seen(actor, journey_id)
    if paper:
        tell(journey.id)
    rows = list(_rows(journey))
    lines = _lines(rows, inside=not paper, apart=() if paper else texts_read_apart(actor))
    if not any(row.negative for row in rows):
        lines.append(_blank())
    lines.sort(key=lambda line: line.negative)
    decision = journey.decisions.filter(replaced_at=None, question__isnull=False).select_related("question").first()
    aside = Finding.objects.filter(question__decision__journey=journey, row=None).order_by("order")
    return JointDisplay(
        journey.enterprise.name,
        tuple(lines),
        tuple(_finding(row) for row in aside if row.negative or row.unexpected),
        _unheard(journey),
        languages_of(journey),
        decision is not None,
        decision.question.texts if decision else {},
    )


def joint_row(actor: Actor, journey_id: uuid.UUID, row_id: uuid.UUID | None) -> JointLine:
    """One row; without an id, the one for negative and unexpected effects. Needs `journey.view`."""
    rows = _rows(journey_seen(actor, journey_id))
    found = list(rows.filter(negative=True) if row_id is None else rows.filter(pk=row_id))
    if found:
        return _lines(found, inside=True, apart=texts_read_apart(actor))[0]
    if row_id is None:
        return _blank()
    raise NotFound()


@dataclass(frozen=True)
class JointChoices:
    """What can be laid in a row; keys of numbers are "analysis:ID", "question:WAVE:NAME" or "records:ID"."""

    themes: tuple[Choice, ...]
    numbers: tuple[Choice, ...]
    questions: tuple[Choice, ...]
    records: tuple[Choice, ...]


def joint_choices(actor: Actor, journey_id: uuid.UUID) -> JointChoices:
    """Themes, numbers that were kept, questions of rounds with answers, tables of records. Needs `journey.view`."""
    found = evidence_choices(actor, journey_id)
    whole = Analysis.objects.filter(wave__line__journey_id=journey_id, by="", category="")
    kept = set(whole.values_list("wave_id", "question"))
    asked = tuple(
        Choice(question_key(wave, spec), spec.labels or {"en": spec.name})
        for wave, spec in questions_of(journey_id)
        if (wave.id, spec.name) not in kept
    )
    return JointChoices(
        tuple(Choice(choice.key.partition(":")[2], choice.labels) for choice in found["themes"]),
        found["numbers"],
        asked,
        found["records"],
    )


def questions_of(journey_id: uuid.UUID) -> list[tuple[Wave, QuestionSpec]]:
    """The questions that can be counted, of rounds that have answers."""
    waves = Wave.objects.filter(line__journey_id=journey_id, answers__isnull=False).distinct()
    return [
        (wave, spec)
        for wave in waves.select_related("version").order_by("created_at")
        for spec in specs_of(form_of(wave.version))
        if spec.kind not in {"text", "other"}
    ]


def question_key(wave: Wave, spec: QuestionSpec) -> str:
    """What stands for a question of a round in forms and addresses."""
    return f"question:{wave.id}:{spec.name}"


def _rows(journey: Journey) -> QuerySet[JointRow]:
    return (
        JointRow.objects.filter(journey=journey)
        .select_related("judged_at")
        .prefetch_related(
            "themes__code",
            "numbers__wave__version",
            "numbers__other__version",
            "numbers__wave__line__from_whom",
            "records",
            "findings",
            "judged_at__presences__stakeholder",
        )
    )


def _lines(rows: list[JointRow], *, inside: bool, apart: Collection[uuid.UUID]) -> list[JointLine]:
    codes = {link.code_id: link.code for row in rows for link in row.themes.all()}
    themes = themes_said(_in_order(codes), apart, paper=not inside)
    numbers = cited_numbers((one for row in rows for one in row.numbers.all()), inside=inside)
    return [_line(row, themes, numbers, inside) for row in rows]


def _in_order(codes: dict[uuid.UUID, Code]) -> list[Code]:
    return sorted(codes.values(), key=lambda code: code.order)


def _line(
    row: JointRow, themes: dict[uuid.UUID, ThemeSaid], numbers: dict[uuid.UUID, Number], inside: bool
) -> JointLine:
    codes = dict.fromkeys(link.code_id for link in row.themes.all())
    said = [one for one in row.numbers.all() if one.id in numbers]
    session = row.judged_at
    return JointLine(
        row.id,
        row.names,
        row.negative,
        state_of(words=bool(codes), numbers=bool(said or row.records.all()), none_because=bool(row.none_because)),
        tuple(theme for code, theme in themes.items() if code in codes),
        tuple(
            NumberSaid(one.id, numbers[one.id], tuple(group.names for group in one.wave.line.from_whom.all()))
            for one in sorted(said, key=lambda one: one.created_at)
        ),
        tuple(_records(table, inside) for table in row.records.all()),
        row.none_because,
        row.judgement,
        row.why,
        session.on if session else None,
        tuple(presence.stakeholder.names for presence in session.presences.all()) if session else (),
        row.judged_at_id,
        tuple(_finding(finding) for finding in row.findings.all()),
        seen_of(row),
    )


def _blank() -> JointLine:
    return JointLine(None, {}, True, "open", (), (), (), {}, "", {}, None, (), None, (), "")


def _records(table: RecordTable, inside: bool) -> RecordsSaid:
    rows = tuple(tuple(str(cell) for cell in row) for row in table.rows) if inside else ()
    return RecordsSaid(table.id, table.titles, table.source, tuple(table.columns), rows)


def _finding(row: Finding) -> FindingSaid:
    return FindingSaid(row.id, row.label, row.statements, row.state)


def _unheard(journey: Journey) -> tuple[Texts, ...]:
    """Groups on the map of which neither words that were taken in nor answers of a round are there."""
    spoken = TextOrigin.objects.filter(text__scope_id=journey.scope_id, document__stakeholder__isnull=False)
    asked = Wave.objects.filter(line__journey=journey, answers__isnull=False)
    rows = Stakeholder.objects.filter(journey=journey)
    heard = rows.filter(pk__in=spoken.values("document__stakeholder")) | rows.filter(
        pk__in=asked.values("line__from_whom")
    )
    return tuple(row.names for row in rows.exclude(pk__in=heard.values("pk")))
