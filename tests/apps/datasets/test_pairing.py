"""The same people at two moments: paired by a code of questions, compared from five on, never named."""

from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.services import withdrawals
from vises.apps.collection.services.waves import open_wave
from vises.apps.datasets import pairing, queries, services, words
from vises.apps.findings.models import Evidence, Finding
from vises.apps.findings.queries.ground import grounds
from vises.apps.findings.queries.numbers import cited_numbers
from vises.apps.findings.services import evidence, findings
from vises.apps.instruments import services as instruments
from vises.apps.instruments.services.versions import say_same
from vises.kernel.problems import NotFound, Problem

QUESTIONS = """Première lettre du prénom de votre mère ? (texte) {mother}
Quel jour du mois êtes-vous né·e ? (nombre) {day}
Combien de frères et sœurs plus âgés ? (nombre) {elder}
Première lettre de votre lieu de naissance ? (texte) {town}
Comment allez-vous ? (échelle 1-3: mal … bien) {mood}
Avez-vous rencontré quelqu'un ? {met}
- non {no}
- oui {yes}
"""
SURVEY = "# Enquête\n" + QUESTIONS
PARTS = ["mother", "day", "elder", "town"]


@pytest.fixture
def rounds(line: Any) -> tuple[Any, Any]:
    version = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "Enquête"}, plain_list=SURVEY)
    instruments.mark(SYSTEM, version.id, pairing=PARTS)
    after = open_wave(SYSTEM, version.id, titles={"fr": "Après"}, moment="after")
    before = open_wave(SYSTEM, version.id, titles={"fr": "Avant"}, moment="before")
    return before, after


def _code(number: int) -> dict[str, str]:
    return {"mother": "abcdefgh"[number], "day": str(number + 3), "elder": str(number % 3), "town": "kljmnpqr"[number]}


def test_people_are_paired_with_one_slip_and_their_moves_counted(rounds, answer, world) -> None:  # type: ignore[no-untyped-def]
    before, after = rounds
    for number in range(7):
        answer(before, f"uuid:b{number}", mood="1", met="no", **_code(number))
        slipped = _code(number) | ({"day": "29"} if number == 0 else {})
        answer(after, f"uuid:a{number}", mood="1" if number == 6 else "3", met="yes", **slipped)
    answer(before, "uuid:x", mood="3", **_code(7))
    found = pairing.compared(world.actor("claire"), after.id, before.id)  # whichever is named first
    assert (found.first.id, found.second.id) == (before.id, after.id)
    assert len(found.pairing.pairs) == 7 and found.pairing.slipped == 1 and found.pairing.alone == (1, 0)
    mood, met = found.changes
    assert (mood.of, mood.up, mood.same, mood.down, mood.seldom) == (7, 6, 1, 0, True)
    assert (met.of, met.up, met.down) == (7, 7, 0) and met.high == {"fr": "oui"}


def test_a_question_that_was_said_to_be_the_same_is_compared_under_another_name(line, answer, world) -> None:  # type: ignore[no-untyped-def]
    old = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "Enquête"}, plain_list=SURVEY)
    instruments.mark(SYSTEM, old.id, pairing=PARTS)
    before = open_wave(SYSTEM, old.id, titles={"fr": "Avant"}, moment="before")
    other = SURVEY.replace("{mood}", "{feeling}").replace("{elder}", "{older}")
    new = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "Enquête"}, plain_list=other, why="mots")
    instruments.mark(SYSTEM, new.id, pairing=["mother", "day", "older", "town"])
    after = open_wave(SYSTEM, new.id, titles={"fr": "Après"}, moment="after")
    for number in range(6):
        code = _code(number)
        answer(before, f"uuid:b{number}", mood="1", met="no", **code)
        code["older"] = code.pop("elder")
        answer(after, f"uuid:a{number}", feeling="3", met="no", **code)
    claire = world.actor("claire")
    assert [one.name for one in pairing.compared(claire, before.id, after.id).changes] == ["met"]
    say_same(SYSTEM, new.id, "feeling", "mood")
    say_same(SYSTEM, new.id, "older", "elder")
    found = pairing.compared(claire, before.id, after.id)
    assert len(found.parts) == 4 and len(found.pairing.pairs) == 6
    assert {one.name: (one.of, one.up) for one in found.changes} == {"feeling": (6, 6), "met": (6, 0)}
    row = services.ask_change(SYSTEM, before.id, after.id, "feeling", pairing.UP)
    assert queries.citable(claire, world.journey.id)[0].question == {"fr": "Comment allez-vous ?"}
    assert (row.question, row.other_id) == ("feeling", before.id)
    with pytest.raises(NotFound):
        services.ask_change(SYSTEM, before.id, after.id, "mood", pairing.UP)


def test_fewer_than_five_are_compared_in_nothing(rounds, answer, world) -> None:  # type: ignore[no-untyped-def]
    before, after = rounds
    for number in range(5):
        answer(before, f"uuid:b{number}", mood="1", **_code(number))
        answer(after, f"uuid:a{number}", **({"mood": "3"} if number else {}), **_code(number))
    found = pairing.compared(world.actor("claire"), before.id, after.id)
    assert found.enough and all(one.hidden and not one.up for one in found.changes)  # four of them said it twice
    told = answer(after, "uuid:a9", mood="2", **_code(6))
    withdrawals.withdraw(told.receipt)
    receipt = answer(before, "uuid:b0", mood="1", **_code(0)).receipt
    withdrawals.withdraw(receipt)
    found = pairing.compared(world.actor("claire"), before.id, after.id)
    assert len(found.pairing.pairs) == 4 and not found.enough and not found.changes


