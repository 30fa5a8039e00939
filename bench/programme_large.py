"""Pages of a programme with 56 enterprises beside one with 10,000: queries and time. The aim: at most twice as long.

Of its own: processor time, which other work on the machine does not lengthen (see `bench._own`), mean of 15.
SQLite, or the PostgreSQL server of `DATABASE_URL`, on which a database is made for the run.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import Line, Table
from bench._database import own_database

SIZES = (56, 10_000)
AIM = 2.0
INSIDE = """
import json, random, sys, time, django
from bench._own import own_time
from datetime import timedelta
django.setup()
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
call_command("migrate", interactive=False, verbosity=0)
from vises.ops import content
content.load()
from vises.apps.access.actor import SYSTEM
from vises.apps.access.models import Opening, Scope, ScopeLink
from vises.apps.access.rules import Role
from vises.apps.access.services import give_role
from vises.apps.accounts.services import make_user
from vises.apps.journeys.models import Journey, StepMove
from vises.apps.journeys.services.standing import stand_anew
from vises.apps.network.models import Organisation, Territory
from vises.apps.network.services import make_organisation, make_territory
from vises.apps.programmes.models import Participation, StatusMove
from vises.apps.programmes.services import make_programme
from vises.kernel.clock import today
from vises.kernel.ids import new_id

STEPS = ("preliminary", "step-1", "step-2", "step-3")
places = [make_territory(code, {"fr": code}) for code in ("north", "west", "south")]
federations = [make_organisation(SYSTEM, "federation", f"Federation {n}") for n in range(6)]
user = make_user("bench@example.org", "Bench", "fr")

def fill(size):
    dice, day = random.Random(size), today()
    programme = make_programme(SYSTEM, {"fr": str(size)}, "3", day - timedelta(days=700))
    give_role(SYSTEM, user, programme.scope, Role.COORDINATOR)
    made = {name: [] for name in ("scopes", "links", "openings", "shops", "joined", "journeys", "statuses", "steps")}
    for number in range(size):
        own, path = Scope(id=new_id(), kind="organisation"), Scope(id=new_id(), kind="journey")
        federation = dice.choice(federations)
        shop = Organisation(
            scope=own, kind="enterprise", name=f"Enterprise {number:05}", languages=[dice.choice(["fr", "nl"])],
            territory=dice.choice(places), group=dice.choice(["integration", "essential-services", "practices"]),
        )
        status = dice.choices(["planned", "active", "paused", "completed", "withdrawn"], [5, 60, 5, 15, 15])[0]
        joined = Participation(programme=programme, enterprise=shop, federation=federation, status=status)
        reached = dice.randrange(4)
        journey = Journey(
            scope=path, enterprise=shop, participation=joined, methodology=programme.methodology, step=STEPS[reached]
        )
        made["scopes"] += [own, path]
        made["links"] += [
            ScopeLink(parent=parent, child=path, kind="journey") for parent in (own, programme.scope, federation.scope)
        ]
        if dice.random() < 0.7:
            made["openings"].append(Opening(scope=path, role=Role.COORDINATOR))
        made["shops"].append(shop)
        made["joined"].append(joined)
        on = day - timedelta(days=dice.randrange(500, 700))
        for old, new in zip(("", "planned", "recruited"), ("planned", "recruited", "active"), strict=True):
            made["statuses"].append(StatusMove(participation=joined, old=old, new=new, on=on))
        if status not in ("planned",):
            made["journeys"].append(journey)
            for place in range(reached + 1):
                made["steps"].append(StepMove(
                    journey=journey, old=STEPS[place - 1] if place else "", new=STEPS[place],
                    on=on + timedelta(days=110 * place), methodology=programme.methodology,
                ))
        else:
            made["statuses"] = made["statuses"][:-2]
        if status not in ("planned", "active"):
            made["statuses"].append(
                StatusMove(participation=joined, old="active", new=status, on=day - timedelta(days=dice.randrange(100)))
            )
    kept = {row.scope_id for row in made["journeys"]}
    made["scopes"] = [row for row in made["scopes"] if row.kind == "organisation" or row.id in kept]
    made["links"] = [row for row in made["links"] if row.child_id in kept]
    made["openings"] = [row for row in made["openings"] if row.scope_id in kept]
    for rows in made.values():
        type(rows[0]).objects.bulk_create(rows, batch_size=500)
    stand_anew(made["joined"])
    return programme

programmes = {size: fill(size) for size in map(int, sys.argv[1:])}
connection.cursor().execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
client = Client(headers={"host": "127.0.0.1"})
client.force_login(user)
found = {}
for size, programme in programmes.items():
    for name in ("", "over-time/", "enterprises/", "coverage/"):
        address = f"/programmes/{programme.id}/{name}"
        client.get(address)
        times, own = [], []
        for _ in range(15):
            worked, begun = own_time(), time.perf_counter()
            answer = client.get(address)
            times.append(time.perf_counter() - begun)
            own.append(own_time() - worked)
            assert answer.status_code == 200
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        found[f"{name}{size}"] = {
            "ms": 1000 * sorted(times)[7], "own": 1000 * sum(own) / len(own), "queries": len(queries)
        }
print(json.dumps(found))
"""
PAGES = {
    "": "programme page",
    "over-time/": "month by month",
    "enterprises/": "list of enterprises",
    "coverage/": "who is heard",
}


def run() -> Table:
    """Fill two programmes in an empty database, open their pages as the coordinator, compare."""
    with tempfile.TemporaryDirectory() as data, own_database(Path(data)) as database:
        environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "SECRET_KEY"}}
        if database.url:
            environment["DATABASE_URL"] = database.url
        environment |= {"VISES_DATA": data, "VISES_DEMONSTRATION": "1", "LOG_LEVEL": "ERROR"}
        environment["DJANGO_SETTINGS_MODULE"] = "vises.config.settings"
        subprocess.run([sys.executable, "-m", "vises.ops.main", "static"], env=environment, check=True)
        done = subprocess.run(
            [sys.executable, "-c", INSIDE, *map(str, SIZES)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        found = json.loads(done.stdout.strip().splitlines()[-1])
    small, large = SIZES
    lines = []
    for page, words in PAGES.items():
        few, many = found[f"{page}{small}"], found[f"{page}{large}"]
        lines.append(
            Line(
                f"{words}, {small} then {large:,} enterprises",
                f"{few['ms']:.0f} ms, then {many['ms']:.0f} ms",
                many["ms"] / few["ms"],
                f"at most {AIM:g} times" if not page else "",
            )
        )
        own = f"{few['own']:.0f} ms, then {many['own']:.0f} ms"
        lines.append(Line("the same, of its own", own, many["own"] / few["own"]))
        lines.append(Line(f"{words}, queries", f"{few['queries']}, then {many['queries']}"))
    return Table(f"A programme of 10,000 enterprises, on {database.name}", tuple(lines))
