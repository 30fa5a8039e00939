"""Indicators: what a number means, where it comes from and how often, and its values over time.

An indicator is a table of records that grows: what stands in the table is what may be shown, so that whatever cites
it, or prints it, keeps the rule for small groups. The values themselves are read by whoever writes them.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from vises.analysis.shown import number
from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.collection.models import Indicator, IndicatorFile, IndicatorValue, RecordTable
from vises.apps.collection.rules.periods import FREQUENCIES, MOST_VALUES, Given, place_of, read_values
from vises.apps.collection.rules.small import is_money, may_show
from vises.apps.journeys.models import PlanLine
from vises.apps.journeys.services.deliverables import touch
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound, Problem
from vises.platform.audit.services import record
from vises.platform.files.pictures import bare
from vises.platform.files.services import erase, store

LIMIT_MB = 10
MOST_FILES = 20
FEW = "< 5"
Changed = Callable[[uuid.UUID], None]
_changed: list[Changed] = []


def register_changed(callback: Changed) -> None:
    """Be told which table of records holds another value than before for some period (`AppConfig.ready()`)."""
    _changed.append(callback)


@dataclass(frozen=True)
class Meaning:
    """What an indicator is. `titles` in the languages of the enterprise; the rest in its own words.

    `frequency` is one of FREQUENCIES; `unit` in words ("people", "half-days"); `of_people`: it counts people.
    """

    titles: Texts
    definition: str
    source: str
    frequency: str
    unit: str
    of_people: bool = False
    note: str = ""


@dataclass(frozen=True)
class Kept:
    """How many values came, changed, and were there already."""

    new: int
    changed: int
    same: int


def define(actor: Actor, line_id: uuid.UUID, meaning: Meaning) -> Indicator:
    """A new indicator of a plan line. Needs `journey.edit`. Raises Problem where it is not said what it means."""
    rows = PlanLine.objects.select_related("journey__scope", "journey__methodology")
    line = rows.get(pk=line_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=line_id)
    _check(meaning)
    with transaction.atomic():
        table = RecordTable.objects.create(line=line, **_told(meaning))
        row = Indicator.objects.create(table=table, **_said(meaning))
        _redraw(row)
        _done(actor, row, "indicator.defined")
    return row


def change(actor: Actor, indicator_id: uuid.UUID, meaning: Meaning) -> Indicator:
    """Say better what it means. Needs `journey.edit`. How often, and whether it counts people, is settled with the
    first value."""
    row = _indicator(actor, indicator_id)
    _check(meaning)
    has_values = row.values.exists()
    if has_values and meaning.frequency != row.frequency:
        raise Problem("collection.indicator-frequency", field="frequency")
    if has_values and row.of_people and not meaning.of_people:
        raise Problem("collection.indicator-of-people", field="of_people")
    if (
        has_values
        and meaning.of_people
        and any(v < 0 or v != int(v) for v in row.values.values_list("value", flat=True))
    ):
        raise Problem("collection.indicator-of-people", field="of_people")
    with transaction.atomic():
        RecordTable.objects.filter(pk=row.table_id).update(**_told(meaning))
        Indicator.objects.filter(pk=row.pk).update(**_said(meaning))
        row.refresh_from_db()
        _redraw(row)
        _done(actor, row, "indicator.changed")
    return row


def write_values(actor: Actor, indicator_id: uuid.UUID, text: str) -> Kept:
    """Values typed or pasted, one period a line; those already there are replaced. Needs `journey.edit`.

    All lines or none: raises Problem naming the first that cannot be read. What cites a value that changed is marked.
    """
    row = _indicator(actor, indicator_id)
    given = read_values(text, row.frequency, of_people=row.of_people)
    with transaction.atomic():
        row = Indicator.objects.select_for_update().select_related("table__line__journey__scope").get(pk=row.pk)
        there = {value.period: value for value in row.values.all()}
        if len({*there, *(one.period for one in given)}) > MOST_VALUES:
            raise Problem("collection.indicator-many", field="values", limit=MOST_VALUES)
        new = [one for one in given if one.period not in there]
        other = [one for one in given if one.period in there and _differs(there[one.period], one)]
        IndicatorValue.objects.bulk_create(
            IndicatorValue(indicator=row, period=one.period, value=one.value, note=one.note) for one in new
        )
        moved = False
        for one in other:
            moved = moved or there[one.period].value != one.value
            IndicatorValue.objects.filter(pk=there[one.period].pk).update(value=one.value, note=one.note)
        if new or other:
            _redraw(row)
            _done(actor, row, "indicator.values")
        if moved:
            _tell(row)
    return Kept(len(new), len(other), len(given) - len(new) - len(other))


def drop_value(actor: Actor, indicator_id: uuid.UUID, period: str) -> None:
    """Take a value away. Needs `journey.edit`."""
    row = _indicator(actor, indicator_id)
    with transaction.atomic():
        gone, _kinds = row.values.filter(period=period).delete()
        if not gone:
            raise NotFound()
        _redraw(row)
        _done(actor, row, "indicator.value-dropped")
        _tell(row)


def add_file(actor: Actor, indicator_id: uuid.UUID, name: str, chunks: Iterable[bytes]) -> IndicatorFile:
    """A document behind the values: a report, a list of counts. Needs `journey.edit`. Never leaves the journey."""
    row = _indicator(actor, indicator_id)
    if row.files.count() >= MOST_FILES:
        raise Problem("collection.indicator-files", field="given", limit=MOST_FILES)
    stored = store([bare(b"".join(chunks))], name, limit_mb=LIMIT_MB)
    with transaction.atomic():
        made = IndicatorFile.objects.create(indicator=row, file=stored)
        _done(actor, row, "indicator.file-added")
    return made


def drop_file(actor: Actor, indicator_id: uuid.UUID, file_id: uuid.UUID) -> None:
    """Take a document away. Needs `journey.edit`."""
    row = _indicator(actor, indicator_id)
    file = row.files.select_related("file").filter(pk=file_id).first()
    if file is None:
        raise NotFound()
    stored = file.file
    with transaction.atomic():
        file.delete()
        _done(actor, row, "indicator.file-dropped")
    erase(stored)


def _differs(there: IndicatorValue, given: Given) -> bool:
    return (there.value, there.note) != (given.value, given.note)


def _check(meaning: Meaning) -> None:
    if not any(words.strip() for words in meaning.titles.values()):
        raise Problem("collection.indicator-title", field="titles_fr")
    for field in ("definition", "source", "unit"):
        if not getattr(meaning, field).strip():
            raise Problem(f"collection.indicator-{field}", field=field)
    if meaning.frequency not in FREQUENCIES:
        raise Problem("collection.indicator-how-often", field="frequency")
    if is_money(meaning.unit):
        raise Problem("collection.indicator-money", field="unit")


def _told(meaning: Meaning) -> dict[str, object]:
    return {
        "titles": {code: words.strip()[:200] for code, words in meaning.titles.items() if words.strip()},
        "source": meaning.source.strip()[:300],
        "note": meaning.note.strip()[:2000],
    }


def _said(meaning: Meaning) -> dict[str, object]:
    return {
        "definition": meaning.definition.strip()[:2000],
        "frequency": meaning.frequency,
        "unit": meaning.unit.strip()[:80],
        "of_people": meaning.of_people,
    }


def _redraw(row: Indicator) -> None:
    """Write the table anew: what may be shown of each period, in order."""
    language = row.table.line.journey.language
    values = sorted(row.values.all(), key=lambda value: place_of(value.period))
    with override(language):
        columns = [_("Period"), row.unit, _("What one should know")]
    rows = [
        [value.period, number(value.value, language) if may_show(value.value, row.of_people) else FEW, value.note]
        for value in values
    ]
    RecordTable.objects.filter(pk=row.table_id).update(columns=columns, rows=rows)


def _tell(row: Indicator) -> None:
    for callback in _changed:
        callback(row.table_id)


def _indicator(actor: Actor, indicator_id: uuid.UUID) -> Indicator:
    rows = Indicator.objects.select_related("table__line__journey__scope", "table__line__journey__methodology")
    return rows.get(pk=indicator_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=indicator_id)


def _done(actor: Actor, row: Indicator, event: str) -> None:
    journey = row.table.line.journey
    touch(actor, journey, "collection")
    record(actor.who, event, scope_id=journey.scope_id, object_kind="indicator", object_id=row.id)
