"""Answers to an open question as a text to read and mark: one turn a person, with what she agreed to."""

import hashlib
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch, visible
from vises.apps.coding.models import Passage, Text
from vises.apps.coding.queries.codebook import CodeRow, codebook, journey_scope
from vises.apps.coding.queries.passages import PassageRow, passage_rows
from vises.apps.coding.rules import Sentence, between, clean, drawn, in_lanes, units
from vises.apps.coding.services.texts import language_of
from vises.apps.collection.models import Answer, Wave
from vises.apps.collection.queries.said import Turn, open_questions, question_of, said
from vises.apps.instruments.queries import form_of
from vises.kernel.locale import Texts, pick
from vises.kernel.problems import NotFound, Problem

TURNS = 100
"""People on one page: more would be slow to read and to draw."""


@dataclass(frozen=True)
class OpenRow:
    """An open question of a round of answers. `readable`: this actor may read its answers."""

    wave_id: uuid.UUID
    question: str
    labels: Texts
    wave: Texts
    passages: int
    readable: bool


@dataclass(frozen=True)
class TurnRow:
    """What one person wrote. `key` is how a form names it; `uses` what she agreed to."""

    key: str
    language: str
    uses: tuple[str, ...]
    paragraphs: tuple[tuple[Sentence, ...], ...]


@dataclass(frozen=True)
class OpenPage:
    """A page of `turns` of an open question. `seen` tells which turns these are, should some come or go."""

    wave_id: uuid.UUID
    question: str
    labels: Texts
    wave: Texts
    answers: int
    wrote: int
    number: int
    of: int
    turns: tuple[TurnRow, ...]
    sentences: int
    seen: str
    passages: tuple[PassageRow, ...]
    codes: tuple[CodeRow, ...]


def open_rows(actor: Actor, journey_id: uuid.UUID) -> tuple[OpenRow, ...]:
    """The open questions of rounds that somebody answered, in three queries. The caller has checked the journey."""
    rounds = Wave.objects.filter(line__journey_id=journey_id, answers__state=Answer.State.KEPT).distinct()
    mine = rounds if actor.kind == "system" else visible(actor, "words.read", rounds)
    readable = set(mine.values_list("id", flat=True))
    marked: dict[tuple[uuid.UUID, str], int] = {}
    rows = Passage.objects.filter(text__origin__answer__wave__line__journey_id=journey_id)
    for wave_id, place, n in rows.values_list("text__origin__answer__wave_id", "text__origin__question").annotate(
        n=Count("id")
    ):
        key = (wave_id, question_of(place))
        marked[key] = marked.get(key, 0) + n
    return tuple(
        OpenRow(
            wave.id,
            question.name,
            dict(question.labels),
            wave.titles,
            marked.get((wave.id, question.name), 0),
            wave.id in readable,
        )
        for wave in rounds.select_related("version").order_by("created_at")
        for question in open_questions(wave.version)
    )


