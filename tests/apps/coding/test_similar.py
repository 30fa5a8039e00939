"""Proposals: in texts one reads, of people who agree, unmarked, in the same language; refused once, never again."""

import pytest

from vises.apps.access.actor import SYSTEM, actor_for
from vises.apps.access.rules import Role
from vises.apps.access.services import give_role
from vises.apps.accounts.services import make_user
from vises.apps.coding import services
from vises.apps.coding.models import Passage, Refusal
from vises.apps.coding.queries.passages import passages
from vises.apps.coding.queries.similar import TEXTS, similar_page
from vises.apps.coding.services import names, proposals
from vises.apps.coding.services.apart import begin_apart
from vises.apps.collection.models import Document
from vises.apps.collection.services import withdrawals
from vises.apps.collection.services.documents import add_document
from vises.apps.journeys.services.plan import LineWords, add_line
from vises.kernel.problems import Forbidden, NotFound, Problem

MARKED = "Le regard des gens, ça pèse."
ALIKE = "Personne ne m'avait regardée comme ça, sans peser mes habits."
OTHER = "Le bus passe le mardi. Les prix sont bas. On boit un café."


@pytest.fixture
def hear(world, line):  # type: ignore[no-untyped-def]
    def hear(body: str, language: str = "fr", on=line):  # type: ignore[no-untyped-def]
        kept = add_document(SYSTEM, on.id, kind="interview", title=body[:12], text=body, language=language)
        return kept, services.take_in(SYSTEM, kept.document.id)

    return hear


@pytest.fixture
def look(world, hear):  # type: ignore[no-untyped-def]
    """A theme with one passage; gives the theme."""
    code = services.add_code(SYSTEM, world.journey.id, names={"fr": "regard"})
    _, text = hear(f"{MARKED}\n{OTHER}")
    services.mark(SYSTEM, text.id, code.id, 0, len(MARKED))
    return code


def _words(world, code, who="rita", **more):  # type: ignore[no-untyped-def]
    return [one.words for one in similar_page(world.actor(who), world.journey.id, code.id, **more).proposals]


def test_what_resembles_is_proposed_and_a_person_confirms_it(world, hear, look) -> None:  # type: ignore[no-untyped-def]
    _, text = hear(f"Bonjour.\n{ALIKE}\n{OTHER}")
    page = similar_page(world.actor("rita"), world.journey.id, look.id)
    (one,) = page.proposals
    assert (one.words, one.text_id, page.learnt, page.texts) == (ALIKE, text.id, 1, 2)
    assert set(one.shared) == {"regardée", "peser"} and "Bonjour." in one.before
    assert Passage.objects.count() == 1  # nothing is marked by itself
    rita = world.actor("rita")
    proposals.confirm(rita, one.text_id, look.id, one.start, one.end, one.seen)
    made = Passage.objects.get(text=text)
    assert made.proposed and made.coder_id == rita.id and text.body[made.start : made.end] == ALIKE
    assert _words(world, look) == []
    told = {row.words: (row.proposed, row.coder) for row in passages(rita, world.journey.id, code_id=look.id)}
    assert told == {MARKED: (False, ""), ALIKE: (True, "Rita here")}
    with pytest.raises(Problem, match=r"coding\.already-marked"):
        proposals.confirm(rita, one.text_id, look.id, one.start, one.end, one.seen)
    with pytest.raises(Problem, match=r"coding\.text-moved"):
        proposals.confirm(rita, one.text_id, look.id, one.start, one.end, "0" * 64)


def test_like_one_passage_only(world, hear, look) -> None:  # type: ignore[no-untyped-def]
    _, text = hear("Le pantalon coûte trois euros, un petit prix.")
    other = services.mark(SYSTEM, text.id, look.id, 0, 45)
    hear(f"{ALIKE}\nUn pantalon à petit prix, trois euros.")
    first = Passage.objects.exclude(pk=other.pk).get()
    assert _words(world, look, like=first.id) == [ALIKE]
    assert _words(world, look, like=other.id) == ["Un pantalon à petit prix, trois euros."]
    with pytest.raises(NotFound):
        _words(world, look, like=look.id)


def test_a_refusal_is_remembered_follows_the_words_and_may_be_taken_back(world, hear, look) -> None:  # type: ignore[no-untyped-def]
    _, text = hear(f"Fatoumata rit.\n{ALIKE}")
    rita = world.actor("rita")
    (one,) = similar_page(rita, world.journey.id, look.id).proposals
    proposals.refuse(rita, text.id, look.id, one.start, one.end, one.seen)
    proposals.refuse(rita, text.id, look.id, one.start, one.end, one.seen)
    assert _words(world, look) == [] and Refusal.objects.count() == 1
    names.begin_key(rita, text.id)
    names.pseudonymise(world.actor("rita"), text.id, [names.Change(0, 9, "first", "[prénom 1]")], seen=text.hash)
    text.refresh_from_db()
    row = Refusal.objects.get()
    assert text.body[row.start : row.end] == ALIKE and _words(world, look) == []
    # a theme that goes into another one takes along what was said not to belong
    into = services.add_code(SYSTEM, world.journey.id, names={"fr": "dignité"})
    services.merge(SYSTEM, look.id, into.id)
    assert _words(world, into) == []
    assert similar_page(rita, world.journey.id, into.id).refused == 1
    assert proposals.propose_again(world.actor("rita"), into.id) == 1
    assert _words(world, into) == [ALIKE]


