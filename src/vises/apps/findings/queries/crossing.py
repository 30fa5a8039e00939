"""Themes by stakeholder group: how often each was marked in whose words, few people never apart."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from vises.analysis.disclosure import OUTSIDE
from vises.apps.coding.models import Code
from vises.apps.coding.outside import Counts, heard_of, leaving, parts_of, people_in
from vises.apps.journeys.models import Stakeholder
from vises.kernel.locale import Texts


@dataclass(frozen=True)
class Part:
    """Passages in the words of a group, or of several counted together. `unknown`: some come from no group named."""

    groups: tuple[Texts, ...]
    unknown: bool
    passages: int


@dataclass(frozen=True)
class ThemeSaid:
    """A theme in words: passages and people heard, in all and by group.

    No count where it is `hidden`: few people stand behind it, or somebody took her words back since it was told.
    """

    id: uuid.UUID
    names: Texts
    definitions: Texts
    hidden: bool
    passages: int | None
    people: int | None
    parts: tuple[Part, ...]


def themes_said(
    codes: Collection[Code], apart: Collection[uuid.UUID] = (), *, paper: bool = False
) -> dict[uuid.UUID, ThemeSaid]:
    """The counts of these themes by group, in a fixed number of queries.

    The rule is that of whatever leaves a journey: each count stands for OUTSIDE people or more, in all and in every
    part; groups of which fewer spoke of a theme are counted together. On `paper`, they are those that may leave now
    (`coding.outside`). `apart` are texts that whoever looks reads apart.
    """
    ids = [code.id for code in codes]
    counted: Mapping[uuid.UUID, Counts | None] = leaving(ids) if paper else heard_of(ids, apart=apart)
    groups = {one.group for heard in counted.values() if heard for one in heard.values() if one.group}
    names = dict(Stakeholder.objects.filter(pk__in=groups).values_list("id", "names"))
    return {code.id: _theme(code, counted[code.id], names, paper) for code in codes}


def _theme(code: Code, heard: Counts | None, names: dict[uuid.UUID, Texts], paper: bool) -> ThemeSaid:
    people = people_in(heard or {})
    # on paper nobody is told apart from few: a print before the first of them was heard would tell of her
    if heard is None or (people < OUTSIDE and (people or paper)):
        return ThemeSaid(code.id, code.names, code.definitions, True, None, None, ())
    place: dict[uuid.UUID | None, int] = {group: number for number, group in enumerate(names)}  # as on the map
    parts = tuple(
        Part(
            tuple(names[group] for group in column if group in names),
            None in column,
            sum(one.passages for one in heard.values() if one.group in column),
        )
        for column in sorted(parts_of(heard), key=lambda column: min(place.get(group, len(place)) for group in column))
    )
    total = sum(one.passages for one in heard.values())
    return ThemeSaid(code.id, code.names, code.definitions, False, total, people, parts)
