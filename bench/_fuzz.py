"""The process of the fuzz benchmark: every route, with hostile words in its address, its query and its forms."""

import json
import logging
import os
import random
import re
import sys
import time
import uuid
from collections import Counter
from typing import Any

WORDS = (
    "",
    " ",
    "\0",
    "\x01",
    "\ud800",
    "x" * 20_000,
    "0",
    "-1",
    "1e309",
    "NaN",
    "99999999999999999999",
    "1,5",
    "2024-13-45",
    "9999-12-31",
    "0000-00-00",
    "'",
    '"',
    "'; DROP TABLE x; --",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "${7*7}",
    "%s%n",
    "../../etc/passwd",
    "=cmd|' /C calc'!A0",
    "\u202e\u0430\u0301",
    "\U0001f600" * 300,
    "[]",
    "{}",
    "null",
    "on",
    "fr",
    "xx",
    "questionnaire",
    "a\nb;c\r\n=1+1;2",
    "//evil.example",
    "javascript:alert(1)",
    "a@b.example",
    "0" * 400,
    "١٢٣",
    "\u2028",
)
KNOWN = ("do", "action", "q", "wave", "by", "page", "draft", "language", "title_fr", "values", "into", "next", "kind")
_NAMES = re.compile(rb'name="([^"]{1,60})"')
SLOW = 10.0


def _places() -> list[Any]:
    from django.urls import URLPattern, URLResolver, get_resolver

    found: list[tuple[str, dict[str, Any]]] = []

    def walk(patterns: list[Any], prefix: str) -> None:
        for item in patterns:
            if isinstance(item, URLResolver):
                walk(item.url_patterns, prefix + str(item.pattern))
            elif isinstance(item, URLPattern):
                found.append((prefix + str(item.pattern), item.pattern.converters))

    walk(get_resolver().url_patterns, "")
    return found


def _address(pattern: str, ids: dict[str, str], dice: random.Random, *, kind: bool) -> str:
    """An address of the route: with what is there, or now and then with something else."""
    from urllib.parse import quote

    def word(match: re.Match[str]) -> str:
        how, name = match.group(1), match.group(2)
        if kind or dice.random() < 0.8:
            known = ids.get(name, "")
            if known:
                return known
        if how == "uuid":
            return str(uuid.UUID(int=dice.getrandbits(128), version=4))
        if how == "int":
            return str(dice.choice((0, 1, 2, 10**12)))
        text = dice.choice(WORDS).encode("utf-8", "replace").decode()[:200]
        return quote(text.replace("/", ""), safe="") or "x"

    return "/" + re.sub(r"<(?:(\w+):)?(\w+)>", word, pattern).replace("^", "").replace("$", "").replace("\\Z", "")


def _client() -> tuple[Any, dict[str, str]]:
    from django.test import Client

    from vises.apps.access.actor import SYSTEM
    from vises.apps.access.first import platform_scope
    from vises.apps.access.rules import Role
    from vises.apps.access.services import give_role
    from vises.apps.accounts.services import make_user
    from vises.apps.collection.models import Wave
    from vises.apps.collection.services import openrosa

    wave = Wave.objects.select_related("line__journey__enterprise", "line__journey__scope", "version").get()
    journey = wave.line.journey
    user = make_user("fuzz@bench.example", "Fuzz", "en")
    for scope, role in (
        (journey.enterprise.scope, Role.REFERENT),
        (journey.scope, Role.ACCOMPANIST),
        (journey.scope, Role.READER),
        (platform_scope(), Role.ADMINISTRATOR),
    ):
        give_role(SYSTEM, user, scope, role)
    client = Client(raise_request_exception=False, headers={"host": "127.0.0.1"})
    client.force_login(user)
    ids = {
        "journey": str(journey.id), "wave": str(wave.id), "line": str(wave.line_id), "version": str(wave.version_id),
        "organisation": str(journey.enterprise_id), "number": "1", "code": "3", "kind": "questionnaire",
        "question": "welcome",
    }  # fmt: skip
    ids["token"] = wave.token
    ids["key"] = openrosa.make_key(SYSTEM, wave.id)
    return client, ids


def main(count: int, seed: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vises.config.settings")
    import django

    django.setup()
    logging.disable(logging.ERROR)
    from django.core.files.uploadedfile import SimpleUploadedFile

    client, ids = _client()
    user, dice = client.session["_auth_user_id"], random.Random(seed)
    places = [place for place in _places() if "logout" not in place[0]]
    each = -(-count // len(places))
    statuses: Counter[int] = Counter()
    wrong: list[str] = []
    slowest = 0.0
    for pattern, _converters in places:
        here = {**ids, "token": ids["key"]} if pattern.startswith("openrosa") else ids
        first = client.get(_address(pattern, here, dice, kind=True))
        statuses[first.status_code] += 1
        body = b"" if first.streaming else first.content
        names = [name.decode("utf-8", "replace") for name in dict.fromkeys(_NAMES.findall(body))]
        if first.status_code >= 500:
            wrong.append(f"GET {pattern}: {first.status_code}")
        for _ in range(each - 1):
            fields: dict[str, Any] = {}
            for name in dice.sample([*names, *KNOWN], min(len(names) + len(KNOWN), dice.randint(0, 8))):
                fields[name] = dice.choice(WORDS).encode("utf-8", "replace").decode()
            address = _address(pattern, here, dice, kind=False)
            begun = time.perf_counter()
            method = dice.choice(("get", "post", "post", "post", "head"))
            if method == "post" and dice.random() < 0.2:
                data = dice.choice(
                    (b"", b"PK\x03\x04" + b"\0" * 50, b"<!DOCTYPE a []><a/>", dice.randbytes(400), b"[" * 9000)
                )
                upload = dice.choice(("given", "file", "xlsform", "xml_submission_file", *names[:3]))
                fields[upload] = SimpleUploadedFile(dice.choice(("a.csv", "a.png", "a.xlsx", "a.sav", "a.xml")), data)
            answer = getattr(client, method)(address, fields)
            slowest = max(slowest, time.perf_counter() - begun)
            statuses[answer.status_code] += 1
            if answer.status_code >= 500:
                wrong.append(f"{method} {pattern}: {answer.status_code} {sorted(fields)}")
            if answer.streaming:
                answer.close()
        if client.session.get("_auth_user_id") != user:
            from django.contrib.auth import get_user_model

            client.force_login(get_user_model().objects.get(pk=user))
    sent = sum(statuses.values())
    print(json.dumps({"sent": sent, "routes": len(places), "statuses": statuses, "wrong": wrong, "slowest": slowest}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 20261125)
