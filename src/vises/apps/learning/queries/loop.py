"""The loop of a programme and its health. Never of enterprises, never of accompanists."""

import statistics
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, IntegerField, Q, QuerySet, Subquery, Value

from vises.apps.access.actor import Actor
from vises.apps.access.services import visible
from vises.apps.learning.models import FieldNote, FieldQuestion, Lesson, MacroFinding, NoteJoin, NoteMove, Proposal
from vises.apps.learning.queries.notes import FEWEST, ROWS, NoteLine, in_order, lines, tellable
from vises.apps.learning.rules.states import PATIENCE_DAYS, UP
from vises.apps.learning.services.may import programme_for, sits_in
from vises.apps.learning.services.silence import BY_SILENCE
from vises.apps.methodology import queries as methodology
from vises.apps.programmes.models import Body, Meeting, Programme
from vises.kernel.clock import now, today
from vises.kernel.locale import Texts

LATEST = 200  # returned notes that times and voices are read from
CLOSED_DAYS = 60  # a draft closed for longer is listed
DRAWN = ("agreed", "raised", "in-treatment", "answered", "returned", "acknowledged")


@dataclass(frozen=True)
class Stage:
    """A place on the loop. `count` is None where so few stand there that their origin could be told."""

    code: str
    count: int | None
    stuck: int


@dataclass(frozen=True)
class Health:
    """How the loop does. Days are medians; None where nothing was returned yet.

    `helped` counts what people said of the latest returned notes; "" are those who have not said anything.
    `per_step` holds None where too few enterprises came that far.
    """

    without_body: int
    raised: int
    returned: int
    days_to_return: int | None
    helped: dict[str, int]
    silent: int
    findings: int
    findings_unchecked: int
    closed_drafts: int
    changes: int  # of the method, released
    changes_without_note: int
    per_step: tuple[tuple[Texts, int | None], ...]


@dataclass(frozen=True)
class AskedField:
    """What a body asks the field."""

    id: uuid.UUID
    texts: Texts
    body: Texts
    ends_on: date
    replies: int


@dataclass(frozen=True)
class Learning:
    """What a programme learns, on one page."""

    programme_id: uuid.UUID
    names: Texts
    stages: tuple[Stage, ...]
    stuck: int
    back: tuple[NoteLine, ...]
    asked: tuple[AskedField, ...]
    findings: tuple[tuple[uuid.UUID, Texts], ...]
    lessons: int
    bodies: tuple[tuple[uuid.UUID, Texts, bool], ...]
    meetings: tuple[tuple[uuid.UUID, Texts, date], ...]
    treats: bool


def learning_page(actor: Actor, programme_id: uuid.UUID) -> Learning:
    """Everything at a glance; a fixed number of queries, whatever the number of notes. Raises NotFound."""
    programme = programme_for(actor, programme_id)
    treats = sits_in(actor, programme.id)
    stages = _stages(programme)
    ids = list(
        FieldNote.objects.filter(programme=programme, merged_into=None, returned_at__isnull=False, state__in=UP)
        .order_by("-returned_at")
        .values_list("pk", flat=True)[:4]
    )
    day = today(programme.zone)
    return Learning(
        programme.id,
        programme.names,
        stages,
        sum(stage.stuck for stage in stages),
        in_order(lines(actor, programme, ROWS.filter(pk__in=ids), treats=treats), ids),
        asked_field(programme, day),
        tuple(
            MacroFinding.objects.filter(programme=programme, opens_on__lte=day)
            .order_by("-opens_on")
            .values_list("id", "statements")[:6]
        ),
        Lesson.objects.filter(programme=programme, put_away_at=None).count(),
        _bodies(actor, programme),
        tuple(Meeting.objects.filter(programme=programme).order_by("-on").values_list("id", "names", "on")),
        treats,
    )


def asked_field(programme: Programme, day: date) -> tuple[AskedField, ...]:
    """The questions to the field that are open on a day, those that end first."""
    rows = (
        FieldQuestion.objects.filter(body__programme=programme, ends_on__gte=day)
        .select_related("body")
        .annotate(count=Count("replies", filter=Q(replies__state__in=UP)))
        .order_by("ends_on")
    )
    return tuple(AskedField(row.id, row.texts, row.body.names, row.ends_on, row.count) for row in rows)


