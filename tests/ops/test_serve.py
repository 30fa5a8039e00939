"""One command that ends whole, and does not share its port with another."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from vises.ops import serve

# a process with a child of its own; neither ends when it is asked to
STUBBORN = """
import os, signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
time.sleep(60)
"""


def test_a_taken_port_is_told_before_anything_is_done(capsys, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(serve, "prepare", lambda _: pytest.fail("prepared all the same"))
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert serve.run(["--port", str(port)]) == 2
    assert f"Port {port} is taken" in capsys.readouterr().out
    assert not serve.taken("127.0.0.1", port)


def test_nothing_is_left_of_a_process_that_was_told_to_end(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    process = subprocess.Popen([sys.executable, "-c", STUBBORN], start_new_session=True, stdout=subprocess.PIPE)
    assert process.stdout is not None
    child = int(process.stdout.readline())
    monkeypatch.setattr(serve, "PATIENCE", 0.2)
    process.terminate()
    serve._last(process)
    assert process.returncode == -signal.SIGKILL
    for _ in range(50):
        if not _alive(child):
            break
        time.sleep(0.1)
    assert not _alive(child)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as file:
        return file.read().split()[2] != "Z"
