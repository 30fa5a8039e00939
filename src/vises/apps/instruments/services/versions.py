"""Wordings of one questionnaire beside each other: a question that only changed its name."""

import uuid

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.instruments.models import InstrumentVersion
from vises.apps.instruments.queries.versions import version_before
from vises.apps.instruments.services.writing import done
from vises.kernel.problems import NotFound, Problem
from vises.xforms import parse_xform


def say_same(actor: Actor, version_id: uuid.UUID, name: str, before: str) -> dict[str, str]:
    """Say that a question of a wording is one of the wording before, which had another name; with `before` empty, that
    it is none. Needs `journey.edit`. What people are asked does not change, so a used wording may be marked too.

    Raises Problem for names that are not there or that are answered in different ways.
    """
    rows = InstrumentVersion.objects.select_related("instrument__line__journey__scope")
    version = rows.get(pk=version_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=version_id)
    earlier = version_before(version)
    if earlier is None or not version.xform:
        raise NotFound()
    said: dict[str, str] = {key: value for key, value in version.same_as.items() if key != name}
    if before:
        new, old = parse_xform(version.xform).question(name), parse_xform(earlier.xform).question(before)
        if new is None or old is None or before in said.values():
            raise Problem("instruments.same-unknown", field="before")
        if new.kind != old.kind:
            raise Problem("instruments.same-kind", field="before")
        said[name] = before
    with transaction.atomic():
        InstrumentVersion.objects.filter(pk=version.pk).update(same_as=said)
        done(actor, version.instrument.line, "instrument.same-said", version.id)
    return said
