"""A process of its own: opens pages that were written down in real Chromium, and says what ran in them.

`python opened.py FOLDER`: the folder holds pages.json, a list of [name, path, headers, body]. All that a page loads
comes from our own static files; nothing else is there. Prints as JSON what went wrong, and what else was asked for.
"""

import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Route, sync_playwright

PAGES = Path(__file__).resolve().parents[2] / "src" / "vises"
HOST = "http://trust.test"
WATCH = """
window.ran = [];
window.xssprobe = () => window.ran.push('ran');
window.alert = window.prompt = window.confirm = () => window.ran.push('dialog');
document.addEventListener('securitypolicyviolation', event => window.ran.push(
  'policy: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + (event.sample || '')));
"""


def main(folder: Path) -> None:
    pages = json.loads((folder / "pages.json").read_text())
    bodies = {path: (headers, body) for _name, path, headers, body in pages}
    wrong: list[str] = []
    asked: list[str] = []

    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if not route.request.url.startswith(HOST):
            asked.append(route.request.url)
            route.abort()
        elif parts.path in bodies and route.request.is_navigation_request():
            headers, body = bodies[parts.path]
            route.fulfill(status=200, headers=headers, body=body)
        else:
            name = parts.path.removeprefix("/static/")
            found = next((file for file in PAGES.glob(f"*/*/static/{name}") if file.is_file()), None)
            route.fulfill(path=found) if found else route.fulfill(status=404, body="")

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        page.add_init_script(WATCH)
        page.route("**/*", answer)
        for name, path, _headers, _body in pages:
            page.goto(HOST + path, wait_until="load")
            # what waits for a hand: pointed at, entered, opened
            page.evaluate(
                "() => { for (const at of document.querySelectorAll('details')) at.open = true;"
                " for (const at of document.querySelectorAll('a, input, textarea, select, button')) {"
                " at.dispatchEvent(new MouseEvent('mouseover', {bubbles: true})); at.focus(); } }"
            )
            wrong += [f"{name}: {what}" for what in page.evaluate("window.ran")]
        browser.close()
    print(json.dumps({"pages": len(pages), "wrong": wrong, "asked": asked}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