def test_only_in_what_one_reads_and_people_agree_to(world, line, hear, look) -> None:  # type: ignore[no-untyped-def]
    closed = add_line(SYSTEM, world.journey.id, LineWords(looks_at={"fr": "Autre"}, method="interview", target=3))
    hear(ALIKE, on=closed)
    assert _words(world, look) == [ALIKE]
    lea = make_user("lea@here.example", "Léa", "fr")
    give_role(SYSTEM, lea, world.journey.scope, Role.READER, detail=line.id)
    page = similar_page(actor_for(lea), world.journey.id, look.id)
    assert (page.proposals, page.texts) == ((), 1)
    for name in ("nadia", "mo"):
        page = similar_page(world.actor(name), world.journey.id, look.id)
        assert (page.proposals, page.texts, page.learnt, page.refused) == ((), 0, 0, 0)
    for name in ("patrick", "stranger rita", "fred"):
        with pytest.raises((NotFound, Forbidden)):
            similar_page(world.actor(name), world.journey.id, look.id)
    text = similar_page(world.actor("rita"), world.journey.id, look.id).proposals[0]
    for act in (proposals.confirm, proposals.refuse):
        with pytest.raises((NotFound, Forbidden)):
            act(actor_for(lea), text.text_id, look.id, text.start, text.end, text.seen)
    Document.objects.filter(line=closed).update(consents=["quote"])
    assert _words(world, look) == []


def test_words_taken_back_leave_nothing_behind(world, hear, look) -> None:  # type: ignore[no-untyped-def]
    kept, text = hear(ALIKE)
    rita = world.actor("rita")
    (one,) = similar_page(rita, world.journey.id, look.id).proposals
    proposals.refuse(rita, text.id, look.id, one.start, one.end, one.seen)
    withdrawals.withdraw(kept.receipt)
    assert not Refusal.objects.exists() and similar_page(rita, world.journey.id, look.id).texts == 1


def test_nothing_of_others_for_who_reads_blind(world, line, hear, look) -> None:  # type: ignore[no-untyped-def]
    hear(ALIKE)
    lea = make_user("lea@here.example", "Léa", "fr")
    give_role(SYSTEM, lea, world.journey.scope, Role.READER, detail=line.id)
    begin_apart(world.actor("rita"), Passage.objects.get().text_id, 1, 2, lea.id)
    for actor in (world.actor("rita"), actor_for(lea)):
        page = similar_page(actor, world.journey.id, look.id)
        assert (page.learnt, page.proposals, page.texts) == (0, (), 1)


def test_within_one_language(world, hear, look) -> None:  # type: ignore[no-untyped-def]
    hear("De blik van de mensen weegt. De bus rijdt dinsdag. De prijzen zijn laag. We drinken koffie.", "nl")
    assert _words(world, look) == []
    services.change_code(SYSTEM, look.id, names={"fr": "regard"}, definitions={"nl": "Hoe de blik van anderen weegt."})
    assert _words(world, look) == ["De blik van de mensen weegt."]


def test_where_texts_are_many_those_that_share_most(world, hear, look, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for n in range(TEXTS + 5):
        hear(f"{OTHER} Numéro {n}.")
    hear(ALIKE)
    with django_assert_max_num_queries(16):
        assert _words(world, look) == [ALIKE]


# --- with a sentence model


def test_what_says_the_same_in_other_words_and_languages_is_proposed(world, hear, look, sentence_model) -> None:  # type: ignore[no-untyped-def]
    before = "De mensen staan naar mij te kijken."
    _, dutch = hear(f"{before}\nDe bus stopt hier niet.", language="nl")
    hear(f"{ALIKE}\n{OTHER}")
    page = similar_page(world.actor("rita"), world.journey.id, look.id)
    by_both, by_meaning = page.proposals
    assert page.meaning and (by_both.words, by_both.like) == (ALIKE, MARKED) and by_both.shared
    assert (by_meaning.text_id, by_meaning.words, by_meaning.shared) == (dutch.id, before, ())
    assert (by_meaning.like, by_meaning.like_language) == (MARKED, "fr")
    assert Passage.objects.count() == 1  # nothing is marked by itself
    rita = world.actor("rita")
    proposals.refuse(rita, by_meaning.text_id, look.id, by_meaning.start, by_meaning.end, by_meaning.seen)
    proposals.confirm(rita, by_both.text_id, look.id, by_both.start, by_both.end, by_both.seen)
    assert _words(world, look) == []


def test_without_a_model_only_shared_words_decide(world, hear, look) -> None:  # type: ignore[no-untyped-def]
    hear("De mensen staan naar mij te kijken.", language="nl")
    page = similar_page(world.actor("rita"), world.journey.id, look.id)
    assert not page.meaning and page.proposals == ()


def test_a_model_opens_no_text_that_is_closed(world, hear, look, sentence_model) -> None:  # type: ignore[no-untyped-def]
    kept, _ = hear("De mensen staan naar mij te kijken.", language="nl")
    Document.objects.filter(pk=kept.document.id).update(consents=[])
    assert _words(world, look) == []
    Document.objects.filter(pk=kept.document.id).update(consents=["analysis"])
    assert len(_words(world, look)) == 1
    with pytest.raises(NotFound):
        _words(world, look, who="stranger rita")
