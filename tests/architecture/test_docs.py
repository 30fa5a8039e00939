"""What the documents for builders point to is there: a file that grew into a folder takes its mention along."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
PLACES = [ROOT, ROOT / "src" / "vises"]
FILE = re.compile(r"`([\w-]+(?:/[\w.-]+)+\.(?:py|sh|yaml|toml|js|mjs|html))`")
TEST = re.compile(r"`([\w/]+\.py)::(\w+)`")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
LINES = {"T": 25, "R": 13, "S": 5, "P": 11}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_links_and_tests_named_in_a_document_exist(document: Path) -> None:
    text = document.read_text()
    files = [name for name in FILE.findall(text) if not any((place / name).exists() for place in PLACES)]
    links = [link for link in LINK.findall(text) if not (document.parent / link).exists()]
    tests = [f"{path}::{name}" for path, name in TEST.findall(text) if not _is_there(ROOT / path, name)]
    assert not files and not links and not tests, f"{document.relative_to(ROOT)}: {files} {links} {tests}"


def _is_there(path: Path, name: str) -> bool:
    return path.is_file() and re.search(rf"^ *(async )?def {name}\(", path.read_text(), re.MULTILINE) is not None


def test_every_line_of_what_is_promised_has_its_row() -> None:
    """Each says what proves it, where else it is said, or plainly that it is not proved here."""
    rows = dict(re.findall(r"^\| ([TRSP]\d+) (.*)$", (ROOT / "docs" / "trust.md").read_text(), re.MULTILINE))
    assert set(rows) == {f"{letter}{number}" for letter, most in LINES.items() for number in range(1, most + 1)}
    silent = [line for line, row in rows.items() if not re.search(r"\.py(::|`)|see [A-Z]|Not proved here", row)]
    assert not silent
