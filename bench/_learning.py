"""Inside a process of its own: fill programmes with notes and journeys, then time what people wait for. Prints JSON.

On the database of the environment, made anew and empty. See `bench.learning`.
"""

import json
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench._own import own_time  # noqa: E402
from bench.learning import LOOPS, PATHS  # noqa: E402
from vises.apps.access.actor import SYSTEM, actor_for  # noqa: E402
from vises.apps.access.models import Scope, ScopeLink  # noqa: E402
from vises.apps.access.rules import Role  # noqa: E402
from vises.apps.access.services import give_role  # noqa: E402
from vises.apps.accounts.services import make_user  # noqa: E402
from vises.apps.journeys.models import Deliverable, Journey  # noqa: E402
from vises.apps.learning.models import FieldNote, NoteJoin  # noqa: E402
from vises.apps.learning.queries.asked import asked_before  # noqa: E402
from vises.apps.learning.services.index import index_notes  # noqa: E402
from vises.apps.methodology import services as methodology  # noqa: E402
from vises.apps.methodology.queries import version  # noqa: E402
from vises.apps.network.models import Organisation  # noqa: E402
from vises.apps.programmes.models import Body, Participation  # noqa: E402
from vises.apps.programmes.services import make_programme  # noqa: E402
from vises.kernel.clock import now, today  # noqa: E402

ADDRESSES = {"loop": "", "health": "health/", "notes": "notes/"}
ROOT = Path(__file__).resolve().parents[1]
DICE = random.Random(1917)
SYLLABLES = ["ba", "bo", "cor", "da", "fi", "gan", "lo", "mer", "ni", "pal", "ra", "sol", "ter", "vu", "za"]
STATES = (
    ["raised"] * 6 + ["in-treatment"] * 8 + ["answered"] * 2 + ["returned"] * 14 + ["acknowledged"] * 70
)  # of a hundred


def words_of(language: str) -> tuple[list[str], list[int]]:
    """The words of the method's texts with how often each occurs, and a long tail of words nobody else uses."""
    text = " ".join(
        path.read_text(encoding="utf-8")
        for folder in ("methodology", "library", "guides", "glossary", "demonstration")
        for path in sorted((ROOT / "content" / folder).rglob("*"))
        if path.suffix in {".yaml", ".txt"}
    )
    counts = Counter(re.findall(r"[^\W\d_]{2,}", text.casefold()))
    tail = {"".join(DICE.choices(SYLLABLES, k=4)) + language: 1 for _ in range(20_000)}
    counts.update(tail)
    return list(counts), list(counts.values())


def fill(user: Any, others: list[Any], enterprises: int, notes: int) -> Any:
    """A programme that `user` coordinates, with its enterprises and notes."""
    programme = make_programme(SYSTEM, {"fr": "Grand", "nl": "Groot", "en": "Large"}, "3", today())
    body = Body.objects.create(programme=programme, kind="working-group", names={"fr": "Groupe"})
    give_role(SYSTEM, user, programme.scope, Role.COORDINATOR)
    journeys = [row.pk for row in _enterprises(programme, enterprises)]
    vocabulary = {language: words_of(language) for language in ("fr", "nl")}
    moment = now()
    rows = []
    for number in range(notes):
        language = "fr" if number % 3 else "nl"
        words, counts = vocabulary[language]
        state = STATES[number % 100]
        back = moment - timedelta(days=DICE.randrange(1, 700))
        journey = journeys[number % len(journeys)]
        rows.append(
            FieldNote(
                scope_id=programme.scope_id,
                programme=programme,
                journey_id=journey,
                author=others[number % 200],
                author_name="P",
                as_what="accompanist",
                kind=("question", "difficulty", "experience", "idea")[number % 4],
                methodology_id=programme.methodology_id,
                step=f"step-{number % 3 + 1}",
                deliverable="portrait" if number % 3 == 0 else "",
                text=" ".join(DICE.choices(words, counts, k=26)),
                language=language,
                state=state,
                moved_at=back,
                raised_at=back - timedelta(days=DICE.randrange(3, 120)),
                returned_at=back if state in {"returned", "acknowledged"} else None,
                body=None if state == "raised" else body,
            )
        )
        if len(rows) == 5000:
            _keep(rows)
            rows = []
    if rows:
        _keep(rows)
    return programme


