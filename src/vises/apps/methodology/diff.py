"""What differs between two versions of the method: their structure, and their texts word by word. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from vises.apps.methodology.rules import PREFIXES, Element, Version, element_of, expected_keys, part_of

Kind = Literal["added", "removed", "moved", "renamed", "reshaped"]
"""`reshaped`: another agenda, another sheet, other rules of the chooser."""
NAMES = ("title", "short")  # parts that name an element
ALIKE = 0.4  # texts less alike than this are shown as one replaced by the other
FEWEST = 3  # fewer words than these, kept between two changes, are read with them as one change
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class StructureChange:
    """An element that is not where, or what, it was. `old` and `new` are its keys, "" where it is not.

    For deliverables `old_step` and `new_step` say in which steps; the same step: it moved within it.
    """

    kinds: tuple[Kind, ...]
    group: str  # "step", "deliverable", "chooser", or a list of the method ("method_cards")
    old: str
    new: str
    old_step: str = ""
    new_step: str = ""


@dataclass(frozen=True)
class Run:
    """Words that stayed, went ("removed") or came ("added")."""

    kind: Literal["kept", "removed", "added"]
    words: str


@dataclass(frozen=True)
class TextChange:
    """A text that is not what it was; "" where there was or is none."""

    element: str  # its key in the new version, or in the old one when it is gone
    part: str
    old: str
    new: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Difference:
    """Everything that differs, in the order of the new version; what is gone comes last."""

    structure: tuple[StructureChange, ...]
    texts: tuple[TextChange, ...]

    @property
    def by_element(self) -> tuple[tuple[str, tuple[TextChange, ...]], ...]:
        """The changed texts, element by element."""
        found: dict[str, list[TextChange]] = {}
        for change in self.texts:
            found.setdefault(change.element, []).append(change)
        return tuple((element, tuple(changes)) for element, changes in found.items())


def successors(old: Version, new: Version) -> dict[str, str]:
    """What each deliverable of the old version is called in the new one; without those that are gone.

    The same id stays the same deliverable; else the one that has its room, where only one of both sides is left:
    a room keeps what was written in it.
    """
    before, after = list(old.deliverables()), list(new.deliverables())
    kept = {item.id for item in before} & {item.id for item in after}
    left: dict[str, list[str]] = {}
    for item in after:
        if item.id not in kept:
            left.setdefault(item.room, []).append(item.id)
    found = {id_: id_ for id_ in kept}
    rooms = [item.room for item in before if item.id not in kept]
    for item in before:
        if item.id not in kept and rooms.count(item.room) == len(left.get(item.room, ())) == 1:
            found[item.id] = left[item.room][0]
    return found


def compare(old: Version, new: Version, old_texts: Mapping[str, str], new_texts: Mapping[str, str]) -> Difference:
    """What differs from `old` to `new`, with texts in one language. What is called otherwise counts as renamed."""
    called = successors(old, new)
    texts = tuple(_texts(old, new, old_texts, new_texts, called))
    renamed = {change.element for change in texts if change.part in NAMES and change.old and change.new}
    structure = [
        *_steps(old, new, renamed),
        *_deliverables(old, new, called, renamed),
        *(change for name in PREFIXES for change in _list(old, new, name, renamed)),
        *_chooser(old, new),
    ]
    return Difference(tuple(structure), texts)


def _steps(old: Version, new: Version, renamed: set[str]) -> Iterator[StructureChange]:
    before, after = [step.id for step in old.steps], [step.id for step in new.steps]
    yield from _ordered("step", before, after, renamed, "")


def _list(old: Version, new: Version, name: str, renamed: set[str]) -> Iterator[StructureChange]:
    before: Sequence[Element] = getattr(old, name)
    after: Sequence[Element] = getattr(new, name)
    yield from _ordered(name, [item.id for item in before], [item.id for item in after], renamed, f"{PREFIXES[name]}.")


def _chooser(old: Version, new: Version) -> Iterator[StructureChange]:
    if old.chooser is None and new.chooser is not None:
        yield StructureChange(("added",), "chooser", "", "chooser")
    elif new.chooser is None and old.chooser is not None:
        yield StructureChange(("removed",), "chooser", "chooser", "")
    elif old.chooser != new.chooser:
        yield StructureChange(("reshaped",), "chooser", "chooser", "chooser")


def _ordered(
    group: str, before: Sequence[str], after: Sequence[str], renamed: set[str], prefix: str
) -> Iterator[StructureChange]:
    moved = out_of_order(before, after)
    for id_ in after:
        key = prefix + id_
        kinds: list[Kind] = []
        if id_ not in before:
            kinds.append("added")
        if id_ in moved:
            kinds.append("moved")
        if key in renamed:
            kinds.append("renamed")
        if kinds:
            yield StructureChange(tuple(kinds), group, "" if "added" in kinds else key, key)
    for id_ in before:
        if id_ not in after:
            yield StructureChange(("removed",), group, prefix + id_, "")


def _deliverables(
    old: Version, new: Version, called: Mapping[str, str], renamed: set[str]
) -> Iterator[StructureChange]:
    was_called = {after: before for before, after in called.items()}
    moved: set[str] = set()
    for step in new.steps:
        # what came from, or went to, another step is told as such, not as out of order
        after = [item.id for item in step.deliverables]
        before = [called[item.id] for s in old.steps if s.id == step.id for item in s.deliverables if item.id in called]
        moved |= out_of_order([id_ for id_ in before if id_ in after], [id_ for id_ in after if id_ in before])
    for step in new.steps:
        for item in step.deliverables:
            if item.id not in was_called:
                yield StructureChange(("added",), "deliverable", "", item.id, "", step.id)
                continue
            was = old.deliverable(was_called[item.id])
            was_in = old.step_of(was.id).id
            kinds: list[Kind] = []
            if was_in != step.id or item.id in moved:
                kinds.append("moved")
            if was.id != item.id or item.id in renamed:
                kinds.append("renamed")
            if (was.agenda, was.sheet) != (item.agenda, item.sheet):
                kinds.append("reshaped")
            if kinds:
                yield StructureChange(tuple(kinds), "deliverable", was.id, item.id, was_in, step.id)
    for step in old.steps:
        for item in step.deliverables:
            if item.id not in called:
                yield StructureChange(("removed",), "deliverable", item.id, "", step.id, "")


def out_of_order(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """What is in both and did not keep its place among the others: as few as can be said."""
    both = [id_ for id_ in before if id_ in after]
    order = [id_ for id_ in after if id_ in before]
    blocks = SequenceMatcher(None, both, order, autojunk=False).get_matching_blocks()
    kept = {both[n] for block in blocks for n in range(block.a, block.a + block.size)}
    return set(both) - kept


def _texts(
    old: Version,
    new: Version,
    old_texts: Mapping[str, str],
    new_texts: Mapping[str, str],
    called: Mapping[str, str],
) -> Iterator[TextChange]:
    was_called = {after: before for before, after in called.items()}
    seen = set()
    for key in expected_keys(new):
        element, part = element_of(key), part_of(key)
        old_key = f"{was_called.get(element, element)}.{part}"
        seen.add(old_key)
        before, after = old_texts.get(old_key, ""), new_texts.get(key, "")
        if before != after:
            yield TextChange(element, part, before, after, compare_words(before, after))
    for key in expected_keys(old):
        if key not in seen and (before := old_texts.get(key, "")):
            yield TextChange(element_of(key), part_of(key), before, "", (Run("removed", before),))


def settled(
    old: Version,
    new: Version,
    own: Sequence[tuple[Mapping[str, str], Mapping[str, str]]],
    read: tuple[Mapping[str, str], Mapping[str, str]],
) -> dict[str, str]:
    """The new texts of a language, where what only completes a translation counts as no difference.

    `own`: what the old and the new version hold themselves, in that language and in the source; `read`: what is read
    in that language, once supplements completed it. Where the own texts are the same, the new version reads as the old.
    """
    old_read, new_read = read
    was_called = {after: before for before, after in successors(old, new).items()}
    known = set(expected_keys(old))
    found = dict(new_read)
    for key in expected_keys(new):
        element = element_of(key)
        was = f"{was_called.get(element, element)}.{part_of(key)}"
        if was in known and all(before.get(was, "") == after.get(key, "") for before, after in own):
            found[key] = old_read.get(was, "")
    return found


def compare_words(old: str, new: str) -> tuple[Run, ...]:
    """Which words stayed, went and came. Texts that have little in common are told as one replaced by the other."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if not old or not new or matcher.ratio() < ALIKE:
        return _joined([Run("removed", old), Run("added", new)])
    runs: list[Run] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        between = runs and b < len(before) and sum(word.isalnum() for word in before[a:b]) < FEWEST
        if kind != "equal" or between:
            runs += [Run("removed", gone), Run("added", come)]
        else:
            runs.append(Run("kept", gone))
    return _joined(runs)


