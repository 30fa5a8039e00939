"""What of a round's answers leaves the journey: one state at a time, so that two prints, pages or files side by side
tell nothing of one person.

Everything that leaves (a published story, placemats and posters, the joint display on paper) is counted from the same
state. That state stays, however many answers come, until so many people came that the difference tells nothing of a
few (`analysis.differences`). Where somebody took her answer back, nothing is told until then: hidden rather than shown
with the difference.
"""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from vises.analysis.differences import number_told, told_apart
from vises.analysis.disclosure import hide, protect, threshold
from vises.analysis.summaries import Summary
from vises.apps.collection.models import Wave
from vises.apps.datasets.models import Analysis, Dataset, Told, ToldReached
from vises.apps.datasets.pairing import pairs_in
from vises.apps.datasets.services import kept, summary_of
from vises.apps.datasets.values import Values, kept_hashes, values_of, values_then
from vises.apps.instruments.queries import form_of
from vises.apps.journeys.models import PlanLine
from vises.apps.journeys.services.plan import reached
from vises.kernel.clock import today
from vises.platform.figures.asked import specs_of


@dataclass(frozen=True)
class Leaving:
    """The state of a round's data whose figures may leave now, with the number and day of its revision."""

    values: Values
    revision: int
    on: date


def leaving(wave: Wave) -> Leaving | None:
    """What may leave of this round now; None where nothing may. Pass the wave with its version selected."""
    row = Told.objects.filter(wave=wave, other=None).select_related("dataset").first()
    now = values_of(wave)
    if row is None or len(row.dataset.manifest) < threshold():
        return _leaving(wave, now)
    if row.dataset.hash == now.hash or _follows(wave, row.dataset.manifest, now):
        return _leaving(wave, now)
    before = values_then(wave, row.dataset.manifest)
    return _leaving(wave, before) if before else None


def leaving_both(first: Wave, second: Wave) -> tuple[Leaving, Leaving] | None:
    """The same of two rounds in which people were found again: both states follow together, once enough pairs came."""
    row = Told.objects.filter(wave=second, other=first).select_related("dataset", "paired").first()
    now = values_of(first), values_of(second)
    if row is not None and row.paired is not None:
        earlier, later = values_then(first, row.paired.manifest), values_then(second, row.dataset.manifest)
        if earlier is None or later is None:
            return None
        found = pairs_in(first, second, (earlier, later))
        if found >= threshold() and pairs_in(first, second, now) - found < threshold():
            now = earlier, later
    return _leaving(first, now[0]), _leaving(second, now[1])


def told_outside(wave: Wave, question: str, by: str = "", *, of: Leaving | None = None) -> Summary:
    """A question as it may leave now, protected; hidden where nothing may. `of` spares finding the state again."""
    state = of or leaving(wave)
    sensitive = bool({question, by} & set(wave.version.sensitive))
    if state is None:
        return hide(summary_of(wave, values_of(wave), question, by))
    return protect(summary_of(wave, state.values, question, by), inside=False, sensitive=sensitive)


def reached_outside(lines: Iterable[PlanLine]) -> dict[uuid.UUID, int | None]:
    """How many each line reached, as it may leave now; None where nobody knows. "118" and then "117" would tell that
    somebody left.

    Of a round, as many as in the state whose figures leave; of people who spoke, or whom somebody counted, as many as
    were told last, until enough came or left.
    """
    return {
        line.id: None if rest is None and not answered else answered + (rest or 0)
        for line, answered, rest in _reached(list(lines))
    }


def tell(journey_id: uuid.UUID) -> None:
    """Something of a journey is about to leave it: what may leave now is what later figures are held against."""
    for line, _answered, rest in _reached(list(PlanLine.objects.filter(journey_id=journey_id))):
        if line.unit != "records":
            ToldReached.objects.update_or_create(line=line, defaults={"people": rest or 0})
    for wave in Wave.objects.filter(line__journey_id=journey_id).select_related("version"):
        state = leaving(wave)
        if state and state.values.hashes:
            Told.objects.update_or_create(wave=wave, other=None, defaults={"dataset": kept(wave, state.values)})
    changes = Analysis.objects.filter(wave__line__journey_id=journey_id).exclude(other=None)
    rows = changes.select_related("wave__version", "other__version")
    for first, second in {(row.other_id, row.wave_id): (row.other, row.wave) for row in rows}.values():
        assert first is not None
        if both := leaving_both(first, second):
            earlier, later = (kept(wave, state.values) for wave, state in zip((first, second), both, strict=True))
            Told.objects.update_or_create(wave=second, other=first, defaults={"dataset": later, "paired": earlier})


def _reached(lines: list[PlanLine]) -> Iterator[tuple[PlanLine, int, int | None]]:
    """Each line with how many answered its rounds and how many it reached beside them, both as told."""
    ids = [line.id for line in lines]
    counted = reached(ids)
    before = dict(ToldReached.objects.filter(line__in=ids).values_list("line", "people"))
    answered, now = Counter[uuid.UUID](), Counter[uuid.UUID]()
    waves = Wave.objects.filter(line__in=ids, answers__isnull=False).select_related("version").distinct()
    told = dict(Told.objects.filter(wave__line__in=ids, other=None).values_list("wave", "dataset__size"))
    for wave in waves:
        state = leaving(wave)
        answered[wave.line_id] += len(state.values.hashes) if state else told[wave.id]
        now[wave.line_id] += len(kept_hashes(wave))
    for line in lines:
        rest = counted[line.id] - now[line.id] if counted.get(line.id) else line.reached_said
        if line.unit != "records" and (rest or before.get(line.id)):
            rest = number_told(before.get(line.id), rest or 0)
        yield line, answered[line.id], rest


def _leaving(wave: Wave, values: Values) -> Leaving:
    rows = Dataset.objects.filter(wave=wave).order_by("revision")
    last, found = rows.last(), rows.filter(hash=values.hash).first()
    if found is None:
        return Leaving(values, last.revision + 1 if last else 1, today())
    return Leaving(values, found.revision, found.created_at.date())


def _follows(wave: Wave, before: Collection[str], now: Values) -> bool:
    """May the figures of now be shown to whoever kept those of before?"""
    earlier = set(before)
    left = len(earlier - set(now.hashes))
    new = [place for place, hash_ in enumerate(now.hashes) if hash_ not in earlier]
    if len(new) < threshold():
        return False
    state = _leaving(wave, now)
    sensitive = set(wave.version.sensitive)
    specs = {spec.name: spec for spec in specs_of(form_of(wave.version)) if spec.name not in wave.version.pairing}
    for name, spec in specs.items():
        said = now.columns[name]
        if spec.kind in {"text", "other"} or told_outside(wave, name, of=state).hidden:  # what is hidden tells nothing
            continue
        if told_apart([said[place] for place in new], left, spec, sensitive=name in sensitive):
            return False
        for by in wave.version.grouping:
            split = told_outside(wave, name, by, of=state).split
            for group in split.groups if split else ():
                came = [said[place] for place in new if now.columns[by][place] == group.value]
                if told_apart(came, left, spec, sensitive=bool({name, by} & sensitive)):
                    return False
    return True
