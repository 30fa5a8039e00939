"""A field note goes up, is treated, and comes back to everybody who waits for it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from vises.apps.learning.models import FieldNote, NoteJoin, NoteMove, NoteTerm
from vises.apps.learning.queries.asked import asked_before
from vises.apps.learning.queries.notes import mine, note_page, notes_page, own_note_page
from vises.apps.learning.rules.states import MOVES, Facts, is_stuck, may_move
from vises.apps.learning.services import joins, notes, sharing, treatment
from vises.kernel.problems import Conflict, Forbidden, NotFound, Problem
from vises.platform.jobs.models import Job
from vises.platform.jobs.services import run_next

READERS = ("nadia", "mo", "claire", "an", "fred", "paula", "bo", "cora")
OTHERS = (
    "rita",
    "patrick",
    "ada",
    "stranger nadia",
    "stranger claire",
    "stranger bo",
    "stranger cora",
    "stranger fred",
)


def _problem(code: str) -> Any:
    return pytest.raises(Problem, match=f"^{code}$")


# --- rules


def test_every_state_has_its_moves_and_no_open_state_is_an_end() -> None:
    assert set(MOVES) == set(FieldNote.State.values)
    for state in ("agreed", "raised", "in-treatment", "answered"):
        assert MOVES[state]
    # the only way to an end passes by the return
    assert {old for old, new in MOVES.items() if "acknowledged" in new} == {"returned"}


@pytest.mark.parametrize(
    ("state", "new", "facts", "code"),
    [
        ("written", "raised", {}, "learning.no-such-move"),
        ("written", "agreed", {"sharing": "left-out"}, "learning.left-out"),
        ("agreed", "raised", {"sharing": "asked"}, "learning.enterprise-first"),
        ("agreed", "raised", {"sharing": "yes"}, ""),
        ("raised", "in-treatment", {"has_body": False}, "learning.needs-body"),
        ("raised", "written", {"joined_by_others": True}, "learning.others-wait"),
        ("in-treatment", "answered", {}, "learning.needs-answer"),
        ("answered", "returned", {"answered_in": frozenset({"fr"})}, "learning.needs-both-languages"),
        ("answered", "returned", {"answered_in": frozenset({"fr", "nl"})}, ""),
        ("answered", "acknowledged", {"answered_in": frozenset({"fr", "nl"})}, "learning.no-such-move"),
    ],
)
def test_what_a_move_needs(state: str, new: str, facts: dict[str, Any], code: str) -> None:
    known = {"sharing": "not-needed", "has_body": True, "answered_in": frozenset[str](), "joined_by_others": False}
    assert may_move(Facts(state, **(known | facts)), new) == code


def test_what_stays_too_long_stands_out() -> None:
    assert is_stuck("answered", 15) and not is_stuck("answered", 14)
    assert not is_stuck("returned", 1000) and not is_stuck("written", 1000)


# --- private until shared


def test_a_note_is_its_authors_alone_until_she_shares_it(world: Any) -> None:
    note = notes.write_note(
        world.actor("claire"), kind="question", text="Entre nous", language="fr", journey_id=world.journey.id,
        deliverable="portrait",
    )  # fmt: skip
    assert (note.state, note.scope, note.as_what, note.step) == ("written", None, "accompanist", "step-1")
    assert own_note_page(world.actor("claire"), note.id).text == "Entre nous"
    for name in (*READERS, *OTHERS):
        if name != "claire":
            with pytest.raises(NotFound):
                own_note_page(world.actor(name), note.id)
        with pytest.raises(NotFound):
            note_page(world.actor(name), note.id)
        with pytest.raises(NotFound):
            sharing.share(world.actor("stranger claire"), note.id, recognisable=False)
    assert not NoteTerm.objects.exists()


def test_raised_it_is_read_by_the_programme_and_by_nobody_else(world: Any, raised: Callable[..., Any]) -> None:
    note = raised()
    for name in READERS:
        assert note_page(world.actor(name), note.id).line.words == note.text
        assert notes_page(world.actor(name), world.programme.id).total == 1
    for name in OTHERS:
        with pytest.raises(NotFound):
            note_page(world.actor(name), note.id)
        with pytest.raises(NotFound):
            notes_page(world.actor(name), world.programme.id)


def test_nothing_that_goes_up_says_who_or_where(world: Any, raised: Callable[..., Any]) -> None:
    note = raised()
    shown = note_page(world.actor("fred"), note.id)
    assert (shown.line.as_what, shown.line.enterprise) == ("accompanist", "")
    assert shown.line.place == {}  # one enterprise alone came to this step: it would be told
    assert note_page(world.actor("bo"), note.id).line.place["fr"]  # whoever treats it has to know
    assert {step.by for step in shown.steps} == {""}


@pytest.mark.parametrize("name", ["nadia", "mo", "claire", "an", "fred", "paula", "bo", "cora"])
def test_everybody_in_the_field_may_write(world: Any, raised: Callable[..., Any], name: str) -> None:
    assert raised("Une idée simple", by=name, at="", kind="idea").state == "raised"


@pytest.mark.parametrize("name", ["rita", "patrick", "ada", "stranger cora"])
def test_nobody_else_may(world: Any, name: str) -> None:
    with pytest.raises(NotFound):
        notes.write_note(world.actor(name), kind="idea", text="x", language="fr", programme_id=world.programme.id)
    with pytest.raises(NotFound):
        notes.write_note(world.actor(name), kind="idea", text="x", language="fr", journey_id=world.journey.id)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"kind": "rumour"}, "learning.kind"),
        ({"text": "  "}, "learning.empty"),
        ({"language": "de"}, "learning.language"),
        ({"deliverable": "nowhere"}, "learning.step"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(world: Any, wrong: dict[str, str], code: str) -> None:
    words = {"kind": "idea", "text": "Bien", "language": "fr"} | wrong
    with _problem(code):
        notes.write_note(world.actor("claire"), journey_id=world.journey.id, **words)
    assert not FieldNote.objects.exists()


def test_only_its_author_changes_forgets_or_takes_it_back(world: Any, raised: Callable[..., Any]) -> None:
    note = raised()
    with pytest.raises(Forbidden):
        notes.take_back(world.actor("nadia"), note.id)
    notes.take_back(world.actor("claire"), note.id)
    note.refresh_from_db()
    assert (note.state, note.scope, note.joins.count(), note.terms.count()) == ("written", None, 0, 0)
    notes.change_note(world.actor("claire"), note.id, kind="idea", text="Autrement", language="fr")
    notes.forget_note(world.actor("claire"), note.id)
    assert not FieldNote.objects.exists()


def test_what_others_wait_for_is_not_taken_back(world: Any, raised: Callable[..., Any]) -> None:
    note = raised()
    joins.join(world.actor("fred"), note.id)
    with _problem("learning.others-wait"):
        notes.take_back(world.actor("claire"), note.id)


# --- the enterprise first


def _recognisable(world: Any, by: str = "claire") -> tuple[FieldNote, tuple[sharing.Letter, ...]]:
    note = notes.write_note(
        world.actor(by), kind="difficulty", text="À L'Atelier du Pont, tout est en travaux.", language="fr",
        journey_id=world.journey.id, deliverable="portrait",
    )  # fmt: skip
    return sharing.share(world.actor(by), note.id, recognisable=True)


def test_words_that_name_an_enterprise_do_not_go_up_unasked(world: Any) -> None:
    note = notes.write_note(
        world.actor("claire"), kind="idea", text="Chez l'atelier du PONT, bravo", language="fr",
        journey_id=world.journey.id,
    )  # fmt: skip
    with _problem("learning.names-enterprise"):
        sharing.share(world.actor("claire"), note.id, recognisable=False)
    note.refresh_from_db()
    assert note.state == "written"


def test_the_enterprise_is_asked_first_by_a_link_without_password(world: Any) -> None:
    note, letters = _recognisable(world)
    assert note.state == "agreed" and note.scope is None
    assert [letter.mail for letter in letters] == [world.users["nadia"].email]
    for name in ("fred", "bo", "cora", "mo"):
        with pytest.raises(NotFound):
            note_page(world.actor(name), note.id)
    guest, behind = sharing.asked(letters[0].token)
    sharing.answer_asked(guest, behind.id, "change", words="Pendant des travaux, tout s'arrête.", may_name=True)
    shown = note_page(world.actor("fred"), note.id)
    assert shown.line.words == "Pendant des travaux, tout s'arrête."
    assert shown.line.enterprise == "L'Atelier du Pont"
    with pytest.raises(NotFound):  # answered once
        sharing.asked(letters[0].token)


def test_left_out_it_never_goes_up(world: Any) -> None:
    note, letters = _recognisable(world)
    guest, behind = sharing.asked(letters[0].token)
    sharing.answer_asked(guest, behind.id, "left-out")
    note.refresh_from_db()
    assert (note.state, note.sharing, note.scope) == ("written", "left-out", None)
    for recognisable in (True, False):
        with pytest.raises(Problem):
            sharing.share(world.actor("claire"), note.id, recognisable=recognisable)
    with pytest.raises(NotFound):
        note_page(world.actor("cora"), note.id)


def test_the_referent_answers_signed_in_as_well_and_nobody_else(world: Any) -> None:
    note, _ = _recognisable(world)
    for name in ("claire", "cora", "stranger nadia", "patrick"):
        with pytest.raises((NotFound, Forbidden)):
            sharing.asked_inside(world.actor(name), note.id)
    assert sharing.asked_inside(world.actor("nadia"), note.id) == note
    sharing.answer_asked(world.actor("nadia"), note.id, "yes")
    note.refresh_from_db()
    assert (note.state, note.may_name) == ("raised", False)


def test_the_referents_own_note_asks_nobody(world: Any) -> None:
    note, letters = _recognisable(world, by="nadia")
    assert (note.state, note.sharing, letters) == ("raised", "yes", ())


def test_asking_needs_somebody_who_speaks_for_the_enterprise(world: Any) -> None:
    from vises.apps.access.actor import SYSTEM
    from vises.apps.access.rules import Role
    from vises.apps.access.services import end_role

    end_role(SYSTEM, world.users["nadia"], world.shop.scope, Role.REFERENT)
    with _problem("learning.no-referent"):
        _recognisable(world)
    assert FieldNote.objects.get().state == "written"


# --- treated and given back


def test_the_answer_comes_back_to_everyone_who_waits(world: Any, answered: Callable[..., Any]) -> None:
    note = answered()
    joins.join(world.actor("nadia"), note.id, journey_id=world.journey.id, deliverable="portrait", own_words="moi")
    assert note_page(world.actor("nadia"), note.id).line.answers == {}  # not yet given back
    note, letters = treatment.give_back(world.actor("bo"), note.id)
    assert {letter.name for letter in letters} == {"Claire here", "Nadia here"}
    found = mine(world.actor("nadia"))
    assert [row.own_words for row in found.back] == ["moi"]
    assert found.back[0].line.answers["nl"] == "Zeg het hardop in drie zinnen."
    joins.say_helped_by_link(letters[0].token, "partly")
    joins.say_helped(world.actor("nadia"), note.id, "yes")
    note.refresh_from_db()
    assert note.state == "acknowledged"
    assert note_page(world.actor("fred"), note.id).said == {"partly": 1, "yes": 1}
    assert not mine(world.actor("nadia")).back


def test_an_answer_in_one_language_does_not_go_back(world: Any, raised: Callable[..., Any]) -> None:
    note = treatment.take(world.actor("cora"), world.body.id, raised().id)
    seen = treatment.fingerprint(note)
    note = treatment.write_answer(
        world.actor("cora"), note.id, analyses={"fr": "vu"}, answers={"fr": "oui"}, seen=seen, ready=True
    )
    with _problem("learning.needs-both-languages"):
        treatment.give_back(world.actor("cora"), note.id)
    with pytest.raises(Conflict):
        treatment.write_answer(world.actor("an"), note.id, analyses={}, answers={"fr": "non"}, seen=seen)
    note.refresh_from_db()
    assert note.answers == {"fr": "oui"}


def test_who_treats(world: Any, raised: Callable[..., Any]) -> None:
    note = raised()
    for name in ("claire", "nadia", "fred", "paula"):
        with pytest.raises(Forbidden):
            treatment.take(world.actor(name), world.body.id, note.id)
    for name in ("patrick", "stranger bo", "stranger cora"):
        with pytest.raises(NotFound):
            treatment.take(world.actor(name), world.body.id, note.id)
    treatment.take(world.actor("bo"), world.body.id, note.id)
    treatment.give_away(world.actor("bo"), note.id, "pas pour nous")
    note.refresh_from_db()
    assert (note.state, note.body) == ("raised", None)


def test_a_body_does_not_treat_what_another_has(world: Any, raised: Callable[..., Any]) -> None:
    from vises.apps.programmes.models import Body

    beside = Body.objects.create(programme=world.programme, kind="steering", names={"fr": "Pilotage"})
    note = treatment.take(world.actor("cora"), beside.id, raised().id)
    with pytest.raises(Forbidden):
        treatment.give_back(world.actor("bo"), note.id)


def test_merging_brings_everyone_to_one_answer(
    world: Any, raised: Callable[..., Any], answered: Callable[..., Any]
) -> None:
    french = raised()
    dutch = raised("Het toestemmingsformulier is te lang.", by="fred", language="nl", at="")
    into = treatment.merge(world.actor("bo"), dutch.id, french.id)
    assert into == french and {row.user.name for row in into.joins.all()} == {"Claire here", "Fred here"}
    found = asked_before(world.actor("nadia"), world.programme.id, "toestemmingsformulier te lang", "nl")
    assert [line.id for line in found] == [french.id]
    note = treatment.take(world.actor("bo"), world.body.id, french.id)
    dutch.refresh_from_db()
    assert dutch.state == "in-treatment"
    treatment.write_answer(
        world.actor("bo"), note.id, analyses={}, answers={"fr": "a", "nl": "b"}, seen=treatment.fingerprint(note),
        ready=True,
    )  # fmt: skip
    _, letters = treatment.give_back(world.actor("bo"), note.id)
    assert len(letters) == 2
    dutch.refresh_from_db()
    assert (dutch.state, dutch.merged_into) == ("returned", french)
    with _problem("learning.merge"):
        treatment.merge(world.actor("bo"), french.id, french.id)
    assert joins.join(world.actor("paula"), dutch.id).note_id == french.id


def test_silence_of_sixty_days_counts_and_shows_as_such(
    world: Any, answered: Callable[..., Any], time_machine: Any
) -> None:
    note, _ = treatment.give_back(world.actor("bo"), answered().id)
    while run_next():
        pass
    note.refresh_from_db()
    assert note.state == "returned"
    time_machine.move_to(datetime.now(UTC) + timedelta(days=61))
    while run_next():
        pass
    note.refresh_from_db()
    assert note.state == "acknowledged"
    assert note_page(world.actor("fred"), note.id).steps[-1].silent
    assert not Job.objects.filter(state="failed").exists()


def test_what_did_not_help_is_taken_up_again(world: Any, answered: Callable[..., Any]) -> None:
    note, _ = treatment.give_back(world.actor("bo"), answered().id)
    joins.say_helped(world.actor("claire"), note.id, "not-here")
    note = treatment.take(world.actor("bo"), world.body.id, note.id)
    treatment.write_answer(
        world.actor("bo"), note.id, analyses={}, answers={"fr": "mieux", "nl": "beter"},
        seen=treatment.fingerprint(note), ready=True,
    )  # fmt: skip
    treatment.give_back(world.actor("bo"), note.id)
    assert NoteJoin.objects.get().helped == ""
    assert list(NoteMove.objects.filter(note=note).values_list("new", flat=True)) == [
        "agreed", "raised", "in-treatment", "answered", "returned", "acknowledged", "in-treatment", "answered",
        "returned",
    ]  # fmt: skip


def test_coding_with_the_programmes_themes(world: Any, raised: Callable[..., Any]) -> None:
    from vises.apps.coding.models import Code

    note = treatment.take(world.actor("bo"), world.body.id, raised("Une phrase. Une autre, plus longue.").id)
    codes = list(Code.objects.filter(scope=world.programme.scope).order_by("order"))
    assert [code.names["fr"] for code in codes] == ["co-construction", "recherche-action", "parties prenantes"]
    whole = treatment.code_note(world.actor("bo"), note.id, codes[0].id)
    part = treatment.code_note(world.actor("bo"), note.id, codes[2].id, first=2, words="plus longue")
    note.refresh_from_db()
    assert note.coded is not None
    assert note.coded.body[whole.start : whole.end] == note.text
    assert note.coded.body[part.start : part.end] == "plus longue"
    with _problem("coding.already-marked"):
        treatment.code_note(world.actor("cora"), note.id, codes[0].id)
    with _problem("coding.words-not-found"):
        treatment.code_note(world.actor("cora"), note.id, codes[0].id, words="absent")
    other = Code.objects.create(scope=world.other_programme.scope, names={"fr": "ailleurs"})
    with _problem("learning.theme"):
        treatment.code_note(world.actor("bo"), note.id, other.id)


# --- asked before


def test_a_dutch_question_finds_its_french_twin(world: Any, raised: Callable[..., Any]) -> None:
    twin = raised()
    raised("Comment fêter la fin du parcours avec les bénévoles ?")
    raised("Qui garde la clé de l'armoire ?")
    asked = "Ons toestemmingsformulier is te lang als we mondeling vragen stellen"
    found = asked_before(world.actor("fred"), world.programme.id, asked, "nl")
    assert [line.id for line in found] == [twin.id]
    assert asked_before(world.actor("fred"), world.programme.id, "De bus had vertraging vandaag", "nl") == ()
    assert asked_before(world.actor("fred"), world.programme.id, "", "nl") == ()
    with pytest.raises(NotFound):
        asked_before(world.actor("stranger fred"), world.programme.id, asked, "nl")


def test_looking_takes_a_fixed_number_of_queries(
    world: Any, raised: Callable[..., Any], django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        raised(f"Le formulaire de consentement numéro {number} est long.")
    actor = world.actor("fred")
    with django_assert_max_num_queries(12):
        assert len(asked_before(actor, world.programme.id, "consentement trop long", "fr")) == 5
    with django_assert_max_num_queries(20):
        assert len(notes_page(actor, world.programme.id).rows) == 12


def test_a_joined_answer_is_told_at_once(world: Any, answered: Callable[..., Any]) -> None:
    note, _ = treatment.give_back(world.actor("bo"), answered().id)
    row = joins.join(world.actor("fred"), note.id)
    assert row.told_at is not None
    assert joins.say_helped(world.actor("fred"), note.id, "yes").helped == "yes"
    with _problem("learning.helped"):
        joins.say_helped(world.actor("fred"), note.id, "very")
