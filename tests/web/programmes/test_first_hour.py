"""Pages of the first hour: paste, place, agenda, report, a federation in one sitting."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from vises.apps.journeys.models import Attachment, Journey
from vises.apps.network.models import Organisation
from vises.apps.programmes.models import Participation, Partnership

PASTED = "Nom\tÉtape\tTerritoire\nLa Ruche\t1\tWallonie\nDe Korf\t\tNergens\n"


def test_nothing_is_written_before_it_is_confirmed(world: Any, as_user: Any) -> None:
    browser = as_user("cora")
    page = f"/programmes/{world.programme.id}/paste/"
    assert browser.get(f"{page}?what=partners").status_code == 200
    answer = browser.post(page, {"do": "look", "what": "enterprises", "text": "Langue\nFR", "status": "planned"})
    assert answer.status_code == 400 and "Langue" in answer.content.decode()
    look = {"do": "look", "what": "enterprises", "text": PASTED, "status": "planned"}
    shown = browser.post(page, look).content.decode()
    assert "La Ruche" in shown and "Nergens" in shown and not Participation.objects.filter(enterprise__name="La Ruche")
    assert browser.post(page, look | {"do": "write"}).status_code == 302
    assert Participation.objects.filter(enterprise__name__in=["La Ruche", "De Korf"]).count() == 2
    again = browser.post(page, look | {"do": "write"}, follow=True).content.decode()
    assert "2 étaient déjà là" in again and Organisation.objects.filter(name="La Ruche").count() == 1


def test_partners_are_pasted(world: Any, as_user: Any) -> None:
    browser = as_user("cora")
    page = f"/programmes/{world.programme.id}/paste/"
    said = {"what": "partners", "text": "Partenaire;Rôle\nMaison <b>des</b> Possibles;opérateur"}
    shown = browser.post(page, said | {"do": "look"}).content.decode()
    assert "&lt;b&gt;" in shown and "<b>des" not in shown
    assert browser.post(page, said | {"do": "write"}).status_code == 302
    assert Partnership.objects.get().kind == "operator"


def test_without_headings_the_page_says_what_was_left_aside_and_what_to_do(world: Any, as_user: Any) -> None:
    page = f"/programmes/{world.programme.id}/paste/"
    for what in ("enterprises", "partners"):
        said = {"what": what, "text": "Le Verger;FR;<i>9</i>", "do": "look"}
        shown = as_user("cora").post(page, said).content.decode()
        assert "Aucune ligne d" in shown and "<q>FR</q>, <q>&lt;i&gt;9&lt;/i&gt;</q>" in shown


def test_an_enterprise_is_placed_with_files(world: Any, as_user: Any) -> None:
    browser = as_user("cora")
    base = f"/programmes/{world.programme.id}/"
    assert world.shop.name.split("'")[-1] in browser.get(f"{base}place/").content.decode()
    page = f"{base}enterprises/{world.participation.id}/place/"
    files = [SimpleUploadedFile("a.pdf", b"%PDF-1.4"), SimpleUploadedFile("b.txt", b"notes")]
    bad = {"step": "step-2", "documents": [SimpleUploadedFile("a.exe", b"MZ")]}
    assert browser.post(page, bad).status_code == 400 and not Attachment.objects.exists()
    answer = browser.post(page, {"step": "step-2", "note": "2024", "documents": files})
    assert answer.status_code == 302
    assert Journey.objects.get(pk=world.journey.pk).step == "step-2" and Attachment.objects.count() == 2


def test_the_agenda_stands_in_two_languages(world: Any, as_user: Any) -> None:
    browser = as_user("cora")
    browser.post(
        f"/programmes/{world.programme.id}/bodies/{world.body.id}/", {"do": "session", "session-on": "2090-01-02"}
    )
    text = browser.get(f"/programmes/{world.programme.id}/agenda/").content.decode()
    assert 'lang="fr"><h2>Jours à venir' in text and 'lang="nl"><h2>Dagen die komen' in text
    assert browser.get(f"/programmes/{world.programme.id}/agenda/?for=nonsense").status_code == 200


def test_the_report_is_a_page_and_a_workbook(world: Any, as_user: Any) -> None:
    browser = as_user("cora")
    page = f"/programmes/{world.programme.id}/report/"
    assert browser.get(page).status_code == 200
    assert browser.get(f"{page}?since=2026-05-01&until=2026-01-01").status_code == 400
    assert browser.get(f"{page}?since=hier&until=").status_code == 400
    answer = browser.get(f"{page}?since=2026-01-01&until=2026-06-30&format=xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert len(book.sheet_names) == 3 and "report-2026-01-01" in answer.headers["Content-Disposition"]


def test_a_federation_comes_in_on_one_page(world: Any, as_user: Any) -> None:
    browser = as_user("cora")
    page = f"/programmes/{world.programme.id}/onboard/"
    said = {
        "federation": "",
        "name": "Koepel Nieuw",
        "languages": ["nl"],
        "territory": "wallonia",
        "kind": "operator",
        "staff": "Katrien",
        "cohort_name": "Lichting 1",
        "cohort_starts_on": "",
        "enterprises": "Naam\nDe Korf\nDe Mand",
        "status": "active",
    }
    answer = browser.post(page, said | {"do": "look"})
    assert answer.status_code == 400 and "De Mand" in answer.content.decode()
    said |= {"staff": "Katrien; katrien@nieuw.example", "cohort_starts_on": "2027-01"}
    assert b'value="write"' in browser.post(page, said | {"do": "look"}).content
    assert not Organisation.objects.filter(name="Koepel Nieuw").exists()
    answer = browser.post(page, said | {"do": "write"})
    assert answer.status_code == 302 and answer.url == "/method/3/training/?lang=nl"
    assert Participation.objects.filter(federation__name="Koepel Nieuw").count() == 2
    assert "De Korf" not in browser.get(answer.url).content.decode()
