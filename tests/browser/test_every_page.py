"""Every page that a role can reach by links: sound in French, all in Dutch, in the dark, in large letters, empty."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from babel.messages.pofile import read_po
from django.urls import Resolver404, resolve
from playwright.sync_api import Page
from tests.browser.conftest import AXE, Visitor

SOURCE = Path(__file__).resolve().parents[2] / "src" / "vises"
ROLES = ("referent", "accompanist", "coordinator", "researcher", "federation", "funder")
OUTBOX = "outbox"  # where the demonstration shows the mails it did not send
# a guard against a walk without end: each route is opened once, so a walk ends by itself
MOST = 400
# not pages: files to keep, pictures, addresses that only answer a form
FILES = {"method-files", "story-pdf", "story-image", "story-picture", "attachment", "health-live", "health-ready"}
FILES |= {"language", "instrument-xlsform", "draft-xlsform", "form-file", "answer-file", "indicator-file"}
DOORS = {"answer", "easy", "kiosk", "interview", "group-answer", "invited"}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{\w*\}")

# every visible piece of text with the language it is marked in, and the names read aloud
WORDS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.parentElement;
    if (!at || at.closest('script, style, template, code, [lang]:not(html)')) continue;
    const words = walker.currentNode.textContent.replace(/\\s+/g, ' ').trim();
    if (words) found.push(words);
  }
  for (const at of document.querySelectorAll('[aria-label], [title], [alt], [placeholder]')) {
    if (at.closest('[lang]:not(html)')) continue;
    for (const name of ['aria-label', 'title', 'alt', 'placeholder'])
      if (at.getAttribute(name)) found.push(at.getAttribute(name).replace(/\\s+/g, ' ').trim());
  }
  return [document.title, ...found];
}"""
LINKS = "() => [...document.querySelectorAll('a[href]')].filter(a => !a.target && !a.download).map(a => a.href)"


def pattern_of(url: str) -> str | None:
    """The name of the route that answers an address of ours, or nothing for files and unknown addresses."""
    try:
        name = resolve(urlsplit(url).path).url_name
    except Resolver404:
        return None
    return None if name in FILES or "pdf" in urlsplit(url).query else name


def crawl(someone: Visitor) -> Iterator[str]:
    """Open one address of each route reachable by links from where somebody is. Yields route names.

    Breadth first, but the journey that went all the way comes before the others.
    """
    seen: set[str] = set()
    waiting = deque([someone.page.url])
    mailed: set[str] = set()
    fullest = someone.page.locator("main a", has_text="L'Armoire Commune")
    if pattern_of(someone.page.url) == "journeys" and fullest.count():
        waiting.append(someone.address + (fullest.first.get_attribute("href") or ""))
    while waiting:
        assert len(seen) < MOST, sorted(seen)
        url = waiting.popleft()
        name = pattern_of(url)
        if name is None or name in seen:
            continue
        answer = someone.page.goto(url)
        if answer is not None and answer.status in (403, 404) and url in mailed:
            continue  # the demonstration shows everybody's mails: what was written to somebody else stays closed
        fine = (200, 400) if name in DOORS else (200,)  # a round that is over, a link that was used: told calmly
        assert answer is not None and answer.status in fine, f"{name} {url}: {answer and answer.status}"
        seen.add(name)
        yield name
        for link in someone.page.evaluate(LINKS):
            # sheets and stories are also offered in the other languages; here the reader's own is looked at
            address = re.sub(r"[?&]lang=\w+", "", link.split("#")[0])
            if address.startswith(someone.address) and pattern_of(address) not in seen:
                waiting.append(address)
                if name == OUTBOX:
                    mailed.add(address)


