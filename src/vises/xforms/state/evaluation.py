"""What nodes are worth, and what holds for them: lazily, each once per change."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from vises.xforms.form.model import ControlDef, Form, ItemDef, ItextEntry, Wording
from vises.xforms.state.codecs import decode
from vises.xforms.state.nodes import Group, Instance, Leaf, Live, Repeat
from vises.xforms.xpath import Environment, Expression, Node
from vises.xforms.xpath.tree import MOST_STEPS

_SEED = uuid.UUID("6f1c9f60-5a7e-4b51-9e0c-0b1de2a4c1d3")


@dataclass(frozen=True, slots=True)
class Option:
    """A choice open now, with its label in the language asked for."""

    value: str
    label: str


class Evaluation:
    """Relevance, calculated values, choices and texts of one answer sheet.

    Nothing is kept across a change: `forget` empties what was worked out, and each node is worked out again when it
    is asked for. A node that asks for itself sees what is stored.
    """

    def __init__(self, form: Form, instance_id: str, language: str, now: dt.datetime) -> None:
        self.form = form
        self.instance_id = instance_id
        self.language = language
        self.document = Node("")
        self.environment = Environment(
            root=self.document,
            instances=form.instances,
            now=now,
            itext=self._itext,
            choice_name=self._choice_name,
            chance=self._chance,
            unique=self._unique,
        )
        self._values: dict[Leaf, str] = {}
        self._relevant: dict[Live, bool] = {}
        self._open: dict[Leaf, tuple[tuple[str, Node | ItemDef], ...]] = {}
        self._options: dict[Leaf, tuple[Option, ...]] = {}

    def forget(self) -> None:
        """Something changed: everything is to be worked out again."""
        self.environment.left = MOST_STEPS
        self._values.clear()
        self._relevant.clear()
        self._open.clear()
        self._options.clear()

    # what holds

    def _holds(self, node: Live, expression: Expression | None, default: bool) -> bool:
        return default if expression is None else expression.truth(node, self.environment)

    def relevant(self, node: Live) -> bool:
        """Whether the node counts: itself and all around it."""
        if not node.conditional:
            return True
        known = self._relevant.get(node)
        if known is not None:
            return known
        self._relevant[node] = True  # what a node that asks for itself sees
        holds = self._around_relevant(node) and self._holds(node, node.bind.relevant if node.bind else None, True)
        self._relevant[node] = holds
        return holds

    def _around_relevant(self, node: Live) -> bool:
        return not isinstance(node.parent, Live) or self.relevant(node.parent)

    def readonly(self, node: Live) -> bool:
        """Whether it may not be changed: itself or something around it is read-only."""
        above = node.repeat if isinstance(node, Instance) else node.parent
        if isinstance(above, Live) and self.readonly(above):
            return True
        return self._holds(node, node.bind.readonly if node.bind else None, False)

    def required(self, node: Live) -> bool:
        """Whether an answer is asked for."""
        return self._holds(node, node.bind.required if node.bind else None, False)

    def constraint_holds(self, leaf: Leaf) -> bool:
        """Whether the value is within its constraint; a blank one always is."""
        if leaf.bind is None or leaf.bind.constraint is None or self.value_of(leaf) == "":
            return True
        return leaf.bind.constraint.truth(leaf, self.environment)

    # values

    def value_of(self, leaf: Leaf) -> str:
        """What the leaf is worth now: empty where it does not count, calculated where it is."""
        known = self._values.get(leaf)
        if known is not None:
            return known
        self._values[leaf] = leaf.base
        value = self._worked_out(leaf)
        self._values[leaf] = value
        return value

    def _worked_out(self, leaf: Leaf) -> str:
        if not self.relevant(leaf):
            leaf.calculated = None
            return ""
        if leaf.bind is not None and leaf.bind.calculate is not None:
            result = decode(leaf.bind.type, leaf.bind.calculate.text(leaf, self.environment))
            if leaf.keep_first:
                leaf.keep_first = False
            elif leaf.calculated != result:
                leaf.base = result
            leaf.calculated = result
        if leaf.control is None or not leaf.base:
            return leaf.base
        return self._among_options(leaf, leaf.control, leaf.base)

    def _among_options(self, leaf: Leaf, control: ControlDef, base: str) -> str:
        """Of a choice only what is open counts; a range keeps to its bounds."""
        if control.tag == "select1":
            return base if base in self.open_values(leaf) else ""
        if control.tag == "select":
            there = self.open_values(leaf)
            return " ".join(value for value in base.split() if value in there)
        if control.tag == "rank":
            order = self.open_values(leaf)
            return " ".join(dict.fromkeys([*(v for v in base.split() if v in order), *order]))
        if control.tag == "range" and control.bounds is not None:
            return base if control.bounds[0] <= float(base) <= control.bounds[1] else ""
        return base

    def open_values(self, leaf: Leaf) -> list[str]:
        """The values of the choices open for this leaf now, in order. Their labels are worded only where shown."""
        return [value for value, _where in self._opened(leaf)]

    def _opened(self, leaf: Leaf) -> tuple[tuple[str, Node | ItemDef], ...]:
        known = self._open.get(leaf)
        if known is not None:
            return known
        control = leaf.control
        if control is None:
            return ()
        if control.itemset is None:
            return control.written
        self._open[leaf] = ()  # what a filter that asks for its own choices sees
        nodes = control.itemset.nodes.nodes(leaf, self.environment)
        found = tuple((control.itemset.value.text(node, self.environment), node) for node in nodes)
        self._open[leaf] = found
        return found

    def options(self, leaf: Leaf) -> tuple[Option, ...]:
        """The choices open for this leaf now, in order, labelled."""
        known = self._options.get(leaf)
        if known is not None:
            return known
        self._options[leaf] = ()  # what a label that asks for its own choices sees
        found = tuple(Option(value, self._option_label(leaf, value, where)) for value, where in self._opened(leaf))
        self._options[leaf] = found
        return found

    def _option_label(self, leaf: Leaf, value: str, where: Node | ItemDef) -> str:
        if isinstance(where, ItemDef):
            return self.words(where.label, leaf) or value
        itemset = leaf.control.itemset if leaf.control is not None else None
        if itemset is None or itemset.label is None:
            return value
        label = itemset.label.text(where, self.environment)
        return (self._itext(label, where) if itemset.label_is_itext else label) or value

    # texts

    def words(self, wording: Wording | None, node: Node) -> str:
        """A label, hint or message in the language of the sheet, with its computed parts."""
        if wording is None:
            return ""
        if wording.itext is not None:
            return self._itext(wording.itext.text(node, self.environment), node)
        return self._joined(wording.parts, node).strip()

    def _joined(self, parts: Sequence[str | Expression], node: Node) -> str:
        return "".join(part if isinstance(part, str) else part.text(node, self.environment) for part in parts)

    def entry(self, key: str) -> ItextEntry | None:
        """The itext entry in the language of the sheet, or in the form's own."""
        for language in (self.language, self.form.default_language, *self.form.languages):
            entry = self.form.itext.get(language, {}).get(key)
            if entry is not None and entry.parts not in ((), ("-",)):
                return entry
        return self.form.itext.get(self.language, {}).get(key)

    def _itext(self, key: str, node: Node | None = None) -> str:
        entry = self.entry(key)
        if entry is None or entry.parts == ("-",):
            return ""
        return self._joined(entry.parts, node or self.document).strip()

    def _choice_name(self, node: Node, value: str) -> str:
        if not isinstance(node, Leaf):
            return ""
        return next((option.label for option in self.options(node) if option.value == value), "")

    # chance, steady for one sheet

    def _salted(self, node: Node) -> str:
        return f"{self.instance_id} {node.path if isinstance(node, Live) else node.name}"

    def _chance(self, node: Node) -> float:
        return int.from_bytes(hashlib.sha256(self._salted(node).encode()).digest()[:6], "big") / 2**48

    def _unique(self, node: Node) -> str:
        return str(uuid.uuid5(_SEED, self._salted(node)))

    def counted(self, repeat: Repeat) -> int | None:
        """How many instances the form asks for; None where people decide, or where the count is blank."""
        if repeat.definition.count is not None:
            number = repeat.definition.count.number(repeat, self.environment)
            return None if number != number else int(min(max(number, 0), 1e6))
        return max(1, len(repeat.given)) if repeat.definition.fixed else None


__all__ = ["Evaluation", "Group", "Option"]
