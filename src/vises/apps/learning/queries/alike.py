"""What several enterprises asked in the same words, counted together: never one enterprise, never a few people.

Counted are the answers of people who agreed to it, of the newest round in which each enterprise asked the question.
"""

import uuid
from collections import defaultdict
from dataclasses import dataclass

from vises.analysis.disclosure import INSIDE, protect
from vises.analysis.summaries import QuestionSpec, Summary, summarise
from vises.apps.access.actor import Actor
from vises.apps.collection.models import Answer, Wave
from vises.apps.instruments.bank import BankQuestion, recognised
from vises.apps.instruments.queries import form_of
from vises.apps.learning.services.may import programme_for
from vises.kernel.locale import Texts
from vises.platform.figures.asked import spec_of
from vises.xforms import rows_of

ENTERPRISES = 3
"""Fewer are not counted together."""
LARGEST_SHARE = 0.85
"""Of the answers, how many may come from one enterprise."""
USE = "together"


@dataclass(frozen=True)
class Together:
    """A question of the bank with its answers from several enterprises, as they may be shown."""

    question: BankQuestion
    enterprises: int
    summary: Summary


@dataclass(frozen=True)
class AskedAlike:
    """`waiting` are questions that were asked, by too few enterprises or people so far."""

    programme_id: uuid.UUID
    names: Texts
    together: tuple[Together, ...]
    waiting: tuple[BankQuestion, ...]


def asked_alike(actor: Actor, programme_id: uuid.UUID) -> AskedAlike:
    """For whoever reads what the programme learns; three queries. Raises NotFound."""
    programme = programme_for(actor, programme_id)
    waves = [
        wave
        for wave in Wave.objects.filter(line__journey__participation__programme=programme)
        .select_related("version", "line__journey")
        .order_by("created_at")
        if USE in wave.consent_uses
    ]
    asking = {wave.id: recognised(form_of(wave.version)) for wave in waves}
    newest: dict[tuple[str, uuid.UUID], tuple[Wave, str]] = {}
    for wave in waves:  # the newest round of an enterprise counts: else the same people would count twice
        for name, question in asking[wave.id].items():
            if question.type != "text":
                newest[question.id, wave.line.journey.enterprise_id] = (wave, name)
    columns = _columns([wave for wave, _name in newest.values()], asking)
    together, waiting = [], []
    known = {question.id: question for found in asking.values() for question in found.values()}
    for id_, question in known.items():
        asked = [(wave, columns.get((wave.id, name), [])) for (one, _e), (wave, name) in newest.items() if one == id_]
        if not asked:
            continue
        shown = _together(question, asked)
        if shown is None:
            waiting.append(question)
        else:
            together.append(shown)
    return AskedAlike(programme.id, programme.names, tuple(together), tuple(waiting))


def _columns(
    waves: list[Wave], asking: dict[uuid.UUID, dict[str, BankQuestion]]
) -> dict[tuple[uuid.UUID, str], list[str | None]]:
    """What people who agreed answered, by round and question: read once."""
    row_of = {wave.id: rows_of(form_of(wave.version)) for wave in waves}
    found: dict[tuple[uuid.UUID, str], list[str | None]] = defaultdict(list)
    rows = Answer.objects.filter(wave__in=list(row_of), state=Answer.State.KEPT).values_list("wave", "xml", "consents")
    for wave, xml, consents in rows.iterator(chunk_size=2000):
        if USE in consents:
            row = row_of[wave](xml)
            for name in asking[wave]:
                found[wave, name].append(row.get(name) or None)
    return found


def _together(question: BankQuestion, asked: list[tuple[Wave, list[str | None]]]) -> Together | None:
    enough = [(wave, column) for wave, column in asked if sum(cell is not None for cell in column) >= INSIDE]
    sizes = [sum(cell is not None for cell in column) for _wave, column in enough]
    if len(enough) < ENTERPRISES or max(sizes) > LARGEST_SHARE * sum(sizes):
        return None
    sensitive = question.sensitive or any(question.name in wave.version.sensitive for wave, _column in enough)
    summary = protect(
        summarise(_spec(question, enough[0][0]), [c for _w, column in enough for c in column]), False, sensitive
    )
    return None if summary.hidden else Together(question, len(enough), summary)


def _spec(question: BankQuestion, wave: Wave) -> QuestionSpec:
    """The question in the words of the bank, read as a round has it."""
    form = form_of(wave.version)
    asked = next(one for one in form.questions if one.name.rpartition("/")[2] == question.name)
    spec = spec_of(form, asked)
    words = {code: dict(question.answers(code)) for code in question.words}
    choices = tuple(
        (value, {code: said[value] for code, said in words.items() if value in said} or labels)
        for value, labels in spec.choices
    )
    return QuestionSpec(question.name, spec.kind, question.words, choices)
