"""Practices portraits: written for a day in the enterprise's own words, corrected until a finding cites them."""

import uuid
from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.journeys.models import Practice, PracticesPortrait, Session
from vises.apps.journeys.rules.practices import ASPECTS
from vises.apps.journeys.services.may import journey_for
from vises.kernel.clock import now, today
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import Conflict, Problem
from vises.platform.audit.services import record

LONGEST = 5000  # characters of an aspect


def write_practices(
    actor: Actor,
    journey_id: uuid.UUID,
    texts: Mapping[str, str],
    *,
    on: date,
    language: str,
    session_id: uuid.UUID | None = None,
) -> PracticesPortrait:
    """A portrait of the practices on a day: aspect to words, never a score. Needs `journey.edit`.

    Raises Problem when nothing is written, for a day to come, and when that day has its portrait already.
    """
    journey = journey_for(actor, "journey.edit", journey_id)
    kept = _checked(texts)
    if language not in LANGUAGES:
        raise Problem("journeys.language", field="language")
    if on > today():
        raise Problem("journeys.practices-day", field="on")
    session = Session.objects.filter(pk=session_id, journey=journey).first() if session_id else None
    if session_id and session is None:
        raise Problem("journeys.decide-session", field="session")
    try:
        with transaction.atomic():
            row = PracticesPortrait.objects.create(
                journey=journey, on=on, session=session, language=language, by_name=actor.name[:120]
            )
            _keep(row, kept)
            _record(actor, "practices.written", row)
    except IntegrityError:
        raise Problem("journeys.practices-twice", field="on") from None
    return row


def correct_practices(actor: Actor, portrait_id: uuid.UUID, texts: Mapping[str, str], *, number: int) -> None:
    """Correct the words of a portrait; `number` is the correction that was read. Needs `journey.edit`.

    Raises Conflict when somebody corrected it meanwhile, Problem once a finding cites it: then it stays as written.
    """
    row = _portrait(actor, portrait_id)
    kept = _checked(texts)
    with transaction.atomic():
        open_rows = PracticesPortrait.objects.filter(pk=row.pk, number=number, fixed_at=None)
        if not open_rows.update(number=F("number") + 1):
            row.refresh_from_db()
            if row.fixed_at is not None:
                raise Problem("journeys.practices-fixed")
            raise Conflict("platform.changed-meanwhile")
        Practice.objects.filter(portrait=row).exclude(aspect__in=kept).delete()
        _keep(row, kept)
        _record(actor, "practices.corrected", row)


def fix_practice(actor: Actor, practice: Practice) -> None:
    """A finding cites this aspect: its portrait, and the one before that is shown beside it, stay as written.

    The caller has checked access.
    """
    cited = practice.portrait
    earlier = PracticesPortrait.objects.filter(
        journey_id=cited.journey_id, on__lt=cited.on, practices__aspect=practice.aspect
    ).last()
    for row in filter(None, (cited, earlier)):
        if PracticesPortrait.objects.filter(pk=row.pk, fixed_at=None).update(fixed_at=now()):
            _record(actor, "practices.fixed", row)


def _keep(row: PracticesPortrait, texts: Mapping[str, str]) -> None:
    for aspect, text in texts.items():
        Practice.objects.update_or_create(portrait=row, aspect=aspect, defaults={"text": text})


def _checked(texts: Mapping[str, str]) -> dict[str, str]:
    kept = {aspect: text.strip() for aspect, text in texts.items() if text.strip()}
    if not kept or not set(kept) <= set(ASPECTS):
        raise Problem("journeys.practices-empty")
    for aspect, text in kept.items():
        if len(text) > LONGEST:
            raise Problem("journeys.contribution-long", field=aspect, limit=LONGEST)
    return kept


def _portrait(actor: Actor, portrait_id: uuid.UUID) -> PracticesPortrait:
    rows = PracticesPortrait.objects.select_related("journey__scope")
    if actor.kind == "system":
        return rows.get(pk=portrait_id)
    return fetch(actor, "journey.edit", rows, pk=portrait_id)


def _record(actor: Actor, event: str, row: PracticesPortrait) -> None:
    record(actor.who, event, scope_id=row.journey.scope_id, object_kind="practices", object_id=row.id)
