"""Pages of the plan and of instruments: what one sees, what a form keeps, who may."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from vises.apps.access.actor import SYSTEM
from vises.apps.instruments import queries as instruments
from vises.apps.instruments import services as writing
from vises.apps.journeys.queries.plan import plan
from vises.apps.journeys.services.plan import LineWords, add_line

LIST = "# Enquête\n\nAvez-vous rencontré quelqu'un ?\n- oui\n- non\nQui ? (si 1 = oui)\nnl: Wie?\n"


@pytest.fixture(autouse=True)
def _in_english(client: Client, settings: Any) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


def _url(world: Any, tail: str = "plan/") -> str:
    return f"/journeys/{world.journey.id}/{tail}"


def _html(response: Any) -> str:
    text: str = response.content.decode()
    return text


def _sent(**more: Any) -> dict[str, Any]:
    return {"looks_at_fr": "Les rencontres", "method": "interview", "unit": "people", **more}


def test_without_question_the_plan_leads_to_the_question(world: Any, as_user: Any) -> None:
    page = as_user("nadia").get(_url(world))
    assert page.status_code == 200 and "Choose the question first" in _html(page)
    assert as_user("nadia").post(_url(world, "plan/new/"), _sent()).status_code == 400


def test_a_line_is_written_with_the_method_card_in_place(world: Any, as_user: Any, question: Any) -> None:
    browser = as_user("claire")
    form = _html(browser.get(_url(world, "plan/new/")))
    assert "Good for:" in form and "Watch out:" in form and form.count("<h1") == 1
    [(group, _names)] = plan(SYSTEM, world.journey.id).groups
    sent = _sent(
        from_whom=[str(group)],
        by_whom="Claire",
        starts_on="2026-04-01",
        ends_on="2026-05-01",
        target="9",
        respondent_minutes="75",
        enterprise_hours="30.5",
    )
    wrong = browser.post(_url(world, "plan/new/"), {**sent, "ends_on": "2026-03-01"})
    assert wrong.status_code == 400 and "Les rencontres" in _html(wrong)
    done = browser.post(_url(world, "plan/new/"), sent)
    assert done.status_code == 302 and done["Location"].endswith("#readers")
    page = _html(browser.get(_url(world)))
    for words in (
        "Les rencontres",
        "Interview",
        "Clients",
        "9 people aimed for",
        "Claire here",
        "30.5",
        "about 11 hours",
    ):
        assert words in page, words


def test_readers_are_named_and_removed(world: Any, as_user: Any, line: Any) -> None:
    browser, address = as_user("claire"), _url(world, f"plan/{line.id}/")
    assert "people may speak less freely" in _html(browser.get(address))
    sent = {"do": "reader", "r-user": "", "r-name": "", "r-as_what": "trusted"}
    assert browser.post(address, sent).status_code == 400
    assert browser.post(address, {**sent, "r-name": "Monique D."}).status_code == 302
    [row] = plan(SYSTEM, world.journey.id).lines
    assert [reader.name for reader in row.readers] == ["Rita", "Monique D."]
    stranger = str(world.strangers["claire"].id)
    assert browser.post(address, {**sent, "r-user": stranger}).status_code == 400
    browser.post(address, {"do": "remove-reader", "reader": str(row.readers[1].id)})
    assert [reader.name for reader in plan(SYSTEM, world.journey.id).lines[0].readers] == ["Rita"]
    assert browser.post(address, {"do": "remove-reader", "reader": str(world.journey.id)}).status_code == 404


def test_a_line_changed_meanwhile_keeps_what_was_typed(world: Any, as_user: Any, line: Any) -> None:
    browser, address = as_user("claire"), _url(world, f"plan/{line.id}/")
    found = re.search(r'name="seen" value="(\w+)"', _html(browser.get(address)))
    assert found
    sent = _sent(do="change", seen=found.group(1), by_whom="Nadia")
    assert browser.post(address, sent).status_code == 302
    late = browser.post(address, {**sent, "by_whom": "Quelqu'un d'autre"})
    assert late.status_code == 400 and "Quelqu&#x27;un d&#x27;autre" in _html(late) and "Somebody else" in _html(late)
    assert plan(SYSTEM, world.journey.id).lines[0].by_whom == "Nadia"


def test_saving_loses_no_language(world: Any, as_user: Any, question: Any) -> None:
    """The enterprise works in French and Dutch; what stands in English too must survive its form."""
    row = add_line(SYSTEM, world.journey.id, LineWords({"fr": "Les rencontres", "en": "Meetings"}, "survey"))
    browser, address = as_user("claire"), _url(world, f"plan/{row.id}/")
    form = _html(browser.get(address))
    assert 'name="looks_at_en"' in form and 'name="looks_at_nl"' in form
    browser.post(address, _sent(do="change", looks_at_en="Meetings", looks_at_nl="Ontmoetingen"))
    [shown] = plan(SYSTEM, world.journey.id).lines
    assert shown.looks_at == {"fr": "Les rencontres", "nl": "Ontmoetingen", "en": "Meetings"}


def test_a_line_is_dropped_or_says_why_not(world: Any, as_user: Any, line: Any) -> None:
    browser, address = as_user("claire"), _url(world, f"plan/{line.id}/")
    writing.write_guide(SYSTEM, line.id, titles={"fr": "G"}, text="Racontez.", language="fr")
    browser.post(address, {"do": "drop"})
    assert "it stays" in _html(browser.get(address))
    free = add_line(SYSTEM, world.journey.id, LineWords({"fr": "Autre"}, "records"))
    assert browser.post(_url(world, f"plan/{free.id}/"), {"do": "drop"}).status_code == 302
    assert [row.id for row in plan(SYSTEM, world.journey.id).lines] == [line.id]


def _write(browser: Any, world: Any, line: Any, kind: str = "questionnaire", query: str = "", **sent: Any) -> Any:
    return browser.post(_url(world, f"instruments/write/{line.id}/{kind}/{query}"), {"titles_fr": "Enquête", **sent})


def test_a_questionnaire_is_typed_looked_at_and_marked(world: Any, as_user: Any, line: Any) -> None:
    browser = as_user("claire")
    assert "not used yet" not in _html(browser.get(_url(world, "instruments/")))
    form = _html(browser.get(_url(world, f"instruments/write/{line.id}/questionnaire/")))
    assert "Coming to our place" in form
    refused = _write(browser, world, line, plain_list="- oui\n")
    assert refused.status_code == 400 and "Line 1" in _html(refused) and "- oui" in _html(refused)
    done = _write(browser, world, line, plain_list=LIST)
    assert done.status_code == 302
    page = _html(browser.get(done["Location"]))
    assert "Translations still missing" in page and "Asked only if the answer to" in page and "“oui”" in page
    [version] = instruments.versions_of_line(world.actor("claire"), line.id)
    names = [row.name for row in instruments.version(world.actor("claire"), version.id).questions]
    marked = browser.post(done["Location"], {"do": "mark", "sensitive": names[1], "grouping": names[0]})
    assert marked.status_code == 302 and "splits results" in _html(browser.get(done["Location"]))
    assert browser.post(done["Location"], {"do": "mark", "grouping": names[1]}).status_code == 400


def test_a_wording_in_use_becomes_a_next_version_with_its_why(world: Any, as_user: Any, line: Any) -> None:
    browser = as_user("claire")
    first = _write(browser, world, line, plain_list=LIST)["Location"]
    [version] = instruments.versions_of_line(world.actor("claire"), line.id)
    writing.freeze(SYSTEM, version.id)
    query = f"?instrument={version.instrument_id}"
    form = _html(browser.get(_url(world, f"instruments/write/{line.id}/questionnaire/{query}")))
    assert "is in use" in form and "Qui ? (si 1 = oui)" in form
    again = {"plain_list": LIST.replace("Qui ?", "Avec qui ?"), "was": version.hash}
    assert _write(browser, world, line, query=query, **again).status_code == 400
    done = _write(browser, world, line, query=query, why="Plus clair", **again)
    assert done.status_code == 302 and done["Location"] != first
    page = _html(browser.get(done["Location"]))
    assert "version 2" in page and "Plus clair" in page and "Avec qui ?" in page
    assert "There is a later wording" in _html(browser.get(first))
    stale = _write(browser, world, line, query=query, why="Encore", **again | {"plain_list": LIST})
    assert stale.status_code == 400 and "Somebody else" in _html(stale)


def test_a_workbook_is_taken_or_refused_with_its_place(world: Any, as_user: Any, line: Any, shared: Path) -> None:
    browser = as_user("claire")
    forms = shared / "standards" / "xlsform"

    def send(name: str, **more: Any) -> Any:
        path = next(forms.rglob(name))
        return _write(browser, world, line, xlsform=SimpleUploadedFile(name, path.read_bytes()), **more)

    both = send("bad_calc.xlsx", plain_list=LIST)
    assert both.status_code == 400 and "one of the two" in _html(both)
    bad = send("bad_calc.xlsx")
    assert bad.status_code == 400 and "survey" in _html(bad)
    good = next(path.name for path in sorted(forms.rglob("*.xlsx")) if path.name != "bad_calc.xlsx")
    assert send(good).status_code == 302
    junk = _write(browser, world, line, xlsform=SimpleUploadedFile("x.xlsx", b"PK not a workbook"))
    assert junk.status_code == 400


def test_a_guide_begins_from_one_and_a_grid_prints(world: Any, as_user: Any, question: Any) -> None:
    browser = as_user("claire")
    talk = add_line(SYSTEM, world.journey.id, LineWords({"fr": "Les mots"}, "life-story"))
    form = browser.get(_url(world, f"instruments/write/{talk.id}/guide/?language=nl"))
    assert "Vertel me van bij het begin" in _html(form)
    done = _write(browser, world, talk, "guide", text="Racontez-moi.", language="fr")
    assert "Racontez-moi." in _html(browser.get(done["Location"]))
    assert _write(browser, world, talk, "grid", text="Une colonne", language="fr").status_code == 400
    grid = _write(browser, world, talk, "grid", text="Quoi;Table;Caisse\nparle\n", language="fr")
    assert '<th scope="col">Caisse</th>' in _html(browser.get(grid["Location"]))
    assert browser.post(grid["Location"], {"do": "drop"}).status_code == 302
    assert browser.get(grid["Location"]).status_code == 404
    assert browser.get(_url(world, f"instruments/write/{talk.id}/poem/")).status_code == 404


def test_hostile_words_are_only_words(world: Any, as_user: Any, line: Any) -> None:
    browser = as_user("claire")
    done = _write(browser, world, line, plain_list="# <script>alert(1)</script>\n<b>Quoi</b> ?\n- <i>a</i>\n- b\n")
    page = _html(browser.get(done["Location"]))
    assert "<script>alert" not in page and "<b>Quoi" not in page and "<i>a" not in page


@pytest.mark.parametrize("name", ["stranger nadia", "stranger claire", "patrick", "cora", "an", "ada"])
def test_nobody_else(world: Any, as_user: Any, name: str, line: Any) -> None:
    version = writing.write_guide(SYSTEM, line.id, titles={"fr": "G"}, text="Racontez.", language="fr")
    browser = as_user(name)
    for tail in (
        "plan/",
        "plan/new/",
        f"plan/{line.id}/",
        "instruments/",
        f"instruments/{version.id}/",
        f"instruments/write/{line.id}/guide/",
    ):
        assert browser.get(_url(world, tail)).status_code == 404
        if tail not in {"plan/", "instruments/"}:
            assert browser.post(_url(world, tail), {}).status_code == 404


def test_things_of_another_journey_are_not_here(world: Any, as_user: Any, line: Any) -> None:
    version = writing.write_guide(SYSTEM, line.id, titles={"fr": "G"}, text="Racontez.", language="fr")
    browser, there = as_user("stranger claire"), f"/journeys/{world.other_journey.id}/"
    for tail in (f"plan/{line.id}/", f"instruments/{version.id}/", f"instruments/write/{line.id}/guide/"):
        assert browser.get(there + tail).status_code == 404
        assert browser.post(there + tail, {"do": "drop"}).status_code == 404


def test_pages_take_a_bounded_number_of_queries(
    world: Any, as_user: Any, question: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        line = add_line(SYSTEM, world.journey.id, LineWords({"fr": f"Point {number}"}, "survey"))
        writing.write_guide(SYSTEM, line.id, titles={"fr": "G"}, text="Racontez.", language="fr")
    browser = as_user("nadia")
    for tail in ("plan/", "instruments/"):
        with django_assert_max_num_queries(40):
            assert browser.get(_url(world, tail)).status_code == 200
