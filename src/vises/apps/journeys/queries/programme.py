"""A programme as its people see it: every enterprise is one dot, at the step where it is.

Whoever an enterprise's engagement note lists sees where it is, by name. Of those that keep their step to
themselves others see counts of three or more, placed only where no one or two could be told apart. The coordinator,
who invited them all, is told how many they are even where they are one or two.
Everything is counted by the database: the page costs the same at 56 enterprises and at 10,000.
"""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value

from vises.apps.access.actor import Actor
from vises.apps.access.services import allowed_within, fetch, verbs_in, visible
from vises.apps.journeys.models import Journey
from vises.apps.journeys.rules.counted import BY, Cell, Row, accompanied, narrower, placed_safely, reasons, table
from vises.apps.journeys.rules.standing import column_of
from vises.apps.methodology import queries as methodology
from vises.apps.network.models import Organisation, Territory
from vises.apps.programmes.models import Counted, Participation, Programme
from vises.apps.programmes.rules import FEWEST
from vises.kernel.locale import Texts, pick

DOTS_UP_TO = 300  # above, dots give way to counts
OUTSIDE = ("planned", "completed", "withdrawn")  # columns that say a status and no step
KEPT = "kept"  # the column of those that keep their step to themselves


@dataclass(frozen=True)
class Dot:
    """One enterprise. `name` and `journey_id` only for those who may know; the others have neither, nor a group."""

    column: str
    group: str = ""
    territory: str = ""
    name: str = ""
    journey_id: uuid.UUID | None = None
    paused: bool = False


@dataclass(frozen=True)
class Column:
    """Where enterprises stand: before the path, at one of its steps, or after it."""

    code: str
    titles: Texts
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class ProgrammePage:
    """`kept` enterprises keep their step to themselves and could not be placed without telling.

    `planned` counts all; None where only the `known` are on the page, so that one or two others show nowhere.
    How many were `accompanied` is not told to whoever does not coordinate: of a narrowed page, nor where it would
    say of one or two that keep it to themselves whether they are.
    """

    id: uuid.UUID
    names: Texts
    methodology: str
    columns: tuple[Column, ...]
    tables: dict[str, tuple[Row, ...]]  # by "step" (one row), then by each of BY
    planned: int | None
    known: int
    accompanied: int | None
    kept: int
    reasons: tuple[tuple[str, int | None], ...]
    territories: dict[str, Texts]
    federations: tuple[str, ...]
    languages: tuple[str, ...]
    sees_counts_only: bool
    sees_dots: bool


def programmes(actor: Actor) -> list[tuple[uuid.UUID, Texts, str, int]]:
    """The programmes the actor may see at least in counts: id, names, methodology code, enterprises."""
    rows = visible(actor, "programme.counts", Programme.objects.select_related("methodology")).order_by("-starts_on")
    counts = Counter(
        dict(
            Participation.objects.filter(programme__in=rows).values_list("programme").annotate(n=Count("id")).order_by()
        )
    )
    return [(row.id, row.names, row.methodology.code, counts[row.id]) for row in rows]


def open_journey(actor: Actor, participation_id: uuid.UUID) -> uuid.UUID | None:
    """The latest journey of a participation, where it is open to the actor."""
    rows = visible(actor, "journey.view", Journey.objects.filter(participation=participation_id))
    return rows.order_by("-cycle").values_list("pk", flat=True).first()


def with_latest_journey(programme: Programme) -> QuerySet[Participation]:
    """The programme's participations, joined (as `journeys`) to their latest journey, where there is one."""
    later = Journey.objects.filter(participation=OuterRef("pk"), cycle__gt=OuterRef("journeys__cycle"))
    return Participation.objects.filter(~Exists(later), programme=programme).order_by()


