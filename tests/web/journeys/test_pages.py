"""Pages of the path: each opens for whoever may, writes what was typed, and loses nothing."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from vises.apps.access.actor import SYSTEM
from vises.apps.access.models import Membership
from vises.apps.accounts.models import User
from vises.apps.journeys.models import Deliverable, Journey, OwnWords, Stakeholder
from vises.apps.journeys.services import deliverables, moves, passes, stakeholders, words
from vises.web.journeys.rings import draw, radius

PAGES = (
    "", "place/", "closings/", "people/", "invite/", "engagement/", "engagement/?change=motives", "existing/",
    "portrait/", "portrait/needs/", "portrait/coherence/", "stakeholders/", "stakeholders/new/", "expectations/",
    "sessions/", "standing/portrait/", "links/",
)  # fmt: skip


@pytest.fixture
def group(world):  # type: ignore[no-untyped-def]
    return stakeholders.add_stakeholder(
        SYSTEM, world.journey.id, names={"fr": "Clients", "en": "Customers"}, kind="public", size=120
    )


@pytest.fixture
def at(world):  # type: ignore[no-untyped-def]
    return f"/journeys/{world.journey.id}/"


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_pages_open_empty_and_full(as_user, world, at, page, language) -> None:  # type: ignore[no-untyped-def]
    browser = as_user("nadia")
    address = f"{at}{page}"
    for _filled in (False, True):
        answer = browser.get(address, HTTP_ACCEPT_LANGUAGE=language)
        html = answer.content.decode()
        assert answer.status_code == 200 and html.count("<h1") == 1 and f'<html lang="{language}"' in html
        assert not re.search(r"<[^>]*\sstyle=|<script>", html)
        stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"fr": "Clients"}, kind="public", size=12)
        words.write_words(SYSTEM, world.journey.id, "portrait", "needs", "Se vêtir", language="fr")
        moves.place(SYSTEM, world.journey.id, "step-2")
        moves.place(SYSTEM, world.journey.id, "step-1", reason="on reprend")


def test_who_only_looks_in_sees_no_button(as_user, world, at, group) -> None:  # type: ignore[no-untyped-def]
    from vises.apps.access.rules import Role
    from vises.apps.journeys.services.engagement import open_to

    open_to(world.actor("nadia"), world.journey.id, {Role.RESEARCHER})
    browser = as_user("an")
    for page in ("", "engagement/", "portrait/", "portrait/needs/", "stakeholders/", "expectations/", "existing/"):
        html = browser.get(f"{at}{page}").content.decode()
        assert "<textarea" not in html and "Nadia here" not in html
    assert browser.get(f"{at}stakeholders/{group.id}/").status_code == 403
    assert browser.post(f"{at}portrait/needs/", {"do": "needs", "needs-text": "x"}).status_code == 403


def test_an_accompanist_places_her_enterprises(as_user, world) -> None:  # type: ignore[no-untyped-def]
    browser, id_ = as_user("claire"), world.journey.id
    assert "L&#x27;Atelier du Pont" in browser.get("/journeys/").content.decode()
    sent = {"journey": str(id_), f"{id_}-step": "step-1", f"{id_}-was": "preliminary", f"{id_}-reason": ""}
    assert browser.post("/journeys/", sent).status_code == 302
    assert Journey.objects.get(pk=id_).step == "step-1"
    # somebody who still sees the old list overwrites nothing
    assert browser.post("/journeys/", sent | {f"{id_}-step": "step-2"}).status_code == 400
    back = sent | {f"{id_}-step": "preliminary", f"{id_}-was": "step-1"}
    assert browser.post("/journeys/", back).status_code == 400
    assert browser.post("/journeys/", back | {f"{id_}-reason": "portrait trop mince"}).status_code == 302
    page = browser.get(f"/journeys/{id_}/").content.decode()
    assert "portrait trop mince" in page and "way-back" in page


def test_the_portrait_keeps_what_was_typed_when_somebody_wrote_meanwhile(as_user, world, at) -> None:  # type: ignore[no-untyped-def]
    browser = as_user("nadia")

    def send(text: str, number: int, **more: str):  # type: ignore[no-untyped-def]
        data = {"do": "needs", "needs-text": text, "needs-language": "fr", "needs-number": str(number)}
        return browser.post(f"{at}portrait/needs/", data, **more)

    assert send("un", 0).status_code == 302
    words.write_words(world.actor("claire"), world.journey.id, "portrait", "needs", "deux")
    late = send("trois", 1)
    html = late.content.decode()
    assert late.status_code == 400 and ">\ntrois</textarea>" in html and "deux" in html
    assert OwnWords.objects.get(heading="needs").text == "deux"
    assert send("trois", int(re.findall(r'name="needs-number" value="(\d+)"', html)[0])).status_code == 302
    row = OwnWords.objects.get(heading="needs")
    assert row.text == "trois" and [old.text for old in row.revisions.all()] == ["deux", "un"]
    page = browser.get(f"{at}portrait/").content.decode()
    assert "trois" in page and "deux" in page and "Claire here" in page


def test_a_script_saves_while_one_writes(as_user, at) -> None:  # type: ignore[no-untyped-def]
    data = {"do": "motives", "motives-text": "prouver", "motives-language": "fr", "motives-number": "0"}
    answer = as_user("nadia").post(f"{at}engagement/", data, HTTP_ACCEPT="application/json")
    assert answer.json()["number"] == 1 and re.fullmatch(r"\d\d:\d\d", answer.json()["at"])
    refused = as_user("nadia").post(f"{at}engagement/", data | {"motives-text": "\x00"}, HTTP_ACCEPT="application/json")
    assert refused.status_code == 400 and refused.json()["errors"]


def test_two_who_write_the_first_words_at_once_lose_nothing(as_user, world, at) -> None:  # type: ignore[no-untyped-def]
    browser = as_user("nadia")
    words.write_words(world.actor("claire"), world.journey.id, "portrait", "needs", "d'abord")
    data = {"do": "needs", "needs-text": "aussi", "needs-language": "fr", "needs-number": "0"}
    assert browser.post(f"{at}portrait/needs/", data).status_code == 400
    assert OwnWords.objects.get(heading="needs").text == "d'abord"


def test_files_are_given_out_only_by_their_journey(as_user, world, at) -> None:  # type: ignore[no-untyped-def]
    browser = as_user("nadia")
    file = SimpleUploadedFile("rapport é.txt", b"<script>alert(1)</script>")
    assert browser.post(f"{at}existing/", {"file": file, "note": "2015"}).status_code == 302
    address = re.findall(rf"{at}existing/[-0-9a-f]+/", browser.get(f"{at}existing/").content.decode())[0]
    given = browser.get(address)
    assert given.content.startswith(b"<script>") and given["Content-Disposition"].startswith("attachment")
    assert given["X-Content-Type-Options"] == "nosniff" and given["Content-Type"] == "text/plain"
    other = address.replace(str(world.journey.id), str(world.other_journey.id))
    assert browser.get(other).status_code == 404
    for stranger in ("cora", "stranger nadia"):
        assert as_user(stranger).get(address).status_code == 404
    assert as_user("stranger nadia").get(other).status_code == 404
    assert browser.post(f"{at}existing/", {"file": SimpleUploadedFile("x.exe", b"MZ")}).status_code in {400, 404}


def test_the_rings_and_the_table_say_the_same(as_user, world, at, group) -> None:  # type: ignore[no-untyped-def]
    browser = as_user("claire")
    stakeholders.set_involvement(SYSTEM, group.id, "step-1", "consulted")
    html = browser.get(f"{at}stakeholders/?step=step-1&lang=en").content.decode()
    assert "kind-public hollow" in html and "not heard" in html and "Consulted" in html
    assert "do no more than be informed or asked" in html
    stakeholders.set_involvement(SYSTEM, group.id, "step-2", "contributes")
    stakeholders.state_expectation(SYSTEM, world.journey.id, group.id, "être vus", language="fr")
    html = browser.get(f"{at}stakeholders/?step=step-1&lang=en").content.decode()
    assert "kind-public hollow" not in html and "do no more than be informed or asked" not in html


def test_a_group_is_written_with_its_involvement(as_user, at) -> None:  # type: ignore[no-untyped-def]
    browser = as_user("claire")
    data = {"names_fr": "Voisins", "kind": "neighbours", "size": "40", "degree_step-1": "informed"}
    assert browser.post(f"{at}stakeholders/new/", data | {"size": "-1"}).status_code == 400
    assert browser.post(f"{at}stakeholders/new/", data).status_code == 302
    row = Stakeholder.objects.get()
    assert [item.degree for item in row.involvements.all()] == ["informed"]
    changed = data | {"names_fr": "Voisines", "degree_step-1": ""}
    assert browser.post(f"{at}stakeholders/{row.id}/", changed).status_code == 302
    row.refresh_from_db()
    assert row.names == {"fr": "Voisines"} and not row.involvements.exists()


def test_the_drawing_grows_with_people_and_places_degrees_inwards(world, group) -> None:  # type: ignore[no-untyped-def]
    from vises.apps.journeys.queries.stakeholders import stakeholder_map

    assert radius(None) < radius(30) < radius(3000) <= radius(10**9)
    places = {}
    for degree in ("informed", "consulted", "contributes", "co-decides"):
        stakeholders.set_involvement(SYSTEM, group.id, "step-1", degree)
        mark = draw(stakeholder_map(SYSTEM, world.journey.id).groups, "step-1").marks[0]
        places[degree] = (float(mark.x) - 260) ** 2 + (float(mark.y) - 260) ** 2
    assert sorted(places, key=lambda degree: places[degree]) == ["co-decides", "contributes", "consulted", "informed"]


def test_a_group_says_what_it_expects_by_its_link(as_user, client, at, group) -> None:  # type: ignore[no-untyped-def]
    html = as_user("claire").post(f"{at}expectations/", {"do": "link", "group": str(group.id), "language": "nl"})
    address = re.findall(r"/expect/[^/]+/", html.content.decode())[0]
    client.logout()
    page = client.get(address, HTTP_ACCEPT_LANGUAGE="nl").content.decode()
    assert "L&#x27;Atelier du Pont" in page and 'lang="nl"' in page
    assert client.post(address, {"text": ""}).status_code == 400
    assert client.post(address, {"text": "gezien worden", "said_by": "Fatima"}).status_code == 302
    mine = as_user("nadia").get(f"{at}expectations/").content.decode()
    assert "gezien worden" in mine and "Fatima" in mine
    assert client.get("/expect/nothing/").status_code == 404


def test_the_first_hour_needs_no_password(
    as_user, client, world, at, mailoutbox, django_capture_on_commit_callbacks
) -> None:  # type: ignore[no-untyped-def]
    sent = {"name": "Nadia", "email": "nadia@here.example", "language": "fr"}
    assert as_user("claire").post(f"{at}invite/", sent).status_code == 302
    client.logout()
    token = passes.first_hour_link(world.actor("claire"), world.journey.id, name="Nadia", language="fr")
    address = f"/first-hour/{token}/"
    assert "Nadia" in client.get(address).content.decode()
    file = SimpleUploadedFile("rapport.pdf", b"%PDF-1.4")
    told = {"motives": "montrer", "fears": "être comparés", "existing": "", "file": file}
    answer = client.post(address, told, HTTP_ACCEPT_LANGUAGE="fr")
    assert answer.status_code == 302 and client.get(answer["Location"]).status_code == 200
    assert client.get(f"{address}sheet/").status_code == 200
    note = as_user("claire").get(f"{at}engagement/").content.decode()
    assert "montrer" in note and "être comparés" in note and "rapport.pdf" in note
    client.logout()
    assert client.post(address, {"file": SimpleUploadedFile("x.exe", b"MZ")}).status_code == 400
    assert client.get(f"/confirm/{token}/").status_code == 404


def test_one_page_confirms_or_asks_for_a_change(as_user, client, world, at) -> None:  # type: ignore[no-untyped-def]
    claire = world.actor("claire")
    words.write_words(claire, world.journey.id, "portrait", "needs", "Se vêtir sans honte", language="fr")
    sent = {"do": "mail", "mail-name": "Nadia", "mail-email": "nadia@here.example", "mail-language": "fr"}
    assert as_user("claire").post(f"{at}standing/portrait/", sent).status_code == 302
    assert Deliverable.objects.get(journey=world.journey, code="portrait").waits_for == "referent"
    client.logout()
    token = passes.confirm_link(claire, world.journey.id, "portrait", name="Nadia", language="fr")
    page = client.get(f"/confirm/{token}/").content.decode()
    assert "Se vêtir sans honte" in page and page.count("<h1") == 1
    assert client.post(f"/confirm/{token}/", {"do": "change", "words": ""}).status_code == 400
    assert client.post(f"/confirm/{token}/", {"do": "change", "words": "plus court"}).status_code == 302
    assert "plus court" in as_user("claire").get(f"{at}portrait/").content.decode()
    deliverables.propose(claire, world.journey.id, "portrait")
    client.logout()
    assert client.post(f"/confirm/{token}/", {"do": "confirm"}).status_code == 302
    assert Deliverable.objects.get(journey=world.journey, code="portrait").confirmed_by_name == "Nadia"
    assert "plus court" not in client.get(f"/confirm/{token}/").content.decode()


def test_the_enterprise_opens_and_closes_its_journey(as_user, at) -> None:  # type: ignore[no-untyped-def]
    assert as_user("claire").post(f"{at}engagement/", {"do": "open", "open-roles": "researcher"}).status_code == 403
    assert as_user("nadia").post(f"{at}engagement/", {"do": "open", "open-roles": "researcher"}).status_code == 302
    assert as_user("an").get(f"{at}portrait/").status_code == 200
    assert as_user("nadia").post(f"{at}engagement/", {"do": "open"}).status_code == 302
    assert as_user("an").get(f"{at}portrait/").status_code == 404


def test_people_are_let_in_and_out_by_the_enterprise_alone(as_user, world, at) -> None:  # type: ignore[no-untyped-def]
    data = {"do": "invite", "name": "Lou", "email": "lou@here.example", "language": "nl", "role": "member"}
    assert as_user("claire").post(f"{at}people/", data).status_code == 403
    assert as_user("nadia").post(f"{at}people/", data).status_code == 302
    lou = User.objects.get(email="lou@here.example")
    assert not lou.has_usable_password() and Membership.objects.filter(user=lou, role="member").exists()
    gone = {"do": "let-go", "user": str(lou.id), "role": "member"}
    assert as_user("nadia").post(f"{at}people/", gone).status_code == 302
    assert not Membership.objects.filter(user=lou).exists()
    last = {"do": "let-go", "user": str(world.users["nadia"].id), "role": "referent"}
    as_user("nadia").post(f"{at}people/", last)
    assert Membership.objects.filter(user=world.users["nadia"], role="referent").exists()


def test_a_journey_rests_ends_and_begins_again_by_itself(as_user, world, at) -> None:  # type: ignore[no-untyped-def]
    browser = as_user("nadia")
    assert browser.post(f"{at}place/", {"do": "pause", "rest-reason": ""}).status_code == 400
    assert browser.post(f"{at}place/", {"do": "pause", "rest-reason": "l'été"}).status_code == 302
    assert "l&#x27;été" in browser.get(at).content.decode()
    assert browser.post(f"{at}place/", {"do": "resume"}).status_code == 302
    start = {"enterprise": str(world.shop.id), "methodology": "3", "language": "fr"}
    assert browser.post("/journeys/start/", start).status_code == 400
    assert browser.post(f"{at}place/", {"do": "end"}).status_code == 302
    assert browser.post("/journeys/start/", start).status_code == 302
    made = Journey.objects.get(previous=world.journey)
    assert made.cycle == 2 and made.participation is None
    assert as_user("stranger nadia").post("/journeys/start/", start).status_code == 400


def test_a_reflective_moment_is_kept(as_user, at) -> None:  # type: ignore[no-untyped-def]
    browser = as_user("claire")
    data = {"step": "preliminary", "surprised": "", "adjust": "", "method": "", "language": "fr"}
    assert browser.post(f"{at}closings/", data).status_code == 400
    assert browser.post(f"{at}closings/", data | {"surprised": "les bénévoles"}).status_code == 302
    assert "les bénévoles" in browser.get(at).content.decode()


def test_lists_read_a_fixed_number_of_queries(world, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    from vises.apps.journeys.queries.mine import mine
    from vises.apps.journeys.queries.stakeholders import stakeholder_map

    for number in range(12):
        stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"fr": f"G{number}"}, kind="public")
    actor = world.actor("claire")
    with django_assert_max_num_queries(6):
        mine(actor)
    with django_assert_max_num_queries(9):
        stakeholder_map(actor, world.journey.id)


ROOMS = (
    "engagement portrait stakeholders expectations question plan instruments collection findings "
    "restitutions story improvements"
)


@pytest.mark.parametrize("room", ROOMS.split())
def test_every_deliverable_is_proposed_and_confirmed_from_its_own_page(as_user, world, line, room) -> None:  # type: ignore[no-untyped-def]
    from vises.apps.journeys.queries.texts import code_of

    code = code_of("3", room)
    address = f"/journeys/{world.journey.id}/{room}/"
    standing = f"/journeys/{world.journey.id}/standing/{code}/"
    deliverables.touch(SYSTEM, world.journey, code)
    assert standing in as_user("claire").get(address).content.decode()
    assert as_user("nadia").post(standing, {"do": "confirm"}).status_code == 302
    assert Deliverable.objects.get(journey=world.journey, code=code).state == "confirmed"
