"""The same people at two moments: paired by the code that each rebuilds, compared where enough of them are."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from vises.analysis.disclosure import INSIDE, protect
from vises.analysis.estimates.paired import mcnemar, moves, signed_rank
from vises.analysis.pairing import FEWEST_PARTS, Pairing, code_part, pair
from vises.analysis.summaries import QuestionSpec, Summary, summarise
from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch, visible
from vises.apps.collection.models import Wave
from vises.apps.datasets.values import Values, values_of
from vises.apps.instruments.queries import form_of
from vises.apps.instruments.queries.versions import same_questions
from vises.kernel.locale import LANGUAGES, Texts, pick
from vises.kernel.problems import NotFound
from vises.platform.figures.asked import specs_of

_STEP = re.compile(r"\A-?\d+\s+–\s+")  # the number that a plain list puts before the end of a scale
UP, SAME, DOWN = "up", "same", "down"
CHANCE = 0.05
"""Below this, chance alone would seldom move so many the same way."""


@dataclass(frozen=True)
class Moment:
    """A round as one of two moments. `moment` is before, after, later or empty."""

    id: uuid.UUID
    titles: Texts
    moment: str
    answers: int


@dataclass(frozen=True)
class Change:
    """How the people of the pairs moved in one question. `hidden`: fewer than five of them answered it both times.

    `up` moved towards the end of the scale (or to the second of two choices), `down` towards its beginning; what the
    ends are called is in `low` and `high` (empty for numbers). `two`: there are but these two choices. `seldom`:
    chance would seldom do as much. `summary` counts the moves, as they may be shown.
    """

    name: str
    labels: Texts
    number: bool
    two: bool
    low: Texts
    high: Texts
    of: int
    up: int
    same: int
    down: int
    seldom: bool
    hidden: bool
    summary: Summary


@dataclass(frozen=True)
class Compared:
    """Two rounds with who could be paired and what changed for them."""

    journey_id: uuid.UUID
    first: Moment
    second: Moment
    parts: tuple[Texts, ...]
    pairing: Pairing
    changes: tuple[Change, ...]
    enough: bool


def partners(actor: Actor, wave_id: uuid.UUID) -> tuple[Moment, ...]:
    """The other rounds of the line whose people rebuild the same code. Needs `journey.view`."""
    wave = fetch(actor, "journey.view", Wave.objects.select_related("version"), pk=wave_id)
    if not wave.version.pairing:
        return ()
    others = visible(actor, "journey.view", Wave.objects.filter(line=wave.line_id).exclude(pk=wave.pk))
    rows = others.select_related("version").order_by("created_at")
    return tuple(Moment(row.id, row.titles, row.moment, 0) for row in rows if len(_parts(wave, row)) >= FEWEST_PARTS)


def _parts(first: Wave, second: Wave) -> list[str]:
    """The parts of the code that both ask, as the later round calls them."""
    names = same_questions(first.version, second.version)
    return [names[name] for name in first.version.pairing if names.get(name) in second.version.pairing]


def _as_later(
    first: Wave, second: Wave, values: tuple[Values, Values]
) -> tuple[list[QuestionSpec], tuple[Values, Values]]:
    """The questions of the earlier round and the values of both, called as the later one calls the same question."""
    names = same_questions(first.version, second.version)
    specs = [replace(spec, name=names[spec.name]) for spec in specs_of(form_of(first.version)) if spec.name in names]
    columns = values[0].columns
    renamed = Values(values[0].hashes, {new: columns[old] for old, new in names.items() if old in columns})
    return specs, (renamed, values[1])


def compared(actor: Actor, one_id: uuid.UUID, other_id: uuid.UUID) -> Compared:
    """Pair the people of two rounds of one plan line, the earlier moment first, whichever is named first.

    Needs `journey.view`. Raises NotFound where the two ask for no common code.
    """
    rows = Wave.objects.select_related("version", "line")
    waves = [fetch(actor, "journey.view", rows, pk=id_) for id_ in (one_id, other_id)]
    first, second = in_order(*waves)
    parts = _parts(first, second)
    specs, values = _as_later(first, second, (values_of(first), values_of(second)))
    found = pair(_codes(values[0], parts), _codes(values[1], parts))
    form = form_of(second.version)
    later = {spec.name: spec for spec in specs_of(form_of(second.version))}
    names = same_questions(first.version, second.version)
    hushed = {*(names.get(name) for name in first.version.pairing), *second.version.pairing}
    changes = tuple(
        _change(spec, values, found.pairs)
        for spec in specs
        if spec.name not in hushed and spec.name in later and _comparable(spec, later[spec.name])
    )
    labels = {question.name: dict(question.labels) for question in form.questions}
    return Compared(
        first.line.journey_id,
        _moment(first, values[0]),
        _moment(second, values[1]),
        tuple(labels.get(name) or {"und": name} for name in parts),
        found,
        changes if len(found.pairs) >= INSIDE else (),
        len(found.pairs) >= INSIDE,
    )


def _when(wave: Wave) -> tuple[int, str]:
    order = list(Wave.Moment)
    return order.index(Wave.Moment(wave.moment)) if wave.moment else len(order), wave.created_at.isoformat()


def in_order(one: Wave, other: Wave) -> tuple[Wave, Wave]:
    """Two rounds of one line, the earlier moment first. Raises NotFound where the two ask for no common code."""
    first, second = sorted((one, other), key=_when)
    if first.pk == second.pk or first.line_id != second.line_id or len(_parts(first, second)) < FEWEST_PARTS:
        raise NotFound()
    return first, second


def pairs_in(first: Wave, second: Wave, values: tuple[Values, Values]) -> int:
    """How many people are found in both rounds, in these states of their data."""
    parts = _parts(first, second)
    _specs, values = _as_later(first, second, values)
    return len(pair(_codes(values[0], parts), _codes(values[1], parts)).pairs)


def moved_between(first: Wave, second: Wave, question: str, values: tuple[Values, Values] | None = None) -> Summary:
    """How the people found in both rounds moved in one question: unprotected, `disclosure.protect` comes before any
    page. `values` are those of now where none are given. Raises NotFound for a question that cannot be compared."""
    specs, values = _as_later(first, second, values or (values_of(first), values_of(second)))
    parts = _parts(first, second)
    pairs = pair(_codes(values[0], parts), _codes(values[1], parts)).pairs
    later = {spec.name: spec for spec in specs_of(form_of(second.version))}
    names = same_questions(first.version, second.version)
    hushed = {*(names.get(name) for name in first.version.pairing), *second.version.pairing}
    spec = next((one for one in specs if one.name == question), None)
    if spec is None or spec.name in hushed or spec.name not in later or not _comparable(spec, later[spec.name]):
        raise NotFound()
    return _counted(spec, _moved(spec, values, pairs))


def move_labels(spec: QuestionSpec) -> dict[str, Texts]:
    """What each way to move is called, per language: "up", "same" and "down"."""
    ends = (spec.choices[0][1], spec.choices[-1][1]) if spec.choices else ({}, {})
    found: dict[str, Texts] = {UP: {}, SAME: {}, DOWN: {}}
    for language in LANGUAGES:
        low, high = (_STEP.sub("", pick(end, language)[0]) for end in ends)
        with override(language):
            found[SAME][language] = _("stayed the same")
            if not spec.choices:
                found[UP][language], found[DOWN][language] = _("a larger number"), _("a smaller number")
            elif spec.kind == "one":
                found[UP][language] = _("from “%(one)s” to “%(other)s”") % {"one": low, "other": high}
                found[DOWN][language] = _("from “%(one)s” to “%(other)s”") % {"one": high, "other": low}
            else:
                found[UP][language] = _("moved towards “%(end)s”") % {"end": high}
                found[DOWN][language] = _("moved towards “%(end)s”") % {"end": low}
    return found


def _counted(spec: QuestionSpec, moved: Sequence[float]) -> Summary:
    labels = move_labels(spec)
    asked = QuestionSpec(spec.name, "one", spec.labels, tuple((way, labels[way]) for way in (UP, SAME, DOWN)))
    return summarise(asked, [UP if by > 0 else DOWN if by < 0 else SAME for by in moved])


def _moved(spec: QuestionSpec, values: tuple[Values, Values], pairs: Sequence[tuple[int, int]]) -> list[float]:
    """By how much each person of the pairs moved who answered both times."""
    places = {value: float(place) for place, (value, _labels) in enumerate(spec.choices)}
    columns = [one.columns.get(spec.name, []) for one in values]
    moved = []
    for places_of_pair in pairs:
        before, after = (
            _placed(spec, places, column[place]) for column, place in zip(columns, places_of_pair, strict=True)
        )
        if before is not None and after is not None:
            moved.append(after - before)
    return moved


def _moment(wave: Wave, values: Values) -> Moment:
    return Moment(wave.id, wave.titles, wave.moment, len(values.hashes))


def _codes(values: Values, parts: Sequence[str]) -> list[tuple[str, ...]]:
    columns = [values.columns.get(name, [None] * len(values.hashes)) for name in parts]
    return [tuple(code_part(answer) for answer in answers) for answers in zip(*columns, strict=True)]


def _comparable(first: QuestionSpec, second: QuestionSpec) -> bool:
    """The same question with the same choices: a scale, a number, or one of two."""
    same = first.kind == second.kind and [v for v, _ in first.choices] == [v for v, _ in second.choices]
    return same and (first.kind in {"scale", "number"} or (first.kind == "one" and len(first.choices) == 2))


def _change(spec: QuestionSpec, values: tuple[Values, Values], pairs: Sequence[tuple[int, int]]) -> Change:
    moved = _moved(spec, values, pairs)
    summary = protect(_counted(spec, moved), inside=True)
    ends = (spec.choices[0][1], spec.choices[-1][1]) if spec.choices else ({}, {})
    two = spec.kind == "one"
    if len(moved) < INSIDE:
        return Change(
            spec.name, spec.labels, not spec.choices, two, *ends, 0, 0, 0, 0, seldom=False, hidden=True, summary=summary
        )
    told = moves(moved)
    test = mcnemar(told.worse, told.better) if two else signed_rank(moved)
    seldom = test.p < CHANCE
    return Change(
        spec.name,
        spec.labels,
        not spec.choices,
        two,
        *ends,
        told.of,
        told.better,
        told.same,
        told.worse,
        seldom=seldom,
        hidden=False,
        summary=summary,
    )


def _placed(spec: QuestionSpec, places: dict[str, float], answer: str | None) -> float | None:
    if answer is None or spec.choices:
        return places.get(answer or "")
    try:
        return float(answer)
    except ValueError:
        return None
