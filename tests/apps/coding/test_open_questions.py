"""Answers to open questions are read, marked and quoted person by person, and go with whoever gave them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vises.apps.access.actor import SYSTEM
from vises.apps.coding import services
from vises.apps.coding.models import Passage, Text, TextOrigin
from vises.apps.coding.queries import answers as queries
from vises.apps.coding.queries.consent import covers_publication
from vises.apps.coding.services.apart import begin_apart
from vises.apps.collection.models import Answer, Quarantine
from vises.apps.collection.services import withdrawals
from vises.apps.collection.services.answers import settle
from vises.apps.findings import services as findings
from vises.apps.findings.models import Evidence
from vises.apps.findings.queries.ground import grounds
from vises.apps.findings.queries.themes import themes_of
from vises.kernel.problems import Forbidden, NotFound, Problem

WORDS = {
    "uuid:a": "J'entre par la même porte. Personne ne me demande rien.",
    "uuid:b": "On me salue. C'est tout.",
    "uuid:c": "Rien n'a changé.",
}


@pytest.fixture
def asked(wave, answer):  # type: ignore[no-untyped-def]
    """Three people who wrote, of four; the first agreed to be quoted in public."""
    told = {
        name: answer(wave, name, changed=words, consents=("quote", "public") if name == "uuid:a" else ())
        for name, words in WORDS.items()
    }
    answer(wave, "uuid:d", met="yes")
    return told


@pytest.fixture
def code(world):  # type: ignore[no-untyped-def]
    return services.add_code(SYSTEM, world.journey.id, names={"fr": "Porte"})


def page_of(world, wave, name: str = "rita", **more: int):  # type: ignore[no-untyped-def]
    return queries.open_page(world.actor(name), world.journey.id, wave.id, "changed", "fr", **more)


def mark(world, instance: str, code, words: str):  # type: ignore[no-untyped-def]
    row = Answer.objects.get(instance_id=instance)
    start = WORDS[instance].index(words)
    return services.mark_said(world.actor("rita"), row.id, "changed", code.id, start, start + len(words))


def test_each_person_stands_alone_in_no_order_of_hers(world, wave, asked) -> None:  # type: ignore[no-untyped-def]
    page = page_of(world, wave)
    assert (page.answers, page.wrote, len(page.turns)) == (4, 3, 3)
    by_hash = [str(id_) for id_ in Answer.objects.order_by("sha256").values_list("id", flat=True)]
    shown = [turn.key.partition(":")[0] for turn in page.turns]
    assert shown == [id_ for id_ in by_hash if id_ in shown]
    numbers = [sentence.number for turn in page.turns for lines in turn.paragraphs for sentence in lines]
    assert numbers == list(range(1, 6)) and page.sentences == 5
    agreed = {turn.key.partition(":")[0]: turn.uses for turn in page.turns}
    assert agreed[str(Answer.objects.get(instance_id="uuid:a").id)] == ("analysis", "quote", "public")
    assert not Text.objects.exists()  # reading keeps nothing


def test_only_readers_of_the_line_read_and_mark(world, wave, asked, code) -> None:  # type: ignore[no-untyped-def]
    row = Answer.objects.get(instance_id="uuid:a")
    for name in ("nadia", "mo", "claire", "cora", "stranger rita"):
        with pytest.raises((NotFound, Forbidden)):
            page_of(world, wave, name)
        with pytest.raises((NotFound, Forbidden)):
            services.mark_said(world.actor(name), row.id, "changed", code.id, 0, 5)
        with pytest.raises((NotFound, Forbidden)):
            queries.place_said(
                world.actor(name), world.journey.id, wave.id, "changed", number=1, seen="", first=1, last=1
            )
    assert [(one.question, one.readable) for one in queries.open_rows(world.actor("nadia"), world.journey.id)] == [
        ("changed", False)
    ]
    assert queries.open_rows(world.actor("rita"), world.journey.id)[0].readable


def test_a_passage_is_marked_in_one_persons_words(world, wave, asked, code) -> None:  # type: ignore[no-untyped-def]
    passage = mark(world, "uuid:a", code, "la même porte")
    assert passage.text.body == WORDS["uuid:a"] and passage.text.title == "Qu'est-ce qui a changé ?"
    assert passage.text.detail == wave.line_id and passage.text.language == "fr"
    again = mark(world, "uuid:a", code, "Personne ne me demande rien.")
    assert again.text_id == passage.text_id and TextOrigin.objects.count() == 1
    with pytest.raises(Problem, match="already-marked"):
        mark(world, "uuid:a", code, "la même porte")
    page = page_of(world, wave)
    assert {row.words for row in page.passages} == {"la même porte", "Personne ne me demande rien."}
    assert queries.said_of(world.actor("rita"), world.journey.id, passage.text_id) == (wave.id, "changed", 1)
    assert queries.open_rows(world.actor("rita"), world.journey.id)[0].passages == 2


def test_answers_are_not_read_apart(world, wave, asked, code) -> None:  # type: ignore[no-untyped-def]
    text = mark(world, "uuid:a", code, "la même porte").text
    with pytest.raises(Problem, match="apart-answers"):
        begin_apart(world.actor("rita"), text.id, 1, 1, world.users["mo"].id)


def test_what_cannot_be_marked_leaves_no_snapshot(world, wave, asked, code) -> None:  # type: ignore[no-untyped-def]
    row = Answer.objects.get(instance_id="uuid:a")
    rita = world.actor("rita")
    with pytest.raises(Problem, match=r"coding\.passage"):
        services.mark_said(rita, row.id, "changed", code.id, 3, 3000)
    for place in ("met", "unknown", ""):
        with pytest.raises(NotFound):
            services.mark_said(rita, row.id, place, code.id, 0, 2)
    assert not Text.objects.exists()


def test_by_numbers_of_sentences(world, wave, asked) -> None:  # type: ignore[no-untyped-def]
    rita, page = world.actor("rita"), page_of(world, wave)
    before = 0
    for turn in page.turns:
        count = sum(len(lines) for lines in turn.paragraphs)
        where = {"number": 1, "seen": page.seen, "first": before + 1}
        key, start, _ = queries.place_said(rita, world.journey.id, wave.id, "changed", last=before + count, **where)
        assert (key, start) == (turn.key, 0)
        if before + count < page.sentences:
            with pytest.raises(Problem, match="two-people"):
                queries.place_said(rita, world.journey.id, wave.id, "changed", last=before + count + 1, **where)
        before += count
    with pytest.raises(Problem, match=r"coding\.passage"):
        queries.place_said(
            rita, world.journey.id, wave.id, "changed", number=1, seen=page.seen, first=before + 1, last=before + 1
        )


def test_numbers_that_moved_are_refused(world, wave, asked, answer) -> None:  # type: ignore[no-untyped-def]
    seen = page_of(world, wave).seen
    answer(wave, "uuid:e", changed="Une de plus.")
    with pytest.raises(Problem, match="answers-moved"):
        queries.place_said(
            world.actor("rita"), world.journey.id, wave.id, "changed", number=1, seen=seen, first=1, last=1
        )


def test_many_answers_come_in_pages_with_as_many_queries(world, wave, answer, code, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(queries, "TURNS", 4)
    for number in range(9):
        answer(wave, f"uuid:{number}", changed=f"Mot {number}.")
    with CaptureQueriesContext(connection) as few:
        first = page_of(world, wave)
    assert (first.of, len(first.turns)) == (3, 4) and len(page_of(world, wave, number=3).turns) == 1
    with pytest.raises(NotFound):
        page_of(world, wave, number=4)
    for row in Answer.objects.all():
        services.mark_said(SYSTEM, row.id, "changed", code.id, 0, 3)
    monkeypatch.setattr(queries, "TURNS", 100)
    with CaptureQueriesContext(connection) as many:
        assert len(page_of(world, wave).passages) == 9
    assert len(many) <= len(few) + 2


def test_consent_is_each_persons_own(world, wave, asked, code) -> None:  # type: ignore[no-untyped-def]
    open_, closed = mark(world, "uuid:a", code, "la même porte"), mark(world, "uuid:b", code, "On me salue.")
    assert covers_publication([open_.id, closed.id]) == {open_.id}
    withdrawals.keep_uses(asked["uuid:a"].receipt, ["analysis", "quote"])
    assert not covers_publication([open_.id, closed.id])


def test_a_person_who_answers_two_questions_counts_once(world, line, code) -> None:  # type: ignore[no-untyped-def]
    from vises.apps.collection.services.answers import accept
    from vises.apps.collection.services.waves import open_wave
    from vises.apps.instruments import services as instruments
    from vises.apps.instruments.queries import form_of
    from vises.xforms import FormState

    list_ = "# Deux\nQuoi ? (texte) {what}\nPourquoi ? (texte) {why}\n"
    wave = open_wave(
        SYSTEM,
        instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "Deux"}, plain_list=list_).id,
        titles={"fr": "Deux"},
    )
    state = FormState(form_of(wave.version), None, "uuid:two")
    state.set({"what": ["La porte."], "why": ["Elle est ouverte."]})
    accept(wave, state.to_xml())
    row = Answer.objects.get()
    for place in ("what", "why"):
        services.mark_said(SYSTEM, row.id, place, code.id, 0, 4)
    theme = themes_of([code.id])[code.id]
    assert (theme.passages, theme.people) == (2, 1)


def test_a_withdrawal_takes_passages_off_and_marks_what_stood_on_them(world, wave, asked, code) -> None:  # type: ignore[no-untyped-def]
    passage = mark(world, "uuid:a", code, "la même porte")
    mark(world, "uuid:b", code, "On me salue.")
    finding = findings.write_finding(SYSTEM, world.journey.id, statements={"fr": "La porte compte."})
    proof = findings.add_evidence(SYSTEM, finding.id, says={"fr": "On entre."}, passage_id=passage.id)
    knot = grounds([finding], public=True)[finding.id]["evidence"][0]
    assert knot["quote"]["words"] == "la même porte" and knot["quote"]["kind"] == "answer"
    assert knot["instrument"]["wording"] == {"fr": "Qu'est-ce qui a changé ?"} and knot["plan"]["looks_at"]
    withdrawals.withdraw(asked["uuid:a"].receipt)
    assert [text.body for text in Text.objects.all()] == [WORDS["uuid:b"]]
    assert not Passage.objects.filter(pk=passage.pk).exists()
    assert Evidence.objects.get(pk=proof.pk).lost_ground == "withdrawn"
    assert len(page_of(world, wave).turns) == 2
    knot = grounds([finding], public=True)[finding.id]["evidence"][0]
    assert knot["quote"] is None and knot["in_words"]


def test_words_that_were_corrected_are_quoted_no_more(world, wave, asked, answer, code) -> None:  # type: ignore[no-untyped-def]
    mark(world, "uuid:a", code, "la même porte")
    answer(wave, "uuid:z", changed="Une autre porte.", deprecates="uuid:a")
    assert not Text.objects.exists() and not Passage.objects.exists()
    assert len(page_of(world, wave).turns) == 3
    mark(world, "uuid:b", code, "On me salue.")
    answer(wave, "uuid:b", changed="On ne me salue pas.")
    settle(SYSTEM, Quarantine.objects.get().id, use_second=True)
    assert not Text.objects.exists()


def test_the_group_is_named_where_the_line_asks_one_of_eleven_or_more(world, wave, asked, code, line) -> None:  # type: ignore[no-untyped-def]
    from vises.apps.journeys.models import Stakeholder

    group = Stakeholder.objects.get(journey=world.journey)
    line.from_whom.set([group])
    passage = mark(world, "uuid:a", code, "la même porte")
    finding = findings.write_finding(SYSTEM, world.journey.id, statements={"fr": "La porte compte."})
    findings.add_evidence(SYSTEM, finding.id, says={"fr": "On entre."}, passage_id=passage.id)

    def named() -> object:
        return grounds([finding], public=True)[finding.id]["evidence"][0]["quote"]["groups"]

    assert named() == [{"fr": "Clients"}]
    Stakeholder.objects.filter(pk=group.pk).update(size=4)
    assert named() == []


def test_a_question_of_a_pairing_code_is_offered_to_nobody(world, wave, asked) -> None:  # type: ignore[no-untyped-def]
    def offered() -> list[str]:
        return [row.question for row in queries.open_rows(world.actor("rita"), world.journey.id)]

    assert "changed" in offered()
    wave.version.pairing = ["changed"]
    wave.version.save()
    assert "changed" not in offered()
    with pytest.raises(NotFound):
        page_of(world, wave)