@cache
def english_only() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Source texts that read otherwise in Dutch: whole ones, and those with something filled in."""
    whole: set[str] = set()
    filled: set[str] = set()
    same: set[str] = set()
    for path in sorted(SOURCE.rglob("locale/nl/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                if not message.id:
                    continue
                ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
                strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
                same.update(" ".join(str(text).split()) for text in strings)
                for text in ids:
                    words = " ".join(text.split())
                    if words in {" ".join(str(s).split()) for s in strings}:
                        continue
                    (filled if PLACEHOLDER.search(words) else whole).add(words)
    patterns = []
    for words in filled:
        rest = PLACEHOLDER.sub("", words)
        if len(re.findall(r"[A-Za-z]{3,}", rest)) >= 2:
            escaped = ".+?".join(re.escape(part) for part in PLACEHOLDER.sub("\0", words).split("\0"))
            patterns.append(re.compile(escaped))
    return frozenset(whole - same), tuple(patterns)


def english_in(page: Page) -> list[str]:
    """Texts of a Dutch page that are source texts left in English."""
    whole, filled = english_only()
    found = []
    for words in page.evaluate(WORDS):
        if words in whole or any(pattern.fullmatch(words) for pattern in filled):
            found.append(words)
    return found


@pytest.fixture(scope="module")
def checked() -> set[str]:
    """Routes looked at in full: those who see most come first, the others add what only they see."""
    return set()


@pytest.mark.parametrize("role", ROLES)
def test_each_page_that_a_role_reaches_is_sound_in_french(
    visitor: Callable[..., Visitor], role: str, checked: set[str]
) -> None:
    someone = visitor(role=role, language="fr")
    faults: list[str] = []
    names = []
    for name in crawl(someone):
        names.append(name)
        if someone.page.locator("html").get_attribute("lang") != "fr":
            faults.append(f"{name}: not in French")
        if someone.page.locator("h1").count() != 1:
            faults.append(f"{name}: {someone.page.locator('h1').count()} h1")
        # the programme, the list of journeys and the path differ most from one role to the next
        if name in checked - {"programme", "journeys", "journey"}:
            continue
        checked.add(name)
        try:
            someone.check()
        except AssertionError as fault:
            faults.append(f"{name}: {str(fault).splitlines()[0]}")
    assert not faults, "\n".join(faults)
    assert {"stories", "story-public", "methods", "glossary", "account"} <= set(names), names
    if role in {"referent", "accompanist"}:
        assert {"journey", "portrait", "question", "plan", "collection", "results", "findings", "story"} <= set(names)


@pytest.mark.parametrize("role", ROLES[:3])
def test_nothing_is_left_in_english_on_a_dutch_page(visitor: Callable[..., Visitor], role: str) -> None:
    someone = visitor(role=role, language="nl")
    faults: list[str] = []
    for name in crawl(someone):
        page = someone.page
        if page.locator("html").get_attribute("lang") != "nl" or page.locator("h1").count() != 1:
            faults.append(f"{name}: {page.locator('html').get_attribute('lang')}, {page.locator('h1').count()} h1")
        faults += [f"{name}: {words}" for words in english_in(page)]
    assert not faults, "\n".join(faults)


def test_the_look_for_english_finds_it_where_it_is(visitor: Callable[..., Visitor]) -> None:
    someone = visitor(role="referent", language="en")
    someone.go(journey_of(someone))
    found = english_in(someone.page)
    assert "All sessions" in found, found
    assert any(re.fullmatch(r"\d+ sessions? held\.?.*", words) for words in found), found


def journey_of(someone: Visitor) -> str:
    """The address of the first journey on somebody's list."""
    if pattern_of(someone.page.url) != "journey":
        someone.go("/journeys/")
        links = [url for url in someone.page.evaluate(LINKS) if pattern_of(url) == "journey"]
        someone.go(links[0])
    return someone.page.url


def main_pages(someone: Visitor) -> list[str]:
    """Five pages that everything else turns around."""
    here = journey_of(someone)
    return [here, f"{here}question/", f"{here}plan/", f"{here}results/", "/stories/"]


def test_main_pages_in_the_dark(visitor: Callable[..., Visitor]) -> None:
    someone = visitor(role="referent", color_scheme="dark")
    for address in main_pages(someone):
        page = someone.go(address)
        ink, paper = page.evaluate(
            """() => { const style = getComputedStyle(document.body);
              return [style.color, style.backgroundColor].map(c => c.match(/[0-9.]+/g).slice(0, 3).map(Number)); }"""
        )
        assert sum(ink) > sum(paper), (page.url, ink, paper)
        found = Axe().run(page, options=AXE).response["violations"]
        assert not found, (page.url, [(item["id"], item["nodes"][0]["target"]) for item in found])


def test_letters_grow_with_the_reader(visitor: Callable[..., Visitor]) -> None:
    """What `check` looks at is real: sizes follow the letters that somebody asks for."""
    someone = visitor(role="referent")
    page = someone.go(journey_of(someone))
    size = "parseFloat(getComputedStyle(document.querySelector('%s')).fontSize)"
    before = [page.evaluate(size % what) for what in ("h1", "main p", "main a")]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert [page.evaluate(size % what) for what in ("h1", "main p", "main a")] == [2 * one for one in before]


def test_a_page_with_nothing_on_it_teaches(visitor: Callable[..., Visitor]) -> None:
    """An enterprise that has only begun: each page says what it is for, with an example and a next step."""
    someone = visitor(role="accompanist")
    someone.go("/journeys/")
    addresses = {url.split("#")[0] for url in someone.page.evaluate(LINKS) if pattern_of(url) == "journey"}
    emptiest, most = "", -1
    rooms = (
        "sessions",
        "question",
        "plan",
        "instruments",
        "collection",
        "results",
        "findings",
        "restitutions",
        "story",
    )
    for address in sorted(addresses):
        empty = 0
        for room in rooms:
            someone.go(f"{address}{room}/")
            empty += someone.page.locator(".empty").count() > 0
        if empty > most:
            emptiest, most = address, empty
        if most == len(rooms):
            break
    assert most >= len(rooms) - 2, (emptiest, most)
    for room in rooms:
        page = someone.go(f"{emptiest}{room}/")
        box = page.locator(".empty").first
        if box.count():
            assert len(box.inner_text()) > 60, (page.url, box.inner_text())
            someone.check()
