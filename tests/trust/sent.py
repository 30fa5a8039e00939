"""Every form of every page, as a browser would send it: found by walking the routes, not by a list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from lxml import html
from tests.access.test_matrix import address, places
from tests.trust.conftest import body_of

TYPED = {"text", "search", "email", "url", "tel", "textarea", "hidden", "password", "number", "date", "time"}
WORDS = {"text", "search", "textarea"}
NOT_SENT = {"account_logout", "language"}


@dataclass(frozen=True)
class Sent:
    """A form with what a browser would send, and which of its fields are typed as words."""

    route: str
    where: str
    data: dict[str, list[str]]
    words: tuple[str, ...]
    files: tuple[str, ...]
    names: frozenset[str]

    def __str__(self) -> str:
        return f"{self.route} {self.data.get('do', [''])[0]}"


def pages(browser: Any, world: Any, made: Any) -> Iterator[tuple[Any, str, Any]]:
    """Each place that shows a page to this person: the place, its address, the answer."""
    for place in places():
        where = address(place, world, made)
        answer = browser.get(where)
        if answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html"):
            yield place, where, answer


def forms(browser: Any, world: Any, made: Any) -> list[Sent]:
    """One of each kind of form that is posted: same route, same names, same button count as one."""
    found: dict[tuple[Any, ...], Sent] = {}
    for _place, where, answer in pages(browser, world, made):
        body = body_of(answer)
        for form in html.fromstring(body).iter("form") if body.strip() else ():
            if (form.get("method") or "get").lower() != "post":
                continue
            there = urljoin(where, form.get("action") or where)
            try:
                route = resolve(urlsplit(there).path).url_name or ""
            except Resolver404:
                continue
            if route in NOT_SENT:
                continue
            for sent in _ways(route, there, form):
                found.setdefault((route, sent.names, tuple(sent.data.get("do", []))), sent)
    return list(found.values())


def _ways(route: str, where: str, form: Any) -> Iterator[Sent]:
    """The form once for each of its buttons that say something."""
    data: dict[str, list[str]] = {}
    words, files, buttons = [], [], []
    names = set()
    for field in form.iter("input", "textarea", "select", "button"):
        name, kind = field.get("name"), (field.get("type") or field.tag).lower()
        if not name or field.get("disabled") is not None or name == "csrfmiddlewaretoken":
            continue
        names.add(name)
        if field.tag == "button" or kind == "submit":
            buttons.append((name, field.get("value") or ""))
        elif kind == "file":
            files.append(name)
        elif field.tag == "select":
            options = [one for one in field.iter("option") if one.get("value")]
            chosen = [one.get("value") for one in options if one.get("selected") is not None]
            data[name] = chosen or [one.get("value") for one in options[:1]]
        elif kind in {"radio", "checkbox"}:
            if field.get("checked") is not None or name not in data:
                data[name] = [field.get("value") or "on"]
        else:
            value = field.get("value") or "" if field.tag == "input" else (field.text or "")
            if kind in {"text", "input"} | WORDS and field.get("inputmode") != "numeric":
                words.append(name)
                value = value.strip() or "un mot"
            elif not value:
                value = {"number": "1", "date": "2026-11-03", "time": "10:00", "email": "x@x.example"}.get(kind, "")
            data.setdefault(name, []).append(value)
    for button in buttons or [None]:
        with_it = {**data, button[0]: [button[1]]} if button else data
        yield Sent(route, re.sub(r"#.*", "", where), with_it, tuple(words), tuple(files), frozenset(names))
