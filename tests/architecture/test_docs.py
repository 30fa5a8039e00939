"""What the documents for builders point to is there: a file that grew into a folder takes its mention along."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
PLACES = [ROOT, ROOT / "src" / "vises"]
FILE = re.compile(r"`([\w-]+(?:/[\w.-]+)+\.(?:py|sh|yaml|toml|js|mjs|html))`")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_links_named_in_a_document_exist(document: Path) -> None:
    text = document.read_text()
    files = [name for name in FILE.findall(text) if not any((place / name).exists() for place in PLACES)]
    links = [link for link in LINK.findall(text) if not (document.parent / link).exists()]
    assert not files and not links, f"{document.relative_to(ROOT)}: {files} {links}"
