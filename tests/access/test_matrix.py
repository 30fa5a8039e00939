"""Every route, with every role, on both tenants: beside a reviewed golden file, with canaries searched in the bodies.

`matrix.csv` says what each role gets. A new route, or a changed answer, fails here: read the difference as the
person who must not see this, then write the file anew with VISES_WRITE_GOLDEN=1.
"""

import csv
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.access.furnish import Furnished, furnish

from vises.apps.access.actor import SYSTEM
from vises.apps.access.rules import Role
from vises.apps.access.services import end_role, give_role
from vises.apps.accounts.services import make_user
from vises.kernel.clock import now
from vises.platform.audit.models import AuditEvent
from vises.platform.jobs.models import Job

GOLDEN = Path(__file__).with_name("matrix.csv")
HERE, THERE = "zqhere", "zqthere"
CAST = ("nadia", "mo", "claire", "rita", "an", "fred", "paula", "bo", "cora", "patrick")
ROLES = ("anonymous", *CAST, "ada", "removed", *(f"stranger {name}" for name in CAST))
# the words of an address that are not ids of the journey's own things
FIXED = {
    "deliverable": "portrait",
    "room": "portrait",
    "step": "step-1",
    "heading": "needs",
    "code_name": "portrait",
    "language": "fr",
    "number": 1,
    "kind": "finding",
    "purpose": "expect",
    "degree": "informed",
    "card": "interview",
    "item": "n1",
}
TOKENS = {
    "public-call": "call-token",
    "answer": "answer-token",
    "openrosa": "openrosa-token",
    "interview": "interview-token",
    "kiosk": "answer-token",
    "easy": "answer-token",
    "offline-for": "interview-token",
    "offline-group": "group-token",
    "offline-invited": "invited-token",
    "offline": "answer-token",
    "invited": "invited-token",
    "group-answer": "group-token",
    "first-hour": "first-hour-token",
    "confirm": "confirm-token",
    "calendar": "calendar-token",
    "room-guest": "room-token",
    "quote-say": "quote-token",
    "account-say": "account-token",
    "picture-say": "picture-token",
    "picture-say-image": "picture-token",
    "story-funder": "funder-token",
    "story-funder-picture": "funder-token",
    "learning-agreement": "agreement-token",
    "learning-told": "told-token",
}
LIBRARY = "accounts/"


@dataclass(frozen=True)
class Place:
    """A route with the words its address needs."""

    name: str
    words: tuple[str, ...]
    read: str
    write: str | None


def places() -> list[Place]:
    found = []

    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> None:
        for item in patterns:
            if isinstance(item, URLResolver):
                walk(item.url_patterns, prefix + str(item.pattern))
            elif not (prefix + str(item.pattern)).startswith(LIBRARY):
                declared = item.callback.declared
                found.append(Place(item.name or "", tuple(item.pattern.converters), declared.read, declared.write))

    walk(get_resolver().url_patterns, "")
    return sorted(found, key=lambda place: place.name)


def address(place: Place, world: Any, made: Furnished) -> str:
    """The address of this place in our own tenant. Fails where a word of it is not known to this test."""
    own = {"programme": world.programme.id, "participation": world.participation.id, "version_code": "3"}
    own |= {"federation": world.federation.id, "organisation": world.shop.id}
    special: dict[str, dict[str, Any]] = {
        "method-version": {"code": "3"},
        **{f"training{kind}": {"code": "3"} for kind in ("", "-agenda", "-sheet", "-guide")},
        "method-cards": {"code": "3"},
        "method-differences": {"code": "3"},
        "method-files": {"code": "3"},
        "apart": {"text": made.ids["apart-text"]},
        "result": {"question": "met"},
        "instrument-compare": {"version": made.ids["later-version"]},
        "room-take": {"live": made.ids["portrait-room"]},
        "pair": {"wave": made.ids["before"], "other": made.ids["after"], "question": "mood"},
        "pairs": {"wave": made.ids["before"], "other": made.ids["after"]},
        "words": {"question": "changed"},
        "open-question": {"question": "changed"},
        "learning-agreement-inside": {"note": made.ids["asked-note"]},
        **{name: {"file": made.ids["form-file"]} for name in ("form-file", "answer-file", "openrosa-media")},
        **{name: {"question": "welcome"} for name in ("bank-question", "journey-bank-question")},
        "answers-file": {"file": made.ids["answers-file"]},
        "indicator-file": {"file": made.ids["indicator-document"]},
        "journey-preview": {"code": "2"},
        "change-step": {"step": "set-aside"},
        **{
            name: {"proposal": made.ids["asked-proposal"]}
            for name in ("change", "change-say", "change-amend", "change-answer", "change-settle")
        },
    }
    words: dict[str, Any] = {}
    for word in place.words:
        chosen = special.get(place.name, {}).get(word)
        if chosen is None and word == "token":
            chosen = next((made.ids[key] for start, key in TOKENS.items() if place.name.startswith(start)), None)
            if chosen is None:
                chosen = made.ids["propose-token" if "propose" in place.name else "expect-token"]
        if chosen is None:
            chosen = made.ids.get(word, own.get(word, FIXED.get(word)))
        assert chosen is not None, f"{place.name}: this test does not know the word {word!r}"
        words[word] = chosen
    return reverse(place.name, kwargs=words)


