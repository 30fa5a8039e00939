"""Time of its own: what the processor gave to this process and to its database, which other work does not lengthen."""

import time
from pathlib import Path


def own_time() -> float:
    """Seconds of processor so far: of this process and, on a PostgreSQL server of this machine, of the process that
    serves its connection. Two values of it are subtracted.
    """
    from django.db import connection

    served = 0.0
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
        told = Path(f"/proc/{pid}/schedstat")
        served = int(told.read_text().split()[0]) / 1e9 if told.exists() else 0.0
    return time.process_time() + served
