"""Inside a process of its own: an open room with one group. Prints the path of its link.

`python -m bench._room`, on the database of the environment (made anew, empty).
"""

import os
from datetime import date

from bench._server import ROOT


def _seed() -> str:
    os.environ["DJANGO_SETTINGS_MODULE"] = "vises.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from vises.apps.access.actor import SYSTEM
    from vises.apps.journeys.services import question, sessions, stakeholders
    from vises.apps.journeys.services.journeys import start_journey
    from vises.apps.journeys.services.room import open_room, token_of
    from vises.apps.methodology.services import load
    from vises.apps.network.services import make_organisation

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load(ROOT / "content")
    shop = make_organisation(SYSTEM, "enterprise", "The Workshop", languages=("en",))
    journey = start_journey(SYSTEM, shop, methodology_code="3", on=date(2026, 1, 12))
    for name in ("Customers", "Volunteers", "Team", "Donors"):
        stakeholders.add_stakeholder(SYSTEM, journey.id, names={"en": name}, kind="public", size=50)
    for number in range(20):
        question.propose(SYSTEM, journey.id, f"What changes at table {number}?", language="en")
    session = sessions.plan_session(SYSTEM, journey.id, title="Workshop", on=date.today())
    return f"/room/{token_of(open_room(SYSTEM, journey.id, session.id, manner='consent'))}/"


if __name__ == "__main__":
    print(_seed())
