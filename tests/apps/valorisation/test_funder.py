"""A page for a funder: words agreed for funders only, gone at once when their person says so, each opening noted."""

import json

import pytest

from vises.apps.access.models import GuestPass
from vises.apps.access.services import end_pass
from vises.apps.valorisation import services
from vises.apps.valorisation.queries.public import public_story
from vises.kernel.problems import Forbidden, NotFound, Problem
from vises.platform.audit.models import AuditEvent

WORDS = "J'entre par la même porte"


def _agreed(told, reach: str) -> str:  # type: ignore[no-untyped-def]
    token = services.ask_about_quote(told.world.actor("claire"), told.claim.quotes.get().id, language="fr")
    services.answer_about_quote(token, reach=reach)
    return token


def _link(told) -> str:  # type: ignore[no-untyped-def]
    return services.funder_link(told.world.actor("nadia"), told.world.journey.id, name="Région", language="fr")


def _read(token: str) -> str:
    return json.dumps(services.read_by_funder(token).published.content, ensure_ascii=False)


def test_a_funder_reads_what_was_agreed_for_funders_and_nobody_else_does(told) -> None:  # type: ignore[no-untyped-def]
    person = _agreed(told, "funder")
    services.publish(told.world.actor("nadia"), told.story.id)
    token = _link(told)
    page = services.read_by_funder(token)
    assert WORDS in _read(token) and (page.quotes, page.name) == (1, "Région")
    assert WORDS not in json.dumps(public_story(told.story.slug).content, ensure_ascii=False)
    services.answer_about_quote(person, reach="inside")
    assert WORDS not in _read(token)  # at the next look
    services.answer_about_quote(person, reach="funder")
    assert WORDS in _read(token)
    services.answer_about_quote(person, reach="no")
    assert WORDS not in _read(token) and services.read_by_funder(token).quotes == 0
    events = AuditEvent.objects.filter(event="story.read-by-funder")
    assert events.count() == 6 and "porte" not in str(list(events.values()))


@pytest.mark.parametrize("how", ["link ended", "story taken back"])
def test_the_page_dies_with_its_link_and_with_its_story(told, how: str) -> None:  # type: ignore[no-untyped-def]
    _agreed(told, "funder")
    services.publish(told.world.actor("nadia"), told.story.id)
    token = _link(told)
    assert WORDS in _read(token)
    if how == "link ended":
        end_pass(told.world.actor("nadia"), "journey.edit", GuestPass.objects.get(purpose="funder").pk)
    else:
        services.withdraw(told.world.actor("nadia"), told.story.id)
    with pytest.raises(NotFound):
        services.read_by_funder(token)


def test_only_who_publishes_gives_it_by_name_once_something_is_published(told) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Problem, match="nothing-public"):
        _link(told)
    services.publish(told.world.actor("nadia"), told.story.id)
    journey = told.world.journey.id
    for who in ("claire", "fred"):
        with pytest.raises((Forbidden, NotFound)):
            services.funder_link(told.world.actor(who), journey, name="Région", language="fr")
    with pytest.raises(Problem, match="funder-name"):
        services.funder_link(told.world.actor("nadia"), journey, name=" ", language="fr")


def test_words_stand_only_under_the_sentence_their_person_saw(told) -> None:  # type: ignore[no-untyped-def]
    services.publish(told.world.actor("nadia"), told.story.id)
    claire = told.world.actor("claire")
    services.change_claim(
        claire, told.claim.id, texts={"fr": "Autre phrase.", "nl": "Andere zin."}, finding_id=told.finding.id
    )
    _agreed(told, "funder")  # under a sentence that is not published yet
    token = _link(told)
    assert WORDS not in _read(token)
    services.publish(told.world.actor("nadia"), told.story.id)
    assert WORDS in _read(token)
