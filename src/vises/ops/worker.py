"""Do jobs until told to stop; the one in hand is finished first."""

import signal
import time

import django

PAUSE = 1.0  # seconds between looks when there is nothing to do


def run(argv: list[str]) -> int:
    django.setup()
    from vises.kernel.clock import this_hour
    from vises.platform.jobs.services import ask_hourly, run_next

    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    asked = None
    while not stopping:
        if asked != this_hour():
            asked = this_hour()
            ask_hourly()
        if not run_next():
            time.sleep(PAUSE)
    return 0
