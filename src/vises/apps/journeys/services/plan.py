"""The evaluation plan: its lines, and who reads the raw words of each."""

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.models import Membership
from vises.apps.access.rules import Role
from vises.apps.access.services import end_role, fetch, give_role
from vises.apps.accounts.models import User
from vises.apps.journeys.models import Decision, Journey, PlanLine, PlanReader, Stakeholder
from vises.apps.journeys.services.deliverables import touch
from vises.apps.journeys.services.may import journey_for
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import Texts
from vises.kernel.problems import Conflict, Problem
from vises.platform.audit.services import record

UNITS = ("people", "occasions", "records")
READS_AS = ("accompanist", "trusted", "researcher")
Reached = Callable[[Sequence[uuid.UUID]], dict[uuid.UUID, int]]
_counters: list[Reached] = []


def register_reached(counter: Reached) -> None:
    """A room that collects says how many were reached per plan line (`AppConfig.ready()` calls this)."""
    _counters.append(counter)


ReadersChanged = Callable[[uuid.UUID], None]
_readers_changed: list[ReadersChanged] = []


def register_readers_changed(callback: ReadersChanged) -> None:
    """Be told, in the same transaction, of a line whose readers are no longer the same (`AppConfig.ready()`)."""
    _readers_changed.append(callback)


