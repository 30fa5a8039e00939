"""Serve the pages, with a worker beside; one command, ended by Ctrl-C."""

import argparse
import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from vises.config.environment import text

PATIENCE = 10.0
"""Seconds in which the web server and the worker may finish what they do."""


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("vises serve", description=__doc__)
    parser.add_argument("--demonstration", action="store_true", help="load the demonstration programme first")
    parser.add_argument("--host", default=text("HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=int(text("PORT", "8000")))
    parser.add_argument("--threads", type=int, default=int(text("THREADS", "8")))
    return parser.parse_args(argv)


def prepare(demonstration: bool) -> None:
    """Refuse unsafe settings; bring database and content up to date; load the demonstration when asked."""
    import django

    django.setup()
    from django.core.management import call_command

    from vises.ops import content, durability, sentences

    durability.refuse_unsafe()
    sentences.refuse_unusable()
    print("Bringing the database up to date …", flush=True)
    call_command("migrate", interactive=False, verbosity=0)
    content.load()
    _erase_again()
    if demonstration:
        from vises.ops.demonstration import load_once

        load_once(print)
    else:
        from vises.ops.first_administrator import make_if_none

        make_if_none()
    sentences.complete_soon()


def _erase_again() -> None:
    """A restored database brings back what people took back since: it goes again before anybody can see it."""
    from vises.apps.collection.services.withdrawals import withdraw_again

    count = withdraw_again()
    if count:
        print(f"{count} answers or conversations that had been taken back were in the database again: erased.")


def taken(host: str, port: int) -> bool:
    """Whether something listens there already: the web server would share the port with it without a word."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    return False


def run(argv: list[str]) -> int:
    options = _arguments(argv)
    if taken(options.host, options.port):
        print(f"Port {options.port} is taken, perhaps by another vises. End that one, or choose another: PORT=8001.")
        return 2
    try:
        prepare(options.demonstration)
    except KeyboardInterrupt:
        print("\nStopped. The next start goes on from here.")
        return 130
    environment = {**os.environ, "PORT": str(options.port)}
    web = [
        str(Path(sys.executable).parent / "granian"),
        "--interface", "wsgi",
        "--host", options.host,
        "--port", str(options.port),
        "--workers", text("WORKERS", "1"),
        "--blocking-threads", str(options.threads),
        "--backpressure", str(options.threads * 16),
        "--no-ws",
        "--log-level", "error",
        "vises.config.wsgi:application",
    ]  # fmt: skip
    worker = [sys.executable, "-m", "vises.ops.main", "worker"]
    ended = False

    def end(*_: object) -> None:
        nonlocal ended
        ended = True

    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, end)
    # in groups of their own: Ctrl-C reaches this process only, which ends each of them once and whole
    processes = [subprocess.Popen(command, env=environment, start_new_session=True) for command in (web, worker)]
    print(f"vises is on http://{options.host}:{options.port}  (Ctrl-C ends it)", flush=True)
    while not ended and all(process.poll() is None for process in processes):
        time.sleep(0.2)
    if not ended:
        print("The web server or the worker ended by itself: what is said above tells why.", file=sys.stderr)
    for process in processes:
        process.terminate()
    for process in processes:
        _last(process)
    return 0 if ended else 1


def _last(process: subprocess.Popen[bytes]) -> None:
    """Wait for a process that was told to end; then nothing of its group is left."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(PATIENCE)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)
