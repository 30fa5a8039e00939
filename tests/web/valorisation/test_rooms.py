"""Coding, findings and the story in the browser, for those who may and those who may not."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from vises.apps.access.actor import SYSTEM
from vises.apps.coding.models import Code, Passage
from vises.apps.findings import services as findings
from vises.apps.findings.models import Dissent, Evidence, Finding, Improvement, Restitution
from vises.apps.journeys.models import Candidate, Journey, Session
from vises.apps.journeys.services import sessions
from vises.apps.valorisation.models import Claim, Publication, Quote, Story
from vises.kernel.clock import today


@pytest.fixture
def go(told: Any, as_user: Callable[[str], Any]) -> Callable[..., Any]:
    """Open a page of the journey as somebody; with `data`, send a form."""

    def open_page(name: str, path: str, data: dict[str, Any] | None = None) -> Any:
        client = as_user(name)
        address = f"/journeys/{told.world.journey.id}/{path}"
        return client.get(address) if data is None else client.post(address, data)

    return open_page


ROOMS = ("coding/", "passages/", "findings/", "restitutions/", "improvements/", "story/", "story/preview/",
         "story/publish/")  # fmt: skip


@pytest.mark.parametrize("path", ROOMS)
def test_every_room_opens_for_its_people_and_for_nobody_else(go: Any, path: str) -> None:
    for name in ("nadia", "mo", "claire"):
        page = go(name, path)
        assert page.status_code == 200, (name, path)
        text = page.content.decode()
        assert text.count("<h1") == 1 and " style=" not in text
        assert "canary-unconsented" not in text or name == "claire"
    for name in ("stranger nadia", "stranger claire", "patrick", "cora"):
        assert go(name, path).status_code == 404, (name, path)


def test_a_reader_of_one_line_codes_without_seeing_the_journey(go: Any, told: Any) -> None:
    text = told.passage.text_id
    page = go("rita", f"texts/{text}/").content.decode()
    assert "J&#x27;entre par la même porte" in page and 'class="path-nav' not in page
    assert go("rita", "coding/").status_code == 200 and go("rita", "findings/").status_code == 404
    assert go("nadia", f"texts/{text}/").status_code in {403, 404}
    assert go("stranger rita", f"texts/{text}/").status_code == 404
    marked = go("rita", f"texts/{text}/", {"do": "mark", "first": 2, "code": str(told.code.id), "memo": "à voir"})
    assert marked.status_code == 302
    passage = Passage.objects.get(memo="à voir")
    assert passage.text.body[passage.start : passage.end] == "Personne ne me demande rien."


def test_marking_exact_words_and_marking_by_the_script(go: Any, told: Any) -> None:
    text, body = told.passage.text, told.passage.text.body
    code = Code.objects.create(scope=text.scope, names={"fr": "Accueil"})
    go("rita", f"texts/{text.id}/", {"do": "mark", "first": 1, "last": 2, "words": "même porte", "code": str(code.id)})
    start = body.index("demande")
    go("rita", f"texts/{text.id}/", {"do": "mark", "start": start, "end": start + 8, "code": str(code.id)})
    assert {body[p.start : p.end] for p in Passage.objects.filter(code=code)} == {"même porte", "demande"}
    lost = go("rita", f"texts/{text.id}/", {"do": "mark", "first": 1, "words": "autre chose", "code": str(code.id)})
    assert lost.status_code == 400 and "autre chose" in lost.content.decode()
    page = go("rita", f"texts/{text.id}/").content.decode()
    assert "on-0 on-1" in page and "Accueil" in page and "[" in page


def test_a_theme_is_added_and_a_used_one_stays(go: Any, told: Any) -> None:
    assert go("claire", "coding/", {"do": "add-theme", "names_fr": "Prix"}).status_code == 302
    assert go("claire", "coding/", {"do": "add-theme", "names_fr": "prix"}).status_code == 400
    go("claire", f"themes/{told.code.id}/", {"do": "remove"})
    assert Code.objects.filter(pk=told.code.id).exists()
    found = go("rita", "passages/?words=porte").content.decode()
    assert "J&#x27;entre" in found and "respire" not in found


def test_a_finding_is_written_judged_reworded_and_contradicted(go: Any, told: Any) -> None:
    assert go("claire", "findings/", {"statements_fr": "", "limits_fr": "rien de perdu"}).status_code == 400
    assert go("claire", "findings/", {"statements_fr": "Le samedi, on se presse.", "negative": "on"}).status_code == 302
    row = Finding.objects.get(negative=True)
    here = f"findings/{row.id}/"
    session = Session.objects.get()
    sent = [
        {"do": "evidence", "e-side": "against", "e-evidence": f"code:{told.code.id}", "e-says_fr": "Non."},
        {"do": "judge", "j-strength": "weak", "j-session": str(session.id), "j-why": "Peu de voix."},
        {"do": "reword", "r-statements_fr": "Le samedi est plein.", "r-why": "plus juste"},
        {"do": "dissent", "d-texts_fr": "C'est gai.", "d-said_by": "Odile"},
        {"do": "state", "s-state": "contested"},
        {"do": "about", "a-limits_fr": "Un seul samedi.", "a-effects": "societal", "a-unexpected": "on"},
    ]
    for data in sent:
        answer = go("claire", here, data)
        assert answer.status_code == 302, (data, re.findall(r'class="errors".*?</div>', answer.content.decode(), re.S))
    row.refresh_from_db()
    assert (row.strength, row.state, row.unexpected, row.effects) == ("weak", "contested", True, ["societal"])
    assert row.statements["fr"] == "Le samedi est plein." and row.wordings.get().why == "plus juste"
    assert Evidence.objects.filter(finding=row, side="against").exists()
    assert Dissent.objects.filter(finding=row).exists()
    page = go("nadia", here).content.decode()
    assert "Odile" in page and "Le samedi, on se presse." in page
    assert go("nadia", here, {"do": "judge", "j-strength": "huge"}).status_code == 400
    assert go("cora", here, sent[0]).status_code == 404


def test_restitution_and_improvements_come_back(go: Any, told: Any) -> None:
    journey = told.world.journey
    session = sessions.plan_session(SYSTEM, journey.id, title="Soirée", on=today(), kind="restitution")
    sent = {"changed": "F1 reformulé", "supports": "affiche\n\nson", "language": "fr"}
    assert go("claire", f"restitutions/{session.id}/", sent).status_code == 302
    assert (
        Restitution.objects.get().supports == ["affiche", "son"]
        and "Soirée" in go("nadia", "restitutions/").content.decode()
    )
    assert go("claire", "improvements/", {"do": "decide", "what_fr": "Jetons"}).status_code == 400
    decided = {"do": "decide", "what_fr": "Jetons", "who": "Joris", "on": today().isoformat()}
    assert go("claire", "improvements/", decided).status_code == 302
    row = Improvement.objects.get()
    assert 'id="due"' in go("nadia", "improvements/").content.decode()
    settled = go("claire", f"improvements/{row.id}/", {"done": "yes", "outcome": "Fait en mai."})
    assert settled.status_code == 302 and 'id="due"' not in go("nadia", "improvements/").content.decode()
    again = {"do": "decide", "what_fr": "Et les aînés ?", "next_cycle": "on"}
    assert go("claire", "improvements/", again).status_code == 302
    assert go("nadia", "improvements/", {"do": "next-cycle"}).status_code == 302
    following = Journey.objects.get(previous=journey)
    assert list(Candidate.objects.filter(journey=following).values_list("text", flat=True)) == ["Et les aînés ?"]
    findings.begin_next_cycle(SYSTEM, journey.id)
    assert Candidate.objects.filter(journey=following).count() == 1


def test_the_story_is_written_quoted_published_and_taken_back(go: Any, told: Any) -> None:
    story = Story.objects.get()
    words = {"do": "write", "number": story.number, "languages": ["fr", "nl"], "titles_fr": "Ensemble",
             "titles_nl": "Samen", "how_and_why_fr": "Voilà.", "how_and_why_nl": "Zo."}  # fmt: skip
    assert go("claire", "story/", words).status_code == 302
    stale = go("claire", "story/", words | {"titles_fr": "Autre"})
    assert stale.status_code == 400 and "Autre" in stale.content.decode()
    finding = str(told.finding.id)
    added = {"do": "add-claim", "c-texts_fr": "3 sur 17 le disent.", "c-texts_nl": "Zo.", "c-finding": finding}
    assert go("claire", "story/", added).status_code == 302
    claim = Claim.objects.get(texts__fr="3 sur 17 le disent.")
    assert "«\xa03 sur 17\xa0»\xa0: trop peu" in go("nadia", "story/publish/").content.decode()
    page = go("nadia", f"story/sentences/{claim.id}/").content.decode()
    assert "accord pour la publication" in page and "canary-unconsented" not in page
    go("claire", f"story/sentences/{claim.id}/", {"do": "quote", "passage": str(told.closed_passage.id)})
    assert not Quote.objects.filter(claim=claim).exists()
    go("claire", f"story/sentences/{claim.id}/", {"do": "quote", "passage": str(told.passage.id)})
    assert Quote.objects.filter(claim=claim).exists()
    assert go("claire", "story/publish/", {"do": "publish"}).status_code == 403
    assert go("nadia", "story/publish/", {"do": "publish"}).status_code == 302
    assert Publication.objects.get().published_by_name == "Nadia here"
    inside = go("claire", f"thread/{claim.id}/").content.decode()
    assert "Samir" in inside and "je voulais l&#x27;autre" in inside
    assert go("nadia", "story/publish/", {"do": "withdraw"}).status_code == 302
    assert Publication.objects.get().state == "withdrawn"


def test_a_picture_needs_words(go: Any, told: Any) -> None:
    png = b"\x89PNG\r\n\x1a\n" + b"0" * 40
    without = go("claire", "story/", {"do": "image", "i-image": SimpleUploadedFile("a.png", png)})
    assert without.status_code == 400
    sent = {"do": "image", "i-image": SimpleUploadedFile("a.png", png), "i-image_alt_fr": "Une table"}
    assert go("claire", "story/", sent).status_code == 302
    assert go("nadia", "story/picture/")["Content-Type"] == "image/png"
    assert go("patrick", "story/picture/").status_code == 404


def test_what_stands_on_it_is_for_those_who_may_read(go: Any, told: Any) -> None:
    assert "F1" in go("claire", f"stands/analysis/{told.analysis.id}/").content.decode()
    assert go("nadia", f"stands/passage/{told.passage.id}/").status_code in {403, 404}
    assert go("claire", f"stands/passage/{told.passage.id}/").status_code == 200
    assert go("claire", f"stands/person/{told.passage.id}/").status_code == 404
