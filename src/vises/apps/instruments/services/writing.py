"""How a wording of an instrument is kept, whoever wrote it and in whatever way."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.instruments.models import Instrument, InstrumentVersion
from vises.apps.instruments.queries.media import with_lists_of
from vises.apps.instruments.rules import content_hash
from vises.apps.instruments.services.carried import carried
from vises.apps.instruments.services.media import carry_files
from vises.apps.journeys.models import PlanLine
from vises.apps.journeys.services.deliverables import touch
from vises.kernel.locale import LANGUAGES, Texts
from vises.kernel.problems import Conflict, Problem
from vises.platform.audit.services import record


def write_version(
    actor: Actor,
    line: PlanLine,
    *,
    kind: str,
    titles: Texts,
    source: str,
    text: str,
    xform: str,
    languages: list[str],
    why: str,
    instrument_id: uuid.UUID | None,
    another: bool,
    was: str,
    sheets: dict[str, Any] | None = None,
    moved: Mapping[str, str] | None = None,
) -> InstrumentVersion:
    """Write a wording: in place as long as nobody answered the latest one, as the next version afterwards.

    `sheets`: the XLSForm it was made of. `moved`: for names of questions in the latest wording those they have now,
    where the writer renamed them or put them elsewhere: what was said of them goes along.
    Raises Problem, and Conflict when `was` is not the latest one's hash.
    """
    named = {code: words.strip()[:200] for code, words in titles.items() if code in LANGUAGES and words.strip()}
    if not named:
        raise Problem("instruments.title", field="titles_fr")
    designed = json.dumps(sheets, ensure_ascii=False, sort_keys=True) if source == "designed" else text
    with transaction.atomic():
        instrument = _instrument(line, kind, instrument_id, another)
        if instrument is None:
            order = Instrument.objects.filter(line=line).count()
            instrument = Instrument.objects.create(line=line, kind=kind, titles=named, order=order)
        elif instrument.titles != named:
            Instrument.objects.filter(pk=instrument.pk).update(titles=named)
        latest = instrument.versions.order_by("-number").first()
        if latest is not None and was and latest.hash != was:
            raise Conflict("platform.changed-meanwhile")
        xform = with_lists_of(xform, latest.id if latest is not None else None)
        digest = content_hash(kind, source, designed, xform)
        if latest is not None and latest.hash == digest:
            return latest
        values: dict[str, Any] = {"source": source, "text": text, "xform": xform, "hash": digest, "sheets": sheets}
        values["languages"] = languages
        marks = carried(latest, xform, moved or {})
        if latest is not None and latest.frozen_at is None:
            changed = InstrumentVersion.objects.filter(pk=latest.pk, hash=latest.hash, frozen_at=None).update(
                **values, **marks, why=why.strip()[:300] or latest.why
            )
            if not changed:
                raise Conflict("platform.changed-meanwhile")
            latest.refresh_from_db()
            version = latest
        else:
            if latest is not None and not why.strip():
                raise Problem("instruments.frozen-why", field="why")
            version = InstrumentVersion.objects.create(
                instrument=instrument,
                number=latest.number + 1 if latest else 1,
                why=why.strip()[:300],
                **values,
                **marks,
            )
            if latest is not None:
                carry_files(latest, version)
        done(actor, line, "instrument.written", version.id)
    return version


def _instrument(line: PlanLine, kind: str, instrument_id: uuid.UUID | None, another: bool) -> Instrument | None:
    if instrument_id is None:
        return None if another else Instrument.objects.filter(line=line, kind=kind).order_by("order").first()
    found = Instrument.objects.filter(pk=instrument_id, line=line).first()
    if found is None or found.kind != kind:
        raise Problem("instruments.kind", field="kind")
    return found


def done(actor: Actor, line: PlanLine, event: str, object_id: uuid.UUID) -> None:
    """Say that something of a line's instruments was done: to the deliverable, and to the audit trail."""
    touch(actor, line.journey, "instruments")
    record(actor.who, event, scope_id=line.journey.scope_id, object_kind="instrument", object_id=object_id)
