"""What stands behind the ? of an address: no lookup reaches the tables through it, nothing of it becomes markup."""

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import tinyhtml5
from tests.access.test_matrix import address, places
from tests.trust.conftest import words_of

PAGES = Path(__file__).resolve().parents[2] / "src" / "vises" / "web"
# as an attacker would feel her way along a hash, sign by sign
LOOKUPS = (
    "user__password__startswith", "password__regex", "owner__token__startswith", "journey__scope__memberships__user",
    "id__in", "pk__gt", "order_by", "ordering", "filter", "fields", "include", "expand", "select", "where",
    "made_by__password__startswith", "token_hash__startswith", "scope_id", "_filter", "distinct",
)  # fmt: skip
SQL = ("'", "' OR '1'='1", '" OR 1=1 --', "1; SELECT pg_sleep(9)", "1 UNION SELECT password FROM accounts_user", "%'")
MARK = "xssprobe"
SCRIPT = (
    f'"><{MARK} a=1>',
    f"'><{MARK}>",
    f"</script></style></textarea></title><{MARK}>",
    f'" onfocus="{MARK}()" autofocus="',
    f"javascript:{MARK}()",
)
EVERY = int(os.environ.get("VISES_TRUST_EVERY", "6"))  # one place of so many; 1 by hand


def _names() -> list[str]:
    """Every name that some page of ours reads from the query."""
    read = re.compile(r"GET(?:\.get|\.getlist)?[(\[]\s*\"(\w+)\"")
    found = {name for file in PAGES.rglob("*.py") for name in read.findall(file.read_text(encoding="utf-8"))}
    return sorted(found - {"lang"})


def test_lookups_change_nothing_and_words_become_no_markup(everywhere: Any) -> None:
    browser, world, made = everywhere
    names, wrong = _names(), []
    assert len(names) > 40
    for number, place in enumerate(places()[::EVERY]):
        where = address(place, world, made)
        plain = browser.get(where)
        kind = plain.headers.get("Content-Type", "")
        if plain.status_code != 200 or plain.streaming or not kind.startswith(("text/", "application/json")):
            continue
        # the same page whatever one feels for: by two beginnings, and by none
        told = [words_of(browser.get(f"{where}?{urlencode(dict.fromkeys(LOOKUPS, first))}")) for first in ("a", "p")]
        told = [re.sub('(=|value=")p', r"\1a", text) for text in told]
        # unless it is drawn anew each time
        if told[0] != told[1] and words_of(plain) == words_of(browser.get(where)):
            wrong.append(f"{place.name}: lookups change the page")
        for turn in range(2):
            nasty = {name: (*SCRIPT, *SQL)[(place_ + number + turn * 5) % 11] for place_, name in enumerate(names)}
            answer = browser.get(f"{where}?{urlencode(nasty)}")
            if answer.status_code >= 500:
                wrong.append(f"{place.name}: {answer.status_code}")
            elif not answer.streaming and kind.startswith("text/html"):
                wrong += [f"{place.name}: {what}" for what in marked(answer.content.decode(errors="ignore"))]
    assert not wrong, "\n".join(wrong)


def marked(page: str) -> list[str]:
    """What a browser would make of our mark: an element, a handler, an address that runs."""
    found = []
    for element in tinyhtml5.parse(page, namespace_html_elements=False).iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == MARK or (element.tag == "script" and MARK in (element.text or "")):
            found.append(f"<{element.tag}>")
        for name, value in element.attrib.items():
            runs = str(name).startswith("on") or value.strip().lower().startswith("javascript:")
            if MARK in value and runs and str(name) not in {"value", "placeholder", "content"}:
                found.append(f"{element.tag} {name}={value[:40]}")
    return found


def test_the_look_for_markup_finds_it_where_it_is() -> None:
    assert marked(f"<p title='x'><{MARK} a=1>") and marked(f'<a href=" javascript:{MARK}()">x</a>')
    assert marked(f'<input value="" onfocus="{MARK}()">') and marked(f"<script>{MARK}</script>")
    assert not marked(f'<input value="&lt;{MARK}&gt;"><p>&lt;{MARK}> javascript:{MARK}()')
