"""The programme page with its 69 enterprises: database queries and time, beside the limit of 20 queries."""

import json
import os
import subprocess
import sys
import tempfile

from bench import Line, Table

LIMIT = 20
INSIDE = """
import json, time, django
django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from vises.ops import content, demonstration
content.load()
demonstration.load_once(lambda line: None)
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
client = Client(headers={"host": "127.0.0.1"})
client.post("/demonstration/", {"role": "coordinator"})
listed = client.get("/programmes/").content.decode()
import re
pages = sorted(set(re.findall(r'/programmes/[0-9a-f-]{36}/', listed)))
found = []
for page in pages:
    client.get(page)
    times = []
    for _ in range(9):
        begun = time.perf_counter()
        with CaptureQueriesContext(connection, ) as queries:
            body = client.get(page).content
        times.append(time.perf_counter() - begun)
    dots = body.count(b'class="dot group-') - 3
    found.append({"queries": len(queries), "ms": 1000 * sorted(times)[4], "dots": dots})
print(json.dumps(max(found, key=lambda item: item["dots"])))
"""


def run() -> Table:
    """Load the demonstration into an empty folder, open its programme as the coordinator, count."""
    with tempfile.TemporaryDirectory() as data:
        environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "SECRET_KEY"}}
        environment |= {"VISES_DATA": data, "VISES_DEMONSTRATION": "1", "LOG_LEVEL": "ERROR"}
        environment["DJANGO_SETTINGS_MODULE"] = "vises.config.settings"
        subprocess.run([sys.executable, "-m", "vises.ops.main", "static"], env=environment, check=True)
        done = subprocess.run(
            [sys.executable, "-c", INSIDE], env=environment, capture_output=True, text=True, check=True
        )
        found = json.loads(done.stdout.strip().splitlines()[-1])
    return Table(
        f"Programme page, {found['dots']} enterprises",
        (
            Line("queries", str(found["queries"]), found["queries"] / LIMIT, f"under {LIMIT}"),
            Line("time in the process, median of 9", f"{found['ms']:.0f} ms"),
        ),
    )
