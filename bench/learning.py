"""The learning loop, filled: "asked before" among 100,000 notes, the loop's pages beside those of 56 enterprises, and
what a version of the method would mean for 1,000 running journeys.

Of its own: processor time, which other work on the machine does not lengthen (see `bench._own`), mean of all.
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

LOOPS = {"small": (56, 560), "large": (10_000, 100_000)}
"""Enterprises and notes of the programmes whose loops are compared."""
PATHS = {"few": 56, "many": 1_000}
"""Running journeys of the programmes whose previews of a version are compared."""
QUICK = 100  # ms
AIM = 2.0
PAGES = {"loop": "page of what we learn", "health": "health of the loop", "notes": "list of notes"}


def run() -> Table:
    """Fill an empty database, look as the coordinator, compare."""
    with tempfile.TemporaryDirectory() as data, own_database(Path(data)) as database:
        environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "SECRET_KEY"}}
        if database.url:
            environment["DATABASE_URL"] = database.url
        environment |= {"VISES_DATA": data, "VISES_DEMONSTRATION": "1", "LOG_LEVEL": "ERROR"}
        environment["DJANGO_SETTINGS_MODULE"] = "vises.config.settings"
        subprocess.run([sys.executable, "-m", "vises.ops.main", "static"], env=environment, check=True)
        done = subprocess.run(
            [sys.executable, "-m", "bench._learning"], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        found = json.loads(done.stdout.strip().splitlines()[-1])
    (few, few_notes), (many, many_notes) = LOOPS["small"], LOOPS["large"]
    lines = []
    for name, notes in (("small", few_notes), ("large", many_notes)):
        median, slow, queries, own = found[f"asked {name}"]
        lines.append(
            Line(
                f"asked before, {notes:,} notes",
                f"median {median:.0f} ms ({own:.0f} of its own), one in twenty over {slow:.0f} ms, {queries} queries",
                median / QUICK,
                "under 1 (100 ms)",
            )
        )
    for page, words in PAGES.items():
        small, large = found[f"{page} small"], found[f"{page} large"]
        lines.append(
            Line(
                f"{words}, {few} enterprises, then {many:,} with {many_notes:,} notes",
                f"{small[0]:.0f} ms ({small[2]} queries), then {large[0]:.0f} ms ({large[2]})",
                large[0] / small[0],
                f"at most {AIM:g} times",
            )
        )
        lines.append(Line("the same, of its own", f"{small[3]:.0f} ms, then {large[3]:.0f} ms", large[3] / small[3]))
    small, large = found["preview few"], found["preview many"]
    lines.append(
        Line(
            f"what a version would mean, {PATHS['few']} journeys, then {PATHS['many']:,}: for one journey",
            f"{small[0]:.0f} ms ({small[2]} queries), then {large[0]:.0f} ms ({large[2]})",
            (large[0] / PATHS["many"]) / (small[0] / PATHS["few"]),
            f"at most {AIM:g} times",
        )
    )
    of_one = (large[3] / PATHS["many"]) / (small[3] / PATHS["few"])
    lines.append(Line("the same, of its own", f"{small[3]:.0f} ms, then {large[3]:.0f} ms", of_one))
    return Table(f"What a programme learns, on {database.name}", tuple(lines))
