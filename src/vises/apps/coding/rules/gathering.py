"""Groups of which too few people were heard are counted together. Pure."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def columns(people: Mapping[Key, int], least: int) -> list[list[Key]]:
    """The groups to count apart, in their order, then those that are counted together.

    Groups of fewer than `least` people are gathered, with the next larger one where even together they are few.
    Empty where that leaves one column: it would say no more than the whole.
    """
    by_size = sorted(people, key=lambda group: people[group])
    gathered = [group for group in by_size if people[group] < least]
    large = [group for group in by_size if people[group] >= least]
    while gathered and large and sum(people[group] for group in gathered) < least:
        gathered.append(large.pop(0))
    found = [[group] for group in people if group in large] + ([gathered] if gathered else [])
    return found if len(found) > 1 else []
