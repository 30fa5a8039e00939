"""Organisations' own pages, federations of federations, and what trains people."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM, actor_for
from vises.apps.access.rules import Role
from vises.apps.access.services import allows, give_role
from vises.apps.accounts.services import make_user
from vises.apps.methodology import queries as methodology
from vises.apps.network.models import Belonging, Organisation
from vises.apps.network.queries import organisation
from vises.apps.network.services import gather, join_federation, make_organisation
from vises.kernel.clock import today
from vises.kernel.problems import Forbidden, NotFound, Problem


def test_an_organisation_says_of_itself_what_it_wishes(world: Any, as_user: Any) -> None:
    browser = as_user("nadia")
    page = f"/organisations/{world.shop.id}/"
    assert browser.get(page).status_code == 200 and browser.get("/organisations/").status_code == 200
    said = {"languages": ["fr"], "territory": "", "about_fr": "Un atelier <i>ouvert</i>.", "sector_fr": "bois"}
    assert browser.post(f"{page}change/", said | {"languages": []}).status_code == 400
    assert browser.post(f"{page}change/", said).status_code == 302
    assert "&lt;i&gt;ouvert" in browser.get(page).content.decode()
    assert as_user("mo").get(page).status_code == 200 and as_user("mo").get(f"{page}change/").status_code == 403
    assert as_user("fred").get(page).status_code == 404
    assert as_user("paula").get(f"/organisations/{world.partner.id}/").status_code == 200


def test_a_federation_of_federations_sees_counts_of_three_and_no_enterprise(world: Any, as_user: Any) -> None:
    browser = as_user("ada")
    top = make_organisation(SYSTEM, "federation", "Concertation")
    page = f"/administration/federation/{top.id}/"
    assert browser.post(page, {"member": str(world.partner.id)}).status_code == 400
    assert browser.post(page, {"member": str(world.federation.id), "starts_on": "2026-01-01"}).status_code == 302
    assert "Fédération" in browser.get(page).content.decode()
    user = make_user("tom@top.example", "Tom", "fr")
    give_role(SYSTEM, user, top.scope, Role.FEDERATION)
    join_federation(SYSTEM, world.federation, world.shop)
    tom = actor_for(user)
    assert allows(tom, "programme.counts", world.programme.scope_id)
    upper = organisation(tom, top.id)
    assert [(tie.name, tie.members) for tie in upper.federations] == [(world.federation.name, None)]
    lower = organisation(tom, world.federation.id)
    assert not lower.members and not lower.may_edit and lower.enterprises is None
    assert str(world.shop.id) not in repr((upper, lower))
    for number in range(2):
        join_federation(SYSTEM, world.federation, make_organisation(SYSTEM, "enterprise", f"B{number}"))
    assert organisation(tom, top.id).federations[0].members == 3
    assert [tie.name for tie in organisation(world.actor("fred"), world.federation.id).members][:2] == ["B0", "B1"]
    with pytest.raises((NotFound, Forbidden)):
        organisation(tom, world.shop.id)


def test_belonging_ends_with_its_dates_and_goes_round_in_no_circle(world: Any) -> None:
    ada = world.actor("ada")
    top = make_organisation(SYSTEM, "federation", "Concertation")
    user = make_user("tom@top.example", "Tom", "fr")
    give_role(SYSTEM, user, top.scope, Role.FEDERATION)
    begins = today() - timedelta(days=30)
    gather(ada, top.id, world.federation.id, starts_on=begins, ends_on=None)
    assert allows(actor_for(user), "programme.counts", world.programme.scope_id)
    with pytest.raises(Problem, match="circle"):
        gather(ada, world.federation.id, top.id, starts_on=None, ends_on=None)
    with pytest.raises(Problem, match="circle"):
        gather(ada, top.id, top.id, starts_on=None, ends_on=None)
    gather(ada, top.id, world.federation.id, starts_on=begins, ends_on=today() - timedelta(days=1))
    assert Belonging.objects.filter(federation=top).count() == 1
    assert not allows(actor_for(user), "programme.counts", world.programme.scope_id)
    for name in ("fred", "cora", "nadia"):
        with pytest.raises((NotFound, Forbidden)):
            gather(world.actor(name), top.id, world.federation.id, starts_on=None, ends_on=None)
    assert not Organisation.objects.filter(about__fr="x").exists()


def test_what_trains_is_there_in_every_language(method: None, client: Any) -> None:
    for version in methodology.versions():
        for language in ("fr", "nl"):
            page = client.get(f"/method/{version.code}/training/?lang={language}")
            assert page.status_code == 200
            text = page.content.decode()
            for item in version.deliverables():
                for kind, there in (("agendas", bool(item.agenda)), ("sheets", bool(item.sheet))):
                    address = f"/method/{version.code}/training/{kind}/{item.id}/?lang={language}"
                    assert (address in text) == there
                    if there and version.code == "3":
                        assert client.get(address).status_code == 200
    answer = client.get("/method/3/training/sheets/portrait/?lang=nl&format=pdf")
    assert answer.headers["Content-Type"] == "application/pdf" and answer.content[:5] == b"%PDF-"
    assert client.get("/method/3/training/guides/interview/?lang=nl").status_code == 200
    for nowhere in ("guides/survey/", "sheets/nothing/", "agendas/nothing/"):
        assert client.get(f"/method/3/training/{nowhere}").status_code == 404
    assert client.get("/method/99/training/").status_code == 404


def test_an_organisation_that_is_not_there_is_no_fault_of_ours(as_user: Any, world: Any) -> None:
    ada = as_user("ada")
    for unknown in (uuid.uuid4(), world.shop.id):
        assert ada.get(f"/administration/federation/{unknown}/").status_code == 404