def _joined(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Neighbours put together: between two kept runs, first what went and then what came."""
    found: list[Run] = []
    gone = come = ""
    for run in [*runs, Run("kept", "")]:
        if run.kind == "removed":
            gone += run.words
        elif run.kind == "added":
            come += run.words
        else:
            found += [part for part in (Run("removed", gone), Run("added", come), run) if part.words]
            gone = come = ""
    return tuple(found)


def reworded(
    old: Version,
    new: Version,
    old_texts: Mapping[str, Mapping[str, str]],
    new_texts: Mapping[str, Mapping[str, str]],
) -> dict[str, frozenset[str]]:
    """The parts of each element of the new version that read otherwise in any language both have.

    Texts are given per language. Elements that the old version does not have are not among them.
    """
    was_called = {after: before for before, after in successors(old, new).items()}
    known = {element_of(key) for key in expected_keys(old)}
    found: dict[str, set[str]] = {}
    for key in expected_keys(new):
        element, part = element_of(key), part_of(key)
        was = was_called.get(element, element)
        if was not in known:
            continue
        for language in old_texts.keys() & new_texts.keys():
            if old_texts[language].get(f"{was}.{part}", "") != new_texts[language].get(key, ""):
                found.setdefault(element, set()).add(part)
    return {element: frozenset(parts) for element, parts in found.items()}
