"""The parts of a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from vises.xforms.xpath import Expression, Node

UNKNOWN_LANGUAGE = "und"
"""The language of a form that does not say which (BCP 47: undetermined)."""
METADATA = {
    "deviceid",
    "phonenumber",
    "simserial",
    "subscriberid",
    "username",
    "email",
    "start",
    "end",
    "today",
    "audit",
}
"""Names that XLSForm gives to what the device notes by itself."""
META_METADATA = ("audit", "userID", "deviceID", "timeStart", "timeEnd", "instanceName")
"""The same within `meta`."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose: what is stored, and how it reads per language."""

    value: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as tables and analyses need it: flat, without the live state.

    `name`: path without the root ("group/question", "rep/question"); `ref`: path with it ("/data/group/question").
    `kind`: one, several, rank, scale, number, text, date, note, other. `type`: the stored type (string, int,
    decimal, date, time, dateTime, geopoint, geotrace, geoshape, barcode, binary). `control`: how it is asked (input,
    select1, select, rank, range, upload, trigger). `choices`: those of the form, before any filter. `scale`: start,
    end and step of a range. `media`: kind of media to its address in the form, or the type of file an upload takes.
    """

    name: str
    ref: str
    kind: str
    type: str
    control: str
    labels: Mapping[str, str]
    hints: Mapping[str, str]
    choices: tuple[Choice, ...]
    required: bool
    appearance: str
    in_repeat: bool
    media: Mapping[str, str]
    scale: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """A label, hint or message: texts and computed parts, or an itext key (itself perhaps computed)."""

    parts: tuple[str | Expression, ...] = ()
    itext: Expression | None = None


@dataclass(frozen=True, slots=True)
class ItextEntry:
    """One text of one language: its parts, and media by kind (image, audio, video)."""

    parts: tuple[str | Expression, ...]
    media: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bind:
    """What holds for a node. An expression that is None is the default (relevant, not required, editable)."""

    ref: str
    type: str = "string"
    relevant: Expression | None = None
    required: Expression | None = None
    readonly: Expression | None = None
    constraint: Expression | None = None
    calculate: Expression | None = None
    constraint_message: Wording | None = None
    required_message: Wording | None = None
    preload: str = ""
    preload_params: str = ""


@dataclass(frozen=True, slots=True)
class ItemDef:
    """A choice written in the control."""

    value: str
    label: Wording | None


@dataclass(frozen=True, slots=True)
class ItemsetDef:
    """Choices taken from a list: which nodes, and where each keeps value and label."""

    nodes: Expression
    value: Expression
    label: Expression | None
    label_is_itext: bool
    list_id: str


@dataclass(frozen=True, slots=True)
class ControlDef:
    """A question of the body."""

    ref: str
    tag: str
    appearance: str
    label: Wording | None
    hint: Wording | None
    items: tuple[ItemDef, ...] = ()
    itemset: ItemsetDef | None = None
    bounds: tuple[float, float, float] | None = None
    mediatype: str = ""
    written: tuple[tuple[str, ItemDef], ...] = field(init=False, repr=False, compare=False)
    """The choices written in it, by value."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "written", tuple((item.value, item) for item in self.items))


@dataclass(frozen=True, slots=True)
class GroupDef:
    """A group of the body; `ref` is empty where it only frames."""

    ref: str
    appearance: str
    label: Wording | None
    children: tuple[BodyPart, ...]


@dataclass(frozen=True, slots=True)
class RepeatDef:
    """A part that may be answered several times. `count`: how often, where the form decides."""

    ref: str
    appearance: str
    label: Wording | None
    count: Expression | None
    fixed: bool
    children: tuple[BodyPart, ...]


BodyPart = ControlDef | GroupDef | RepeatDef


@dataclass(frozen=True, slots=True)
class Source:
    """An element of the answer sheet as the form has it, with its default."""

    name: str
    prefix: str
    ref: str
    text: str
    attributes: Mapping[str, str]
    template: bool
    children: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class SetValue:
    """A value set when something happens. `trigger`: the question whose change fires it, where one does."""

    ref: str
    events: frozenset[str]
    value: Expression | None
    text: str
    trigger: str = ""


@dataclass(frozen=True)
class Form:
    """A parsed form. `titles` and all labels are per language; `languages` has "und" where the form names none.

    `noted`: refs of what the device writes by itself (when, where, with which telephone), asked of nobody.
    `untranslated`: per language, how many texts it lacks that another has.
    """

    id: str
    version: str
    titles: Mapping[str, str]
    languages: tuple[str, ...]
    language_names: Mapping[str, str]
    default_language: str
    questions: tuple[Question, ...]
    body: tuple[BodyPart, ...]
    root: Source
    namespaces: Mapping[str, str]
    binds: Mapping[str, Bind]
    repeats: Mapping[str, RepeatDef]
    controls: Mapping[str, ControlDef]
    itext: Mapping[str, Mapping[str, ItextEntry]]
    instances: Mapping[str, Node]
    set_values: tuple[SetValue, ...]
    noted: frozenset[str]
    untranslated: Mapping[str, int] = field(default_factory=dict)

    def question(self, name: str) -> Question | None:
        """The question of that name ("group/question") or ref."""
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> Mapping[str, Question]:
        return {key: question for question in self.questions for key in (question.name, question.ref)}

    @cached_property
    def takes_files(self) -> bool:
        """Whether some question asks for a picture, a sound or a file."""
        return any(question.control == "upload" for question in self.questions)

    @cached_property
    def has_media(self) -> bool:
        """Whether pictures, sounds or films stand beside its questions or choices."""
        return any(entry.media for texts in self.itext.values() for entry in texts.values())

    @cached_property
    def steady(self) -> bool:
        """Whether every sheet shows the same questions, whatever is answered: nothing is conditional or repeated."""
        return not self.repeats and all(bind.relevant is None for bind in self.binds.values())

    @cached_property
    def plain(self) -> bool:
        """Whether no value depends on another: no condition, repeat, calculation or list of choices that is worked
        out. What is worth what then needs no order."""
        calculated = any(bind.calculate is not None for bind in self.binds.values())
        return self.steady and not calculated and all(part.itemset is None for part in self.controls.values())

    @cached_property
    def not_kept(self) -> frozenset[str]:
        """Refs of what is never kept of an answer: what the device notes, also under the usual names."""
        top = self.root.ref
        usual = {f"{top}/{name}" for name in METADATA} - set(self.controls)
        return self.noted | usual | {f"{top}/meta/{name}" for name in META_METADATA}

    @cached_property
    def used_namespaces(self) -> Mapping[str, str]:
        """The namespaces that the answer sheet uses, by prefix."""
        used = _prefixes(self.root)
        return {prefix: uri for prefix, uri in self.namespaces.items() if prefix in used}

    def sources(self) -> Iterator[Source]:
        """Every element of the answer sheet, parents first, each ref once."""
        seen: set[str] = set()
        waiting = [self.root]
        while waiting:
            source = waiting.pop(0)
            if source.ref not in seen:
                seen.add(source.ref)
                yield source
            waiting = [*source.children, *waiting]


def _prefixes(source: Source) -> set[str]:
    found = {source.prefix} - {""}
    for kid in source.children:
        found |= _prefixes(kid)
    return found
