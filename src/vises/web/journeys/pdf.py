"""Sheets as PDF. Nothing is loaded but our own styles and letters."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

_html: Any = HTML  # the library has no types
_response: Any = URLFetcherResponse

OURS = "vises:static/"
TYPES = {"css": "text/css", "woff2": "font/woff2"}


class StaticOnly(URLFetcher):
    """Answers `vises:static/…` from our own files; refuses everything else."""

    def __init__(self) -> None:
        start: Any = super().__init__
        start(allowed_protocols=("vises",), allow_redirects=False)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
        """The bytes of one of our own styles or letters. Raises ValueError for anything else."""
        path, ending = url.removeprefix(OURS), url.rsplit(".", 1)[-1]
        if url.startswith(OURS) and ".." not in path and ending in TYPES and (found := finders.find(path)):
            return _response(url, body=Path(found).read_bytes(), headers={"Content-Type": TYPES[ending]})
        raise ValueError(f"not ours: {url}")


def pdf_of(html: str) -> bytes:
    """A tagged PDF of a page whose styles are at `vises:static/…`."""
    written: bytes = _html(string=html, base_url=OURS, url_fetcher=StaticOnly()).write_pdf(pdf_variant="pdf/ua-1")
    return written
