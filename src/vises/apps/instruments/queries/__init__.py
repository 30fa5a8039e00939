"""What pages read of instruments: those of a journey, the versions of a line, one version as people will see it."""

import functools
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.instruments.bank import altered, recognised
from vises.apps.instruments.models import Instrument, InstrumentVersion
from vises.apps.instruments.rules import (
    CAN_BE_MARKED,
    CAN_GROUP,
    CAN_PAIR,
    Condition,
    Grid,
    condition_of,
    read_grid,
    untranslated,
)
from vises.apps.journeys.models import Journey, PlanLine
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import LANGUAGES, Texts, pick
from vises.xforms import Form, Question, parse_xform

GUIDES = frozenset({"interview", "focus-group", "life-story"})
GRIDS = frozenset({"observation", "records", "progress-star"})
_parsed = functools.lru_cache(maxsize=64)(parse_xform)


@dataclass(frozen=True)
class VersionRow:
    """A wording of an instrument, in a list."""

    id: uuid.UUID
    instrument_id: uuid.UUID
    kind: str  # questionnaire | guide | grid
    titles: Texts
    number: int
    source: str  # plain-list | xlsform | text
    hash: str
    languages: tuple[str, ...]
    why: str
    frozen_at: datetime | None
    made_at: datetime
    has_sheets: bool = False  # whether it can be had as an XLSForm


@dataclass(frozen=True)
class InstrumentRow:
    """An instrument with its wordings, the latest first."""

    id: uuid.UUID
    kind: str
    titles: Texts
    versions: tuple[VersionRow, ...]

    @property
    def latest(self) -> VersionRow | None:
        return self.versions[0] if self.versions else None


@dataclass(frozen=True)
class LineInstruments:
    """A plan line with what it collects with. `fits` are the kinds its method usually takes."""

    line_id: uuid.UUID
    looks_at: Texts
    method: str
    method_titles: Texts
    unit: str
    uses_existing: bool
    fits: tuple[str, ...]
    instruments: tuple[InstrumentRow, ...]


@dataclass(frozen=True)
class QuestionRow:
    """A question as it will be asked. `labels` and `choices` per language of the form."""

    number: int
    name: str
    kind: str
    type: str
    labels: Texts
    hints: Texts
    choices: tuple[tuple[str, Texts], ...]
    required: bool
    in_repeat: bool
    condition: Condition | None
    sensitive: bool
    grouping: bool
    may_be_sensitive: bool
    may_group: bool
    pairing: bool
    may_pair: bool
    scale: tuple[float, float, float] | None
    bank: str  # "same": as the question bank has it; "changed": taken from it and changed since; else ""


@dataclass(frozen=True)
class VersionView:
    """One wording with everything a page shows of it."""

    row: VersionRow
    journey_id: uuid.UUID
    line_id: uuid.UUID
    looks_at: Texts
    method: str
    method_titles: Texts
    is_latest: bool
    text: str
    form_titles: Texts
    questions: tuple[QuestionRow, ...]
    missing: dict[str, tuple[str, ...]]
    sensitive: tuple[str, ...]
    grouping: tuple[str, ...]
    pairing: tuple[str, ...]
    grid: Grid | None
    others: tuple[VersionRow, ...]

    @property
    def has_before(self) -> bool:
        """Whether there is an earlier wording."""
        return any(row.number < self.row.number for row in self.others)


def form_of(version: InstrumentVersion) -> Form:
    """The questionnaire of a version, parsed; kept, since a wording with the same text is the same form."""
    return form_written(version.xform)


def form_written(xform: str) -> Form:
    """A questionnaire from its XForm, as `form_of`."""
    return _parsed(xform)


def instruments(actor: Actor, journey_id: uuid.UUID) -> tuple[LineInstruments, ...]:
    """Every line of the plan with its instruments, in five queries. Needs `journey.view`."""
    journey = fetch(actor, "journey.view", Journey.objects.select_related("methodology"), pk=journey_id)
    return tuple(_line(line, journey.methodology.code) for line in _lines(PlanLine.objects.filter(journey=journey)))


def line_instruments(actor: Actor, line_id: uuid.UUID) -> LineInstruments:
    """One line of the plan with its instruments. Needs `journey.view`."""
    line = fetch(
        actor,
        "journey.view",
        PlanLine.objects.select_related("journey__methodology", "journey__scope").prefetch_related(
            "instruments__versions"
        ),
        pk=line_id,
    )
    return _line(line, line.journey.methodology.code)


def versions_of_line(actor: Actor, line_id: uuid.UUID) -> tuple[VersionRow, ...]:
    """The latest wording of each instrument of a line, then the earlier ones. Needs `journey.view`."""
    rows = line_instruments(actor, line_id).instruments
    latest = [row.versions[0] for row in rows if row.versions]
    return (*latest, *(version for row in rows for version in row.versions[1:]))


