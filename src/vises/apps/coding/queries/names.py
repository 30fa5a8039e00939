"""What could give somebody away in a text, and its key: for readers of its words who keep the key."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from vises.apps.access.actor import Actor
from vises.apps.access.models import Membership
from vises.apps.access.rules import Role
from vises.apps.access.services import allows, fetch, visible
from vises.apps.coding.models import Pseudonym, PseudonymUse, Text
from vises.apps.coding.queries.codebook import journey_scope
from vises.apps.coding.rules.names import KINDS, next_free, same_name
from vises.apps.coding.services.names import keepers, keeps_key
from vises.kernel.problems import NotFound
from vises.platform.sealed import unseal
from vises.texts.names import find

AROUND = 40
"""Characters shown on either side of a name."""
SHOWN = 40
"""Places of one name that are shown; all of them can be replaced."""


@dataclass(frozen=True)
class Place:
    """One place of a name, with what stands around it."""

    start: int
    end: int
    before: str
    words: str
    after: str


@dataclass(frozen=True)
class Proposal:
    """A name, with all its places. `stands` is the pseudonym it has already; `next` what it would get."""

    key: str
    kind: str
    words: str
    sure: bool
    stands: str
    next: str
    places: tuple[Place, ...]

    @property
    def shown(self) -> tuple[Place, ...]:
        """As many places as a page shows."""
        return self.places[:SHOWN]


@dataclass(frozen=True)
class KeyRow:
    """A line of the key. `name` is None where the installation's secret changed."""

    id: uuid.UUID
    kind: str
    name: str | None
    stands: str
    here: int
    texts: int


@dataclass(frozen=True)
class Person:
    """A reader of the plan line who keeps the key, or may be let in."""

    id: uuid.UUID
    name: str
    keeps: bool


@dataclass(frozen=True)
class NamesPage:
    """`keeps`: this actor may see names and replace them. Where not, `proposals` and `key` are empty."""

    text_id: uuid.UUID
    title: str
    language: str
    seen: str
    answer: bool
    reads: bool
    keeps: bool
    keepers: tuple[str, ...]
    decides: bool
    people: tuple[Person, ...]
    proposals: tuple[Proposal, ...]
    key: tuple[KeyRow, ...]
    passed_over: tuple[str, ...]


def names_page(actor: Actor, journey_id: uuid.UUID, text_id: uuid.UUID) -> NamesPage:
    """Proposals and the key of one text. Needs `words.read`, or `journey.open` to say who keeps the key; what it shows
    of the text needs the key too.
    """
    scope_id = journey_scope(actor, journey_id)
    rows = Text.objects.filter(scope_id=scope_id).select_related("origin")
    opens = actor.kind == "system" or allows(actor, "journey.open", scope_id)
    text = rows.filter(pk=text_id).first() if opens else fetch(actor, "words.read", rows, pk=text_id)
    if text is None or text.detail is None:
        raise NotFound()
    keeps = keeps_key(actor, text)
    decides = keeps or opens
    reads = keeps or not opens or visible(actor, "words.read", rows.filter(pk=text_id)).exists()
    uses = list(PseudonymUse.objects.filter(text=text)) if keeps else []
    of_line = Pseudonym.objects.filter(scope_id=scope_id, detail=text.detail).prefetch_related("uses")
    known = list(of_line) if keeps else []
    answer = text.origin.document_id is None
    return NamesPage(
        text.id,
        text.title,
        text.language,
        text.hash,
        answer,
        reads,
        keeps,
        keepers(scope_id, text.detail),
        decides,
        _people(scope_id, text.detail) if decides else (),
        tuple(_proposals(text, known, uses)) if keeps and not answer else (),
        tuple(_key(known, uses)),
        tuple(text.passed_over) if keeps else (),
    )


