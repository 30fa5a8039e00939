"""Words beside numbers, sessions of interpretation and their paper, for those who may and those who may not."""

import html
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfReader

from vises.apps.access.actor import SYSTEM
from vises.apps.findings.models import Dissent, Finding, JointRow, Understanding
from vises.apps.findings.queries.joint import joint_row
from vises.apps.findings.services import joint, reword, write_finding
from vises.apps.findings.services.joint import Looked
from vises.apps.journeys.models import Session, Stakeholder
from vises.apps.journeys.services import sessions, stakeholders
from vises.apps.valorisation.services import publish
from vises.kernel.clock import today


@pytest.fixture
def go(told: Any, as_user: Callable[[str], Any]) -> Callable[..., Any]:
    """Open a page of the journey as somebody; with `data`, send a form."""

    def open_page(name: str, path: str, data: dict[str, Any] | None = None) -> Any:
        client = as_user(name)
        address = f"/journeys/{told.world.journey.id}/{path}"
        return client.get(address) if data is None else client.post(address, data)

    return open_page


@pytest.mark.parametrize("path", ("joint/", "joint/beyond/", "joint/paper/", "interpretation/", "bring-back/"))
def test_every_page_opens_for_its_people_and_for_nobody_else(go: Any, path: str) -> None:
    for name in ("nadia", "mo", "claire"):
        page = go(name, path)
        text = page.content.decode()
        assert page.status_code == 200 and text.count("<h1") == 1 and " style=" not in text
        assert "canary" not in text.replace("canary-title", "")
    for name in ("stranger nadia", "stranger claire", "patrick", "cora"):
        assert go(name, path).status_code == 404, (name, path)


def test_a_row_is_named_filled_judged_and_becomes_a_finding(go: Any, told: Any) -> None:
    assert go("claire", "joint/", {"names_fr": " "}).status_code == 400
    made = go("claire", "joint/", {"names_fr": "Se rencontrer"})
    row = JointRow.objects.get()
    here = f"joint/{row.id}/"
    assert made.status_code == 302 and made.url.endswith(here)
    page = go("claire", here).content.decode()
    seen = re.search(r'name="w-seen" value="([^"]*)"', page)[1]
    filled = {
        "do": "fill",
        "w-seen": seen,
        "w-names_fr": "Se rencontrer",
        "w-themes": [str(told.code.id)],
        "w-numbers": [f"analysis:{told.analysis.id}"],
        "w-questions": [f"question:{told.wave.id}:price"],
    }
    assert go("claire", here, filled | {"w-themes": ["x"]}).status_code == 400
    assert go("claire", here, filled).status_code == 302
    assert go("claire", here, filled | {"w-names_fr": "Perdu ?"}).status_code == 400  # what she saw is not so any more
    session = Session.objects.get()
    judged = {"do": "judge", "j-judgement": "complements", "j-session": str(session.id), "j-why_fr": "L'un dit où."}
    seen = re.search(r'name="j-seen" value="([^"]*)"', go("claire", here).content.decode())[1]
    assert go("claire", here, judged | {"j-seen": seen, "j-why_fr": ""}).status_code == 400
    assert go("claire", here, judged | {"j-seen": seen}).status_code == 302
    written = {
        "do": "finding",
        "f-statements_fr": "La table fait parler.",
        "f-words_say_fr": "Le mot revient.",
        "f-words_side": "for",
        "f-numbers_say_fr": "12 sur 17.",
        "f-numbers_side": "for",
    }
    assert go("claire", here, written | {"f-words_say_fr": ""}).status_code == 400
    assert go("claire", here, written).status_code == 302
    finding = Finding.objects.get(row=row)
    assert finding.evidence.count() == 3
    text = go("nadia", "joint/").content.decode()
    assert "La table fait parler." in text and "12 personnes sur 17" in text and "figure-chart" in text
    assert "pas compté ici" in text  # two people, one theme
    assert go("cora", here, judged).status_code == 404 and go("stranger claire", here).status_code == 404


