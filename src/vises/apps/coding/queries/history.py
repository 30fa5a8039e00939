"""What became of themes: merged and split, by whom and when."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from vises.apps.access.actor import Actor
from vises.apps.coding.models import CodeChange
from vises.apps.coding.queries.codebook import journey_scope
from vises.apps.coding.services.may import may_code, texts_read_apart
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound

SHOWN = 50


@dataclass(frozen=True)
class ChangeRow:
    """A theme that went into another one, or was taken out of one. `undone_at` where it was undone."""

    id: uuid.UUID
    kind: str
    source: Texts
    target: Texts
    places: int
    who: str
    on: datetime
    undone_at: datetime | None
    undone_by: str


def changes(actor: Actor, journey_id: uuid.UUID) -> tuple[ChangeRow, ...]:
    """The latest changes of a codebook, for those who may change it; nothing for others who see the journey."""
    scope_id = journey_scope(actor, journey_id)
    if not may_code(actor, scope_id):
        return ()
    apart = Q(moved__text__in=texts_read_apart(actor))
    rows = CodeChange.objects.filter(scope_id=scope_id).select_related("who", "undone_by")
    rows = rows.annotate(hidden=Count("moved", filter=apart)).order_by("-created_at")
    return tuple(
        ChangeRow(
            row.id,
            row.kind,
            row.source_names,
            row.target_names,
            row.places - row.hidden,
            row.who.name if row.who else "",
            row.created_at,
            row.undone_at,
            row.undone_by.name if row.undone_by else "",
        )
        for row in rows[:SHOWN]
    )


def change_here(actor: Actor, journey_id: uuid.UUID, change_id: uuid.UUID) -> None:
    """Raises NotFound for a change of another codebook."""
    if not CodeChange.objects.filter(pk=change_id, scope_id=journey_scope(actor, journey_id)).exists():
        raise NotFound()


def went_into(actor: Actor, journey_id: uuid.UUID, code_id: uuid.UUID) -> Texts | None:
    """The names of the theme into which one of this codebook went; None for any other, and for who may not code."""
    scope_id = journey_scope(actor, journey_id)
    rows = CodeChange.objects.filter(scope_id=scope_id, source=code_id, kind=CodeChange.Kind.MERGED, undone_at=None)
    return rows.values_list("target_names", flat=True).first() if may_code(actor, scope_id) else None


def former_themes(passages: Collection[uuid.UUID]) -> dict[uuid.UUID, frozenset[uuid.UUID]]:
    """Themes that these passages had before merges and splits, each with all themes that hold its passages now."""
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    rows = CodeChange.objects.filter(moved__in=list(passages))
    for source, now in rows.values_list("source", "moved__code_id"):
        found.setdefault(source, {source}).add(now)
    return {source: frozenset(now) for source, now in found.items()}
