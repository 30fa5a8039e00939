"""What leaves a journey is counted from one state at a time: of answers, of themes and of how many were reached."""

import uuid

from vises.apps.coding import outside as words
from vises.apps.datasets import outside as numbers
from vises.apps.journeys.models import Journey


def tell(journey_id: uuid.UUID) -> None:
    """Something of a journey is about to leave it: what may leave now is what later figures are held against."""
    numbers.tell(journey_id)
    for scope_id in Journey.objects.filter(pk=journey_id).values_list("scope_id", flat=True):
        words.tell(scope_id)
