"""Pages on paper, as tagged PDF. Nothing is loaded from outside: only our own styles and fonts, and one picture."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

_html: Any = HTML  # the library has no types
_response: Any = URLFetcherResponse

OURS = "vises:"
TYPES = {"css": "text/css", "woff2": "font/woff2"}


class OurFetcher(URLFetcher):
    """Answers `vises:static/…` from our own files and `vises:image` from memory; refuses everything else."""

    def __init__(self, image: tuple[bytes, str] | None) -> None:
        start: Any = super().__init__
        start(allowed_protocols=("vises",), allow_redirects=False)
        self.image = image

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
        """The bytes behind one of our own addresses. Raises ValueError for any other: the page is drawn without it."""
        path = url.removeprefix(OURS).lstrip("/")
        if url.startswith(OURS):
            if path == "image" and self.image:
                return _response(url, body=self.image[0], headers={"Content-Type": self.image[1]})
            inside = path.startswith("static/") and ".." not in path
            found = finders.find(path.removeprefix("static/")) if inside else None
            ending = path.rsplit(".", 1)[-1]
            if found and ending in TYPES:
                return _response(url, body=Path(found).read_bytes(), headers={"Content-Type": TYPES[ending]})
        raise ValueError(f"not ours: {url}")


def tagged_pdf(html: str, image: tuple[bytes, str] | None = None) -> bytes:
    """PDF/UA-1 from a page whose addresses are `vises:static/…` and `vises:image`."""
    document = _html(string=html, base_url=f"{OURS}static/", url_fetcher=OurFetcher(image))
    written: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return written
