"""What is open in a programme, for an agenda in several languages side by side.

Higher rooms add what is open with them: `register_open` in `AppConfig.ready()`.
"""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.template.defaultfilters import date as format_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.programmes.models import (
    Application,
    BodySession,
    Extension,
    Meeting,
    Participation,
    Programme,
)
from vises.apps.programmes.rules import accompaniment_end
from vises.kernel.clock import today
from vises.kernel.locale import Texts, pick
from vises.platform.wording.languages import in_each

NEAR = timedelta(days=92)  # an end within three months is near
MOST_POINTS = 60  # on one page of an agenda


@dataclass(frozen=True)
class Point:
    """Something to speak of, in each language of the agenda; `detail` beside it, `on` where a day matters."""

    texts: Texts
    detail: Texts
    on: date | None = None


@dataclass(frozen=True)
class Section:
    """Points of one kind, with a title in each language."""

    code: str
    titles: Texts
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Agenda:
    """What is open, in the order in which one speaks of it; and the days on which one could."""

    programme: Texts
    zone: str
    sections: tuple[Section, ...]
    sittings: tuple[tuple[uuid.UUID, Texts, date, str], ...]
    """Sessions of bodies and meetings to come: id, name, day, place."""


Source = Callable[[Actor, Programme, Sequence[str]], Sequence[Section]]
_sources: list[Source] = []


def register_open(source: Source) -> None:
    """Add sections to every agenda: `source` is told who asks, the programme and the languages."""
    if source not in _sources:
        _sources.append(source)


def agenda(actor: Actor, programme_id: uuid.UUID, languages: Sequence[str] = ("fr", "nl")) -> Agenda:
    """What is open in a programme, each point in every one of `languages`. Needs `programme.edit`.

    Sections without a point are left out.
    """
    programme = fetch(actor, "programme.edit", Programme.objects.select_related("methodology"), pk=programme_id)
    sources: list[Source] = [_applications, _waiting, _extensions, _ends, *_sources, _days]
    sections = [section for source in sources for section in source(actor, programme, languages)]
    return Agenda(
        programme.names,
        programme.zone,
        tuple(section for section in sections if section.points),
        _to_come(programme),
    )


def _day(day: date) -> str:
    return format_date(day, "j F Y")


def _applications(_actor: Actor, programme: Programme, languages: Sequence[str]) -> list[Section]:
    rows = Application.objects.filter(call__programme=programme, state=Application.State.WAITING)
    points = [
        Point(dict.fromkeys(languages, row.name), dict.fromkeys(languages, row.federation), row.created_at.date())
        for row in rows[:MOST_POINTS]
    ]
    return [
        Section("applications", in_each(languages, lambda _l: _("Applications that wait for an answer")), tuple(points))
    ]


def _waiting(_actor: Actor, programme: Programme, languages: Sequence[str]) -> list[Section]:
    rows = (
        Participation.objects.filter(programme=programme, status=Participation.Status.RECRUITED)
        .select_related("enterprise", "federation")
        .order_by("enterprise__name")
    )
    points = [
        Point(
            dict.fromkeys(languages, row.enterprise.name),
            dict.fromkeys(languages, row.federation.name if row.federation else ""),
        )
        for row in rows[:MOST_POINTS]
    ]
    titles = in_each(languages, lambda _l: _("Recruited, and waiting to begin"))
    return [Section("waiting", titles, tuple(points))]


def _extensions(_actor: Actor, programme: Programme, languages: Sequence[str]) -> list[Section]:
    rows = Extension.objects.filter(participation__programme=programme, state=Extension.State.ASKED).select_related(
        "participation__enterprise"
    )
    points = [
        Point(
            dict.fromkeys(languages, row.participation.enterprise.name),
            _until(languages, row.until),
            row.created_at.date(),
        )
        for row in rows[:MOST_POINTS]
    ]
    return [Section("extensions", in_each(languages, lambda _l: _("More time asked")), tuple(points))]


def _until(languages: Sequence[str], day: date) -> Texts:
    return in_each(languages, lambda _l: _("until %(day)s") % {"day": _day(day)})


def _ends(_actor: Actor, programme: Programme, languages: Sequence[str]) -> list[Section]:
    """Ends of accompaniment within three months, by month: many may end with their cohort."""
    day = today(programme.zone)
    rows = (
        Participation.objects.filter(
            programme=programme, status__in=(Participation.Status.ACTIVE, Participation.Status.PAUSED)
        )
        .order_by("enterprise__name")
        .values_list("enterprise__name", "accompaniment_ends_on", "cohort__ends_on")
    )
    by_day: dict[date, list[str]] = {}
    for name, own, cohort in rows:
        end = accompaniment_end(own, cohort, programme.accompaniment_ends_on)
        if end is not None and day <= end <= day + NEAR:
            by_day.setdefault(end, []).append(name)
    points = []
    for end, names in sorted(by_day.items()):
        shown = ", ".join(names[:8]) + (" …" if len(names) > 8 else "")

        def many(_language: str, count: int = len(names)) -> str:
            return ngettext("%(n)d enterprise", "%(n)d enterprises", count) % {"n": count}

        points.append(Point(in_each(languages, many), dict.fromkeys(languages, shown), end))
    titles = in_each(languages, lambda _l: _("Accompaniment ends within three months"))
    return [Section("ends", titles, tuple(points[:MOST_POINTS]))]


def _days(_actor: Actor, programme: Programme, languages: Sequence[str]) -> list[Section]:
    points = [
        Point({code: pick(names, code)[0] for code in languages}, dict.fromkeys(languages, place), on)
        for _id, names, on, place in _to_come(programme)
    ]
    return [Section("days", in_each(languages, lambda _l: _("Days to come")), tuple(points[:MOST_POINTS]))]


def _to_come(programme: Programme) -> tuple[tuple[uuid.UUID, Texts, date, str], ...]:
    day = today(programme.zone)
    sittings = BodySession.objects.filter(body__programme=programme, held=False, on__gte=day)
    found = list(sittings.values_list("id", "body__names", "on", "place"))
    found += list(Meeting.objects.filter(programme=programme, on__gte=day).values_list("id", "names", "on", "place"))
    return tuple(sorted(found, key=lambda row: row[2]))
