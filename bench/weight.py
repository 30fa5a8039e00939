"""What the answering page weighs: everything its first page loads, as it travels, beside the limit set for it; and the
page that works without connection, which is loaded once for each device.

The page is asked of a running server; what it names (style, script, icon) is fetched as a browser would, compressed.
Fonts are counted apart: they are fetched after the words are there.
"""

import gzip
import http.client
import re
import tempfile
from html.parser import HTMLParser
from pathlib import Path

from bench import Line, Table
from bench._server import Server, seed, serving

LIMIT_KB = 50
INSTALLED_LIMIT_KB = 327
"""Half of what the ready-made page of the same engine's makers loads as it travels: 654 KB, measured 2026-11-23."""
_FONT = re.compile(r'url\("?([^")]+\.woff2)"?\)')


class _Loads(HTMLParser):
    """The addresses that a page loads by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "link" and values.get("rel") == "stylesheet":
            self.styles.append(values["href"])
        elif tag == "script" and values.get("src"):
            self.scripts.append(values["src"])
        elif tag in {"img", "link"} and (found := values.get("src") or values.get("href")):
            self.others.append(found)


def _get(server: Server, path: str) -> tuple[bytes, int]:
    """A file as text and its size as it travelled."""
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    link.request("GET", path, headers={"Accept-Encoding": "gzip", "Accept-Language": "en"})
    response = link.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"{path} answers {response.status}")
    return (gzip.decompress(body) if response.headers.get("Content-Encoding") == "gzip" else body), len(body)


def _kb(size: int) -> str:
    return f"{size / 1024:.1f} KB"


_Files = list[tuple[str, bytes, int]]


def _loaded(server: Server, page: bytes) -> tuple[_Loads, _Files, _Files]:
    """What a page names; its styles and scripts, each with its text and its size as it travels."""
    loads = _Loads()
    loads.feed(page.decode())
    styles = [(style, *_get(server, style)) for style in loads.styles]
    scripts = [(script, *_get(server, script)) for script in loads.scripts]
    return loads, styles, scripts


def run() -> Table:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, _requests = seed(folder, 1)
        with serving("vises.config.wsgi:application", folder) as server:
            page, travelled = _get(server, path)
            loads, styles, scripts = _loaded(server, page)
            icons = sum(_get(server, other)[1] for other in loads.others)
            shell, shell_travelled = _get(server, path.replace("/a/", "/offline/"))
            _, more_styles, more_scripts = _loaded(server, shell)
            fonts = {font for _style, text, _size in styles for font in _FONT.findall(text.decode())}
    style = sum(len(text) for _name, text, _size in styles)
    script = sum(len(text) for _name, text, _size in scripts)
    sent = sum(size for _name, _text, size in (*styles, *scripts))
    installed = sum(size for _name, _text, size in (*more_styles, *more_scripts))
    return Table(
        f"weight: the answering page of a questionnaire ({len(styles)} styles, {len(scripts)} scripts)",
        (
            Line("style and script", _kb(style + script), (style + script) / 1024 / LIMIT_KB, f"under {LIMIT_KB} KB"),
            Line("  the same as it travels", _kb(sent), sent / 1024 / LIMIT_KB),
            Line("the page itself, as it travels", _kb(travelled)),
            Line("icon, as it travels", _kb(icons)),
            Line("fonts named by the style (loaded when letters need them)", f"{len(fonts)} files"),
            Line(
                f"page without connection, once: {len(more_styles)} styles, {len(more_scripts)} script, as they travel",
                _kb(installed),
                installed / 1024 / INSTALLED_LIMIT_KB,
                f"under {INSTALLED_LIMIT_KB} KB",
            ),
            Line("  its page with all words in three languages, as it travels", _kb(shell_travelled)),
        ),
    )
