"""Links without account are listed without their token, and end at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vises.apps.access.actor import SYSTEM
from vises.apps.access.models import GuestPass
from vises.apps.journeys.queries.links import given_links
from vises.apps.journeys.services import deliverables, guests, passes, stakeholders, words
from vises.apps.journeys.services import question as room
from vises.kernel.clock import now
from vises.kernel.problems import Forbidden, NotFound
from vises.platform.audit.models import AuditEvent


@pytest.fixture
def given(world):  # type: ignore[no-untyped-def]
    """One link of each kind, by purpose."""
    claire, journey = world.actor("claire"), world.journey.id
    group = stakeholders.add_stakeholder(SYSTEM, journey, names={"fr": "Bénévoles"}, kind="volunteers", size=12)
    words.write_words(SYSTEM, journey, "portrait", "needs", "Se vêtir", language="fr")
    deliverables.propose(SYSTEM, journey, "portrait")
    return {
        "first-hour": passes.first_hour_link(claire, journey, name="Nadia", language="nl"),
        "confirm": passes.confirm_link(claire, journey, "portrait", name="Nadia", language="fr"),
        "expect": passes.group_link(claire, "expect", group.id, language="fr"),
        "propose": passes.group_link(claire, "propose", group.id, language="fr"),
    }


def _address(purpose: str, token: str) -> str:
    return f"/{purpose}/{token}/"


def test_each_link_is_told_with_what_it_is_for_and_never_its_token(as_user, world, given) -> None:  # type: ignore[no-untyped-def]
    rows = {row.purpose: row for row in given_links(world.actor("nadia"), world.journey.id)}
    assert set(rows) == set(given) and all(row.open and row.used_on is None for row in rows.values())
    assert rows["first-hour"].label == "Nadia" and rows["first-hour"].language == "nl"
    assert rows["confirm"].about["fr"] and rows["expect"].about == {"fr": "Bénévoles"}
    assert {row.made_by for row in rows.values()} == {"Claire here"}
    page = as_user("nadia").get(f"/journeys/{world.journey.id}/links/").content.decode()
    assert "Bénévoles" in page and "Claire here" in page
    for token in given.values():
        assert token not in page
    hashes = GuestPass.objects.values_list("token_hash", flat=True)
    assert not [hash_ for hash_ in hashes if hash_ in page]


@pytest.mark.parametrize("purpose", ["first-hour", "confirm", "expect", "propose"])
def test_an_ended_link_opens_nothing_and_leaves_an_audit_row(as_user, world, given, client, purpose) -> None:  # type: ignore[no-untyped-def]
    address = _address(purpose, given[purpose])
    assert client.get(address).status_code == 200
    row = next(row for row in given_links(SYSTEM, world.journey.id) if row.purpose == purpose)
    answer = as_user("mo").post(f"/journeys/{world.journey.id}/links/", {"link": row.id})
    assert answer.status_code == 302
    client.logout()
    assert client.get(address).status_code == 404
    sent = {"do": "confirm", "fears": "x", "motives": "x", "text": "x", "text_1": "x"}
    assert client.post(address, sent).status_code == 404
    events = AuditEvent.objects.filter(event="access.pass-ended")
    assert [event.object_id for event in events] == [str(row.id)]
    passes.end_link(SYSTEM, world.journey.id, row.id)  # ended twice, it is ended once
    assert events.count() == 1
    others = [row.purpose for row in given_links(SYSTEM, world.journey.id) if row.open]
    assert sorted(others) == sorted(set(given) - {purpose})


def test_a_link_is_used_when_something_is_written_and_not_when_it_is_opened(world, given, client) -> None:  # type: ignore[no-untyped-def]
    def used() -> set[str]:
        return {row.purpose for row in given_links(SYSTEM, world.journey.id) if row.used_on}

    for purpose, token in given.items():
        client.get(_address(purpose, token))
    assert used() == set()
    guests.answer_first_hour(given["first-hour"], {"fears": "Être notée"}, language="fr")
    guests.expect(given["expect"], "Du respect", "", language="fr")
    room.propose_by_link(given["propose"], ["Que change la table ?"])
    client.post(_address("confirm", given["confirm"]), {"do": "confirm"})
    assert used() == set(given)


def test_only_whoever_writes_in_the_journey_sees_and_ends_links(as_user, world, given) -> None:  # type: ignore[no-untyped-def]
    row = given_links(SYSTEM, world.journey.id)[0]
    for name in ("rita", "an", "cora", "stranger nadia", "stranger claire"):
        with pytest.raises((NotFound, Forbidden)):
            given_links(world.actor(name), world.journey.id)
        with pytest.raises((NotFound, Forbidden)):
            passes.end_link(world.actor(name), world.journey.id, row.id)
    with pytest.raises(NotFound):  # a link of another journey
        passes.end_link(world.actor("stranger nadia"), world.other_journey.id, row.id)
    browser = as_user("nadia")
    for nonsense in ("", "x", str(world.journey.id)):
        for do in ("", "close"):
            answer = browser.post(f"/journeys/{world.journey.id}/links/", {"do": do, "link": nonsense})
            assert answer.status_code == 404
    assert GuestPass.objects.filter(revoked_at=None).count() == 4


def test_what_is_over_is_kept_in_sight(as_user, world, given) -> None:  # type: ignore[no-untyped-def]
    GuestPass.objects.filter(purpose="propose").update(expires_at=now() - timedelta(days=1))
    page = as_user("claire").get(f"/journeys/{world.journey.id}/links/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "ran out on" in page and "None of these links is open." in page


def test_a_round_of_answers_is_closed_from_the_same_page(as_user, world, wave, client) -> None:  # type: ignore[no-untyped-def]
    browser = as_user("claire")
    where = f"/journeys/{world.journey.id}/links/"
    assert "Printemps" in browser.get(where).content.decode()
    assert browser.get(f"/a/{wave.token}/").status_code == 200
    browser.post(where, {"do": "close", "link": wave.id})
    closed = browser.get(f"/a/{wave.token}/")
    assert closed.status_code == 400 or "closed" in closed.content.decode()
    assert 'value="close"' not in browser.get(where).content.decode()


def test_logs_name_no_address_behind_which_somebody_may_write(given, client) -> None:  # type: ignore[no-untyped-def]
    import io
    import logging

    from vises.config.logs import WithoutAddresses

    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logging.Formatter("%(message)s %(request)s", defaults={"request": ""}))
    handler.addFilter(WithoutAddresses())
    loggers = [logging.getLogger(name) for name in ("django.request", "vises.request")]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        assert client.post(_address("confirm", given["confirm"]), {"do": "change"}).status_code == 400
        assert client.get(_address("expect", "unknown-token")).status_code == 404
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
    lines = written.getvalue()
    assert "Bad Request: confirm" in lines and "Not Found: expect" in lines
    assert given["confirm"] not in lines and "unknown-token" not in lines


def test_the_number_of_queries_does_not_grow_with_links(world, given) -> None:  # type: ignore[no-untyped-def]
    with CaptureQueriesContext(connection) as few:
        given_links(world.actor("claire"), world.journey.id)
    for _ in range(20):
        passes.first_hour_link(SYSTEM, world.journey.id, name="x", language="fr")
    with CaptureQueriesContext(connection) as many:
        assert len(given_links(world.actor("claire"), world.journey.id)) == 24
    assert len(many) == len(few)
