"""Takes the pictures of docs/pictures from a demonstration of its own.

Run by hand after the looks changed: `.venv/bin/python -m tests.browser.pictures`.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright
from tests.browser.conftest import ROOT, Visitor, serving

FOLDER = ROOT / "docs" / "pictures"
WIDTHS = {"desktop": 1280, "phone": 390}
TALLEST = 1600  # px
HEAVIEST = 250_000  # bytes
ENTERPRISE = "L'Armoire Commune"
FOUND = "section[aria-labelledby=found]"
TOP = "element => element.getBoundingClientRect().top + scrollY"


def journey_of(someone: Visitor, name: str = ENTERPRISE) -> str:
    """The address of an enterprise's journey, for somebody who has it on her list."""
    page = someone.go("/journeys/")
    address = page.locator("main a", has_text=name).first.get_attribute("href")
    assert address, f"{name} is not on the list"
    return address


def open_round(claire: Visitor) -> str:
    """Open one more round of the shop's questionnaire, as its accompanist. Returns the public address."""
    page = claire.go(f"{journey_of(claire)}collection/")
    page.locator('main a[href*="/collection/round/"]').first.click()
    page.locator("[name=title_fr]").fill("Huit questions à la caisse, l'automne")
    page.locator("[name=introduction_fr]").fill("Merci de nous donner cinq minutes. Il n'y a pas de bonne réponse.")
    page.locator("main form button.button").first.click()
    address = page.locator('main a[href*="/a/"]').first.get_attribute("href")
    assert address, page.url
    return address


@dataclass(frozen=True)
class Picture:
    """One page of the product: who looks at it, how one comes there, and what it shows."""

    name: str
    role: str
    says: str
    come: Callable[[Visitor], Page]
    first: str = ""  # what the picture begins with; without it, the head of the page


def _room(room: str) -> Callable[[Visitor], Page]:
    return lambda someone: someone.go(f"{journey_of(someone)}{room}")


def _doors(someone: Visitor) -> Page:
    return someone.go("/demonstration/")


def _programme(someone: Visitor) -> Page:
    page = someone.go("/programmes/")
    page.locator("main a", has_text="69").or_(page.locator("main li", has_text="69").locator("a")).first.click()
    return page


def _answering(someone: Visitor) -> Page:
    page = someone.go(open_round(_other(someone, "accompanist")))
    page.locator("button[value=begin]").click()
    return page


def _results(someone: Visitor) -> Page:
    page = someone.go(f"{journey_of(someone)}results/")
    page.locator('main a[href*="/results/"]').first.click()
    return page


def _coding(someone: Visitor) -> Page:
    page = someone.go(f"{journey_of(someone)}coding/")
    page.locator('main a[href*="/texts/"]').first.click()
    return page


def _told(someone: Visitor) -> Page:
    page = someone.go("/stories/")
    page.locator("main li", has_text=ENTERPRISE).locator("h2 a, h3 a").first.click()
    return page


def _story(someone: Visitor) -> Page:
    page = _told(someone)
    page.locator("details.how-we-know > summary").first.click()
    return page


def _other(someone: Visitor, role: str) -> Visitor:
    browser = someone.context.browser
    assert browser
    context = browser.new_context(locale="fr")
    other = Visitor(context.new_page(), context, someone.address)
    other.enter_as(role)
    return other


PICTURES = (
    Picture("doors", "", "Who would you like to be? One click a role, in three languages.", _doors),
    Picture("programme", "coordinator", "Every enterprise is one dot at the step where it is. No scores.", _programme),
    Picture("path", "referent", "What is confirmed, what waits for whom, what to do next.", _room("")),
    Picture("portrait", "referent", "The portrait, in the enterprise's own words.", _room("portrait/")),
    Picture("question", "referent", "Who proposed what, what was decided, and who was not heard.", _room("question/")),
    Picture("plan", "referent", "From whom, by whom, when, aimed at and reached, who reads.", _room("plan/")),
    Picture("answering", "", "Answering on a phone, without account and without JavaScript.", _answering),
    Picture("results", "referent", "People first; percentages from twenty on, with an interval.", _results),
    Picture("coding", "accompanist", "Marking what people said, by keyboard or by numbers.", _coding),
    Picture("told", "", "A published story: how and why an enterprise works comes before its results.", _told),
    Picture("story", "", "The same story with the thread of one sentence open.", _story, FOUND),
)


def small_png(shot: bytes, top: int) -> bytes:
    """A picture cut at its tallest, beginning at `top` px; of fewer colours only where it would weigh too much."""
    with Image.open(BytesIO(shot)) as whole:
        picture = whole.convert("RGB").crop((0, top, whole.width, min(whole.height, top + TALLEST)))
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    for colours in (256, 128, 64):
        if out.tell() <= HEAVIEST:
            break
        out = BytesIO()
        picture.quantize(colours, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def take(address: str) -> None:
    """Every picture at each width, and the page that shows them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for picture in PICTURES:
            for device, width in WIDTHS.items():
                context = browser.new_context(locale="fr", viewport={"width": width, "height": 900})
                someone = Visitor(context.new_page(), context, address)
                if picture.role:
                    someone.enter_as(picture.role)
                picture.come(someone)
                page = someone.page
                top = page.locator(picture.first).first.evaluate(TOP) if picture.first else 0
                shot = small_png(page.screenshot(full_page=True), max(0, int(top) - 24))
                (FOLDER / f"{picture.name}-{device}.png").write_bytes(shot)
                print(f"{picture.name}-{device}.png: {len(shot) // 1000} KB", flush=True)
                context.close()
        browser.close()
    lines = [
        "# Pages of vises",
        "",
        "Taken from the demonstration (every enterprise, person and result in it is invented), in French, 1280 and 390",
        "pixels wide, by `.venv/bin/python -m tests.browser.pictures`.",
    ]
    for picture in PICTURES:
        name = picture.name
        lines += ["", f"## {picture.says}", "", f"![On a desk]({name}-desktop.png)", f"![On a phone]({name}-phone.png)"]
    (FOLDER / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="vises-pictures.") as folder, serving(Path(folder)) as served:
        take(served)
