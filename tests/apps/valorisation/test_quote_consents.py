"""Consent for one quote: the person sees it in its place; her latest answer counts; a no takes it off at once."""

import json
from datetime import timedelta

import pytest

from vises.apps.valorisation import services
from vises.apps.valorisation.models import Publication, PublicationTask, QuoteConsent
from vises.apps.valorisation.queries import consents as queries
from vises.apps.valorisation.queries.editor import preview
from vises.apps.valorisation.queries.public import public_story
from vises.apps.valorisation.services.consents import quotes_ended
from vises.kernel.clock import today
from vises.kernel.problems import Forbidden, NotFound, Problem

WORDS = "J'entre par la même porte"


def _quote(told):  # type: ignore[no-untyped-def]
    return told.claim.quotes.get()


def _ask(told):  # type: ignore[no-untyped-def]
    return services.ask_about_quote(told.world.actor("claire"), _quote(told).id, language="fr")


def _publish(told):  # type: ignore[no-untyped-def]
    return services.publish(told.world.actor("nadia"), told.story.id)


def _shown(told):  # type: ignore[no-untyped-def]
    return json.dumps(preview(told.world.actor("nadia"), told.world.journey.id), ensure_ascii=False)


def _state(told):  # type: ignore[no-untyped-def]
    return queries.quote_line(told.world.actor("claire"), _quote(told).id).said.state


def test_asked_it_waits_and_only_what_is_agreed_is_published(told) -> None:  # type: ignore[no-untyped-def]
    assert WORDS in _shown(told) and _state(told) == "not-asked"
    token = _ask(told)
    assert WORDS not in _shown(told) and _state(told) == "asked"
    page = queries.asking(token)
    assert page.sentence == told.claim.texts and WORDS in page.knot["words"] and "text" not in page.knot
    for reach in ("inside", "funder"):
        services.answer_about_quote(token, reach=reach)
        assert WORDS not in _shown(told) and _state(told) == reach
    services.answer_about_quote(token, reach="public", name="Fatou")
    assert WORDS in _shown(told) and '"name": "Fatou"' in _shown(told)
    services.answer_about_quote(token, reach="public")
    assert WORDS in _shown(told) and "Fatou" not in _shown(told)
    assert QuoteConsent.objects.count() == 5  # all she said is kept


def test_a_no_takes_the_words_off_what_is_published_and_they_cannot_be_quoted_again(told) -> None:  # type: ignore[no-untyped-def]
    token = _ask(told)
    services.answer_about_quote(token, reach="public")
    row = _publish(told)
    assert WORDS in json.dumps(row.content, ensure_ascii=False)
    services.answer_about_quote(token, reach="no", until=today() - timedelta(days=3))
    everywhere = json.dumps(list(Publication.objects.values_list("content", flat=True)), ensure_ascii=False)
    assert WORDS not in everywhere and WORDS not in json.dumps(public_story(told.story.slug).content)
    assert PublicationTask.objects.filter(story=told.story, done_at=None).exists()
    line = queries.quote_line(told.world.actor("claire"), _quote(told).id)
    assert line.said.state == "no" and line.words == ""
    with pytest.raises(Problem, match="quote-consent"):
        services.add_quote(told.world.actor("claire"), told.claim.id, told.passage.id)


def test_it_ends_with_its_day(told) -> None:  # type: ignore[no-untyped-def]
    token = _ask(told)
    with pytest.raises(Problem, match="consent-until"):
        services.answer_about_quote(token, reach="public", until=today() - timedelta(days=1))
    services.answer_about_quote(token, reach="public", until=today())
    _publish(told)
    quotes_ended()
    assert WORDS in json.dumps(public_story(told.story.slug).content, ensure_ascii=False)
    QuoteConsent.objects.filter(reach="public").update(until=today() - timedelta(days=1))
    assert _state(told) == "ended" and WORDS not in _shown(told)
    quotes_ended()
    assert WORDS not in json.dumps(public_story(told.story.slug).content, ensure_ascii=False)


def test_it_is_asked_again_when_the_sentence_above_changes(told) -> None:  # type: ignore[no-untyped-def]
    token = _ask(told)
    services.answer_about_quote(token, reach="public")
    services.change_claim(
        told.world.actor("claire"), told.claim.id, texts={"fr": "Tout autre chose."}, finding_id=told.claim.finding_id
    )
    assert _state(told) == "changed"
    content = preview(told.world.actor("nadia"), told.world.journey.id)
    assert all(claim["quotes"] == [] for claim in content["claims"])
    services.answer_about_quote(token, reach="public")
    assert _state(told) == "public"


def test_on_paper_or_read_aloud_there_is_a_witness(told) -> None:  # type: ignore[no-untyped-def]
    claire, quote = told.world.actor("claire"), _quote(told)
    with pytest.raises(Problem, match="consent-witness"):
        services.note_answer(claire, quote.id, reach="public", way="aloud", witness=" ")
    with pytest.raises(Problem, match="consent-way"):
        services.note_answer(claire, quote.id, reach="public", way="link", witness="Monique")
    with pytest.raises(Problem, match="consent-reach"):
        services.note_answer(claire, quote.id, reach="all", way="paper", witness="Monique")
    services.note_answer(claire, quote.id, reach="public", way="aloud", witness="canary-witness")
    assert WORDS in _shown(told) and "canary-witness" not in _shown(told)


def test_strangers_do_not_ask_and_a_link_of_elsewhere_opens_nothing(told) -> None:  # type: ignore[no-untyped-def]
    for name in ("patrick", "stranger claire"):
        with pytest.raises((NotFound, Forbidden)):
            services.ask_about_quote(told.world.actor(name), _quote(told).id, language="fr")
    with pytest.raises(NotFound):
        queries.asking("nothing")
