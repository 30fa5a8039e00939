"""What a body treats: its inbox, one note on its table, its sessions."""

import uuid
from dataclasses import dataclass
from datetime import date

from vises.apps.access.actor import Actor
from vises.apps.coding.queries.codebook import CodeRow, codebook
from vises.apps.coding.rules import Sentence, clean, drawn, in_lanes
from vises.apps.learning.models import AgendaItem, FieldNote, MacroFinding, Outcome
from vises.apps.learning.queries.asked import near
from vises.apps.learning.queries.loop import AskedField, asked_field
from vises.apps.learning.queries.notes import ROWS, NoteLine, in_order, lines
from vises.apps.learning.services.may import body_for, body_seen, note_treated
from vises.apps.learning.services.outcomes import OWNERS
from vises.apps.learning.services.sessions import fingerprint as minutes_fingerprint
from vises.apps.learning.services.sessions import open_notes
from vises.apps.learning.services.treatment import fingerprint
from vises.apps.programmes.models import Body, BodySession
from vises.kernel.clock import today
from vises.kernel.locale import Texts, pick
from vises.kernel.problems import NotFound

MOST = 100  # of a kind on one page
BACK = ("returned", "acknowledged")


@dataclass(frozen=True)
class SessionLine:
    id: uuid.UUID
    on: date
    place: str
    held: bool
    points: int


@dataclass(frozen=True)
class Draft:
    """A finding of this body; `closed_for` days until it opens, None once it is open."""

    id: uuid.UUID
    statements: Texts
    opens_on: date
    closed_for: int | None


@dataclass(frozen=True)
class BodyPage:
    """A body's table: what no body has yet, what it treats, what it answered, its sessions and drafts."""

    id: uuid.UUID
    programme_id: uuid.UUID
    programme: Texts
    names: Texts
    purposes: Texts
    kind: str
    waiting: tuple[NoteLine, ...]
    waiting_in_all: int
    treated: tuple[NoteLine, ...]
    answered: tuple[NoteLine, ...]
    sessions: tuple[SessionLine, ...]
    findings: tuple[Draft, ...]
    asked: tuple[AskedField, ...]
    may_treat: bool


@dataclass(frozen=True)
class OutcomeLine:
    id: uuid.UUID
    kind: str
    whats: Texts
    owner: str
    due_on: date | None
    done_on: date | None
    how_it_went: str
    finding_id: uuid.UUID | None


@dataclass(frozen=True)
class PassageLine:
    id: uuid.UUID
    code: Texts
    words: str


@dataclass(frozen=True)
class Table:
    """One note on a body's table, with everything the body does with it."""

    body_id: uuid.UUID
    body: Texts
    programme_id: uuid.UUID
    line: NoteLine
    paragraphs: tuple[tuple[Sentence, ...], ...]
    sentences: int
    passages: tuple[PassageLine, ...]
    codes: tuple[CodeRow, ...]
    analyses: Texts
    answers: Texts
    seen: str
    near: tuple[NoteLine, ...]
    outcomes: tuple[OutcomeLine, ...]
    from_journey: bool
    owners: tuple[str, ...]
    told: int


@dataclass(frozen=True)
class Point:
    """A point of an agenda: a note, or a point of its own."""

    id: uuid.UUID
    note: NoteLine | None
    titles: Texts
    decisions: Texts
    answers: Texts


@dataclass(frozen=True)
class SessionPage:
    id: uuid.UUID
    body_id: uuid.UUID
    programme_id: uuid.UUID
    names: Texts
    programme: Texts
    on: date
    place: str
    held: bool
    people: int | None
    minutes: Texts
    points: tuple[Point, ...]
    open: tuple[NoteLine, ...]
    seen: str
    may_treat: bool


