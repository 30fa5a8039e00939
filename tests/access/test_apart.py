"""Whoever reads a text apart meets no mark that others made in it, on any page, until both are done."""

import io
import re
import zipfile
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.access.test_matrix import HERE, address, places, tenants

from vises.apps.access.actor import SYSTEM, actor_for
from vises.apps.access.rules import Role
from vises.apps.access.services import give_role
from vises.apps.accounts.services import make_user
from vises.apps.coding.models import Passage, ReadingApart
from vises.apps.coding.services import apart, mark
from vises.apps.collection.models import Document
from vises.apps.findings.services import evidence
from vises.kernel.clock import now

__all__ = ["tenants"]  # a fixture
READ_THERE = {"apart", "document", "document-words", "spoken"}  # pages that show the whole text, without marks
PUBLIC = {"story-public", "claim-thread", "story-data", "stories", "story-image", "quote-say"}  # what anybody reads
DRAWN_ANEW = {"accompaniment", "draft-try", "exchange", "paper-sheets"}  # hold a time or a sign of chance; no marks
FOR_OTHERS = {"claim", "joint-paper", "story-preview"}  # what others will read, in print or public: whole counts
SEEN_BY_HER = {"journey.view", "signed-in", "words.read", "journey.edit"}


def _shown(browser: Client, world: Any, made: Any, words: tuple[str, ...]) -> set[tuple[str, str]]:
    found = set()
    for place in places():
        if place.read not in SEEN_BY_HER or place.name in PUBLIC:
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


def _everything(browser: Client, world: Any, made: Any) -> dict[str, str]:
    """What every page, file and answer to a script says, without what is drawn anew each time."""
    j, text, code = world.journey.id, made.ids["text"], made.ids["code"]
    files, words = reverse("coding-files", args=[j]), {"HTTP_ACCEPT": "application/json"}
    here = {place.name: address(place, world, made) for place in places() if place.read in SEEN_BY_HER}
    said = {name: browser.get(where) for name, where in here.items()}
    said |= {
        "of a theme": browser.get(f"{reverse('passages', args=[j])}?code={code}&words={HERE}"),
        "search": browser.get(f"{reverse('search-words', args=[j])}?words={HERE}"),
        "live": browser.get(reverse("text", args=[j, text]), **words),
        "live apart": browser.get(reverse("apart", args=[j, text]), **words),
        "live answers": browser.get(here["open-question"], **words),
        "hers": browser.get(reverse("apart", args=[j, text])),
        "codebook": browser.post(files, {"do": "codebook"}),
        "project": browser.post(files, {"do": "project"}),
        "remove": browser.post(reverse("theme", args=[j, code]), {"do": "remove"}, follow=True),
        "merge": browser.post(reverse("theme", args=[j, code]), {"do": "merge", "into": made.ids["other-code"]}),
    }
    return {name: f"{one.status_code} {_words(one)}" for name, one in said.items() if name not in DRAWN_ANEW}


def _words(answer: HttpResponse) -> str:
    raw = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if raw.startswith(b"PK"):
        archive = zipfile.ZipFile(io.BytesIO(raw))
        # when a workbook was made stands in it
        raw = b"".join(archive.read(name) for name in sorted(archive.namelist()) if not name.startswith("docProps/"))
    elif raw.startswith(b"%PDF"):  # drawn from the same pages, and packed: compared by its size
        return f"{len(raw) // 200}"
    body = raw.decode(errors="ignore")
    body = re.sub(r'csrfmiddlewaretoken\\?" value=\\?"\w+', "", body)
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "id", body)


def _differ(one: dict[str, str], other: dict[str, str]) -> set[str]:
    return {name for name in one if one[name] != other[name]}


@pytest.mark.filterwarnings("ignore")
def test_every_page_is_the_same_whether_the_other_one_marked_or_not(world: Any, as_user: Any, tenants: Any) -> None:
    _world, made = tenants
    text = Passage.objects.get(pk=made.ids["passage"]).text
    Document.objects.filter(coded_text__text=text).update(people=12)  # enough for every count to be shown
    give_role(SYSTEM, world.users["rita"], world.journey.scope, Role.ACCOMPANIST)
    third = make_user("third@here.example", "Third", "en")  # who reads the same words, and not apart
    for user in (world.users["mo"], third):
        give_role(SYSTEM, user, world.journey.scope, Role.READER)
    give_role(SYSTEM, third, world.journey.scope, Role.ACCOMPANIST)
    evidence.add_evidence(SYSTEM, made.ids["finding"], says={"fr": "thème"}, code_id=made.ids["code"])
    made.ids["other-code"] = other = _theme(world)
    reading = apart.begin_apart(actor_for(world.users["rita"]), text.id, 1, 3, world.users["mo"].id)
    rita, beside = as_user("rita"), Client()
    beside.force_login(third)
    hers, theirs = _everything(rita, world, made), _everything(beside, world, made)
    assert not (drawn_anew := _differ(hers, _everything(rita, world, made))), drawn_anew

    # the other one marks, and says she is done
    mo, end = actor_for(world.users["mo"]), len(text.body)
    for code in (made.ids["code"], other):
        apart.mark_apart(mo, reading.id, code, 0, end)
    apart.done_apart(mo, reading.id)
    assert _differ(hers, _everything(rita, world, made)) == set()
    # somebody else marks the same words with the same themes
    for code in (made.ids["code"], other):
        mark(SYSTEM, text.id, code, 3, end, memo="un mémo de plus")
    assert _differ(hers, _everything(rita, world, made)) <= FOR_OTHERS
    seen = _differ(theirs, _everything(beside, world, made))
    assert {"coding", "together", "text", "live", "passages", "of a theme", "project", "finding", "joint"} <= seen, seen

    apart.done_apart(actor_for(world.users["rita"]), reading.id)
    told = _differ(hers, _everything(rita, world, made))
    assert {"coding", "together", "text", "hers", "live", "passages", "of a theme", "project", "finding"} <= told, told


def _theme(world: Any) -> Any:
    from vises.apps.coding.services import add_code

    return add_code(SYSTEM, world.journey.id, names={"fr": "Autre thème"}).id
