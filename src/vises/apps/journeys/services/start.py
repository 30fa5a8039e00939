"""A journey that an enterprise begins by itself."""

import uuid

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.journeys.models import Journey
from vises.apps.journeys.services.journeys import start_journey
from vises.apps.network.models import Organisation
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import Problem


def start_own(actor: Actor, enterprise_id: uuid.UUID, *, methodology_code: str, language: str) -> Journey:
    """Begin a self-guided journey. Needs `organisation.edit`. Raises Problem while another is under way."""
    rows = Organisation.objects.filter(kind="enterprise").select_related("scope")
    enterprise = fetch(actor, "organisation.edit", rows, pk=enterprise_id)
    if language not in LANGUAGES:
        raise Problem("journeys.language", field="language")
    if Journey.objects.filter(enterprise=enterprise, ended_on=None).exists():
        raise Problem("journeys.under-way", field="enterprise")
    last = Journey.objects.filter(enterprise=enterprise, next=None).order_by("-cycle").first()
    return start_journey(actor, enterprise, methodology_code=methodology_code, language=language, previous=last)
