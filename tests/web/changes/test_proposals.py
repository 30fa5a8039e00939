"""Pages of a proposal: written, consulted on, answered, released; and what each role gets of a closed draft."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from vises.apps.access.actor import SYSTEM
from vises.apps.accounts.queries import notices
from vises.apps.accounts.services import notify
from vises.apps.learning.models import Amendment, FieldNote, Position, Proposal, Remark
from vises.apps.learning.services.changes import proposals, writing
from vises.apps.methodology import queries as methodology
from vises.kernel.clock import today
from vises.platform.jobs.models import Job

HINT = "evaluative-question.hint"


@pytest.fixture
def at(world: Any) -> str:
    return f"/programmes/{world.programme.id}/changes/"


@pytest.fixture
def note(world: Any) -> FieldNote:
    row: FieldNote = FieldNote.objects.create(
        scope=world.programme.scope,
        programme=world.programme,
        author_name="Claire",
        as_what="accompanist",
        kind="question",
        methodology=world.programme.methodology,
        text="zqnote une question peut-elle en fusionner deux ?",
        language="fr",
        state="raised",
    )
    return row


@pytest.fixture
def proposal(world: Any, note: FieldNote) -> Proposal:
    """A closed draft of bo's body, ready to be consulted on."""
    row = proposals.write_proposal(
        SYSTEM,
        world.programme.id,
        base_code="3",
        code="3.1",
        titles={"fr": "zqdraft fusionner", "nl": "zqdraft samenvoegen"},
        whys={"fr": "zqdraft demandé trois fois"},
        opens_on=today() + timedelta(days=30),
        body_id=world.body.id,
    )
    proposals.add_ground(SYSTEM, row.id, "note", note.id)
    writing.write_text(SYSTEM, row.id, HINT, {"fr": "zqdraft deux en une <b>", "nl": "zqdraft twee in een"})
    writing.tell_change(
        SYSTEM,
        row.id,
        kind="reworded",
        element="evaluative-question",
        what={"fr": "zqdraft un conseil"},
        why={"fr": "zqdraft la question revenait"},
    )
    return row


def _open(row: Proposal) -> None:
    proposals.open_consultation(SYSTEM, row.id, today() + timedelta(days=20))


PAGES = ("", "say/", f"amend/{HINT}/")
PREPARED = ("about/", "write/", "write/evaluative-question/", "write/version/", f"write/text/{HINT}/", "write/why/")


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_pages_open_in_every_language_and_state(as_user: Any, at: str, proposal: Proposal, language: str) -> None:
    browser = as_user("cora")
    for state in Proposal.State.values:
        Proposal.objects.filter(pk=proposal.pk).update(state=state, closes_on=today())
        steps = [f"step/{step}/" for step in Proposal.State.values]
        for page in ("", *(f"{proposal.id}/{page}" for page in (*PAGES, *PREPARED, *steps))):
            answer = browser.get(f"{at}{page}", HTTP_ACCEPT_LANGUAGE=language)
            if "step" in page and answer.status_code == 404:
                continue  # it does not follow from there
            html = answer.content.decode()
            assert answer.status_code == 200, (state, page)
            assert html.count("<h1") == 1 and f'<html lang="{language}"' in html
            assert not re.search(r"<[^>]*\sstyle=|<script>|<b>", html)
            ids = re.findall(r' id="([^"]+)"', html)
            assert len(ids) == len(set(ids)), page
    for page in (at, f"{at}new/"):
        assert browser.get(page, HTTP_ACCEPT_LANGUAGE=language).status_code == 200


def test_an_empty_page_says_what_to_do_next(as_user: Any, at: str) -> None:
    browser = as_user("cora")
    html = browser.get(at).content.decode()
    assert 'class="empty"' in html and f'href="{at}new/"' in html
    assert f'href="{at}new/"' not in as_user("claire").get(at).content.decode()
    assert as_user("claire").get(f"{at}new/").status_code == 404


