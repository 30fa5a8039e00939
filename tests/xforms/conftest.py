"""The reference engine (@getodk/xforms-engine under Node), where it can be had, and the samples beside the project."""

import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
ORACLE = HERE / "oracle"


@pytest.fixture(scope="session")
def xlsforms() -> Path:
    """Questionnaires as spreadsheets written by others."""
    beside = os.environ.get("VISES_SHARED", "") or str(HERE.parents[2] / "shared")
    folder = Path(beside) / "standards" / "xlsform"
    if not folder.is_dir():
        pytest.skip("the sample questionnaires are not here")
    return folder


class Oracle:
    """The reference engine as a child process: one form and its steps in, the state of every node out."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            ["node", "oracle.mjs"],
            cwd=ORACLE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**os.environ, "TZ": "UTC"},
        )

    def ask(self, **request: Any) -> dict[str, Any]:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def close(self) -> None:
        self.process.kill()
        self.process.wait()


def _installed() -> bool:
    """Whether the engine is there; installed exactly as locked where npm can.

    npm writes its own ``.package-lock.json`` last of all: only then is everything there. Another test process that
    installs at the same time is waited for.
    """
    there = ORACLE / "node_modules" / ".package-lock.json"
    if there.exists() or not shutil.which("npm"):
        return there.exists()
    with (ORACLE / ".installing").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not there.exists():
            with suppress(subprocess.TimeoutExpired):
                install = ["npm", "ci", "--no-audit", "--no-fund"]
                subprocess.run(install, cwd=ORACLE, capture_output=True, timeout=240, check=False)
    return there.exists()


@pytest.fixture(scope="session")
def oracle() -> Iterator[Oracle]:
    """The reference engine; skipped where Node or the package cannot be had."""
    if not shutil.which("node") or not _installed():
        pytest.skip("Node or @getodk/xforms-engine is not here")
    engine = Oracle()
    yield engine
    engine.close()
