"""What was collected, line by line of the plan: target and reached, rounds, conversations, records."""

import functools
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch, visible
from vises.apps.collection.models import Answer, AnswerFile, Document, Import, Quarantine, RecordTable, Wave, Withdrawal
from vises.apps.collection.queries.reached import reached
from vises.apps.collection.queries.receipt import answered
from vises.apps.collection.rules import FEWEST, shown_counts
from vises.apps.instruments.models import InstrumentVersion
from vises.apps.instruments.queries import form_of
from vises.apps.journeys.models import Journey, PlanLine
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import Texts, pick
from vises.xforms import Form, FormProblem, check_answer, files_named, to_row

MOST_CHECKED = 2000  # answers looked through for what does not fit


@dataclass(frozen=True)
class WaveRow:
    """A round of answers in a list."""

    id: uuid.UUID
    titles: Texts
    answers: int
    closed: bool


@dataclass(frozen=True)
class DocumentRow:
    """A conversation in a list: never its words."""

    id: uuid.UUID
    title: str
    kind: str
    group: Texts
    people: int
    on: date | None
    language: str
    consents: tuple[str, ...]
    may_read: bool


@dataclass(frozen=True)
class RecordsRow:
    """A table of records, whole: it holds no person. `indicator`: whose values it holds, where it is one's."""

    id: uuid.UUID
    titles: Texts
    source: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str
    indicator: uuid.UUID | None = None


@dataclass(frozen=True)
class Line:
    """A line of the plan with what was collected for it."""

    id: uuid.UUID
    looks_at: Texts
    method: str
    method_titles: Texts
    groups: tuple[Texts, ...]
    readers: tuple[str, ...]
    unit: str
    target: int | None
    reached: int
    waves: tuple[WaveRow, ...]
    documents: tuple[DocumentRow, ...]
    records: tuple[RecordsRow, ...]
    questionnaires: tuple[tuple[uuid.UUID, Texts], ...]
    withdrawn: int


@dataclass(frozen=True)
class WavePage:
    """One round of answers, for whoever collects. No answer stands here."""

    id: uuid.UUID
    journey_id: uuid.UUID
    line_id: uuid.UUID
    titles: Texts
    introduction: Texts
    token: str
    opens_on: date | None
    closes_on: date | None
    closed_at: datetime | None
    group_size: int | None
    invited: int | None
    moment: str
    answers: int
    uses: tuple[tuple[str, int | None], ...]
    doors: tuple[tuple[str, int | None], ...]
    readers: tuple[str, ...]
    languages: tuple[str, ...]
    version_id: uuid.UUID
    quarantine: tuple[uuid.UUID, ...]
    unfit: tuple[tuple[str, str, int], ...]  # question, code of the problem, how many answers
    imports: tuple[Import, ...]
    may_read: bool


@dataclass(frozen=True)
class DocumentPage:
    """A conversation with its words: for its readers only."""

    id: uuid.UUID
    journey_id: uuid.UUID
    title: str
    kind: str
    text: str
    language: str
    group: Texts
    people: int
    on: date | None
    consents: tuple[str, ...]
    refused: tuple[str, ...]


