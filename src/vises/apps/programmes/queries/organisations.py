"""The organisations of a programme: its enterprises, the federations that accompany them, those who sit in bodies."""

import uuid

from django.db.models import Q, QuerySet

from vises.apps.access.actor import Actor
from vises.apps.access.services import visible
from vises.apps.network.models import Organisation
from vises.apps.programmes.models import Programme
from vises.kernel.locale import Texts


def organisations_of(programme_id: uuid.UUID) -> QuerySet[Organisation]:
    """Enterprises, federations and partners of the programme, by name."""
    here = (
        Q(participations__programme=programme_id)
        | Q(accompanied_participations__programme=programme_id)
        | Q(seats__body__programme=programme_id)
        | Q(scope__links_down__child__programme=programme_id)
    )
    return Organisation.objects.filter(pk__in=Organisation.objects.filter(here).values("pk"))


def programmes_of(actor: Actor, organisation_id: uuid.UUID) -> tuple[tuple[uuid.UUID, Texts], ...]:
    """The programmes of an organisation that the actor may see at least in counts: id and names."""
    here = (
        Q(participations__enterprise=organisation_id)
        | Q(participations__federation=organisation_id)
        | Q(partnerships__organisation=organisation_id)
    )
    rows = visible(actor, "programme.counts", Programme.objects.filter(here)).distinct()
    return tuple(rows.order_by("-starts_on").values_list("id", "names"))