def health_page(actor: Actor, programme_id: uuid.UUID) -> tuple[Texts, tuple[Stage, ...], Health]:
    """The programme's names, the loop, and its health; a fixed number of queries. Raises NotFound."""
    programme = programme_for(actor, programme_id)
    stages = _stages(programme)
    stood = {stage.code: stage.count or 0 for stage in stages}
    latest = list(
        FieldNote.objects.filter(programme=programme, returned_at__isnull=False)
        .order_by("-returned_at")
        .values_list("pk", "raised_at", "returned_at")[:LATEST]
    )
    took = [(back - up).days for _, up, back in latest if up is not None and back is not None]
    ids = [pk for pk, _, _ in latest]
    helped = Counter(NoteJoin.objects.filter(note__in=ids, told_at__isnull=False).values_list("helped", flat=True))
    silent = NoteMove.objects.filter(note__in=ids, new="acknowledged", why=BY_SILENCE).values("note").distinct().count()
    day = today(programme.zone)
    findings = MacroFinding.objects.filter(programme=programme)
    proposals = Proposal.objects.filter(programme=programme)
    released = proposals.filter(state="released")
    return (
        programme.names,
        stages,
        Health(
            without_body=stood["raised"],
            raised=sum(stood[state] for state in UP),
            returned=stood["returned"] + stood["acknowledged"],
            days_to_return=round(statistics.median(took)) if took else None,
            helped=dict(helped),
            silent=silent,
            findings=findings.filter(opens_on__lte=day).count(),
            findings_unchecked=findings.filter(opens_on__lte=day, counter_looked_for="").count(),
            closed_drafts=_closed(findings, day) + _closed(proposals.filter(state="draft"), day),
            changes=released.count(),
            changes_without_note=released.filter(grounds=None).count(),
            per_step=_per_step(actor, programme),
        ),
    )


def _closed(drafts: QuerySet[Any], day: date) -> int:
    """How many drafts stay closed for long."""
    return drafts.filter(opens_on__gt=day, created_at__lt=now() - timedelta(days=CLOSED_DAYS)).count()


def asked_one(actor: Actor, programme_id: uuid.UUID, question_id: uuid.UUID | None) -> Texts:
    """A question to the field, for whoever replies to it; empty where there is none. Raises NotFound."""
    programme = programme_for(actor, programme_id, "learning.write")
    rows = FieldQuestion.objects.filter(pk=question_id, body__programme=programme) if question_id else None
    row = rows.first() if rows is not None else None
    return row.texts if row else {}


class _CountOf(Subquery):
    """How many rows a query has: one count of a part of an index is cheaper than a table of counts by all its parts."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def _counts(programme: Programme, rows: Sequence[QuerySet[FieldNote]]) -> list[int]:
    """How many notes each of these holds, in one query."""
    of_each = [_CountOf(one.order_by().values(one=Value(1))) for one in rows]
    return list(Programme.objects.filter(pk=programme.pk).values_list(*of_each).get())


def _stages(programme: Programme) -> tuple[Stage, ...]:
    moment, notes = now(), FieldNote.objects.filter(programme=programme)
    waiting = {code: moment - timedelta(days=days + 1) for code, days in PATIENCE_DAYS.items()}
    late = [notes.filter(state=code, moved_at__lt=since) for code, since in waiting.items()]
    counts = _counts(programme, [*(notes.filter(state=code) for code in DRAWN), *late])
    stuck = dict(zip(waiting, counts[len(DRAWN) :], strict=True))
    found = []
    for code, count in zip(DRAWN, counts[: len(DRAWN)], strict=True):
        hidden = code == "agreed" and count < FEWEST  # these belong to an enterprise that has not said yes
        found.append(Stage(code, None if hidden and count else count, 0 if hidden else stuck.get(code, 0)))
    return tuple(found)


def _per_step(actor: Actor, programme: Programme) -> tuple[tuple[Texts, int | None], ...]:
    code, shown = programme.methodology.code, tellable(actor, programme)
    steps = [step.id for step in methodology.version(code).steps]
    told = [step for step in steps if step in shown]
    notes = FieldNote.objects.filter(programme=programme)
    counts = _counts(programme, [notes.filter(step=step, state=state) for step in told for state in UP]) if told else []
    at = {step: sum(counts[n * len(UP) : (n + 1) * len(UP)]) for n, step in enumerate(told)}
    return tuple((methodology.texts_of(code, f"{step}.short"), at.get(step)) for step in steps)


def _bodies(actor: Actor, programme: Programme) -> tuple[tuple[uuid.UUID, Texts, bool], ...]:
    rows = Body.objects.filter(programme=programme)
    mine = set(visible(actor, "learning.treat", rows).values_list("id", flat=True))
    return tuple((row.id, row.names, row.id in mine) for row in rows)
