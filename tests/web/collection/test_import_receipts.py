"""The receipts of a file, as slips to print or as a table."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from vises.apps.collection.services import imports
from vises.platform.jobs.services import run_next

TABLE = b"_uuid;met;changed\naaa;yes;La porte\n=1+1;no;\n"


@pytest.fixture(autouse=True)
def _in_english(client) -> None:  # type: ignore[no-untyped-def]
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def where(world, wave):  # type: ignore[no-untyped-def]
    imports.begin(world.actor("claire"), wave.id, [TABLE], "answers.csv", ("analysis",))
    while run_next():
        pass
    return f"/journeys/{world.journey.id}/collection/{wave.id}/"


def send(browser, where: str, do: str, data: bytes = TABLE):  # type: ignore[no-untyped-def]
    return browser.post(f"{where}receipts/", {"do": do, "file": SimpleUploadedFile("answers.csv", data)})


def test_the_round_leads_to_the_receipts(as_user, where) -> None:  # type: ignore[no-untyped-def]
    assert f'href="{where}receipts/"' in as_user("claire").get(where).content.decode()
    page = as_user("claire").get(f"{where}receipts/").content.decode()
    assert page.count("<h1") == 1 and 'enctype="multipart/form-data"' in page


def test_slips_in_the_order_of_the_rows(as_user, world, wave, where) -> None:  # type: ignore[no-untyped-def]
    codes = [row.code for row in imports.receipts(world.actor("claire"), wave.id, TABLE, "answers.csv")]
    page = send(as_user("claire"), where, "slips").content.decode()
    assert all(codes) and page.index(codes[0]) < page.index(codes[1]) and "/receipt/" in page
    assert "La porte" not in page and page.count("<h1") == 1


def test_a_table_holds_no_formula(as_user, where) -> None:  # type: ignore[no-untyped-def]
    answer = send(as_user("claire"), where, "table")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "row,id,receipt" and lines[1].startswith("2,uuid:aaa,") and len(lines) == 3
    assert not any(cell.startswith("=") for line in lines for cell in line.split(","))
    assert answer["Content-Type"].startswith("text/csv") and "attachment" in answer["Content-Disposition"]


def test_another_file_is_told_so(as_user, where, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    wrong = send(as_user("claire"), where, "slips", b"_uuid;met\naaa;yes\n")
    assert wrong.status_code == 400 and "very file" in wrong.content.decode()
    assert as_user("claire").post(f"{where}receipts/", {"do": "slips"}).status_code == 400
    from vises.web.collection import taking_in

    monkeypatch.setattr(taking_in, "MOST_SLIPS", 1)
    wrong = send(as_user("claire"), where, "slips")
    assert wrong.status_code == 400 and "at most 1" in wrong.content.decode()
    assert send(as_user("claire"), where, "table").status_code == 200
