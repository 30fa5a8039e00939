"""Do jobs until told to stop; the one in hand is finished first."""

import signal
import time

import django

PAUSE = 1.0  # seconds between looks when there is nothing to do


def run(argv: list[str]) -> int:
    django.setup()
    from vises.platform.jobs.services import run_next

    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while not stopping:
        if not run_next():
            time.sleep(PAUSE)
    return 0
