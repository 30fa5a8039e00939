"""What differs between two versions, as pages tell it: in words, with the places and the names of things."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from vises.apps.methodology.comparing import Edition, difference
from vises.apps.methodology.diff import Difference, Run, StructureChange, compare_words
from vises.kernel.locale import pick
from vises.web.methodology.words import GROUPS, KINDS_OF_CHANGE, part_word


@dataclass(frozen=True)
class StructureLine:
    """A change of structure: what happened, to what, and where."""

    kinds: tuple[str, ...]
    group: str
    name: str
    was: str  # the earlier name, where it has another one now
    where: str


@dataclass(frozen=True)
class TextLine:
    """A changed text under the name of its part. `key` is its key in the new version, "" where it is gone."""

    key: str
    part: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class ElementLines:
    """The changed texts of one element. `key` is its key, for what points to it."""

    key: str
    name: str
    group: str
    texts: tuple[TextLine, ...]


@dataclass(frozen=True)
class DifferenceView:
    """A difference ready to be shown; texts are in `language`."""

    language: str
    structure: tuple[StructureLine, ...]
    elements: tuple[ElementLines, ...]

    @property
    def texts(self) -> int:
        """How many texts differ."""
        return sum(len(element.texts) for element in self.elements)


def difference_view(old: Edition, new: Edition, language: str, found: Difference | None = None) -> DifferenceView:
    """The difference from `old` to `new` in a language; `found` where it is known already."""
    found = found or difference(old, new, language)
    return DifferenceView(
        language,
        tuple(_structure(old, new, change, language) for change in found.structure),
        tuple(
            ElementLines(
                key,
                name_of(new, key, language) or name_of(old, key, language) or key,
                group_of(key, new) or group_of(key, old),
                tuple(
                    TextLine(f"{key}.{change.part}" if change.new else "", part_word(change.part), change.runs)
                    for change in changes
                ),
            )
            for key, changes in found.by_element
        ),
    )


def _structure(old: Edition, new: Edition, change: StructureChange, language: str) -> StructureLine:
    before, after = name_of(old, change.old, language), name_of(new, change.new, language)
    steps = name_of(old, change.old_step, language), name_of(new, change.new_step, language)
    if change.old_step and change.new_step and change.old_step != change.new_step:
        where = _("from “%(old)s” to “%(new)s”") % {"old": steps[0], "new": steps[1]}
    elif change.old_step or change.new_step:
        where = _("in “%(step)s”") % {"step": steps[1] or steps[0]}
    else:
        where = ""
    return StructureLine(
        tuple(str(KINDS_OF_CHANGE[kind]) for kind in change.kinds),
        str(GROUPS[change.group]),
        after or before,
        before if before and after and before != after else "",
        where,
    )


def words_view(old: str, new: str) -> tuple[Run, ...]:
    """One text and another wording of it, word by word."""
    return compare_words(old, new)


def name_of(edition: Edition, key: str, language: str) -> str:
    """What a version calls an element, in a language or the next best one; "" where it has none."""
    if key == "chooser":
        return str(GROUPS["chooser"])
    return pick(edition.texts_of(f"{key}.title"), language)[0] if key else ""


def group_of(key: str, edition: Edition) -> str:
    """What kind of thing an element is, in words."""
    if any(step.id == key for step in edition.version.steps):
        return str(GROUPS["step"])
    if any(item.id == key for item in edition.version.deliverables()):
        return str(GROUPS["deliverable"])
    return str(GROUPS.get(key.partition(".")[0], ""))
