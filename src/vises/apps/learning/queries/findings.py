"""Macro findings and lessons, with what they stand on and what speaks against them."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet

from vises.apps.access.actor import Actor
from vises.apps.access.services import visible
from vises.apps.coding.models import Code
from vises.apps.coding.queries.codebook import CodeRow, codebook
from vises.apps.learning.models import FieldNote, Ground, Lesson, LessonCase, MacroFinding
from vises.apps.learning.queries.notes import ROWS, NoteLine, in_order, lines
from vises.apps.learning.queries.places import Place, places
from vises.apps.learning.rules.lessons import standing
from vises.apps.learning.rules.states import UP
from vises.apps.learning.services.may import body_for, programme_for, sits_in
from vises.apps.programmes.models import Body
from vises.kernel.clock import today
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound

OFFERED = 80  # notes to choose from: the latest the body treated


@dataclass(frozen=True)
class FindingLine:
    id: uuid.UUID
    statements: Texts
    supports: int
    againsts: int
    checked: bool
    opens_on: date


@dataclass(frozen=True)
class Closed:
    """A draft that is not open yet: only that it exists, whose it is, and when it opens."""

    body: Texts
    opens_on: date
    days_closed: int


@dataclass(frozen=True)
class FindingsPage:
    programme_id: uuid.UUID
    names: Texts
    rows: tuple[FindingLine, ...]
    closed: tuple[Closed, ...]


@dataclass(frozen=True)
class FindingPage:
    """One finding. `is_open`: everybody in the programme reads it."""

    id: uuid.UUID
    programme_id: uuid.UUID
    body_id: uuid.UUID | None
    body: Texts
    statements: Texts
    conditions: Texts
    themes: tuple[Texts, ...]
    theme_ids: tuple[str, ...]
    looked_for: str
    opens_on: date
    is_open: bool
    supports: tuple[NoteLine, ...]
    againsts: tuple[NoteLine, ...]
    may_edit: bool


@dataclass(frozen=True)
class Material:
    """What a body writes findings and lessons from."""

    body_id: uuid.UUID
    body: Texts
    programme_id: uuid.UUID
    notes: tuple[NoteLine, ...]
    codes: tuple[CodeRow, ...]
    places: tuple[Place, ...]
    findings: tuple[tuple[uuid.UUID, Texts], ...]


@dataclass(frozen=True)
class LessonLine:
    """A lesson. `standing`: "fresh", "ageing", "faded", or "away" when it was put away."""

    id: uuid.UUID
    statements: Texts
    conditions: Texts
    place: Texts
    useful: int
    elsewhere: int
    supports: int
    againsts: int
    standing: str


@dataclass(frozen=True)
class LessonsPage:
    programme_id: uuid.UUID
    names: Texts
    rows: tuple[LessonLine, ...]


@dataclass(frozen=True)
class LessonPage:
    line: LessonLine
    programme_id: uuid.UUID
    finding: tuple[uuid.UUID, Texts] | None
    supports: tuple[NoteLine, ...]
    againsts: tuple[NoteLine, ...]
    said: bool | None
    may_treat: bool


def findings_page(actor: Actor, programme_id: uuid.UUID) -> FindingsPage:
    """The findings that are open, and that drafts exist; a fixed number of queries. Raises NotFound."""
    programme = programme_for(actor, programme_id)
    day = today(programme.zone)
    rows = MacroFinding.objects.filter(programme=programme).select_related("body")
    counted = rows.annotate(
        fors=Count("grounds", filter=Q(grounds__against=False)),
        againsts=Count("grounds", filter=Q(grounds__against=True)),
    )
    return FindingsPage(
        programme.id,
        programme.names,
        tuple(
            FindingLine(row.id, row.statements, row.fors, row.againsts, bool(row.counter_looked_for), row.opens_on)
            for row in counted.filter(opens_on__lte=day).order_by("-opens_on")
        ),
        tuple(
            Closed(row.body.names if row.body else {}, row.opens_on, (day - row.created_at.date()).days)
            for row in rows.filter(opens_on__gt=day).order_by("opens_on")
        ),
    )


def finding_page(actor: Actor, finding_id: uuid.UUID) -> FindingPage:
    """One finding: a draft only for those who treat notes in its body. Raises NotFound."""
    row = MacroFinding.objects.select_related("programme__methodology", "body").filter(pk=finding_id).first()
    if row is None:
        raise NotFound()
    programme = programme_for(actor, row.programme_id)
    is_open = row.opens_on <= today(programme.zone)
    may_edit = row.body is not None and (
        actor.kind == "system" or visible(actor, "learning.treat", Body.objects.filter(pk=row.body.pk)).exists()
    )
    if not is_open and not may_edit:
        raise NotFound()
    names = {str(pk): names for pk, names in Code.objects.filter(scope=programme.scope_id).values_list("id", "names")}
    supports, againsts = _sides(actor, row.programme_id, Ground.objects.filter(finding=row), may_edit)
    return FindingPage(
        row.id,
        row.programme_id,
        row.body_id,
        row.body.names if row.body else {},
        row.statements,
        row.conditions,
        tuple(names[theme] for theme in row.themes if theme in names),
        tuple(row.themes),
        row.counter_looked_for,
        row.opens_on,
        is_open,
        supports,
        againsts,
        may_edit,
    )


def material(actor: Actor, body_id: uuid.UUID, also: tuple[uuid.UUID, ...] = ()) -> Material:
    """The notes a body may write from (and those of `also`), themes and places; for those who treat there."""
    body = body_for(actor, body_id)
    rows = FieldNote.objects.filter(programme=body.programme, merged_into=None, state__in=UP)
    latest = rows.exclude(body=None).order_by("-moved_at").values_list("pk", flat=True)[:OFFERED]
    ids = list(dict.fromkeys([*rows.filter(pk__in=also).values_list("pk", flat=True), *latest]))
    return Material(
        body.id,
        body.names,
        body.programme_id,
        in_order(lines(actor, body.programme, ROWS.filter(pk__in=ids), treats=True), ids),
        codebook(body.programme.scope_id),
        places(body.programme.methodology.code),
        tuple(MacroFinding.objects.filter(programme=body.programme).values_list("id", "statements")),
    )


def lessons_page(actor: Actor, programme_id: uuid.UUID) -> LessonsPage:
    """Every lesson of a programme; a fixed number of queries. Raises NotFound."""
    programme = programme_for(actor, programme_id)
    titles = {place.code: place.titles for place in places(programme.methodology.code)}
    day = today(programme.zone)
    rows = _counted(Lesson.objects.filter(programme=programme))
    return LessonsPage(programme.id, programme.names, tuple(_lesson(row, titles, day) for row in rows))


def lesson_page(actor: Actor, lesson_id: uuid.UUID) -> LessonPage:
    """One lesson with its cases. Raises NotFound."""
    row = _counted(Lesson.objects.filter(pk=lesson_id).select_related("finding", "programme__methodology")).first()
    if row is None:
        raise NotFound()
    programme = programme_for(actor, row.programme_id)
    titles = {place.code: place.titles for place in places(programme.methodology.code)}
    treats = sits_in(actor, programme.id)
    said = row.said.filter(user_id=actor.id).first() if actor.id is not None else None
    supports, againsts = _sides(actor, programme.id, LessonCase.objects.filter(lesson=row), treats)
    finding = row.finding if row.finding and row.finding.opens_on <= today(programme.zone) else None
    return LessonPage(
        _lesson(row, titles, today(programme.zone)),
        programme.id,
        (finding.id, finding.statements) if finding else None,
        supports,
        againsts,
        said.useful if said else None,
        treats,
    )


def _counted(rows: QuerySet[Lesson]) -> QuerySet[Lesson]:
    return rows.annotate(
        useful=Count("said", filter=Q(said__useful=True), distinct=True),
        elsewhere=Count("said", filter=Q(said__useful=False), distinct=True),
        last=Max("said__created_at", filter=Q(said__useful=True)),
        fors=Count("cases", filter=Q(cases__against=False), distinct=True),
        againsts=Count("cases", filter=Q(cases__against=True), distinct=True),
    )


def _lesson(row: Lesson, titles: dict[str, Texts], day: date) -> LessonLine:
    useful, elsewhere, last = row.useful, row.elsewhere, row.last  # type: ignore[attr-defined]
    state = standing(useful, elsewhere, last.date() if last else None, row.created_at.date(), day)
    return LessonLine(
        row.id,
        row.statements,
        row.conditions,
        titles.get(row.deliverable or row.step, {}),
        useful,
        elsewhere,
        row.fors,  # type: ignore[attr-defined]
        row.againsts,  # type: ignore[attr-defined]
        "away" if row.put_away_at else state,
    )


def _sides(
    actor: Actor, programme_id: uuid.UUID, rows: QuerySet[Ground] | QuerySet[LessonCase], treats: bool
) -> tuple[tuple[NoteLine, ...], tuple[NoteLine, ...]]:
    sides = dict(rows.values_list("note_id", "against"))
    found = lines(actor, programme_for(actor, programme_id), ROWS.filter(pk__in=sides), treats=treats)
    return (
        tuple(line for line in found if not sides[line.id]),
        tuple(line for line in found if sides[line.id]),
    )
