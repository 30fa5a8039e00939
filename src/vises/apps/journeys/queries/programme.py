"""A programme as its people see it: every enterprise is one dot, at the step where it is."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch, scopes, visible
from vises.apps.journeys.models import Journey
from vises.apps.methodology import queries as methodology
from vises.apps.programmes.models import Participation, Programme
from vises.kernel.locale import Texts, pick

FEWEST = 3  # enterprises in a count that leaves the programme's own circle
DOTS_UP_TO = 300  # above, dots give way to counts


@dataclass(frozen=True)
class Dot:
    """One enterprise. `name` and `journey_id` only for those who may open it."""

    column: str
    group: str
    territory: str
    federation: str
    name: str
    journey_id: uuid.UUID | None
    paused: bool
    reason: str  # the category only; its words stay private


@dataclass(frozen=True)
class Column:
    """Where enterprises stand: before the path, at one of its steps, or after it."""

    code: str
    titles: Texts
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class Row:
    """Counts along the columns; None where too few to tell."""

    label: str
    counts: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True)
class ProgrammePage:
    id: uuid.UUID
    names: Texts
    methodology: str
    columns: tuple[Column, ...]
    tables: dict[str, tuple[Row, ...]]  # by "step" (one row), "group", "territory", "federation"
    planned: int
    accompanied: int
    reasons: tuple[tuple[str, int | None], ...]
    territories: dict[str, Texts]
    federations: tuple[str, ...]
    sees_dots: bool


def programmes(actor: Actor) -> list[tuple[uuid.UUID, Texts, str, int]]:
    """The programmes the actor may see at least in counts: id, names, methodology code, enterprises."""
    rows = visible(actor, "programme.counts", Programme.objects.select_related("methodology")).order_by("-starts_on")
    counts = Counter(
        Participation.objects.filter(programme__in=rows).values_list("programme_id", flat=True)
    )
    return [(row.id, row.names, row.methodology.code, counts[row.id]) for row in rows]


def _column_of(participation: Participation, journey: Journey | None) -> str:
    if participation.status in {"completed", "withdrawn"}:
        return participation.status
    if journey is None or participation.status in {"planned", "recruited"}:
        return "planned"
    return journey.step


def programme_page(
    actor: Actor, programme_id: uuid.UUID, *, group: str = "", territory: str = "", federation: str = ""
) -> ProgrammePage:
    """Dots and counts of a programme, whole or narrowed; a fixed number of queries.

    Needs `programme.counts`. Without `programme.view` there are no dots, and counts of one or two
    enterprises are not told, nor could they be worked out from their row and column.
    """
    programme = fetch(
        actor, "programme.counts", Programme.objects.select_related("methodology"), pk=programme_id
    )
    sees_dots = scopes(actor, "programme.view").filter(pk=programme.scope_id).exists()
    participations = list(
        Participation.objects.filter(programme=programme)
        .select_related("enterprise__territory", "federation")
        .order_by("enterprise__name")
    )
    journeys: dict[uuid.UUID, Journey] = {}
    rows = Journey.objects.filter(participation__programme=programme).select_related("methodology")
    for journey in rows.order_by("cycle"):
        if journey.participation_id is not None:
            journeys[journey.participation_id] = journey
    open_to_actor = frozenset(
        visible(actor, "journey.view", Journey.objects.filter(participation__programme=programme)).values_list(
            "id", flat=True
        )
    )
    all_dots = [_dot(p, journeys.get(p.id), open_to_actor) for p in participations]
    # whoever sees counts only cannot narrow: two narrowed pages would give away the difference
    narrow = sees_dots
    dots = [
        dot
        for dot in all_dots
        if not narrow
        or (
            (not group or dot.group == group)
            and (not territory or dot.territory == territory)
            and (not federation or dot.federation == federation)
        )
    ]
    others = {journey.methodology.code for journey in journeys.values()}
    titles = _columns(programme.methodology.code, others)
    codes = tuple(titles)
    territories = {
        p.enterprise.territory.code: p.enterprise.territory.names for p in participations if p.enterprise.territory
    }
    return ProgrammePage(
        id=programme.id,
        names=programme.names,
        methodology=programme.methodology.code,
        columns=tuple(
            Column(code, titles[code], tuple(dot for dot in dots if dot.column == code) if sees_dots else ())
            for code in codes
        ),
        tables={
            "step": _table(dots, lambda _dot: "", codes, sees_dots),
            "group": _table(dots, lambda dot: dot.group, codes, sees_dots),
            "territory": _table(dots, lambda dot: dot.territory, codes, sees_dots),
            "federation": _table(dots, lambda dot: dot.federation, codes, sees_dots),
        },
        planned=len(dots),
        accompanied=sum(dot.column not in {"planned", "withdrawn"} for dot in dots),
        reasons=tuple(
            (reason, count if sees_dots or count >= FEWEST else None)
            for reason, count in Counter(d.reason for d in dots if d.reason and d.column == "withdrawn").most_common()
        ),
        territories=territories,
        federations=tuple(sorted({dot.federation for dot in all_dots if dot.federation})),
        sees_dots=sees_dots and len(dots) <= DOTS_UP_TO,
    )


def _dot(participation: Participation, journey: Journey | None, open_to_actor: frozenset[uuid.UUID]) -> Dot:
    enterprise = participation.enterprise
    may_open = journey is not None and journey.id in open_to_actor
    return Dot(
        column=_column_of(participation, journey),
        group=enterprise.group,
        territory=enterprise.territory.code if enterprise.territory else "",
        federation=participation.federation.name if participation.federation else "",
        name=enterprise.name if may_open or journey is None else "",
        journey_id=journey.id if journey is not None and may_open else None,
        paused=participation.status == "paused",
        reason=participation.reason_category,
    )


def _columns(code: str, others: Iterable[str]) -> dict[str, Texts]:
    """The steps of the programme's version; a step that only another version has stands before the one it precedes."""
    steps = {step.id: methodology.texts_of(code, f"{step.id}.short") for step in methodology.version(code).steps}
    for other in sorted(set(others) - {code}):
        order = [step.id for step in methodology.version(other).steps]
        for place, id_ in enumerate(order):
            if id_ not in steps:
                following = next((known for known in order[place + 1 :] if known in steps), "")
                names = list(steps)
                names.insert(names.index(following) if following else len(names), id_)
                steps[id_] = methodology.texts_of(other, f"{id_}.short")
                steps = {name: steps[name] for name in names}
    return {"planned": {}, **steps, "completed": {}, "withdrawn": {}}


def _table(
    dots: Iterable[Dot], label: Callable[[Dot], str], codes: tuple[str, ...], exact: bool
) -> tuple[Row, ...]:
    by_label: dict[str, Counter[str]] = {}
    for dot in dots:
        by_label.setdefault(label(dot), Counter())[dot.column] += 1
    rows = [Row(name, tuple(by_label[name][c] for c in codes), by_label[name].total()) for name in sorted(by_label)]
    return tuple(rows) if exact else safe_table(rows)


def safe_table(rows: Iterable[Row]) -> tuple[Row, ...]:
    """A table in which no one or two enterprises can be told apart, also not by subtracting.

    One cell too small takes the whole inside of the table away (row totals stay); one total too small
    takes the totals too: whatever is hidden alone could be worked out from what is shown beside it.
    """
    rows = list(rows)
    if all(count == 0 or (count or 0) >= FEWEST for row in rows for count in row.counts):
        return tuple(rows)
    totals = all((row.total or 0) >= FEWEST for row in rows)
    return tuple(Row(row.label, (None,) * len(row.counts), row.total if totals else None) for row in rows)


def column_title(column: Column, language: str) -> str:
    """The step's title; the columns before and after the path are worded by the page."""
    return pick(column.titles, language)[0]
