"""Paper: what is printed is what can be typed in; whoever types needs only a keyboard and no script."""

import re
from typing import Any

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.models import Answer
from vises.apps.collection.services import paper

ROUND = "/journeys/{journey}/collection/{wave}/doors/paper/"


def _at(world: Any, wave: Any) -> str:
    return ROUND.format(journey=world.journey.id, wave=wave.id)


def test_a_printed_sheet_has_numbers_letters_a_code_and_a_receipt(wave, as_user, world) -> None:  # type: ignore[no-untyped-def]
    page = as_user("claire").get(f"{_at(world, wave)}sheets/?language=fr&count=3").content.decode()
    codes = re.findall(r"<strong>([A-Z0-9]{6})</strong>", page)
    receipts = re.findall(r"[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3}", page)
    assert len(codes) == len(set(codes)) == 3 and len(set(receipts)) == 3
    assert page.count('class="ask-number">3<') == 3 and page.count("le prix réduit") == 3
    assert "<script" not in page and " style=" not in page
    assert as_user("claire").get(f"{_at(world, wave)}sheets/?language=xx&count=999").status_code == 400


def test_from_the_printed_letters_to_a_kept_answer_and_its_receipt(wave, as_user, world) -> None:  # type: ignore[no-untyped-def]
    sheet = paper.new_sheets(SYSTEM, wave.id, 1)[0]
    rita = as_user("rita")
    page = rita.get(f"{_at(world, wave)}type/").content.decode()
    names = re.findall(r'name="(q:[^"]+)"', page)
    assert names == ["q:met", "q:price", "q:changed"] and "<script" not in page
    fields = {"code": sheet.code.lower(), "language": "fr", "agreed": "a", "how": "w", "do": "keep"}
    told = rita.post(f"{_at(world, wave)}type/", {**fields, "q:met": "a", "q:price": "B", "q:changed": "moins seule"})
    assert told.status_code == 200 and sheet.receipt in told.content.decode()
    row = Answer.objects.get()
    assert (row.door, row.consents, row.consent_how) == ("paper", ["analysis", "quote"], "witnessed")
    assert ">yes<" in row.xml and ">full<" in row.xml
    seen = rita.post("/receipt/", {"code": sheet.receipt, "do": "see"})
    assert "moins seule" in seen.content.decode()


def test_what_was_typed_stays_where_something_is_to_be_mended(wave, as_user, world) -> None:  # type: ignore[no-untyped-def]
    rita = as_user("rita")
    fields = {"code": "AAAAAA", "q:met": "z", "q:changed": 'des mots "très" <b>gardés</b>', "agreed": "z", "how": "x"}
    page = rita.post(f"{_at(world, wave)}type/", {**fields, "do": "keep"})
    text = page.content.decode()
    assert page.status_code == 400 and "gardés" in text and "<b>gardés" not in text and not Answer.objects.exists()
    assert 'href="#agreed"' in text and 'href="#how"' in text
    page = rita.post(f"{_at(world, wave)}type/", {**fields, "agreed": "", "how": "", "do": "keep"})
    assert page.status_code == 400 and 'href="#code"' in page.content.decode()
    code = paper.new_sheets(SYSTEM, wave.id, 1)[0].code
    fields |= {"agreed": "", "how": "", "code": code}
    page = rita.post(f"{_at(world, wave)}type/", {**fields, "do": "as-it-stands"})
    assert page.status_code == 400 and 'href="#f1"' in page.content.decode() and not Answer.objects.exists()


def test_two_typings_that_differ_stand_side_by_side(wave, as_user, world) -> None:  # type: ignore[no-untyped-def]
    rita, address = as_user("rita"), f"{_at(world, wave)}type/"
    code = paper.new_sheets(SYSTEM, wave.id, 1)[0].code
    first = {"code": code, "language": "fr", "q:met": "a", "q:price": "a", "do": "keep"}
    rita.post(address, first)
    page = rita.post(address, {**first, "q:price": "b"}).content.decode()
    assert page.count('name="pick:price"') == 2 and "pick:met" not in page and "le prix plein" in page
    rita.post(address, {**first, "q:price": "b", "do": "settle", "pick:price": "2"})
    assert ">full<" in Answer.objects.get().xml
    another = re.search(r'name="another" value="([^"]+)"', page)
    assert another
    rita.post(address, {**first, "q:price": "b", "do": "another", "another": another.group(1)})
    assert Answer.objects.count() == 2


def test_who_does_not_read_raw_words_types_nothing_in(wave, as_user, world) -> None:  # type: ignore[no-untyped-def]
    nadia = as_user("nadia")
    assert nadia.get(f"{_at(world, wave)}type/").status_code == 403
    assert b"type/" not in nadia.get(_at(world, wave)).content
    assert as_user("stranger rita").get(f"{_at(world, wave)}type/").status_code == 404
