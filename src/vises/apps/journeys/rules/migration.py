"""What moving to another version of the method would mean for one journey: told before, done as told. Pure."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from vises.apps.methodology.diff import successors
from vises.apps.methodology.rules import PREFIXES, Version, canonical

MOVES: dict[str, frozenset[str]] = {
    "proposed": frozenset({"done", "declined"}),
    "done": frozenset({"taken-back"}),
    "declined": frozenset(),
    "taken-back": frozenset(),
}
WHAT_IT_ASKS = frozenset({"purpose", "done-when"})
"""Parts that say what a deliverable is for and when it is done: reworded, they ask to look again."""
WRITTEN = frozenset({"proposed", "confirmed"})

Use = tuple[str, str]
"""An element of one of the method's lists that something in a journey refers to: ("method_cards", "survey")."""


@dataclass(frozen=True)
class Standing:
    """Where a journey is: its step, the state of each deliverable, and how often it uses elements of lists."""

    step: str
    states: Mapping[str, str]
    uses: Mapping[Use, int] = field(default_factory=dict)
    involved: Mapping[str, int] = field(default_factory=dict)
    """For each step, how many groups have a degree of involvement at it."""


@dataclass(frozen=True)
class Item:
    """A deliverable: its ids and steps in the old and the new version ("" where it is not), and its state."""

    old: str
    new: str
    old_step: str
    new_step: str
    state: str  # "" for one that comes
    parts: frozenset[str] = frozenset()  # what reads otherwise


@dataclass(frozen=True)
class Decision:
    """Something to do again or to decide: a code, what it is about, and how many things it concerns."""

    kind: Literal["step", "do", "look-again", "rests", "element", "involvement"]
    about: str
    count: int = 1


@dataclass(frozen=True)
class Pair:
    """What lies between two versions, the same for every journey: worked out once.

    `items` are the deliverables of the new version without any state, `gone` those that only the old one has.
    """

    old: Version
    new: Version
    items: tuple[Item, ...]
    gone: tuple[Item, ...]
    other_texts: int  # parts of steps and lists that read otherwise
    new_elements: tuple[str, ...]  # keys of what the lists gain
    lost: frozenset[Use]  # what the lists lose

    @property
    def asks_again(self) -> dict[str, str]:
        """The old ids of deliverables that ask to be looked at again where they are written, with their new ones."""
        return {item.old: item.new for item in self.items if item.old and item.parts & WHAT_IT_ASKS}

    @property
    def fresh_steps(self) -> tuple[str, ...]:
        """The steps that only the new version has, in its order."""
        before = {step.id for step in self.old.steps}
        return tuple(step.id for step in self.new.steps if step.id not in before)

    def to_do(self, step: str) -> tuple[str, ...]:
        """What is new in the steps that a journey at this step of the old version has reached."""
        order = [known.id for known in self.new.steps]
        at = order.index(step_after(self, step))
        return tuple(item.new for item in self.items if not item.old and order.index(item.new_step) <= at)


def pair(old: Version, new: Version, reworded: Mapping[str, frozenset[str]]) -> Pair:
    """What lies between two versions. `reworded`: the parts of each element of the new one that read otherwise."""
    was_called = {after: before for before, after in successors(old, new).items()}
    items = []
    for step in new.steps:
        for deliverable in step.deliverables:
            before = was_called.get(deliverable.id, "")
            was_in = old.step_of(before).id if before else ""
            parts = reworded.get(deliverable.id, frozenset()) if before else frozenset()
            items.append(Item(before, deliverable.id, was_in, step.id, "", parts))
    gone = [
        Item(deliverable.id, "", step.id, "", "")
        for step in old.steps
        for deliverable in step.deliverables
        if deliverable.id not in was_called.values()
    ]
    deliverables = {item.new for item in items}
    return Pair(
        old,
        new,
        tuple(items),
        tuple(gone),
        sum(len(parts) for element, parts in reworded.items() if element not in deliverables),
        tuple(
            f"{prefix}.{item.id}"
            for name, prefix in PREFIXES.items()
            for item in getattr(new, name)
            if item.id not in {known.id for known in getattr(old, name)}
        ),
        frozenset(
            (name, item.id)
            for name in PREFIXES
            for item in getattr(old, name)
            if item.id not in {known.id for known in getattr(new, name)}
        ),
    )


@dataclass(frozen=True)
class Preview:
    """What changes, what is kept, what asks for somebody."""

    pair: Pair
    standing: Standing
    step: str  # where the journey will be
    items: tuple[Item, ...]
    removed: tuple[Item, ...]
    decisions: tuple[Decision, ...]

    @property
    def added(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if not item.old)

    @property
    def moved(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.old and item.old_step != item.new_step)

    @property
    def renamed(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.old and (item.old != item.new or "title" in item.parts))

    @property
    def reworded(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.parts)

    @property
    def kept(self) -> tuple[Item, ...]:
        """Begun, waiting or confirmed: their words and states stay."""
        return tuple(item for item in self.items if item.old and item.state != "open")

    @property
    def other_texts(self) -> int:
        return self.pair.other_texts

    @property
    def new_elements(self) -> tuple[str, ...]:
        return self.pair.new_elements

    @property
    def changes(self) -> int:
        """How many deliverables come, go, move, are called or worded otherwise."""
        parts = (self.added, self.removed, self.moved, self.renamed, self.reworded)
        return len({item.new or item.old for part in parts for item in part})

    @property
    def fingerprint(self) -> str:
        """What was before somebody's eyes: the two versions, and the journey as it stood."""
        at = self.standing
        uses = sorted([*use, count] for use, count in at.uses.items())
        seen = [self.pair.old.hash, self.pair.new.hash, at.step, dict(at.states), uses, dict(at.involved)]
        return hashlib.sha256(canonical(seen).encode()).hexdigest()


def preview(between: Pair, standing: Standing) -> Preview:
    """What moving from one version to the other means for a journey that stands there."""
    items = tuple(
        replace(item, state=standing.states.get(item.old, "open")) if item.old else item for item in between.items
    )
    gone = tuple(replace(item, state=standing.states.get(item.old, "open")) for item in between.gone)
    at = step_after(between, standing.step)
    return Preview(between, standing, at, items, gone, _decisions(between, items, gone, at, standing))


def step_after(between: Pair, step: str) -> str:
    """The step at which a journey goes on: the same, or where the work of its step went; else the first."""
    if any(item.id == step for item in between.new.steps):
        return step
    went = next((item.new_step for item in between.items if item.old and item.old_step == step), "")
    return went or between.new.steps[0].id


def _decisions(
    between: Pair, items: Iterable[Item], gone: Iterable[Item], at: str, standing: Standing
) -> tuple[Decision, ...]:
    found: list[Decision] = []
    if at != standing.step:
        found.append(Decision("step", at))
    found += [Decision("do", id_) for id_ in between.to_do(standing.step)]
    found += [
        Decision("look-again", item.new) for item in items if item.state in WRITTEN and item.old in between.asks_again
    ]
    found += [Decision("rests", item.old) for item in gone if item.state != "open"]
    for (name, id_), count in sorted(standing.uses.items()):
        if (name, id_) in between.lost:
            found.append(Decision("element", f"{PREFIXES[name]}.{id_}", count))
    groups = max(standing.involved.values(), default=0)
    fresh = [id_ for id_ in between.fresh_steps if not standing.involved.get(id_)]
    found += [Decision("involvement", id_, groups) for id_ in fresh if groups]
    return tuple(found)
