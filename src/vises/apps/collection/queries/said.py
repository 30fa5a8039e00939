"""What people wrote under open questions, turn by turn, in an order that says nothing of when it came."""

import functools
import hashlib
import uuid
from dataclasses import dataclass

from vises.apps.collection.models import Answer, Wave
from vises.apps.instruments.models import InstrumentVersion
from vises.apps.instruments.queries import form_of
from vises.xforms import Question, rows_of


@dataclass(frozen=True)
class Turn:
    """What one person wrote in one place. `place` is the question, numbered where it is asked several times
    ("visit[2]/told")."""

    answer_id: uuid.UUID
    place: str
    words: str


def open_questions(version: InstrumentVersion) -> tuple[Question, ...]:
    """The questions that are answered in words, in their order; not those of a pairing code, which nobody reads."""
    return tuple(
        question
        for question in form_of(version).questions
        if question.kind == "text" and question.name not in version.pairing
    )


def question_of(place: str) -> str:
    """The name of the question that stands at this place of an answer."""
    return "/".join(step.partition("[")[0] for step in place.split("/"))


def said(wave: Wave) -> dict[str, tuple[Turn, ...]]:
    """By open question, what people wrote there, sorted by the hash of their answers. Kept in memory until an
    answer comes or goes: the caller has checked `words.read`."""
    rows = Answer.objects.filter(wave=wave, state=Answer.State.KEPT).order_by("sha256")
    manifest = hashlib.sha256("\n".join(rows.values_list("sha256", flat=True)).encode()).hexdigest()
    turns = _said(_Keyed(wave), manifest)
    return {name: said for name, said in turns.items() if name not in wave.version.pairing}  # nobody reads a code


class _Keyed:
    """A wave that compares by id, so that its turns can be kept."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave

    def __hash__(self) -> int:
        return hash(self.wave.id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and other.wave.id == self.wave.id


@functools.lru_cache(maxsize=8)
def _said(keyed: _Keyed, manifest: str) -> dict[str, tuple[Turn, ...]]:
    form = form_of(keyed.wave.version)
    found: dict[str, list[Turn]] = {question.name: [] for question in open_questions(keyed.wave.version)}
    rows = Answer.objects.filter(wave=keyed.wave, state=Answer.State.KEPT).order_by("sha256")
    row_of = rows_of(form)
    for id_, xml in rows.values_list("id", "xml").iterator(chunk_size=2000) if found else ():
        for place, words in row_of(xml).items():
            if words.strip() and question_of(place) in found:
                found[question_of(place)].append(Turn(id_, place, words.strip()))
    return {name: tuple(turns) for name, turns in found.items()}
