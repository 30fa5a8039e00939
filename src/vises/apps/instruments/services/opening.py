"""A questionnaire opened to be changed in what stands around its questions: files, easy words."""

import uuid

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.instruments.models import InstrumentVersion
from vises.kernel.problems import NotFound


def questionnaire(actor: Actor, version_id: uuid.UUID) -> InstrumentVersion:
    """A wording of a questionnaire. Needs `journey.edit`. Raises NotFound, also for a guide or a grid."""
    rows = InstrumentVersion.objects.select_related("instrument__line__journey__scope")
    version = rows.get(pk=version_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=version_id)
    if not version.xform:
        raise NotFound()
    return version
