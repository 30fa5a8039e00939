""" "What the method should learn", said at the end of a step, may become a field note."""

import uuid
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from vises.apps.access.actor import Actor
from vises.apps.access.services import allows
from vises.apps.journeys.models import Closing, Journey
from vises.apps.journeys.services.closings import Offer
from vises.apps.learning.models import FieldNote


def offers(actor: Actor, journey_id: uuid.UUID, closing_ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, Offer]:
    """A link to the note it may become, for those moments of which nobody made one yet."""
    rows = Journey.objects.filter(pk=journey_id, participation__isnull=False)
    scope_id = rows.values_list("participation__programme__scope_id", flat=True).first()
    if scope_id is None or not allows(actor, "learning.write", scope_id):
        return {}
    made = set(FieldNote.objects.filter(closing__in=closing_ids).values_list("closing_id", flat=True))
    ask = reverse("ask", args=[journey_id])
    return {
        id_: Offer(_("Make it a field note for the programme"), f"{ask}?closing={id_}")
        for id_ in closing_ids
        if id_ not in made
    }


def words_of(actor: Actor, journey_id: uuid.UUID, closing_id: uuid.UUID) -> tuple[str, str, str]:
    """What the method should learn, its language and its step, to begin a note with; empty where there is none.

    The caller has shown the journey to this actor.
    """
    row = Closing.objects.filter(pk=closing_id, journey=journey_id).first()
    return (row.method, row.language, row.step) if row else ("", "", "")
