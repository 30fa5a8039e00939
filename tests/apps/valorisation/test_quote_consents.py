"""Consent for one quote: the person sees it in its place; her latest answer counts; a no takes it off at once."""

import json
from datetime import timedelta

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.coding import services as coding
from vises.apps.collection.services.documents import add_document
from vises.apps.collection.services.withdrawals import keep_uses, withdraw
from vises.apps.findings import services as findings
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


NEVER = "Chez nous on dit bonjour"


@pytest.fixture
def never_asked(told):  # type: ignore[no-untyped-def]
    """A conversation that was typed in long ago: nobody was asked whether its words may be published."""
    world = told.world
    old = add_document(
        SYSTEM, told.documents[0].document.line_id, kind="interview", title="2015", text=f"{NEVER}.", language="fr"
    )
    text = coding.take_in(world.actor("rita"), old.document.id)
    passage = coding.mark(world.actor("rita"), text.id, told.code.id, 0, len(NEVER))
    return old, passage


def _put(told, passage):  # type: ignore[no-untyped-def]
    from tests.apps.valorisation.conftest import rita_and_editor

    reader = rita_and_editor(told.world)
    return reader, services.add_quote(reader, told.claim.id, passage.id)


def test_who_was_never_asked_is_asked_for_one_passage_and_until_a_yes_it_stays_inside(told, never_asked) -> None:  # type: ignore[no-untyped-def]
    _old, passage = never_asked
    reader, quote = _put(told, passage)

    def state():  # type: ignore[no-untyped-def]
        return queries.quote_line(reader, quote.id).said.state

    assert state() == "to-ask" and NEVER not in json.dumps(_publish(told).content, ensure_ascii=False)
    token = services.ask_about_quote(reader, quote.id, language="fr")
    assert queries.asking(token).knot["words"] == NEVER and NEVER not in _shown(told)
    for reach in ("inside", "funder"):
        services.answer_about_quote(token, reach=reach)
        assert state() == reach and NEVER not in _shown(told)
    services.answer_about_quote(token, reach="public")
    assert NEVER in json.dumps(_publish(told).content, ensure_ascii=False)
    # the yes is to these words under this sentence: nowhere else
    other = services.add_quote(reader, told.figure_claim.id, passage.id)
    content = preview(reader, told.world.journey.id)
    by_claim = {claim["id"]: json.dumps(claim["quotes"], ensure_ascii=False) for claim in content["claims"]}
    assert NEVER in by_claim[str(told.claim.id)] and NEVER not in by_claim[str(told.figure_claim.id)]
    assert queries.quote_line(reader, other.id).said.state == "changed"
    findings.add_evidence(SYSTEM, told.finding.id, says={"fr": "On salue."}, passage_id=passage.id)
    threads = [claim["thread"]["evidence"] for claim in preview(reader, told.world.journey.id)["claims"]]
    assert NEVER not in json.dumps(threads, ensure_ascii=False)
    services.answer_about_quote(token, reach="no")
    assert NEVER not in json.dumps(list(Publication.objects.values_list("content", flat=True)), ensure_ascii=False)


def test_only_those_who_read_her_words_ask_her_and_see_them(told, never_asked) -> None:  # type: ignore[no-untyped-def]
    _old, passage = never_asked
    with pytest.raises(Problem, match="quote-unread"):
        services.add_quote(told.world.actor("nadia"), told.claim.id, passage.id)
    reader, quote = _put(told, passage)
    assert queries.quote_line(reader, quote.id).words == NEVER
    seen = {line.id: line.words for line in queries.quote_lines(told.world.actor("nadia"), told.claim.id)}
    assert seen[quote.id] == "" and WORDS in "".join(seen.values())
    with pytest.raises(Problem, match="quote-unread"):
        services.ask_about_quote(told.world.actor("nadia"), quote.id, language="fr")
    services.note_answer(reader, quote.id, reach="public", way="aloud", witness="Monique")
    seen = {line.id: line.words for line in queries.quote_lines(told.world.actor("nadia"), told.claim.id)}
    assert seen[quote.id] == NEVER


def test_who_said_no_in_general_is_left_in_peace(told) -> None:  # type: ignore[no-untyped-def]
    reader = told.world.actor("claire")
    with pytest.raises(Problem, match="quote-consent"):
        services.add_quote(reader, told.claim.id, told.closed_passage.id)
    with pytest.raises(Problem, match="quote-consent"):
        services.add_quote(SYSTEM, told.claim.id, told.closed_passage.id)


def test_who_takes_a_use_back_is_not_asked_any_more_and_others_of_the_line_stay(told, never_asked) -> None:  # type: ignore[no-untyped-def]
    old, passage = never_asked
    reader, quote = _put(told, passage)
    services.note_answer(reader, quote.id, reach="public", way="paper", witness="Monique")
    _publish(told)
    keep_uses(told.documents[0].receipt, ["analysis", "quote"])  # the first life story: "public" goes
    shown = json.dumps(public_story(told.story.slug).content, ensure_ascii=False)
    assert WORDS not in shown and NEVER in shown
    assert not told.claim.quotes.filter(passage=told.passage).exists()
    with pytest.raises(Problem, match="quote-consent"):
        services.add_quote(reader, told.claim.id, told.passage.id)
    withdraw(old.receipt)
    assert NEVER not in json.dumps(public_story(told.story.slug).content, ensure_ascii=False)


def test_a_no_to_one_passage_is_not_asked_again(told, never_asked) -> None:  # type: ignore[no-untyped-def]
    _old, passage = never_asked
    reader, quote = _put(told, passage)
    services.note_answer(reader, quote.id, reach="no", way="aloud", witness="Monique")
    with pytest.raises(Problem, match="quote-consent"):
        services.ask_about_quote(reader, quote.id, language="fr")
    services.remove_quote(reader, quote.id)
    with pytest.raises(Problem, match="quote-consent"):
        services.add_quote(reader, told.claim.id, passage.id)


def test_what_an_answer_was_asked_and_did_not_agree_to_is_a_no(told, answer) -> None:  # type: ignore[no-untyped-def]
    from vises.apps.coding.queries.consent import said_in_general
    from vises.apps.collection.models import Answer, Wave

    said = {"uuid:yes": ("quote", "public"), "uuid:no": ("quote",), "uuid:never": ()}
    passages = {}
    for name, uses in said.items():
        answer(told.wave, name, changed=f"Mots de {name}.", consents=uses)
        id_ = Answer.objects.get(instance_id=name).id
        passages[name] = coding.mark_said(told.world.actor("rita"), id_, "changed", told.code.id, 0, 6).id
    found = said_in_general(passages.values())
    assert [found[passages[name]] for name in said] == ["yes", "no", "no"]
    Wave.objects.filter(pk=told.wave.id).update(consent_uses=["analysis"])
    assert said_in_general(passages.values())[passages["uuid:never"]] == "not-asked"
