"""Consent for all that is told of one person: asked once, for her passages together; what is added is asked again."""

import json
from datetime import timedelta

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.coding import services as coding
from vises.apps.collection.models import Document
from vises.apps.findings import services as findings
from vises.apps.valorisation import services
from vises.apps.valorisation.models import Publication, Quote, QuoteConsent
from vises.apps.valorisation.queries import accounts as queries
from vises.apps.valorisation.queries.consents import quote_line, said_no
from vises.apps.valorisation.queries.editor import preview
from vises.apps.valorisation.queries.public import public_story
from vises.apps.valorisation.services.consents import quotes_ended
from vises.kernel.clock import today
from vises.kernel.problems import Forbidden, NotFound, Problem

DOOR, NOTHING = "J'entre par la même porte", "Personne ne me demande rien"


@pytest.fixture
def first(told) -> Quote:  # type: ignore[no-untyped-def]
    """Two passages of one life story under two sentences: the first quote."""
    rita = told.world.actor("rita")
    body = told.passage.text.body
    door = coding.mark(rita, told.passage.text_id, told.code.id, 0, len(DOOR))
    start = body.index(NOTHING)
    nothing = coding.mark(rita, told.passage.text_id, told.code.id, start, start + len(NOTHING))
    services.remove_quote(SYSTEM, told.claim.quotes.get().id)
    services.add_quote(SYSTEM, told.figure_claim.id, nothing.id)
    return services.add_quote(SYSTEM, told.claim.id, door.id)


def _states(told):  # type: ignore[no-untyped-def]
    claire = told.world.actor("claire")
    rows = Quote.objects.order_by("claim__order", "order")
    return [quote_line(claire, quote.id).said.state for quote in rows]


def _shown(told):  # type: ignore[no-untyped-def]
    """What is quoted under sentences now; the passages that findings stand on are left aside."""
    content = preview(told.world.actor("nadia"), told.world.journey.id)
    return " ".join(quote["words"] for claim in content["claims"] for quote in claim["quotes"])


def _everywhere() -> str:
    return json.dumps(list(Publication.objects.values_list("content", flat=True)), ensure_ascii=False)


def test_she_is_asked_once_and_sees_all_of_it_in_its_place(told, first) -> None:  # type: ignore[no-untyped-def]
    assert DOOR in _shown(told) and NOTHING in _shown(told)
    token = services.ask_account(told.world.actor("claire"), first.id, language="nl")
    page = queries.asking_account(token)
    assert [one.words for one in page.told] == [DOOR, NOTHING] and page.language == "nl"
    assert [one.sentence for one in page.told] == [told.claim.texts, told.figure_claim.texts]
    assert _states(told) == ["asked", "asked"] and _shown(told) == ""
    for reach in ("inside", "funder", "public"):
        services.answer_account(token, reach=reach, name="Aminata")
        assert _states(told) == [reach, reach]
    content = services.publish(told.world.actor("nadia"), told.story.id).content
    assert [quote["name"] for claim in content["claims"] for quote in claim["quotes"]] == ["Aminata"] * 2
    assert queries.asking_account(token).said.answers[-1].reach == "public"


def test_a_no_takes_all_she_said_off_also_what_a_finding_stands_on(told, first) -> None:  # type: ignore[no-untyped-def]
    body = told.passage.text.body
    services.publish(told.world.actor("nadia"), told.story.id)
    assert DOOR in _everywhere() and body in _everywhere()  # the whole passage speaks for the finding
    token = services.ask_account(SYSTEM, first.id, language="fr")
    services.answer_account(token, reach="no")
    assert DOOR not in _everywhere() and NOTHING not in _everywhere()
    assert _states(told) == ["no", "no"] and said_no([told.passage.id]) == {told.passage.id}
    with pytest.raises(Problem, match="quote-consent"):
        services.add_quote(SYSTEM, told.claim.id, told.passage.id)
    with pytest.raises(Problem, match="quote-consent"):
        services.ask_account(SYSTEM, first.id, language="fr")
    services.answer_account(token, reach="public")  # she changes her mind, by her own link
    assert _states(told) == ["public", "public"]


