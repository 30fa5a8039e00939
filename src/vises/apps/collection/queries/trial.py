"""A questionnaire that is only tried: asked as it would be, in a round that does not exist."""

import uuid

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.collection.models import Wave
from vises.apps.collection.queries.asking import Asking
from vises.apps.journeys.models import PlanLine
from vises.kernel.locale import LANGUAGE_NAMES, Texts
from vises.xforms import Form


def trial(actor: Actor, line_id: uuid.UUID, key: uuid.UUID, form: Form, titles: Texts) -> Asking:
    """What a respondent of this plan line would be told and asked. Needs `journey.edit`.

    `key` stands for the round, which is made here and never stored.
    """
    rows = PlanLine.objects.select_related("journey__enterprise", "journey__scope")
    line = fetch(actor, "journey.edit", rows, pk=line_id)
    codes = [code for code in form.languages if code != "und"]
    names = form.language_names
    known = tuple((code, LANGUAGE_NAMES.get(code) or names.get(code) or code) for code in codes)
    return Asking(
        wave=Wave(id=key, line=line, titles=titles),
        form=form,
        enterprise=line.journey.enterprise.name,
        introduction={},
        minutes=line.respondent_minutes,
        uses=("analysis",),
        languages=known or (("und", ""),),
    )
