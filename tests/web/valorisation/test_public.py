"""What anybody reads: story, thread, paper, library, and nothing of what stays inside."""

import io

import pytest
from pypdf import PdfReader

from vises.apps.valorisation import services
from vises.web.layout.paper import OurFetcher


@pytest.fixture
def address(told) -> str:  # type: ignore[no-untyped-def]
    services.publish(told.world.actor("nadia"), told.story.id)
    return f"/stories/{told.story.slug}/"


def test_a_story_is_read_in_its_languages_with_its_threads(client, told, address) -> None:  # type: ignore[no-untyped-def]
    french = client.get(address, {"lang": "fr"}).content.decode()
    assert '<html lang="fr"' in french and "On entre la tête haute." in french and "12 personnes sur 17" in french
    assert "Que change la même table" in french and "Clients" in french and french.count("<h1") == 1
    dutch = client.get(address, {"lang": "nl"}).content.decode()
    assert '<html lang="nl"' in dutch and "Je komt fier binnen." in dutch
    for page in (french, dutch):
        assert [canary for canary in told.inside_only if canary in page] == []


def test_the_thread_of_a_sentence_has_its_own_page(client, told, address) -> None:  # type: ignore[no-untyped-def]
    page = client.get(f"{address}thread/{told.claim.id}/", {"lang": "fr"}).content.decode()
    assert "Avez-vous rencontré" in page and "Les rencontres" in page and 'class="thread"' in page
    assert [canary for canary in told.inside_only if canary in page] == []
    assert client.get(f"{address}thread/{told.story.id}/").status_code == 404


def test_the_paper_is_tagged_and_in_its_language(client, told, address) -> None:  # type: ignore[no-untyped-def]
    answer = client.get(f"{address}story.nl.pdf")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    paper = PdfReader(io.BytesIO(answer.content))
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and str(root["/Lang"]).startswith("nl") and "/StructTreeRoot" in root
    text = " ".join(page.extract_text() for page in paper.pages)
    assert "Je komt fier binnen." in text and paper.metadata is not None and paper.metadata.title == "Dezelfde deur"
    assert [canary for canary in told.inside_only if canary in text] == []
    assert client.get(f"{address}story.en.pdf").status_code == 404


def test_the_paper_loads_nothing_from_outside() -> None:
    fetcher = OurFetcher(None)
    for url in ("http://127.0.0.1/x.css", "file:///etc/passwd", "vises:static/../../etc/passwd", "vises:image"):
        with pytest.raises(Exception, match="not ours"):
            fetcher.fetch(url)


def test_a_story_taken_back_says_so_everywhere(client, told, address) -> None:  # type: ignore[no-untyped-def]
    services.withdraw(told.world.actor("nadia"), told.story.id)
    for path in ("", f"thread/{told.claim.id}/", "story.fr.pdf"):
        answer = client.get(f"{address}{path}")
        assert answer.status_code == 410 and "tête haute" not in answer.content.decode()
    assert client.get(f"{address}picture/").status_code == 404
    assert told.story.slug not in client.get("/stories/").content.decode()


def test_what_was_never_published_is_not_there(client, told) -> None:  # type: ignore[no-untyped-def]
    assert client.get(f"/stories/{told.story.slug}/").status_code == 404
    assert client.get("/stories/rien/").status_code == 404


def test_the_library_is_searched(client, told, address) -> None:  # type: ignore[no-untyped-def]
    def found(**asked: str) -> bool:
        return f"/stories/{told.story.slug}/" in client.get("/stories/", asked).content.decode()

    assert found() and found(words="TETE haute") and found(territory="wallonia") and found(group="practices")
    assert not found(words="absent") and not found(language="en") and not found(group="integration")
    assert client.get("/stories/", {"territory": "nowhere"}).status_code == 200
