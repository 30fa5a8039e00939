"""The codebook of a programme: three themes to begin with, as the second Social Impact Meetings sorted them."""

import uuid

from vises.apps.coding.models import Code
from vises.apps.programmes.models import Programme
from vises.kernel.locale import Texts

FIRST: tuple[Texts, ...] = (
    {"fr": "co-construction", "nl": "coconstructie", "en": "co-construction"},
    {"fr": "recherche-action", "nl": "actieonderzoek", "en": "action research"},
    {"fr": "parties prenantes", "nl": "stakeholders", "en": "stakeholders"},
)


def themes(programme: Programme) -> None:
    """Put the first three themes in the programme's codebook, where it has none yet."""
    if not Code.objects.filter(scope=programme.scope_id).exists():
        Code.objects.bulk_create(
            Code(scope_id=programme.scope_id, names=names, order=number) for number, names in enumerate(FIRST, 1)
        )


def theme_ids(programme: Programme) -> list[uuid.UUID]:
    """The themes of the programme's codebook, in their order."""
    return list(Code.objects.filter(scope=programme.scope_id).order_by("order").values_list("id", flat=True))
