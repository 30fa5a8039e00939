"""Results as pages read them: protected for the journey's own circle."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from vises.analysis.disclosure import protect
from vises.analysis.summaries import Summary
from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch, visible
from vises.apps.collection.models import Wave
from vises.apps.datasets.models import Analysis, Dataset
from vises.apps.datasets.pairing import move_labels
from vises.apps.datasets.services import summary_of
from vises.apps.datasets.values import values_of
from vises.apps.instruments.queries import form_of
from vises.apps.journeys.models import Journey
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound
from vises.platform.figures.asked import spec_of, specs_of
from vises.xforms import Form, Question


@dataclass(frozen=True)
class WaveLine:
    """A wave in the list of results."""

    id: uuid.UUID
    titles: Texts
    looks_at: Texts
    answers: int
    invited: int | None
    group_size: int | None
    closed: bool


@dataclass(frozen=True)
class Asked:
    """A question with its protected summary. `words` when it was answered in words."""

    name: str
    labels: Texts
    kind: str
    summary: Summary
    words: bool


@dataclass(frozen=True)
class WaveResults:
    """All results of a wave."""

    wave: WaveLine
    journey_id: uuid.UUID
    line_id: uuid.UUID
    questions: tuple[Asked, ...]
    grouping: tuple[tuple[str, Texts], ...]
    by: str
    may_read_words: bool


@dataclass(frozen=True)
class Citable:
    """Something that was asked and can be cited by a finding; `answer` and `in_group` name what is cited of it."""

    id: uuid.UUID
    wave_id: uuid.UUID
    wave: Texts
    name: str
    question: Texts
    by: str
    category: str
    group: str
    answer: Texts
    in_group: Texts
    other_id: uuid.UUID | None = None  # the earlier round, where it is a change of the same people


@dataclass(frozen=True)
class Revision:
    """A frozen state of the data. `because`: asked, withdrawal or correction."""

    number: int
    size: int
    because: str
    made_at: datetime
    hash: str


def waves(actor: Actor, journey_id: uuid.UUID) -> tuple[WaveLine, ...]:
    """The waves of a journey. Needs `journey.view`."""
    journey = fetch(actor, "journey.view", Journey.objects.all(), pk=journey_id)
    rows = Wave.objects.filter(line__journey=journey).select_related("line", "version").order_by("created_at")
    return tuple(_line(row, len(values_of(row).hashes)) for row in rows)


def _line(row: Wave, answers: int) -> WaveLine:
    return WaveLine(
        row.id, row.titles, row.line.looks_at, answers, row.invited, row.group_size, row.closed_at is not None
    )


def wave_results(actor: Actor, wave_id: uuid.UUID, *, by: str = "", only: str = "") -> WaveResults:
    """Every question of a wave summarised, split by a grouping question when asked; groups under 5 are hidden.

    Needs `journey.view`. Raises NotFound for an unknown wave or question.
    """
    rows = Wave.objects.select_related("line__journey", "version")
    wave = fetch(actor, "journey.view", rows, pk=wave_id)
    form = form_of(wave.version)
    values = values_of(wave)
    by = by if by in wave.version.grouping else ""
    asked = []
    for spec in specs_of(form):
        if spec.kind == "other" or spec.name in wave.version.pairing or (only and spec.name != only):
            continue
        raw = summary_of(wave, values, spec.name, by if by != spec.name else "")
        sensitive = spec.name in wave.version.sensitive
        summary = protect(raw, inside=True, sensitive=sensitive)
        asked.append(Asked(spec.name, spec.labels, spec.kind, summary, spec.kind == "text"))
    if only and not asked:
        raise NotFound()
    names = {spec.name: spec.labels for spec in specs_of(form)}
    return WaveResults(
        wave=_line(wave, len(values.hashes)),
        journey_id=wave.line.journey_id,
        line_id=wave.line_id,
        questions=tuple(asked),
        grouping=tuple((name, names[name]) for name in wave.version.grouping if name in names),
        by=by,
        may_read_words=visible(actor, "words.read", Wave.objects.filter(pk=wave.pk)).exists(),
    )


def revisions(actor: Actor, wave_id: uuid.UUID) -> tuple[Revision, ...]:
    """The frozen states of a wave's data, the last first; empty while nobody asked. Needs `journey.view`."""
    rows = visible(actor, "journey.view", Dataset.objects.filter(wave_id=wave_id)).order_by("-revision")
    return tuple(Revision(row.revision, row.size, row.because, row.created_at, row.hash) for row in rows)


def citable(actor: Actor, journey_id: uuid.UUID) -> tuple[Citable, ...]:
    """What was asked of the data in a journey. Needs `journey.view`."""
    rows = visible(
        actor,
        "journey.view",
        Analysis.objects.filter(wave__line__journey_id=journey_id).select_related("wave__version"),
    ).order_by("created_at")
    found = []
    for row in rows:
        form = form_of(row.wave.version)
        question, by = form.question(row.question), form.question(row.by) if row.by else None
        found.append(
            Citable(
                row.id,
                row.wave_id,
                row.wave.titles,
                row.question,
                dict(question.labels) if question else {},
                row.by,
                row.category,
                row.group,
                _moved(form, row) if row.other_id else _label(question, row.category),
                _label(by, row.group),
                row.other_id,
            )
        )
    return tuple(found)


def _moved(form: Form, row: Analysis) -> Texts:
    question = form.question(row.question)
    return move_labels(spec_of(form, question)).get(row.category, {}) if question else {}


def _label(question: Question | None, value: str) -> Texts:
    if question is None or not value:
        return {}
    return next((dict(choice.labels) for choice in question.choices if choice.value == value), {}) or {"und": value}