def collection(actor: Actor, journey_id: uuid.UUID) -> tuple[Line, ...]:
    """Every line of the plan with what was collected; a fixed number of queries. Needs `journey.view`."""
    journey = fetch(actor, "journey.view", Journey.objects.select_related("methodology"), pk=journey_id)
    code = journey.methodology.code
    lines = list(PlanLine.objects.filter(journey=journey).prefetch_related("from_whom", "readers"))
    ids = [line.id for line in lines]
    counted = reached(ids)
    waves: dict[uuid.UUID, list[WaveRow]] = {}
    kept = dict(Answer.objects.filter(wave__line__in=ids, state="kept").values_list("wave").annotate(n=Count("id")))
    for wave in Wave.objects.filter(line__in=ids).order_by("created_at"):
        row = WaveRow(wave.id, wave.titles, kept.get(wave.id, 0), wave.closed_at is not None)
        waves.setdefault(wave.line_id, []).append(row)
    documents: dict[uuid.UUID, list[DocumentRow]] = {}
    rows = Document.objects.filter(line__in=ids)
    readable = set(visible(actor, "words.read", rows).values_list("id", flat=True))
    for document in rows.select_related("stakeholder").defer("text").order_by("on", "title"):
        documents.setdefault(document.line_id, []).append(_document(document, document.id in readable))
    records: dict[uuid.UUID, list[RecordsRow]] = {}
    for table in RecordTable.objects.filter(line__in=ids).select_related("indicator").order_by("created_at"):
        records.setdefault(table.line_id, []).append(_records(table))
    forms: dict[uuid.UUID, dict[uuid.UUID, tuple[uuid.UUID, Texts]]] = {}
    versions = InstrumentVersion.objects.filter(instrument__line__in=ids, instrument__kind="questionnaire")
    for version in versions.select_related("instrument").defer("xform", "text").order_by("number"):
        line_forms = forms.setdefault(version.instrument.line_id, {})
        line_forms[version.instrument_id] = (version.id, version.instrument.titles)
    taken_back = Withdrawal.objects.filter(line__in=ids, what__in=("answer", "document"))
    gone = dict(taken_back.values_list("line").annotate(n=Count("id")))
    return tuple(
        Line(
            id=line.id,
            looks_at=line.looks_at,
            method=line.method,
            method_titles=methodology.texts_of(code, f"method.{line.method}.title"),
            groups=tuple(group.names for group in line.from_whom.all()),
            readers=tuple(reader.name for reader in line.readers.all()),
            unit=line.unit,
            target=line.target,
            reached=max(counted.get(line.id, 0), line.reached_said or 0),
            waves=tuple(waves.get(line.id, ())),
            documents=tuple(documents.get(line.id, ())),
            records=tuple(records.get(line.id, ())),
            questionnaires=tuple(forms.get(line.id, {}).values()),
            withdrawn=gone.get(line.id, 0),
        )
        for line in lines
    )


def _document(row: Document, may_read: bool) -> DocumentRow:
    return DocumentRow(
        row.id,
        row.title,
        row.kind,
        row.stakeholder.names if row.stakeholder else {},
        row.people,
        row.on,
        row.language,
        tuple(row.consents),
        may_read,
    )


def _records(row: RecordTable) -> RecordsRow:
    rows = tuple(tuple(str(cell) for cell in cells) for cells in row.rows)
    return RecordsRow(
        row.id,
        row.titles,
        row.source,
        tuple(row.columns),
        rows,
        row.note,
        getattr(getattr(row, "indicator", None), "id", None),
    )


def wave_page(actor: Actor, wave_id: uuid.UUID) -> WavePage:
    """One round of answers. Needs `journey.view`; its answers are for the readers of the line."""
    rows = Wave.objects.select_related("line", "version")
    wave = fetch(actor, "journey.view", rows, pk=wave_id)
    answers = Answer.objects.filter(wave=wave, state="kept")
    total = answers.count()
    agreed = [list(uses) for uses in answers.values_list("consents", flat=True)]
    doors = dict(answers.values_list("door").annotate(n=Count("id")))
    uses = []
    for use in wave.consent_uses:
        count = sum(use in one for one in agreed)
        uses.append((use, count if count == 0 or count >= FEWEST else None))
    return WavePage(
        id=wave.id,
        journey_id=wave.line.journey_id,
        line_id=wave.line_id,
        titles=wave.titles,
        introduction=wave.introduction,
        token=wave.token,
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        closed_at=wave.closed_at,
        group_size=wave.group_size,
        invited=wave.invited,
        moment=wave.moment,
        answers=total,
        uses=tuple(uses),
        doors=tuple(shown_counts(doors).items()),
        readers=tuple(wave.line.readers.values_list("name", flat=True)),
        languages=tuple(code for code in form_of(wave.version).languages if code != "und"),
        version_id=wave.version_id,
        quarantine=tuple(Quarantine.objects.filter(wave=wave, settled="").values_list("id", flat=True)),
        unfit=unfit(wave),
        imports=tuple(Import.objects.filter(wave=wave, waits=False)[:5]),
        may_read=visible(actor, "words.read", Wave.objects.filter(pk=wave.pk)).exists(),
    )


