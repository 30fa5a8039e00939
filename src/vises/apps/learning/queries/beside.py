"""What stands beside a page of a journey: what came back, lessons for here, what asks for a word."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q

from vises.apps.access.actor import Actor
from vises.apps.access.services import allows
from vises.apps.journeys.models import Journey
from vises.apps.learning.models import FieldNote, FieldQuestion, Lesson, LessonWord, NoteJoin, Outcome
from vises.apps.learning.rules.lessons import standing
from vises.apps.learning.rules.states import UP
from vises.apps.programmes.models import Programme
from vises.kernel.clock import now, today
from vises.kernel.locale import Texts

COMES_BACK_WITHIN = 14  # days before its date at which an adjustment is shown
SAID_FOR = 7  # days that an answer still stands at its step once somebody said whether it helped
LESSONS = 3  # at one place: more is not read


@dataclass(frozen=True)
class Back:
    """An answer that came back to this person, where she was stuck. `helped`: what she said of it."""

    note_id: uuid.UUID
    words: str
    language: str
    answers: Texts
    deliverable: str
    helped: str


@dataclass(frozen=True)
class LessonHere:
    """A lesson for this step. `said`: None, or whether it was useful to this person."""

    id: uuid.UUID
    statements: Texts
    conditions: Texts
    cases: int
    against: int
    said: bool | None
    ageing: bool


@dataclass(frozen=True)
class Adjusting:
    """An adjustment that a body suggested for this journey."""

    id: uuid.UUID
    whats: Texts
    owner: str
    due_on: date | None


@dataclass(frozen=True)
class Beside:
    """Nothing of it for whoever may not read what the programme learns."""

    programme_id: uuid.UUID
    back: tuple[Back, ...]
    lessons: tuple[LessonHere, ...]
    asks_me: tuple[uuid.UUID, ...]
    adjusting: tuple[Adjusting, ...]
    questions: tuple[tuple[uuid.UUID, Texts, Texts, date], ...]


def beside(
    actor: Actor, journey_id: uuid.UUID, *, step: str, deliverable: str = "", may_confirm: bool, whole: bool
) -> Beside | None:
    """At a deliverable, or on the path (`whole`); a fixed number of queries. The caller has shown the journey.

    None for a journey outside programmes, and for a person whom the programme does not let read.
    """
    found = (
        Programme.objects.filter(participations__journeys=journey_id)
        .select_related("methodology")
        .only("id", "scope_id", "zone", "methodology__code")
        .first()
    )
    if found is None or not allows(actor, "learning.view", found.scope_id):
        return None
    day = today(found.zone)
    return Beside(
        programme_id=found.id,
        back=_back(actor, journey_id, "" if whole else deliverable),
        lessons=() if whole else _lessons(actor, found, step, deliverable, day),
        asks_me=_asks(journey_id) if may_confirm and whole else (),
        adjusting=_adjusting(journey_id, day) if whole else (),
        questions=_questions(found, step, day) if whole else (),
    )


def _back(actor: Actor, journey_id: uuid.UUID, deliverable: str) -> tuple[Back, ...]:
    if actor.id is None:
        return ()
    rows = NoteJoin.objects.filter(user_id=actor.id, journey=journey_id, told_at__isnull=False, note__state__in=UP)
    if deliverable:
        rows = rows.filter(deliverable=deliverable)
    fresh = Q(helped="") | Q(said_at__gt=now() - timedelta(days=SAID_FOR))
    rows = rows.filter(fresh).select_related("note").order_by("helped", "-told_at")[:5]
    return tuple(
        Back(row.note_id, row.note.words, row.note.language, row.note.answers, row.deliverable, row.helped)
        for row in rows
    )


def _lessons(actor: Actor, programme: Programme, step: str, deliverable: str, day: date) -> tuple[LessonHere, ...]:
    rows = (
        Lesson.objects.filter(programme=programme, step=step, deliverable__in=["", deliverable], put_away_at=None)
        .annotate(
            useful=Count("said", filter=Q(said__useful=True), distinct=True),
            elsewhere=Count("said", filter=Q(said__useful=False), distinct=True),
            last=Max("said__created_at", filter=Q(said__useful=True)),
            fors=Count("cases", filter=Q(cases__against=False), distinct=True),
            againsts=Count("cases", filter=Q(cases__against=True), distinct=True),
        )
        .order_by("-useful", "-created_at")
    )
    said = LessonWord.objects.filter(lesson__programme=programme, lesson__step=step)
    own = dict(said.filter(user_id=actor.id).values_list("lesson", "useful")) if actor.id is not None else {}
    found = []
    for row in rows:
        last = row.last.date() if row.last else None
        state = standing(row.useful, row.elsewhere, last, row.created_at.date(), day)
        if state != "faded":
            found.append(
                LessonHere(
                    row.id,
                    row.statements,
                    row.conditions,
                    row.fors,
                    row.againsts,
                    own.get(row.id),
                    state == "ageing",
                )
            )
    return tuple(found[:LESSONS])


def _asks(journey_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
    rows = FieldNote.objects.filter(journey=journey_id, state="agreed", sharing="asked")
    return tuple(rows.values_list("id", flat=True))


def _adjusting(journey_id: uuid.UUID, day: date) -> tuple[Adjusting, ...]:
    rows = Outcome.objects.filter(journey=journey_id, kind="adjustment", done_on=None)
    rows = rows.filter(due_on__lte=day + timedelta(days=COMES_BACK_WITHIN)).order_by("due_on")
    return tuple(Adjusting(row.id, row.whats, row.owner, row.due_on) for row in rows)


def _questions(programme: Programme, step: str, day: date) -> tuple[tuple[uuid.UUID, Texts, Texts, date], ...]:
    rows = FieldQuestion.objects.filter(body__programme=programme, ends_on__gte=day, step__in=["", step])
    return tuple(rows.order_by("ends_on").values_list("id", "texts", "body__names", "ends_on")[:2])


def adjusting(actor: Actor, journey_id: uuid.UUID, outcome_id: uuid.UUID) -> Adjusting | None:
    """One adjustment of a journey that the actor may see."""
    if not allows(actor, "journey.view", Journey.objects.values_list("scope_id", flat=True).get(pk=journey_id)):
        return None
    row = Outcome.objects.filter(pk=outcome_id, journey=journey_id, kind="adjustment").first()
    return Adjusting(row.id, row.whats, row.owner, row.due_on) if row else None