def test_the_row_for_what_is_not_good_says_plainly_what_was_looked_for(go: Any, told: Any) -> None:
    assert "a encore cherché" in go("nadia", "joint/").content.decode()
    assert "Nobody looked for it yet" in go("nadia", "joint/paper/?lang=en").content.decode()
    none = {"do": "fill", "w-seen": "", "w-none_because_fr": "Nous avons demandé aux dix-sept."}
    assert go("claire", "joint/beyond/", none | {"w-themes": [str(told.code.id)]}).status_code == 400
    assert go("claire", "joint/beyond/", none).status_code == 302
    text = go("nadia", "joint/").content.decode()
    assert "Nous avons cherché et rien trouvé, parce que" in text and "Nous avons demandé aux dix-sept." in text
    row = JointRow.objects.get()
    assert go("claire", f"joint/{row.id}/", {"do": "remove"}).status_code == 400 and JointRow.objects.exists()


def test_what_groups_understood_travels_to_the_published_thread(go: Any, told: Any, client: Any) -> None:
    journey = told.world.journey
    group = Stakeholder.objects.get(journey=journey)
    few = stakeholders.add_stakeholder(SYSTEM, journey.id, names={"fr": "Ouvriers"}, kind="team", size=6)
    evening = sessions.plan_session(SYSTEM, journey.id, title="canary-title", kind="restitution", on=today())
    here = f"interpretation/{evening.id}/{told.finding.id}/"
    assert "Dire qui était là" in go("claire", here).content.decode()
    sessions.hold_session(SYSTEM, evening.id, presences=[(group.id, 9, "canary-names"), (few.id, 2, "")])
    assert few.names["fr"] in go("claire", here).content.decode()
    said = {
        f"understands_{group.id}_fr": "Chez nous on entre.",
        f"disagrees_{group.id}_fr": "Pas le samedi.",
        f"understands_{few.id}_fr": "canary-few",
    }
    seen = re.search(r'name="seen" value="([^"]*)"', go("claire", here).content.decode())[1]
    assert go("claire", here, said | {"seen": "old"}).status_code == 400
    kept = go("claire", here, said | {"seen": seen, "then": "next"})
    assert kept.status_code == 302 and Understanding.objects.count() == 2
    assert Dissent.objects.filter(session=evening).count() == 1
    finding = f"findings/{told.finding.id}/"
    assert go("claire", finding, {"do": "validated"}).status_code == 400
    assert go("claire", finding, {"do": "validated", "v-session": str(evening.id)}).status_code == 302
    page = go("nadia", finding).content.decode()
    assert "Chez nous on entre." in page and "canary-few" in page
    publish(told.world.actor("nadia"), told.story.id)
    client.logout()
    told.story.refresh_from_db()
    thread = client.get(f"/stories/{told.story.slug}/how/{told.claim.id}/")
    if thread.status_code == 404:
        story = client.get(f"/stories/{told.story.slug}/").content.decode()
        thread = client.get(re.search(rf'href="([^"]*{told.claim.id}[^"]*)"', story)[1])
    text = thread.content.decode()
    assert "Chez nous on entre." in text and "Pas le samedi." in text and "Clients" in text
    assert "stays inside" in text or "blijft binnen" in text or "reste à l" in text
    assert "canary-few" not in text and "canary-names" not in text and "canary-title" not in text
    story = client.get(f"/stories/{told.story.slug}/?lang=en").content.decode()
    assert "Validated by a session on" in story or "Validé par une séance" in story


def test_paper_is_printed_from_live_results_and_says_nothing_of_few(go: Any, told: Any) -> None:
    question = f"question:{told.wave.id}:met"
    assert go("claire", "interpretation/paper/?kind=poster&lang=fr").status_code == 400  # nothing was chosen
    for kind, easy in (("placemat", ""), ("placemat", "&easy=on"), ("poster", ""), ("poster", "&easy=on")):
        chosen = f"questions={question}&findings=finding:{told.finding.id}"
        address = f"interpretation/paper/?kind={kind}&lang=nl{easy}&{chosen}"
        page = go("claire", address)
        text = page.content.decode()
        assert page.status_code == 200 and text.count("<h1") == 1 and "Dezelfde deur beschermt." in text
        # consent covers one of the two passages; an easy sheet in Dutch leaves out words in French
        assert ("J&#x27;entre par la même porte" in text) == (not easy) and "canary-unconsented" not in text
        if easy:
            assert "12 van de 17 zeggen: oui." in text or "12 van de 17 zeggen: ja." in text
        unread = go("claire", f"{address}&format=pdf")  # the group's own sentences come first
        keys = re.findall(r'name="read" value="([0-9a-f]{16})"', unread.content.decode())
        assert unread.headers["Content-Type"].startswith("text/html") and len(keys) >= 2
        read = "".join(f"&read={key}" for key in keys)
        assert go("claire", f"{address}&format=pdf&read={keys[0]}").headers["Content-Type"].startswith("text/html")
        pdf = go("claire", f"{address}&format=pdf{read}")
        assert pdf.headers["Content-Type"] == "application/pdf" and pdf.content.startswith(b"%PDF")
        reword(SYSTEM, told.finding.id, {"nl": f"Dezelfde deur beschermt. {kind}{easy}"}, "autrement")
        assert go("claire", f"{address}&format=pdf{read}").headers["Content-Type"].startswith("text/html")
    assert go("patrick", address).status_code == 404
    assert go("claire", "joint/paper/?format=pdf&lang=fr").content.startswith(b"%PDF")  # nothing of their own yet


