"""What a version of the method would mean for the running journeys of a programme: counted by the database."""

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch, visible
from vises.apps.journeys.models import Candidate, Deliverable, Involvement, Journey, PlanLine, VersionMove
from vises.apps.journeys.queries.versions import between, other_uses, preview_of, standings
from vises.apps.journeys.rules.migration import WRITTEN, Pair, Preview
from vises.apps.methodology import queries as methodology
from vises.apps.programmes.models import Programme
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound

PER_PAGE = 60  # journeys


@dataclass(frozen=True)
class JourneyLine:
    """A running journey that the enterprise opened to the reader, with its preview."""

    id: uuid.UUID
    name: str
    old: str
    waiting: bool
    preview: Preview


@dataclass(frozen=True)
class ProgrammePreviews:
    """What a version would mean for the running journeys of a programme that are not on it."""

    id: uuid.UUID
    names: Texts
    begins_on: str  # the version on which new journeys begin
    code: str
    choices: tuple[tuple[str, Texts], ...]
    on_versions: tuple[tuple[str, int], ...]  # running journeys by version
    could_move: int
    nothing_to_decide: int
    proposed: int
    by_decision: tuple[tuple[str, int], ...]  # for each kind of decision, how many journeys have one
    by_element: tuple[tuple[str, int], ...]  # for each deliverable that asks for somebody, in how many journeys
    lines: tuple[JourneyLine, ...]  # one page of those that are open to the reader
    opened: int
    number: int
    pages: int


