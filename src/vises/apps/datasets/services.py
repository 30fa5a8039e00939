"""Freezing data, asking it, and asking again when it changed."""

import uuid
from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models import Q

from vises.analysis.disclosure import protect
from vises.analysis.summaries import Summary, summarise, summarise_by
from vises.apps.access.actor import Actor
from vises.apps.collection.models import Answer, Wave
from vises.apps.collection.services.waves import wave_for
from vises.apps.datasets.models import Analysis, Dataset, Result
from vises.apps.datasets.pairing import DOWN, SAME, UP, in_order, moved_between
from vises.apps.datasets.values import Values, values_of
from vises.apps.instruments.queries import form_of
from vises.kernel.ids import new_token
from vises.kernel.problems import Problem
from vises.platform.audit.services import record
from vises.platform.figures import software
from vises.platform.figures.asked import spec_of
from vises.platform.jobs.services import enqueue, job

Recalculated = Callable[[Iterable[uuid.UUID]], None]
_recalculated: list[Recalculated] = []


def register_recalculated(callback: Recalculated) -> None:
    """Be told which analyses have a result on a new revision of their data (`AppConfig.ready()`)."""
    _recalculated.append(callback)


def freeze(wave: Wave, because: str = "asked") -> Dataset:
    """The data as it is now, as a manifest of hashes; the last revision when nothing changed since."""
    return _freeze(wave, values_of(wave), because)


def kept(wave: Wave, values: Values) -> Dataset:
    """That state of the data as a row: the revision that holds it, else a new one."""
    there = Dataset.objects.filter(wave=wave, hash=values.hash).order_by("revision").first()
    return there or _freeze(wave, values, "asked")


def _freeze(wave: Wave, values: Values, because: str) -> Dataset:
    last = Dataset.objects.filter(wave=wave).order_by("-revision").first()
    if last is not None and last.hash == values.hash:
        return last
    return Dataset.objects.create(
        wave=wave,
        revision=last.revision + 1 if last else 1,
        manifest=list(values.hashes),
        hash=values.hash,
        size=len(values.hashes),
        because=because,
    )


def ask(
    actor: Actor, wave_id: uuid.UUID, question: str, *, by: str = "", category: str = "", group: str = ""
) -> Analysis:
    """Ask a question of the data, so that a finding can cite its result. Needs `journey.edit`.

    `category` is the answer cited ("12 of 17 said yes"), `group` the group cited where it is split by
    another question. The same question asked again is the same row.
    """
    wave = wave_for(actor, wave_id)
    form = form_of(wave.version)
    for name in (question, *([by] if by else [])):
        if form.question(name) is None:
            raise Problem("datasets.no-question", field="question", name=name)
    if question in wave.version.pairing:
        raise Problem("datasets.no-question", field="question", name=question)
    if by and by not in wave.version.grouping:
        raise Problem("datasets.no-grouping", field="by", name=by)
    values = values_of(wave)
    if not values.hashes:
        raise Problem("datasets.no-answers")
    summary = summary_of(wave, values, question, by)
    if category and category not in {cell.value for cell in summary.cells}:
        raise Problem("datasets.no-category", field="category")
    if group and (summary.split is None or group not in {one.value for one in summary.split.groups}):
        raise Problem("datasets.no-category", field="group")
    with transaction.atomic():
        row, _ = Analysis.objects.get_or_create(
            wave=wave, other=None, question=question, by=by, category=category, group=group
        )
        dataset = _freeze(wave, values, "asked")
        Result.objects.get_or_create(
            analysis=row, dataset=dataset, defaults={"summary": summary.to_json(), "software": software()}
        )
        record(actor.who, "data.asked", scope_id=wave.line.journey.scope_id, object_kind="analysis", object_id=row.id)
    return row


def ask_change(actor: Actor, one_id: uuid.UUID, other_id: uuid.UUID, question: str, way: str) -> Analysis:
    """Ask how the people found in two rounds moved in one question, so that a finding can cite it: `way` is up, same
    or down. Needs `journey.edit`. The same asked again is the same row.

    Raises NotFound where the two cannot be compared, and Problem where too few people were found in both.
    """
    first, second = in_order(wave_for(actor, one_id), wave_for(actor, other_id))
    summary = moved_between(first, second, question)
    if way not in {UP, SAME, DOWN}:
        raise Problem("datasets.no-category", field="category")
    if protect(summary, inside=True).hidden or not summary.n:
        raise Problem("datasets.few-pairs", field="category")
    with transaction.atomic():
        row, _ = Analysis.objects.get_or_create(wave=second, other=first, question=question, category=way)
        _kept_change(row, first, second, summary, "asked")
        scope = second.line.journey.scope_id
        record(actor.who, "data.asked", scope_id=scope, object_kind="analysis", object_id=row.id)
    return row


def _kept_change(row: Analysis, first: Wave, second: Wave, summary: Summary, because: str) -> bool:
    """Keep what was counted with the data of both rounds. Returns whether it is new."""
    _result, made = Result.objects.get_or_create(
        analysis=row,
        dataset=freeze(second, because),
        paired=freeze(first, because),
        defaults={"summary": summary.to_json(), "software": software()},
    )
    return made


def summary_of(wave: Wave, values: Values, question: str, by: str = "") -> Summary:
    """What the data says of a question: unprotected; `analysis.disclosure.protect` comes before any page."""
    form = form_of(wave.version)
    asked = form.question(question)
    assert asked is not None
    spec = spec_of(form, asked)
    column = values.columns.get(question, [])
    other = form.question(by) if by else None
    if other is None:
        return summarise(spec, column, population=wave.group_size)
    return summarise_by(spec, column, spec_of(form, other), values.columns[by])


def on_withdrawal(what: str, ids: frozenset[uuid.UUID], line_id: uuid.UUID) -> None:
    """An answer goes or is replaced: its wave's data is frozen and asked again, by a job, within a minute."""
    if what not in {"answer", "correction"}:
        return
    because = "withdrawal" if what == "answer" else "correction"
    for wave_id in set(Answer.objects.filter(pk__in=ids).values_list("wave_id", flat=True)):
        key = f"revise:{wave_id}:{new_token()}"
        enqueue("datasets.revise", key=key, wave=str(wave_id), because=because)


@job("datasets.revise")
def revise(wave: str, because: str) -> None:
    """Freeze a new revision and ask again everything that was asked; then tell who cites it."""
    row = Wave.objects.select_related("version", "line__journey").filter(pk=wave).first()
    if row is None or not Dataset.objects.filter(wave=row).exists():
        return
    values = values_of(row)
    dataset = _freeze(row, values, because)
    again = []
    for analysis in Analysis.objects.filter(wave=row, other=None):
        summary = summary_of(row, values, analysis.question, analysis.by)
        _, made = Result.objects.get_or_create(
            analysis=analysis, dataset=dataset, defaults={"summary": summary.to_json(), "software": software()}
        )
        if made:
            again.append(analysis.id)
    changes = Analysis.objects.filter(Q(wave=row) | Q(other=row)).exclude(other=None)
    for analysis in changes.select_related("wave__version", "other__version"):
        first, second = analysis.other, analysis.wave
        assert first is not None
        if _kept_change(analysis, first, second, moved_between(first, second, analysis.question), because):
            again.append(analysis.id)
    for callback in _recalculated:
        callback(again)
