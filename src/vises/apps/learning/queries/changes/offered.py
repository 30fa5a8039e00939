"""What a proposal may begin from and rest on, and what others are told of it elsewhere."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from vises.apps.access.actor import Actor
from vises.apps.access.services import allows, visible
from vises.apps.learning.models import FieldNote, MacroFinding
from vises.apps.learning.queries.changes.proposal import GroundLine, words_of
from vises.apps.learning.rules.changes import LONGEST_CLOSED
from vises.apps.learning.rules.states import UP
from vises.apps.learning.services.changes.may import proposal_for
from vises.apps.learning.services.may import programme_for
from vises.apps.methodology import queries as methodology
from vises.apps.methodology.queries import Reference
from vises.apps.programmes.models import Body, Programme
from vises.kernel.clock import today
from vises.kernel.locale import Texts

MOST_GROUNDS = 200  # notes and findings offered on a form, the latest first


@dataclass(frozen=True)
class Choices:
    """What a new proposal may begin from and who may prepare it, and until when it may stay closed."""

    bases: tuple[tuple[str, Texts], ...]
    bodies: tuple[tuple[uuid.UUID, Texts], ...]
    alone: bool  # without a body: whoever treats in the whole programme
    latest: date


def choices(actor: Actor, programme_id: uuid.UUID) -> Choices:
    """For whoever may write a proposal in the programme."""
    programme = programme_for(actor, programme_id)
    bodies = Body.objects.filter(programme=programme)
    if actor.kind != "system":
        bodies = visible(actor, "learning.treat", bodies)
    return Choices(
        tuple((known.code, methodology.texts_of(known.code, "version.title")) for known in methodology.versions()),
        tuple(bodies.values_list("id", "names")),
        actor.kind == "system" or allows(actor, "learning.treat", programme.scope_id),
        today(programme.zone) + LONGEST_CLOSED,
    )


def grounds_offered(actor: Actor, proposal_id: uuid.UUID) -> tuple[GroundLine, ...]:
    """Notes that went up and findings of the programme that it does not rest on yet, the latest first."""
    row = proposal_for(actor, proposal_id, "learning.treat")
    notes = FieldNote.objects.filter(programme=row.programme_id, state__in=UP, merged_into=None)
    notes = notes.exclude(proposal_grounds__proposal=row).order_by("-created_at")[:MOST_GROUNDS]
    findings = MacroFinding.objects.filter(programme=row.programme_id).exclude(proposal_grounds__proposal=row)
    return (
        *(GroundLine(item.id, "finding", item.id, item.statements) for item in findings[:MOST_GROUNDS]),
        *(GroundLine(item.id, "note", item.id, words_of(item)) for item in notes),
    )


def readable_references(actor: Actor, references: Sequence[tuple[str, str]]) -> tuple[Reference, ...]:
    """Of the notes and findings that a version rests on, those that the actor may read; four queries at most."""
    if not actor.signed_in:
        return ()
    programmes = visible(actor, "learning.view", Programme.objects.all()).values("pk")
    notes = [id_ for kind, id_ in references if kind == "note"]
    findings = [id_ for kind, id_ in references if kind == "finding"]
    up = FieldNote.objects.filter(pk__in=notes, state__in=UP, programme__in=programmes)
    opened = MacroFinding.objects.filter(pk__in=findings, opens_on__lte=today(), programme__in=programmes)
    return (
        *(Reference("note", str(note.id), words_of(note)) for note in up),
        *(Reference("finding", str(finding.id), finding.statements) for finding in opened),
    )


def changing(actor: Actor) -> tuple[tuple[uuid.UUID, Texts, int], ...]:
    """The programmes in which the actor reads how the method changes, each with how many proposals are open now."""
    if not actor.signed_in:
        return ()
    rows = visible(actor, "learning.view", Programme.objects.all()).order_by("-starts_on")
    rows = rows.annotate(open=Count("proposals", filter=Q(proposals__state="open")))
    return tuple(rows.values_list("pk", "names", "open"))


def note_saying(programme_id: uuid.UUID, words: str) -> uuid.UUID | None:
    """The note of a programme that went up with exactly these words, if there is one: for the demonstration."""
    notes = FieldNote.objects.filter(programme=programme_id, text=words, state__in=UP)
    return notes.values_list("pk", flat=True).first()