def open_page(
    actor: Actor, journey_id: uuid.UUID, wave_id: uuid.UUID, question: str, language: str, *, number: int = 1
) -> OpenPage:
    """Answers to an open question, to read and mark. Needs `words.read` for the round's line.

    `language` is that of the labels. Raises NotFound for an unknown round, question or page.
    """
    wave, turns = _turns(actor, journey_id, wave_id, question)
    of = max(1, -(-len(turns) // TURNS))
    if not 1 <= number <= of:
        raise NotFound()
    shown = _shown(turns, number)
    ids = {turn.answer_id for turn in shown}
    about = {row.id: row for row in Answer.objects.filter(pk__in=ids).only("id", "consents", "language")}
    shown = tuple(turn for turn in shown if turn.answer_id in about)
    texts = {
        (text.origin.answer_id, text.origin.question): text
        for text in Text.objects.filter(origin__answer__in=about).select_related("origin").defer("body")
    }
    marked: dict[uuid.UUID, list[Passage]] = {}
    for passage in Passage.objects.filter(text__in=[text.id for text in texts.values()]).select_related(
        "code", "coder", "text"
    ):
        marked.setdefault(passage.text_id, []).append(passage)
    rows, before, here = [], 0, []
    for turn in shown:
        text = texts.get((turn.answer_id, turn.place))
        passages = marked.get(text.id, []) if text else []
        marks = in_lanes((str(p.id), p.start, p.end, pick(p.code.names, language)[0]) for p in passages)
        paragraphs = drawn(clean(turn.words), marks, before)
        before += sum(len(sentences) for sentences in paragraphs)
        here += passages
        answer = about[turn.answer_id]
        spoken = language_of(answer, wave.line.journey.language)
        rows.append(TurnRow(key_of(turn), spoken, tuple(answer.consents), paragraphs))
    asked = form_of(wave.version).question(question)
    return OpenPage(
        wave.id,
        question,
        dict(asked.labels) if asked else {},
        wave.titles,
        Answer.objects.filter(wave=wave, state=Answer.State.KEPT).count(),
        len({turn.answer_id for turn in turns}),
        number,
        of,
        tuple(rows),
        before,
        _seen(shown),
        passage_rows(here),
        codebook(wave.line.journey.scope_id, counts=False),
    )


def place_said(
    actor: Actor,
    journey_id: uuid.UUID,
    wave_id: uuid.UUID,
    question: str,
    *,
    number: int,
    seen: str,
    first: int,
    last: int,
    words: str = "",
) -> tuple[str, int, int]:
    """The turn, and the place in it, from sentence `first` to `last` of a page, or of `words` within them.

    Raises Problem when answers came or went since the page was `seen`, when the sentences are of two people, or
    the words are not in them.
    """
    _, turns = _turns(actor, journey_id, wave_id, question)
    shown = _shown(turns, number)
    if _seen(shown) != seen:
        raise Problem("coding.answers-moved", field="first")
    before = 0
    for turn in shown:
        body = clean(turn.words)
        sentences = len(units(body))
        if before < first <= before + sentences:
            if last > before + sentences:
                raise Problem("coding.two-people", field="last")
            place = between(body, first - before, last - before, words)
            if place is None:
                raise Problem("coding.words-not-found" if words else "coding.passage", field="words")
            return key_of(turn), *place
        before += sentences
    raise Problem("coding.passage", field="first")


def said_of(actor: Actor, journey_id: uuid.UUID, text_id: uuid.UUID) -> tuple[uuid.UUID, str, int] | None:
    """Where a text is read that comes from an answer: its round, question and page; None for a document's text."""
    rows = Text.objects.filter(scope_id=journey_scope(actor, journey_id), origin__answer__isnull=False)
    rows = rows.select_related("origin__answer")
    text = (rows if actor.kind == "system" else visible(actor, "words.read", rows)).filter(pk=text_id).first()
    answer = text.origin.answer if text else None
    if text is None or answer is None:
        return None
    place = text.origin.question
    _, turns = _turns(actor, journey_id, answer.wave_id, question_of(place))
    at = next((n for n, turn in enumerate(turns) if key_of(turn) == f"{answer.id}:{place}"), 0)
    return answer.wave_id, question_of(place), at // TURNS + 1


def key_of(turn: Turn) -> str:
    """How a form names a turn: the answer (a random id) and the place in it."""
    return f"{turn.answer_id}:{turn.place}"


def turn_behind(key: str) -> tuple[uuid.UUID, str]:
    """The answer and the place a form named. Raises NotFound."""
    id_, _, place = key.partition(":")
    try:
        return uuid.UUID(id_), place
    except ValueError:
        raise NotFound() from None


def _turns(actor: Actor, journey_id: uuid.UUID, wave_id: uuid.UUID, question: str) -> tuple[Wave, tuple[Turn, ...]]:
    journey_scope(actor, journey_id)
    rows = Wave.objects.filter(line__journey_id=journey_id).select_related("version", "line__journey__scope")
    wave = rows.get(pk=wave_id) if actor.kind == "system" else fetch(actor, "words.read", rows, pk=wave_id)
    turns = said(wave).get(question)
    if turns is None:
        raise NotFound()
    kept = set(Answer.objects.filter(wave=wave, state=Answer.State.KEPT).values_list("id", flat=True))
    return wave, tuple(turn for turn in turns if turn.answer_id in kept)


def _shown(turns: Collection[Turn], number: int) -> tuple[Turn, ...]:
    return tuple(turns)[(number - 1) * TURNS : number * TURNS]


def _seen(turns: Collection[Turn]) -> str:
    keys = "\n".join(f"{key_of(turn)} {turn.words}" for turn in turns)
    return hashlib.sha256(keys.encode()).hexdigest()[:16]
