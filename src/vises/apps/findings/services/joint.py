"""Writing the joint display: its rows, what the group judged of them, and findings that come from them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

from vises.apps.access.actor import Actor
from vises.apps.coding.models import Code
from vises.apps.collection.models import RecordTable, Wave
from vises.apps.datasets.models import Analysis
from vises.apps.datasets.services import ask
from vises.apps.findings.models import Finding, JointRow, JointTheme
from vises.apps.findings.rules.heard import fingerprint
from vises.apps.findings.rules.joint import fault_of
from vises.apps.findings.services.evidence import add_evidence
from vises.apps.findings.services.findings import write_finding
from vises.apps.findings.services.reach import journey_of, session_of, written
from vises.apps.journeys.models import Journey
from vises.kernel.locale import Texts
from vises.kernel.problems import Conflict, NotFound, Problem
from vises.platform.audit.services import record

Found = TypeVar("Found", bound=Model)


@dataclass(frozen=True)
class Looked:
    """What a row lays side by side.

    `questions` are (round, name of the question): asked of the data as they stand, so that they can be cited.
    """

    themes: Sequence[uuid.UUID] = ()
    numbers: Sequence[uuid.UUID] = ()
    questions: Sequence[tuple[uuid.UUID, str]] = ()
    records: Sequence[uuid.UUID] = ()
    none_because: Texts = field(default_factory=dict)


def add_row(actor: Actor, journey_id: uuid.UUID, names: Texts) -> JointRow:
    """Something more that the group looks at. Needs `journey.edit`. Raises Problem without a name."""
    journey = journey_of(actor, journey_id)
    names = _named(names)
    with transaction.atomic():
        row = JointRow.objects.create(
            journey=journey, names=names, order=JointRow.objects.filter(journey=journey).count() + 1
        )
        _record(actor, "joint.row-added", row)
    return row


def fill_row(
    actor: Actor,
    journey_id: uuid.UUID,
    row_id: uuid.UUID | None,
    looked: Looked,
    *,
    names: Texts | None = None,
    seen: str | None = None,
) -> JointRow:
    """What words and numbers lie in a row; without `row_id`, the row for negative and unexpected effects.

    Needs `journey.edit`. `seen` is what the writer had before her (`seen_of`): when it is not so any more, Conflict.
    Raises Problem for what is not of this journey, and where something was found and "none" is said at once.
    """
    journey = journey_of(actor, journey_id)
    none = written(looked.none_because)
    if none and (looked.themes or looked.numbers or looked.questions or looked.records):
        raise Problem("findings.joint-found-and-none", field="none_because")
    with transaction.atomic():
        row = _row(journey, row_id)
        _not_meanwhile(row, seen)
        if not row.negative:
            row.names = _named(row.names if names is None else names)
            none = {}
        themes = _all(Code.objects.filter(scope_id=journey.scope_id), looked.themes, "themes")
        numbers = _all(Analysis.objects.filter(wave__line__journey=journey), looked.numbers, "numbers")
        records = _all(RecordTable.objects.filter(line__journey=journey), looked.records, "records")
        numbers += [_asked(actor, journey, wave, name) for wave, name in looked.questions]
        row.none_because = none
        if not (themes or numbers or records):
            row.judgement, row.why, row.judged_at = "", {}, None
        row.save(update_fields=["names", "none_because", "judgement", "why", "judged_at"])
        row.themes.exclude(code__in=themes).delete()
        there = set(row.themes.values_list("code_id", flat=True))
        JointTheme.objects.bulk_create(JointTheme(row=row, code=code) for code in themes if code.pk not in there)
        row.numbers.set(numbers)
        row.records.set(records)
        _record(actor, "joint.row-filled", row)
    return row


def judge_row(
    actor: Actor,
    journey_id: uuid.UUID,
    row_id: uuid.UUID | None,
    judgement: str,
    why: Texts,
    session_id: uuid.UUID,
    *,
    seen: str | None = None,
) -> JointRow:
    """How the group sees words and numbers together, and why. Never computed. Needs `journey.edit`.

    Raises Problem without a sentence why, for a session of another journey, and for a judgement on two sides where
    one of them holds nothing. `seen` as in `fill_row`.
    """
    journey = journey_of(actor, journey_id)
    if judgement not in JointRow.Judgement.values:
        raise Problem("findings.joint-judgement", field="judgement")
    if not written(why):
        raise Problem("findings.joint-why", field="why")
    session = session_of(journey, session_id)
    with transaction.atomic():
        row = _row(journey, row_id)
        _not_meanwhile(row, seen)
        fault = fault_of(judgement, words=row.themes.exists(), numbers=row.numbers.exists() or row.records.exists())
        if fault:
            raise Problem(fault, field="judgement")
        row.judgement, row.why, row.judged_at = JointRow.Judgement(judgement), written(why), session
        row.save(update_fields=["judgement", "why", "judged_at"])
        _record(actor, "joint.row-judged", row, judgement=judgement)
    return row


def remove_row(actor: Actor, journey_id: uuid.UUID, row_id: uuid.UUID) -> None:
    """Take a row away; findings written from it stay. Needs `journey.edit`.

    Raises Problem for the row for negative and unexpected effects: it stays.
    """
    journey = journey_of(actor, journey_id)
    with transaction.atomic():
        row = _row(journey, row_id)
        if row.negative:
            raise Problem("findings.joint-stays")
        _record(actor, "joint.row-removed", row)
        row.delete()


def finding_from_row(
    actor: Actor,
    journey_id: uuid.UUID,
    row_id: uuid.UUID | None,
    *,
    statements: Texts,
    words_say: Texts,
    numbers_say: Texts,
    words_side: str = "for",
    numbers_side: str = "for",
    limits: Texts | None = None,
    unexpected: bool = False,
    negative: bool = False,
) -> Finding:
    """A finding that cites all the words and all the numbers of a row. Needs `journey.edit`.

    Either side that holds something must be said in the group's words. Done whole or not at all.
    """
    journey = journey_of(actor, journey_id)
    with transaction.atomic():
        row = _row(journey, row_id)
        codes = list(dict.fromkeys(row.themes.values_list("code_id", flat=True)))
        numbers = list(row.numbers.values_list("id", flat=True))
        records = list(row.records.values_list("id", flat=True))
        if not (codes or numbers or records):
            raise Problem("findings.joint-nothing")
        if codes and not written(words_say):
            raise Problem("findings.says", field="words_say")
        if (numbers or records) and not written(numbers_say):
            raise Problem("findings.says", field="numbers_say")
        finding = write_finding(
            actor,
            journey.id,
            statements=statements,
            limits=limits,
            unexpected=unexpected,
            negative=negative,
        )
        Finding.objects.filter(pk=finding.pk).update(row=row)
        for code in codes:
            add_evidence(actor, finding.id, side=words_side, says=words_say, code_id=code)
        for number in numbers:
            add_evidence(actor, finding.id, side=numbers_side, says=numbers_say, analysis_id=number)
        for table in records:
            add_evidence(actor, finding.id, side=numbers_side, says=numbers_say, records_id=table)
    return finding


def follow_theme(code: uuid.UUID, to: uuid.UUID, only: frozenset[str] | None = None) -> list[str]:
    """Rows with a theme have the one it went into; when that is undone, `only` what had moved. Gives their ids."""
    links = JointTheme.objects.filter(code_id=code)
    if only is not None:
        links = links.filter(pk__in=only)
    ids = [str(id_) for id_ in links.values_list("id", flat=True)]
    links.update(code_id=to)
    return ids


def seen_of(row: JointRow | None) -> str:
    """The fingerprint of a row as it is; of one that nobody filled in yet, an empty text."""
    if row is None:
        return ""
    return fingerprint(
        row.names,
        sorted(str(link.code_id) for link in row.themes.all()),
        sorted(str(one.id) for one in row.numbers.all()),
        sorted(str(one.id) for one in row.records.all()),
        row.judgement,
        row.why,
        row.none_because,
    )


def _row(journey: Journey, row_id: uuid.UUID | None) -> JointRow:
    """The row, locked until the transaction ends; without an id the one for negative effects, made where missing."""
    rows = JointRow.objects.select_for_update().filter(journey=journey)
    if row_id is None:
        return rows.get_or_create(journey=journey, negative=True)[0]
    row = rows.filter(pk=row_id).first()
    if row is None:
        raise NotFound()
    return row


def _not_meanwhile(row: JointRow, seen: str | None) -> None:
    blank = row.negative and not (row.themes.exists() or row.numbers.exists() or row.records.exists())
    if seen is None or seen == seen_of(row) or (seen == "" and blank and not row.none_because):
        return
    raise Conflict("platform.changed-meanwhile")


def _named(names: Texts) -> Texts:
    kept = written(names)
    if not kept:
        raise Problem("findings.joint-name", field="names")
    return kept


def _all(rows: QuerySet[Found], ids: Sequence[uuid.UUID], field: str) -> list[Found]:
    found = {row.pk: row for row in rows.filter(pk__in=list(ids))}
    if set(ids) - set(found):
        raise Problem("findings.joint-not-here", field=field)
    return list(found.values())


def _asked(actor: Actor, journey: Journey, wave_id: uuid.UUID, question: str) -> Analysis:
    if not Wave.objects.filter(pk=wave_id, line__journey=journey).exists():
        raise Problem("findings.joint-not-here", field="numbers")
    return ask(actor, wave_id, question)


def _record(actor: Actor, event: str, row: JointRow, **facts: str) -> None:
    record(actor.who, event, scope_id=row.journey.scope_id, object_kind="joint-row", object_id=row.id, **facts)
