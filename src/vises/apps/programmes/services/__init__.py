"""Writes of programmes: the programme, its enterprises, its bodies and its meetings."""

from vises.apps.programmes.services.bodies import (
    change_body,
    end_seat,
    give_seat,
    make_body,
    plan_body_session,
)
from vises.apps.programmes.services.calls import (
    Applying,
    accept_application,
    apply,
    change_call,
    decline_application,
    make_call,
)
from vises.apps.programmes.services.cohorts import add_cohort, change_cohort, place_in_cohort
from vises.apps.programmes.services.extensions import ask_extension, give_extension, settle_extension
from vises.apps.programmes.services.meetings import (
    add_workshop,
    cancel_meeting,
    change_meeting,
    change_workshop,
    drop_workshop,
    note_attendance,
    plan_meeting,
)
from vises.apps.programmes.services.participations import (
    add_participation,
    belongs_to,
    change_status,
)
from vises.apps.programmes.services.partnerships import (
    add_partner,
    change_partner,
    invite_partner,
    let_in,
    may_let_in,
    new_partner,
)
from vises.apps.programmes.services.programmes import appoint, make_programme
from vises.apps.programmes.services.versions import begin_on

__all__ = [
    "Applying",
    "accept_application",
    "add_cohort",
    "add_participation",
    "add_partner",
    "add_workshop",
    "apply",
    "appoint",
    "ask_extension",
    "begin_on",
    "belongs_to",
    "cancel_meeting",
    "change_body",
    "change_call",
    "change_cohort",
    "change_meeting",
    "change_partner",
    "change_status",
    "change_workshop",
    "decline_application",
    "drop_workshop",
    "end_seat",
    "give_extension",
    "give_seat",
    "invite_partner",
    "let_in",
    "make_body",
    "make_call",
    "make_programme",
    "may_let_in",
    "new_partner",
    "note_attendance",
    "place_in_cohort",
    "plan_body_session",
    "plan_meeting",
    "settle_extension",
]
