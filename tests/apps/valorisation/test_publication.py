"""Publishing by the enterprise alone, what never leaves, and what a withdrawal does to a published page."""

import json

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.coding import services as coding
from vises.apps.coding.models import ToldTheme
from vises.apps.coding.services import names
from vises.apps.collection.models import Document
from vises.apps.collection.services import withdrawals
from vises.apps.datasets import services as datasets
from vises.apps.findings import services as findings
from vises.apps.findings.models import Evidence
from vises.apps.findings.queries.ground import grounds
from vises.apps.valorisation import services
from vises.apps.valorisation.models import Publication, PublicationTask, Quote
from vises.apps.valorisation.queries.editor import inside_thread, preview, story_page
from vises.apps.valorisation.queries.public import library, public_story
from vises.apps.valorisation.queries.stands import stands_on
from vises.kernel.problems import Forbidden, NotFound, Problem
from vises.platform.jobs.services import run_next


def _published(told):  # type: ignore[no-untyped-def]
    return services.publish(told.world.actor("nadia"), told.story.id)


def test_only_the_referent_publishes(told) -> None:  # type: ignore[no-untyped-def]
    for name in ("claire", "mo"):
        with pytest.raises(Forbidden):
            services.publish(told.world.actor(name), told.story.id)
    for name in ("stranger nadia", "patrick", "cora"):
        with pytest.raises(NotFound):
            services.publish(told.world.actor(name), told.story.id)
    assert _published(told).state == "public"


def test_nothing_that_stays_inside_is_found_in_what_is_published(told) -> None:  # type: ignore[no-untyped-def]
    text = json.dumps(_published(told).content, ensure_ascii=False)
    assert [canary for canary in told.inside_only if canary in text] == []
    assert "J'entre par la même porte" in text and "Pas d'accord." in text and "Clients" in text


def test_the_inside_depth_holds_what_the_public_one_leaves_out(told) -> None:  # type: ignore[no-untyped-def]
    text = json.dumps(inside_thread(SYSTEM, told.world.journey.id, told.claim.id), ensure_ascii=False)
    missing = [canary for canary in told.inside_only if canary not in text]
    assert missing == ["canary-memo"]  # memos belong to the coding page


def test_words_are_shown_inside_only_to_their_readers(told) -> None:  # type: ignore[no-untyped-def]
    world = told.world
    nadia = json.dumps(inside_thread(world.actor("nadia"), world.journey.id, told.claim.id), ensure_ascii=False)
    assert "canary-unconsented" not in nadia and "J'entre par la même porte" in nadia


def test_the_thread_goes_from_the_sentence_to_the_version_of_the_method(told) -> None:  # type: ignore[no-untyped-def]
    claim = _published(told).content["claims"][0]
    knot = claim["thread"]
    number = next(item for item in knot["evidence"] if item["kind"] == "number")
    assert number["number"]["count"] == 12 and number["number"]["of"] == 17
    assert number["instrument"]["wording"]["fr"].startswith("Avez-vous rencontré")
    assert number["plan"]["looks_at"] == {"fr": "Les rencontres"} and number["plan"]["reached"] == 19
    assert knot["question"]["texts"]["fr"] == "Que change la même table ?"
    assert knot["decision"]["reservation_count"] == 1 and knot["decision"]["people"] == 11
    assert knot["method"]["code"] == "3" and knot["method"]["hash"]
    assert knot["has_against"] and {item["side"] for item in knot["evidence"]} == {"for", "against"}


def test_too_few_people_are_told_in_words(told, answer) -> None:  # type: ignore[no-untyped-def]
    told.wave.version.sensitive = ["met"]
    told.wave.version.save()
    public = grounds([told.finding], public=True)[told.finding.id]
    number = next(item for item in public["evidence"] if item["kind"] == "number")
    assert number["number"]["hidden"] and number["in_words"]
    assert number["number"]["count"] is None and number["number"]["sentences"] == {}
    inside = grounds([told.finding], public=False)[told.finding.id]
    assert next(i for i in inside["evidence"] if i["kind"] == "number")["number"]["count"] == 12


def test_a_theme_of_few_people_is_not_counted_outside(told) -> None:  # type: ignore[no-untyped-def]
    theme = next(i for i in grounds([told.finding], public=True)[told.finding.id]["evidence"] if i["theme"])["theme"]
    assert theme["few"] and theme["people"] is None and theme["passages"] is None


def test_a_quote_needs_consent_to_publication(told) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Problem, match="quote-consent"):
        services.add_quote(told.world.actor("claire"), told.claim.id, told.closed_passage.id)


def test_a_sentence_on_nothing_is_not_published(told) -> None:  # type: ignore[no-untyped-def]
    services.add_claim(told.world.actor("claire"), told.story.id, texts={"fr": "Tout va bien.", "nl": "Goed."})
    with pytest.raises(Problem, match="claim-ground"):
        _published(told)
    page = story_page(told.world.actor("nadia"), told.world.journey.id)
    assert [sentence.grounded for sentence in page.sentences] == [True, True, False]


