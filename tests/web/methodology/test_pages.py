"""The method's public pages, in every language, and the glossary in place."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.urls import get_resolver, reverse
from django.utils.html import escape

from vises.apps.access.actor import SYSTEM
from vises.apps.methodology import comparing, queries
from vises.apps.methodology import queries as methodology
from vises.apps.methodology.models import MethodologyVersion
from vises.apps.methodology.services import drafts, releases
from vises.web.methodology.words import HARD_WORDS

PAGES = [
    ("methods", {}),
    ("method-version", {"code": "1"}),
    ("method-version", {"code": "2"}),
    ("method-version", {"code": "3"}),
    ("method-cards", {"code": "3"}),
    ("method-differences", {"code": "3"}),
    ("method-differences", {"code": "1"}),
    ("glossary", {}),
    ("library", {}),
]


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
@pytest.mark.parametrize(("name", "words"), PAGES)
def test_everybody_reads_the_pages_in_their_language(
    method: None, client: Any, language: str, name: str, words: dict[str, str]
) -> None:
    client.cookies["django_language"] = language
    body = client.get(reverse(name, kwargs=words)).content.decode()
    assert f'<html lang="{language}">' in body
    assert body.count("<h1") == 1
    assert " style=" not in body and "<script" not in body
    foreign = set(re.findall(r' lang="(..)"', body.split("<main")[1].split("</main>")[0])) - {language}
    assert not foreign or name in {
        "glossary",
        "method-version",
        "method-differences",
    }  # words in other languages are marked as such
    ids = re.findall(r' id="([^"]+)"', body)
    assert len(ids) == len(set(ids))


def test_an_unknown_version_is_not_found(method: None, client: Any) -> None:
    assert client.get("/method/99/").status_code == 404
    assert client.get("/method/99/cards/").status_code == 404
    assert client.get("/method/99/differences/").status_code == 404
    assert client.get("/method/99/files/").status_code == 404


def test_the_page_of_a_version_says_each_part_and_where_it_comes_from(method: None, client: Any) -> None:
    client.cookies["django_language"] = "en"
    body = client.get("/method/3/").content.decode()
    for deliverable in methodology.version("3").deliverables():
        assert f'id="{deliverable.id}"' in body
        assert escape(methodology.text("3", f"{deliverable.id}.done-when", "en")) in body
    assert "stated by VISES" in body and "stated by a relative" in body and "our proposal" in body
    assert "VISES, Cahier 3" in body


def test_the_versions_are_drawn_with_what_moved(method: None, client: Any) -> None:
    client.cookies["django_language"] = "en"
    body = client.get("/method/").content.decode()
    assert body.count('class="version-name"') == 3
    assert body.count('class="line') > 20
    assert len(re.findall(r'class="line hue-\d changed"', body)) == 2
    for change in methodology.changelog().changes:
        assert f'id="change-{change.id}"' in body


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("ENQUETE", "survey"),
        ("maatschappelijke impact", "social-impact"),
        ("sociale impact", "social-impact"),
        ("récolte", "data-collection"),
        ("voorbehoud", "reservation"),
    ],
)
def test_search_finds_words_in_any_language(client: Any, db: None, asked: str, wanted: str) -> None:
    client.cookies["django_language"] = "en"
    body = client.get("/glossary/", {"q": asked}).content.decode()
    assert f'<div id="{wanted}">' in body
    assert '<div id="steering-committee">' not in body


def test_a_search_that_finds_nothing_says_so_and_keeps_what_was_asked(client: Any, db: None) -> None:
    for page in ("/glossary/", "/library/"):
        body = client.get(page, {"q": 'zzz "<b>'}).content.decode()
        assert "zzz &quot;&lt;b&gt;" in body
        assert 'class="empty"' in body


def test_the_library_narrows_by_kind(client: Any, db: None) -> None:
    body = client.get("/library/", {"kind": "tool"}).content.decode()
    assert 'id="progress-star"' in body and 'id="tiess"' not in body
    assert client.get("/library/", {"kind": "nonsense"}).status_code == 200


def _render(text: str, **context: Any) -> str:
    return Template(text).render(Context(context))


def test_a_hard_word_opens_in_place_without_script() -> None:
    request = SimpleNamespace(resolver_match=None)
    text = '{% term "evaluative-question" %}question{% endterm %} {% term "thread" %}thread{% endterm %}'
    shown = _render(text, request=request)
    targets = re.findall(r'popovertarget="([^"]+)"', shown)
    assert len(set(targets)) == 2
    for target in targets:
        assert f'popover id="{target}"' in shown
    assert 'href="/glossary/#evaluative-question"' in shown
    assert _render(text) == "question thread"
    assert _render('{% term "thread" %}{% endterm %}') == "fil"
    with pytest.raises(KeyError):
        _render('{% term "no-such-word" %}x{% endterm %}', request=request)


def test_words_on_this_page_come_from_the_page_or_its_address(client: Any, db: None) -> None:
    listed = _render("{% hard_words %}", hard_words=["consent"])
    assert "/glossary/#consent" in listed
    by_name = _render("{% hard_words %}", request=SimpleNamespace(resolver_match=SimpleNamespace(url_name="coding")))
    assert "/glossary/#passage" in by_name
    assert _render("{% hard_words %}").strip() == ""
    assert "/glossary/#contribution" in client.get("/library/").content.decode()


def test_every_declared_hard_word_is_in_the_glossary() -> None:
    known = {term.id for term in methodology.glossary()}
    assert {id_ for ids in HARD_WORDS.values() for id_ in ids} <= known


def test_pages_named_for_hard_words_are_pages(db: None) -> None:
    names = {key for key in get_resolver().reverse_dict if isinstance(key, str)}
    planned = {"first-hour", "confirm", "expect"}  # guests' pages: read through a pass
    unknown = set(HARD_WORDS) - names - planned
    assert "glossary" not in HARD_WORDS
    assert {"methods", "library", "programme", "home"} <= set(HARD_WORDS) - unknown


def test_an_origin_is_told_by_shape_and_word() -> None:
    shown = _render("{{ 'stated'|origin_chip }}{{ 'related'|origin_chip }}{{ 'proposed'|origin_chip }}")
    assert shown.count("<svg") == 3
    assert len(set(re.findall(r"<svg.*?</svg>", shown))) == 3
    assert _render("{{ 'other'|origin_chip }}") == ""


@pytest.fixture
def overlay(method: None) -> Any:
    """Version 3.1: one card more, the tip of one deliverable reworded in French and Dutch."""
    draft = drafts.begin_draft(SYSTEM, "3")
    card = drafts.add_element(SYSTEM, draft.id, "method_cards", "counting-grid")
    for part in ("title", "good-for", "watch-out", "how"):
        words = {"fr": f"Grille <{part}>", "nl": f"Rooster <{part}>", "en": f"Grid <{part}>"}
        drafts.write_text(SYSTEM, draft.id, f"{card}.{part}", words)
    hint = queries.texts_of("3", "portrait.hint")
    reworded = {code: hint[code] + more for code, more in {"fr": " Puis relisez.", "nl": " Herlees daarna."}.items()}
    drafts.write_text(SYSTEM, draft.id, "portrait.hint", reworded)
    titles = {"fr": "Version 3.1", "nl": "Versie 3.1", "en": "Version 3.1"}
    drafts.write_text(SYSTEM, draft.id, "version.title", titles)
    drafts.write_change(
        SYSTEM,
        draft.id,
        kind="added",
        element=card,
        what={"fr": "Une fiche de plus", "nl": "Een fiche meer"},
        why={"fr": "Compter a appris à regarder", "nl": "Tellen leerde kijken"},
        references=[("note", draft.id)],
    )
    assert "draft" not in str(queries.versions())
    yield releases.release_draft(SYSTEM, draft.id, "3.1")
    queries.forget()


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_an_overlay_shows_what_is_local_and_what_differs(overlay: Any, client: Any, language: str) -> None:
    client.cookies["django_language"] = language
    listed = client.get("/method/").content.decode()
    assert listed.count('class="version-name"') == 3 and "/method/3.1/" in listed
    for page in ("/method/3.1/", "/method/3.1/cards/", "/method/3.1/differences/"):
        body = client.get(page).content.decode()
        assert f'<html lang="{language}">' in body and body.count("<h1") == 1 and "<title>" in body
        assert "Grille <title>" not in body and "Grid <title>" not in body
    assert client.get("/method/3.1/cards/").content.decode().count("chip local") == 1
    assert client.get("/method/3.1/").content.decode().count("chip local") == 1  # whose tip is another
    assert client.get("/method/3/").content.decode().count("chip local") == 0


def test_words_that_come_and_go_are_told_by_words_too(overlay: Any, client: Any) -> None:
    client.cookies["django_language"] = "en"
    body = client.get("/method/3.1/differences/", {"language": "nl"}).content.decode()
    assert re.search(r'<ins><span class="visually-hidden" lang="en"> \[added: </span> Herlees daarna\.', body)
    assert "Rooster &lt;title&gt;" in body and "Une fiche de plus" in body
    client.cookies["django_language"] = "nl"
    body = client.get("/method/3.1/differences/").content.decode()
    assert "Een fiche meer" in body
    client.cookies["django_language"] = "en"
    english = client.get("/method/3.1/differences/", {"language": "en"}).content.decode()
    assert "still translate an older text" in english
    back = client.get("/method/3/differences/", {"from": "3.1", "language": "fr"}).content.decode()
    assert "taken out" in back and re.search(r"<del>.*?Puis relisez", back)
    for odd in ({"from": "nowhere"}, {"language": "xx"}, {"from": "3.1"}):
        assert client.get("/method/3.1/differences/", odd).status_code == 200


def test_files_go_out_to_anybody_and_come_in_by_the_administrator(overlay: Any, world: Any, as_user: Any) -> None:
    answer = as_user("patrick").get("/method/3.1/files/")
    assert answer["Content-Type"] == "application/zip" and "vises-method-3.1.zip" in answer["Content-Disposition"]
    shown = as_user("ada").get("/method/3.1/").content.decode()
    fingerprint = comparing.fingerprint("3.1")
    assert fingerprint in shown
    MethodologyVersion.objects.filter(code="3.1").delete()
    queries.forget()
    browser = as_user("ada")
    browser.cookies["django_language"] = "en"

    def send(content: bytes, said: str = "") -> Any:
        file = SimpleUploadedFile("method.zip", content)
        return browser.post("/administration/method/", {"file": file, "fingerprint": said})

    refused = send(answer.content, "0" * 64)
    assert refused.status_code == 400 and "another fingerprint" in refused.content.decode()
    refused = send(answer.content[:-30])
    assert refused.status_code == 400 and "not a version of the method" in refused.content.decode()
    assert browser.post("/administration/method/", {}).status_code == 400
    assert send(answer.content, fingerprint.upper()).headers["Location"] == "/method/3.1/"
    assert browser.get("/method/3.1/").status_code == 200
    assert send(answer.content).status_code == 400
    assert as_user("cora").get("/administration/method/").status_code == 404


def test_the_pages_of_versions_cost_few_queries(overlay: Any, client: Any, django_assert_max_num_queries: Any) -> None:
    for page in ("/method/", "/method/3.1/", "/method/3.1/differences/"):
        client.get(page)
        with django_assert_max_num_queries(12):
            client.get(page)