@pytest.fixture
def tenants(world: Any) -> tuple[Any, Furnished]:
    here = furnish(world.journey, *(world.users[name] for name in ("rita", "nadia", "claire")), HERE)
    furnish(world.other_journey, *(world.strangers[name] for name in ("rita", "nadia", "claire")), THERE)
    removed = make_user("removed@here.example", "Removed here", "en")
    give_role(SYSTEM, removed, world.journey.scope, Role.ACCOMPANIST)
    end_role(SYSTEM, removed, world.journey.scope, Role.ACCOMPANIST)
    world.users["removed"] = removed
    return world, here


def _browser(world: Any, role: str) -> Client:
    client = Client(raise_request_exception=True)
    if role != "anonymous":
        cast = world.strangers if role.startswith("stranger ") else world.users
        client.force_login(cast[role.removeprefix("stranger ")])
    return client


def _rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM journeys_deliverable WHERE state <> 'open'")
        begun: int = cursor.fetchone()[0]
    return AuditEvent.objects.count() + begun


def test_every_route_with_every_role(tenants: tuple[Any, Furnished]) -> None:
    world, made = tenants
    table: dict[tuple[str, str], dict[str, str]] = {}
    leaks: list[str] = []
    for role in ROLES:
        Job.objects.update(not_before=now())  # nobody works here: on a slow machine the queue would look stuck
        client = _browser(world, role)
        for place in places():
            where = address(place, world, made)
            answer = client.get(where)
            body = b"".join(answer) if answer.streaming else answer.content
            table.setdefault((place.name, "GET"), {})[role] = str(answer.status_code)
            leaks += _leaks(place, role, answer.status_code, body, made)
            if place.write is None:
                continue
            before = _rows()
            with transaction.atomic():
                answer = client.post(where, {})
                after = _rows()
                transaction.set_rollback(True)
            table.setdefault((place.name, "POST"), {})[role] = str(answer.status_code)
            if answer.status_code in {403, 404} and after != before:
                leaks.append(f"{role} POST {place.name}: refused, and something changed")
            client = client if role == "anonymous" or "_auth_user_id" in client.session else _browser(world, role)
    assert not leaks, "\n".join(sorted(set(leaks))[:40])
    lines = [[name, method, *(row[role] for role in ROLES)] for (name, method), row in sorted(table.items())]
    if os.environ.get("VISES_WRITE_GOLDEN"):
        with GOLDEN.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([["route", "method", *ROLES], *lines])
    with GOLDEN.open(newline="", encoding="utf-8") as file:
        golden = list(csv.reader(file))
    assert golden[0] == ["route", "method", *ROLES]
    differ = [line for line in lines if line not in golden] + [line for line in golden[1:] if line not in lines]
    assert not differ, differ[:20]


def _leaks(place: Place, role: str, status: int, body: bytes, made: Furnished) -> list[str]:
    text = body.decode("utf-8", "ignore")
    found = []
    if status >= 500:
        found.append(f"{role} GET {place.name}: {status}")
    if status != 200 and HERE in text and "slug" not in place.words:  # a slug stands in its own address
        found.append(f"{role} GET {place.name}: {status}, and shows {HERE}")
    # raw words: only their reader, and whoever holds a link that is meant for them
    if role != "rita" and (words := [word for word in made.raw if word in text]):
        found.append(f"{role} GET {place.name}: raw words {words[:3]}")
    if role != "claire" and (words := [word for word in made.own if word in text]):
        found.append(f"{role} GET {place.name}: the accompanist's own words {words[:3]}")
    inside = place.read not in {"pass"} and role not in {"nadia", "mo", "claire", "rita"}
    if inside and (words := [word for word in made.inside if word in text]):
        found.append(f"{role} GET {place.name}: inside words {words[:3]}")
    if role != "cora" and (words := [word for word in made.coordination if word in text]):
        found.append(f"{role} GET {place.name}: words of the coordination {words[:3]}")
    treats = role in {"an", "bo", "cora"} or place.name == "learning-adjustment"  # of one's own journey
    if not treats and (words := [word for word in made.treated if word in text]):
        found.append(f"{role} GET {place.name}: words of those who treat notes {words[:3]}")
    # the link to confirm a portrait shows the portrait, the link of the first hour its own answers, a person's
    # calendar the titles of her sessions, the link that asks whether a note may go up that note: nothing else
    shows = {
        "confirm": ("needs", "source"),
        "first-hour": ("fears",),
        "calendar-feed": ("session", "evening"),
        "learning-agreement": ("asked-note",),
    }
    own = shows.get(place.name, ())
    shown = [word for word in made.inside if word in text and not word.endswith(own or ("-",))]
    if place.read == "pass" and shown:
        found.append(f"{role} GET {place.name}: a link shows {shown[:3]}")
    foreign = not role.startswith("stranger ") and role != "anonymous"
    public = place.read in {"public", "pass", "demonstration"}
    if foreign and not public and re.search(THERE, text):
        found.append(f"{role} GET {place.name}: shows the other tenant")
    if role.startswith("stranger ") and not public and re.search(HERE, text):
        found.append(f"{role} GET {place.name}: shows our tenant")
    return found
