"""Languages side by side, and trying a draft: the real pages, of which nothing is kept."""

import io
import re
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.models import Answer, Wave
from vises.apps.instruments.queries import drafts as reading
from vises.apps.instruments.services import drafts as services
from vises.apps.instruments.services import write_questionnaire
from vises.apps.instruments.services.media import add_form_file


@pytest.fixture
def claire(as_user: Any) -> Any:
    return as_user("claire")


@pytest.fixture
def draft(world: Any, line: Any) -> Any:
    """Two questions in French."""
    made = services.begin_draft(world.actor("claire"), line.id, titles={"fr": "Enquête"}, language="fr")
    add = {"op": "add", "language": "fr"}
    services.edit_draft(
        world.actor("claire"),
        made.id,
        [
            {**add, "kind": "one", "after": "", "label": "Vu ?", "choices": ["oui", "non"], "required": True},
            {**add, "kind": "text", "after": "n1", "label": "Qui ?", "hint": "Un prénom."},
        ],
        saw=0,
    )
    return made


def _view(world: Any, draft: Any) -> Any:
    return reading.draft(world.actor("claire"), draft.id)


def _send(client: Any, world: Any, line: Any, draft: Any, query: str = "", **data: Any) -> Any:
    address = reverse("draft-translations", args=[line.journey_id, draft.id]) + query
    return client.post(address, {"saw": _view(world, draft).number, **data})


def test_a_language_is_added_translated_and_looked_at_again(claire: Any, world: Any, line: Any, draft: Any) -> None:
    address = reverse("draft-translations", args=[line.journey_id, draft.id])
    assert "<form" in claire.get(address).content.decode()
    assert _send(claire, world, line, draft, do="language", language="nl").headers["Location"].endswith("?in=nl")
    words = {"title-title": "Bevraging", "n1-label": "Gezien?", "n1-oui-label": "ja", "n1-non-label": "nee"}
    _send(claire, world, line, draft, do="words", **words)
    view = _view(world, draft)
    assert view.outline.titles == {"fr": "Enquête", "nl": "Bevraging"}
    first = view.outline.items[0]
    assert first.labels["nl"] == "Gezien?" and [choice.labels["nl"] for choice in first.choices] == ["ja", "nee"]
    only = claire.get(f"{address}?in=nl&only=open").content.decode()
    assert "Qui ?" in only and "Un prénom." in only and "Vu ?" not in only
    change = {"op": "words", "row": "n1", "language": "fr", "texts": {"label": "Vu quelqu'un ?"}}
    services.edit_draft(world.actor("claire"), draft.id, [change], saw=view.number)
    page = claire.get(address).content.decode()
    assert 'name="right-n1-label"' in page and "is-stale" in page
    _send(claire, world, line, draft, do="words", **words, **{"right-n1-label": "on"})
    assert not _view(world, draft).outline.stale
    before = _view(world, draft).number
    _send(claire, world, line, draft, do="words", **words)
    assert _view(world, draft).number == before  # nothing changed, nothing noted


def test_the_title_in_the_first_language_is_changed_here(claire: Any, world: Any, line: Any, draft: Any) -> None:
    _send(claire, world, line, draft, do="title", title="Venir ici")
    assert _view(world, draft).titles["fr"] == "Venir ici"
    assert _send(claire, world, line, draft, do="title", title="").status_code == 400


def test_a_draft_is_tried_to_its_end_and_nothing_is_kept(claire: Any, world: Any, line: Any, draft: Any) -> None:
    shown = claire.get(reverse("draft-preview", args=[line.journey_id, draft.id]))
    address = reverse("draft-try", args=[line.journey_id, draft.id])
    assert f'src="{address}"' in shown.content.decode()
    assert "frame-src 'self'" in shown.headers["Content-Security-Policy"]
    page = claire.get(address)
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]

    def send(page: Any, **data: Any) -> Any:
        carried = dict(re.findall(r'name="(draft|page)" value="([^"]*)"', page.content.decode()))
        return claire.post(address, {**carried, **data})

    page = send(page, do="begin")
    refused = send(page, do="next")  # an answer is needed: the real pages say so
    assert refused.status_code == 400
    page = send(page, do="next", n1="", vu="oui")
    while 'name="draft"' in page.content.decode():
        page = send(page, do="next", qui="Samir")
    assert page.status_code == 200 and address in page.content.decode()
    assert not Answer.objects.exists() and not Wave.objects.exists()


def test_what_cannot_be_used_yet_says_so_in_the_frame_and_beside_it(
    claire: Any, world: Any, line: Any, draft: Any
) -> None:
    bad = {"op": "add", "kind": "text", "after": "n2", "language": "fr", "label": "Bonjour ${personne} ?"}
    services.edit_draft(world.actor("claire"), draft.id, [bad], saw=2)
    shown = claire.get(reverse("draft-preview", args=[line.journey_id, draft.id])).content.decode()
    assert "personne" in shown and "survey" in shown
    assert claire.get(reverse("draft-try", args=[line.journey_id, draft.id])).status_code == 200
    publish = reverse("draft-publish", args=[line.journey_id, draft.id])
    assert claire.post(publish, {"saw": "3"}).status_code == 400


def test_nobody_else_tries_a_draft(as_user: Any, line: Any, draft: Any) -> None:
    for name in ("draft-preview", "draft-try", "draft-translations"):
        address = reverse(name, args=[line.journey_id, draft.id])
        assert as_user("stranger claire").get(address).status_code == 404
        assert as_user("patrick").get(address).status_code in {403, 404}
        assert as_user("stranger claire").post(address, {"do": "begin"}).status_code in {404, 405}


def test_a_list_from_a_file_is_there_when_one_tries(claire: Any, world: Any, line: Any) -> None:
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in (["type", "name", "label"], ["select_one_from_file towns.csv", "town", "Ville ?"]):
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    version = write_questionnaire(SYSTEM, line.id, titles={"fr": "V"}, xlsform=(kept.getvalue(), "v.xlsx"))
    add_form_file(SYSTEM, version.id, "towns.csv", [b"name;label\nmons;Mons\ntournai;Tournai\n"])
    draft = services.draft_of(world.actor("claire"), version.id)
    address = reverse("draft-try", args=[line.journey_id, draft.id])
    carried = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', claire.get(address).content.decode()))
    page = claire.post(address, {**carried, "do": "begin"}).content.decode()
    assert "Mons" in page and "Tournai" in page
