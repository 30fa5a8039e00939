"""What moving to another version of the method would mean for one journey: told before, done as told. Pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
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
class Preview:
    """What changes, what is kept, what asks for somebody."""

    step: str  # where the journey will be
    added: tuple[Item, ...]
    removed: tuple[Item, ...]
    moved: tuple[Item, ...]
    renamed: tuple[Item, ...]
    reworded: tuple[Item, ...]
    kept: tuple[Item, ...]  # begun, waiting or confirmed; their words and states stay
    decisions: tuple[Decision, ...]
    other_texts: int  # parts of steps and lists that read otherwise
    new_elements: tuple[str, ...]  # keys of what the lists gain
    fingerprint: str

    @property
    def changes(self) -> int:
        """How many deliverables come, go, move, are called or worded otherwise."""
        touched = {item.new or item.old for part in (self.added, self.removed, self.moved) for item in part}
        return len(touched | {item.new for part in (self.renamed, self.reworded) for item in part})


def preview(
    old: Version,
    new: Version,
    reworded: Mapping[str, frozenset[str]],
    standing: Standing,
) -> Preview:
    """What moving from `old` to `new` means for a journey that stands there.

    `reworded` are the parts of each element of the new version that read otherwise.
    """
    called = successors(old, new)
    was_called = {after: before for before, after in called.items()}
    items, gone = [], []
    for step in new.steps:
        for deliverable in step.deliverables:
            before = was_called.get(deliverable.id, "")
            items.append(
                Item(
                    before,
                    deliverable.id,
                    old.step_of(before).id if before else "",
                    step.id,
                    standing.states.get(before, "open") if before else "",
                    reworded.get(deliverable.id, frozenset()) if before else frozenset(),
                )
            )
    for step in old.steps:
        for deliverable in step.deliverables:
            if deliverable.id not in called:
                state = standing.states.get(deliverable.id, "open")
                gone.append(Item(deliverable.id, "", step.id, "", state))
    at = step_after(old, new, standing.step)
    deliverables = {item.new for item in items}
    return Preview(
        step=at,
        added=tuple(item for item in items if not item.old),
        removed=tuple(gone),
        moved=tuple(item for item in items if item.old and item.old_step != item.new_step),
        renamed=tuple(item for item in items if item.old and (item.old != item.new or "title" in item.parts)),
        reworded=tuple(item for item in items if item.parts),
        kept=tuple(item for item in items if item.old and item.state != "open"),
        decisions=_decisions(old, new, items, gone, at, standing),
        other_texts=sum(len(parts) for element, parts in reworded.items() if element not in deliverables),
        new_elements=tuple(
            f"{prefix}.{item.id}"
            for name, prefix in PREFIXES.items()
            for item in getattr(new, name)
            if item.id not in {known.id for known in getattr(old, name)}
        ),
        fingerprint=_fingerprint(old, new, standing),
    )


def step_after(old: Version, new: Version, step: str) -> str:
    """The step at which a journey goes on: the same, or where the work of its step went; else the first."""
    if any(item.id == step for item in new.steps):
        return step
    called = successors(old, new)
    for item in old.steps:
        for deliverable in item.deliverables if item.id == step else ():
            if deliverable.id in called:
                return new.step_of(called[deliverable.id]).id
    return new.steps[0].id


def _decisions(
    old: Version, new: Version, items: list[Item], gone: list[Item], at: str, standing: Standing
) -> tuple[Decision, ...]:
    found: list[Decision] = []
    if at != standing.step:
        found.append(Decision("step", at))
    order = [step.id for step in new.steps]
    for item in items:
        passed = order.index(item.new_step) <= order.index(at)
        if not item.old and passed:
            found.append(Decision("do", item.new))
        if item.old and item.state in {"proposed", "confirmed"} and item.parts & WHAT_IT_ASKS:
            found.append(Decision("look-again", item.new))
    found += [Decision("rests", item.old) for item in gone if item.state != "open"]
    for (name, id_), count in sorted(standing.uses.items()):
        if id_ not in {item.id for item in getattr(new, name)}:
            found.append(Decision("element", f"{PREFIXES[name]}.{id_}", count))
    groups = max(standing.involved.values(), default=0)
    before = {step.id for step in old.steps}
    fresh = [id_ for id_ in order if id_ not in before and not standing.involved.get(id_)]
    found += [Decision("involvement", id_, groups) for id_ in fresh if groups]
    return tuple(found)


def _fingerprint(old: Version, new: Version, standing: Standing) -> str:
    """What was before somebody's eyes: the two versions, and the journey as it stood."""
    uses = sorted([*use, count] for use, count in standing.uses.items())
    seen = [old.hash, new.hash, standing.step, dict(standing.states), uses, dict(standing.involved)]
    return hashlib.sha256(canonical(seen).encode()).hexdigest()
