"""Files of SPSS: labels, missing values, multiple responses; hostile ones harm nobody."""

import struct
import tempfile
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from vises.platform.tables import TableProblem, Told, read_told

SETS = "$fruit=D1 1 7 Ate you a_apple a_pear\n"


def write_sav(frame: pl.DataFrame, told: Told) -> bytes:
    """A .sav file of these columns (text or numbers), with what is said of them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "out.sav")
        pyreadstat.write_sav(
            frame,
            str(path),
            column_labels=dict(told.titles),
            variable_value_labels={
                name: {float(code): words for code, words in codes.items()} for name, codes in told.codes.items()
            },
            row_compress=True,
        )
        return path.read_bytes()


def a_file(tmp_path: Path, *, sets: str = "") -> bytes:
    """Two questions, a date, words, and where asked a multiple response written as SPSS does (record 7, subtype 7)."""
    frame = pl.DataFrame(
        {
            "met": [1.0, 2.0, 9.0, None],
            "a_apple": [1.0, 0.0, 1.0, 0.0],
            "a_pear": [0.0, 0.0, 1.0, None],
            "said": ["La porte, l'été", "", "x" * 700, "=1+1"],
            "size": [1.5, 2.0, None, 1e6],
        }
    )
    path = tmp_path / "made.sav"
    pyreadstat.write_sav(
        frame,
        str(path),
        column_labels={"met": "Avez-vous rencontré quelqu'un ?", "a_apple": "pommes", "a_pear": "poires"},
        variable_value_labels={"met": {1: "oui", 2: "non", 9: "ne dit rien"}},
        missing_ranges={"met": [9]},
    )
    data = path.read_bytes()
    if sets:
        end = data.rindex(struct.pack("<ii", 999, 0))
        more = sets.encode()
        data = data[:end] + struct.pack("<iiii", 7, 7, 1, len(more)) + more + data[end:]
    return data


def test_rows_labels_and_missing_values(tmp_path: Path) -> None:
    frame, told = read_told(a_file(tmp_path), "a.sav")
    assert frame["met"].to_list() == ["1", "2", None, None]
    assert frame["size"].to_list() == ["1.5", "2", None, "1000000"]
    assert frame["said"].to_list() == ["La porte, l'été", None, "x" * 700, "=1+1"]
    assert told.titles["met"] == "Avez-vous rencontré quelqu'un ?" and told.codes["met"]["2"] == "non"


def test_multiple_responses_are_known(tmp_path: Path) -> None:
    _frame, told = read_told(a_file(tmp_path, sets=SETS), "a.sav")
    assert told.sets == {"fruit": ["a_apple", "a_pear"]} and told.set_titles == {"fruit": "Ate you"}
    assert told.counted == {"a_apple": "1", "a_pear": "1"}


def test_what_is_broken_is_refused_and_the_server_lives(tmp_path: Path) -> None:
    data = a_file(tmp_path)
    broken = [data[:4], data[:200], data[: len(data) // 2], b"$FL2" + b"\xff" * 5000, b"$FL3" + b"\0" * 100_000]
    broken += [data[:64] + b"\xff" * 12 + data[76:], data.replace(b"\x07\x00\x00\x00", b"\x02\x00\x00\x00")]
    for one in broken:
        try:
            read_told(one, "a.sav")
        except TableProblem as problem:
            assert "a.sav" in str(problem)


def test_what_was_written_reads_the_same(tmp_path: Path) -> None:
    frame = pl.DataFrame({"met": [1.0, None, 2.0], "said": ["é", "", "=1"]})
    told = Told(titles={"met": "Rencontré ?"}, codes={"met": {"1": "oui", "2": "non"}})
    again, said = read_told(write_sav(frame, told), "b.sav")
    assert again["met"].to_list() == ["1", None, "2"] and again["said"].to_list() == ["é", None, "=1"]
    assert said.codes == told.codes and said.titles == told.titles


def test_a_heading_alone_is_no_table(tmp_path: Path) -> None:
    empty = write_sav(pl.DataFrame({"met": pl.Series([], dtype=pl.Float64)}), Told())
    with pytest.raises(TableProblem):
        read_told(empty, "c.sav")
