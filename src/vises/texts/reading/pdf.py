"""PDF: read in a process of its own with limits, since a PDF is closer to a program than to a text."""

import signal
import subprocess
import sys
from itertools import pairwise

from vises.kernel.problems import Problem
from vises.texts.talk import turns

MOST_PAGES = 600
SECONDS = 30
MEMORY = 700 << 20
LARGEST_TEXT = 4_000_000
_TOO_MANY_PAGES, _LOCKED, _BROKEN = 3, 4, 5


def read_pdf(data: bytes) -> str:
    """The words of a PDF, its lines joined to paragraphs.

    Raises Problem texts.pages, texts.locked, texts.pictures (pages without words: a scan), texts.broken.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "vises.texts.reading.pdf"],
            input=data,
            capture_output=True,
            timeout=SECONDS + 5,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Problem("texts.slow", field="file") from None
    code = {_TOO_MANY_PAGES: "texts.pages", _LOCKED: "texts.locked"}.get(done.returncode)
    if code:
        raise Problem(code, field="file", limit=MOST_PAGES)
    if done.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:  # stopped by the limits
        raise Problem("texts.slow", field="file")
    if done.returncode:
        raise Problem("texts.broken", field="file")
    words = done.stdout.decode("utf-8", "ignore")
    if not words.strip():
        raise Problem("texts.pictures", field="file")
    return joined(words)


def joined(words: str) -> str:
    """Lines as they are set on a page, joined to paragraphs.

    A line that is about as long as the longest ones goes on in the next; a shorter one ends its paragraph, and so
    does one before a speaker's name. A word divided at the end of a line is put together.
    """
    lines = [line.strip() for line in words.split("\n")]
    filled = sorted(len(line) for line in lines if line)
    if not filled:
        return ""
    wide = filled[int(len(filled) * 0.9) - 1 if len(filled) > 1 else 0] * 0.72
    speaks = {turn.line for turn in turns("\n".join(lines))}
    paragraphs = [lines[0]]
    for number, (before, line) in enumerate(pairwise(lines), 1):
        goes_on = before and line and number not in speaks and len(before) >= wide
        if not goes_on:
            paragraphs.append(line)
        elif before.endswith("-") and before[-2:-1].isalpha() and line[:1].islower():
            paragraphs[-1] = paragraphs[-1][:-1] + line
        else:
            paragraphs[-1] += f" {line}"
    return "\n".join(paragraphs)


def _main() -> int:
    """Inside the process: PDF on standard input, words on standard output."""
    import io
    import logging
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.disable()
    from pypdf import PdfReader

    left = LARGEST_TEXT
    try:
        reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
        if reader.is_encrypted and not reader.decrypt(""):
            return _LOCKED
        if len(reader.pages) > MOST_PAGES:
            return _TOO_MANY_PAGES
        for page in reader.pages:
            words = page.extract_text()[:left].encode("utf-8", "ignore").decode()
            left -= len(words)
            sys.stdout.buffer.write(f"{words}\n".encode())
    except Exception:  # whatever a broken file makes the library do ends in this process
        return _BROKEN
    return 0


if __name__ == "__main__":
    sys.exit(_main())