def test_a_closed_draft_shows_nothing_of_itself_before_its_day(as_user: Any, at: str, proposal: Proposal) -> None:
    inside = ("bo", "cora", "an")
    for name in (
        "nadia",
        "mo",
        "claire",
        "an",
        "fred",
        "paula",
        "bo",
        "cora",
        "rita",
        "patrick",
        "ada",
        "stranger cora",
    ):
        browser = as_user(name)
        listed = browser.get(at)
        assert listed.status_code == (404 if name in {"rita", "patrick", "ada", "stranger cora"} else 200), name
        assert ("zqdraft" in listed.content.decode()) == (name in inside), name
        for page in (*PAGES, *PREPARED, "step/open/"):
            answer = browser.get(f"{at}{proposal.id}/{page}")
            expected = 200 if name in inside and not (page.startswith("step") and name != "cora") else 404
            assert answer.status_code == expected, (name, page)
            sent = browser.post(f"{at}{proposal.id}/{page}", {"do": "about"})
            assert sent.status_code in ({400, 405, 302} if expected == 200 else {404, 405}), (name, page)
    # nor anywhere else that everybody reads
    for page in ("/method/", "/method/3/", "/method/3.1/", "/method/3/differences/", "/method/3/files/"):
        assert b"zqdraft" not in as_user("claire").get(page).content
    Proposal.objects.filter(pk=proposal.pk).update(opens_on=today())
    for name in ("nadia", "claire", "fred", "paula"):
        browser = as_user(name)
        assert "zqdraft fusionner" in browser.get(at).content.decode()
        assert browser.get(f"{at}{proposal.id}/").status_code == 200
        assert browser.get(f"{at}{proposal.id}/write/").status_code == 404
    assert as_user("stranger cora").get(f"{at}{proposal.id}/").status_code == 404


def test_of_another_programme_there_is_nothing(as_user: Any, world: Any, at: str, proposal: Proposal) -> None:
    _open(proposal)
    other = f"/programmes/{world.other_programme.id}/changes/{proposal.id}/"
    for name in ("cora", "stranger cora"):
        assert as_user(name).get(other).status_code == 404


def test_written_from_nothing_to_a_consultation(as_user: Any, at: str, note: FieldNote) -> None:
    browser = as_user("cora")
    browser.cookies["django_language"] = "en"
    about = {"titles_fr": "Grille", "titles_nl": "Rooster", "whys_fr": "On apprend en comptant", "code": "3.1"}
    soon = (today() + timedelta(days=10)).isoformat()
    far = (today() + timedelta(days=200)).isoformat()
    refused = browser.post(f"{at}new/", {**about, "base": "3", "body": "", "opens_on": far})
    assert refused.status_code == 400 and "On apprend en comptant" in refused.content.decode()
    assert browser.post(f"{at}new/", {**about, "base": "9", "body": "", "opens_on": soon}).status_code == 400
    made = browser.post(f"{at}new/", {**about, "base": "3", "body": "", "opens_on": soon})
    row = Proposal.objects.get()
    desk = f"{at}{row.id}/write/"
    assert made.headers["Location"] == desk
    assert browser.post(desk, {"do": "ground", "ground-ground": f"note:{note.id}"}).status_code == 302
    assert browser.post(desk, {"do": "ground", "ground-ground": f"note:{row.id}"}).status_code == 400
    # a card is added, worded in every language; until then it is not ready
    added = browser.post(desk, {"do": "add", "add-group": "method_cards", "add-id": "counting-grid"})
    assert added.headers["Location"] == f"{desk}method.counting-grid/"
    assert browser.post(desk, {"do": "add", "add-group": "method_cards", "add-id": "Grid!"}).status_code == 400
    for part in ("title", "good-for", "watch-out", "how"):
        page = f"{desk}text/method.counting-grid.{part}/"
        sent = {"text_fr": "Compter", "text_nl": "Tellen", "text_en": "Count", "seen": ""}
        assert browser.post(page, sent).status_code == 302, part
    page = f"{desk}text/{HINT}/"
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', browser.get(page).content.decode())
    assert seen
    hint = {"text_fr": "Deux en une.", "text_nl": methodology.text("3", HINT, "nl"), "seen": seen.group(1)}
    assert browser.post(page, hint).status_code == 302
    # somebody who still has the old text on her screen overwrites nothing, and loses nothing
    late = browser.post(page, {**hint, "text_fr": "Autre chose <i>"})
    assert late.status_code == 400 and "Autre chose &lt;i&gt;" in late.content.decode()
    assert "Nederlands" in browser.get(desk).content.decode()  # Dutch is behind
    html = browser.get(page).content.decode()
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', html)
    assert seen and 'name="holds_nl"' in html
    kept = {"text_fr": "Deux en une.", "text_nl": hint["text_nl"], "holds_nl": "on", "seen": seen.group(1)}
    assert browser.post(page, kept).status_code == 302
    ground = row.grounds.get()
    entry = {
        "element": "method.counting-grid",
        "kind": "added",
        "what_fr": "Une fiche",
        "what_nl": "Een fiche",
        "why_fr": "Compter apprend à regarder",
        "grounds": [str(ground.id)],
    }
    assert browser.post(f"{desk}why/", {**entry, "why_fr": ""}).status_code == 400
    assert browser.post(f"{desk}why/", entry).status_code == 302
    (kept_entry,) = row.draft.changes.all()
    again = browser.post(f"{desk}why/{kept_entry.id}/", {**entry, "what_fr": "Une fiche de plus"})
    assert again.status_code == 302 and row.draft.changes.get().what["fr"] == "Une fiche de plus"
    assert row.draft.changes.get().references == [{"kind": "note", "id": str(note.id)}]
    shown = browser.get(f"{at}{row.id}/").content.decode()
    assert "fusionner deux" in shown and "Une fiche de plus" in shown and f"/changes/{row.id}/step/open/" in shown
    step = f"{at}{row.id}/step/open/"
    assert browser.post(step, {"closes_on": today().isoformat()}).status_code == 400
    assert browser.post(step, {}).status_code == 400
    until = (today() + timedelta(days=15)).isoformat()
    assert browser.post(step, {"closes_on": until}).status_code == 302
    assert Proposal.objects.get().state == "open" and Job.objects.filter(name="learning.news").exists()
    assert "stands still" in browser.get(desk).content.decode()