def unfit(wave: Wave) -> tuple[tuple[str, str, int], ...]:
    """What in the kept answers does not fit the questionnaire: question, problem, how many. They stay as they are."""
    counts: dict[tuple[str, str], int] = {}
    rows = Answer.objects.filter(wave=wave, state="kept").order_by("sha256").values_list("sha256", "xml")
    for sha256, xml in rows[:MOST_CHECKED]:
        for name, code in _problems(_Checked(wave, xml), sha256):
            counts[name, code] = counts.get((name, code), 0) + 1
    form = form_of(wave.version)
    for name, missing in _not_arrived(wave, form).items():
        counts[name, "file"] = missing
    found = []
    for (name, code), count in sorted(counts.items()):
        question = form.question(name)
        label = pick(question.labels, form.default_language)[0] if question else name
        found.append((label or name, code, count))
    return tuple(found)


def _not_arrived(wave: Wave, form: Form) -> dict[str, int]:
    """Pictures and sounds that answers speak of and that did not come yet, by question."""
    if not any(question.control == "upload" for question in form.questions):
        return {}
    there = set(AnswerFile.objects.filter(answer__wave=wave).values_list("answer_id", "question"))
    counts: dict[str, int] = {}
    for id_, xml in Answer.objects.filter(wave=wave, state="kept").values_list("id", "xml")[:MOST_CHECKED]:
        for name in files_named(form, xml).values():
            if (id_, name) not in there:
                question = "/".join(step.partition("[")[0] for step in name.split("/"))
                counts[question] = counts.get(question, 0) + 1
    return counts


class _Checked:
    """An answer that compares by nothing but its hash, so that checking it once is enough."""

    def __init__(self, wave: Wave, xml: str) -> None:
        self.wave, self.xml = wave, xml

    def __hash__(self) -> int:
        return hash(self.wave.version_id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Checked) and other.wave.version_id == self.wave.version_id


@functools.lru_cache(maxsize=20_000)
def _problems(checked: _Checked, sha256: str) -> tuple[tuple[str, str], ...]:
    try:
        problems = check_answer(form_of(checked.wave.version), checked.xml)
    except FormProblem as problem:
        return (("", problem.code),)
    return tuple(("/".join(s.partition("[")[0] for s in p.ref.split("/")), p.code) for p in problems)


def document_page(actor: Actor, document_id: uuid.UUID) -> DocumentPage:
    """A conversation with its words. Needs `words.read` for its plan line."""
    row = fetch(actor, "words.read", Document.objects.select_related("line", "stakeholder"), pk=document_id)
    return DocumentPage(
        row.id,
        row.line.journey_id,
        row.title,
        row.kind,
        row.text,
        row.language,
        row.stakeholder.names if row.stakeholder else {},
        row.people,
        row.on,
        tuple(row.consents),
        tuple(row.refused),
    )


@dataclass(frozen=True)
class Aside:
    """Two answers that came with one id: what was kept, what was put aside. For readers only."""

    id: uuid.UUID
    wave_id: uuid.UUID
    journey_id: uuid.UUID
    kept: tuple[tuple[str, str], ...]
    aside: tuple[tuple[str, str], ...]


def aside(actor: Actor, quarantine_id: uuid.UUID) -> Aside:
    """Both answers side by side, in words. Needs `words.read` for the plan line."""
    rows = Quarantine.objects.select_related("wave__version", "wave__line")
    row = fetch(actor, "words.read", rows, pk=quarantine_id)
    form = form_of(row.wave.version)
    first = Answer.objects.filter(wave=row.wave, instance_id=row.instance_id).first()

    def words(xml: str) -> tuple[tuple[str, str], ...]:
        said = {name: value for name, value in to_row(form, xml).items() if name not in row.wave.version.pairing}
        return answered(form, said, form.default_language)

    return Aside(row.id, row.wave_id, row.wave.line.journey_id, words(first.xml) if first else (), words(row.xml))


def line_choices(actor: Actor, line_id: uuid.UUID) -> tuple[uuid.UUID, Texts, str, tuple[tuple[uuid.UUID, Texts], ...]]:
    """A plan line to collect for: journey, what it looks at, method, groups of the map. Needs `journey.edit`."""
    line = fetch(actor, "journey.edit", PlanLine.objects.select_related("journey"), pk=line_id)
    groups = tuple(line.journey.stakeholders.values_list("id", "names"))
    return line.journey_id, line.looks_at, line.method, groups
