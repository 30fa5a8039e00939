"""Practices portraits side by side: two days, aspect by aspect, with what changed."""

import uuid
from dataclasses import dataclass
from datetime import date

from vises.apps.access.actor import Actor
from vises.apps.journeys.models import PracticesPortrait
from vises.apps.journeys.queries.texts import languages_of
from vises.apps.journeys.rules.practices import ASPECTS, Bit, compared, how_changed
from vises.apps.journeys.services.may import journey_for
from vises.kernel.problems import NotFound


@dataclass(frozen=True)
class PracticesView:
    """A portrait of a day. `number` is the correction it is at: give it back when correcting; `fixed`: it stays."""

    id: uuid.UUID
    on: date
    session: str
    language: str
    by: str
    number: int
    fixed: bool
    texts: dict[str, str]


@dataclass(frozen=True)
class AspectBeside:
    """An aspect on two days: both wordings cut into what stayed and what did not, and how it changed in a word."""

    aspect: str
    before: tuple[Bit, ...]
    after: tuple[Bit, ...]
    change: str  # same | changed | new | silent | ""


@dataclass(frozen=True)
class PracticesOverTime:
    """All portraits, the earliest first; two of them side by side (`before` is None where there is only one)."""

    language: str
    languages: tuple[str, ...]
    portraits: tuple[PracticesView, ...]
    before: PracticesView | None
    after: PracticesView | None
    aspects: tuple[AspectBeside, ...]

    def portrait(self, id_: uuid.UUID) -> PracticesView:
        """The portrait of that id. Raises NotFound."""
        found = next((row for row in self.portraits if row.id == id_), None)
        if found is None:
            raise NotFound()
        return found


def practices_over_time(
    actor: Actor, journey_id: uuid.UUID, *, between: tuple[uuid.UUID | None, uuid.UUID | None] = (None, None)
) -> PracticesOverTime:
    """The portraits, and two of them compared: those asked for, else the last two. Needs `journey.view`."""
    journey = journey_for(actor, "journey.view", journey_id)
    rows = PracticesPortrait.objects.filter(journey=journey).select_related("session").prefetch_related("practices")
    portraits = tuple(_view(row) for row in rows)
    known = {row.id: row for row in portraits}
    chosen = sorted((known[id_] for id_ in set(between) if id_ in known), key=lambda row: row.on)
    before, after = (chosen if len(chosen) == 2 else [None, *portraits][-2:]) if portraits else (None, None)
    return PracticesOverTime(
        journey.language,
        languages_of(journey),
        portraits,
        before,
        after,
        tuple(_beside(aspect, before, after) for aspect in ASPECTS),
    )


def _view(row: PracticesPortrait) -> PracticesView:
    return PracticesView(
        row.id,
        row.on,
        row.session.title if row.session else "",
        row.language,
        row.by_name,
        row.number,
        row.fixed_at is not None,
        {item.aspect: item.text for item in row.practices.all()},
    )


def _beside(aspect: str, before: PracticesView | None, after: PracticesView | None) -> AspectBeside:
    old, new = (row.texts.get(aspect, "") if row else "" for row in (before, after))
    if before is None:
        return AspectBeside(aspect, (), (Bit(new, True),) if new else (), "")
    return AspectBeside(aspect, compared(old, new), compared(new, old), how_changed(old, new))
