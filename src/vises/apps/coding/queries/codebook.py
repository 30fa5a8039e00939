"""The coding page: texts, what can be taken in, the codebook with counts, themes by group."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import Count, Q

from vises.analysis.disclosure import INSIDE
from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch, visible
from vises.apps.coding.models import Code, Passage, Text
from vises.apps.coding.rules.codebook import version_of
from vises.apps.coding.rules.gathering import columns
from vises.apps.coding.services.may import may_code, texts_read_apart
from vises.apps.collection.models import Document
from vises.apps.journeys.models import Journey
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound


@dataclass(frozen=True)
class TextRow:
    """A text that may be coded. `readable`: this actor may read its words; `apart`: she reads them apart just now, so
    that `passages` says nothing."""

    id: uuid.UUID
    title: str
    kind: str
    language: str
    group: Texts
    passages: int
    readable: bool
    apart: bool


@dataclass(frozen=True)
class Waiting:
    """A document whose words can be taken in for coding."""

    id: uuid.UUID
    title: str
    kind: str
    agreed: bool


@dataclass(frozen=True)
class CodeRow:
    """A theme with how often it was marked, in how many texts; `depth` under how many other themes it lies."""

    id: uuid.UUID
    names: Texts
    definitions: Texts
    examples: Texts
    memo: str
    parent: uuid.UUID | None
    depth: int
    passages: int
    texts: int

    @property
    def version(self) -> str:
        """What a writer saw: a change of something else meanwhile is not overwritten."""
        return version_of(self.names, self.definitions, self.examples, self.memo, self.parent)


@dataclass(frozen=True)
class Crossing:
    """Themes by group: passages. Groups of fewer than INSIDE people are gathered, with the next larger one where
    even together they are few; there is no crossing where that leaves one column.
    """

    groups: tuple[tuple[Texts, ...], ...]  # what each column counts: one group, or several gathered
    people: tuple[int, ...]
    rows: tuple[tuple[Texts, tuple[int, ...]], ...]


@dataclass(frozen=True)
class CodingPage:
    journey_id: uuid.UUID
    texts: tuple[TextRow, ...]
    waiting: tuple[Waiting, ...]
    codes: tuple[CodeRow, ...]
    crossing: Crossing | None
    may_code: bool
    reads: bool

    @property
    def apart(self) -> bool:
        """Whether the counts leave a text out, because this actor reads it apart just now."""
        return any(text.apart for text in self.texts)


def journey_scope(actor: Actor, journey_id: uuid.UUID) -> uuid.UUID:
    """The scope of a journey that the actor sees, or in which she reads some words. Raises NotFound."""
    scope_id = Journey.objects.filter(pk=journey_id).values_list("scope_id", flat=True).first()
    if scope_id is None:
        raise NotFound()
    if not may_code(actor, scope_id):
        fetch(actor, "journey.view", Journey.objects.all(), pk=journey_id)
    return scope_id


def sees_journey(actor: Actor, journey_id: uuid.UUID) -> bool:
    """Whether the actor sees the journey as a whole, and not words of it alone."""
    return visible(actor, "journey.view", Journey.objects.filter(pk=journey_id)).exists()


def coding_page(actor: Actor, journey_id: uuid.UUID) -> CodingPage:
    """Everything the coding page shows, in a fixed number of queries. Words are not among it.

    Whoever reads a text apart finds it in no count until both are done: a count tells what somebody marked.
    """
    scope_id = journey_scope(actor, journey_id)
    texts = list(
        Text.objects.filter(scope_id=scope_id, origin__answer=None)
        .select_related("origin__document__stakeholder")
        .order_by("created_at")
        .defer("body", "origin__document__text")
    )
    # counted apart: beside its passages, a long text would be read once for each of them
    marked = dict(Passage.objects.filter(text__scope_id=scope_id).values_list("text_id").annotate(n=Count("id")))
    apart = texts_read_apart(actor)
    mine = (
        {text.id for text in texts}
        if actor.kind == "system"
        else set(visible(actor, "words.read", Text.objects.filter(scope_id=scope_id)).values_list("id", flat=True))
    )
    waiting = Document.objects.filter(line__journey_id=journey_id, coded_text=None).defer("text")
    if actor.kind != "system":
        waiting = visible(actor, "words.read", waiting)
    return CodingPage(
        journey_id,
        tuple(_text_row(text, marked.get(text.id, 0), text.id in mine, text.id in apart) for text in texts),
        tuple(Waiting(row.id, row.title, row.kind, "analysis" in row.consents) for row in waiting),
        codebook(scope_id, apart),
        _crossing(scope_id, apart),
        may_code(actor, scope_id),
        bool(mine),
    )


def codebook(scope_id: uuid.UUID, without: Collection[uuid.UUID] = (), *, counts: bool = True) -> tuple[CodeRow, ...]:
    """The themes in order, each followed by those that lie under it. The caller has checked the scope.

    `without` are texts whose passages are not counted: those that the reader reads apart. Without `counts`, which cost
    more the more is marked, they are 0: enough to choose a theme.
    """
    themes = Code.objects.filter(scope_id=scope_id).order_by("order", "created_at")
    if not counts:
        return _in_order(themes, {})
    counted = ~Q(passages__text__in=without) if without else Q()
    # the order is said again: a query that counts leaves the model's own aside
    rows = list(
        themes.annotate(
            marked=Count("passages", filter=Q(passages__doubled=False) & counted),
            among=Count("passages__text", filter=counted, distinct=True),
        )
    )
    return _in_order(rows, {row.id: (row.marked, row.among) for row in rows})


def _in_order(themes: Iterable[Code], counted: Mapping[uuid.UUID, tuple[int, int]]) -> tuple[CodeRow, ...]:
    """Themes, each followed by those that lie under it."""
    under: dict[uuid.UUID | None, list[CodeRow]] = {}
    for row in themes:
        numbers = counted.get(row.id, (0, 0))
        under.setdefault(row.parent_id, []).append(
            CodeRow(row.id, row.names, row.definitions, row.examples, row.memo, row.parent_id, 0, *numbers)
        )
    found: list[CodeRow] = []

    def place(parent: uuid.UUID | None, depth: int) -> None:
        for row in under.get(parent, ()):
            found.append(replace(row, depth=depth))
            place(row.id, depth + 1)

    place(None, 0)
    return tuple(found)


def _text_row(text: Text, marked: int, readable: bool, apart: bool) -> TextRow:
    origin = getattr(text, "origin", None)
    document = origin.document if origin else None
    return TextRow(
        text.id,
        text.title,
        document.kind if document else "answer",
        text.language,
        document.stakeholder.names if document and document.stakeholder else {},
        0 if apart else marked,
        readable,
        apart,
    )


def _crossing(scope_id: uuid.UUID, without: Collection[uuid.UUID]) -> Crossing | None:
    texts = list(
        Text.objects.filter(scope_id=scope_id, origin__document__stakeholder__isnull=False).values_list(
            "id",
            "origin__document__stakeholder_id",
            "origin__document__stakeholder__names",
            "origin__document__people",
        )
    )
    names = {group: label for _, group, label, _ in texts}
    people: Counter[uuid.UUID] = Counter()
    for _, group, _, heard in texts:
        people[group] += heard
    counts: Counter[tuple[uuid.UUID, uuid.UUID]] = Counter()
    marks = Passage.objects.filter(text__scope_id=scope_id, doubled=False).exclude(text__in=without)
    for code, group in marks.values_list("code_id", "text__origin__document__stakeholder_id"):
        counts[code, group] += 1
    apart = columns({group: people[group] for group in names}, INSIDE)
    if not apart:
        return None
    rows = []
    for theme in codebook(scope_id, counts=False):
        cells = tuple(sum(counts[theme.id, group] for group in column) for column in apart)
        rows.append((theme.names, cells))
    return Crossing(
        tuple(tuple(names[group] for group in column) for column in apart),
        tuple(sum(people[group] for group in column) for column in apart),
        tuple(rows),
    )
