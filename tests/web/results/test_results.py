"""Results: in sentences, figures and tables; small groups hidden; words to readers only; numbers to cite."""

import re

import pytest

from vises.apps.collection.services import withdrawals
from vises.apps.datasets.models import Analysis
from vises.platform.jobs.services import run_next

SECRET = "je reviens seule depuis que Fatou m'attend"


@pytest.fixture(autouse=True)
def _in_english(client) -> None:  # type: ignore[no-untyped-def]
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def answered(wave, answer):  # type: ignore[no-untyped-def]
    """Seventeen people: 12 met somebody; 9 pay the reduced price, 8 the full one; one wrote words."""
    return [
        answer(
            wave,
            f"uuid:{n}",
            consents=("quote",) if n == 3 else (),
            met="yes" if n < 12 else "no",
            price="reduced" if n % 2 == 0 else "full",
            **({"changed": SECRET} if n == 3 else {}),
        )
        for n in range(17)
    ]


def test_before_any_round_the_page_teaches(as_user, world) -> None:  # type: ignore[no-untyped-def]
    page = as_user("nadia").get(f"/journeys/{world.journey.id}/results/").content.decode()
    assert 'class="empty"' in page and page.count("<h1") == 1


def test_each_question_is_told_in_a_sentence_with_its_table(as_user, world, wave, answered) -> None:  # type: ignore[no-untyped-def]
    page = as_user("nadia").get(f"/journeys/{world.journey.id}/results/").content.decode()
    assert "12 of 17 people answered" in page and "<table" in page and "<svg" in page and page.count("<h1") == 1
    assert SECRET not in page and "Only those whom the plan names" in page


def test_side_by_side_only_by_what_was_marked(as_user, world, wave, answered) -> None:  # type: ignore[no-untyped-def]
    browser = as_user("nadia")
    address = f"/journeys/{world.journey.id}/results/{wave.id}/met/"
    assert "prix réduit" in browser.get(address, {"by": "price"}).content.decode()
    assert 'scope="col">le prix réduit' not in browser.get(address, {"by": "changed"}).content.decode()
    assert browser.get(f"/journeys/{world.journey.id}/results/{wave.id}/nothing/").status_code == 404
    assert browser.get(f"/journeys/{world.journey.id}/results/?wave=nonsense").status_code == 404


def test_four_people_are_not_counted_on_any_page(as_user, world, wave, answer) -> None:  # type: ignore[no-untyped-def]
    for n in range(4):
        answer(wave, f"uuid:{n}", met="yes", price="full")
    browser = as_user("claire")
    for address in ("", f"{wave.id}/met/", f"{wave.id}/met/?by=price"):
        page = browser.get(f"/journeys/{world.journey.id}/results/{address}").content.decode()
        assert "Too few people" in page and "of 4" not in page and "<table" not in page
    assert 'id="cite"' not in page


def test_a_number_is_kept_and_asked_again_after_a_withdrawal(as_user, world, wave, answered) -> None:  # type: ignore[no-untyped-def]
    browser = as_user("claire")
    address = f"/journeys/{world.journey.id}/results/{wave.id}/met/?by=price"
    sent = browser.post(address, {"category": "yes", "group": "reduced"})
    assert sent.status_code == 302
    row = Analysis.objects.get()
    assert (row.question, row.by, row.category, row.group) == ("met", "price", "yes", "reduced")
    page = browser.get(sent["Location"]).content.decode()
    assert "Numbers that can be cited" in page and "because somebody cited it" in page
    withdrawals.withdraw(answered[0].receipt)
    while run_next():
        pass
    page = browser.get(sent["Location"]).content.decode()
    assert "because somebody withdrew an answer" in page and "11 of 16 people" in page


def test_what_is_not_offered_is_refused_and_readers_above_cannot_cite(as_user, world, wave, answered) -> None:  # type: ignore[no-untyped-def]
    address = f"/journeys/{world.journey.id}/results/{wave.id}/met/"
    assert as_user("claire").post(address, {"category": "perhaps"}).status_code == 400
    assert not Analysis.objects.exists()
    assert as_user("stranger claire").post(address, {"category": "yes"}).status_code == 404
    other = f"/journeys/{world.other_journey.id}/results/{wave.id}/met/"
    assert as_user("stranger claire").get(other).status_code == 404


def test_words_and_single_answers_are_for_readers(as_user, world, wave, answered) -> None:  # type: ignore[no-untyped-def]
    start = f"/journeys/{world.journey.id}/reading/"
    browser = as_user("rita")
    assert "Printemps" in browser.get(start).content.decode()
    page = browser.get(f"{start}{wave.id}/").content.decode()
    assert SECRET.replace("'", "&#x27;") in page and "may be quoted" in page
    singles = [browser.get(f"{start}{wave.id}/{n}/").content.decode() for n in range(1, 18)]
    assert sum(SECRET.replace("'", "&#x27;") in one for one in singles) == 1
    assert browser.get(f"{start}{wave.id}/18/").status_code == 404
    for name in ("nadia", "claire", "mo", "cora", "stranger rita"):
        browser = as_user(name)
        for address in (start, f"{start}{wave.id}/", f"{start}{wave.id}/1/"):
            answer = browser.get(address)
            assert answer.status_code in {403, 404} and "Fatou" not in answer.content.decode()


def test_the_pages_ask_a_bounded_number_of_questions_of_the_database(  # type: ignore[no-untyped-def]
    as_user, world, wave, answered, django_assert_max_num_queries
) -> None:
    browser = as_user("nadia")
    with django_assert_max_num_queries(40):
        browser.get(f"/journeys/{world.journey.id}/results/")


def test_the_file_of_a_large_round_waits_on_the_page_and_can_be_left(  # type: ignore[no-untyped-def]
    as_user, world, wave, answered, monkeypatch
) -> None:
    monkeypatch.setattr("vises.apps.datasets.taken_out.AT_ONCE", 3)
    browser, address = as_user("rita"), f"/journeys/{world.journey.id}/reading/{wave.id}/"
    assert browser.post(address, {"do": "xlsx"})["Location"] == f"{address}#out"
    page = browser.get(address).content.decode()
    assert "Excel (.xlsx) is being made: 0 of 17 answers" in page
    assert browser.post(address, {"do": "exe"}).status_code in {302, 400}
    while run_next():
        pass
    page = browser.get(address).content.decode()
    found = re.search(rf'href="({address}files/[^"]+)"', page)
    assert found and "Fetch the file: Excel (.xlsx)" in page
    fetched = browser.get(found.group(1))
    assert fetched.status_code == 200 and b"".join(fetched.streaming_content)[:2] == b"PK"
    assert "no-store" in fetched["Cache-Control"] and 'filename="answers.xlsx"' in fetched["Content-Disposition"]
    for name in ("nadia", "claire", "stranger rita"):
        assert as_user(name).get(found.group(1)).status_code in {403, 404}
    withdrawals.withdraw(answered[0].receipt)
    assert as_user("rita").get(found.group(1))["Location"] == f"{address}#out"
    assert "took an answer back" in as_user("rita").get(address).content.decode()
    while run_next():
        pass
    assert as_user("rita").get(found.group(1)).status_code == 200
