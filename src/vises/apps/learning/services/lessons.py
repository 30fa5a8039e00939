"""Lessons at a step: written from cases, aged by what the next ones say of them."""

import uuid
from collections.abc import Iterable

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.learning.models import Lesson, LessonCase, LessonWord, MacroFinding
from vises.apps.learning.services.findings import check_sides, written
from vises.apps.learning.services.may import body_for, programme_for, sits_in, user_id
from vises.apps.learning.services.notes import notes_up
from vises.apps.methodology import queries as methodology
from vises.apps.programmes.models import Programme
from vises.kernel.clock import now
from vises.kernel.locale import Texts
from vises.kernel.problems import Forbidden, NotFound, Problem
from vises.platform.audit.services import record


def write_lesson(
    actor: Actor,
    body_id: uuid.UUID,
    *,
    statements: Texts,
    conditions: Texts,
    place: str,
    supports: Iterable[uuid.UUID],
    againsts: Iterable[uuid.UUID] = (),
    finding_id: uuid.UUID | None = None,
) -> Lesson:
    """A lesson, shown at `place`: a step or a deliverable of the programme's version. Needs `learning.treat`.

    Raises Problem without a statement, a place, or a note that supports it.
    """
    body = body_for(actor, body_id)
    words = written(statements)
    if not words:
        raise Problem("learning.statement", field="statements_fr")
    step, deliverable = _place(body.programme, place)
    for_, against = list(dict.fromkeys(supports)), list(dict.fromkeys(againsts))
    check_sides(for_, against)
    if not for_:
        raise Problem("learning.one-case", field="supports")
    notes_up(body.programme_id, [*for_, *against])
    if finding_id is not None and not MacroFinding.objects.filter(pk=finding_id, programme=body.programme).exists():
        raise NotFound()
    with transaction.atomic():
        row = Lesson.objects.create(
            programme=body.programme,
            finding_id=finding_id,
            statements=words,
            conditions=written(conditions),
            step=step,
            deliverable=deliverable,
            written_by_id=user_id(actor),
        )
        LessonCase.objects.bulk_create(
            [
                *(LessonCase(lesson=row, note_id=note) for note in for_),
                *(LessonCase(lesson=row, note_id=note, against=True) for note in against),
            ]
        )
        _record(actor, "lesson.written", row)
    return row


def say_useful(actor: Actor, lesson_id: uuid.UUID, useful: bool) -> LessonWord:
    """Useful, or not here: said once a person, and changed when she says it again. Needs `learning.write`."""
    row = Lesson.objects.select_related("programme").filter(pk=lesson_id).first()
    if row is None or actor.id is None:
        raise NotFound()
    programme_for(actor, row.programme_id, "learning.write")
    with transaction.atomic():
        said, _ = LessonWord.objects.update_or_create(
            lesson=row, user_id=actor.id, defaults={"useful": useful, "created_at": now()}
        )
        _record(actor, "lesson.said", row)
    return said


def put_away(actor: Actor, lesson_id: uuid.UUID, away: bool) -> Lesson:
    """No longer shown at its step, or shown again. For whoever treats notes in the programme."""
    row = Lesson.objects.select_related("programme").filter(pk=lesson_id).first()
    if row is None:
        raise NotFound()
    programme_for(actor, row.programme_id)
    if not sits_in(actor, row.programme_id):
        raise Forbidden()
    with transaction.atomic():
        row.put_away_at = now() if away else None
        row.save(update_fields=["put_away_at"])
        _record(actor, "lesson.put-away" if away else "lesson.taken-out", row)
    return row


def _place(programme: Programme, place: str) -> tuple[str, str]:
    for step in methodology.version(programme.methodology.code).steps:
        if place == step.id:
            return step.id, ""
        if place in {item.id for item in step.deliverables}:
            return step.id, place
    raise Problem("learning.step", field="place")


def _record(actor: Actor, event: str, row: Lesson) -> None:
    record(actor.who, event, scope_id=row.programme.scope_id, object_kind="lesson", object_id=row.id)
