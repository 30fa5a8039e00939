"""Pages of bodies and meetings: what is typed wrong is told beside it, and nothing typed is lost."""

from typing import Any

from vises.apps.programmes.models import Attendance, Body, Meeting, Seat


def test_a_coordinator_makes_a_body_gives_seats_and_plans_its_session(world: Any, as_user: Any) -> None:
    browser = as_user("cora")
    base = f"/programmes/{world.programme.id}/bodies/"
    answer = browser.post(f"{base}new/", {"kind": "own", "names_fr": "", "purposes_fr": "Traiter les questions"})
    assert answer.status_code == 400 and "Traiter les questions" in answer.content.decode()
    browser.post(f"{base}new/", {"kind": "own", "names_fr": "Groupe Questions", "purposes_fr": "Traiter"})
    body = Body.objects.get(names__fr="Groupe Questions")
    page = f"{base}{body.id}/"
    answer = browser.post(
        page, {"do": "seat", "seat-email": "not an address", "seat-name": "Zoë", "seat-language": "fr"}
    )
    assert answer.status_code == 400 and "Zoë" in answer.content.decode()
    seat = {"do": "seat", "seat-email": "zoe@here.example", "seat-name": "Zoë", "seat-language": "fr"}
    assert browser.post(page, seat | {"seat-organisation": str(world.federation.id)}).status_code == 302
    assert browser.post(page, {"do": "session", "session-on": "2027-03-04", "session-place": "Mons"}).status_code == 302
    shown = browser.get(page).content.decode()
    assert "Zoë" in shown and "Mons" in shown and "<td>Fédération" in shown
    seat_id = Seat.objects.get(body=body).id
    assert browser.post(page, {"do": "end", "seat": "nonsense"}).status_code == 404
    assert browser.post(page, {"do": "end", "seat": str(seat_id)}).status_code == 302
    assert not Seat.objects.get(body=body).chairs


def test_others_read_bodies_without_forms(world: Any, as_user: Any) -> None:
    browser = as_user("fred")
    answer = browser.get(f"/programmes/{world.programme.id}/bodies/{world.body.id}/")
    assert answer.status_code == 200 and b"seat-email" not in answer.content


def test_who_came_is_pasted_from_a_spreadsheet(world: Any, as_user: Any) -> None:
    browser = as_user("cora")
    base = f"/programmes/{world.programme.id}/meetings/"
    browser.post(f"{base}new/", {"names_fr": "Journée de juin", "on": "2026-06-01", "place": "Lille"})
    meeting = Meeting.objects.get()
    page = f"{base}{meeting.id}/"
    wrong = f"{world.shop.name}\t2\nInconnue SCOP\t3\n{world.federation.name}; beaucoup"
    answer = browser.post(page, {"do": "came", "came": wrong})
    told = answer.content.decode()
    assert (
        answer.status_code == 400 and "Inconnue SCOP;3" not in told and "Inconnue SCOP" in told and "beaucoup" in told
    )
    assert not Attendance.objects.exists()
    right = f"{world.shop.name.upper()}\t2\n\n{world.federation.name};4"
    assert browser.post(page, {"do": "came", "came": right}).status_code == 302
    assert sorted(Attendance.objects.values_list("people", flat=True)) == [2, 4]
    assert (
        browser.post(page, {"do": "workshop", "workshop-titles_fr": "", "workshop-times_given": "2"}).status_code == 400
    )
    workshop = {
        "do": "workshop",
        "workshop-titles_fr": "Indicateurs",
        "workshop-times_given": "2",
        "workshop-people": "38",
    }
    assert browser.post(page, workshop).status_code == 302
    assert "Indicateurs" in browser.get(page).content.decode()


def test_meetings_to_come_and_held_are_listed_apart(world: Any, as_user: Any) -> None:
    browser = as_user("cora")
    base = f"/programmes/{world.programme.id}/meetings/"
    assert "Pas encore de rencontre" in browser.get(base).content.decode()
    browser.post(f"{base}new/", {"names_en": "Spring day", "on": "2020-03-01"})
    browser.post(f"{base}new/", {"names_en": "Autumn day", "on": "2090-11-01"})
    text = browser.get(base).content.decode()
    assert text.index("Autumn day") < text.index("Tenues") < text.index("Spring day")


def test_the_programme_page_leads_to_its_rooms(world: Any, as_user: Any) -> None:
    for name, there in (("cora", ("enterprises/", "bodies/", "meetings/")), ("paula", ("bodies/", "meetings/"))):
        text = as_user(name).get(f"/programmes/{world.programme.id}/").content.decode()
        for room in ("enterprises/", "bodies/", "meetings/"):
            assert (f"/programmes/{world.programme.id}/{room}" in text) == (room in there)
    assert "bodies/" not in as_user("patrick").get(f"/programmes/{world.programme.id}/").content.decode()
