"""A .sav written row by row is read by others as one written at once."""

import io
import random
from pathlib import Path

import pyreadstat
import pytest

from vises.platform.tables.sav_rows import LONGEST_TEXT, SavColumn, SavSet, write_sav_rows


def back(
    columns: list[SavColumn], rows: list[list[str | float | None]], folder: Path
) -> list[list[str | float | None]]:
    out = io.BytesIO()
    assert write_sav_rows(out, columns, rows) == len(rows)
    path = folder / "a.sav"
    path.write_bytes(out.getvalue())
    frame, about = pyreadstat.read_sav(str(path), output_format="dict")
    assert about.number_rows == len(rows)
    assert about.column_names_to_labels == {column.name: column.title for column in columns}
    assert about.variable_value_labels == {column.name: column.codes for column in columns if column.codes}
    return [list(row) for row in zip(*(frame[column.name] for column in columns), strict=True)]


@pytest.mark.parametrize("width", [1, 7, 8, 9, 255, 256, 300, 504, 505, 1000, 5000])
def test_texts_of_every_length_come_back(width: int, tmp_path: Path) -> None:
    dice = random.Random(width)
    texts = [
        "",
        "a",
        "é" * (width // 2),
        "x" * width,
        "x" * (width - 1),
        "".join(dice.choices("ab c", k=width)).strip(),
    ]
    rows: list[list[str | float | None]] = [[1.0, text, 2.5] for text in texts]
    columns = [SavColumn("a", "A", {1.0: "oui"}), SavColumn("t", "Texte", width=width), SavColumn("b", "B")]
    assert back(columns, rows, tmp_path) == rows


def test_numbers_come_back_and_nothing_said_stays_nothing(tmp_path: Path) -> None:
    numbers: list[float | None] = [0, 1, -99, -100, 151, 152, 2.5, -3.25, 1e12, 1e-9, None, 151.5, -98.0]
    columns = [SavColumn("n", "N"), SavColumn("t", "T", width=3)]
    said = back(columns, [[one, "x"] for one in numbers], tmp_path)
    assert [None if one != one else one for one, _x in said] == numbers  # nan is not itself


def test_no_row_one_row_and_very_many(tmp_path: Path) -> None:
    columns = [SavColumn("n", "N"), SavColumn("t", "T", width=20)]
    assert back(columns, [], tmp_path) == []
    rows: list[list[str | float | None]] = [[float(n), f"mot {n}"] for n in range(3000)]
    assert back(columns, rows, tmp_path) == rows


def test_a_text_too_long_is_cut_at_a_whole_sign(tmp_path: Path) -> None:
    long = "é" * LONGEST_TEXT
    ((said,),) = back([SavColumn("t", "T", width=LONGEST_TEXT + 9)], [[long]], tmp_path)
    assert said == "é" * (LONGEST_TEXT // 2)
    assert back([SavColumn("t", "T", width=3)], [["éé"]], tmp_path) == [["é"]]


def test_multiple_responses_are_named_whatever_their_columns_are_called(tmp_path: Path) -> None:
    names = ["a_very_long_name_of_a_choice_1", "a_very_long_name_of_a_choice_2", "short", "Two"]
    columns = [SavColumn(name, name) for name in names]
    out = io.BytesIO()
    rows: list[list[str | float | None]] = [[1.0, 0.0, 1.0, None]]
    write_sav_rows(out, columns, rows, [SavSet("x", "é" * 200, names), SavSet("y", "Deux", names[1:3])])
    path = tmp_path / "a.sav"
    path.write_bytes(out.getvalue())
    frame, about = pyreadstat.read_sav(str(path), output_format="dict")
    assert [frame[name][0] for name in names[:3]] == [1.0, 0.0, 1.0]
    assert {name: one["variable_list"] for name, one in about.mr_sets.items()} == {"x": names, "y": names[1:3]}
    assert about.mr_sets["x"]["label"] == "é" * 60
