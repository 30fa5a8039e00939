"""Do jobs until told to stop; the one in hand is finished first."""

import logging
import signal
import time

import django

log = logging.getLogger(__name__)
PAUSE = 1.0  # seconds between looks when there is nothing to do


def run(argv: list[str]) -> int:
    django.setup()
    from django.db import OperationalError, connection

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
        try:
            if asked != this_hour():
                ask_hourly()
                asked = this_hour()
            if not run_next():
                time.sleep(PAUSE)
        except OperationalError:  # the database could not be had: whatever was begun is taken up again
            log.exception("the database refused the worker")
            connection.close()
            time.sleep(PAUSE)
    return 0