def test_a_missing_language_stops_publication(told) -> None:  # type: ignore[no-untyped-def]
    services.add_claim(
        told.world.actor("claire"), told.story.id, texts={"fr": "Seulement ici."}, finding_id=told.finding.id
    )
    with pytest.raises(Problem, match="claim-language"):
        _published(told)


def test_publishing_anew_replaces_and_withdrawing_empties_the_address(told) -> None:  # type: ignore[no-untyped-def]
    _published(told)
    assert _published(told).number == 2
    assert list(Publication.objects.order_by("number").values_list("state", flat=True)) == ["replaced", "public"]
    assert [shelf.slug for shelf in library(words="tete haute")] == [told.story.slug]
    assert library(words="introuvable") == () and library(territory="flanders") == ()
    services.withdraw(told.world.actor("nadia"), told.story.id)
    story = public_story(told.story.slug)
    assert story.withdrawn_at and story.content == {} and library() == ()
    with pytest.raises(Problem, match="nothing-public"):
        services.withdraw(told.world.actor("nadia"), told.story.id)


def test_withdrawn_words_leave_the_page_at_once(told) -> None:  # type: ignore[no-untyped-def]
    before = _published(told)
    withdrawals.withdraw(told.documents[0].receipt)
    after = public_story(told.story.slug)
    text = json.dumps(after.content, ensure_ascii=False)
    assert "J'entre par la même porte" not in text and after.revised_at and after.hash != before.hash
    assert not Quote.objects.exists()
    assert Evidence.objects.filter(lost_ground="withdrawn").count() == 1
    assert set(PublicationTask.objects.values_list("code", flat=True)) == {"quote-withdrawn"}
    assert story_page(told.world.actor("nadia"), told.world.journey.id).tasks


def test_fewer_uses_take_the_quote_off_and_leave_the_evidence(told) -> None:  # type: ignore[no-untyped-def]
    _published(told)
    withdrawals.keep_uses(told.documents[0].receipt, ["analysis", "quote"])
    assert "J'entre par la même porte" not in json.dumps(public_story(told.story.slug).content, ensure_ascii=False)
    assert Evidence.objects.filter(passage=told.passage).exists()


def test_an_answer_withdrawn_hides_the_figure_and_the_sentence_that_says_it(told, answer) -> None:  # type: ignore[no-untyped-def]
    for n in range(17, 30):
        answer(told.wave, f"uuid:{n}", met="no" if n % 2 else "yes")
    _published(told)
    withdrawals.withdraw(told.answers[16].receipt)  # 18 of 29 beside 18 of 30 would say what she had answered
    while run_next():
        pass
    claims = public_story(told.story.slug).content["claims"]
    numbers = [item["number"] for claim in claims for item in claim["thread"]["evidence"] if item["number"]]
    assert all(number["hidden"] and number["count"] is None for number in numbers)
    door, figure = claims
    assert not door["hidden"] and door["recalculated_on"]  # a quote still speaks for it
    assert not figure["hidden"]  # it says "12", which the number was not when it was published
    assert set(PublicationTask.objects.values_list("code", flat=True)) == {"figure-changed"}
    again = _published(told).content["claims"][0]  # publishing anew shows no more
    assert next(item["number"] for item in again["thread"]["evidence"] if item["number"])["hidden"]
    assert Evidence.objects.get(analysis=told.analysis).lost_ground == "recalculated"


def test_a_sentence_that_says_the_number_in_digits_goes_with_it(told) -> None:  # type: ignore[no-untyped-def]
    _published(told)  # "12 people", of whom 12 of 17 said yes
    withdrawals.withdraw(told.answers[0].receipt)
    while run_next():
        pass
    door, figure = public_story(told.story.slug).content["claims"]
    assert figure["hidden"] and not door["hidden"]
    assert set(PublicationTask.objects.values_list("code", flat=True)) == {"claim-hidden", "figure-changed"}


def test_a_figure_that_may_still_be_shown_is_marked(told, answer) -> None:  # type: ignore[no-untyped-def]
    for n in range(17, 30):
        answer(told.wave, f"uuid:{n}", met="no" if n % 2 else "yes")
    datasets.ask(SYSTEM, told.wave.id, "met", category="yes")
    _published(told)
    for n in range(30, 38):
        answer(told.wave, f"uuid:{n}", met="no" if n % 2 else "yes")
    withdrawals.withdraw(told.answers[0].receipt)
    while run_next():
        pass
    door, figure = public_story(told.story.slug).content["claims"]
    number = next(item["number"] for item in door["thread"]["evidence"] if item["number"])
    assert number["of"] == 37 and not door["hidden"] and door["recalculated_on"]
    assert not figure["hidden"]  # it says "12", which the number was not when it was published
    assert set(PublicationTask.objects.values_list("code", flat=True)) == {"figure-changed"}


