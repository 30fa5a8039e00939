"""Walking location paths: axes, node tests, predicates, and what an absolute path means inside a repeat."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from vises.xforms.xpath.tree import Attribute, Context, Node
from vises.xforms.xpath.values import Value, to_boolean

Run = Callable[[Context], Value]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path. `test`: a local name, `*`, `node()` or `text()`."""

    axis: str
    test: str
    predicates: tuple[Run, ...] = ()


def _descendants(node: Node) -> Iterable[Node]:
    for kid in node.kids():
        yield kid
        yield from _descendants(kid)


def _ancestors(node: Node) -> list[Node]:
    found = []
    parent = node.parent
    while parent is not None:
        found.append(parent)
        parent = parent.parent
    return found


def _siblings(node: Node, after: bool) -> list[Node]:
    if node.parent is None:
        return []
    kids = list(node.parent.kids())
    try:
        place = kids.index(node)
    except ValueError:  # the place of a repeat stands just before its instances
        return kids if after else []
    return kids[place + 1 :] if after else kids[:place][::-1]


def _attributes(node: Node) -> list[Node]:
    return [Attribute(name, node, value) for name, value in node.attributes.items()]


AXES: dict[str, Callable[[Node], Iterable[Node]]] = {
    "child": lambda node: node.kids(),
    "descendant": _descendants,
    "descendant-or-self": lambda node: [node, *_descendants(node)],
    "self": lambda node: (node,),
    "parent": lambda node: () if node.parent is None else (node.parent,),
    "ancestor": _ancestors,
    "ancestor-or-self": lambda node: [node, *_ancestors(node)],
    "attribute": _attributes,
    "following-sibling": lambda node: _siblings(node, True),
    "preceding-sibling": lambda node: _siblings(node, False),
}


def walk(context: Context, start: Iterable[Node], steps: Sequence[Step]) -> list[Node]:
    """The nodes that `steps` lead to from `start`, each once, in the order found."""
    nodes = list(start)
    for step in steps:
        nodes = _one_step(context, nodes, step)
        if not nodes:
            break
    return nodes


def _one_step(context: Context, nodes: list[Node], step: Step) -> list[Node]:
    axis, test = AXES[step.axis], step.test
    seen: dict[Node, None] = {}
    looked_at = 1
    for node in nodes:
        for kid in axis(node):
            looked_at += 1
            if kid.name == test or test in ("*", "node()"):
                seen[kid] = None
    context.environment.spend(looked_at)
    found = list(seen)
    for predicate in step.predicates:
        found = filtered(context, found, predicate)
    return found


def filtered(context: Context, nodes: list[Node], predicate: Run) -> list[Node]:
    """Those of `nodes` for which the predicate holds; a number means that place."""
    kept = []
    inner = Context(context.node, context.environment, context.origin, 1, len(nodes))
    for place, node in enumerate(nodes, 1):
        inner.node, inner.position = node, place
        value = predicate(inner)
        holds = value == place if isinstance(value, float) else to_boolean(value)
        if holds:
            kept.append(node)
    return kept


def within_instance(context: Context, nodes: list[Node]) -> list[Node]:
    """Of nodes that an absolute path found, those in the repeat instances around the asking node.

    ODK XForms: a reference to another question of the same repeat means the one beside, not all of them.
    """
    if len(nodes) < 2:
        return nodes
    around = context.origin.scope()
    if not around:
        return nodes
    return [node for node in nodes if _compatible(around, node.scope())]


def _compatible(around: tuple[Node, ...], other: tuple[Node, ...]) -> bool:
    for mine, theirs in zip(around, other, strict=False):
        if mine is not theirs:
            return mine.name != theirs.name or mine.parent is not theirs.parent
    return True
