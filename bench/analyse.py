"""`vises analyse` on 100,000 answers to 20 questions, beside polars reading the same file."""

import contextlib
import io
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import xlsxwriter

from bench import Line, Table
from vises.ops.analyse.command import run as analyse

ANSWERS = 100_000
RUNS = 7
QUESTIONS = (
    [("select_one yn", f"yes_no_{i}") for i in range(5)]
    + [("select_one five", f"scale_{i}") for i in range(5)]
    + [("select_one many", f"one_{i}") for i in range(3)]
    + [("select_multiple many", f"several_{i}") for i in range(3)]
    + [("integer", f"number_{i}") for i in range(2)]
    + [("decimal", "amount"), ("text", "words")]
)
LISTS = {
    "yn": ["yes", "no"],
    "five": ["1", "2", "3", "4", "5"],
    "many": [f"choice_{i}" for i in range(8)],
}


def _form(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    survey, choices = book.add_worksheet("survey"), book.add_worksheet("choices")
    survey.write_row(0, 0, ["type", "name", "label"])
    for i, (kind, name) in enumerate(QUESTIONS, start=1):
        survey.write_row(i, 0, [kind, name, f"What about {name}?"])
    choices.write_row(0, 0, ["list_name", "name", "label"])
    rows = [(name, value, value.capitalize()) for name, values in LISTS.items() for value in values]
    for i, row in enumerate(rows, start=1):
        choices.write_row(i, 0, row)
    book.close()


def _answer(kind: str, dice: random.Random) -> str:
    if dice.random() < 0.03:
        return ""
    if kind.startswith("select_one"):
        return dice.choice(LISTS[kind.split()[1]])
    if kind.startswith("select_multiple"):
        return " ".join(dice.sample(LISTS["many"], dice.randint(1, 3)))
    if kind == "integer":
        return str(dice.randint(0, 120))
    if kind == "decimal":
        return f"{dice.lognormvariate(3, 1):.2f}"
    return f"What changed for me was number {dice.randint(0, 10**9)} and more"


def _answers(path: Path) -> None:
    dice = random.Random(20191128)
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(name for _kind, name in QUESTIONS) + "\n")
        for _ in range(ANSWERS):
            file.write(",".join(_answer(kind, dice) for kind, _name in QUESTIONS) + "\n")


def _beside(*works: Callable[[], object]) -> list[float]:
    """The shortest of RUNS of each, in seconds, run in turns so that a busy moment troubles all alike."""
    best = [float("inf")] * len(works)
    for _ in range(RUNS):
        for i, work in enumerate(works):
            begun = time.perf_counter()
            work()
            best[i] = min(best[i], time.perf_counter() - begun)
    return best


def _analyse(*words: str) -> None:
    with contextlib.redirect_stderr(io.StringIO()):
        if analyse(words):
            raise RuntimeError("analyse refused the benchmark's own files")


def _process(*command: str) -> None:
    own = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}  # as in a terminal
    subprocess.run([sys.executable, *command], check=True, capture_output=True, env=own)


def run() -> Table:
    with tempfile.TemporaryDirectory() as folder:
        form, answers, out = (Path(folder) / name for name in ("form.xlsx", "answers.csv", "out"))
        _form(form)
        _answers(answers)
        words = [str(form), str(answers), "--out", str(out), "--lang", "en"]
        theirs, mine, beside, start, whole = _beside(
            lambda: pl.read_csv(answers),
            lambda: _analyse(*words),
            lambda: _analyse(*words, "--by", "yes_no_0"),
            lambda: _process("-c", f"import polars; polars.read_csv({str(answers)!r})"),
            lambda: _process("-m", "vises.ops.main", "analyse", *words),
        )
        size = answers.stat().st_size / 1e6
    return Table(
        f"analyse: {ANSWERS:,} answers, {len(QUESTIONS)} questions, {size:.1f} MB of CSV (best of {RUNS})",
        (
            Line("polars reads the file", f"{theirs * 1000:.0f} ms"),
            Line(
                "vises analyse, report and results written",
                f"{mine * 1000:.0f} ms",
                mine / theirs,
                "within 3x",
            ),
            Line("  the same, --by a question", f"{beside * 1000:.0f} ms", beside / theirs),
            Line("polars, with the start of Python", f"{start * 1000:.0f} ms"),
            Line("vises analyse, with the start of Python", f"{whole * 1000:.0f} ms", whole / start),
        ),
    )
