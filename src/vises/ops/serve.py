"""Serve the pages, with a worker beside; one command, ended by Ctrl-C."""

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from vises.config.environment import text


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

    from vises.ops import content, durability

    durability.refuse_unsafe()
    call_command("migrate", interactive=False, verbosity=0)
    content.load()
    if demonstration:
        from vises.ops.demonstration import load_once

        load_once(print)
    else:
        from vises.ops.first_administrator import make_if_none

        make_if_none()


def run(argv: list[str]) -> int:
    options = _arguments(argv)
    prepare(options.demonstration)
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
        "--log-level", "warning",
        "vises.config.wsgi:application",
    ]  # fmt: skip
    worker = [sys.executable, "-m", "vises.ops.main", "worker"]
    processes = [subprocess.Popen(web, env=environment), subprocess.Popen(worker, env=environment)]
    print(f"vises is on http://{options.host}:{options.port}  (Ctrl-C ends it)", flush=True)

    def end(*_: object) -> None:
        for process in processes:
            process.terminate()

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    while all(process.poll() is None for process in processes):
        time.sleep(0.2)
    end()
    for process in processes:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
    return 0