def test_taken_out_and_moved(as_user: Any, at: str, proposal: Proposal) -> None:
    browser, desk = as_user("bo"), f"{at}{proposal.id}/write/"
    assert browser.post(f"{desk}portrait/", {"do": "move", "step": "step-2", "place": "1"}).status_code == 302
    assert browser.post(f"{desk}portrait/", {"do": "move", "step": "step-9", "place": "1"}).status_code == 400
    assert browser.post(f"{desk}method.sroi/", {"do": "remove"}).status_code == 302
    html = browser.get(f"{at}{proposal.id}/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "taken out" in html and "moved" in html
    assert browser.get(f"{desk}method.sroi/").status_code == 404


def test_everybody_says_what_she_thinks_and_is_answered(as_user: Any, at: str, proposal: Proposal) -> None:
    _open(proposal)
    here = f"{at}{proposal.id}/"
    claire = as_user("claire")
    claire.cookies["django_language"] = "en"
    assert "Say what you think" in claire.get(here).content.decode()
    said = {"do": "position", "stance": "object", "reason": "", "language": "fr"}
    refused = claire.post(f"{here}say/", said)
    assert refused.status_code == 400 and "Say why" in refused.content.decode()
    assert claire.post(f"{here}say/", {**said, "reason": "Trop long <u>"}).status_code == 302
    remark = {"do": "remark", "remark-text": "Merci", "remark-language": "nl", "remark-element": ""}
    assert claire.post(f"{here}say/", remark).status_code == 302
    assert claire.post(f"{here}say/", {**remark, "remark-element": "nowhere"}).status_code == 400
    amend = f"{here}amend/{HINT}/?language=nl"
    assert claire.post(amend, {"text": "zqdraft twee in een", "why": ""}).status_code == 400
    assert claire.post(amend, {"text": "Twee vragen in een.", "why": "korter"}).status_code == 302
    assert claire.get(f"{here}amend/portrait.nothing/").status_code == 404
    position, amendment = Position.objects.get(), Amendment.objects.get()
    assert (Remark.objects.get().language, amendment.language) == ("nl", "nl")
    html = claire.get(here).content.decode()
    assert "Trop long &lt;u&gt;" in html and "No answer yet." in html and "an accompanist" in html
    assert claire.get(f"{here}positions/{position.id}/").status_code == 404
    assert claire.get(f"{here}amendments/{amendment.id}/").status_code == 404
    bo = as_user("bo")
    assert bo.post(f"{here}positions/{position.id}/", {"answers_fr": ""}).status_code == 400
    assert bo.post(f"{here}positions/{position.id}/", {"answers_fr": "Raccourci"}).status_code == 302
    cora = as_user("cora")
    assert cora.post(f"{here}step/answering/", {"why": ""}).status_code == 400
    assert cora.post(f"{here}step/answering/", {"why": "Tous ont répondu"}).status_code == 302
    cora.cookies["django_language"] = "en"
    assert "Amendments not settled yet: 1" in cora.get(here).content.decode()
    assert cora.post(f"{here}step/accepted/", {}).status_code == 400
    bo = as_user("bo")
    assert bo.post(f"{here}amendments/{amendment.id}/", {"do": "leave", "answer": ""}).status_code == 400
    assert bo.post(f"{here}amendments/{amendment.id}/", {"do": "take", "answer": ""}).status_code == 302
    writing.write_text(SYSTEM, proposal.id, HINT, {}, holds=["fr"])
    cora = as_user("cora")
    for step in ("accepted", "released"):
        assert cora.post(f"{here}step/{step}/", {"why": ""}).status_code == 302, step
    assert methodology.text("3.1", HINT, "nl") == "Twee vragen in een."
    # what the version rests on: its words for those who read what the programme learns, a count for the others
    for name, reads in (("cora", True), ("claire", True), ("patrick", False), ("stranger claire", False)):
        for page in ("/method/", "/method/3.1/", "/method/3.1/differences/"):
            html = as_user(name).get(page).content.decode()
            assert ("zqnote" in html) == reads, (name, page)
            assert "zqdraft un conseil" in html
    assert b"zqnote" not in Client().get("/method/3.1/").content
    assert f'href="{at}"' in as_user("claire").get("/method/").content.decode()
    assert "3.1" in as_user("claire").get(at).content.decode()
    methodology.forget()


def test_who_only_reads_cannot_decide(as_user: Any, at: str, proposal: Proposal) -> None:
    _open(proposal)
    for name in ("claire", "an", "bo", "paula"):
        for step in ("answering", "set-aside"):
            assert as_user(name).post(f"{at}{proposal.id}/step/{step}/", {"why": "x"}).status_code == 404
    assert Proposal.objects.get().state == "open"


def test_the_pages_cost_few_queries(
    as_user: Any, at: str, proposal: Proposal, django_assert_max_num_queries: Any
) -> None:
    _open(proposal)
    for name in ("nadia", "claire", "fred", "paula"):
        actor = as_user(name)
        actor.post(f"{at}{proposal.id}/say/", {"do": "position", "stance": "agree", "reason": "", "language": "fr"})
    browser = as_user("cora")
    for page in (at, f"{at}{proposal.id}/", f"{at}{proposal.id}/write/"):
        browser.get(page)
        with django_assert_max_num_queries(60):
            browser.get(page)


def test_whoever_reads_the_changes_has_read_the_notices_that_lead_there(
    world: Any, at: str, proposal: Proposal, client: Client
) -> None:
    for name in ("claire", "nadia"):
        notify(world.users[name].id, "consultation-open", at)
    notify(world.users["claire"].id, "consultation-open", "/elsewhere/")
    client.force_login(world.users["claire"])
    client.get(at)
    assert [row.address for row in notices(world.users["claire"].id)] == ["/elsewhere/"]
    assert len(notices(world.users["nadia"].id)) == 1


def test_a_new_card_is_advised_like_another_one(world: Any, at: str, proposal: Proposal, client: Client) -> None:
    key = writing.add_element(SYSTEM, proposal.id, "method_cards", "counting-grid")
    client.force_login(world.users["bo"])
    address = f"{at}{proposal.id}/write/{key}/"
    assert b'name="like"' in client.get(address).content
    assert client.post(address, {"do": "chooser", "like": "tea-leaves"}).status_code == 400
    assert client.post(address, {"do": "chooser", "like": "observation"}).status_code == 302
    shown = client.get(address).content.decode()
    assert f"{key}.does-not-allow" in shown  # the texts that it now needs
    assert b'name="like"' not in client.get(f"{at}{proposal.id}/write/portrait/").content


def test_a_reason_of_the_chooser_is_written_and_one_that_contradicts_is_refused(
    client: Any, world: Any, proposal: Any, at: str
) -> None:
    client.force_login(world.users["bo"])
    whole, rule = f"{at}{proposal.id}/write/chooser/", f"{at}{proposal.id}/write/text/chooser.rule.mine/"
    assert b'value="new-rule"' in client.get(whole).content
    mine = {"do": "new-rule", "id": "mine", "when_claim": ["how-many"], "says_survey": "hinders"}
    refused = client.post(whole, mine)
    text = refused.content.decode()
    assert refused.status_code == 400
    assert "opposite things" in text or "le contraire" in text or "omgekeerde" in text
    assert re.search(r'value="how-many"[^>]*checked', text)  # nothing is lost
    assert client.post(whole, mine | {"when_claim": ["tarot"]}).status_code == 400
    assert client.get(rule).status_code == 404
    assert client.post(whole, mine | {"when_public": ["outside"]}).url == rule
    assert client.post(rule, {"do": "rule", "when_claim": [], "says_survey": "hinders"}).status_code == 400
    kept = client.post(rule, {"do": "rule", "when_public": ["outside"], "says_observation": "excludes"})
    assert kept.status_code == 302
    assert client.post(rule, {"do": "drop-rule"}).url == whole and client.get(rule).status_code == 404
