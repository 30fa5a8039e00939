"""One process of the exports benchmark: makes the answers, or takes them out once and tells how long and how much.

`python -m bench._exports make N`, `… add THERE MORE`, `… csv|xlsx|sav`, `… dump|pyreadstat` (beside), in the folder of
`VISES_DATA`.
"""

import csv
import hashlib
import json
import os
import random
import resource
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any

FOLDER = Path(os.environ.get("VISES_DATA", "."))
SURVEY = "\n".join(
    [
        "# Mesure",
        *(f"Question {n} ? {{yes_{n}}}\n- oui {{yes}}\n- non {{no}}" for n in range(5)),
        *(f"Échelle {n} ? (échelle 1-5: peu … beaucoup) {{scale_{n}}}" for n in range(5)),
        *(f"Choix {n} ? {{one_{n}}}\n" + "\n".join(f"- choix {c} {{c{c}}}" for c in range(8)) for n in range(3)),
        *(
            f"Plusieurs {n} ? (plusieurs) {{several_{n}}}\n" + "\n".join(f"- choix {c} {{c{c}}}" for c in range(8))
            for n in range(3)
        ),
        *(f"Nombre {n} ? (nombre) {{number_{n}}}" for n in range(3)),
        "Mots ? (texte) {words}",
    ]
)


def _values(dice: random.Random) -> dict[str, str]:
    found = {f"yes_{n}": dice.choice(("yes", "no")) for n in range(5)}
    found |= {f"scale_{n}": str(dice.randint(1, 5)) for n in range(5)}
    found |= {f"one_{n}": f"c{dice.randrange(8)}" for n in range(3)}
    found |= {
        f"several_{n}": " ".join(f"c{c}" for c in sorted(dice.sample(range(8), dice.randint(1, 3)))) for n in range(3)
    }
    found |= {f"number_{n}": str(dice.randint(0, 120)) for n in range(3)}
    return found | {"words": f"Ce qui a changé pour moi, numéro {dice.randint(0, 10**9)}, et encore un peu"}


def make(many: int) -> None:
    """An installation with one round of so many answers, and somebody who may read them."""
    from datetime import date

    from django.conf import settings
    from django.core.management import call_command

    from vises.apps.access.actor import SYSTEM
    from vises.apps.access.rules import Role
    from vises.apps.access.services import give_role
    from vises.apps.accounts.services import make_user
    from vises.apps.collection.services.waves import open_wave
    from vises.apps.instruments.services import write_questionnaire
    from vises.apps.journeys.services import question, sessions, stakeholders
    from vises.apps.journeys.services.journeys import start_journey
    from vises.apps.journeys.services.plan import LineWords, add_line
    from vises.apps.methodology.services import loading
    from vises.apps.network.services import make_organisation
    from vises.apps.programmes.services import add_participation, make_programme

    call_command("migrate", verbosity=0)
    loading.load(Path(settings.CONTENT_ROOT))
    programme = make_programme(SYSTEM, {"fr": "Mesure"}, "3", date(2026, 1, 5))
    shop = make_organisation(SYSTEM, "enterprise", "Mesure")
    journey = start_journey(SYSTEM, shop, participation=add_participation(SYSTEM, programme, shop))
    group = stakeholders.add_stakeholder(SYSTEM, journey.id, names={"fr": "Clients"}, kind="public", size=120)
    session = sessions.plan_session(
        SYSTEM, journey.id, title="x", deliverables=["evaluative-question"], on=date(2026, 3, 3)
    )
    sessions.hold_session(SYSTEM, session.id, presences=[(group.id, 11, "")], minutes=60)
    asked = question.propose(SYSTEM, journey.id, "Que change la table ?", language="fr")
    question.decide(
        SYSTEM, journey.id, candidate_id=asked.id, texts={"fr": "Que change la table ?"}, session_id=session.id,
        manner="consent", reasons="x",
    )  # fmt: skip
    reader = make_user("rita@bench.example", "Rita", "fr")
    give_role(SYSTEM, reader, journey.scope, Role.READER)
    words = LineWords(looks_at={"fr": "x"}, method="survey")
    line = add_line(SYSTEM, journey.id, words, readers=[(reader.id, "Rita", "trusted")])
    version = write_questionnaire(SYSTEM, line.id, titles={"fr": "Mesure"}, plain_list=SURVEY)
    wave = open_wave(SYSTEM, version.id, titles={"fr": "Mesure"})
    (FOLDER / "bench.json").write_text(json.dumps({"wave": str(wave.id), "reader": str(reader.pk)}))
    add(0, many)