def test_what_stands_on_a_passage(told) -> None:  # type: ignore[no-untyped-def]
    world = told.world
    found = stands_on(SYSTEM, world.journey.id, "passage", told.passage.id)
    assert [finding.label for finding in found.findings] == ["F1"] and found.quoted == 1
    assert len(found.findings[0].claims) == 2 and not found.findings[0].claims[0].public
    with pytest.raises((NotFound, Forbidden)):
        stands_on(world.actor("nadia"), world.journey.id, "passage", told.passage.id)


def test_choices_and_limits_cannot_be_left_out(told) -> None:  # type: ignore[no-untyped-def]
    findings.change_finding(told.world.actor("claire"), told.finding.id, limits={"fr": "Pas d'avant-après."})
    choices = preview(told.world.actor("nadia"), told.world.journey.id)["choices"]
    assert choices["limits"] == [{"fr": "Pas d'avant-après."}] and choices["sampling"][0]["target"] == 150


def test_the_reads_do_not_grow_with_the_story(told, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for n in range(4):
        services.add_claim(
            SYSTEM, told.story.id, texts={"fr": f"Phrase {n}", "nl": f"Zin {n}"}, finding_id=told.finding.id
        )
    with django_assert_max_num_queries(72):
        story_page(told.world.actor("nadia"), told.world.journey.id)


def test_an_answer_in_words_is_quoted_and_goes_with_its_person(told, answer) -> None:  # type: ignore[no-untyped-def]
    from vises.apps.coding import services as coding
    from vises.apps.collection.models import Answer

    said = {"uuid:open": ("quote", "public"), "uuid:closed": ("quote",)}
    receipts = {
        name: answer(told.wave, name, changed=f"Mots de {name}.", consents=uses).receipt for name, uses in said.items()
    }
    rita, claire = told.world.actor("rita"), told.world.actor("claire")
    passages = {}
    for name in said:
        id_ = Answer.objects.get(instance_id=name).id
        passages[name] = coding.mark_said(rita, id_, "changed", told.code.id, 0, len(f"Mots de {name}."))
        findings.add_evidence(SYSTEM, told.finding.id, says={"fr": "On dit."}, passage_id=passages[name].id)
    services.add_quote(claire, told.claim.id, passages["uuid:open"].id)
    with pytest.raises(Problem, match="quote-consent"):
        services.add_quote(claire, told.claim.id, passages["uuid:closed"].id)
    text = json.dumps(_published(told).content, ensure_ascii=False)
    assert "Mots de uuid:open." in text and "Mots de uuid:closed." not in text
    withdrawals.withdraw(receipts["uuid:open"])
    assert "Mots de" not in json.dumps(Publication.objects.get().content, ensure_ascii=False)
    assert not Quote.objects.filter(passage_id=passages["uuid:open"].id).exists()
    assert PublicationTask.objects.filter(done_at=None).exists()


def test_a_name_replaced_leaves_the_page_at_once(told) -> None:  # type: ignore[no-untyped-def]
    before = _published(told)
    text = told.passage.text
    place = text.body.index("porte")
    change = names.Change(place, place + len("porte"), "place")
    names.pseudonymise(SYSTEM, text.id, [change], seen=text.hash)
    after = public_story(told.story.slug)
    content = json.dumps(after.content, ensure_ascii=False)
    assert "J'entre par la même porte" not in content and "J'entre par la même [lieu 1]." in content
    assert after.revised_at and after.hash != before.hash
    assert set(PublicationTask.objects.values_list("code", flat=True)) == {"words-changed"}


def test_a_published_theme_is_counted_again_after_it_went_into_another_one(told) -> None:  # type: ignore[no-untyped-def]
    Document.objects.update(people=12)
    _published(told)

    def theme():  # type: ignore[no-untyped-def]
        evidence = public_story(told.story.slug).content["claims"][0]["thread"]["evidence"]
        return next(item["theme"] for item in evidence if item["kind"] == "theme")

    assert (theme()["passages"], theme()["people"]) == (2, 24)
    other = coding.add_code(SYSTEM, told.world.journey.id, names={"fr": "Respect"})
    coding.merge(SYSTEM, told.code.id, other.id)
    withdrawals.withdraw(told.documents[1].receipt)
    assert (theme()["passages"], theme()["people"]) == (1, 12)


def test_what_a_page_says_of_a_theme_after_a_withdrawal_is_what_later_prints_are_held_against(told) -> None:  # type: ignore[no-untyped-def]
    Document.objects.update(people=12)
    _published(told)
    withdrawals.withdraw(told.documents[1].receipt)
    evidence = public_story(told.story.slug).content["claims"][0]["thread"]["evidence"]
    theme = next(item["theme"] for item in evidence if item["kind"] == "theme")
    assert (theme["passages"], theme["people"]) == (1, 12)
    states = [sum(people for _, people, _ in row.heard.values()) for row in ToldTheme.objects.filter(code=told.code.id)]
    assert states == [24, 12]
