"""A coordinator's first hour: paste, see what was not understood, place agenda, report, who is heard."""

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

from python_calamine import CalamineWorkbook
from tests.browser.pictures import journey_of
from tests.browser.walking import submit

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

PASTED = """Nom de l'entreprise;Langue;Territoire;Étape;Référente;Courriel;Téléphone
Les Essais du Halage;FR;Wallonie;;Anne D.;anne@example.org;04
De Proefschuur;NL;West-Vlaanderen;stap 2;;;
les essais du halage;FR;;;;;
La Barque d'Essai;FR;Atlantide;9;;pas-une-adresse;
;FR;;;;;
"""


def test_a_coordinators_first_hour_on_a_phone(visitor: "Callable[..., Visitor]") -> None:
    cora = visitor(role="coordinator", phone=True)
    page = cora.go("/programmes/")
    page.locator("main").get_by_role("link", name="Promotion du Canal").click()
    page.get_by_role("link", name="Première heure").click()
    cora.check()
    hour = page.url
    page.get_by_role("link", name="Coller vos entreprises").click()
    cora.check()

    # nonsense is told, and stays to be mended
    page.locator("[name=text]").fill("Langue;Territoire\nFR;Wallonie")
    page.locator("button[value=look]").click()
    assert "Langue;Territoire" in page.locator("[name=text]").input_value()
    assert page.locator("[role=alert]").count() == 1
    cora.check()
    submit(page, {"text": PASTED}, do="look")
    words = page.locator("section.understood").inner_text()
    assert "Téléphone" in words and "Atlantide" in words and "«\xa09\xa0»" in words and "pas-une-adresse" in words
    assert "Ligne 4" in words and "Ligne 6" in words
    assert page.locator("section.understood").get_by_text("3 nouvelles").count() == 1
    cora.check()
    page.locator("button[value=write]").click()
    assert "/place/" in page.url and "3 lignes" in page.locator(".messages").inner_text()
    cora.check()

    # placed at its step, with the documents that exist
    page.get_by_role("link", name="Les Essais du Halage").click()
    page.locator("input[type=file]").set_input_files(
        [
            {"name": "portrait.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 essai"},
            {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"Deux ateliers"},
        ]
    )
    page.get_by_label("Étape 2").check()
    cora.check()
    page.locator("main form button.button").click()
    row = page.locator("main tr", has_text="Les Essais du Halage").inner_text()
    assert "Méthodes" in row and "2" in row

    # what is open, in both languages; what took place, as a workbook; who is not heard
    cora.go(hour)
    page.get_by_role("link", name="Imprimer un ordre du jour").click()
    agenda = page.locator("main")
    assert agenda.locator("[lang=fr] h2", has_text="Candidatures").count() == 1
    assert agenda.locator("[lang=nl] h2", has_text="Aanmeldingen").count() == 1
    cora.check()
    cora.go(hour)
    page.get_by_role("link", name="Exporter le rapport").click()
    cora.check()
    address = page.get_by_role("link", name="Télécharger le classeur").get_attribute("href")
    answer = cora.context.request.get(f"{page.url.split('?')[0]}{address}")
    assert answer.status == 200
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(answer.body()))
    names = [line[0] for line in sheets.get_sheet_by_index(0).to_python()]
    assert "L'Armoire Commune" in names
    cora.go(hour.replace("first-hour", "coverage"))
    assert page.locator("svg.overview").count() >= 5 and "Tant qu'on peut y remédier" in page.content()
    cora.check()


def test_a_federation_comes_in_with_its_cohort_in_one_sitting(visitor: "Callable[..., Visitor]") -> None:
    cora = visitor(role="coordinator", phone=True)
    page = cora.go("/programmes/")
    page.locator("main").get_by_role("link", name="Promotion du Canal").click()
    page.get_by_role("link", name="Première heure").click()
    page.get_by_role("link", name="Ou accueillir toute une fédération").click()
    cora.check()
    page.locator("[name=languages][value=fr]").check()
    said = {"name": "Fédération d'Essai", "staff": "Paul P.; pas une adresse", "cohort_name": "Promotion d'essai"}
    for name, value in (said | {"cohort_starts_on": "2027-01"}).items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("button[value=look]").click()
    assert page.locator("[role=alert]").count() == 1
    assert page.locator("[name=staff]").input_value() == "Paul P.; pas une adresse"
    cora.check()
    submit(page, {"staff": "Paul P.; paul@example.org", "enterprises": "Nom;Étape\nLe Radeau d'Essai;1"}, do="look")
    assert "1 nouvelle" in page.locator("section.understood").inner_text()
    cora.check()
    page.locator("button[value=write]").click()
    assert "/training/" in page.url and "Fédération d'Essai" in page.locator(".messages").inner_text()
    cora.check()


def test_what_an_accompaniment_leaves_behind(visitor: "Callable[..., Visitor]") -> None:
    nadia = visitor(role="referent", phone=True)
    page = nadia.go(f"{journey_of(nadia)}closing-file/")
    assert "Qui garde quoi" in page.locator("main").inner_text()
    nadia.check()
    answer = nadia.context.request.get(f"{page.url}?format=pdf")
    assert answer.status == 200 and answer.body().startswith(b"%PDF")
