"""What a preview of another version says, in sentences."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vises.apps.journeys.rules.migration import Decision, Item, Preview
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import pick
from vises.web.methodology.words import GROUPS, part_word

STATES = {
    "proposed": gettext_lazy("waits for the referent"),
    "done": gettext_lazy("done"),
    "declined": gettext_lazy("not done"),
    "taken-back": gettext_lazy("done, then taken back"),
}
KINDS = {
    "step": gettext_lazy("another step to go on from"),
    "do": gettext_lazy("something new to do"),
    "look-again": gettext_lazy("something confirmed to look at again"),
    "rests": gettext_lazy("something written that has no place any more"),
    "element": gettext_lazy("a choice that the version does not have"),
    "involvement": gettext_lazy("how groups take part at a new step"),
}


@dataclass(frozen=True)
class ItemLine:
    """A deliverable in a preview: what it is called, how it was called, where it goes, what reads otherwise."""

    name: str
    was: str
    where: str
    state: str
    parts: tuple[str, ...]


def title(code: str, key: str, language: str, part: str = "title") -> str:
    """What a version calls an element; its id where it has no words for it."""
    return pick(methodology.texts_of(code, f"{key}.{part}"), language)[0] or key.rpartition(".")[2]


def decision_words(decision: Decision, old: str, new: str, language: str) -> str:
    """What asks for somebody, as a sentence."""
    known = title(new, decision.about, language)
    if decision.kind == "step":
        return _("The step where the journey is has no place in this version: it goes on at “%(step)s”.") % {
            "step": known
        }
    if decision.kind == "do":
        return _("“%(what)s” is new, in a step that the journey has reached: it is to be done.") % {"what": known}
    if decision.kind == "look-again":
        return _(
            "“%(what)s” is written and stays so; what it is for, or when it is done, reads otherwise: look at it again."
        ) % {"what": known}
    if decision.kind == "rests":
        return _("“%(what)s” has no place any more. What you wrote there is kept and comes back if you go back.") % {
            "what": title(old, decision.about, language)
        }
    if decision.kind == "involvement":
        words = ngettext(
            "How %(n)d group takes part at the step “%(step)s” is still to be said.",
            "How %(n)d groups take part at the step “%(step)s” is still to be said.",
            decision.count,
        )
        return words % {"n": decision.count, "step": known}
    words = ngettext(
        "%(n)d thing of the journey uses “%(what)s” (%(kind)s), which this version does not have: choose another one.",
        "%(n)d things of the journey use “%(what)s” (%(kind)s), which this version does not have: choose another one.",
        decision.count,
    )
    kind = GROUPS.get(decision.about.partition(".")[0], "")
    return words % {"n": decision.count, "what": title(old, decision.about, language), "kind": kind}


def item_lines(items: Iterable[Item], old: str, new: str, language: str) -> list[ItemLine]:
    """Deliverables of a preview, in words."""
    lines = []
    for item in items:
        now = title(new, item.new, language) if item.new else title(old, item.old, language)
        before = title(old, item.old, language) if item.old and item.new else ""
        steps = (
            title(old, item.old_step, language, "short") if item.old_step else "",
            title(new, item.new_step, language, "short") if item.new_step else "",
        )
        if item.old_step and item.new_step and item.old_step != item.new_step:
            where = _("from “%(old)s” to “%(new)s”") % {"old": steps[0], "new": steps[1]}
        else:
            where = steps[1] or steps[0]
        lines.append(
            ItemLine(
                now,
                before if before != now else "",
                where,
                item.state,
                tuple(dict.fromkeys(part_word(part) for part in sorted(item.parts))),
            )
        )
    return lines


def changed(preview: Preview) -> list[tuple[str, tuple[Item, ...]]]:
    """What a preview changes, under the words for it; without what is empty."""
    reworded = tuple(item for item in preview.reworded if item not in preview.moved and item not in preview.renamed)
    groups = [
        (_("New"), preview.added),
        (_("Out of the path"), preview.removed),
        (_("At another step"), preview.moved),
        (_("Called otherwise"), tuple(item for item in preview.renamed if item not in preview.moved)),
        (_("Worded otherwise"), reworded),
    ]
    return [group for group in groups if group[1]]
