"""Versions of the method for journeys: where one stands, what another version would mean, how it moved before."""

import functools
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet

from vises.apps.access.actor import Actor
from vises.apps.access.services import allows
from vises.apps.journeys.models import Candidate, Deliverable, Involvement, Journey, PlanLine, VersionMove
from vises.apps.journeys.rules.migration import Pair, Preview, Standing, Use, pair, preview
from vises.apps.journeys.services.may import journey_for
from vises.apps.methodology import comparing
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound

Uses = Callable[[QuerySet[Journey]], Mapping[uuid.UUID, Mapping[Use, int]]]
"""How often things of a higher room use elements of the method's lists, by journey; a fixed number of queries."""
_uses: list[Uses] = []


def register_uses(counter: Uses) -> None:
    """A higher room tells what of the method its things refer to (`AppConfig.ready()` calls this)."""
    _uses.append(counter)


def other_uses(journeys: QuerySet[Journey]) -> dict[uuid.UUID, Counter[Use]]:
    """What the things of higher rooms use of the method's lists, by journey."""
    found: dict[uuid.UUID, Counter[Use]] = defaultdict(Counter)
    for counter in _uses:
        for journey, counted in counter(journeys).items():
            found[journey].update(counted)
    return found


def standings(journeys: Iterable[Journey]) -> dict[uuid.UUID, Standing]:
    """Where each journey stands, in a fixed number of queries. What is not begun is not among its states."""
    rows = list(journeys)
    ids = Journey.objects.filter(pk__in=[row.id for row in rows])
    states: dict[uuid.UUID, dict[str, str]] = defaultdict(dict)
    written = Deliverable.objects.filter(journey__in=ids).exclude(state="open")
    for journey, code, state in written.values_list("journey_id", "code", "state"):
        states[journey][code] = state
    uses: dict[uuid.UUID, Counter[Use]] = defaultdict(Counter)
    for journey, method in PlanLine.objects.filter(journey__in=ids).values_list("journey_id", "method"):
        uses[journey]["method_cards", method] += 1
    for journey, type_ in Candidate.objects.filter(journey__in=ids).exclude(type="").values_list("journey_id", "type"):
        uses[journey]["question_types", type_] += 1
    involved: dict[uuid.UUID, Counter[str]] = defaultdict(Counter)
    degrees = Involvement.objects.filter(stakeholder__journey__in=ids).values(
        "stakeholder__journey_id", "step", "degree"
    )
    for journey, step, degree, groups in degrees.annotate(groups=Count("pk")).values_list(
        "stakeholder__journey_id", "step", "degree", "groups"
    ):
        involved[journey][step] += groups
        uses[journey]["involvement", degree] += groups
    for journey, found in other_uses(ids).items():
        uses[journey].update(found)
    return {row.id: Standing(row.step, states[row.id], uses[row.id], involved[row.id]) for row in rows}


@functools.lru_cache(maxsize=64)
def _between(old: str, old_known: object, new: str, new_known: object) -> Pair:
    # released versions never change, so what lies between two of them is kept
    return pair(methodology.version(old), methodology.version(new), comparing.released_reworded(old, new))


def between(old: str, new: str) -> Pair:
    """What lies between two released versions. Raises NotFound for an unknown code."""
    return _between(old, methodology.identity(old), new, methodology.identity(new))


def preview_of(journey: Journey, code: str, standing: Standing) -> Preview:
    """What a released version would mean for a journey that stands so. Raises NotFound for an unknown code."""
    return preview(between(journey.methodology.code, code), standing)


@dataclass(frozen=True)
class Offer:
    """A released version that a journey may move to."""

    code: str
    core: str
    released_on: date | None
    titles: Texts
    came_from: bool  # going there takes the last move back


@dataclass(frozen=True)
class MoveLine:
    """A move to another version, as it was asked for, decided, and perhaps taken back."""

    id: uuid.UUID
    old: str
    new: str
    state: str
    why: str
    proposed_by: str
    at: datetime
    decided_by: str
    decided_at: datetime | None
    decided_why: str
    back: bool  # it took an earlier move back


@dataclass(frozen=True)
class VersionPage:
    """Which version a journey is on, what waits, what it may move to, and how it moved before."""

    code: str
    titles: Texts
    waiting: MoveLine | None
    offers: tuple[Offer, ...]
    moves: tuple[MoveLine, ...]


def version_page(actor: Actor, journey_id: uuid.UUID) -> VersionPage:
    """Needs `journey.view`; a fixed number of queries."""
    journey = journey_for(actor, "journey.view", journey_id)
    inside = actor.kind == "system" or allows(actor, "journey.edit", journey.scope_id)
    rows = list(VersionMove.objects.filter(journey=journey).select_related("old", "new"))
    lines = [_line(row, inside) for row in rows]
    back = came_from(rows, journey.methodology.code)
    code = journey.methodology.code
    return VersionPage(
        code,
        methodology.texts_of(code, "version.title"),
        next((line for line in lines if line.state == "proposed"), None),
        tuple(
            Offer(
                version.code,
                version.core,
                version.released_on,
                methodology.texts_of(version.code, "version.title"),
                back is not None and back.old.code == version.code,
            )
            for version in reversed(methodology.versions())
            if version.code != code
        ),
        tuple(reversed([line for line in lines if line.state != "proposed"])),
    )


def came_from(moves: Iterable[VersionMove], code: str) -> VersionMove | None:
    """The last move that was done and not taken back, if it led to the version of that code."""
    done = [row for row in moves if row.state == "done" and "undid" not in row.plan]
    last = max(done, key=lambda row: row.decided_at or row.created_at, default=None)
    return last if last is not None and last.new.code == code else None


def _line(row: VersionMove, inside: bool) -> MoveLine:
    return MoveLine(
        row.id,
        row.old.code,
        row.new.code,
        row.state,
        row.why if inside else "",
        row.proposed_by_name if inside else "",
        row.created_at,
        row.decided_by_name if inside else "",
        row.decided_at,
        row.decided_why if inside else "",
        "undid" in row.plan,
    )


@dataclass(frozen=True)
class PreviewPage:
    """What a version would mean for one journey. `back`: going there takes the last move back."""

    old: str
    new: str
    titles: Texts
    preview: Preview
    back: bool
    waiting: MoveLine | None


def preview_page(actor: Actor, journey_id: uuid.UUID, code: str) -> PreviewPage:
    """Needs `journey.view`; a fixed number of queries. Raises NotFound for a version that is not released."""
    journey = journey_for(actor, "journey.view", journey_id)
    if code == journey.methodology.code:
        raise NotFound("methodology.no-version")
    inside = actor.kind == "system" or allows(actor, "journey.edit", journey.scope_id)
    rows = list(VersionMove.objects.filter(journey=journey).select_related("old", "new"))
    back = came_from(rows, journey.methodology.code)
    waiting = next((row for row in rows if row.state == "proposed" and row.new.code == code), None)
    return PreviewPage(
        journey.methodology.code,
        code,
        methodology.texts_of(code, "version.title"),
        preview_of(journey, code, standings([journey])[journey.id]),
        back is not None and back.old.code == code,
        _line(waiting, inside) if waiting else None,
    )