def places_of(body: str, words: str) -> tuple[tuple[int, int], ...]:
    """Where these words stand in a text as whole words, in small or large letters."""
    parts = words.split()
    if not parts:
        return ()
    wanted = r"[ \u00a0]".join(re.escape(part) for part in parts)
    return tuple(found.span() for found in re.finditer(rf"(?<!\w){wanted}(?!\w)", body, re.IGNORECASE))


def own_places(actor: Actor, text_id: uuid.UUID, words: str) -> tuple[tuple[int, int], ...]:
    """Where words that somebody typed stand in a text. Needs `words.read`."""
    rows = Text.objects.all()
    text = rows.get(pk=text_id) if actor.kind == "system" else fetch(actor, "words.read", rows, pk=text_id)
    return places_of(text.body, words)


def _proposals(text: Text, known: list[Pseudonym], uses: list[PseudonymUse]) -> Iterator[Proposal]:
    """Names by kind, those that come most often first; what has a pseudonym already, and what was passed over, not."""
    body = text.body
    stands = {row.pk: row.stands for row in known}
    done = [(start, start + len(stands[use.pseudonym_id])) for use in uses for start in use.starts]
    found: dict[str, tuple[str, bool, list[tuple[int, int]]]] = {}
    has = {}
    taken: list[tuple[int, int]] = list(done)
    for row in known:
        name = unseal(row.sealed)
        if name is None:
            continue
        key = f"{row.kind}:{same_name(name)}"
        has[key] = row.stands
        for start, end in places_of(body, name):
            if _apart(start, end, taken):
                found.setdefault(key, (row.kind, True, []))[2].append((start, end))
                taken.append((start, end))
    for one in find(body):
        key = f"{one.kind}:{same_name(body[one.start : one.end])}"
        if key.split(":", 1)[1] in text.passed_over or not _apart(one.start, one.end, taken):
            continue
        kind, sure, places = found.get(key, (str(one.kind), one.sure, []))
        found[key] = (kind, sure or one.sure, [*places, (one.start, one.end)])
    free = set(stands.values())
    order = sorted(found.items(), key=lambda item: (KINDS.index(item[1][0]), not item[1][1], -len(item[1][2]), item[0]))
    for key, (kind, sure, places) in order:
        stand = has.get(key, "")
        new = "" if stand else next_free(kind, text.language, free)
        free.add(new)
        shown = tuple(_place(body, start, end) for start, end in sorted(places))
        yield Proposal(key, kind, shown[0].words, sure, stand, new, shown)


def _apart(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return all(end <= one or start >= other for one, other in taken)


def _place(body: str, start: int, end: int) -> Place:
    first = body.rfind("\n", 0, start) + 1
    last = body.find("\n", end)
    last = len(body) if last < 0 else last
    before = body[max(first, start - AROUND) : start]
    after = body[end : min(last, end + AROUND)]
    return Place(
        start,
        end,
        ("…" if start - AROUND > first else "") + before,
        body[start:end],
        after + ("…" if end + AROUND < last else ""),
    )


def _key(known: list[Pseudonym], uses: list[PseudonymUse]) -> Iterator[KeyRow]:
    here = {use.pseudonym_id: len(use.starts) for use in uses}
    for row in sorted(known, key=lambda row: (KINDS.index(row.kind), row.created_at)):
        yield KeyRow(row.pk, row.kind, unseal(row.sealed), row.stands, here.get(row.pk, 0), len(row.uses.all()))


def _people(scope_id: uuid.UUID, line_id: uuid.UUID) -> tuple[Person, ...]:
    held = Membership.objects.filter(scope_id=scope_id, detail=line_id, role__in=[Role.READER, Role.KEEPER])
    rows = list(held.order_by("created_at").values_list("user_id", "user__name", "role"))
    keeping = {id_ for id_, _, role in rows if role == Role.KEEPER}
    return tuple(Person(id_, name, id_ in keeping) for id_, name in dict.fromkeys((id_, name) for id_, name, _ in rows))
