"""A search over 2,000 interviews of about fifteen pages, by stems, for a reader of all of them.

In a folder of its own, or on the PostgreSQL server of `DATABASE_URL`, on which a database is made for the run.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import Line, Table
from bench._database import own_database

INTERVIEWS, CHARACTERS = 2_000, 45_000
INSIDE = """
import json, random, statistics, sys, time, django
django.setup()
from django.core.management import call_command
from django.db import connection, transaction
from vises.kernel.clock import now
call_command("migrate", interactive=False, verbosity=0)
from vises.ops import content, demonstration
content.load()
demonstration.load_once(lambda line: None)
from vises.apps.access.actor import actor_for
from vises.apps.accounts.models import User
from vises.apps.coding.models import Text
from vises.apps.coding.queries.search import search
from vises.apps.coding.services.stems import write_stems
from vises.apps.journeys.models import Journey
interviews, characters = map(int, sys.argv[1:])
dice = random.Random(7)
first = Text.objects.filter(origin__document__isnull=False).first()
lines = [line for text in Text.objects.filter(language="fr") for line in text.body.split("\\n") if line]
# each interview has a thousand words of its own beside those of everybody; one in a hundred has the same
rare = [f"mot{number:06d}" for number in range(100_000)]
texts = []
for n in range(interviews):
    body, size = [], 0
    while size < characters:
        line = dice.choice(lines)
        body.append(line); size += len(line) + 1
    body.insert(dice.randrange(len(body)), " ".join(dice.sample(rare, 1_000)))
    about = dict(created_at=now())
    about |= dict(scope_id=first.scope_id, detail=first.detail, title=f"Entretien {n}", language="fr", hash=f"{n:064d}")
    texts.append(Text(body="\\n".join(body), **about))
begun = time.perf_counter()
Text.objects.bulk_create(texts, batch_size=100)
with transaction.atomic():
    for text in texts:
        write_stems(text)
written = time.perf_counter() - begun
if connection.vendor == "postgresql":
    connection.cursor().execute("ANALYZE")  # as autovacuum does within a minute
journey = Journey.objects.get(scope_id=first.scope_id)
actor = actor_for(User.objects.get(name__startswith="Claire L"))
took = {}
asked = {
    "rare": rare[:60],
    "common": ["porte", "dignité", "prix", "temps", "table", "caisse"] * 4,
    "three": ["porte caisse manteau"] * 12,
    "none": ["xylophone"] * 12,
}
for name, words in asked.items():
    times, found = [], 0
    for word in words:
        begun = time.perf_counter()
        page = search(actor, journey.id, word)
        times.append((time.perf_counter() - begun) * 1000)
        found += page.total
    times.sort()
    took[name] = [statistics.median(times), times[int(len(times) * 0.95)], found / len(words)]
print(json.dumps({"took": took, "written": written, "characters": sum(len(t.body) for t in texts)}))
"""
NAMES = {
    "rare": "a word that few texts have",
    "common": "a word that many have",
    "three": "three words together",
    "none": "a word that none has",
}


def run() -> Table:
    """Write the interviews with their stems, then search as a reader does, page of hits included."""
    with tempfile.TemporaryDirectory() as data, own_database(Path(data)) as database:
        environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "SECRET_KEY"}}
        environment |= {"DATABASE_URL": database.url} if database.url else {}
        environment |= {"VISES_DATA": data, "VISES_DEMONSTRATION": "1", "LOG_LEVEL": "ERROR"}
        environment["DJANGO_SETTINGS_MODULE"] = "vises.config.settings"
        done = subprocess.run(
            [sys.executable, "-c", INSIDE, str(INTERVIEWS), str(CHARACTERS)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    made = json.loads(done.stdout.strip().splitlines()[-1])
    lines = []
    for key, (median, slow, found) in made["took"].items():
        name = f"{NAMES[key]} ({found:.0f} texts), median"
        lines.append(Line(name, f"{median:.0f} ms", median / 100, "under 100 ms"))
        lines.append(Line("95 in 100 within", f"{slow:.0f} ms"))
    lines.append(Line("writing one interview with its stems", f"{made['written'] * 1000 / INTERVIEWS:.0f} ms"))
    title = f"Search over {INTERVIEWS} interviews, {made['characters'] / 1e6:.0f} million characters, {database.name}"
    return Table(title, tuple(lines))


if __name__ == "__main__":
    print(run().text())
