"""Whoever reads a text apart meets no mark that others made in it, on any page, until both are done."""

from typing import Any

import pytest
from django.test import Client
from tests.access.test_matrix import HERE, address, places, tenants

from vises.apps.access.actor import SYSTEM
from vises.apps.access.rules import Role
from vises.apps.access.services import give_role
from vises.apps.coding.models import Passage, ReadingApart
from vises.kernel.clock import now

__all__ = ["tenants"]  # a fixture
READ_THERE = {"apart", "document", "document-words", "spoken"}  # pages that show the whole text, without marks
PUBLIC = {"story-public", "claim-thread", "story-data", "stories", "story-image", "quote-say"}  # what anybody reads


def _shown(browser: Client, world: Any, made: Any, words: tuple[str, ...]) -> set[tuple[str, str]]:
    found = set()
    for place in places():
        if place.read not in {"journey.view", "signed-in", "words.read", "journey.edit"} or place.name in PUBLIC:
            continue
        answer = browser.get(address(place, world, made))
        if answer.status_code != 200 or answer.streaming:
            continue
        body = answer.content.decode(errors="ignore")
        found |= {(place.name, word) for word in words if word in body}
    return found


@pytest.mark.filterwarnings("ignore")
def test_a_blind_reader_meets_no_mark_in_her_text(world: Any, as_user: Any, tenants: Any) -> None:
    _world, made = tenants
    passage = Passage.objects.select_related("text").get(pk=made.ids["passage"])
    memo, quoted = passage.memo, passage.text.body[passage.start : passage.end]
    assert memo and HERE in quoted
    give_role(SYSTEM, world.users["rita"], world.journey.scope, Role.ACCOMPANIST)  # who reads, and sees all the rest
    rita = as_user("rita")
    before = _shown(rita, world, made, (memo, quoted))
    assert {name for name, word in before if word == memo} and {"finding", "claim"} <= {name for name, _ in before}
    reading = ReadingApart.objects.create(
        text=passage.text, start=0, end=len(passage.text.body), first=world.users["rita"], second=world.users["mo"]
    )
    after = _shown(rita, world, made, (memo, quoted))
    assert {name for name, word in after if word == memo} == set()
    assert {name for name, _ in after} <= READ_THERE, after
    ReadingApart.objects.filter(pk=reading.pk).update(first_done_at=now(), second_done_at=now())
    assert _shown(rita, world, made, (memo, quoted)) == before
