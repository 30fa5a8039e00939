"""A change of the method: closed until its day, asked about when both texts are ready, answered, then released."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.core import mail

from vises.apps.access.actor import SYSTEM, actor_for
from vises.apps.access.holders import people_of_programme
from vises.apps.access.rules import Role
from vises.apps.access.services import allows, give_role
from vises.apps.accounts.models import Notice
from vises.apps.accounts.services import make_user
from vises.apps.journeys.models import Journey
from vises.apps.learning.models import EarlierPosition, Outcome, Position, Proposal, ProposalMove
from vises.apps.learning.queries.changes import (
    behind,
    changes_page,
    choices,
    grounds_offered,
    parts_of,
    proposal_page,
)
from vises.apps.learning.queries.notes import note_page
from vises.apps.learning.rules.changes import MOVES, Facts, is_closed, is_stale, may_move, opens_rightly
from vises.apps.learning.services.changes import proposals, saying, writing
from vises.apps.methodology import comparing
from vises.apps.methodology import queries as methodology
from vises.kernel.clock import shifted, today
from vises.kernel.problems import Conflict, Forbidden, NotFound, Problem
from vises.platform.jobs.services import run_next
from vises.platform.mail.models import OutboxMail

READERS = ("nadia", "mo", "claire", "an", "fred", "paula", "bo", "cora")
OTHERS = ("rita", "patrick", "ada", "stranger nadia", "stranger claire", "stranger bo", "stranger cora")
TIP = {"fr": "Une question peut en fusionner deux.", "nl": "Een vraag kan er twee samenvoegen."}
WEEKS = timedelta(days=21)


def _problem(code: str) -> Any:
    return pytest.raises(Problem, match=f"^{code}$")


@pytest.fixture
def write(world: Any) -> Callable[..., Proposal]:
    """Write a proposal: by bo, in her body, closed for three weeks, unless told otherwise."""

    def make(by: str = "bo", *, body: bool = True, opens_in: int = 21, **more: Any) -> Proposal:
        said = {
            "base_code": "3",
            "code": "3.1",
            "titles": {"fr": "Fusionner", "nl": "Samenvoegen"},
            "whys": {"fr": "On l'a demandé trois fois."},
        } | more
        return proposals.write_proposal(
            world.actor(by),
            world.programme.id,
            opens_on=today() + timedelta(days=opens_in),
            body_id=world.body.id if body else None,
            **said,
        )

    return make


@pytest.fixture
def proposal(world: Any, write: Callable[..., Proposal], raised: Callable[..., Any]) -> Proposal:
    """A proposal that rests on a note and changes one tip, in French and Dutch."""
    row, bo = write(), world.actor("bo")
    note = raised("Une question peut-elle en fusionner deux ?")
    ground = proposals.add_ground(bo, row.id, "note", note.id)
    writing.write_text(bo, row.id, "evaluative-question.hint", TIP)
    writing.tell_change(
        bo,
        row.id,
        kind="reworded",
        element="evaluative-question",
        what={"fr": "Un conseil", "nl": "Een tip"},
        why={"fr": "La question revenait"},
        grounds=[ground.id],
    )
    return row


def consult(world: Any, row: Proposal) -> Proposal:
    return proposals.open_consultation(world.actor("cora"), row.id, today() + WEEKS, address="/changes/")


# --- rules


def test_every_state_has_its_moves_and_release_comes_only_after_answers() -> None:
    assert set(MOVES) == set(Proposal.State.values)
    assert {old for old, new in MOVES.items() if "released" in new} == {"accepted"}
    assert {old for old, new in MOVES.items() if "accepted" in new} == {"answering"}
    assert not MOVES["released"] and not MOVES["set-aside"]


READY = Facts("draft", 1, frozenset({"fr", "nl"}), True, 0, 0)


@pytest.mark.parametrize(
    ("facts", "new", "code"),
    [
        ({}, "open", ""),
        ({}, "released", "learning.proposal-no-such-move"),
        ({"changes": 0}, "open", "learning.proposal-nothing"),
        ({"told_why": False}, "open", "learning.proposal-no-why"),
        ({"ready": frozenset({"fr", "en"})}, "open", "learning.proposal-both-languages"),
        ({"ready": frozenset({"nl"})}, "set-aside", ""),
        ({"state": "answering", "objections_open": 1}, "accepted", "learning.proposal-objections"),
        ({"state": "answering", "amendments_open": 1}, "accepted", "learning.proposal-amendments"),
        ({"state": "answering", "objections_open": 1}, "open", ""),
        ({"state": "accepted", "ready": frozenset({"fr"})}, "released", "learning.proposal-both-languages"),
        ({"state": "accepted", "objections_open": 1}, "released", "learning.proposal-objections"),
        ({"state": "accepted"}, "released", ""),
    ],
)
def test_why_not_yet(facts: dict[str, Any], new: str, code: str) -> None:
    assert may_move(Facts(**{**READY.__dict__, **facts}), new) == code


def test_nothing_is_released_with_an_objection_unanswered_whatever_else_holds() -> None:
    for state, changes, ready, told, amendments in product(MOVES, (0, 3), (set(), {"fr", "nl"}), (0, 1), (0, 2)):
        facts = Facts(state, changes, frozenset(ready), bool(told), 1, amendments)
        assert may_move(facts, "released") and may_move(facts, "accepted")


def test_a_draft_opens_within_three_months_and_does_not_stay_closed_unseen() -> None:
    day = date(2026, 3, 1)
    assert opens_rightly(day, day) and opens_rightly(date(2026, 6, 1), day)
    assert not opens_rightly(date(2026, 6, 2), day) and not opens_rightly(date(2026, 2, 28), day)
    assert is_closed("draft", date(2026, 3, 2), day) and not is_closed("draft", day, day)
    assert not is_closed("open", date(2026, 4, 1), day)
    assert is_stale("draft", date(2026, 3, 2), date(2025, 12, 30), day)
    assert not is_stale("draft", date(2026, 3, 2), date(2026, 1, 30), day)
    assert not is_stale("draft", day, date(2025, 1, 1), day)  # it is open: no longer closed, so not stale


# --- writing, and who sees what


def test_a_closed_draft_is_there_only_for_those_who_prepare_it(world: Any, proposal: Proposal) -> None:
    for name in ("bo", "cora", "an"):
        assert proposal_page(world.actor(name), proposal.id).may_prepare
    for name in (*OTHERS, *(reader for reader in READERS if reader not in {"bo", "cora", "an"})):
        with pytest.raises(NotFound):
            proposal_page(world.actor(name), proposal.id)
    for name in ("claire", "paula", "nadia"):
        page = changes_page(world.actor(name), world.programme.id)
        assert page.proposals == ()
        (line,) = page.closed  # that something is closed is no secret, nor until when
        assert (line.opens_on, line.stale) == (proposal.opens_on, False)
    assert changes_page(world.actor("bo"), world.programme.id).closed == ()
    with shifted(WEEKS):  # its day has come: nobody had to open it
        for name in READERS:
            assert proposal_page(world.actor(name), proposal.id).line.code == "3.1"
            assert changes_page(world.actor(name), world.programme.id).drafts
        for name in OTHERS:
            with pytest.raises(NotFound):
                proposal_page(world.actor(name), proposal.id)
            with pytest.raises(NotFound):
                changes_page(world.actor(name), world.programme.id)


def test_who_may_prepare_and_who_not(world: Any, write: Callable[..., Proposal], proposal: Proposal) -> None:
    for name in ("claire", "nadia", "fred", "paula"):
        with pytest.raises(Forbidden):
            write(name, code="4.1")
        with shifted(WEEKS), pytest.raises(Forbidden):
            writing.write_text(world.actor(name), proposal.id, "portrait.hint", {"fr": "x"})
    with pytest.raises(Forbidden):
        write("bo", body=False, code="4.1")  # her seat is in one body
    assert write("cora", body=False, code="4.1").body is None
    for name in ("bo", "an"):
        with pytest.raises(Forbidden):
            proposals.open_consultation(world.actor(name), proposal.id, today() + WEEKS)
    assert not choices(world.actor("bo"), world.programme.id).alone
    assert choices(world.actor("cora"), world.programme.id).alone


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"titles": {"fr": " "}}, "learning.proposal-titles"),
        ({"whys": {}}, "learning.proposal-whys"),
        ({"opens_in": 93}, "learning.opens"),
        ({"opens_in": -1}, "learning.opens"),
        ({"code": "3"}, "methodology.code-taken"),
        ({"code": "next"}, "methodology.code"),
    ],
)
def test_a_proposal_says_what_why_and_when_it_opens(write: Any, more: dict[str, Any], code: str) -> None:
    with _problem(code):
        write(**more)
    assert not Proposal.objects.exists()


def test_opening_later_leaves_its_reason_and_stale_drafts_are_listed(world: Any, proposal: Proposal) -> None:
    bo = world.actor("bo")
    with _problem("learning.proposal-later-why"):
        proposals.open_later(bo, proposal.id, today() + timedelta(days=80), " ")
    proposals.open_later(bo, proposal.id, today() + timedelta(days=80), "La relecture prend du temps")
    with shifted(timedelta(days=61)):
        assert [line.stale for line in changes_page(world.actor("claire"), world.programme.id).closed] == [True]
        proposals.open_later(bo, proposal.id, today(), "")  # sooner needs no reason
        moves = proposal_page(world.actor("claire"), proposal.id).moves
        assert [(move.why, bool(move.opened)) for move in moves if move.old] == [
            ("La relecture prend du temps", True),
            ("", True),
        ]
        with _problem("learning.proposal-is-open"):
            proposals.open_later(bo, proposal.id, today() + WEEKS, "x")


def test_what_a_proposal_changes_and_what_still_lags(world: Any, proposal: Proposal) -> None:
    bo = world.actor("bo")
    page = proposal_page(bo, proposal.id)
    assert page.facts.changes == 2 and page.facts.ready == {"fr", "nl"}  # English lags, and may
    assert [line.key for line in behind(page, "en")] == ["evaluative-question"] and not behind(page, "nl")
    part = next(part for part in parts_of(page, "evaluative-question") if part.part == "hint")
    assert part.behind == ("en",) and part.texts["fr"] == TIP["fr"]
    with pytest.raises(NotFound):
        parts_of(page, "nowhere")
    with pytest.raises(Conflict):
        writing.write_text(bo, proposal.id, part.key, {"fr": "x"}, seen="0" * 16)
    card = writing.add_element(bo, proposal.id, "method_cards", "counting-grid")
    assert "nl" not in proposal_page(bo, proposal.id).facts.ready
    writing.remove_element(bo, proposal.id, card)
    assert "nl" in proposal_page(bo, proposal.id).facts.ready


def test_a_proposal_rests_on_notes_and_findings_of_its_programme(
    world: Any, proposal: Proposal, raised: Callable[..., Any]
) -> None:
    bo = world.actor("bo")
    other = raised("Le formulaire est trop long")
    offered = grounds_offered(bo, proposal.id)
    assert [(line.kind, line.thing_id) for line in offered] == [("note", other.id)]
    ground = proposals.add_ground(bo, proposal.id, "note", other.id)
    assert proposals.add_ground(bo, proposal.id, "note", other.id).id == ground.id
    assert len(proposal_page(bo, proposal.id).grounds) == 2
    proposals.drop_ground(bo, proposal.id, ground.id)
    for kind in ("note", "finding"):
        with _problem("learning.proposal-ground"):
            proposals.add_ground(bo, proposal.id, kind, proposal.id)
    from vises.apps.learning.services.notes import write_note

    own = write_note(
        world.actor("claire"), journey_id=world.journey.id, kind="idea", text="Pas encore dit", language="fr"
    )
    with _problem("learning.proposal-ground"):  # it did not go up: nobody else reads it
        proposals.add_ground(bo, proposal.id, "note", own.id)


# --- consultation


def test_the_consultation_waits_for_both_texts(world: Any, write: Callable[..., Proposal]) -> None:
    cora, row = world.actor("cora"), write("cora", body=False)
    for problem, do in (
        ("learning.proposal-nothing", lambda: writing.write_text(cora, row.id, "portrait.hint", {"fr": "Vos mots"})),
        (
            "learning.proposal-no-why",
            lambda: writing.tell_change(
                cora, row.id, kind="reworded", element="portrait", what={"fr": "x"}, why={"fr": "y"}
            ),
        ),
        (
            "learning.proposal-both-languages",
            lambda: writing.write_text(cora, row.id, "portrait.hint", {"nl": "Jullie woorden"}),
        ),
    ):
        with _problem(problem):
            consult(world, row)
        do()
    with _problem("learning.proposal-closes"):
        proposals.open_consultation(cora, row.id, today() + timedelta(days=6))
    assert consult(world, row).state == "open"
    assert Proposal.objects.get(pk=row.pk).opens_on == today()  # the consultation opens it


def test_while_people_are_asked_the_text_stands_still(world: Any, proposal: Proposal) -> None:
    consult(world, proposal)
    bo = world.actor("bo")
    for do in (
        lambda: writing.write_text(bo, proposal.id, "portrait.hint", {"fr": "x"}),
        lambda: writing.add_element(bo, proposal.id, "method_cards", "more"),
        lambda: writing.remove_element(bo, proposal.id, "method.sroi"),
        lambda: writing.move_deliverable(bo, proposal.id, "portrait", "step-2", 1),
        lambda: writing.tell_change(bo, proposal.id, kind="added", element="portrait", what=TIP, why=TIP),
    ):
        with _problem("learning.proposal-stands-still"):
            do()


def test_everybody_is_told_once_and_each_in_her_language(world: Any, proposal: Proposal) -> None:
    # seven of the cast may say what they think, and the seat of bo counts too; mo and nadia are of the enterprise
    people = {
        person.email for person in people_of_programme(world.programme.scope_id, "learning.write", "learning.treat")
    }
    assert people == {f"{name}@here.example" for name in READERS}
    world.users["claire"].language = "nl"
    world.users["claire"].save()
    assert not Outcome.objects.exists()  # the note does not tell of a draft that is closed
    consult(world, proposal)
    assert [row.whats["nl"] for row in Outcome.objects.filter(kind="proposal")] == ["Samenvoegen"]
    assert not Notice.objects.exists()
    with shifted(timedelta(minutes=2)):
        while run_next():
            pass
    assert {row.user.email for row in Notice.objects.filter(code="consultation-open")} == people
    sent = {row.to: row for row in OutboxMail.objects.all()} or {m.to[0]: m for m in mail.outbox}
    assert set(sent) == people
    body = str(sent["claire@here.example"].body)
    assert "Samenvoegen" in body and "/changes/" in body
    assert "Fusionner" in str(sent["cora@here.example"].body)
    with shifted(timedelta(minutes=4)):
        assert not run_next()
    assert not ProposalMove.objects.filter(new="open", told_at=None).exists()


def test_a_note_names_the_proposal_it_led_to_once_the_reader_may_open_it(world: Any, proposal: Proposal) -> None:
    note, claire, bo = proposal.grounds.get().note, world.actor("claire"), world.actor("bo")
    assert note is not None
    assert [row.thing_id for row in note_page(bo, note.id).outcomes] == [proposal.id]  # she prepares it
    assert note_page(claire, note.id).outcomes == ()  # closed to her
    consult(world, proposal)
    (came,) = note_page(claire, note.id).outcomes
    assert (came.kind, came.thing_id, came.titles["nl"]) == ("proposal", proposal.id, "Samenvoegen")
    proposal.grounds.all().delete()  # it stays true that it led there
    assert [(row.kind, row.thing_id) for row in note_page(claire, note.id).outcomes] == [("proposal", None)]


def test_people_of_a_programme_are_those_whom_the_table_lets(world: Any) -> None:
    strangers = {f"stranger {name}" for name in world.strangers}
    for verb in ("learning.view", "learning.write", "learning.decide", "programme.edit", "programme.counts"):
        told = {person.id for person in people_of_programme(world.programme.scope_id, verb)}
        for name in (*world.users, *strangers):
            actor = world.actor(name)
            assert (actor.id in told) == allows(actor, verb, world.programme.scope_id), (verb, name)


def test_everybody_says_what_she_thinks_as_what_she_is(world: Any, proposal: Proposal) -> None:
    with _problem("learning.proposal-not-asked"):
        saying.take_position(world.actor("cora"), proposal.id, "agree", language="fr")
    consult(world, proposal)
    for name in READERS:
        saying.take_position(world.actor(name), proposal.id, "agree", language="fr")
        saying.remark(world.actor(name), proposal.id, "Bien vu", language="fr", element="portrait")
    for name in OTHERS:
        with pytest.raises(NotFound):
            saying.take_position(world.actor(name), proposal.id, "agree", language="fr")
        with pytest.raises(NotFound):
            saying.remark(world.actor(name), proposal.id, "x", language="fr")
    page = proposal_page(world.actor("claire"), proposal.id)
    assert Counter(line.as_what for line in page.positions) == {
        "enterprise": 2, "accompanist": 1, "researcher": 1, "federation": 1, "partner": 1, "body": 1, "coordination": 1
    }  # fmt: skip
    for stance, reason, code in (
        ("object", " ", "learning.proposal-reason"),
        ("reserve", "", "learning.proposal-reason"),
        ("veto", "x", "learning.proposal-stance"),
    ):
        with _problem(code):
            saying.take_position(world.actor("paula"), proposal.id, stance, reason, language="fr")


def test_a_position_is_one_per_person_and_changes_with_its_past_kept(world: Any, proposal: Proposal) -> None:
    consult(world, proposal)
    paula = world.actor("paula")
    first = saying.take_position(paula, proposal.id, "object", "Trop compliqué pour nous", language="fr")
    saying.answer_position(world.actor("bo"), first.id, {"fr": "C'est un conseil, pas une obligation."})
    saying.take_position(paula, proposal.id, "object", "Toujours trop compliqué", language="fr")
    assert proposal_page(paula, proposal.id).facts.objections_open == 1  # another objection asks for another answer
    saying.answer_position(world.actor("cora"), first.id, {"fr": "Nous l'avons raccourci."})
    saying.take_position(paula, proposal.id, "agree", language="fr")
    assert Position.objects.filter(proposal=proposal).count() == 1
    mine = proposal_page(paula, proposal.id).mine
    assert mine is not None and (mine.stance, mine.answers) == ("agree", {})
    assert mine.earlier == (("object", "Trop compliqué pour nous"), ("object", "Toujours trop compliqué"))
    assert EarlierPosition.objects.first().answers == {"fr": "C'est un conseil, pas une obligation."}
    with pytest.raises(Forbidden):
        saying.answer_position(world.actor("claire"), first.id, {"fr": "x"})


def test_no_release_before_every_objection_is_answered_and_every_amendment_settled(
    world: Any, proposal: Proposal
) -> None:
    cora, bo, claire = world.actor("cora"), world.actor("bo"), world.actor("claire")
    consult(world, proposal)
    against = saying.take_position(claire, proposal.id, "object", "Le mot fusionner fait peur", language="fr")
    amended = saying.amend(
        claire, proposal.id, "evaluative-question.hint", "Une question peut en réunir deux.", language="fr"
    )
    late = saying.amend(claire, proposal.id, "portrait.hint", "Vos mots d'abord, toujours.", language="fr", why="x")
    with _problem("learning.proposal-same"):
        saying.amend(claire, proposal.id, "evaluative-question.hint", TIP["fr"], language="fr")
    with _problem("learning.proposal-not-answering"):
        saying.settle_amendment(bo, amended.id, taken=True)
    with _problem("learning.proposal-early"):
        proposals.close_consultation(cora, proposal.id)
    with shifted(WEEKS + timedelta(days=1)):
        proposals.close_consultation(cora, proposal.id)
        with _problem("learning.proposal-not-asked"):
            saying.remark(claire, proposal.id, "trop tard", language="fr")
        with _problem("learning.proposal-objections"):
            proposals.accept_proposal(cora, proposal.id)
        saying.answer_position(bo, against.id, {"fr": "Nous écrivons réunir.", "nl": "We schrijven samenbrengen."})
        with _problem("learning.proposal-amendments"):
            proposals.accept_proposal(cora, proposal.id)
        saying.settle_amendment(bo, amended.id, taken=True)
        with _problem("learning.proposal-left-why"):
            saying.settle_amendment(bo, late.id, taken=False)
        saying.settle_amendment(bo, late.id, taken=False, answer="Hors de ce changement.")
        with pytest.raises(Conflict):
            saying.settle_amendment(bo, late.id, taken=True)
        # the French text moved on: Dutch follows before anything is accepted
        with _problem("learning.proposal-both-languages"):
            proposals.accept_proposal(cora, proposal.id)
        writing.write_text(bo, proposal.id, "evaluative-question.hint", {"nl": "Een vraag kan er twee verenigen."})
        proposals.accept_proposal(cora, proposal.id)
        # who objects now objects too late; who overlooked something takes it up again, with a reason
        with _problem("learning.proposal-not-asked"):
            saying.take_position(world.actor("paula"), proposal.id, "object", "tard", language="fr")
        with _problem("learning.proposal-why"):
            proposals.take_up_again(cora, proposal.id, "")
        before = set(Journey.objects.values_list("methodology__code", flat=True))
        released = proposals.release_proposal(cora, proposal.id, address="/changes/")
        assert released.state == "released" and released.draft.code == "3.1"
        assert set(Journey.objects.values_list("methodology__code", flat=True)) == before  # nobody was moved
    assert methodology.text("3.1", "evaluative-question.hint", "fr") == "Une question peut en réunir deux."
    assert methodology.translation_states("3.1")["en"] == "stale"
    (change,) = methodology.changes_of("3.1")
    assert [kind for kind, _id in change.references] == ["note"]
    assert comparing.local(methodology.version("3.1")) is not None
    assert proposal_page(claire, proposal.id).line.state == "released"


def test_an_amendment_of_a_text_that_moved_on_is_not_taken_in_blindly(world: Any, proposal: Proposal) -> None:
    consult(world, proposal)
    said = saying.amend(world.actor("claire"), proposal.id, "evaluative-question.hint", "Deux en une.", language="fr")
    proposals.close_consultation(world.actor("cora"), proposal.id, "tout le monde a répondu")
    writing.write_text(world.actor("bo"), proposal.id, "evaluative-question.hint", {"fr": "Encore autre chose."})
    with pytest.raises(Conflict, match="moved-on"):
        saying.settle_amendment(world.actor("bo"), said.id, taken=True)
    said.refresh_from_db()
    assert said.state == "open"


def test_set_aside_it_stays_readable_with_its_reason(world: Any, proposal: Proposal) -> None:
    cora = world.actor("cora")
    with _problem("learning.proposal-why"):
        proposals.set_aside(cora, proposal.id, "")
    proposals.set_aside(cora, proposal.id, "Déjà dans la version suivante")
    page = proposal_page(world.actor("claire"), proposal.id)
    assert page.line.state == "set-aside" and page.moves[-1].why == "Déjà dans la version suivante"
    for do in (
        lambda: proposals.rewrite_proposal(cora, proposal.id, code="3.2", titles=TIP, whys=TIP),
        lambda: proposals.drop_ground(cora, proposal.id, page.grounds[0].id),
    ):
        with _problem("learning.proposal-over"):
            do()
    with _problem("learning.proposal-no-such-move"):
        proposals.accept_proposal(cora, proposal.id)
    assert "3.1" not in [version.code for version in methodology.versions()]


def test_pages_cost_few_queries_however_many_speak(
    world: Any, proposal: Proposal, django_assert_max_num_queries: Any
) -> None:
    consult(world, proposal)
    for number in range(30):
        user = make_user(f"p{number}@here.example", f"P{number}", "fr")
        give_role(SYSTEM, user, world.journey.scope, Role.ACCOMPANIST)
        saying.take_position(actor_for(user), proposal.id, "reserve", "à voir", language="fr")
        saying.remark(actor_for(user), proposal.id, "oui", language="fr")
    for name in ("claire", "bo", "cora"):
        actor = world.actor(name)
        with django_assert_max_num_queries(40):
            assert len(proposal_page(actor, proposal.id).positions) == 30
        with django_assert_max_num_queries(20):
            changes_page(actor, world.programme.id)