def version(actor: Actor, version_id: uuid.UUID, *, language: str = "fr") -> VersionView:
    """One wording as people will meet it; conditions worded in `language`. Needs `journey.view`."""
    found = fetch(
        actor,
        "journey.view",
        InstrumentVersion.objects.select_related(
            "instrument__line__journey__methodology",
            "instrument__line__journey__enterprise",
            "instrument__line__journey__scope",
        ),
        pk=version_id,
    )
    instrument, line = found.instrument, found.instrument.line
    rows = tuple(version_row(item, instrument) for item in instrument.versions.order_by("-number"))
    form = form_of(found) if found.xform else None
    wanted = [code for code in line.journey.enterprise.languages if code in LANGUAGES]
    return VersionView(
        row=next(row for row in rows if row.id == found.id),
        journey_id=line.journey_id,
        line_id=line.id,
        looks_at=line.looks_at,
        method=line.method,
        method_titles=methodology.texts_of(line.journey.methodology.code, f"method.{line.method}.title"),
        is_latest=rows[0].id == found.id,
        text=found.text,
        form_titles=dict(form.titles) if form else {},
        questions=_questions(form, found, language) if form else (),
        missing=untranslated(form, wanted) if form else {},
        sensitive=tuple(found.sensitive),
        grouping=tuple(found.grouping),
        pairing=tuple(found.pairing),
        grid=read_grid(found.text) if instrument.kind == "grid" else None,
        others=tuple(row for row in rows if row.id != found.id),
    )


def starter_guide(method: str, language: str) -> str:
    """A guide to begin from, for an interview, a focus group or a life story; "" for other methods."""
    if method not in GUIDES or language not in LANGUAGES:
        return ""
    return _starter(Path(settings.CONTENT_ROOT) / "guides" / f"{method}.{language}.txt")


@functools.lru_cache(maxsize=16)
def _starter(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip()


def read_instruments(journey: Journey, language: str) -> list[tuple[str, str]]:
    """The instruments as headings and texts, for the page on which the referent confirms."""
    found = []
    for line in _lines(PlanLine.objects.filter(journey=journey)):
        for instrument in line.instruments.all():
            latest = max(instrument.versions.all(), key=lambda item: item.number, default=None)
            if latest is None:
                continue
            heading = f"{pick(instrument.titles, language)[0]} ({pick(line.looks_at, language)[0]})"
            if latest.xform:
                asked = [question for question in form_of(latest).questions if question.labels]
                text = "\n".join(f"{n}. {_in(question.labels, language)}" for n, question in enumerate(asked, 1))
            else:
                text = latest.text
            found.append((heading, text))
    return found


def _in(texts: Mapping[str, str], language: str) -> str:
    return pick(texts, language)[0]


def _lines(rows: QuerySet[PlanLine]) -> list[PlanLine]:
    return list(rows.prefetch_related("instruments__versions").order_by("order", "created_at"))


def _line(line: PlanLine, code: str) -> LineInstruments:
    rows = sorted(line.instruments.all(), key=lambda item: (item.order, item.created_at))
    return LineInstruments(
        line_id=line.id,
        looks_at=line.looks_at,
        method=line.method,
        method_titles=methodology.texts_of(code, f"method.{line.method}.title"),
        unit=line.unit,
        uses_existing=line.uses_existing,
        fits=fits(line.method),
        instruments=tuple(
            InstrumentRow(
                item.id,
                item.kind,
                item.titles,
                tuple(version_row(v, item) for v in sorted(item.versions.all(), key=lambda v: -v.number)),
            )
            for item in rows
            if item.versions.all()  # one that is only being designed has none yet
        ),
    )


def fits(method: str) -> tuple[str, ...]:
    """The kinds of instrument a method usually takes, the most usual first; never a lock."""
    if method in GUIDES:
        return ("guide", "questionnaire", "grid")
    if method in GRIDS:
        return ("grid", "guide", "questionnaire")
    return ("questionnaire", "guide", "grid")


def version_row(item: InstrumentVersion, instrument: Instrument) -> VersionRow:
    """A wording as it stands in a list."""
    return VersionRow(
        id=item.id,
        instrument_id=instrument.id,
        kind=instrument.kind,
        titles=instrument.titles,
        number=item.number,
        source=item.source,
        hash=item.hash,
        languages=tuple(item.languages),
        why=item.why,
        frozen_at=item.frozen_at,
        made_at=item.created_at,
        has_sheets=item.source == InstrumentVersion.Source.PLAIN_LIST or bool(item.sheets),
    )


def _questions(form: Form, found: InstrumentVersion, language: str) -> tuple[QuestionRow, ...]:
    from_bank = {**dict.fromkeys(altered(form), "changed"), **dict.fromkeys(recognised(form), "same")}
    return tuple(
        _question(form, found, n, question, language, from_bank.get(question.name, ""))
        for n, question in enumerate(form.questions, 1)
    )


def _question(
    form: Form, found: InstrumentVersion, number: int, question: Question, language: str, bank: str
) -> QuestionRow:
    return QuestionRow(
        number=number,
        name=question.name,
        kind=question.kind,
        type=question.type,
        labels=dict(question.labels),
        hints=dict(question.hints),
        choices=tuple((choice.value, dict(choice.labels)) for choice in question.choices),
        required=question.required,
        in_repeat=question.in_repeat,
        condition=condition_of(form, question.ref, language),
        sensitive=question.name in found.sensitive,
        grouping=question.name in found.grouping,
        may_be_sensitive=question.kind in CAN_BE_MARKED,
        may_group=question.kind in CAN_GROUP and not question.in_repeat,
        pairing=question.name in found.pairing,
        may_pair=question.kind in CAN_PAIR and not question.in_repeat,
        scale=question.scale,
        bank=bank,
    )
