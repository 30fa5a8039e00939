"""Files of SPSS (.sav, .zsav): read in a process of its own with little memory, since their reader is written in C.

Run as a program with the file and a folder, it writes there the rows as CSV and what the file says of its columns.
"""

import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import polars as pl

MARKS = (b"$FL2", b"$FL3")
MOST_CELLS = 5_000_000
MEMORY = 1 << 30  # bytes of the process that reads
SECONDS = 60


class Unreadable(Exception):
    """`why` is "large" or "broken"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Told:
    """What a file says of its columns, where it does: in words, each code in words, and multiple responses.

    `counted`: a column of a multiple response to the value that means it was chosen.
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sets: Mapping[str, Sequence[str]] = field(default_factory=dict)  # name of the multiple response to its columns
    counted: Mapping[str, str] = field(default_factory=dict)
    set_titles: Mapping[str, str] = field(default_factory=dict)


def read_sav(data: bytes) -> tuple[pl.DataFrame, Told]:
    """The rows, every column text (null where empty or declared missing), and what is said of the columns.

    Raises Unreadable.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "in.sav")
        source.write_bytes(data)
        try:
            done = subprocess.run(
                [sys.executable, "-m", "vises.platform.tables.sav", str(source), folder],
                timeout=SECONDS,
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={"PATH": os.environ.get("PATH", ""), "OPENBLAS_NUM_THREADS": "1", "PYTHONUTF8": "1"},
            )
        except subprocess.TimeoutExpired as error:
            raise Unreadable("large") from error
        said, rows = Path(folder, "said.json"), Path(folder, "rows.csv")
        if done.returncode != 0 or not said.exists() or not rows.exists():
            raise Unreadable("large" if done.returncode == TOO_LARGE else "broken")
        told = Told(**json.loads(said.read_text("utf-8")))
        try:
            return pl.read_csv(rows.read_bytes(), infer_schema=False), told
        except pl.exceptions.PolarsError as error:
            raise Unreadable("broken") from error


TOO_LARGE = 3


def _main(source: str, folder: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    import pyreadstat

    try:
        _nothing, about = pyreadstat.read_sav(source, metadataonly=True, output_format="dict")
        if (about.number_rows or 0) * (about.number_columns or 1) > MOST_CELLS:
            return TOO_LARGE
        columns, about = pyreadstat.read_sav(source, output_format="dict")
    except MemoryError:
        return TOO_LARGE
    names = list(columns)
    with Path(folder, "rows.csv").open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(names)
        lines.writerows(zip(*([_cell(value) for value in columns[name]] for name in names), strict=True))
    sets = about.mr_sets or {}
    said = {
        "titles": {name: text for name, text in about.column_names_to_labels.items() if text},
        "codes": {
            name: {_cell(code): str(words) for code, words in codes.items()}
            for name, codes in about.variable_value_labels.items()
        },
        "sets": {name.lstrip("$"): list(one["variable_list"]) for name, one in sets.items()},
        "counted": {
            column: _cell(one["counted_value"])
            for one in sets.values()
            if one.get("is_dichotomy")
            for column in one["variable_list"]
        },
        "set_titles": {name.lstrip("$"): str(one.get("label") or "") for name, one in sets.items()},
    }
    Path(folder, "said.json").write_text(json.dumps(said, ensure_ascii=False), "utf-8")
    return 0


def _cell(value: Any) -> str:
    if value is None or value != value:  # a number that is none
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value).rstrip()


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:3]))
