"""Themes by stakeholder group: how often each was marked in whose words, few people never apart."""

import uuid
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from vises.analysis.disclosure import OUTSIDE
from vises.apps.coding.models import Code, Passage
from vises.apps.coding.rules.gathering import columns
from vises.apps.journeys.models import PlanLine, Stakeholder
from vises.kernel.locale import Texts


@dataclass(frozen=True)
class Part:
    """Passages in the words of a group, or of several counted together. `unknown`: some come from no group named."""

    groups: tuple[Texts, ...]
    unknown: bool
    passages: int


@dataclass(frozen=True)
class ThemeSaid:
    """A theme in words: passages and people heard, in all and by group; no count where `few` people stand behind it."""

    id: uuid.UUID
    names: Texts
    definitions: Texts
    few: bool
    passages: int | None
    people: int | None
    parts: tuple[Part, ...]


def themes_said(codes: Collection[Code], apart: Collection[uuid.UUID] = ()) -> dict[uuid.UUID, ThemeSaid]:
    """The counts of these themes by group, in three queries.

    The rule is that of whatever leaves a journey: each count stands for OUTSIDE people or more, in all and in every
    part; groups of which fewer spoke of a theme are counted together. Words of an answer come from the group its
    line of the plan asks, where it asks one only. `apart` are texts that whoever looks reads apart.
    """
    rows = (
        Passage.objects.filter(code__in=codes, doubled=False)
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
    found = list(rows)
    asked = _asked({line for _, _, _, line, _, _ in found if line})
    passages: Counter[tuple[uuid.UUID, uuid.UUID | None]] = Counter()
    people: dict[tuple[uuid.UUID, uuid.UUID | None], dict[uuid.UUID, int]] = {}
    for code, text, answer, line, group, heard in found:
        key = (code, group or asked.get(line))
        passages[key] += 1
        people.setdefault(key, {})[answer or text] = heard or 1  # who answered two questions is still one person
    groups = {key[1] for key in passages if key[1]}
    names = dict(Stakeholder.objects.filter(pk__in=groups).values_list("id", "names"))
    return {code.id: _theme(code, passages, people, names) for code in codes}


def _theme(
    code: Code,
    passages: Counter[tuple[uuid.UUID, uuid.UUID | None]],
    people: dict[tuple[uuid.UUID, uuid.UUID | None], dict[uuid.UUID, int]],
    names: dict[uuid.UUID, Texts],
) -> ThemeSaid:
    heard = {group: sum(counts.values()) for (theme, group), counts in people.items() if theme == code.id}
    all_heard = sum(heard.values())
    few = 0 < all_heard < OUTSIDE
    if few:
        return ThemeSaid(code.id, code.names, code.definitions, True, None, None, ())
    parts = tuple(
        Part(
            tuple(names[group] for group in column if group in names),
            None in column,
            sum(passages[code.id, group] for group in column),
        )
        for column in columns(heard, OUTSIDE)
    )
    total = sum(count for (theme, _), count in passages.items() if theme == code.id)
    return ThemeSaid(code.id, code.names, code.definitions, False, total, all_heard, parts)


def _asked(lines: set[uuid.UUID]) -> dict[uuid.UUID | None, uuid.UUID]:
    """The group that a line of the plan asks, where it asks one only."""
    asked: dict[uuid.UUID | None, list[uuid.UUID]] = {}
    links = PlanLine.from_whom.through.objects.filter(planline_id__in=lines)
    for line, group in links.values_list("planline_id", "stakeholder_id"):
        asked.setdefault(line, []).append(group)
    return {line: groups[0] for line, groups in asked.items() if len(groups) == 1}
