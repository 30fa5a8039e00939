"""The coder on one text of five hundred pages with 2,000 passages: first paint, and from Enter to the mark on screen.

In real Chromium, on a demonstration of its own.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

from playwright.sync_api import sync_playwright

from bench import Line, Table

PASSAGES, CHARACTERS = 2_000, 1_500_000
INSIDE = """
import json, random, sys, django
django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from vises.ops import content, demonstration
content.load()
demonstration.load_once(lambda line: None)
from vises.apps.access.actor import SYSTEM
from vises.apps.coding import services
from vises.apps.coding.models import Passage, Text
from vises.apps.collection.services.documents import add_document
passages, characters = map(int, sys.argv[1:])
dice = random.Random(7)
shop = Text.objects.filter(scope__journey__enterprise__name="L'Armoire Commune", origin__document__isnull=False)
first = shop.select_related("origin__document").order_by("created_at", "pk")[0]
words = [line for text in Text.objects.all() for line in text.body.split("\\n") if line]
long = []
while sum(map(len, long)) < characters:
    long.append(dice.choice(words))
kept = add_document(SYSTEM, first.detail, kind="interview", title="Long", text="\\n".join(long), language="fr")
text = services.take_in(SYSTEM, kept.document.id)
codes = list(services.codebook.Code.objects.filter(scope=text.scope))
starts = sorted(dice.sample(range(len(text.body) - 400), passages))
Passage.objects.bulk_create(
    Passage(text=text, code=dice.choice(codes), start=start, end=start + dice.randrange(40, 400)) for start in starts
)
from vises.apps.journeys.models import Journey
journey = Journey.objects.get(scope=text.scope)
print(json.dumps({"text": f"/journeys/{journey.id}/texts/{text.id}/", "pages": len(text.body) // 3000}))
"""
PAINTED = """() => new Promise((done) => {
    const first = (list) => list.find((entry) => entry.name === "first-contentful-paint");
    new PerformanceObserver((seen) => first(seen.getEntries()) && done(first(seen.getEntries()).startTime))
        .observe({ type: "paint", buffered: true });
})"""
WATCH = """() => { window.seen = new Promise((done) => {
    const begun = performance.now(), rows = document.querySelector("[data-passages]");
    const drawn = () => requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
    new MutationObserver(drawn).observe(rows, { childList: true });
}); }"""


def run() -> Table:
    """Open the text, go through its parts, mark ten times by keyboard."""
    with tempfile.TemporaryDirectory() as data:
        environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "SECRET_KEY"}}
        environment |= {"VISES_DATA": data, "VISES_DEMONSTRATION": "1", "LOG_LEVEL": "ERROR", "PORT": "8187"}
        environment["DJANGO_SETTINGS_MODULE"] = "vises.config.settings"
        subprocess.run([sys.executable, "-m", "vises.ops.main", "static"], env=environment, check=True)
        done = subprocess.run(
            [sys.executable, "-c", INSIDE, str(PASSAGES), str(CHARACTERS)],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        made = json.loads(done.stdout.strip().splitlines()[-1])
        server = subprocess.Popen(
            [sys.executable, "-m", "vises.ops.main", "serve", "--demonstration"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait("http://127.0.0.1:8187/health/ready")
            paints, marks, parts, pages = _measured("http://127.0.0.1:8187", made["text"])
        finally:
            server.terminate()
            server.wait(20)
    return Table(
        f"Coder, {made['pages']} pages in {parts} parts, {PASSAGES} passages",
        (
            Line("first paint of a part, median", f"{statistics.median(paints):.0f} ms"),
            Line("slowest of ten parts", f"{max(paints):.0f} ms", max(paints) / 1000, "under 1 s"),
            *(Line(f"first paint of {name}", f"{ms:.0f} ms", ms / 1000, "under 1 s") for name, ms in pages.items()),
            Line("from Enter to the mark on screen, median", f"{statistics.median(marks):.0f} ms"),
            Line("slowest of ten marks", f"{max(marks):.0f} ms", max(marks) / 300, "under 300 ms"),
        ),
    )


def _wait(address: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("the server did not become ready")


def _measured(address: str, path: str) -> tuple[list[float], list[float], int, dict[str, float]]:
    paints, marks = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="fr")
        page.goto(f"{address}/demonstration/")
        page.locator("form", has=page.locator('input[name=role][value="accompanist"]')).locator("button").click()
        page.goto(f"{address}{path}")
        parts = int(page.locator("nav:has(> a[rel=next]) > span").inner_text().split()[-1])
        for number in range(1, min(parts, 10) + 1):
            page.goto(f"{address}{path}?page={number}")
            paints.append(page.evaluate(PAINTED))
        reading = page.locator("[data-coder]")
        reading.focus()
        for _ in range(10):
            page.keyboard.press("ArrowDown")
            page.keyboard.press("ArrowRight")
            page.keyboard.type("dig")
            page.evaluate(WATCH)
            page.keyboard.press("Enter")
            marks.append(page.evaluate("window.seen"))
        pages = {}
        journey = path.split("texts/")[0]
        for name, rest in (("texts and themes", "coding/"), ("the passages", "passages/")):
            page.goto(f"{address}{journey}{rest}")
            pages[name] = page.evaluate(PAINTED)
        browser.close()
    return paints, marks, parts, pages


if __name__ == "__main__":
    print(run().text())
