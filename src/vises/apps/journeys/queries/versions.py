"""Versions of the method for journeys: where one stands, what another version would mean, how it moved before."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from vises.apps.access.actor import Actor
from vises.apps.access.services import allows, fetch, visible
from vises.apps.journeys.models import Candidate, Deliverable, Involvement, Journey, PlanLine, VersionMove
from vises.apps.journeys.rules.migration import Preview, Standing, Use, preview
from vises.apps.journeys.services.may import journey_for
from vises.apps.methodology import comparing
from vises.apps.methodology import queries as methodology
from vises.apps.programmes.models import Programme
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound

Uses = Callable[[Iterable[uuid.UUID]], Mapping[uuid.UUID, Mapping[Use, int]]]
"""How often things of a higher room use elements of the method's lists, by journey; a fixed number of queries."""
_uses: list[Uses] = []


def register_uses(counter: Uses) -> None:
    """A higher room tells what of the method its things refer to (`AppConfig.ready()` calls this)."""
    _uses.append(counter)


def standings(journeys: Iterable[Journey]) -> dict[uuid.UUID, Standing]:
    """Where each journey stands, in a fixed number of queries."""
    rows = list(journeys)
    ids = [row.id for row in rows]
    states: dict[uuid.UUID, dict[str, str]] = defaultdict(dict)
    for journey, code, state in Deliverable.objects.filter(journey__in=ids).values_list("journey_id", "code", "state"):
        states[journey][code] = state
    uses: dict[uuid.UUID, Counter[Use]] = defaultdict(Counter)
    for journey, method in PlanLine.objects.filter(journey__in=ids).values_list("journey_id", "method"):
        uses[journey]["method_cards", method] += 1
    for journey, type_ in Candidate.objects.filter(journey__in=ids).exclude(type="").values_list("journey_id", "type"):
        uses[journey]["question_types", type_] += 1
    involved: dict[uuid.UUID, Counter[str]] = defaultdict(Counter)
    degrees = Involvement.objects.filter(stakeholder__journey__in=ids)
    for journey, step, degree in degrees.values_list("stakeholder__journey_id", "step", "degree"):
        involved[journey][step] += 1
        uses[journey]["involvement", degree] += 1
    for counter in _uses:
        for journey, counted in counter(ids).items():
            uses[journey].update(counted)
    return {row.id: Standing(row.step, states[row.id], uses[row.id], involved[row.id]) for row in rows}


def preview_of(journey: Journey, code: str, standing: Standing) -> Preview:
    """What a released version would mean for a journey that stands so. Raises NotFound for an unknown code."""
    old = journey.methodology.code
    reworded = comparing.released_reworded(old, code)
    return preview(methodology.version(old), methodology.version(code), reworded, standing)


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


@dataclass(frozen=True)
class JourneyLine:
    """A running journey with its preview. `name` and `id` only where the enterprise opened it to the actor."""

    name: str
    id: uuid.UUID | None
    old: str
    waiting: bool
    preview: Preview


@dataclass(frozen=True)
class ProgrammePreviews:
    """What a version would mean for the running journeys of a programme."""

    id: uuid.UUID
    names: Texts
    begins_on: str  # the version on which new journeys begin
    code: str
    choices: tuple[tuple[str, Texts], ...]
    on_versions: tuple[tuple[str, int], ...]  # running journeys by version
    lines: tuple[JourneyLine, ...]

    @property
    def nothing_to_decide(self) -> int:
        return sum(not line.preview.decisions for line in self.lines)

    @property
    def by_decision(self) -> tuple[tuple[str, int], ...]:
        """For each kind of decision, how many journeys have one."""
        counts = Counter(kind for line in self.lines for kind in {one.kind for one in line.preview.decisions})
        return tuple(counts.most_common())

    @property
    def by_element(self) -> tuple[tuple[str, int], ...]:
        """For each deliverable that comes or asks to be looked at again, in how many journeys it does."""
        asking = ("do", "look-again", "rests")
        counts = Counter(
            about
            for line in self.lines
            for about in {one.about for one in line.preview.decisions if one.kind in asking}
        )
        return tuple(counts.most_common())


def programme_previews(actor: Actor, programme_id: uuid.UUID, code: str = "") -> ProgrammePreviews:
    """What a version (the latest, unless one is named) would mean for each running journey not on it.

    Needs `programme.edit`; a fixed number of queries, whatever the number of journeys. Raises NotFound.
    """
    programme = fetch(actor, "programme.edit", Programme.objects.select_related("methodology"), pk=programme_id)
    versions = methodology.versions()
    code = code or versions[-1].code
    if code not in {version.code for version in versions}:
        raise NotFound("methodology.no-version")
    rows = list(
        Journey.objects.filter(participation__programme=programme, ended_on=None)
        .exclude(participation__status__in=("completed", "withdrawn"))
        .select_related("methodology", "enterprise")
        .order_by("enterprise__name")
    )
    there = [row for row in rows if row.methodology.code != code]
    opened = set(
        visible(actor, "journey.view", Journey.objects.filter(participation__programme=programme)).values_list(
            "pk", flat=True
        )
    )
    waits = VersionMove.objects.filter(journey__participation__programme=programme, state="proposed", new__code=code)
    waiting = set(waits.values_list("journey_id", flat=True))
    stand = standings(there)
    lines = [
        JourneyLine(
            row.enterprise.name if row.id in opened else "",
            row.id if row.id in opened else None,
            row.methodology.code,
            row.id in waiting,
            preview_of(row, code, stand[row.id]),
        )
        for row in there
    ]
    return ProgrammePreviews(
        programme.id,
        programme.names,
        programme.methodology.code,
        code,
        tuple((version.code, methodology.texts_of(version.code, "version.title")) for version in reversed(versions)),
        tuple(sorted(Counter(row.methodology.code for row in rows).items())),
        tuple(sorted(lines, key=lambda line: (not line.name, line.name))),
    )
