"""People who ask others and fill in for them: a link each, to one round, which can be ended."""

import uuid

from vises.apps.access.actor import Actor
from vises.apps.access.services import give_pass
from vises.apps.collection.services.waves import end_door, wave_for
from vises.kernel.problems import Problem

PURPOSE = "interviewer"
DAYS = 90


def invite(actor: Actor, wave_id: uuid.UUID, *, name: str, language: str = "fr") -> str:
    """A link with which somebody fills in for others. Needs `journey.edit`. Returns the token, shown once.

    What she hears she knows: `name` says who she is, so that a link can be ended when she stops. Which answers came
    through her is kept nowhere.
    """
    wave = wave_for(actor, wave_id)
    if not name.strip():
        raise Problem("collection.interviewer-name", field="name")
    scope = wave.line.journey.scope
    return give_pass(actor, scope, PURPOSE, detail=wave.id, label=name.strip()[:200], language=language, days=DAYS)


def end(actor: Actor, wave_id: uuid.UUID, pass_id: uuid.UUID) -> None:
    """Her link opens nothing from now on. Needs `journey.edit`."""
    end_door(actor, wave_id, pass_id, PURPOSE)