def test_the_parts_of_a_code_are_shown_to_nobody(rounds, answer, world) -> None:  # type: ignore[no-untyped-def]
    before, _after = rounds
    for number in range(6):
        answer(before, f"uuid:b{number}", mood="1", **_code(number))
    names = {asked.name for asked in queries.wave_results(world.actor("claire"), before.id).questions}
    assert names == {"mood", "met"}
    one = words.one_answer(world.actor("rita"), before.id, 1, "fr")
    assert [label for label, _said in one.rows] == ["Comment allez-vous ?"]
    assert not words.words_said(world.actor("rita"), before.id).questions
    with pytest.raises(Problem, match="no-question"):
        services.ask(SYSTEM, before.id, "day")
    with pytest.raises(NotFound):
        queries.wave_results(world.actor("claire"), before.id, only="day")


def test_a_code_never_asks_who_somebody_is(line) -> None:  # type: ignore[no-untyped-def]
    naming = "Votre nom ? (texte) {name}\nVotre adresse e-mail ? (texte) {mail}\nNé·e le ? (date) {born}\n"
    asked = f"# Enquête\n{naming}{QUESTIONS}"
    version = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "Enquête"}, plain_list=asked)
    for name, code in (("name", "identity"), ("mail", "identity"), ("born", "kind")):
        with pytest.raises(Problem, match=f"mark-pairing-{code}"):
            instruments.mark(SYSTEM, version.id, pairing=[*PARTS, name])
    for few in (PARTS[:2], [*PARTS, "mood", "met", "name", "mail", "born"]):
        with pytest.raises(Problem, match="mark-pairing"):
            instruments.mark(SYSTEM, version.id, pairing=few)
    assert instruments.mark(SYSTEM, version.id, pairing=PARTS).pairing == PARTS


def test_rounds_without_a_common_code_or_of_strangers_are_not_there(rounds, line, world) -> None:  # type: ignore[no-untyped-def]
    before, after = rounds
    plain = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "Autre"}, plain_list=SURVEY, another=True)
    wave = open_wave(SYSTEM, plain.id, titles={"fr": "Sans code"})
    assert [one.id for one in pairing.partners(world.actor("claire"), before.id)] == [after.id]
    assert pairing.partners(world.actor("claire"), wave.id) == ()
    for actor, one, other in (
        (world.actor("claire"), before, before),
        (world.actor("claire"), before, wave),
        (world.actor("stranger claire"), before, after),
    ):
        with pytest.raises(NotFound):
            pairing.compared(actor, one.id, other.id)


def test_a_change_is_cited_and_asked_again_when_somebody_of_either_round_withdraws(  # type: ignore[no-untyped-def]
    rounds, answer, world
) -> None:
    before, after = rounds
    told = []
    for number in range(8):
        told.append(answer(before, f"uuid:b{number}", mood="1", met="no", **_code(number)))
        answer(after, f"uuid:a{number}", mood="1" if number == 7 else "3", met="yes", **_code(number))
    claire = world.actor("claire")
    row = services.ask_change(claire, after.id, before.id, "mood", "up")
    assert services.ask_change(claire, before.id, after.id, "mood", "up").id == row.id  # whichever is named first
    (number,) = cited_numbers([row], inside=True).values()
    assert (number.count, number.of, number.hidden) == (7, 8, False)
    assert "bien" in number.sentences["fr"] and "répondu" not in number.sentences["fr"]
    assert cited_numbers([row], inside=False)[row.id].hidden  # one who did not move would be known outside
    (one,) = queries.citable(claire, world.journey.id)
    assert one.other_id == before.id and "bien" in one.answer["fr"]
    finding = findings.write_finding(SYSTEM, world.journey.id, statements={"fr": "On va mieux."})
    evidence.add_evidence(SYSTEM, finding.id, says={"fr": "Sept sur huit."}, analysis_id=row.id)
    inside, outside = (
        grounds([Finding.objects.get()], public=public)[finding.id]["evidence"][0] for public in (False, True)
    )
    assert inside["number"]["count"] == 7 and inside["instrument"]["wording"] == {"fr": "Comment allez-vous ?"}
    assert inside["plan"]["looks_at"] == outside["plan"]["looks_at"] and outside["number"]["count"] is None
    withdrawals.withdraw(told[0].receipt)
    services.revise(wave=str(before.id), because="withdrawal")
    assert cited_numbers([row], inside=True)[row.id].of == 7
    assert Evidence.objects.get().lost_ground == "recalculated"
    services.revise(wave=str(before.id), because="withdrawal")
    assert row.results.count() == 2


def test_what_cannot_be_compared_is_not_asked(rounds, answer, world) -> None:  # type: ignore[no-untyped-def]
    before, after = rounds
    for number in range(4):
        answer(before, f"uuid:b{number}", mood="1", **_code(number))
        answer(after, f"uuid:a{number}", mood="3", **_code(number))
    for way, code in (("up", "few-pairs"), ("sideways", "no-category")):
        with pytest.raises(Problem, match=code):
            services.ask_change(SYSTEM, before.id, after.id, "mood", way)
    for question in ("day", "nothing", "mother"):
        with pytest.raises(NotFound):
            services.ask_change(SYSTEM, before.id, after.id, question, "up")
    with pytest.raises(NotFound):
        services.ask_change(world.actor("stranger claire"), before.id, after.id, "mood", "up")
    with pytest.raises(NotFound):
        services.ask_change(SYSTEM, before.id, before.id, "mood", "up")
