"""Words that resemble the passages of a theme and are not marked with it: proposed, never marked by themselves.

Alike by the words they share, within one language; and, where the installation has a sentence model, by what they mean,
in whichever language. The two rankings are fused by their places.
"""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Length, StrIndex
from django.db.models.lookups import GreaterThan

from vises.apps.access.actor import Actor
from vises.apps.access.services import visible
from vises.apps.coding.models import Code, Passage, Refusal, Text, TextStems
from vises.apps.coding.queries.codebook import journey_scope
from vises.apps.coding.rules import Unit, units
from vises.apps.coding.rules.around import around
from vises.apps.coding.services.may import texts_read_apart
from vises.apps.methodology.nearness import nearness
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound
from vises.platform import sentences
from vises.texts.sentences import fused
from vises.texts.similar import Near, nearest, profile, telling
from vises.texts.stems import shelf_of, spoken

SHOWN = 10
"""Proposals on a page: the nearest ones."""
LEARNT = 300
"""Passages of a theme from which its words are learnt: the latest ones."""
TEXTS = 40
READ = 800_000
"""Texts and characters that one look reads, some 250 pages: where there are more, those that share most."""
ASKED = 12
"""Stems of a theme by which texts are chosen where there are more than TEXTS."""
TOGETHER = 3
"""Sentences that follow each other and are proposed as one passage."""
LEAST = 3
"""Telling words of a sentence whose meaning is compared: shorter ones are like many others."""
AROUND = 160
"""Characters shown on either side."""


@dataclass(frozen=True)
class Proposal:
    """Words that resemble a theme's. `seen` is the hash of their text, `shared` words that make them alike, `like` the
    words of the theme that mean much the same, in `like_language`."""

    text_id: uuid.UUID
    title: str
    language: str
    kind: str
    group: Texts
    seen: str
    start: int
    end: int
    before: str
    words: str
    after: str
    shared: tuple[str, ...]
    likeness: float
    like: str = ""
    like_language: str = ""


@dataclass(frozen=True)
class SimilarPage:
    """Proposals for a theme. `learnt`: passages that the actor reads and from which they come; `like`: the words of
    the one passage asked for; `refused`: what was said not to belong there; `meaning`: whether a model looked too."""

    code_id: uuid.UUID
    names: Texts
    definitions: Texts
    learnt: int
    like: str
    refused: int
    texts: int
    proposals: tuple[Proposal, ...]
    meaning: bool = False


def similar_page(
    actor: Actor, journey_id: uuid.UUID, code_id: uuid.UUID, *, like: uuid.UUID | None = None
) -> SimilarPage:
    """Uncoded words that resemble those of a theme (or one passage of it), in the texts that the actor reads and whose
    people agree to analysis. A fixed number of queries.

    Raises NotFound for a theme, or a passage, that there is not.
    """
    code = theme_here(actor, journey_id, code_id)
    scope_id = code.scope_id
    rows = Text.objects.filter(scope_id=scope_id)
    mine = _agreed(rows if actor.kind == "system" else visible(actor, "words.read", rows), texts_read_apart(actor))
    passages = Passage.objects.filter(code=code, doubled=False).order_by("-created_at")
    marked = [row for row in passages if row.text_id in mine]
    refused = [row for row in Refusal.objects.filter(code=code) if row.text_id in mine]
    sources = [row for row in marked if like is None or row.id == like][:LEARNT]
    if like is not None and not sources:
        raise NotFound()
    read = _read({row.text_id for row in sources}, READ)
    heard: dict[str, list[str]] = {}
    for row in sources:
        if row.text_id in read and row.end <= len(read[row.text_id].body):
            text = read[row.text_id]
            heard.setdefault(spoken(text.language), []).append(text.body[row.start : row.end])
    said = next((words[0] for words in heard.values()), "") if like else ""
    if like is None:
        for spelled in (code.definitions, code.examples):
            for language, words in spelled.items():
                heard.setdefault(spoken(language), []).append(words)
    left = READ - sum(len(text.body) for text in read.values())
    read |= _read(_chosen(mine, scope_id, read, heard) - set(read), left)
    taken: dict[uuid.UUID, list[tuple[int, int]]] = {}
    there = [(row.text_id, (row.start, row.end)) for row in marked] + [
        (row.text_id, (row.start, row.end)) for row in refused
    ]
    for text_id, place in there:
        taken.setdefault(text_id, []).append(place)
    found = [
        proposal
        for language, words in heard.items()
        for proposal in _proposed([t for t in read.values() if spoken(t.language) == language], language, words, taken)
    ]
    found.sort(key=lambda one: -one.likeness)
    return SimilarPage(
        code.id,
        dict(code.names),
        dict(code.definitions),
        len(sources),
        said,
        len(refused),
        len(mine),
        tuple(_both(found, _meant(list(read.values()), heard, taken))[:SHOWN]),
        sentences.given(),
    )


