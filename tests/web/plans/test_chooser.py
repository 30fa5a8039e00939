"""The chooser's page: every reason is there, an answer moves what its rules move, nothing wrong breaks it."""

from typing import Any

import pytest
from django.test import Client

QUESTIONS = "claim=how-lived&public=passers&numbers=crowd&sensitivity=everyday&time=middle&existing=yes"


@pytest.fixture(autouse=True)
def _in_english(client: Client, settings: Any) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


def _page(world: Any, browser: Client, asked: str = "") -> str:
    answer = browser.get(f"/journeys/{world.journey.id}/plan/chooser/?{asked}")
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def test_nothing_answered_teaches_how_to_begin(world: Any, as_user: Any, question: Any) -> None:
    html = _page(world, as_user("claire"))
    assert "Begin with what you most want to be able to say" in html and "Mixes that fit" not in html


def test_mixes_come_with_their_reasons_hours_and_limits(world: Any, as_user: Any, question: Any) -> None:
    html = _page(world, as_user("claire"), QUESTIONS)
    assert "Mixes that fit" in html and "To say how people live it, one must listen" in html
    assert "about 30 hours" in html and "It does not allow you to say" in html
    assert "plan/new/?method=interview" in html
    form = as_user("claire").get(f"/journeys/{world.journey.id}/plan/new/?method=interview").content.decode()
    assert 'value="interview"' in form and "checked" in form.split('value="interview"')[1].split(">")[0]


def test_another_answer_says_which_rule_moved(world: Any, as_user: Any, question: Any) -> None:
    was = "&".join(f"was-{pair}" for pair in QUESTIONS.split("&"))
    html = _page(world, as_user("claire"), QUESTIONS.replace("everyday", "painful") + "&" + was)
    moved = html.split("What your change moved")[1].split("</section>")[0]
    assert "What hurts is not told before a group" in moved and "gladly speak before others" in moved
    assert "Left out, and why" in html


def test_what_is_no_choice_is_left_out(world: Any, as_user: Any, question: Any) -> None:
    html = _page(world, as_user("claire"), "claim=<script>&numbers=few&was-claim=x")
    assert "<script>" not in html.split("<main")[1] and "questions are left open" in html


def test_whoever_only_reads_is_not_led_to_writing(world: Any, as_user: Any, question: Any) -> None:
    from vises.apps.access.rules import Role
    from vises.apps.access.services import set_openings

    set_openings(world.actor("nadia"), world.journey.scope, {Role.RESEARCHER})
    assert "plan/new/" not in _page(world, as_user("an"), QUESTIONS).split("<main")[1]


def test_a_card_without_hours_is_in_no_mix_and_the_page_says_why(world: Any, as_user: Any, question: Any) -> None:
    html = _page(world, as_user("claire"), QUESTIONS)
    said = html.split("In no mix, and why")[1].split("</dl>")[0]
    assert (
        "Social return on investment" in said
        and "bringing everything down to money" in said
        and said.count("<dt>") == 1
    )