def fill_path(user: Any, enterprises: int) -> Any:
    """A programme on an earlier version, whose journeys each have deliverables in several states."""
    programme = make_programme(SYSTEM, {"fr": "Avant", "nl": "Vroeger", "en": "Before"}, "2", today())
    give_role(SYSTEM, user, programme.scope, Role.COORDINATOR)
    codes = [item.id for item in version("2").deliverables()]
    Deliverable.objects.bulk_create(
        (
            Deliverable(journey=journey, code=code, state=DICE.choice(["draft", "confirmed"]))
            for journey in _enterprises(programme, enterprises)
            for code in codes[: DICE.randrange(1, len(codes))]
        ),
        batch_size=5000,
    )
    return programme


def _keep(rows: list[FieldNote]) -> None:
    FieldNote.objects.bulk_create(rows)
    index_notes(rows)
    NoteJoin.objects.bulk_create(
        NoteJoin(note=row, user=row.author, told_at=row.returned_at, helped="yes" if row.returned_at else "")
        for row in rows
    )


def _enterprises(programme: Any, count: int) -> list[Any]:
    scopes = Scope.objects.bulk_create(
        [Scope(kind="organisation") for _ in range(count)] + [Scope(kind="journey") for _ in range(count)]
    )
    organisations = Organisation.objects.bulk_create(
        Organisation(scope=scopes[number], kind="enterprise", name=f"Entreprise {number}") for number in range(count)
    )
    taking = Participation.objects.bulk_create(
        Participation(programme=programme, enterprise=one, status="active") for one in organisations
    )
    journeys = Journey.objects.bulk_create(
        Journey(
            scope=scopes[count + number],
            enterprise=organisations[number],
            participation=taking[number],
            methodology_id=programme.methodology_id,
            step=f"step-{number % 3 + 1}",
        )
        for number in range(count)
    )
    ScopeLink.objects.bulk_create(
        [ScopeLink(parent=scopes[n], child=scopes[count + n], kind="journey") for n in range(count)]
        + [ScopeLink(parent=programme.scope, child=scopes[count + n], kind="journey") for n in range(count)]
    )
    return journeys


def timed(act: Callable[[int], object], times: int) -> tuple[float, float, int, float]:
    """Median and 95th percentile in ms, the most queries of one, and the mean of its own time in ms."""
    took, own, most = [], [], 0
    for number in range(times):
        worked, begun = own_time(), time.perf_counter()
        act(number)
        took.append(1000 * (time.perf_counter() - begun))
        own.append(1000 * (own_time() - worked))
    with CaptureQueriesContext(connection) as queries:
        act(0)
        most = len(queries)
    return statistics.median(took), statistics.quantiles(took, n=20)[-1], most, statistics.mean(own)


def asked(count: int) -> Iterator[tuple[str, str]]:
    """Questions of twelve words, in French and Dutch by turns."""
    vocabulary = {language: words_of(language) for language in ("fr", "nl")}
    for number in range(count):
        language = ("fr", "nl")[number % 2]
        words, counts = vocabulary[language]
        yield " ".join(DICE.choices(words, counts, k=16)), language


def main() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    methodology.load(ROOT / "content")
    user = make_user("cora@bench.example", "Cora", "fr")
    others = [make_user(f"p{number}@bench.example", f"P{number}", "fr") for number in range(200)]
    programmes = {name: fill(user, others, *size) for name, size in LOOPS.items()}
    programmes |= {name: fill_path(user, size) for name, size in PATHS.items()}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    actor = actor_for(user)
    found = {}
    for name in LOOPS:
        questions, programme = list(asked(60)), programmes[name].id

        def ask(number: int, questions: Any = questions, programme: Any = programme) -> None:
            asked_before(actor, programme, *questions[number])

        found[f"asked {name}"] = timed(ask, 60)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    pages = [(page, name, f"learning/{path}") for page, path in ADDRESSES.items() for name in LOOPS]
    pages += [("preview", name, "versions/?to=3") for name in PATHS]
    for page, name, path in pages:
        address = f"/programmes/{programmes[name].id}/{path}"

        def look(_number: int, address: str = address) -> None:
            answer = client.get(address)
            assert answer.status_code == 200, (address, answer.status_code)

        look(0)
        found[f"{page} {name}"] = timed(look, 15)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
