"""A text that two people read apart: one's own marks while it goes on, both beside each other once they are done."""

import uuid
from dataclasses import dataclass
from typing import Literal

from vises.analysis.estimates.agreement import Agreement
from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.coding.models import ReadingApart, Text
from vises.apps.coding.queries.codebook import codebook, journey_scope
from vises.apps.coding.queries.passages import PassageRow
from vises.apps.coding.queries.reading import TextPage, drawn_part
from vises.apps.coding.rules import Part, in_lanes, units
from vises.apps.coding.services.apart import compared, readers_of, sentences_of
from vises.kernel.locale import Texts, pick

State = Literal["none", "mine", "waiting", "others", "compare", "ended"]


@dataclass(frozen=True)
class ThemeRow:
    """Sentences that both, or one of the two, marked with a theme."""

    names: Texts
    both: int
    first: int
    second: int
    agreement: Agreement | None


@dataclass(frozen=True)
class GroupRow:
    """Marks with one theme that touch each other: the words that the one and the other marked."""

    key: str
    names: Texts
    agreed: bool
    settled: bool
    first: tuple[str, ...]
    second: tuple[str, ...]
    around: str


@dataclass(frozen=True)
class ApartPage:
    """`page` holds the words while one's own reading goes on; `themes` and `groups` are empty until both are done."""

    state: State
    text_id: uuid.UUID
    title: str
    language: str
    sentences: int
    readers: tuple[tuple[uuid.UUID, str], ...] = ()
    reading_id: uuid.UUID | None = None
    first: str = ""
    second: str = ""
    compared: int = 0
    page: TextPage | None = None
    whole: Agreement | None = None
    themes: tuple[ThemeRow, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    one_of_two: bool = False

    @property
    def waiting(self) -> tuple[GroupRow, ...]:
        """What to talk about: marked in different ways, and nobody said yet what becomes of it."""
        return tuple(row for row in self.groups if not row.agreed and not row.settled)


def apart_page(actor: Actor, journey_id: uuid.UUID, text_id: uuid.UUID, language: str) -> ApartPage:
    """The latest reading apart of a text, as this actor may see it. Needs `words.read` for its line."""
    scope_id = journey_scope(actor, journey_id)
    text = fetch(actor, "words.read", Text.objects.filter(scope_id=scope_id), pk=text_id)
    rows = ReadingApart.objects.filter(text=text).select_related("first", "second")
    reading = rows.filter(ended_at=None).first() or rows.first()
    readers = tuple((id_, name) for id_, name in readers_of(text).items() if id_ != actor.id)
    last = len(units(text.body))
    if reading is None:
        return ApartPage("none", text.id, text.title, text.language, last, readers)
    reading.text = text
    one = actor.id == reading.first_id
    one_of_two = actor.id is not None and actor.id in {reading.first_id, reading.second_id}
    both_done = reading.first_done_at is not None and reading.second_done_at is not None
    state: State
    if reading.ended_at is not None:
        state = "ended" if both_done else "none"
    elif both_done:
        state = "compare"
    elif not one_of_two:
        state = "others"
    else:
        state = "waiting" if (reading.first_done_at if one else reading.second_done_at) else "mine"
    shown = state in {"compare", "ended"}
    names = {row.id: row.names for row in codebook(scope_id, counts=False)}
    beside = compared(reading) if shown else None
    settled = {str(id_) for id_ in reading.marks.filter(settled=True).values_list("id", flat=True)} if shown else set()
    return ApartPage(
        state,
        text.id,
        text.title,
        text.language,
        last,
        readers,
        reading.id,
        reading.first.name if reading.first else "",
        reading.second.name if reading.second else "",
        len(sentences_of(reading)),
        _own(reading, one, scope_id, language) if state == "mine" else None,
        beside.whole if beside else None,
        tuple(
            ThemeRow(names.get(row.theme, {}), row.both, row.first, row.second, row.agreement)
            for row in (beside.themes if beside else ())
        ),
        tuple(
            GroupRow(
                group.key,
                names.get(group.theme, {}),
                group.agreed,
                group.key in settled,
                tuple(text.body[mark.start : mark.end] for mark in group.of(first=True)),
                tuple(text.body[mark.start : mark.end] for mark in group.of(first=False)),
                text.body[group.start : group.end],
            )
            for group in (beside.groups if beside else ())
        ),
        one_of_two,
    )


def _own(reading: ReadingApart, first: bool, scope_id: uuid.UUID, language: str) -> TextPage:
    """The stretch with one's own marks, and nobody else's."""
    text = reading.text
    marks = list(reading.marks.filter(first=first).select_related("code"))
    before = len(units(text.body[: reading.start]))
    part = Part(reading.start, reading.end, before, text.body.count("\n", 0, reading.start))
    lanes = in_lanes((str(m.id), m.start, m.end, pick(m.code.names, language)[0]) for m in marks)
    paragraphs = drawn_part(text, part, lanes)
    rows = tuple(
        PassageRow(
            mark.id,
            text.id,
            text.title,
            text.language,
            mark.code_id,
            mark.code.names,
            mark.start,
            text.body[mark.start : mark.end],
            "",
            "",
            False,
        )
        for mark in marks
    )
    return TextPage(
        text.id,
        text.title,
        text.language,
        "",
        {},
        None,
        text.hash,
        1,
        1,
        paragraphs,
        before + sum(len(sentences) for sentences in paragraphs),
        rows,
        codebook(scope_id, counts=False),
        apart=True,
    )