def body_page(actor: Actor, body_id: uuid.UUID) -> BodyPage:
    """A fixed number of queries. Everybody who reads what the programme learns sees it: no closed circuit."""
    body, may_treat = body_seen(actor, body_id)
    day = today(body.programme.zone)
    rows = FieldNote.objects.filter(programme=body.programme, merged_into=None)
    waiting = rows.filter(state="raised")
    kinds = {
        "waiting": list(waiting.order_by("moved_at").values_list("pk", flat=True)[:MOST]),
        "treated": _ids(rows, body, "in-treatment"),
        "answered": _ids(rows, body, "answered"),
    }
    every = [pk for ids in kinds.values() for pk in ids]
    found = lines(actor, body.programme, ROWS.filter(pk__in=every), treats=may_treat)
    sessions = BodySession.objects.filter(body=body).order_by("-on").prefetch_related("agenda")
    findings = MacroFinding.objects.filter(body=body).order_by("-opens_on")
    if not may_treat:
        findings = findings.filter(opens_on__lte=day)
    return BodyPage(
        body.id,
        body.programme_id,
        body.programme.names,
        body.names,
        body.purposes,
        body.kind,
        in_order(found, kinds["waiting"]),
        waiting.count(),
        in_order(found, kinds["treated"]),
        in_order(found, kinds["answered"]),
        tuple(SessionLine(row.id, row.on, row.place, row.held, len(row.agenda.all())) for row in sessions),
        tuple(
            Draft(row.id, row.statements, row.opens_on, (row.opens_on - day).days if row.opens_on > day else None)
            for row in findings[:MOST]
        ),
        asked_field(body.programme, day),
        may_treat,
    )


def _ids(rows, body: Body, state: str) -> list[uuid.UUID]:  # type: ignore[no-untyped-def]
    return list(rows.filter(body=body, state=state).order_by("moved_at").values_list("pk", flat=True)[:MOST])


def table(actor: Actor, body_id: uuid.UUID, note_id: uuid.UUID, language: str) -> Table:
    """One note as the body treats it; a fixed number of queries. `language` is that of the labels."""
    body = body_for(actor, body_id)
    note_treated(actor, note_id)
    row = ROWS.select_related("programme__scope", "coded").get(pk=note_id)
    text = row.coded
    passages = list(text.passages.select_related("code")) if text else []
    marks = in_lanes((str(p.id), p.start, p.end, pick(p.code.names, language)[0]) for p in passages)
    words = text.body if text else clean(row.words)
    paragraphs = drawn(words, marks)
    return Table(
        body.id,
        body.names,
        body.programme_id,
        lines(actor, body.programme, [row], treats=True)[0],
        paragraphs,
        sum(len(sentences) for sentences in paragraphs),
        tuple(PassageLine(p.id, p.code.names, words[p.start : p.end]) for p in passages),
        codebook(body.programme.scope_id),
        row.analyses,
        row.answers,
        fingerprint(row),
        near(actor, body.programme, row),
        tuple(
            OutcomeLine(
                one.id, one.kind, one.whats, one.owner, one.due_on, one.done_on, one.how_it_went, one.finding_id
            )
            for one in Outcome.objects.filter(note=row)
        ),
        row.journey_id is not None,
        OWNERS,
        row.joins.filter(told_at__isnull=False).count(),
    )


def session_page(actor: Actor, session_id: uuid.UUID) -> SessionPage:
    """A session with its agenda, its minutes, and what else the agenda may hold; a fixed number of queries.

    Everybody who reads what the programme learns sees it; those who treat notes in the body write it.
    """
    session = BodySession.objects.select_related("body__programme__methodology").filter(pk=session_id).first()
    if session is None:
        raise NotFound()
    body, may_treat = body_seen(actor, session.body_id)
    programme = body.programme
    items = list(AgendaItem.objects.filter(session=session).select_related("note"))
    offered = [] if session.held or not may_treat else open_notes(session)
    ids = [item.note_id for item in items if item.note_id] + [note.pk for note in offered]
    found = lines(actor, programme, ROWS.filter(pk__in=ids), treats=may_treat)
    by_id = {line.id: line for line in found}
    return SessionPage(
        session.id,
        body.id,
        programme.id,
        body.names,
        programme.names,
        session.on,
        session.place,
        session.held,
        session.people,
        session.minutes,
        tuple(
            Point(
                item.id,
                by_id.get(item.note_id) if item.note_id else None,
                item.titles,
                item.decisions,
                item.note.answers if item.note and (may_treat or item.note.state in BACK) else {},
            )
            for item in items
        ),
        in_order(found, [note.pk for note in offered]),
        minutes_fingerprint(session, items),
        may_treat,
    )
