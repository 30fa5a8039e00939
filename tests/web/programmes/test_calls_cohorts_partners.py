"""Pages of calls, cohorts, partners and participations."""

from datetime import timedelta
from typing import Any

from vises.apps.access.actor import SYSTEM
from vises.apps.access.rules import Role
from vises.apps.journeys.services.engagement import open_to
from vises.apps.programmes import services
from vises.apps.programmes.models import Application, Call, Cohort, Extension, Participation, Partnership
from vises.kernel.clock import today


def test_a_call_from_its_text_to_a_recruited_enterprise(world: Any, as_user: Any, client: Any) -> None:
    browser = as_user("cora")
    base = f"/programmes/{world.programme.id}/calls/"
    day = today()
    wrong = {"titles_fr": "Dix entreprises", "opens_on": str(day), "closes_on": str(day - timedelta(days=3))}
    answer = browser.post(f"{base}new/", wrong)
    assert answer.status_code == 400 and "Dix entreprises" in answer.content.decode()
    browser.post(f"{base}new/", wrong | {"closes_on": str(day + timedelta(days=30)), "texts_fr": "Un jour par mois."})
    call = Call.objects.get()
    browser.logout()
    public = f"/calls/{call.token}/"
    assert "Un jour par mois." in browser.get(public).content.decode()
    said = {"name": "La Ruche", "motives": "Savoir.", "contact_name": "Ana", "contact_email": "ana"}
    answer = browser.post(public, said)
    assert answer.status_code == 400 and "La Ruche" in answer.content.decode() and not Application.objects.exists()
    answer = browser.post(public, said | {"contact_email": "ana@ruche.example"})
    assert answer.status_code == 200 and "ana@ruche.example" in answer.content.decode()
    browser = as_user("cora")
    page = f"{base}{call.id}/"
    assert "Savoir." in browser.get(page).content.decode()
    one = Application.objects.get()
    assert browser.post(page, {"do": "rank", "application": str(one.id)}).status_code == 404
    assert browser.post(page, {"do": "accept", "application": str(one.id)}).status_code == 302
    assert Participation.objects.get(enterprise__name="La Ruche").status == "recruited"
    again = browser.post(page, {"do": "accept", "application": str(one.id)}, follow=True)
    assert again.status_code == 200 and Participation.objects.filter(enterprise__name="La Ruche").count() == 1


def test_a_closed_call_says_so_and_keeps_nothing(world: Any, client: Any) -> None:
    day = today()
    call = services.make_call(
        SYSTEM, world.programme.id, {"fr": "Passé"}, {}, day - timedelta(days=9), day - timedelta(days=1)
    )
    public = f"/calls/{call.token}/"
    assert b'<form method="post" action="#answer">' not in client.get(public).content
    said = {"name": "La Ruche", "motives": "Savoir.", "contact_name": "Ana", "contact_email": "a@b.example"}
    answer = client.post(public, said)
    assert answer.status_code == 400 and not Application.objects.exists()
    assert client.get("/calls/nothing-here/").status_code == 404


def test_cohorts_are_made_in_months_and_filled(world: Any, as_user: Any) -> None:
    browser = as_user("cora")
    base = f"/programmes/{world.programme.id}/cohorts/"
    answer = browser.post(base, {"names_fr": "Promotion 1", "starts_on": "mars 2027", "ends_on": ""})
    assert answer.status_code == 400 and "Promotion 1" in answer.content.decode()
    assert (
        browser.post(base, {"names_fr": "Promotion 1", "starts_on": "2027-03", "ends_on": "2028-02"}).status_code == 302
    )
    cohort = Cohort.objects.get()
    assert (str(cohort.starts_on), str(cohort.ends_on)) == ("2027-03-01", "2028-02-29")
    page = f"{base}{cohort.id}/"
    assert "mars 2027" in browser.get(page).content.decode()
    assert browser.post(page, {"do": "into"}).status_code == 400
    browser.post(page, {"do": "into", "into-members": [str(world.participation.id)]})
    assert Participation.objects.get(pk=world.participation.pk).cohort == cohort
    browser.post(page, {"do": "say", "names_fr": "Promotion du Pont", "starts_on": "2027-03", "ends_on": ""})
    assert "Promotion du Pont" in browser.get(page).content.decode()
    browser.post(page, {"do": "out", "out-members": [str(world.participation.id)]})
    assert Participation.objects.get(pk=world.participation.pk).cohort is None


