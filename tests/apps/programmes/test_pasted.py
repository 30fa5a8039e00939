"""Pasted lines: separators, headings and cells guessed in three languages; hostile text never breaks the reading."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vises.apps.programmes.pasted import (
    ENTERPRISES,
    GROUPS,
    KINDS,
    PARTNERS,
    day_in,
    guess,
    languages_in,
    read_pasted,
    step_in,
    word_in,
)
from vises.kernel.problems import Problem

STEPS = {
    "preliminary": {"preparer le terrain"},
    "step-1": {"choisir une question"},
    "step-2": {"ecouter"},
    "step-3": {"donner du sens"},
}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Nom de l'entreprise", "name"),
        ("NAAM", "name"),
        ("Enterprise", "name"),
        ("Langue(s)", "languages"),
        ("Taal", "languages"),
        ("Territoire", "territory"),
        ("Regio", "territory"),
        ("Fédération", "federation"),
        ("Koepel", "federation"),
        ("Étape", "step"),
        ("Stap", "step"),
        ("Référente", "contact_name"),
        ("Courriel", "contact_email"),
        ("E-mail", "contact_email"),
        ("Accompagnatrice", "accompanist_name"),
        ("Mail de l'accompagnatrice", "accompanist_email"),
        ("E-mail begeleider", "accompanist_email"),
        ("Numéro de TVA", ""),
        ("", ""),
    ],
)
def test_headings_are_known_in_three_languages(heading: str, field: str) -> None:
    assert guess(heading, ENTERPRISES) == field


@pytest.mark.parametrize("separator", ["\t", ";", ","])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_separator_is_found(separator: str, ending: str) -> None:
    rows = [["Nom", "Langue", "TVA"], ["La Ruche", "FR", "12"], ["De Korf", "NL", "13"]]
    table = read_pasted(ending.join(separator.join(row) for row in rows), ENTERPRISES)
    assert [line.cells for line in table.lines] == [
        {"name": "La Ruche", "languages": "FR"},
        {"name": "De Korf", "languages": "NL"},
    ]
    assert table.ignored == ("TVA",) and [line.number for line in table.lines] == [2, 3]


def test_a_mere_list_of_names_is_a_table_too() -> None:
    table = read_pasted("La Ruche\n\nDe Korf\n", ENTERPRISES)
    assert [line.cells["name"] for line in table.lines] == ["La Ruche", "De Korf"]
    table = read_pasted("La Ruche;ana@ruche.example\nDe Korf;bert@korf.example", ENTERPRISES)
    assert table.lines[0].cells == {"name": "La Ruche", "contact_email": "ana@ruche.example"}


def test_without_headings_what_is_left_aside_is_named_by_what_stands_in_it() -> None:
    table = read_pasted("Le Verger;FR;1;mia@verger.example\nL'Établi;;;", ENTERPRISES)
    assert (table.ignored, table.headed) == (("FR", "1"), False)
    assert read_pasted("Nom;Téléphone\nLe Verger;0470", ENTERPRISES).headed
    assert read_pasted("Le Verger;\nL'Établi;", ENTERPRISES).ignored == ()  # nothing stands in it


def test_quotes_keep_separators_and_an_open_quote_swallows_nothing() -> None:
    table = read_pasted('Nom;Secteur\n"Bois; fer et fils";bois\nAutre;fer', ENTERPRISES)
    assert [line.cells["name"] for line in table.lines] == ["Bois; fer et fils", "Autre"]
    table = read_pasted('Nom;Secteur\n"Bois;bois\nAutre;fer\nEncore;fer', ENTERPRISES)
    assert len(table.lines) == 3


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "paste-empty"),
        (" \n\t\n", "paste-empty"),
        ("Langue;Étape\nFR;1", "paste-name"),
        ("Nom\n" + "x\n" * 2001, "paste-long"),
    ],
)
def test_what_is_no_table_says_what_to_do(text: str, problem: str) -> None:
    with pytest.raises(Problem, match=problem):
        read_pasted(text, ENTERPRISES)


@given(st.text(max_size=400))
def test_hostile_text_is_read_or_refused(text: str) -> None:
    for fields in (ENTERPRISES, PARTNERS):
        try:
            table = read_pasted(text, fields)
        except Problem:
            continue
        assert all(set(line.cells) <= set(fields) for line in table.lines)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("FR", ("fr",)),
        ("NL/FR", ("nl", "fr")),
        ("français et néerlandais", ("fr", "nl")),
        ("Nederlands, Engels", ("nl", "en")),
        ("allemand", ()),
        ("", ()),
    ],
)
def test_languages(cell: str, found: tuple[str, ...]) -> None:
    assert languages_in(cell) == found


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("insertion", "integration"),
        ("Maatwerk", "integration"),
        ("Services essentiels", "essential-services"),
        ("2", "essential-services"),
        ("pratiques de l'ESS", "practices"),
        ("services et pratiques", ""),
        ("banque", ""),
    ],
)
def test_groups(cell: str, found: str) -> None:
    assert word_in(cell, GROUPS) == found


@pytest.mark.parametrize(
    ("cell", "found"), [("Opérateur", "operator"), ("partenaire associé", "associated"), ("?", "")]
)
def test_kinds(cell: str, found: str) -> None:
    assert word_in(cell, KINDS) == found


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("1", "step-1"),
        ("étape 2", "step-2"),
        ("Stap 3", "step-3"),
        ("step 0", "preliminary"),
        ("préliminaire", "preliminary"),
        ("Choisir une question", "step-1"),
        ("4", ""),
        ("fini", ""),
    ],
)
def test_steps(cell: str, found: str) -> None:
    assert step_in(cell, STEPS) == found


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("2027-03-31", date(2027, 3, 31)),
        ("31/3/2027", date(2027, 3, 31)),
        ("31.03.2027", date(2027, 3, 31)),
        ("2027-03-31 00:00:00", date(2027, 3, 31)),
        ("31/13/2027", None),
        ("demain", None),
        ("", None),
    ],
)
def test_days(cell: str, found: date | None) -> None:
    assert day_in(cell) == found


def test_a_step_is_found_by_its_number_where_the_method_has_no_preliminary_step() -> None:
    three = {step: words for step, words in STEPS.items() if step != "preliminary"}
    assert [step_in(cell, three) for cell in ("1", "étape 2", "stap 3", "0", "voorbereidend")] == [
        *("step-1", "step-2", "step-3", "", "")
    ]


def test_lines_are_numbered_as_in_the_spreadsheet_with_its_blank_lines() -> None:
    table = read_pasted("Nom;Langue\nA;FR\n\n;;\nB;NL\n", ENTERPRISES)
    assert [(line.number, line.cells["name"]) for line in table.lines] == [(2, "A"), (5, "B")]
    with pytest.raises(Problem):
        read_pasted(";;;\n;;\n", ENTERPRISES)
