"""Raw words of a questionnaire: read by those whom the plan names, and by nobody else."""

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch, visible
from vises.apps.collection.models import Answer, Wave
from vises.apps.collection.queries.receipt import answered
from vises.apps.collection.queries.said import Turn, open_questions, said
from vises.apps.instruments.queries import form_of
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound
from vises.xforms import FormProblem, check_answer, to_row

MOST_SHOWN = 200  # of what people wrote under one question: a page that can be read


@dataclass(frozen=True)
class Readable:
    """A round of answers that this person may read one by one."""

    id: uuid.UUID
    titles: Texts
    looks_at: Texts
    answers: int


@dataclass(frozen=True)
class Said:
    """What one person wrote. `uses`: what she agreed to for it ("quote", "public")."""

    text: str
    uses: tuple[str, ...]
    language: str


@dataclass(frozen=True)
class Open:
    """An open question with what people wrote under it, in no order of theirs; `more` than that is not shown."""

    name: str
    labels: Texts
    said: tuple[Said, ...]
    more: int


@dataclass(frozen=True)
class Words:
    """The open questions of a round."""

    wave_id: uuid.UUID
    journey_id: uuid.UUID
    titles: Texts
    answers: int
    questions: tuple[Open, ...]


@dataclass(frozen=True)
class OneAnswer:
    """One answer in words. `number` is a place in an order that says nothing of when it came.

    `doubtful` counts values that do not fit the questionnaire: they are kept as they came.
    """

    number: int
    of: int
    titles: Texts
    rows: tuple[tuple[str, str], ...]
    uses: tuple[str, ...]
    door: str
    language: str
    doubtful: int


def readable(actor: Actor, journey_id: uuid.UUID) -> tuple[Readable, ...]:
    """The rounds of a journey whose answers this person may read. Raises NotFound when there is none."""
    rows = visible(actor, "words.read", Wave.objects.filter(line__journey_id=journey_id)).select_related("line")
    found = tuple(
        Readable(row.id, row.titles, row.line.looks_at, _kept(row).count()) for row in rows.order_by("created_at")
    )
    if not found:
        raise NotFound()
    return found


def with_rounds(actor: Actor) -> frozenset[uuid.UUID]:
    """The journeys where this person may read answers of some round."""
    return frozenset(visible(actor, "words.read", Wave.objects.all()).values_list("line__journey_id", flat=True))


def words_said(actor: Actor, wave_id: uuid.UUID) -> Words:
    """What people wrote under each open question. Needs `words.read` for the plan line."""
    wave = _wave(actor, wave_id)
    turns = said(wave)
    about = {id_: (uses, language) for id_, uses, language in _kept(wave).values_list("id", "consents", "language")}

    heard = {name: [turn for turn in found if turn.answer_id in about] for name, found in turns.items()}

    def words(turn: Turn) -> Said:
        uses, language = about[turn.answer_id]
        return Said(turn.words, tuple(uses), language)

    questions = tuple(
        Open(
            question.name,
            dict(question.labels),
            tuple(words(turn) for turn in heard[question.name][:MOST_SHOWN]),
            max(0, len(heard[question.name]) - MOST_SHOWN),
        )
        for question in open_questions(wave.version)
    )
    return Words(wave.id, wave.line.journey_id, wave.titles, len(about), questions)


def one_answer(actor: Actor, wave_id: uuid.UUID, number: int, language: str) -> OneAnswer:
    """The answer at a place, from 1 on, in the words of the questionnaire. Needs `words.read`.

    Raises NotFound past the last.
    """
    wave = _wave(actor, wave_id)
    rows = _kept(wave)
    of = rows.count()
    if not 1 <= number <= of:
        raise NotFound()
    answer = rows[number - 1]
    form = form_of(wave.version)
    told = answer.language if answer.language in form.languages else language
    return OneAnswer(
        number,
        of,
        wave.titles,
        answered(form, _without_code(wave, to_row(form, answer.xml)), told),
        tuple(answer.consents),
        answer.door,
        told,
        _doubtful(wave, answer),
    )


def _without_code(wave: Wave, row: dict[str, str]) -> dict[str, str]:
    """What was answered, without the parts of the code: whoever knows somebody must not find her by them."""
    return {name: value for name, value in row.items() if name not in wave.version.pairing}


def _doubtful(wave: Wave, answer: Answer) -> int:
    try:
        return len(check_answer(form_of(wave.version), answer.xml))
    except FormProblem:
        return 1


def _wave(actor: Actor, wave_id: uuid.UUID) -> Wave:
    return fetch(actor, "words.read", Wave.objects.select_related("version", "line"), pk=wave_id)


def _kept(wave: Wave) -> QuerySet[Answer]:
    """By hash: an order that does not tell who came first."""
    return Answer.objects.filter(wave=wave, state=Answer.State.KEPT).order_by("sha256")
