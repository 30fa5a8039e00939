"""The same answer sheet with one question a screen: for large screens, and for whoever reads with effort."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vises.xforms.form.model import BodyPart, ControlDef, GroupDef
from vises.xforms.state.nodes import Leaf
from vises.xforms.state.pages import Page, shown
from vises.xforms.state.sheet import FormState

_ROOM = 1000  # keys of the questions within one part of the form


class OneByOne(FormState):
    """A `FormState` whose pages hold one question each, with the notes before it; a repeat stays together."""

    def pages(self) -> list[Page]:
        """The questions open now, in order; keys are steady."""
        found: list[Page] = []
        for place, part in enumerate(self.form.body, 1):
            title = part if isinstance(part, GroupDef) else None
            notes: list[BodyPart] = []
            for number, one in enumerate(_flat([part]), 1):
                standing = list(shown(self, [one], self.root))
                if not standing:
                    continue
                notes.append(one)
                if _is_note(self, one):
                    continue
                found.append(self._page(place * _ROOM + number, notes, title))
                notes = []
            if notes:
                found.append(self._page(place * _ROOM + _ROOM - 1, notes, title))
        return found

    def _page(self, key: int, parts: Sequence[BodyPart], title: GroupDef | None) -> Page:
        leaves = (leaf for leaf in shown(self, parts, self.root) if isinstance(leaf, Leaf))
        return Page(self, f"p{key}", tuple(parts), tuple(self.name_of(leaf) for leaf in leaves), title)


def _flat(parts: Sequence[BodyPart]) -> Iterator[BodyPart]:
    """Questions and repeats, without the groups around them."""
    for part in parts:
        if isinstance(part, GroupDef):
            yield from _flat(part.children)
        else:
            yield part


def _is_note(state: FormState, part: BodyPart) -> bool:
    question = state.form.question(part.ref) if isinstance(part, ControlDef) else None
    return question is not None and question.kind == "note"
