"""10,000 hostile requests over every route there is: none may make the server fail or hang."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import Line, Table
from bench._database import own_database
from bench._server import ROOT, environment, seed

REQUESTS = 10_000


def fuzzed(count: int) -> dict[str, object]:
    """Send about so many requests, as somebody with every right in one journey and in the installation."""
    with tempfile.TemporaryDirectory() as name, own_database(Path(name)) as kept:
        seed(kept.folder, 1, kept.url)
        done = subprocess.run(
            [sys.executable, "-m", "bench._fuzz", str(count)],
            env=environment(kept.folder, kept.url), cwd=ROOT, check=True, capture_output=True, text=True,
        )  # fmt: skip
        told: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


def run() -> Table:
    told = fuzzed(REQUESTS)
    wrong = told["wrong"]
    assert isinstance(wrong, list)
    lines = [
        Line("requests sent", f"{told['sent']:,} over {told['routes']} routes"),
        Line("answers of the 500s", str(len(wrong)), aim="0"),
        Line("slowest answer", f"{told['slowest']:.1f} s", aim="under 10 s"),
    ]
    lines += [Line("  " + text, "") for text in wrong[:20]]
    return Table("fuzz: hostile words in every address, query and form", tuple(lines))
