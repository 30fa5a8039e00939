"""The page of the search: hits lead to where they are read; strangers find nothing; odd input is told."""

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.coding import services
from vises.apps.collection.services.documents import add_document


@pytest.fixture(autouse=True)
def _in_english(client) -> None:  # type: ignore[no-untyped-def]
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def test_a_hit_leads_to_its_sentence(as_user, world, line) -> None:  # type: ignore[no-untyped-def]
    body = "On me salue. <b>Les portes</b> sont ouvertes."
    kept = add_document(SYSTEM, line.id, kind="interview", title="Un", text=body, language="fr")
    text = services.take_in(SYSTEM, kept.document.id)
    here = f"/journeys/{world.journey.id}/search/"
    page = as_user("rita").get(here, {"words": "porte"}).content.decode()
    assert "1 text among the 1 that you read" in page and "<mark>portes</mark>" in page and "<b>Les" not in page
    place = f"/journeys/{world.journey.id}/texts/{text.id}/?at={body.index('portes')}"
    assert f'href="{place}"' in page and page.count("<h1") == 1
    assert as_user("rita").get(place)["Location"].endswith(f"/texts/{text.id}/?page=1#s2")
    for odd in ("x", "-1", "99999999", "0"):
        assert as_user("rita").get(f"{place}{odd}").status_code == 302, odd
    assert as_user("nadia").get(place).status_code == 403
    page = as_user("nadia").get(here, {"words": "porte"}).content.decode()
    assert "0 texts among the 0" in page and "portes" not in page
    assert as_user("stranger rita").get(here, {"words": "porte"}).status_code == 404
    odd_ones = ({"words": ""}, {"words": "x" * 300}, {"words": "\x00"}, {"words": "porte", "page": "-1"}, {"page": "9"})
    for odd in odd_ones:
        assert as_user("rita").get(here, odd).status_code == 200