def test_what_is_added_or_told_otherwise_is_asked_again_and_what_is_taken_away_is_not(told, first) -> None:  # type: ignore[no-untyped-def]
    token = services.ask_account(SYSTEM, first.id, language="fr")
    services.answer_account(token, reach="public")
    added = services.add_quote(SYSTEM, told.figure_claim.id, told.passage.id)
    assert set(_states(told)) == {"changed"} and _shown(told) == ""
    services.remove_quote(SYSTEM, added.id)
    assert _states(told) == ["public", "public"]
    services.change_claim(SYSTEM, told.claim.id, texts={"fr": "Tout autre."}, finding_id=told.finding.id)
    assert _states(told) == ["changed", "changed"]
    services.answer_account(token, reach="public")
    services.remove_quote(SYSTEM, first.id)
    assert _states(told) == ["public"]


def test_passages_that_she_did_not_see_are_not_shown_as_evidence_either(told, first) -> None:  # type: ignore[no-untyped-def]
    services.note_account(SYSTEM, first.id, reach="public", way="aloud", witness="Monique")
    threads = [claim["thread"]["evidence"] for claim in preview(SYSTEM, told.world.journey.id)["claims"]]
    assert told.passage.text.body not in json.dumps(threads, ensure_ascii=False) and DOOR in _shown(told)


def test_one_passage_alone_can_still_be_refused(told, first) -> None:  # type: ignore[no-untyped-def]
    token = services.ask_account(SYSTEM, first.id, language="fr")
    services.answer_account(token, reach="public")
    services.note_answer(SYSTEM, first.id, reach="no", way="aloud", witness="Monique")
    assert _states(told) == ["no", "public"]
    assert [one.words for one in queries.asking_account(token).told] == [NOTHING]


def test_it_ends_with_its_day_and_needs_a_witness_on_paper(told, first) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Problem, match="consent-witness"):
        services.note_account(SYSTEM, first.id, reach="public", way="paper", witness="")
    with pytest.raises(Problem, match="consent-until"):
        services.note_account(
            SYSTEM, first.id, reach="public", way="paper", witness="M", until=today() - timedelta(days=1)
        )
    services.note_account(SYSTEM, first.id, reach="public", way="paper", witness="canary-witness", until=today())
    services.publish(told.world.actor("nadia"), told.story.id)
    assert DOOR in _everywhere() and "canary-witness" not in _everywhere()
    QuoteConsent.objects.update(until=today() - timedelta(days=1))
    assert _states(told) == ["ended", "ended"]
    quotes_ended()
    assert DOOR not in json.dumps(public_story(told.story.slug).content, ensure_ascii=False)


def test_it_is_asked_of_one_person_by_those_who_may_and_ends_with_her_words(told, first) -> None:  # type: ignore[no-untyped-def]
    for name in ("patrick", "stranger claire"):
        with pytest.raises((NotFound, Forbidden)):
            services.ask_account(told.world.actor(name), first.id, language="fr")
    token = services.ask_account(SYSTEM, first.id, language="fr")
    with pytest.raises(NotFound):
        queries.asking_account("nothing")
    Document.objects.update(people=6)  # several people speak: nobody answers for all of them
    with pytest.raises(NotFound):
        services.ask_account(SYSTEM, first.id, language="fr")
    assert queries.more_than_one([first.id]) == {}
    Document.objects.update(people=1)
    assert queries.more_than_one([first.id]) == {first.id: 2}
    from vises.apps.collection.services.withdrawals import withdraw

    withdraw(told.documents[0].receipt)
    with pytest.raises(NotFound):
        queries.asking_account(token)
    assert not QuoteConsent.objects.exists() and findings