def reached(line_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many were reached per line, as the collecting rooms count; a line nobody counts is absent."""
    total: dict[uuid.UUID, int] = {}
    for counter in _counters:
        for line, count in counter(line_ids).items():
            total[line] = total.get(line, 0) + count
    return total


@dataclass(frozen=True)
class LineWords:
    """A line of the plan as written: minutes per respondent, hours for the enterprise, target in `unit`."""

    looks_at: Texts
    method: str
    from_whom: tuple[uuid.UUID, ...] = ()
    by_whom: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    target: int | None = None
    reached_said: int | None = None
    unit: str = "people"
    uses_existing: bool = False
    respondent_minutes: int | None = None
    enterprise_hours: Decimal | None = None


def add_line(
    actor: Actor,
    journey_id: uuid.UUID,
    words: LineWords,
    *,
    readers: Iterable[tuple[uuid.UUID | None, str, str]] | None = None,
) -> PlanLine:
    """A line of the plan. Needs `journey.edit`, and a question to answer.

    `readers` are (account or None, name, as what); None means the default: the journey's accompanists.
    Whoever passes accounts has chosen them from the journey. The one person the group trusts is named
    afterwards. A manager is not a reader by her role.
    """
    journey = journey_for(actor, "journey.edit", journey_id)
    decision = Decision.objects.filter(journey=journey, replaced_at=None).select_related("question").first()
    if decision is None:
        raise Problem("journeys.plan-no-question")
    values = _checked(journey, words)
    with transaction.atomic():
        line = PlanLine.objects.create(
            journey=journey,
            question=decision.question,
            order=PlanLine.objects.filter(journey=journey).count(),
            **values,
        )
        line.from_whom.set(Stakeholder.objects.filter(journey=line.journey, pk__in=words.from_whom))
        for user_id, name, as_what in _default_readers(journey) if readers is None else readers:
            _add_reader(actor, journey, line, user_id, name, as_what)
        _done(actor, journey, "plan.line-added", line.id)
    return line


def wording_mark(line: PlanLine) -> str:
    """What stands in a line, as a digest: whoever writes it again shows which one she read."""
    said = [line.looks_at, line.method, line.by_whom, line.starts_on, line.ends_on, line.target, line.reached_said]
    said += [line.unit, line.uses_existing, line.respondent_minutes, line.enterprise_hours]
    said.append(sorted(str(group.pk) for group in line.from_whom.all()))
    return hashlib.sha256(json.dumps(said, default=str, sort_keys=True).encode()).hexdigest()[:16]


def change_line(actor: Actor, line_id: uuid.UUID, words: LineWords, *, seen: str = "") -> PlanLine:
    """Say a line again. Needs `journey.edit`. `seen` is the mark that the writer had before her eyes, if any.

    Raises Conflict when somebody wrote meanwhile.
    """
    line = _line(actor, line_id)
    values = _checked(line.journey, words)
    with transaction.atomic():
        standing = PlanLine.objects.select_for_update().get(pk=line.pk)
        if seen and wording_mark(standing) != seen:
            raise Conflict("platform.changed-meanwhile")
        PlanLine.objects.filter(pk=line.pk).update(**values)
        line.from_whom.set(Stakeholder.objects.filter(journey=line.journey, pk__in=words.from_whom))
        _done(actor, line.journey, "plan.line-changed", line.id)
    line.refresh_from_db()
    return line


def carry_line(actor: Actor, line_id: uuid.UUID) -> None:
    """A line written for an earlier question answers the present one too. Needs `journey.edit`."""
    line = _line(actor, line_id)
    decision = Decision.objects.filter(journey=line.journey, replaced_at=None).select_related("question").first()
    if decision is None:
        raise Problem("journeys.plan-no-question")
    with transaction.atomic():
        PlanLine.objects.filter(pk=line.pk).update(question=decision.question)
        _done(actor, line.journey, "plan.line-carried", line.id)


def drop_line(actor: Actor, line_id: uuid.UUID) -> None:
    """Take a line away, as long as nothing was collected for it. Needs `journey.edit`."""
    line = _line(actor, line_id)
    if line.instruments.exists() or reached([line.pk]).get(line.pk):
        raise Problem("journeys.plan-line-used")
    with transaction.atomic():
        for reader in line.readers.select_related("user"):
            _end(actor, line, reader)
        _done(actor, line.journey, "plan.line-dropped", line.id)
        line.delete()


def add_reader(actor: Actor, line_id: uuid.UUID, *, user_id: uuid.UUID | None, name: str, as_what: str) -> PlanReader:
    """Name somebody who reads the raw words of a line. Needs `journey.edit`; respondents are told.

    An account must already have a part in the journey or in the enterprise's team.
    """
    line = _line(actor, line_id)
    if user_id and not _is_near(user_id, line.journey):
        raise Problem("journeys.plan-reader-near", field="user")
    with transaction.atomic():
        row = _add_reader(actor, line.journey, line, user_id, name, as_what)
        _done(actor, line.journey, "plan.reader-added", line.id)
        for callback in _readers_changed:
            callback(line.id)
    return row


def remove_reader(actor: Actor, reader_id: uuid.UUID) -> None:
    """Somebody no longer reads the raw words of a line: at once. Needs `journey.edit`."""
    rows = PlanReader.objects.select_related("line__journey__scope", "user")
    row = fetch(actor, "journey.edit", rows, pk=reader_id)
    with transaction.atomic():
        _end(actor, row.line, row)
        _done(actor, row.line.journey, "plan.reader-removed", row.line_id)
        row.delete()
        for callback in _readers_changed:
            callback(row.line_id)


def end_reading(actor: Actor, journey: Journey, user: User) -> None:
    """Somebody leaves the journey and reads no raw words of it any more. The calling service has checked access.

    The lines themselves stay as they are, and as they were confirmed.
    """
    rows = PlanReader.objects.filter(line__journey=journey, user=user).select_related("line", "user")
    for row in rows:
        end_role(actor, user, journey.scope, Role.READER, detail=row.line_id)
        line_id = row.line_id
        row.delete()
        for callback in _readers_changed:
            callback(line_id)
    end_role(actor, user, journey.scope, Role.READER)


def _default_readers(journey: Journey) -> list[tuple[uuid.UUID | None, str, str]]:
    held = Membership.objects.filter(scope=journey.scope, role=Role.ACCOMPANIST).select_related("user")
    return [(row.user_id, row.user.name, "accompanist") for row in held]


def _add_reader(
    actor: Actor, journey: Journey, line: PlanLine, user_id: uuid.UUID | None, name: str, as_what: str
) -> PlanReader:
    if as_what not in READS_AS:
        raise Problem("journeys.plan-reader", field="as_what")
    user = User.objects.filter(pk=user_id).first() if user_id else None
    if not (name.strip() or user):
        raise Problem("journeys.plan-reader", field="name")
    if user is not None:
        give_role(actor, user, journey.scope, Role.READER, detail=line.pk)
    return PlanReader.objects.create(
        line=line, user=user, name=name.strip()[:120] or (user.name if user else ""), as_what=as_what
    )


def _is_near(user_id: uuid.UUID, journey: Journey) -> bool:
    """Whether this person already has a part in the journey or in the enterprise's team."""
    near = [journey.scope_id, journey.enterprise.scope_id]
    return Membership.objects.filter(user_id=user_id, scope__in=near).exists()


def _end(actor: Actor, line: PlanLine, reader: PlanReader) -> None:
    if reader.user is not None:
        end_role(actor, reader.user, line.journey.scope, Role.READER, detail=line.pk)


def _checked(journey: Journey, words: LineWords) -> dict[str, object]:
    cards = {item.id for item in methodology.version(journey.methodology.code).method_cards}
    if not any(text.strip() for text in words.looks_at.values()):
        raise Problem("journeys.plan-looks-at", field="looks_at")
    if words.method not in cards or words.unit not in UNITS:
        raise Problem("journeys.plan-method", field="method")
    groups = set(words.from_whom)
    if Stakeholder.objects.filter(journey=journey, pk__in=groups).count() != len(groups):
        raise Problem("journeys.stakeholder-unknown", field="from_whom")
    if words.starts_on and words.ends_on and words.ends_on < words.starts_on:
        raise Problem("journeys.plan-dates", field="ends_on")
    return {
        "looks_at": {code: text.strip() for code, text in words.looks_at.items() if text.strip()},
        "method": words.method,
        "by_whom": words.by_whom.strip()[:200],
        "starts_on": words.starts_on,
        "ends_on": words.ends_on,
        "target": words.target,
        "reached_said": words.reached_said,
        "unit": words.unit,
        "uses_existing": words.uses_existing,
        "respondent_minutes": words.respondent_minutes,
        "enterprise_hours": words.enterprise_hours,
    }


def _line(actor: Actor, line_id: uuid.UUID) -> PlanLine:
    rows = PlanLine.objects.select_related("journey__scope", "journey__methodology", "journey__enterprise")
    if actor.kind == "system":
        return rows.get(pk=line_id)
    return fetch(actor, "journey.edit", rows, pk=line_id)


def _done(actor: Actor, journey: Journey, event: str, object_id: uuid.UUID) -> None:
    touch(actor, journey, "evaluation-plan")
    touch(actor, journey, "method-choice")
    record(actor.who, event, scope_id=journey.scope_id, object_kind="plan-line", object_id=object_id)
