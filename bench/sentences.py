""" "Asked before" among 100,000 notes by words alone, then by words and meaning, in one run; and what the model costs.

The model has the size of the multilingual one that docs/operator names: 500,000 pieces of 256 numbers, in whole numbers
of one byte; its vectors are drawn by lot, which changes no time. SQLite, or the server of `DATABASE_URL`.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import Line, Table
from bench._database import own_database

NOTES = 100_000
ENTERPRISES = 10_000
PIECES, NUMBERS = 500_000, 256
QUICK = 100  # ms


def run() -> Table:
    """Fill an empty database, ask as the coordinator without a model, then with one."""
    with tempfile.TemporaryDirectory() as data, own_database(Path(data)) as database:
        environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "SECRET_KEY"}}
        if database.url:
            environment["DATABASE_URL"] = database.url
        environment |= {"VISES_DATA": data, "VISES_DEMONSTRATION": "1", "LOG_LEVEL": "ERROR"}
        environment["DJANGO_SETTINGS_MODULE"] = "vises.config.settings"
        done = subprocess.run(
            [sys.executable, "-m", "bench._sentences"], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        found = json.loads(done.stdout.strip().splitlines()[-1])
    lines = []
    for name, words in (("words", "by words alone"), ("meaning", "by words and meaning")):
        median, slow, queries, own = found[name]
        lines.append(
            Line(
                f"asked before, {NOTES:,} notes, {words}",
                f"median {median:.0f} ms ({own:.0f} of its own), one in twenty over {slow:.0f} ms, {queries} queries",
                median / QUICK,
                "under 1 (100 ms)",
            )
        )
    lines.append(Line("with meaning, beside without", "medians", found["meaning"][0] / found["words"][0]))
    lines.append(Line("reading the model at start", f"{found['load']:.1f} s, {found['memory']:.0f} MB"))
    lines.append(Line("first question of a process: its vectors are read", f"{found['first']:.1f} s"))
    lines.append(Line("the question after one more note", f"{found['after']:.0f} ms"))
    each = 1000 * found["written"] / NOTES
    lines.append(Line(f"{NOTES:,} vectors written by the worker", f"{found['written']:.0f} s", each, "ms for a note"))
    return Table(f"Asked before with a sentence model, on {database.name}", tuple(lines))
