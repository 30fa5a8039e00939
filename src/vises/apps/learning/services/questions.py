"""A body asks the field."""

import uuid
from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.learning.models import FieldQuestion
from vises.apps.learning.rules.states import GIVEN_BACK_IN
from vises.apps.learning.services.may import body_for
from vises.apps.methodology import queries as methodology
from vises.kernel.clock import today
from vises.kernel.locale import Texts
from vises.kernel.problems import Problem
from vises.platform.audit.services import record


def ask_field(actor: Actor, body_id: uuid.UUID, *, texts: Texts, ends_on: date, step: str = "") -> FieldQuestion:
    """Ask everybody in the field, until a date; `step` asks it only where it arises. Needs `learning.treat`.

    Raises Problem when French or Dutch is missing: the field speaks both.
    """
    body = body_for(actor, body_id)
    words = {language: text.strip() for language, text in texts.items() if text.strip()}
    if not set(GIVEN_BACK_IN) <= set(words):
        raise Problem("learning.ask", field="texts_fr")
    if ends_on <= today(body.programme.zone):
        raise Problem("learning.ends", field="ends_on")
    if step and step not in {item.id for item in methodology.version(body.programme.methodology.code).steps}:
        raise Problem("learning.step", field="step")
    with transaction.atomic():
        row = FieldQuestion.objects.create(body=body, texts=words, step=step, ends_on=ends_on, asked_by_name=actor.name)
        record(
            actor.who,
            "body.asked",
            scope_id=body.programme.scope_id,
            object_kind="field-question",
            object_id=row.id,
        )
    return row