def programme_page(
    actor: Actor,
    programme_id: uuid.UUID,
    *,
    group: str = "",
    territory: str = "",
    federation: str = "",
    language: str = "",
) -> ProgrammePage:
    """Dots and counts of a programme, whole or narrowed; a fixed number of queries.

    Needs `programme.counts`. Without `programme.view` there are no dots and no narrowing (two narrowed pages
    would give away their difference), and counts of one or two enterprises are not told, nor could they be
    worked out from their row and column. With it and without `programme.edit`, those that keep their step to
    themselves are left out of a narrowed page, and of the whole page where they are fewer than three.
    """
    programme = fetch(actor, "programme.counts", Programme.objects.select_related("methodology"), pk=programme_id)
    verbs = verbs_in(actor, programme.scope_id, "programme.view", "programme.edit")
    counts_only = "programme.view" not in verbs
    edits = "programme.edit" in verbs
    everything = cells(actor, programme, knows_statuses=edits, counts_only=counts_only)
    asked = {"group": group, "territory": territory, "federation": federation, "language": language}
    asked = {} if counts_only else {by: value for by, value in asked.items() if value}
    kept_in_all = sum(cell.number for cell in everything if not cell.known)
    known_only = not counts_only and not edits and (bool(asked) or kept_in_all < FEWEST)
    if known_only:
        everything = [cell for cell in everything if cell.known]
    told = [cell for cell in everything if all(getattr(cell, by) == value for by, value in asked.items())]
    titles = columns_of(programme.methodology.code, {cell.column for cell in everything})
    codes = tuple(titles)
    # narrowed, those who keep their step to themselves are only counted
    placed = placed_safely(everything, codes) if not asked else {}
    kept = 0 if counts_only else sum(cell.number for cell in told if not cell.known) - sum(placed.values())
    total = sum(cell.number for cell in told)
    sees_dots = not counts_only and total <= DOTS_UP_TO
    dots = _dots(actor, programme, asked, edits) if sees_dots else []
    dots += [Dot(column) for column, count in placed.items() for _ in range(count)] if sees_dots else []
    tables = {
        by: table(told, by, codes, counts_only=counts_only, may_place=not asked, exact=edits) for by in ("step", *BY)
    }
    if any(row.counts[len(codes) :] not in {(), (0,)} for rows in tables.values() for row in rows):
        codes = (*codes, KEPT)
    else:
        tables = {by: narrower(rows, len(codes)) for by, rows in tables.items()}
    # what one may narrow by says nothing of those who keep to themselves either
    choices = everything if edits or counts_only else [cell for cell in everything if cell.known]
    places = dict(Territory.objects.filter(code__in={cell.territory for cell in choices}).values_list("code", "names"))
    return ProgrammePage(
        id=programme.id,
        names=programme.names,
        methodology=programme.methodology.code,
        columns=tuple(
            Column(code, titles.get(code, {}), tuple(dot for dot in dots if dot.column == code)) for code in codes
        ),
        tables=tables,
        planned=None if known_only else total,
        known=sum(cell.number for cell in told if cell.known),
        accompanied=None if known_only else accompanied(told, exact=edits),
        kept=kept,
        reasons=reasons(told, exact=edits),
        territories=places,
        federations=tuple(sorted({cell.federation for cell in choices if cell.federation})),
        languages=tuple(sorted({cell.language for cell in choices if cell.language})),
        sees_counts_only=counts_only,
        sees_dots=sees_dots,
    )


def cells(actor: Actor, programme: Programme, *, knows_statuses: bool, counts_only: bool) -> list[Cell]:
    """The programme's enterprises counted by what they are alike in; two queries, whatever its size.

    Known are those whose journey is open to the actor; whoever `knows_statuses` also knows who has no step:
    planned, completed, withdrawn. Somebody who sees counts only knows none.
    """
    like = ("group", "territory", "federation", "language", "column", "reason")  # in the order in which they lie
    opened = Value(0) if counts_only else Count("programme", filter=_open(actor, programme, "scope"))
    alike = Counted.objects.filter(programme=programme).order_by().values_list(*like)
    # counted by a column of the index: rows are not read
    rows = list(alike.annotate(n=Count("programme"), opened=opened))
    federations = dict(Organisation.objects.filter(pk__in={row[2] for row in rows}).values_list("pk", "name"))
    found = []
    for group, place, federation, language, column, reason, number, known in rows:
        by = federations.get(federation, "") if federation else ""
        if knows_statuses and column in OUTSIDE:
            known = number
        if known:
            found.append(Cell(column, group, place, by, language, reason, True, known))
        if number > known:
            found.append(Cell(column, group, place, by, language, reason, False, number - known))
    return found


def _open(actor: Actor, programme: Programme, scope: str) -> Q:
    return allowed_within(actor, "journey.view", scope, programme.scope_id)


def _whether(condition: Q) -> Any:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _dots(actor: Actor, programme: Programme, asked: dict[str, str], edits: bool) -> list[Dot]:
    """Those the viewer may know, by name."""
    rows = (
        with_latest_journey(programme)
        .annotate(
            open=_whether(_open(actor, programme, "journeys__scope")),
            journey=F("journeys__pk"),
            step=F("journeys__step"),
        )
        .select_related("enterprise__territory", "federation")
    )
    dots = []
    for row in rows:
        enterprise, column = row.enterprise, column_of(row.status, row.step or "")
        said = {
            "group": enterprise.group,
            "territory": enterprise.territory.code if enterprise.territory else "",
            "federation": row.federation.name if row.federation else "",
            "language": enterprise.languages[0] if enterprise.languages else "",
        }
        if not (row.open or (edits and column in OUTSIDE)) or any(said[by] != value for by, value in asked.items()):
            continue
        dots.append(
            Dot(
                column=column,
                group=said["group"],
                territory=said["territory"],
                name=enterprise.name,
                journey_id=row.journey if row.open else None,
                paused=row.status == "paused",
            )
        )
    return sorted(dots, key=lambda dot: dot.name)


def columns_of(code: str, present: Iterable[str]) -> dict[str, Texts]:
    """The columns of a programme on this version of the method; those before and after the path have no title.

    A step at which somebody is and that only another version has stands before the one it precedes there.
    """
    steps = {step.id: methodology.texts_of(code, f"{step.id}.short") for step in methodology.version(code).steps}
    missing = set(present) - {*steps, *OUTSIDE, KEPT, ""}
    for other in methodology.versions() if missing else ():
        order = [step.id for step in other.steps]
        for place, id_ in enumerate(order):
            if id_ in missing - set(steps):
                following = next((known for known in order[place + 1 :] if known in steps), "")
                names = list(steps)
                names.insert(names.index(following) if following else len(names), id_)
                steps[id_] = methodology.texts_of(other.code, f"{id_}.short")
                steps = {name: steps[name] for name in names}
    return {"planned": {}, **steps, "completed": {}, "withdrawn": {}}


def column_title(column: Column, language: str) -> str:
    """The step's title; the columns before and after the path are worded by the page."""
    return pick(column.titles, language)[0]
