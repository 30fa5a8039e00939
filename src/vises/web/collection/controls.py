"""How each kind of question is drawn without JavaScript."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from vises.xforms import Control, GroupView, InstanceView, RepeatView

RADIOS_UP_TO = 12
PICTURED_UP_TO = 100
"""Choices with pictures or sounds stand open, as a menu shows none; more of them would be no list to choose from."""
MOST_COLUMNS = 7
"""Answers of a grid; with more of them its columns would be too narrow, and its rows stand as questions."""
INPUTS = {
    "int": ("text", "numeric"),
    "decimal": ("text", "decimal"),
    "date": ("date", ""),
    "time": ("time", ""),
    "dateTime": ("datetime-local", ""),
    "geopoint": ("text", ""),
    "geotrace": ("text", ""),
    "geoshape": ("text", ""),
    "barcode": ("text", ""),
}
ACCEPT = {"image/*": "image/jpeg,image/png", "audio/*": "audio/*", "video/*": "video/*"}


@dataclass(frozen=True)
class Drawn:
    """A control with the way it is drawn: note, radios, scale, menu, boxes, places, tick, area, file, input."""

    control: Control
    how: str
    type: str = "text"
    mode: str = ""
    accept: str = ""
    value: str = ""
    steps: tuple[str, ...] = ()
    file: str = ""  # the name of a file sent with an earlier page
    show_error: bool = False

    @property
    def choices(self) -> list[tuple[str, str, bool, str]]:
        """Value, label, whether chosen, and an id for each choice."""
        control = self.control
        return [(c.value, c.label, c.chosen, f"{control.html_id}-{n}") for n, c in enumerate(control.choices, 1)]

    @property
    def smileys(self) -> bool:
        """Whether whoever wrote the questionnaire asked for faces: only then are they drawn, never for other scales."""
        return self.how == "scale" and "smileys" in self.control.question.appearance and len(self.control.choices) > 1

    @property
    def step_choices(self) -> list[tuple[str, bool, str]]:
        return [(step, step == self.value, f"{self.control.html_id}-{n}") for n, step in enumerate(self.steps, 1)]

    @property
    def places(self) -> list[tuple[int, str, str]]:
        """For a ranking: place, what is chosen for it, and its id."""
        chosen = [*self.control.values, *[""] * len(self.control.choices)]
        return [(n, chosen[n - 1], f"{self.control.html_id}-{n}") for n in range(1, len(self.control.choices) + 1)]


@dataclass(frozen=True)
class Section:
    """A group or one time of a repeat on the page."""

    label: str
    parts: tuple["Part", ...]
    remove: str = ""  # the value of the button that takes this time away


@dataclass(frozen=True)
class Repeated:
    """A repeat: its times, and the button to add one."""

    label: str
    sections: tuple[Section, ...]
    add: str = ""


@dataclass(frozen=True)
class Grid:
    """Questions with the same answers, one below the other. `columns`: their labels, `label`: what stands above."""

    label: str
    columns: tuple[str, ...]
    rows: tuple[Drawn, ...]


Part = Drawn | Section | Repeated | Grid


def draw(
    nodes: tuple[Control | GroupView | RepeatView, ...],
    *,
    errors: bool,
    files: dict[str, str],
    pictured: Collection[str] = (),
) -> tuple[Part, ...]:
    """What stands on a page, ready for its template. `errors` shows what is to be mended; `pictured`: names of the
    questions whose choices have something beside them."""
    return _Page(errors, files, pictured).parts(nodes)


@dataclass(frozen=True)
class _Page:
    errors: bool
    files: dict[str, str]
    pictured: Collection[str]

    def parts(self, nodes: tuple[Control | GroupView | RepeatView, ...]) -> tuple[Part, ...]:
        return tuple(in_grids([self.part(node) for node in nodes]))

    def part(self, node: Control | GroupView | RepeatView) -> Part:
        if isinstance(node, Control):
            return drawn(node, self.errors, self.files, pictured=node.question.name in self.pictured)
        if isinstance(node, GroupView):
            return Section(node.label, self.parts(node.nodes))
        times = tuple(self.time(node, one) for one in node.instances)
        return Repeated(node.label, times, f"add:{node.ref}" if node.may_add else "")

    def time(self, repeat: RepeatView, one: InstanceView) -> Section:
        remove = f"remove:{repeat.ref}:{one.index}" if repeat.may_remove else ""
        label = one.label or repeat.label
        return Section(f"{label} {one.index}".strip(), self.parts(one.nodes), remove)


def drawn(control: Control, errors: bool, files: dict[str, str], *, pictured: bool = False) -> Drawn:
    """One control. A question that one may only read is a note; choices that are `pictured` stand open."""
    question = control.question
    tag, kind = question.control, question.type
    value, wrong = control.value, errors and control.error is not None
    if question.kind == "note" or (control.readonly and not control.choices):
        return Drawn(control, "note", value="" if control.choices else control.value)
    if tag == "select1":
        few = len(control.choices) <= RADIOS_UP_TO and "minimal" not in question.appearance
        few = few or (pictured and len(control.choices) <= PICTURED_UP_TO)
        how = "scale" if few and "likert" in question.appearance else "radios" if few else "menu"
        return Drawn(control, how, value=value, show_error=wrong)
    if tag in {"select", "rank"}:
        return Drawn(control, "boxes" if tag == "select" else "places", value=value, show_error=wrong)
    if tag == "trigger":
        return Drawn(control, "tick", value=value, show_error=wrong)
    if tag == "upload":
        accept = ACCEPT.get(question.media.get("accept", ""), "")
        return Drawn(control, "file", accept=accept, file=files.get(control.ref, ""), value=value, show_error=wrong)
    if tag == "range" and (steps := _steps(control)):
        return Drawn(control, "range", steps=steps, value=value, show_error=wrong)
    if kind == "string" and "multiline" in question.appearance:
        return Drawn(control, "area", value=value, show_error=wrong)
    type_, mode = INPUTS.get(kind, ("text", ""))
    if type_ == "text" and "numbers" in question.appearance:
        mode = "numeric"
    return Drawn(control, "input", type_, mode, value=value, show_error=wrong)


def in_grids(parts: Iterable[Part]) -> Iterator[Part]:
    """Rows that follow each other and have the same answers become one grid; its head is no question of its own."""
    head, rows = None, list[Drawn]()

    def finished() -> Iterator[Part]:
        columns = tuple(choice.label for choice in rows[0].control.choices) if rows else ()
        label = head.control.label.strip() if head else ""
        if len(rows) > 1 and len(columns) <= MOST_COLUMNS:
            yield Grid(label, columns, tuple(rows))
        else:
            yield from ([head] if head and label else [])
            yield from rows

    for part in parts:
        row = isinstance(part, Drawn) and part.how in {"radios", "boxes"} and _looks(part, "list-nolabel")
        if isinstance(part, Drawn) and row and (not rows or _alike(rows[0], part)):
            rows.append(part)
            continue
        yield from finished()
        head, rows = None, []
        if isinstance(part, Drawn) and part.how == "note" and part.control.choices:
            head = part
        elif isinstance(part, Drawn) and row:
            rows = [part]
        else:
            yield part
    yield from finished()


def _looks(drawn: Drawn, word: str) -> bool:
    return word in drawn.control.question.appearance.split()


def _alike(first: Drawn, other: Drawn) -> bool:
    said = [[(choice.value, choice.label) for choice in one.control.choices] for one in (first, other)]
    return first.how == other.how and said[0] == said[1]


def _steps(control: Control) -> tuple[str, ...]:
    scale = control.question.scale
    if scale is None or not scale[2]:
        return ()
    start, end, step = scale
    count = int(abs((end - start) / step)) + 1
    return tuple(f"{start + n * step:g}" for n in range(count)) if count <= RADIOS_UP_TO else ()


def all_drawn(parts: tuple[Part, ...]) -> Iterator[Drawn]:
    """Every control, also those in groups and repeats: for the summary of errors."""
    for part in parts:
        if isinstance(part, Drawn):
            yield part
        elif isinstance(part, Grid):
            yield from part.rows
        elif isinstance(part, Section):
            yield from all_drawn(part.parts)
        else:
            for section in part.sections:
                yield from all_drawn(section.parts)
