"""A grid: questions with the same answers, one below the other, on the page and on paper."""

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.web.collection.test_answering import Respondent

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.models import Answer
from vises.apps.collection.services.waves import open_wave
from vises.apps.instruments import services as instruments
from vises.apps.instruments.queries import form_of
from vises.platform.figures.asked import specs_of


def grid() -> bytes:
    """A page with a grid of single answers, one of several answers, and a question of its own."""
    book = openpyxl.Workbook()
    survey = book.active
    survey.title = "survey"
    for row in [
        ["type", "name", "label::Français (fr)", "label::Nederlands (nl)", "appearance", "required", "relevant"],
        ["begin_group", "g", "Ici", "Hier", "field-list"],
        ["select_one agree", "heads", "Êtes-vous d'accord ?", "Ga je akkoord?", "label"],
        ["select_one agree", "welcome", "Je suis le bienvenu", "Ik ben welkom", "list-nolabel", "yes"],
        ["select_one agree", "heard", "On m'écoute", "Men luistert", "list-nolabel"],
        ["select_one agree", "asked", "On me demande", "Men vraagt me", "list-nolabel", "", "${heard} = 'yes'"],
        ["select_multiple who", "who_heads", "", "", "label"],
        ["select_multiple who", "talk", "Avec qui parlez-vous ?", "Met wie praat je?", "list-nolabel"],
        ["select_multiple who", "eat", "Avec qui mangez-vous ?", "Met wie eet je?", "list-nolabel"],
        ["text", "word", "Un mot ?", "Een woord?"],
        ["end_group"],
    ]:
        survey.append(row)
    choices = book.create_sheet("choices")
    choices.append(["list_name", "name", "label::Français (fr)", "label::Nederlands (nl)"])
    for row in [
        ["agree", "no", "Pas du tout", "Helemaal niet"],
        ["agree", "bit", "Un peu", "Een beetje"],
        ["agree", "yes", "Tout à fait", "Helemaal"],
        ["who", "v", "Bénévoles", "Vrijwilligers"],
        ["who", "c", "Clients", "Klanten"],
    ]:
        choices.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.fixture
def wave(line: Any) -> Any:
    version = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "g"}, xlsform=(grid(), "g.xlsx"))
    return open_wave(SYSTEM, version.id, titles={"fr": "g"}, uses=["analysis", "quote"])


def test_rows_stand_in_a_grid_each_a_question_of_its_own(wave: Any) -> None:
    someone = Respondent(wave)
    page = someone.send("begin").content.decode()
    first, second = re.findall(r'<div class="grid grid-of-(\d)">', page)
    assert (first, second) == ("3", "2")
    heads = [re.findall(r"<span>([^<]+)</span>", head) for head in re.findall(r'"grid-head".*?</p>', page)]
    assert heads == [["Pas du tout", "Un peu", "Tout à fait"], ["Bénévoles", "Clients"]]
    # whoever hears the page hears each row with its own answers; what is seen above them is not said twice
    assert page.count('class="grid-head" aria-hidden="true"') == 2 and page.count("<fieldset") == 4
    assert page.count('name="g/welcome"') == 3 and page.count('type="checkbox"') == 4
    assert 'name="g/heads"' not in page and 'name="g/who_heads"' not in page and "d&#x27;accord" in page
    refused = someone.send("next", **{"g/heard": "bit"}).content.decode()
    assert 'href="#q-g-welcome"' in refused and refused.count('<div class="grid') == 2
    assert re.search(r'name="g/heard" value="bit" checked', refused)
    opened = someone.send("next", **{"g/welcome": "yes", "g/heard": "yes"}).content.decode()
    assert 'name="g/asked"' in opened and opened.count('<div class="grid') == 2  # a row that opens joins its grid
    someone.send("next", **{"g/welcome": "yes", "g/heard": "yes", "g/asked": "no", "g/talk": ["v", "c"]})
    assert "<talk>v c</talk>" in Answer.objects.get().xml


def test_a_grid_is_a_table_on_paper_with_a_letter_in_each_box(wave: Any, as_user: Any, world: Any) -> None:
    address = f"/journeys/{world.journey.id}/collection/{wave.id}/doors/paper/sheets/?language=nl&count=1"
    page = as_user("claire").get(address).content.decode()
    tables = re.findall(r'<table class="sheet-grid">.*?</table>', page, re.DOTALL)
    assert len(tables) == 2 and tables[0].count('scope="row"') == 3 and tables[0].count('scope="col"') == 3
    assert tables[0].count('class="tick"') == 9 and re.findall(r'number">(\d)', page) == list("123456")
    assert "Ga je akkoord?" in page and 'class="only"' in tables[0]


def test_what_only_names_columns_is_no_question_anywhere(wave: Any) -> None:
    form = form_of(wave.version)
    assert [question.name for question in form.questions if question.kind == "note"] == ["g/heads", "g/who_heads"]
    assert "g/heads" not in {question.name for question in specs_of(form)}


def test_a_grid_of_others_made_in_the_short_way_is_one_too(line: Any, shared: Path) -> None:
    data = (shared / "standards/xlsform/table-list.xls").read_bytes()
    version = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "t"}, xlsform=(data, "table-list.xls"))
    wave = open_wave(SYSTEM, version.id, titles={"fr": "t"})
    someone = Respondent(wave)
    page = someone.send("begin")
    grids = ""
    while b'name="draft"' in page.content:
        grids += page.content.decode()
        page = someone.send("next")
    assert grids.count('class="grid grid-of-2"') == 2 and "reserved_name" not in grids
