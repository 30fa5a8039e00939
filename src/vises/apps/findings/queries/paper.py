"""What goes on paper to a table or a wall: live results and findings, by the rule for what leaves a journey."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from vises.analysis.summaries import Summary
from vises.apps.access.actor import Actor
from vises.apps.collection.models import Wave
from vises.apps.datasets.outside import leaving, told_outside
from vises.apps.findings.models import Finding, JointRow
from vises.apps.findings.outside import tell
from vises.apps.findings.queries.depth import Knot
from vises.apps.findings.queries.ground import grounds
from vises.apps.findings.queries.joint import JointLine, joint_display, question_key, questions_of
from vises.apps.findings.queries.pages import Choice, journey_seen, languages_of
from vises.apps.instruments.queries import form_of
from vises.apps.journeys.models import Journey
from vises.kernel.locale import Texts
from vises.platform.figures.asked import specs_of

MOST = 12
"""Pieces on one print: more is not read at a table."""


@dataclass(frozen=True)
class Piece:
    """One thing to look at: a question with its summary, a row of the joint display, or a finding at public depth."""

    key: str
    titles: Texts
    summary: Summary | None = None
    row: JointLine | None = None
    finding: Knot | None = None


@dataclass(frozen=True)
class PaperChoices:
    """What can be printed; `languages` are those of the journey."""

    questions: tuple[Choice, ...]
    rows: tuple[Choice, ...]
    findings: tuple[Choice, ...]
    languages: tuple[str, ...]


def paper_choices(actor: Actor, journey_id: uuid.UUID) -> PaperChoices:
    """Questions of rounds with answers, rows with something in them, findings. Needs `journey.view`."""
    journey = journey_seen(actor, journey_id)
    rows = JointRow.objects.filter(journey=journey).order_by("negative", "order", "created_at")  # as on the display
    filled = rows.prefetch_related("themes", "numbers", "records")
    return PaperChoices(
        tuple(
            Choice(question_key(wave, spec), spec.labels or {"en": spec.name})
            for wave, spec in questions_of(journey.id)
        ),
        tuple(
            Choice(f"row:{row.id}", row.names)
            for row in filled
            if row.themes.all() or row.numbers.all() or row.records.all()
        ),
        tuple(
            Choice(f"finding:{row.id}", {code: f"{row.label} · {text}" for code, text in row.statements.items()})
            for row in Finding.objects.filter(question__decision__journey=journey)
        ),
        languages_of(journey),
    )


def pieces(actor: Actor, journey_id: uuid.UUID, keys: Sequence[str]) -> tuple[Piece, ...]:
    """Those pieces, in the order asked, at most MOST; keys that are not of this journey are passed over.

    Where rows of the joint display are among them, the one for negative and unexpected effects comes along: nobody
    takes the good news alone. Paper leaves the room: numbers, themes and words follow the rule for what leaves the
    journey, and figures stay those that left last until enough people came. Needs `journey.view`.
    """
    journey = journey_seen(actor, journey_id)
    wanted = list(dict.fromkeys(keys))[:MOST]
    tell(journey.id)
    rows = _of_rows(actor, journey, [key for key in wanted if key.startswith("row:")])
    found = {
        **_questions(journey, [key for key in wanted if key.startswith("question:")]),
        **rows,
        **_of_findings(journey, [key for key in wanted if key.startswith("finding:")]),
    }
    beyond = [key for key in rows if key not in wanted]
    return tuple(found[key] for key in [*wanted, *beyond] if key in found)


def _questions(journey: Journey, keys: list[str]) -> dict[str, Piece]:
    asked = [(key, *key.split(":", 2)[1:]) for key in keys if key.count(":") >= 2]
    waves = {
        str(wave.id): wave
        for wave in Wave.objects.filter(line__journey=journey).select_related("version", "line__journey")
    }
    found = {}
    states = {wave: leaving(waves[wave]) for wave in {wave for _, wave, _ in asked if wave in waves}}
    for key, wave_id, name in asked:
        if wave_id not in states:
            continue
        wave = waves[wave_id]
        spec = next((spec for spec in specs_of(form_of(wave.version)) if spec.name == name), None)
        if spec is None or spec.kind in {"text", "other"}:
            continue
        summary = told_outside(wave, name, of=states[wave_id])
        found[key] = Piece(key, spec.labels or {"en": name}, summary=summary)
    return found


def _of_rows(actor: Actor, journey: Journey, keys: list[str]) -> dict[str, Piece]:
    if not keys:
        return {}
    rows = {f"row:{row.key}": row for row in joint_display(actor, journey.id, paper=True).rows}
    chosen = [key for key in keys if key in rows]
    beyond = [key for key, row in rows.items() if row.negative and chosen and key not in chosen]
    return {key: Piece(key, rows[key].names, row=rows[key]) for key in [*chosen, *beyond]}


def _of_findings(journey: Journey, keys: list[str]) -> dict[str, Piece]:
    rows = {f"finding:{row.id}": row for row in Finding.objects.filter(question__decision__journey=journey)}
    chosen = {key: rows[key] for key in keys if key in rows}
    knots = grounds(list(chosen.values()), public=True)
    return {key: Piece(key, row.statements, finding=knots[row.id]) for key, row in chosen.items()}