def add(there: int, many: int) -> None:
    """So many answers more, numbered from `there` on."""
    from vises.apps.collection.models import Answer, Wave
    from vises.apps.instruments.queries import form_of
    from vises.kernel.clock import this_hour

    told = json.loads((FOLDER / "bench.json").read_text())
    wave = Wave.objects.select_related("version").get(pk=told["wave"])
    form, dice, hour = form_of(wave.version), random.Random(20261125 + there), this_hour()

    def row(number: int) -> Answer:
        inside = "".join(f"<{name}>{value}</{name}>" for name, value in _values(dice).items())
        meta = f"<meta><instanceID>uuid:{number}</instanceID></meta>"
        xml = f'<data id="{form.id}" version="{form.version}">{inside}{meta}</data>'
        digest = hashlib.sha256(xml.encode()).hexdigest()
        return Answer(
            wave=wave, instance_id=f"uuid:{number}", xml=xml, sha256=digest, language="fr", received_hour=hour,
            consents=["analysis"], receipt_hash=hashlib.sha256(digest.encode()).hexdigest(),
        )  # fmt: skip

    for start in range(there, there + many, 5000):
        Answer.objects.bulk_create([row(number) for number in range(start, min(start + 5000, there + many))])


def take(kind: str) -> None:
    """Take them out as the page does, into a file."""
    import uuid

    from vises.apps.access.actor import actor_for
    from vises.apps.accounts.models import User
    from vises.apps.datasets.exports import answers_file

    told = json.loads((FOLDER / "bench.json").read_text())
    actor = actor_for(User.objects.get(pk=told["reader"]))
    with answers_file(actor, uuid.UUID(told["wave"]), kind, "fr") as file, (FOLDER / f"out.{kind}").open("wb") as out:
        while chunk := file.read(1 << 20):
            out.write(chunk)


def dump() -> None:
    """Beside CSV: the same answers as they lie in the database, in the same order, as a plain dump."""
    rows = "SELECT xml, consents FROM collection_answer ORDER BY sha256"
    url = os.environ.get("DATABASE_URL", "")
    if url:
        import psycopg

        link: Any = psycopg.connect(url).cursor("rows")
    else:
        link = sqlite3.connect(FOLDER / "vises.sqlite3")
    with (FOLDER / "dump.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(link.execute(rows))


def by_hand() -> None:
    """Beside .sav: the finished table read by polars and handed to pyreadstat at once."""
    import polars as pl
    import pyreadstat

    frame = pl.read_csv(FOLDER / "out.csv", infer_schema_length=2000)
    pyreadstat.write_sav(frame, str(FOLDER / "hand.sav"), row_compress=True)


def main(what: str, *more: str) -> None:
    if what not in {"dump", "pyreadstat"}:
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vises.config.settings")
        django.setup()
    before, begun, worked = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter(), time.process_time()
    if what == "make":
        make(int(more[0]))
    elif what == "add":
        add(int(more[0]), int(more[1]))
    elif what == "dump":
        dump()
    elif what == "pyreadstat":
        by_hand()
    else:
        take(what)
    spent, peak = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        json.dumps(
            {"seconds": spent, "processor": time.process_time() - worked, "peak": peak / 1024, "before": before / 1024}
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
