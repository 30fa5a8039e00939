"""A number that a finding cites, as it may be shown inside the journey or outside it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from vises.analysis.disclosure import hide, protect
from vises.analysis.summaries import Cell, Summary
from vises.apps.datasets.models import Analysis, Result
from vises.apps.datasets.outside import Leaving, leaving, leaving_both
from vises.apps.datasets.pairing import moved_between
from vises.apps.datasets.services import summary_of
from vises.kernel.locale import LANGUAGES, Texts
from vises.platform.figures import label_of, method_name, moved_sentence, sentence


@dataclass(frozen=True)
class Number:
    """What an analysis gave: inside on the newest revision of its data, outside on the state that left last.

    `hidden`: too few people to show it (then it is told in words); no count is kept in that case.
    `low` and `high` bound the share (0..1, 95 %).
    """

    hidden: bool
    question: Texts
    group: Texts
    answer: Texts
    sentences: Texts
    methods: Texts
    count: int | None = None
    of: int | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    missing: int | None = None
    revision: int = 0
    counted_on: date | None = None
    software: str = ""
    cells: tuple[Cell, ...] = ()
    """Every answer of the question, where no single one is cited."""


def cited_numbers(analyses: Iterable[Analysis], *, inside: bool) -> dict[uuid.UUID, Number]:
    """The numbers of analyses (with `wave__version` selected); absent where none was computed.

    Inside, in one query, those of the newest revision. Outside, those of the state that may leave now
    (`datasets.outside`), with a few queries a round.
    """
    asked = {analysis.id: analysis for analysis in analyses}
    newest: dict[uuid.UUID, Result] = {}
    rows = Result.objects.filter(analysis_id__in=asked).select_related("dataset")
    for result in rows.order_by("dataset__revision", "created_at"):
        newest[result.analysis_id] = result
    found = {
        id_: _Counted(
            Summary.from_json(result.summary),
            result.dataset.revision,
            result.dataset.created_at.date(),
            result.software,
        )
        for id_, result in newest.items()
    }
    if not inside:
        found = _outside([asked[id_] for id_ in found], found)
    return {id_: _number(asked[id_], counted, inside) for id_, counted in found.items()}


@dataclass(frozen=True)
class _Counted:
    summary: Summary
    revision: int
    on: date
    software: str


def _outside(analyses: Iterable[Analysis], newest: dict[uuid.UUID, _Counted]) -> dict[uuid.UUID, _Counted]:
    states: dict[tuple[uuid.UUID, uuid.UUID | None], tuple[Leaving, ...]] = {}
    found = {}
    for row in analyses:
        key = (row.wave_id, row.other_id)
        if key not in states:
            states[key] = (leaving_both(row.other, row.wave) or ()) if row.other else _one(leaving(row.wave))
        state = states[key]
        if not state:  # somebody took an answer back, and too few came since
            found[row.id] = replace(newest[row.id], summary=hide(newest[row.id].summary))
            continue
        values = [one.values for one in state]
        summary = (
            moved_between(row.other, row.wave, row.question, (values[0], values[1]))
            if row.other
            else summary_of(row.wave, values[0], row.question, row.by)
        )
        found[row.id] = _Counted(summary, state[-1].revision, state[-1].on, newest[row.id].software)
    return found


def _one(state: Leaving | None) -> tuple[Leaving, ...]:
    return (state,) if state else ()


def _number(analysis: Analysis, counted: _Counted, inside: bool) -> Number:
    raw = counted.summary
    sensitive = bool({analysis.question, analysis.by} & set(analysis.wave.version.sensitive))
    summary = protect(raw, inside, sensitive)
    question = _texts(summary.question.labels, analysis.question)
    group: Texts = {}
    if analysis.group and raw.split:
        found = next((one.labels for one in raw.split.groups if one.value == analysis.group), {})
        group = _texts(found or raw.split.by.labels_of(analysis.group), analysis.group)
    answer = _texts(summary.question.labels_of(analysis.category), analysis.category) if analysis.category else {}
    told = _told(summary, analysis)
    if told is None or (isinstance(told, Summary) and told.hidden == "small"):
        return Number(True, question, group, answer, {}, {}, revision=counted.revision)
    sentences = {}
    for language in LANGUAGES:
        words = _worded(told, analysis, language)
        sentences[language] = _of_group(label_of("", group, language), words, language) if group else words
    methods = {
        language: ", ".join(method_name(method, language) for method in summary.methods) for language in LANGUAGES
    }
    cell = told if isinstance(told, Cell) else None
    return Number(
        False,
        question,
        group,
        answer,
        sentences,
        methods,
        count=cell.count if cell else None,
        of=cell.of if cell else None,
        low=cell.low if cell else None,
        high=cell.high if cell else None,
        n=summary.n,
        missing=summary.missing,
        revision=counted.revision,
        counted_on=counted.on,
        software=counted.software,
        cells=() if cell else summary.cells,
    )


def _worded(told: Cell | Summary, analysis: Analysis, language: str) -> str:
    """A change of the same people is no answer that they gave."""
    if analysis.other_id and isinstance(told, Cell):
        return moved_sentence(told, language)
    return sentence(told, language)


def _told(summary: Summary, analysis: Analysis) -> Cell | Summary | None:
    if summary.hidden:
        return None
    cells = summary.cells
    if analysis.group:
        if summary.split is None or summary.split.hidden:
            return None
        found = next((one for one in summary.split.groups if one.value == analysis.group), None)
        if found is None:
            return None
        cells = found.cells
    if not analysis.category:
        return None if analysis.group else summary
    cell = next((cell for cell in cells if cell.value == analysis.category), None)
    return None if cell is None or cell.hidden else cell


def _of_group(group: str, words: str, language: str) -> str:
    colon = "\u00a0: " if language == "fr" else ": "
    return f"{group[:1].upper()}{group[1:]}{colon}{words}"


def _texts(labels: Texts, otherwise: str) -> Texts:
    return dict(labels) or dict.fromkeys(LANGUAGES, otherwise)
