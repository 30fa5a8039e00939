"""Two wordings of a questionnaire beside each other: what changed, and whether the answers to both fit together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vises.xforms.form import Form, Question

TOGETHER, CAREFULLY, APART = "together", "carefully", "apart"
"""How answers to both wordings fit: as one variable; as one, knowing what changed; or only side by side."""


@dataclass(frozen=True)
class Compared:
    """A question in both wordings; None where it is not there.

    `what` changed: "words", "choices-new", "choices-gone", "choices-words", "kind", "needed", "condition", "place",
    "name". `fits` is one of TOGETHER, CAREFULLY and APART, or "" for a question that is in one wording only.
    """

    before: Question | None
    after: Question | None
    what: tuple[str, ...]
    fits: str
    new_choices: tuple[str, ...] = ()
    gone_choices: tuple[str, ...] = ()

    @property
    def question(self) -> Question:
        """The question as it is now, or as it was last."""
        found = self.after or self.before
        assert found is not None
        return found


def compare(before: Form, after: Form, same: Mapping[str, str] | None = None) -> tuple[Compared, ...]:
    """Every question of either wording, in the order of the later one; those that are gone come last.

    A question is the same where it kept its name, or where somebody said so: `same` gives for names in the later
    wording those in the earlier one.
    """
    said = dict(same or {})
    olds = {question.name: question for question in before.questions}
    moved = {name.rpartition("/")[2]: name for name in olds}
    orders = ([question.name for question in before.questions], [question.name for question in after.questions])
    kept = [name for name in orders[0] if name in set(orders[1])]
    stay = _longest_in_order(kept, [name for name in orders[1] if name in set(kept)])
    found: list[Compared] = []
    used: set[str] = set()
    for question in after.questions:
        name = said.get(question.name, question.name)
        if name not in olds and (elsewhere := moved.get(question.name.rpartition("/")[2])) is not None:
            name = elsewhere
        old = olds.get(name) if name not in used else None
        if old is None:
            found.append(Compared(None, question, (), ""))
            continue
        used.add(name)
        found.append(_both(before, after, old, question, place=question.name in kept and question.name not in stay))
    return (*found, *(Compared(old, None, (), "") for name, old in olds.items() if name not in used))


def _both(before: Form, after: Form, old: Question, new: Question, *, place: bool) -> Compared:
    what: list[str] = []
    if old.name != new.name:
        what.append("name" if old.name.rpartition("/")[2] != new.name.rpartition("/")[2] else "place")
    elif place:
        what.append("place")
    if old.kind != new.kind or old.in_repeat != new.in_repeat:
        what.append("kind")
    shared = set(old.labels) & set(new.labels)
    if any(old.labels[code] != new.labels[code] for code in shared) or not shared:
        what.append("words")
    olds, news = {c.value: c for c in old.choices}, {c.value: c for c in new.choices}
    added, gone = tuple(v for v in news if v not in olds), tuple(v for v in olds if v not in news)
    what += ["choices-new"] if added else []
    what += ["choices-gone"] if gone else []
    if any(_reworded(olds[value].labels, news[value].labels) for value in olds if value in news):
        what.append("choices-words")
    if old.required != new.required:
        what.append("needed")
    if _condition(before, old) != _condition(after, new):
        what.append("condition")
    apart = "kind" in what or bool(old.choices and new.choices and not set(olds) & set(news))
    careful = {"words", "choices-new", "choices-gone", "choices-words", "condition", "needed"} & set(what)
    return Compared(old, new, tuple(what), APART if apart else CAREFULLY if careful else TOGETHER, added, gone)


def _reworded(old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    return any(old[code] != new[code] for code in set(old) & set(new))


def _condition(form: Form, question: Question) -> str:
    bind = form.binds.get(question.ref)
    source = bind.relevant.source if bind and bind.relevant else ""
    return "".join(source.split())


def _longest_in_order(first: list[str], second: list[str]) -> set[str]:
    """The names that keep their order in both lists, as many as can: the others moved."""
    places = {name: place for place, name in enumerate(second)}
    best: list[list[str]] = [[]]
    for name in first:
        fitting = [one for one in best if not one or places[one[-1]] < places[name]]
        best.append([*sorted(fitting, key=len)[-1], name])
    return set(sorted(best, key=len)[-1])
