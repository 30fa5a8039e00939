"""The server as it is shipped: what listens, what is new, what is synced before it is acknowledged."""

import contextlib
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bench._server import ROOT, environment, free_port, read_response, seed, start

LOST = int(os.environ.get("VISES_TRUST_LOST", "300"))  # answers whose replies may be lost; 5,000 by hand


def _family(pid: int) -> set[int]:
    """A process and all that came from it."""
    above = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            after = path.read_text().rpartition(") ")[2].split()
            above[int(path.parent.name)] = int(after[1])
    family = {pid}
    while more := {child for child, parent in above.items() if parent in family} - family:
        family |= more
    return family


def _listening(pids: set[int]) -> set[tuple[str, int]]:
    """Addresses and ports on which these processes listen, TCP and UDP."""
    inodes = set()
    for pid in pids:
        for link in Path(f"/proc/{pid}/fd").glob("*"):
            with contextlib.suppress(OSError):
                if found := re.fullmatch(r"socket:\[(\d+)\]", str(link.readlink())):
                    inodes.add(found.group(1))
    found_ = set()
    for name, state in (("tcp", "0A"), ("tcp6", "0A"), ("udp", "07"), ("udp6", "07")):
        for row in Path(f"/proc/net/{name}").read_text().splitlines()[1:]:
            cells = row.split()
            if cells[9] in inodes and cells[3] == state:
                address, port = cells[1].split(":")
                found_.add((address, int(port, 16)))
    return found_


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="looks into /proc")
def test_a_new_installation_listens_on_the_loopback_alone_and_knows_nobody(tmp_path: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        [str(Path(sys.executable).parent / "vises"), "serve", "--port", str(port)],
        env=environment(tmp_path),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        _until_it_answers(port, process)
        assert _listening(_family(process.pid)) == {("0100007F", port)}  # 127.0.0.1
        with contextlib.closing(sqlite3.connect(tmp_path / "vises.sqlite3")) as link:
            assert link.execute("SELECT count(*) FROM accounts_user").fetchone() == (0,)
        for path in ("/demonstration/", "/admin/", "/static/../../vises.sqlite3", "/files/", "/.env"):
            assert _status(port, path) == 404, path
    finally:
        process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=30)[0]
    assert "No administrator yet" in said


def _until_it_answers(port: int, process: "subprocess.Popen[str]") -> None:
    for _ in range(1200):
        assert process.poll() is None
        with contextlib.suppress(OSError):
            if _status(port, "/health/live") == 200:
                return
        time.sleep(0.1)
    raise AssertionError("the server does not answer")


def _status(port: int, path: str) -> int:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as link:
        link.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        return int(link.makefile("rb").readline().split()[1])


def test_settings_of_a_public_server_leave_nothing_open(tmp_path: Path) -> None:
    """Django's own check; that sub-domains and the list of browsers follow is for the operator to say."""
    public = {
        "VISES_PRODUCTION": "1", "SECRET_KEY": "k9" + "zQ7-" * 20, "ALLOWED_HOSTS": "vises.example",
        "VISES_ADDRESS": "https://vises.example",
    }  # fmt: skip
    done = _manage(tmp_path, public, "check", "--deploy", "--fail-level", "WARNING")
    assert set(re.findall(r"security\.W\d+", done.stdout + done.stderr)) == {"security.W005", "security.W021"}


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"VISES_PRODUCTION": "1"}, "SECRET_KEY"),
        ({"VISES_PRODUCTION": "1", "SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"VISES_PRODUCTION": "1", "VISES_DEMONSTRATION": "1"}, "cannot both"),
        ({"VISES_DEMONSTRATION": "1", "SECRET_KEY": "x" * 60}, "sample key"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
    ],
)
def test_settings_that_contradict_safety_end_the_start(tmp_path: Path, more: dict[str, str], why: str) -> None:
    done = _manage(tmp_path, more, "check")
    assert done.returncode and "does not start" in done.stderr and why in done.stderr


def _manage(folder: Path, more: dict[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(Path(sys.executable).parent / "vises"), "manage", *words],
        env=environment(folder) | more, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, int, Path, list[bytes]]]:
    """A server with one round, and last pages ready to be sent through three doors."""
    folder = tmp_path_factory.mktemp("served")
    _path, requests = seed(folder, LOST + 60, doors=("web", "openrosa", "interviewer"))
    port = free_port()
    process = start("vises.config.wsgi:application", folder, port)
    try:
        yield process, port, folder, requests
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _send(port: int, request: bytes, *, listen: bool = True) -> int:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as link:
        link.sendall(request)
        return read_response(link.makefile("rb")) if listen else 0


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace")
def test_every_answer_is_synced_before_it_is_acknowledged(served: Any, tmp_path: Path) -> None:
    """The system calls of the server, one answer after the other: write to the log, sync it, reply."""
    process, port, _folder, requests = served
    trace = tmp_path / "trace"
    pids = [word for pid in sorted(_family(process.pid)) for word in ("-p", str(pid))]
    calls = "trace=write,writev,pwrite64,fsync,fdatasync,sendto,sendmsg"
    watcher = subprocess.Popen(
        ["strace", "-f", "-y", "-s", "24", "-e", calls, "-o", str(trace), *pids],
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert watcher.stderr is not None
        if "attached" not in watcher.stderr.readline():
            pytest.skip("this machine does not let processes be traced")
        time.sleep(1)
        sent = requests[LOST : LOST + 20]
        assert {_send(port, request) for request in sent} <= {200, 201, 202}
        time.sleep(0.5)
    finally:
        watcher.send_signal(signal.SIGINT)
        watcher.wait(20)
    unsynced, wrote, acknowledged = False, False, 0
    for call in trace.read_text(errors="replace").splitlines():
        if "-wal>" in call and "write" in call:
            unsynced = wrote = True
        elif "-wal>" in call and "sync(" in call:
            unsynced = False
        elif "HTTP/1.1 20" in call and wrote:  # the first piece of a reply
            assert not unsynced, call
            acknowledged, wrote = acknowledged + 1, False
    assert acknowledged == len(sent)


def test_a_reply_that_was_lost_costs_nothing(served: Any) -> None:
    """Three of ten who send hang up before the reply, and send again: once each, through every door."""
    _process, port, folder, requests = served
    lost = 0
    for number, request in enumerate(requests[:LOST]):
        if number % 10 < 3:
            _send(port, request, listen=False)
            lost += 1
        assert _send(port, request) in {200, 201, 202}
    with contextlib.closing(sqlite3.connect(folder / "vises.sqlite3")) as link:
        count = "SELECT count(*), count(DISTINCT instance_id) FROM collection_answer"
        rows, once = link.execute(count).fetchone()
        assert link.execute("SELECT count(*) FROM collection_quarantine").fetchone() == (0,)
    assert lost >= LOST * 0.3 - 1 and rows == once and rows >= LOST