def programme_previews(actor: Actor, programme_id: uuid.UUID, code: str = "", page: int = 1) -> ProgrammePreviews:
    """What a version (the latest, unless one is named) would mean for each running journey not on it.

    Needs `programme.edit`. A fixed number of queries, whatever the number of journeys; only those on the page are
    read one by one. Raises NotFound for a version that is not released.
    """
    programme = fetch(actor, "programme.edit", Programme.objects.select_related("methodology"), pk=programme_id)
    versions = methodology.versions()
    code = code or versions[-1].code
    if code not in {version.code for version in versions}:
        raise NotFound("methodology.no-version")
    running = Journey.objects.filter(participation__programme=programme, ended_on=None)
    running = running.exclude(participation__status__in=("completed", "withdrawn"))
    there = running.exclude(methodology__code=code)
    at = [
        (old, step, count)
        for old, step, count in running.order_by().values_list("methodology__code", "step").annotate(Count("pk"))
    ]
    pairs = {old: between(old, code) for old, _step, _count in at if old != code}
    asked = _Asked(there, pairs, at)
    opened = visible(actor, "journey.view", there)
    count = opened.count()
    pages = max(1, -(-count // PER_PAGE))
    number = min(max(1, page), pages)
    return ProgrammePreviews(
        programme.id,
        programme.names,
        programme.methodology.code,
        code,
        tuple((version.code, methodology.texts_of(version.code, "version.title")) for version in reversed(versions)),
        _by_version(at),
        sum(many for old, _step, many in at if old != code),
        asked.nothing(),
        VersionMove.objects.filter(journey__in=there, state="proposed", new__code=code).count(),
        asked.by_decision(),
        tuple(asked.elements.most_common()),
        _lines(opened, code, number),
        count,
        number,
        pages,
    )


def _by_version(at: list[tuple[str, str, int]]) -> tuple[tuple[str, int], ...]:
    found: Counter[str] = Counter()
    for old, _step, count in at:
        found[old] += count
    return tuple(sorted(found.items()))


def _lines(opened: QuerySet[Journey], code: str, number: int) -> tuple[JourneyLine, ...]:
    rows = opened.select_related("methodology", "enterprise").only("step", "methodology__code", "enterprise__name")
    shown = list(rows.order_by("enterprise__name", "pk")[(number - 1) * PER_PAGE : number * PER_PAGE])
    moves = VersionMove.objects.filter(journey__in=shown, state="proposed", new__code=code)
    waiting = set(moves.values_list("journey_id", flat=True))
    stand = standings(shown)
    return tuple(
        JourneyLine(
            row.id, row.enterprise.name, row.methodology.code, row.id in waiting, preview_of(row, code, stand[row.id])
        )
        for row in shown
    )


class _Asked:
    """What a version asks of journeys, as conditions and counts. The same rules as `migration.preview`, in queries."""

    def __init__(self, there: QuerySet[Journey], pairs: dict[str, Pair], at: list[tuple[str, str, int]]) -> None:
        self.there, self.pairs, self.elements = there, pairs, Counter[str]()
        self.any = Q(pk__in=[])
        self.counts = Counter[str]()
        self._steps(at)
        self._deliverables()
        self._uses()
        self._involvement()

    def by_decision(self) -> tuple[tuple[str, int], ...]:
        return tuple((kind, count) for kind, count in self.counts.most_common() if count)

    def nothing(self) -> int:
        """How many journeys would have nothing to do again or to decide."""
        return self.there.exclude(self.any).count()

    def _holds(self, condition: Q) -> None:
        self.any |= condition

    def _steps(self, at: list[tuple[str, str, int]]) -> None:
        for old, step, count in at:
            if old not in self.pairs:
                continue
            way, here = self.pairs[old], Q(methodology__code=old, step=step)
            if step not in {known.id for known in way.new.steps}:
                self.counts["step"] += count
                self._holds(here)
            if to_do := way.to_do(step):
                self.counts["do"] += count
                self.elements.update(dict.fromkeys(to_do, count))
                self._holds(here)

    def _deliverables(self) -> None:
        again = self._of_versions("journey__", {old: Q(code__in=way.asks_again) for old, way in self.pairs.items()})
        gone = self._of_versions(
            "journey__", {old: Q(code__in=[item.old for item in way.gone]) for old, way in self.pairs.items()}
        )
        for kind, rows in (
            ("look-again", Deliverable.objects.filter(again, state__in=WRITTEN)),
            ("rests", Deliverable.objects.filter(gone).exclude(state="open")),
        ):
            rows = rows.filter(journey__in=self.there)
            self.counts[kind] = rows.values("journey").distinct().count()
            for old, code, count in (
                rows.order_by().values_list("journey__methodology__code", "code").annotate(Count("pk"))
            ):
                self.elements[self.pairs[old].asks_again.get(code, code)] += count
            self._holds(Q(Exists(rows.filter(journey=OuterRef("pk")))))

    def _uses(self) -> None:
        """Choices that the version does not have: rare, so whatever is not in a column is read row by row."""
        lost = {old: way.lost for old, way in self.pairs.items() if way.lost}
        if not lost:
            return
        found: set[uuid.UUID] = set()
        for name, rows, field, prefix in (
            ("method_cards", PlanLine.objects.filter(journey__in=self.there), "method", "journey__"),
            ("question_types", Candidate.objects.filter(journey__in=self.there), "type", "journey__"),
            (
                "involvement",
                Involvement.objects.filter(stakeholder__journey__in=self.there),
                "degree",
                "stakeholder__journey__",
            ),
        ):
            ids = {old: Q(**{f"{field}__in": [id_ for of, id_ in gone if of == name]}) for old, gone in lost.items()}
            journeys = rows.filter(self._of_versions(prefix, ids)).values_list(f"{prefix}pk", flat=True)
            found |= set(journeys.distinct())
        codes = dict(self.there.filter(methodology__code__in=lost).values_list("pk", "methodology__code"))
        for journey, counted in other_uses(self.there.filter(methodology__code__in=lost)).items():
            if lost[codes[journey]] & set(counted):
                found.add(journey)
        self.counts["element"] = len(found)
        self._holds(Q(pk__in=found))

    def _involvement(self) -> None:
        fresh: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for old, way in self.pairs.items():
            if way.fresh_steps:
                fresh[way.fresh_steps].append(old)
        said = Involvement.objects.filter(stakeholder__journey=OuterRef("pk"))
        for steps, olds in fresh.items():
            unsaid = Q(pk__in=[])
            for step in steps:
                unsaid |= ~Q(Exists(said.filter(step=step)))
            condition = Q(methodology__code__in=olds) & Q(Exists(said)) & unsaid
            self.counts["involvement"] += self.there.filter(condition).count()
            self._holds(condition)

    def _of_versions(self, prefix: str, conditions: dict[str, Q]) -> Q:
        """Each version with its own condition."""
        found = Q(pk__in=[])
        for old, condition in conditions.items():
            found |= Q(**{f"{prefix}methodology__code": old}) & condition
        return found
