"""What of the counts of themes leaves the journey: one state of each theme at a time, so that two prints, pages or
files side by side tell nothing of one person.

As with answers (`datasets.outside`): the counts that left stay, however much is taken in and marked, until so many
people were heard that the difference tells nothing of a few. Where somebody took her words back, nothing is told until
then.
"""

import uuid
from collections import Counter
from collections.abc import Collection, Mapping

from django.db.models import Q

from vises.analysis.differences import Heard, themes_told_apart
from vises.analysis.disclosure import OUTSIDE
from vises.apps.coding.models import Code, Passage, Text, ToldTheme
from vises.apps.coding.rules.gathering import columns
from vises.apps.journeys.models import PlanLine

Counts = dict[uuid.UUID, Heard]
"""What counts for a theme: the id of an answer (one person) or of a text, and what it counts for."""


def heard_of(
    codes: Collection[uuid.UUID],
    *,
    without: Collection[uuid.UUID] = (),
    held: Mapping[uuid.UUID, frozenset[uuid.UUID]] | None = None,
    apart: Collection[uuid.UUID] = (),
) -> dict[uuid.UUID, Counts]:
    """What counts for these themes now, in two queries. An answer is one person; a document says how many speak in it.

    Words of an answer come from the group its line of the plan asks, where it asks one only. `without` are passages
    that are about to go; `held` says of a theme of earlier which ones hold its passages now; `apart` are texts that
    whoever looks reads apart.
    """
    within = {code: frozenset({code}) for code in codes} | dict(held or {})
    rows = list(
        Passage.objects.filter(code_id__in=frozenset[uuid.UUID]().union(*within.values()), doubled=False)
        .exclude(pk__in=without)
        .exclude(text__in=apart)
        .values_list(
            "code_id",
            "text_id",
            "text__origin__answer_id",
            "text__origin__answer__wave__line_id",
            "text__origin__document__stakeholder_id",
            "text__origin__document__people",
        )
    )
    asked = _asked({line for _, _, _, line, _, _ in rows if line})
    found: dict[uuid.UUID, Counts] = {code: {} for code in within}
    for now, text, answer, line, group, people in rows:
        key = answer or text  # who answered two questions is still one person
        for code in [code for code, themes in within.items() if now in themes]:
            before = found[code].get(key)
            found[code][key] = Heard(group or asked.get(line), people or 1, before.passages + 1 if before else 1)
    return found


def leaving(
    codes: Collection[uuid.UUID],
    *,
    without: Collection[uuid.UUID] = (),
    held: Mapping[uuid.UUID, frozenset[uuid.UUID]] | None = None,
) -> dict[uuid.UUID, Counts | None]:
    """What may leave of these themes now, in four queries; None where nothing may. Parameters as of `heard_of`."""
    now = heard_of(codes, without=without, held=held)
    told: dict[uuid.UUID, list[Counts]] = {}
    for code, heard in ToldTheme.objects.filter(code__in=now).values_list("code", "heard"):
        told.setdefault(code, []).append(_read(heard))
    kept = [code for code, states in told.items() if any(_apart(state, now[code]) for state in states)]
    gone = _taken_back({key for code in kept for key in told[code][-1]}, without) if kept else frozenset()
    last = {code: None if gone & told[code][-1].keys() else told[code][-1] for code in kept}
    return {**now, **last}


def tell(scope_id: uuid.UUID, *, without: Collection[uuid.UUID] = ()) -> None:
    """Something of a journey is about to leave it: what may leave of its themes is what later counts are held against.

    Counts of few people tell nothing, and are not held.
    """
    states = leaving(list(Code.objects.filter(scope_id=scope_id).values_list("id", flat=True)), without=without)
    last = dict(ToldTheme.objects.filter(code__in=states).values_list("code", "heard"))
    ToldTheme.objects.bulk_create(
        ToldTheme(scope_id=scope_id, code=code, heard=_written(heard))
        for code, heard in states.items()
        if heard and people_in(heard) >= OUTSIDE and last.get(code) != _written(heard)
    )


def people_in(heard: Counts) -> int:
    """The people who stand behind a theme."""
    return sum(one.people for one in heard.values())


def parts_of(heard: Counts) -> list[list[uuid.UUID | None]]:
    """The groups of a theme as they may be counted: apart, or together where few people spoke."""
    people: Counter[uuid.UUID | None] = Counter()
    for one in sorted(heard.values(), key=lambda one: str(one.group or "~")):  # the same counts, the same parts
        people[one.group] += one.people
    return columns(people, OUTSIDE)


def _apart(before: Counts, after: Counts) -> bool:
    return themes_told_apart((before, parts_of(before)), (after, parts_of(after)))


def _taken_back(keys: Collection[uuid.UUID], without: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Those of the answers and texts of which nothing is there any more, or will not be in a moment."""
    there = Text.objects.filter(Q(pk__in=keys) | Q(origin__answer_id__in=keys)).exclude(passages__in=without)
    pairs = there.values_list("id", "origin__answer_id")
    return frozenset(keys) - {id_ for pair in pairs for id_ in pair}


def _written(heard: Counts) -> dict[str, list[str | int]]:
    return {str(key): [str(one.group or ""), one.people, one.passages] for key, one in sorted(heard.items())}


def _read(heard: Mapping[str, list[str | int]]) -> Counts:
    return {
        uuid.UUID(key): Heard(uuid.UUID(str(group)) if group else None, int(people), int(passages))
        for key, (group, people, passages) in heard.items()
    }


def _asked(lines: set[uuid.UUID]) -> dict[uuid.UUID | None, uuid.UUID]:
    """The group that a line of the plan asks, where it asks one only."""
    asked: dict[uuid.UUID | None, list[uuid.UUID]] = {}
    links = PlanLine.from_whom.through.objects.filter(planline_id__in=lines)
    for line, group in links.values_list("planline_id", "stakeholder_id"):
        asked.setdefault(line, []).append(group)
    return {line: groups[0] for line, groups in asked.items() if len(groups) == 1}
