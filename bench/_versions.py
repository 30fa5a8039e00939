"""Inside a process of its own: fill programmes on version 1, then time what version 2 would mean. Prints JSON.

`python -m bench._versions SIZE …`, on the database of the environment (made anew, empty).
"""

import json
import random
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from vises.apps.access.actor import SYSTEM  # noqa: E402
from vises.apps.access.models import Opening, Scope, ScopeLink  # noqa: E402
from vises.apps.access.rules import Role  # noqa: E402
from vises.apps.access.services import give_role  # noqa: E402
from vises.apps.accounts.services import make_user  # noqa: E402
from vises.apps.journeys.models import Deliverable, Involvement, Journey, Stakeholder, VersionMove  # noqa: E402
from vises.apps.methodology import queries as methodology  # noqa: E402
from vises.apps.methodology import services  # noqa: E402
from vises.apps.network.models import Organisation  # noqa: E402
from vises.apps.programmes.models import Participation, Programme  # noqa: E402
from vises.apps.programmes.services import make_programme  # noqa: E402
from vises.kernel.clock import today  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
STATES = ("open", "begun", "proposed", "confirmed")


def fill(size: int, user: Any) -> Programme:
    """A programme of this many journeys on version 1, each at its own place, seven in ten open to its coordinator."""
    dice = random.Random(size)
    programme = make_programme(SYSTEM, {"fr": str(size)}, "1", today() - timedelta(days=400))
    give_role(SYSTEM, user, programme.scope, Role.COORDINATOR)
    codes = [item.id for item in methodology.version("1").deliverables()]
    steps = [step.id for step in methodology.version("1").steps]
    own = Scope.objects.bulk_create(Scope(kind="organisation") for _ in range(size))
    paths = Scope.objects.bulk_create(Scope(kind="journey") for _ in range(size))
    shops = Organisation.objects.bulk_create(
        Organisation(scope=own[n], kind="enterprise", name=f"Enterprise {size}-{n:05}") for n in range(size)
    )
    joined = Participation.objects.bulk_create(
        Participation(programme=programme, enterprise=shop, status="active") for shop in shops
    )
    journeys = Journey.objects.bulk_create(
        Journey(
            scope=paths[n],
            enterprise=shops[n],
            participation=joined[n],
            methodology=programme.methodology,
            step=dice.choice(steps),
        )
        for n in range(size)
    )
    ScopeLink.objects.bulk_create(
        ScopeLink(parent=parent, child=paths[n]) for n in range(size) for parent in (own[n], programme.scope)
    )
    opened = [path for path in paths if dice.random() < 0.7]
    Opening.objects.bulk_create(Opening(scope=path, role=Role.COORDINATOR) for path in opened)
    Deliverable.objects.bulk_create(
        (Deliverable(journey=row, code=code, state=dice.choice(STATES)) for row in journeys for code in codes),
        batch_size=1000,
    )
    groups = Stakeholder.objects.bulk_create(
        (Stakeholder(journey=row, names={"fr": str(n)}, kind="public") for row in journeys for n in range(4)),
        batch_size=1000,
    )
    Involvement.objects.bulk_create(
        (Involvement(stakeholder=group, step=step, degree="consulted") for group in groups for step in steps),
        batch_size=1000,
    )
    return programme


def timed(act: Callable[[], object]) -> dict[str, float]:
    """The median of nine, in milliseconds, and the number of queries."""
    act()
    times = []
    for _ in range(9):
        begun = time.perf_counter()
        act()
        times.append(time.perf_counter() - begun)
    with CaptureQueriesContext(connection) as queries:
        act()
    return {"ms": 1000 * sorted(times)[4], "queries": len(queries)}


def main(sizes: list[int]) -> None:
    call_command("migrate", interactive=False, verbosity=0)
    services.load(ROOT / "content")
    user = make_user("bench@example.org", "Bench", "fr")
    programmes = {size: fill(size, user) for size in sizes}
    connection.cursor().execute("ANALYZE")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)

    def page(address: str) -> None:
        if client.get(address).status_code != 200:
            raise RuntimeError(address)

    found: dict[str, Any] = {"vendor": connection.vendor}
    for size, programme in programmes.items():
        found[f"programme {size}"] = timed(lambda at=programme.id: page(f"/programmes/{at}/versions/?to=2"))  # type: ignore[misc]
    scope = Opening.objects.filter(role=Role.COORDINATOR).values("scope")
    one = Journey.objects.filter(scope__in=scope, participation__programme=programmes[sizes[-1]]).first()
    if one is None:
        raise RuntimeError("no journey is open to the coordinator")
    found["journey"] = timed(lambda: page(f"/journeys/{one.id}/version/2/"))
    moved = Journey.objects.exclude(methodology__code="1").count() + VersionMove.objects.count()
    print(json.dumps({**found, "moved": moved}))


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])
