"""The real server with the demonstration in a folder of its own, and real Chromium with axe."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 640}
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# with letters twice as large: how many pixels the page is too wide, and words that are cut or lie outside
LARGE = """() => {
  const root = document.documentElement;
  root.style.fontSize = '200%';
  const edge = root.clientWidth, wide = root.scrollWidth - edge;
  const words = 'h1, h2, h3, h4, p, li, dt, dd, th, td, label, legend, summary, button, .button';
  const lost = [...document.querySelectorAll(words)].filter(at => {
    if (!at.checkVisibility() || at.closest('.visually-hidden, [aria-hidden=true], .scroll, svg')) return false;
    const box = at.getBoundingClientRect();
    if (!box.width) return false;
    const over = at.scrollHeight > at.clientHeight + 1 || at.scrollWidth > at.clientWidth + 1;
    return (over && getComputedStyle(at).overflow !== 'visible') || box.right > edge + 1 || box.left < -1;
  }).map(at => at.textContent.trim().replace(/\\s+/g, ' ').slice(0, 60));
  root.style.fontSize = '';
  return [wide, lost.slice(0, 3)];
}"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """`vises serve --demonstration` as a newcomer starts it, in a folder of its own. Gives its address.

    Raises RuntimeError with the end of its log where it does not come up.
    """
    port = _free_port()
    clean = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "SECRET_KEY"}}
    environment = clean | {"VISES_DATA": str(data), "VISES_DEMONSTRATION": "1", "PORT": str(port)}
    subprocess.run(["make", "-s", "islands"], cwd=ROOT, check=True)
    subprocess.run([BIN / "vises", "static"], env=environment, cwd=ROOT, check=True)
    log = data / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [BIN / "vises", "serve", "--demonstration"], env=environment, cwd=ROOT, stdout=output, stderr=output
        )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(1_200):
            if process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{address}/health/ready", timeout=2) as answer:
                    if answer.status == 200:
                        break
            except OSError:
                time.sleep(0.3)
        else:
            process.terminate()
            process.wait(20)
        if process.poll() is not None:
            raise RuntimeError("the server did not become ready: " + log.read_text()[-3000:])
        yield address
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the server keeps everything."""
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="session")
def server(data: Path) -> Iterator[str]:
    """The demonstration as a newcomer meets it. Yields its address."""
    with serving(data) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Visitor:
    """Somebody at a browser."""

    page: Page
    context: BrowserContext
    address: str

    def go(self, path: str) -> Page:
        """Open an address of the server. Fails on a fault of ours."""
        answer = self.page.goto(path if path.startswith("http") else f"{self.address}{path}")
        assert answer is None or answer.status < 500, f"{path}: {answer.status}"
        return self.page

    def enter_as(self, role: str) -> Page:
        """One click per role, on the demonstration's doors."""
        page = self.go("/demonstration/")
        page.locator("form", has=page.locator(f'input[name=role][value="{role}"]')).locator("button").click()
        return page

    def check(self) -> None:
        """What every page must hold: no axe violation, one h1, no sideways scrolling at 320 px; nothing cut or pushed
        aside by letters twice as large, here and on a phone."""
        page = self.page
        page.wait_for_load_state()  # a busy machine draws it in pieces
        expect(page.locator("h1")).to_have_count(1)  # a page that follows others is being written anew
        result = Axe().run(page, options=AXE)
        found = [(item["id"], [node["target"] for node in item["nodes"]][:3]) for item in result.response["violations"]]
        assert not found, f"{page.url}: {found}"
        before = page.viewport_size
        large = [page.evaluate(LARGE)]
        page.set_viewport_size(PHONE)
        large.append(page.evaluate(LARGE))
        page.set_viewport_size(NARROW)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        page.set_viewport_size(before or DESKTOP)
        assert wide <= 0, f"{page.url} is {wide} px too wide at 320 px"
        for over, lost in large:
            assert over <= 0 and not lost, f"{page.url} with letters twice as large: {over} px too wide, {lost}"


@pytest.fixture
def visitor(server: str, chromium: Browser) -> Iterator[Callable[..., Visitor]]:
    """Make visitors: `visitor()`, `visitor(role="referent", language="nl", phone=True)`."""
    made: list[BrowserContext] = []

    def make(
        *, role: str = "", language: str = "fr", phone: bool = False, scripts: bool = True, **more: Any
    ) -> Visitor:
        context = chromium.new_context(
            viewport=PHONE if phone else DESKTOP, locale=language, java_script_enabled=scripts, **more
        )
        context.set_default_timeout(15_000)
        made.append(context)
        # nothing may be loaded from anywhere but this server
        foreign: list[str] = []
        context.on(
            "request",
            lambda request: None if request.url.startswith((server, "data:", "blob:")) else foreign.append(request.url),
        )
        someone = Visitor(context.new_page(), context, server)
        someone.page.on("pageerror", lambda error: foreign.append(f"script error: {error}"))
        context.foreign = foreign  # type: ignore[attr-defined]
        if role:
            someone.enter_as(role)
        return someone

    yield make
    problems = [url for context in made for url in context.foreign]  # type: ignore[attr-defined]
    for context in made:
        context.close()
    assert not problems, problems
