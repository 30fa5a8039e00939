"""Macro findings: what several notes show together, drafted in a body, then open to all."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.coding.models import Code
from vises.apps.learning.models import Ground, MacroFinding, Outcome
from vises.apps.learning.services.may import body_for, user_id
from vises.apps.learning.services.notes import notes_up
from vises.kernel.clock import today
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound, Problem
from vises.platform.audit.services import record

LONGEST_CLOSED = 92  # days: no closed circuit
FEWEST_NOTES = 2


def write_finding(
    actor: Actor,
    body_id: uuid.UUID,
    *,
    statements: Texts,
    conditions: Texts,
    supports: Iterable[uuid.UUID],
    againsts: Iterable[uuid.UUID] = (),
    looked_for: str = "",
    themes: Iterable[str] = (),
    opens_on: date,
    finding_id: uuid.UUID | None = None,
) -> MacroFinding:
    """Write a finding, or write it anew (`finding_id`). Needs `learning.treat` in the body.

    `looked_for` says where and how notes that speak against it were looked for. `opens_on` is the day on which
    everybody reads it. Raises Problem for fewer than two supporting notes, or a draft closed for too long.
    """
    body = body_for(actor, body_id)
    words = written(statements)
    if not words:
        raise Problem("learning.statement", field="statements_fr")
    for_, against = list(dict.fromkeys(supports)), list(dict.fromkeys(againsts))
    check_sides(for_, against)
    if len(for_) < FEWEST_NOTES:
        raise Problem("learning.two-notes", field="supports")
    notes_up(body.programme_id, [*for_, *against])
    row = _row(body_id, finding_id)
    day = today(body.programme.zone)
    if (row is None or row.opens_on != opens_on) and not day <= opens_on <= day + timedelta(days=LONGEST_CLOSED):
        last = day + timedelta(days=LONGEST_CLOSED)
        raise Problem("learning.opens", field="opens_on", last=f"{last:%d/%m/%Y}")
    fields = {
        "statements": words,
        "conditions": written(conditions),
        "counter_looked_for": looked_for.strip(),
        "themes": known_themes(body.programme.scope_id, themes),
        "opens_on": opens_on,
    }
    with transaction.atomic():
        if row is None:
            row = MacroFinding.objects.create(
                programme=body.programme, body=body, written_by_id=user_id(actor), **fields
            )
        else:
            MacroFinding.objects.filter(pk=row.pk).update(**fields)
            row.refresh_from_db()
            row.grounds.all().delete()
        Ground.objects.bulk_create(
            [
                *(Ground(finding=row, note_id=note) for note in for_),
                *(Ground(finding=row, note_id=note, against=True) for note in against),
            ]
        )
        _outcomes(actor, row, for_)
        record(
            actor.who,
            "macro-finding.written",
            scope_id=body.programme.scope_id,
            object_kind="macro-finding",
            object_id=row.id,
        )
    return row


def written(texts: Texts) -> Texts:
    """Texts without empty languages."""
    return {language: text.strip() for language, text in texts.items() if text.strip()}


def check_sides(supports: list[uuid.UUID], againsts: list[uuid.UUID]) -> None:
    """A note stands on one side. Raises Problem."""
    if set(supports) & set(againsts):
        raise Problem("learning.both-sides", field="againsts")


def known_themes(scope_id: uuid.UUID, themes: Iterable[str]) -> list[str]:
    """Ids of themes of the programme's codebook, as texts. Raises Problem for another one."""
    wanted = list(dict.fromkeys(themes))
    known = {str(id_) for id_ in Code.objects.filter(scope=scope_id).values_list("id", flat=True)}
    if not set(wanted) <= known:
        raise Problem("learning.theme", field="themes")
    return wanted


def _row(body_id: uuid.UUID, finding_id: uuid.UUID | None) -> MacroFinding | None:
    if finding_id is None:
        return None
    row = MacroFinding.objects.filter(pk=finding_id, body_id=body_id).first()
    if row is None:
        raise NotFound()
    return row


def _outcomes(actor: Actor, row: MacroFinding, notes: list[uuid.UUID]) -> None:
    Outcome.objects.filter(finding=row).delete()
    Outcome.objects.bulk_create(
        Outcome(note_id=note, kind="finding", finding=row, by_name=actor.name) for note in notes
    )
