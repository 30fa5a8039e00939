"""100,000 answers taken out as CSV, XLSX and .sav: how long, and how much memory at 10,000 and at 100,000."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import Line, Table
from bench._database import Database, own_database

SIZES = (10_000, 100_000)
LARGEST_GROWTH = 1.1
"""How much more memory ten times the answers may take."""
WORK = ("csv", "xlsx", "sav", "dump", "pyreadstat")


def _process(kept: Database, *words: str) -> dict[str, float]:
    rows = {"DATABASE_URL": kept.url} if kept.url else {}
    own = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "VISES_DEMONSTRATION"}}
    done = subprocess.run(
        [sys.executable, "-m", "bench._exports", *words],
        check=True, capture_output=True, text=True, env=own | rows | {"VISES_DATA": str(kept.folder)},
    )  # fmt: skip
    told: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


def run() -> Table:
    """Each in a process of its own, on SQLite or where `DATABASE_URL` says. Time is the processor's, of our process."""
    told: dict[tuple[str, int], dict[str, float]] = {}
    small, large = SIZES
    with tempfile.TemporaryDirectory() as folder, own_database(Path(folder)) as kept:
        _process(kept, "make", str(small))
        for many in SIZES:
            if many != small:
                _process(kept, "add", str(small), str(many - small))
            for what in WORK:
                told[what, many] = _process(kept, what)

    def took(what: str) -> float:
        return told[what, large]["processor"]

    def memory(what: str) -> str:
        return f"{told[what, small]['peak']:.0f} and {told[what, large]['peak']:.0f} MB"

    def growth(what: str) -> float:
        return told[what, large]["peak"] / told[what, small]["peak"]

    lines = [
        Line("plain dump of the rows, by hand", f"{took('dump'):.1f} s"),
        Line("CSV", f"{took('csv'):.1f} s", took("csv") / took("dump")),
        Line("XLSX", f"{took('xlsx'):.1f} s"),
        Line(".sav by hand: polars and pyreadstat, from the finished CSV", f"{took('pyreadstat'):.1f} s"),
        Line(".sav", f"{took('sav'):.1f} s", took("sav") / took("pyreadstat")),
    ]
    for what, name in (("csv", "CSV"), ("xlsx", "XLSX"), ("sav", ".sav"), ("pyreadstat", ".sav by hand")):
        aim = f"growth at most {LARGEST_GROWTH}" if what != "pyreadstat" else ""
        lines.append(Line(f"memory of {name}, {small:,} and {large:,} answers", memory(what), growth(what), aim))
    return Table(f"exports: {large:,} answers, 20 questions, {kept.name}, processor time", tuple(lines))
