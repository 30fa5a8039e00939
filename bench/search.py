"""A search over 2,000 interviews of about fifteen pages, by stems, for a reader of all of them: SQLite, warm."""

import json
import os
import subprocess
import sys
import tempfile

from bench import Line, Table

INTERVIEWS, CHARACTERS = 2_000, 45_000
INSIDE = """
import json, random, statistics, sys, time, django
django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from vises.ops import content, demonstration
content.load()
demonstration.load_once(lambda line: None)
from vises.apps.access.actor import actor_for
from vises.apps.accounts.models import User
from vises.apps.coding.models import Text, TextOrigin, TextStems
from vises.apps.coding.queries.search import search
from vises.apps.journeys.models import Journey
from vises.texts.stems import stems_of
interviews, characters = map(int, sys.argv[1:])
dice = random.Random(7)
first = Text.objects.filter(origin__document__isnull=False).first()
lines = [line for text in Text.objects.filter(language="fr") for line in text.body.split("\\n") if line]
# words that one interview in a hundred has, beside those that all have
rare = [f"mot{dice.randrange(10**6):06d}" for _ in range(3_000)]
texts = []
for n in range(interviews):
    body, size = [], 0
    while size < characters:
        line = dice.choice(lines)
        body.append(line); size += len(line) + 1
    body.insert(dice.randrange(len(body)), " ".join(dice.sample(rare, 30)))
    about = dict(scope_id=first.scope_id, detail=first.detail, title=f"Entretien {n}", language="fr", hash=f"{n:064d}")
    texts.append(Text(body="\\n".join(body), **about))
begun = time.perf_counter()
Text.objects.bulk_create(texts, batch_size=100)
stems = (stems_of(t.body, t.language) for t in texts)
owns = dict(scope_id=first.scope_id, detail=first.detail, language="fr")
TextStems.objects.bulk_create((TextStems(text=t, words=s, **owns) for t, s in zip(texts, stems)), batch_size=100)
written = time.perf_counter() - begun
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
    with tempfile.TemporaryDirectory() as data:
        environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "SECRET_KEY"}}
        environment |= {"VISES_DATA": data, "VISES_DEMONSTRATION": "1", "LOG_LEVEL": "ERROR"}
        environment["DJANGO_SETTINGS_MODULE"] = "vises.config.settings"
        done = subprocess.run(
            [sys.executable, "-c", INSIDE, str(INTERVIEWS), str(CHARACTERS)],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
    made = json.loads(done.stdout.strip().splitlines()[-1])
    lines = []
    for key, (median, slow, found) in made["took"].items():
        lines.append(Line(f"{NAMES[key]} ({found:.0f} texts), median", f"{median:.0f} ms"))
        lines.append(Line("95 in 100 within", f"{slow:.0f} ms", slow / 1000, "under 1 s"))
    lines.append(Line("writing the stems of all", f"{made['written']:.0f} s"))
    title = f"Search over {INTERVIEWS} interviews, {made['characters'] / 1e6:.0f} million characters"
    return Table(title, tuple(lines))


if __name__ == "__main__":
    print(run().text())