def test_what_a_group_gets_back_is_said_printed_and_kept(go: Any, told: Any) -> None:
    group = Stakeholder.objects.get(journey=told.world.journey)
    here = f"bring-back/{group.id}/"
    assert "Rien n" in go("nadia", "bring-back/").content.decode()
    sent = {"shapes": ["poster", "page"], "findings": [str(told.finding.id)], "note": "Près de la porte.", "seen": ""}
    assert go("claire", here, sent | {"shapes": []}).status_code == 400
    assert go("claire", here, sent | {"shapes": ["rank"]}).status_code == 400
    assert go("claire", here, sent).status_code == 302
    again = go("claire", here, sent | {"note": "Autre mot."})
    assert again.status_code == 400 and "Autre mot." in again.content.decode()  # somebody wrote meanwhile
    text = go("nadia", "bring-back/").content.decode()
    assert "Près de la porte." in text and f"findings=finding:{told.finding.id}" in text and "kind=poster" in text
    for name in ("stranger claire", "patrick", "cora"):
        assert go(name, here, sent).status_code == 404


def _words(answer: Any) -> str:
    """What a page or a PDF says, with ordinary spaces."""
    if answer.content.startswith(b"%PDF"):
        return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split())
    return " ".join(html.unescape(answer.content.decode()).split())


def test_what_is_not_good_cannot_be_absent_and_few_people_stand_apart_nowhere(go: Any, told: Any) -> None:
    """Whatever comes out of the words beside numbers: the screen, A3, placemats, posters, easy ones, each as a PDF."""
    journey = told.world.journey.id
    row = joint.add_row(SYSTEM, journey, {"fr": "Se rencontrer"})
    joint.fill_row(
        SYSTEM,
        journey,
        row.id,
        Looked(themes=[told.code.id], questions=[(told.wave.id, "met"), (told.wave.id, "price")]),
    )
    beside = write_finding(SYSTEM, journey, statements={"fr": "Certains se sentent moins bien."}, negative=True)
    ways = ["joint/paper/?lang=fr"] + [
        f"interpretation/paper/?kind={kind}&lang=fr{easy}&rows=row:{row.id}"
        for kind in ("placemat", "poster")
        for easy in ("", "&easy=on")
    ]
    screen = _words(go("claire", "joint/"))
    assert "Personne n'a encore cherché" in screen and "Certains se sentent moins bien." in screen
    for found in ("", "Demandé à tous, au comptoir.", "honte"):
        if found == "honte":
            seen = joint_row(told.world.actor("mo"), journey, None).seen
            joint.fill_row(SYSTEM, journey, None, Looked(themes=[told.code.id]), seen=seen)
        elif found:
            joint.fill_row(SYSTEM, journey, None, Looked(none_because={"fr": found}), seen="")
        for way in ways:
            page = go("claire", way)
            keys = "".join(
                f"&read={key}" for key in re.findall(r'name="read" value="([0-9a-f]{16})"', page.content.decode())
            )
            pdf = go("claire", f"{way}{keys}&format=pdf")
            assert page.status_code == 200 and pdf.content.startswith(b"%PDF"), way
            for text in (_words(page), _words(pdf)):
                assert "n'est pas une bonne nouvelle" in text, way
                assert "Personne n'a encore cherché" in text if not found else found in text or found == "honte", way
                if "joint/" in way:
                    assert beside.statements["fr"] in text
                # two people speak of the theme, three of seventeen paid in full
                assert not re.search(r"\b([23] passages|[23] personnes|3 sur 17|14 sur 17)", text), way