def test_a_partner_joins_and_its_people_are_let_in(world: Any, as_user: Any) -> None:
    browser = as_user("cora")
    base = f"/programmes/{world.programme.id}/partners/"
    new = {"organisation": "", "name": "", "what": "partner", "kind": "associated", "starts_on": "2026-01-01"}
    assert browser.post(f"{base}new/", new).status_code == 400
    assert browser.post(f"{base}new/", new | {"name": "Maison", "languages": ["fr"]}).status_code == 302
    row = Partnership.objects.get()
    page = f"{base}{row.id}/"
    assert browser.post(page, {"do": "invite", "invite-email": "nope", "invite-language": "fr"}).status_code == 400
    invited = {"do": "invite", "invite-email": "mila@maison.example", "invite-language": "nl"}
    assert browser.post(page, invited).status_code == 302
    times = {"do": "times", "kind": "operator", "starts_on": "2026-02-01", "ends_on": "2026-01-01"}
    assert browser.post(page, times).status_code == 400
    assert browser.post(page, times | {"ends_on": ""}).status_code == 302
    assert Partnership.objects.get().kind == "operator"
    shown = as_user("fred").get(base).content.decode()
    assert "Maison" in shown and "mila@maison.example" not in shown and "new/" not in shown


def test_a_participation_tells_its_history_and_answers_what_was_asked(world: Any, as_user: Any) -> None:
    until = today() + timedelta(days=60)
    browser = as_user("claire")
    more = f"/journeys/{world.journey.id}/more-time/"
    assert browser.post(more, {"until": "2020-01", "reason_category": "time"}).status_code == 400
    asked = {"until": f"{until:%Y-%m}", "reason_category": "time", "reason_words": "nos mots à nous"}
    assert browser.post(more, asked).status_code == 302
    page = f"/programmes/{world.programme.id}/enterprises/{world.participation.id}/"
    browser = as_user("cora")
    shown = browser.get(page).content.decode()
    assert "nos mots à nous" in shown and "closing-file" not in shown
    open_to(SYSTEM, world.journey.id, {Role.COORDINATOR})
    assert f"/journeys/{world.journey.id}/closing-file/" in browser.get(page).content.decode()
    assert browser.post(page, {"do": "give"}).status_code == 302
    assert Extension.objects.get().state == "given"
    assert browser.post(page, {"do": "give"}).status_code == 404
    later = {"do": "extend", "more-until": f"{until + timedelta(days=400):%Y-%m}", "more-reason_category": "season"}
    assert browser.post(page, later).status_code == 302
    assert browser.post(page, {"do": "status", "status": "withdrawn", "reason_category": ""}).status_code == 400
    assert browser.post(page, {"do": "status", "status": "recruited"}).status_code == 302
    belongs = {"do": "belongs", "belongs-federation": str(world.federation.id)}
    assert browser.post(page, belongs).status_code == 302
    shown = browser.get(page).content.decode()
    assert shown.count("plus de temps, jusqu") == 2


def test_the_list_of_enterprises_is_looked_up(world: Any, as_user: Any) -> None:
    browser = as_user("cora")
    base = f"/programmes/{world.programme.id}/enterprises/"
    for asked, there in (
        ("?q=atelier", True),
        ("?q=zzz", False),
        ("?status=planned", True),
        ("?page=x&status=zz", True),
    ):
        assert (f"{base}{world.participation.id}/" in browser.get(base + asked).content.decode()) == there
