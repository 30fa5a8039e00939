"""What a page shows: controls in order, groups, repeats, and what must still be mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vises.xforms.form.model import BodyPart, ControlDef, GroupDef, Question, RepeatDef, Wording
from vises.xforms.state.evaluation import Evaluation
from vises.xforms.state.nodes import Group, Instance, Leaf, Live, Repeat

if TYPE_CHECKING:
    from vises.xforms.state.sheet import FormState


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """What to mend. `ref`: name of the question ("rep[2]/q"); `code`: required, constraint or type.

    `message`: the form's own words in the language of the sheet, or empty: then the page words the code.
    """

    ref: str
    code: str
    message: str = ""
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ControlChoice:
    """A choice as shown."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Control:
    """A question as shown now.

    `name` (also `ref`) is its HTML name. `value`: the text to show in an input (also one that was refused);
    `values`: what is chosen. `error`: what is wrong with it, None where nothing is.
    """

    ref: str
    question: Question
    label: str
    hint: str
    value: str
    values: tuple[str, ...]
    choices: tuple[ControlChoice, ...]
    required: bool
    readonly: bool
    relevant: bool
    error: AnswerProblem | None
    media: Mapping[str, str] = field(default_factory=dict)
    is_control: bool = True
    is_repeat: bool = False

    @property
    def name(self) -> str:
        """The name of its field."""
        return self.ref

    @property
    def name_for_html(self) -> str:
        """The name of its field."""
        return self.ref

    @property
    def html_id(self) -> str:
        """An id that HTML and selectors bear."""
        return "q-" + self.ref.replace("/", "-").replace("[", "-").replace("]", "").replace(".", "_")


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group within a page."""

    ref: str
    label: str
    appearance: str
    nodes: tuple[View, ...]
    is_control: bool = False
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class InstanceView:
    """One time of a repeat; `index` from 1."""

    ref: str
    index: int
    label: str
    nodes: tuple[View, ...]


@dataclass(frozen=True, slots=True)
class RepeatView:
    """A repeat within a page. `may_add`, `may_remove`: False where the form decides the number."""

    ref: str
    label: str
    instances: tuple[InstanceView, ...]
    may_add: bool
    may_remove: bool
    is_control: bool = False
    is_repeat: bool = True


View = Control | GroupView | RepeatView


class Page:
    """A page: `key` is steady while the sheet changes (pages come and go), `names` are those of its questions.

    `label` (which may be empty) and `nodes` are worded when they are first looked at: whoever only goes on to the
    next page, or sends, reads none of them.
    """

    __slots__ = ("_parts", "_seen", "_state", "_title", "key", "names")

    def __init__(
        self, state: FormState, key: str, parts: Sequence[BodyPart], names: tuple[str, ...], title: GroupDef | None
    ) -> None:
        self.key = key
        self.names = names
        self._state = state
        self._parts = parts
        self._title = title
        self._seen: tuple[View, ...] | None = None

    @property
    def label(self) -> str:
        """What stands above it."""
        return "" if self._title is None else _label(self._state, self._title, self._state.root)

    @property
    def nodes(self) -> tuple[View, ...]:
        """What stands on it."""
        if self._seen is None:
            self._seen = _views(self._state, self._parts, self._state.root)
        return self._seen

    def controls(self) -> Iterator[Control]:
        """Every control on it, also in groups and repeats."""
        return _controls(self.nodes)

    def __eq__(self, other: object) -> bool:
        """The same page, showing the same."""
        return isinstance(other, Page) and (self.key, self.label, self.nodes) == (other.key, other.label, other.nodes)

    __hash__ = None  # type: ignore[assignment]


def _controls(nodes: Sequence[View]) -> Iterator[Control]:
    for node in nodes:
        if isinstance(node, Control):
            yield node
        elif isinstance(node, GroupView):
            yield from _controls(node.nodes)
        else:
            for instance in node.instances:
                yield from _controls(instance.nodes)


def pages_of(state: FormState) -> list[Page]:
    """The pages with something to show."""
    if not state.form.steady:
        return [Page(state, *outline) for outline in _outlines(state)]
    known = state.form.__dict__.get("_outlines")  # the same for every sheet of the form
    if known is None:
        known = state.form.__dict__["_outlines"] = tuple(_outlines(state))
    return [Page(state, *outline) for outline in known]


Outline = tuple[str, Sequence[BodyPart], tuple[str, ...], GroupDef | None]
"""A page without its words: key, parts, names of its questions, and the group whose label stands above."""


def _outlines(state: FormState) -> Iterator[Outline]:
    loose: list[BodyPart] = []

    def outline(place: int, parts: Sequence[BodyPart], title: GroupDef | None = None) -> Iterator[Outline]:
        standing = list(shown(state, parts, state.root))
        if standing:
            names = tuple(state.name_of(leaf) for leaf in standing if isinstance(leaf, Leaf))
            yield f"p{place}", tuple(parts), names, title

    for place, part in enumerate(state.form.body, 1):
        if isinstance(part, ControlDef):
            loose.append(part)
            continue
        if loose:
            yield from outline(place - len(loose), loose)
            loose = []
        if isinstance(part, GroupDef):
            yield from outline(place, part.children if _standing(state, part, state.root) else (), part)
        else:
            yield from outline(place, [part])
    if loose:
        yield from outline(len(state.form.body) - len(loose) + 1, loose)


def _standing(state: FormState, part: BodyPart, around: Live) -> Live | None:
    """The node of a part, where it is there and counts; for a group that only frames, what is around it."""
    node = _at(around, part.ref) if part.ref else around
    return node if node is not None and state.relevant(node) else None


def shown(state: FormState, parts: Sequence[BodyPart], around: Live) -> Iterator[Leaf | Repeat]:
    """The questions and repeats that `_views` would draw."""
    for part in parts:
        node = _standing(state, part, around)
        if node is None:
            continue
        if isinstance(part, GroupDef):
            yield from shown(state, part.children, around)
        elif isinstance(part, ControlDef):
            if isinstance(node, Leaf):
                yield node
        elif isinstance(node, Repeat):
            yield node
            for instance in node.instances:
                if state.relevant(instance):
                    yield from shown(state, part.children, instance)


def _label(state: Evaluation, part: GroupDef, around: Live) -> str:
    return state.words(part.label, _at(around, part.ref) or around)


def _at(around: Live, ref: str) -> Live | None:
    """The node of that ref at or under `around`, without entering other repeat instances."""
    if not ref or around.ref == ref:
        return around if ref else None
    if isinstance(around, Group) and ref.startswith(f"{around.ref}/"):
        for member in around.members:
            if ref == member.ref:
                return member
            if isinstance(member, Group) and ref.startswith(f"{member.ref}/"):
                return _at(member, ref)
    return None


def _views(state: FormState, parts: Sequence[BodyPart], around: Live) -> tuple[View, ...]:
    found: list[View] = []
    for part in parts:
        view = _view(state, part, around)
        if view is not None:
            found.append(view)
    return tuple(found)


def _view(state: FormState, part: BodyPart, around: Live) -> View | None:
    node = _standing(state, part, around)
    if node is None:
        return None
    if isinstance(part, ControlDef):
        return _control(state, part, node) if isinstance(node, Leaf) else None
    if isinstance(part, RepeatDef):
        return _repeat(state, part, node) if isinstance(node, Repeat) else None
    nodes = _views(state, part.children, around)
    if not nodes:
        return None
    return GroupView(state.name_of(node) if part.ref else "", _label(state, part, around), part.appearance, nodes)


def _repeat(state: FormState, part: RepeatDef, repeat: Repeat) -> RepeatView:
    free = part.count is None and not part.fixed and not state.readonly(repeat)
    return RepeatView(
        ref=state.name_of(repeat),
        label=state.words(part.label, repeat),
        instances=tuple(_instance(state, part, instance) for instance in repeat.instances if state.relevant(instance)),
        may_add=free,
        may_remove=free,
    )


def _instance(state: FormState, part: RepeatDef, instance: Instance) -> InstanceView:
    label = state.words(part.label, instance)
    return InstanceView(state.name_of(instance), instance.place, label, _views(state, part.children, instance))


def _media(state: Evaluation, wording: Wording | None, leaf: Leaf) -> Mapping[str, str]:
    if wording is None or wording.itext is None:
        return {}
    entry = state.form.itext.get(state.language, {}).get(wording.itext.text(leaf, state.environment))
    return entry.media if entry else {}


def _control(state: FormState, part: ControlDef, leaf: Leaf) -> Control:
    question = state.form.question(leaf.ref)
    assert question is not None
    value = state.value_of(leaf)
    chosen = (
        tuple(value.split()) if part.tag in {"select", "rank"} else (value,) if part.tag == "select1" and value else ()
    )
    problem = problem_of(state, leaf)
    return Control(
        ref=state.name_of(leaf),
        question=question,
        label=state.words(part.label, leaf),
        hint=state.words(part.hint, leaf),
        value=value if leaf.refused is None else leaf.refused,
        values=chosen,
        choices=tuple(ControlChoice(o.value, o.label, o.value in chosen) for o in state.options(leaf)),
        required=state.required(leaf),
        readonly=state.readonly(leaf),
        relevant=True,
        error=problem,
        media=_media(state, part.label, leaf),
    )


def problem_of(state: FormState, leaf: Leaf) -> AnswerProblem | None:
    """What is wrong with a leaf: its type, then its constraint, then that it is missing."""
    if not state.relevant(leaf):
        return None
    bind = leaf.bind
    if leaf.refused is not None:
        kind = bind.type if bind else "string"
        return AnswerProblem(state.name_of(leaf), "type", "", {"type": kind, "found": leaf.refused[:100]})
    if bind is None:
        return None
    if not state.constraint_holds(leaf):
        return AnswerProblem(state.name_of(leaf), "constraint", state.words(bind.constraint_message, leaf))
    if bind.required is not None and state.value_of(leaf) == "" and state.required(leaf):
        return AnswerProblem(state.name_of(leaf), "required", state.words(bind.required_message, leaf))
    return None
