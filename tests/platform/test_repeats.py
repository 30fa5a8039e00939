"""What was asked several times comes back into the row of whoever said it, as ODK Central and KoboToolbox write it."""

import io
import zipfile

import polars as pl
import pytest
from django.utils import translation

from vises.platform.tables import Sheet, TableProblem, read_table, repeats, workbook

MAIN = (
    "SubmissionDate,meta-instanceID,met,KEY,SubmitterID\n"
    "2026-01-02,uuid:a,yes,uuid:a,1\n2026-01-03,uuid:b,no,uuid:b,1\n"
)
CHILD = (
    "name,fruit,PARENT_KEY,KEY\nAda,apple,uuid:a,uuid:a/house/child[1]\nBo,pear,uuid:a,uuid:a/house/child[2]\n"
    "Cy,,uuid:b,uuid:b/house/child[1]\n"
)
TOY = "toy,PARENT_KEY,KEY\nball,uuid:a/house/child[2],uuid:a/house/child[2]/toys[1]\n"


@pytest.fixture(autouse=True)
def _in_english():  # type: ignore[no-untyped-def]
    with translation.override("en"):
        yield


def zipped(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.csv", text)
        archive.writestr("media/a.jpg", b"\xff\xd8")
    return out.getvalue()


def test_the_zip_of_odk_central_is_one_table() -> None:
    frame = read_table(zipped(**{"form-child": CHILD, "form": MAIN, "form-toys": TOY}), "answers.zip")
    assert frame.height == 2
    first, second = frame.rows(named=True)
    assert (first["house/child/name[1]"], first["house/child/name[2]"]) == ("Ada", "Bo")
    assert first["house/child/toys/toy[2][1]"] == "ball" and first["KEY"] == "uuid:a"
    assert (second["house/child/name[1]"], second["house/child/name[2]"]) == ("Cy", None)
    assert not [name for name in frame.columns if "PARENT" in name or "KEY/" in name]


def test_sheets_of_kobo_are_one_table() -> None:
    data = workbook(
        [
            Sheet("form", ["met", "_uuid", "_index"], [["yes", "aaa", 1], ["no", "bbb", 2]]),
            Sheet(
                "child",
                ["house/child/name", "_index", "_parent_table_name", "_parent_index", "_submission__uuid"],
                [["Cy", 1, "form", 2, "bbb"], ["Ada", 2, "form", 1, "aaa"], ["Bo", 3, "form", 1, "aaa"]],
            ),
            Sheet("toys", ["toy", "_index", "_parent_table_name", "_parent_index"], [["ball", 1, "child", 3]]),
        ]
    )
    first, second = read_table(data, "answers.xlsx").rows(named=True)
    assert (first["house/child/name[1]"], first["house/child/name[2]"], first["toy[2][1]"]) == ("Ada", "Bo", "ball")
    assert second["house/child/name[1]"] == "Cy" and "_submission__uuid[1]" not in first


def test_other_sheets_of_a_workbook_are_left_alone() -> None:
    data = workbook([Sheet("a", ["met"], [["yes"]]), Sheet("notes", ["x", "_parent_index"], [["y", 1]])])
    assert read_table(data, "a.xlsx").columns == ["met"]


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"a": "x,y\n1,2\n", "b": "x,y\n1,2\n"}, "which of its tables"),
        ({"a": "KEY,x\nuuid:a," + "y" * 9_000_000 + "\n"}, "unfolds"),
    ],
)
def test_a_zip_that_is_none_is_told_so(monkeypatch: pytest.MonkeyPatch, files: dict[str, str], why: str) -> None:
    monkeypatch.setattr("vises.platform.tables.reading.MAX_UNZIPPED", 8_000_000)
    with pytest.raises(TableProblem, match=why):
        read_table(zipped(**files), "answers.zip")


def test_one_csv_in_a_zip_is_that_csv() -> None:
    assert read_table(zipped(answers="met\nyes\n"), "answers.zip").rows() == [("yes",)]


def test_somebody_asked_too_often_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeats, "MOST_COLUMNS", 50)
    child = "name,PARENT_KEY,KEY\n" + "".join(f"x,uuid:a,uuid:a/child[{n}]\n" for n in range(1, 60))
    with pytest.raises(TableProblem, match="too many"):
        read_table(zipped(form=MAIN, child=child), "answers.zip")


def test_keys_that_lead_nowhere_do_no_harm() -> None:
    main = pl.DataFrame({"KEY": ["uuid:a", None], "met": ["yes", "no"]})
    child = pl.DataFrame(
        {"KEY": ["uuid:z/child[1]", None, "x"], "PARENT_KEY": ["uuid:z", None, "x"], "n": ["1", "2", "3"]}
    )
    joined = repeats.keyed([child, main])
    assert joined is not None and joined.height == 2
