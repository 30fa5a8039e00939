"""The live answer sheet: leaves with values, groups, and repeats that grow and shrink."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from vises.xforms.form.model import Bind, ControlDef, RepeatDef, Source
from vises.xforms.xpath import Node

if TYPE_CHECKING:
    from vises.xforms.state.sheet import FormState


class Live(Node):
    """A node of the answer sheet. `ref`: path in the form; `path`: the same with places of repeat instances.

    `repeated`: whether it is a repeat instance or in one; everywhere else `path` is `ref`. `conditional`: whether the
    form says of it, or of something around it, when it counts.
    """

    __slots__ = ("bind", "conditional", "ref", "repeated", "source", "state")

    def __init__(self, state: FormState, source: Source, parent: Node | None) -> None:
        super().__init__(source.name, parent)
        self.state = state
        self.source = source
        self.ref = source.ref
        self.bind: Bind | None = state.form.binds.get(source.ref)
        self.attributes = source.attributes
        self.repeated: bool = isinstance(parent, Live) and parent.repeated
        self.conditional: bool = (self.bind is not None and self.bind.relevant is not None) or (
            isinstance(parent, Live) and parent.conditional
        )

    @property
    def path(self) -> str:
        """ "/data/rep[2]/q": where it stands now."""
        if not self.repeated:
            return self.ref
        above = self.parent.path if isinstance(self.parent, Live) else ""
        return f"{above}/{self.step}"

    @property
    def step(self) -> str:
        """Its own part of the path."""
        return self.name

    def scope(self) -> tuple[Node, ...]:
        return self.parent.scope() if self.parent is not None else ()


class Leaf(Live):
    """A node with a value. `base`: what was stored; what it is worth now is asked from the sheet.

    `calculated`: the last result of its calculation, so that what somebody typed over it stays until that changes.
    `refused`: what was typed and is not of its type.
    """

    __slots__ = ("base", "calculated", "control", "keep_first", "refused")

    def __init__(self, state: FormState, source: Source, parent: Node | None) -> None:
        super().__init__(state, source, parent)
        self.control: ControlDef | None = state.form.controls.get(source.ref)
        self.base = ""
        self.calculated: str | None = None
        self.keep_first = False
        self.refused: str | None = None

    def text(self) -> str:
        return self.state.value_of(self)


class Group(Live):
    """A node with nodes. `members`: leaves, groups and repeats in the order of the form."""

    __slots__ = ("_kids", "members")

    def __init__(self, state: FormState, source: Source, parent: Node | None) -> None:
        super().__init__(state, source, parent)
        self.members: list[Live] = []
        self._kids: list[Node] | None = None

    def kids(self) -> Sequence[Node]:
        if self._kids is None:
            self._kids = [
                node
                for member in self.members
                for node in (member.instances if isinstance(member, Repeat) else (member,))
            ]
        return self._kids

    def changed(self) -> None:
        """Instances came or went: the list of children is made anew."""
        self._kids = None
        self.state.grown()


class Instance(Group):
    """One time of a repeat. Its XPath parent is the node around the repeat."""

    __slots__ = ("repeat",)

    def __init__(self, state: FormState, source: Source, repeat: Repeat) -> None:
        super().__init__(state, source, repeat.parent)
        self.repeat = repeat
        self.repeated = True

    @property
    def place(self) -> int:
        """Which time it is, from 1."""
        return self.repeat.instances.index(self) + 1

    @property
    def step(self) -> str:
        return f"{self.name}[{self.place}]"

    def scope(self) -> tuple[Node, ...]:
        return (*(self.parent.scope() if self.parent is not None else ()), self)


class Repeat(Live):
    """A repeat as a whole: it stands just before its instances."""

    __slots__ = ("definition", "given", "instances", "template")

    def __init__(
        self, state: FormState, source: Source, parent: Group, definition: RepeatDef, given: Sequence[Source]
    ) -> None:
        super().__init__(state, source, parent)
        self.definition = definition
        self.template = source
        self.given = tuple(given)
        self.instances: list[Instance] = []

    def text(self) -> str:
        return ""


def everything(node: Live) -> Iterator[Live]:
    """`node` and all under it, parents first; repeats and their instances too."""
    yield node
    members: Sequence[Live] = ()
    if isinstance(node, Group):
        members = tuple(node.members)
    elif isinstance(node, Repeat):
        members = tuple(node.instances)
    for member in members:
        yield from everything(member)


def without_values(source: Source) -> Source:
    """The structure of an element without its texts: what a repeat adds where the form has no template."""
    return Source(
        source.name,
        source.prefix,
        source.ref,
        "",
        source.attributes,
        source.template,
        tuple(without_values(kid) for kid in source.children),
    )
