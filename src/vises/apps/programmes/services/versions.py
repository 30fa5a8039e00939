"""On which version of the method the new journeys of a programme begin."""

import uuid

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.methodology.models import MethodologyVersion
from vises.apps.programmes.models import Programme
from vises.apps.programmes.services.may import programme_for
from vises.kernel.problems import Problem
from vises.platform.audit.services import record


def begin_on(actor: Actor, programme_id: uuid.UUID, code: str) -> Programme:
    """New journeys begin on the released version of that code; those under way keep theirs. Needs `programme.edit`.

    Raises Problem for an unknown version.
    """
    programme = programme_for(actor, "programme.edit", programme_id)
    version = MethodologyVersion.objects.filter(code=code).exclude(released_on=None).first()
    if version is None:
        raise Problem("programmes.methodology", field="version", code=code)
    with transaction.atomic():
        Programme.objects.filter(pk=programme.pk).update(methodology=version)
        record(
            actor.who,
            "programme.begins-on",
            scope_id=programme.scope_id,
            object_kind="programme",
            object_id=programme.id,
            code=code,
        )
    programme.methodology = version
    return programme
