"""What another version of the method would mean for 1,000 running journeys: queries and time, beside 56 of them.

On SQLite, and on PostgreSQL where BENCH_DATABASE_URL names an empty database.
"""

import json
import os
import subprocess
import sys
import tempfile
from typing import Any

from bench import Line, Table

SIZES = (56, 1000)
MOST_QUERIES = 40


def run() -> Table:
    """Fill two programmes on version 1, open the pages that preview version 2, compare. Nobody may be moved by it."""
    found = [_inside("")]
    if url := os.environ.get("BENCH_DATABASE_URL"):
        found.append(_inside(url))
    few, many = SIZES
    lines = []
    for one in found:
        small, large, journey = one[f"programme {few}"], one[f"programme {many}"], one["journey"]
        name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[one["vendor"]]
        lines += [
            Line(
                f"{name}: programme page, {few} then {many:,} previews",
                f"{small['ms']:.0f} ms, then {large['ms']:.0f} ms",
                large["ms"] / small["ms"],
                "at most 2 times",
            ),
            Line(
                f"{name}: its queries, {few} then {many:,}",
                f"{small['queries']}, then {large['queries']}",
                large["queries"] / small["queries"],
                "the same number",
            ),
            Line(
                f"{name}: the page of one journey",
                f"{journey['ms']:.0f} ms, {journey['queries']} queries",
                journey["queries"] / MOST_QUERIES,
                f"at most {MOST_QUERIES} queries",
            ),
            Line(f"{name}: journeys that were moved by all this", str(one["moved"]), None, "0"),
        ]
    return Table("Preview of another version of the method", tuple(lines))


def _inside(url: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as data:
        environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "SECRET_KEY"}}
        if url:
            environment["DATABASE_URL"] = url
        environment |= {"VISES_DATA": data, "VISES_DEMONSTRATION": "1", "LOG_LEVEL": "ERROR"}
        environment["DJANGO_SETTINGS_MODULE"] = "vises.config.settings"
        subprocess.run([sys.executable, "-m", "vises.ops.main", "static"], env=environment, check=True)
        command = [sys.executable, "-m", "bench._versions", *map(str, SIZES)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        read: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
        return read
