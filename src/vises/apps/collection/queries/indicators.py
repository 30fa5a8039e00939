"""Indicators as pages read them: values over time, with the periods that are still missing."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.collection.models import Indicator, IndicatorFile, IndicatorValue
from vises.apps.collection.rules.periods import expected, place_of
from vises.apps.collection.rules.small import may_show
from vises.apps.journeys.models import Journey, PlanLine
from vises.kernel.clock import today
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound
from vises.platform.files.models import StoredFile


@dataclass(frozen=True)
class Point:
    """A period: its value, or why there is none to see. `written` is the value itself, for whoever writes it."""

    period: str
    value: float | None
    few: bool = False  # fewer people than may be shown
    missing: bool = False
    note: str = ""
    written: float | None = None


@dataclass(frozen=True)
class FileRow:
    """A document behind the values."""

    id: uuid.UUID
    name: str
    size: int

    @property
    def kilobytes(self) -> int:
        """How large it is."""
        return -(-self.size // 1024)


@dataclass(frozen=True)
class IndicatorView:
    """An indicator with its values in order. `points` hold the missing periods too."""

    id: uuid.UUID
    table_id: uuid.UUID
    journey_id: uuid.UUID
    line_id: uuid.UUID
    looks_at: Texts
    titles: Texts
    definition: str
    source: str
    frequency: str
    unit: str
    of_people: bool
    note: str
    points: tuple[Point, ...]
    files: tuple[FileRow, ...]
    changed_at: datetime

    @property
    def last(self) -> Point | None:
        """The newest value."""
        return next((point for point in reversed(self.points) if not point.missing), None)

    @property
    def missing(self) -> tuple[str, ...]:
        """Periods that are over and have no value."""
        return tuple(point.period for point in self.points if point.missing)


@dataclass(frozen=True)
class LineChoice:
    """A line of the plan to which an indicator may belong."""

    id: uuid.UUID
    looks_at: Texts
    indicators: tuple[IndicatorView, ...]


def register(actor: Actor, journey_id: uuid.UUID) -> tuple[LineChoice, ...]:
    """The lines of the plan with their indicators, in five queries. Needs `journey.view`."""
    journey = fetch(actor, "journey.view", Journey.objects.all(), pk=journey_id)
    found: dict[uuid.UUID, list[IndicatorView]] = {}
    for row in _rows().filter(table__line__journey=journey):
        found.setdefault(row.table.line_id, []).append(_view(row, may_write=False))
    lines = PlanLine.objects.filter(journey=journey).order_by("order", "created_at")
    return tuple(LineChoice(line.id, line.looks_at, tuple(found.get(line.id, ()))) for line in lines)


def indicator(actor: Actor, indicator_id: uuid.UUID, *, may_write: bool = False) -> IndicatorView:
    """One indicator. Needs `journey.view`; `may_write` reads the values themselves and needs `journey.edit`."""
    return _view(fetch(actor, "journey.edit" if may_write else "journey.view", _rows(), pk=indicator_id), may_write)


def line_of_indicators(actor: Actor, line_id: uuid.UUID) -> tuple[uuid.UUID, Texts]:
    """The journey of a line of the plan, and what it looks at. Needs `journey.edit`."""
    line = fetch(actor, "journey.edit", PlanLine.objects.all(), pk=line_id)
    return line.journey_id, line.looks_at


def indicator_file(actor: Actor, indicator_id: uuid.UUID, file_id: uuid.UUID) -> StoredFile:
    """A document of an indicator. Needs `journey.view`. Raises NotFound."""
    row = fetch(actor, "journey.view", Indicator.objects.all(), pk=indicator_id)
    file = IndicatorFile.objects.filter(pk=file_id, indicator=row).select_related("file").first()
    if file is None:
        raise NotFound()
    return file.file


def _rows() -> QuerySet[Indicator]:
    files = Prefetch("files", IndicatorFile.objects.select_related("file"))
    return Indicator.objects.select_related("table__line").prefetch_related("values", files).order_by("created_at")


def _view(row: Indicator, may_write: bool) -> IndicatorView:
    values = sorted(row.values.all(), key=lambda value: place_of(value.period))
    return IndicatorView(
        id=row.id,
        table_id=row.table_id,
        journey_id=row.table.line.journey_id,
        line_id=row.table.line_id,
        looks_at=row.table.line.looks_at,
        titles=row.table.titles,
        definition=row.definition,
        source=row.table.source,
        frequency=row.frequency,
        unit=row.unit,
        of_people=row.of_people,
        note=row.table.note,
        points=_points(row, values, may_write),
        files=tuple(FileRow(file.id, file.file.name, file.file.size) for file in row.files.all()),
        changed_at=max([value.created_at for value in values], default=row.created_at),
    )


def _points(row: Indicator, values: Sequence[IndicatorValue], may_write: bool) -> tuple[Point, ...]:
    there = {value.period: value for value in values}
    points = []
    for period in expected(row.frequency, list(there), today()):
        value = there.get(period)
        if value is None:
            points.append(Point(period, None, missing=True))
            continue
        seen = may_show(value.value, row.of_people)
        points.append(
            Point(
                period,
                value.value if seen else None,
                few=not seen,
                note=value.note,
                written=value.value if may_write else None,
            )
        )
    return tuple(points)
