"""The organisations of a programme: its enterprises, the federations that accompany them, those who sit in bodies."""

import uuid

from django.db.models import Q, QuerySet

from vises.apps.network.models import Organisation


def organisations_of(programme_id: uuid.UUID) -> QuerySet[Organisation]:
    """Enterprises, federations and partners of the programme, by name."""
    here = (
        Q(participations__programme=programme_id)
        | Q(accompanied_participations__programme=programme_id)
        | Q(seats__body__programme=programme_id)
        | Q(scope__links_down__child__programme=programme_id)
    )
    return Organisation.objects.filter(pk__in=Organisation.objects.filter(here).values("pk"))