def theme_here(actor: Actor, journey_id: uuid.UUID, code_id: uuid.UUID) -> Code:
    """A theme of this journey's codebook. Raises NotFound."""
    code = Code.objects.filter(pk=code_id, scope_id=journey_scope(actor, journey_id)).first()
    if code is None:
        raise NotFound()
    return code


def _agreed(rows: QuerySet[Text], apart: frozenset[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Texts whose people agree to analysis as of now, without those that the actor reads blind."""
    consents = rows.values_list("id", "origin__document__consents", "origin__answer__consents")
    agreed = {id_ for id_, document, answer in consents if "analysis" in (*(document or ()), *(answer or ()))}
    return frozenset(agreed - apart)


def _read(ids: Collection[uuid.UUID], most: int) -> dict[uuid.UUID, Text]:
    """Texts with their words, short ones first; those beyond `most` characters in all are left out, or cut."""
    rows = Text.objects.filter(pk__in=ids).annotate(size=Length("body")).order_by("size", "id")
    wanted: dict[uuid.UUID, int] = {}
    for id_, size in rows.values_list("id", "size")[:TEXTS]:
        if most > 0:
            wanted[id_] = min(size, most)
            most -= size
    found = Text.objects.select_related("origin__document__stakeholder").in_bulk(list(wanted))
    for text in found.values():
        text.body = text.body[: wanted[text.id]]
    return found


def _chosen(
    mine: frozenset[uuid.UUID], scope_id: uuid.UUID, read: Mapping[uuid.UUID, Text], heard: Mapping[str, Sequence[str]]
) -> frozenset[uuid.UUID]:
    """The texts to look in: all, or where there are many those that share most of what the theme's words tell."""
    if len(mine) <= TEXTS:
        return mine
    has = Q(pk__in=[])
    for language, words in heard.items():
        around = [one for text in read.values() if spoken(text.language) == language for one in _sentences(text)]
        told = profile([telling(one, language) for one in words], [telling(one, language) for _, one in around])
        for stem in sorted(told, key=lambda one: -told[one])[:ASKED]:
            has |= Q(GreaterThan(StrIndex("words", Value(f" {stem} ")), 0), shelf=shelf_of(stem, language))
    rows = TextStems.objects.filter(has, scope_id=scope_id).order_by().values_list("text_id")
    ranked = rows.annotate(n=Count("id")).order_by("-n", "text_id")
    return frozenset([id_ for id_, _ in ranked if id_ in mine][:TEXTS])


def _sentences(text: Text) -> list[tuple[Unit, str]]:
    return [(unit, text.body[unit.start : unit.end]) for unit in units(text.body)]


def _proposed(
    texts: Sequence[Text], language: str, words: Sequence[str], taken: Mapping[uuid.UUID, Sequence[tuple[int, int]]]
) -> list[Proposal]:
    """Sentences of texts in one language that resemble these words, neighbours together, without what is taken."""
    all_of_them = [(text, unit, telling(sentence, language)) for text in texts for unit, sentence in _sentences(text)]
    told = [sentence for _, _, sentence in all_of_them]
    near = {
        one.number: one
        for one in nearest(profile([telling(one, language) for one in words], told), told)
        if not _is_taken(taken.get(all_of_them[one.number][0].id, ()), all_of_them[one.number][1])
    }
    places = [(text, unit) for text, unit, _ in all_of_them]
    return [_proposal(run, *places[run[0].number], places[run[-1].number][1].end) for run in _neighbours(near, places)]


def _meant(
    texts: Sequence[Text], heard: Mapping[str, Sequence[str]], taken: Mapping[uuid.UUID, Sequence[tuple[int, int]]]
) -> list[Proposal]:
    """Sentences that mean much the same as some words of the theme, the nearest first; none without a model."""
    model = sentences.model()
    said = [(language, words) for language, all_of_it in heard.items() for words in all_of_it]
    places = [
        (text, unit)
        for text in texts
        for unit, sentence in _sentences(text)
        if len(telling(sentence, spoken(text.language))) >= LEAST
    ]
    if model is None or not said or not places:
        return []
    floors = nearness(len(said))
    floor = np.array(
        [[floors.of(language, one) for one, _ in said] for language in (spoken(t.language) for t, _ in places)]
    )
    vectors = model.vectors([text.body[unit.start : unit.end] for text, unit in places])
    margins = vectors @ model.vectors([words for _, words in said]).T - floor
    nearest_to = margins.argmax(axis=1)
    near = {
        number: Near(number, float(margin), ())
        for number, margin in enumerate(margins.max(axis=1))
        if margin >= 0 and not _is_taken(taken.get(places[number][0].id, ()), places[number][1])
    }
    found = []
    for run in _neighbours(near, places):
        best = max(run, key=lambda one: one.likeness)
        language, words = said[nearest_to[best.number]]
        made = _proposal(run, *places[run[0].number], places[run[-1].number][1].end)
        found.append(replace(made, like=words, like_language=language))
    return sorted(found, key=lambda one: -one.likeness)


def _both(by_words: Sequence[Proposal], by_meaning: Sequence[Proposal]) -> list[Proposal]:
    """Both rankings as one; where they propose the same place, it is told as the first does, with both reasons."""
    known = {(one.text_id, one.start): one for one in by_words}
    second = []
    for one in by_meaning:
        same = (w for w in by_words if w.text_id == one.text_id and w.start < one.end and one.start < w.end)
        twin = next(same, one)
        key = twin.text_id, twin.start
        known[key] = replace(known.get(key, twin), like=one.like, like_language=one.like_language)
        second.append(key)
    order = fused([(one.text_id, one.start) for one in by_words], dict.fromkeys(second))
    return [known[key] for key in order]


def _is_taken(places: Sequence[tuple[int, int]], unit: Unit) -> bool:
    return any(start < unit.end and end > unit.start for start, end in places)


def _neighbours(near: Mapping[int, Near], places: Sequence[tuple[Text, Unit]]) -> list[list[Near]]:
    """What follows each other in a paragraph, together."""
    found: list[list[Near]] = []
    for number in sorted(near):
        text, unit = places[number]
        before, last = places[number - 1]
        together = found and found[-1][-1].number == number - 1
        if together and before.id == text.id and last.paragraph == unit.paragraph and len(found[-1]) < TOGETHER:
            found[-1].append(near[number])
        else:
            found.append([near[number]])
    return found


def _proposal(run: Sequence[Near], text: Text, first: Unit, end: int) -> Proposal:
    origin = getattr(text, "origin", None)
    document = origin.document if origin else None
    body, start = text.body, first.start
    before, after = around(body, start, end, AROUND)
    return Proposal(
        text.id,
        text.title,
        text.language,
        document.kind if document else "answer",
        document.stakeholder.names if document and document.stakeholder else {},
        text.hash,
        start,
        end,
        before,
        body[start:end],
        after,
        tuple(dict.fromkeys(word for near in run for word in near.shared)),
        max(near.likeness for near in run),
    )
