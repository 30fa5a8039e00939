"""The tree that expressions walk, and what surrounds an evaluation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from vises.xforms.problems import FormProblem

MOST_STEPS = 5_000_000
"""Nodes that may be looked at before a form counts as impossible to compute (some seconds of work)."""


class Node:
    """An element. Secondary instances use it as it is; the answer sheet has its own kind with live values."""

    __slots__ = ("attributes", "children", "content", "name", "parent")

    def __init__(self, name: str, parent: Node | None = None, content: str = "") -> None:
        self.name = name
        self.parent = parent
        self.children: list[Node] = []
        self.content = content
        self.attributes: Mapping[str, str] = {}

    def kids(self) -> Sequence[Node]:
        """Its elements, in order."""
        return self.children

    def text(self) -> str:
        """Its value: its own text, or the texts of what it holds."""
        kids = self.kids()
        return "".join(kid.text() for kid in kids) if kids else self.content

    def scope(self) -> tuple[Node, ...]:
        """Repeat instances around it, outermost first (none in secondary instances)."""
        return ()


class Attribute(Node):
    """An attribute, as a node of its own while a path is walked."""

    __slots__ = ()


@dataclass(slots=True)
class Environment:
    """What functions may ask for while an expression is evaluated.

    `now` carries the zone in which dates are read and today() is meant. `chance` gives a number in [0, 1) and is
    steady for one answer sheet, so that a page drawn twice shows the same.
    """

    root: Node
    instances: Mapping[str, Node] = field(default_factory=dict)
    now: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))
    itext: Callable[[str], str] = lambda key: ""
    choice_name: Callable[[Node, str], str] = lambda node, value: ""
    chance: Callable[[Node], float] = lambda node: 0.5
    unique: Callable[[Node], str] = lambda node: ""
    left: int = MOST_STEPS

    def spend(self, nodes: int) -> None:
        """Count nodes looked at. Raises `FormProblem` form-too-slow when a form asks for more than is reasonable."""
        self.left -= nodes
        if self.left < 0:
            raise FormProblem("form-too-slow")


@dataclass(slots=True)
class Context:
    """Where evaluation stands: the node, its place in the current list, and the node it all started from."""

    node: Node
    environment: Environment
    origin: Node
    position: int = 1
    size: int = 1
