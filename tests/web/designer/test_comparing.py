"""Two versions beside each other: what changed, which answers came with which, a question by another name."""

from typing import Any

import pytest
from django.urls import reverse

from vises.apps.access.actor import SYSTEM
from vises.apps.instruments import services
from vises.apps.instruments.models import InstrumentVersion
from vises.apps.instruments.services.versions import say_same
from vises.kernel.problems import Forbidden, NotFound, Problem

AFTER = """# Enquête
Avez-vous rencontré quelqu'un ici ? {met}
- oui {yes}
- non {no}
- peut-être {maybe}
Vous payez… {tariff}
- le prix réduit {reduced}
- le prix plein {full}
Qu'est-ce qui a changé ? (nombre) {changed}
"""


@pytest.fixture
def later(wave: Any, answer: Any) -> Any:
    """A second version after one answer to the first."""
    answer(wave, "uuid:one", met="yes", price="full")
    line = wave.line
    return services.write_questionnaire(SYSTEM, line.id, titles={"fr": "Enquête"}, plain_list=AFTER, why="essayée")


def test_changes_answers_and_fit_are_told(as_user: Any, wave: Any, later: Any) -> None:
    address = reverse("instrument-compare", args=[wave.line.journey_id, later.id])
    client = as_user("claire")
    client.cookies["django_language"] = "en"
    page = client.get(f"{address}?lang=en").content.decode()
    for words in ("new answers to choose", "peut-être", "answered in another way", "1 answer", "no longer asked"):
        assert words in page, words
    assert page.count("<h1") == 1
    assert address in client.get(reverse("instrument", args=[wave.line.journey_id, later.id])).content.decode()
    client.post(address, {"name": "tariff", "before": "price"})
    assert InstrumentVersion.objects.get(pk=later.id).same_as == {"tariff": "price"}
    page = client.get(f"{address}?lang=en").content.decode()
    assert "another name" in page and "no longer asked" not in page
    client.post(address, {"name": "tariff", "before": ""})
    assert InstrumentVersion.objects.get(pk=later.id).same_as == {}
    assert client.post(address, {"name": "zz", "before": "yy"}).status_code == 302
    first = reverse("instrument-compare", args=[wave.line.journey_id, wave.version_id])
    assert client.get(first).status_code == 404  # nothing before it


def test_only_questions_answered_in_the_same_way_are_the_same(world: Any, later: Any) -> None:
    with pytest.raises(Problem, match="same-kind"):
        say_same(world.actor("claire"), later.id, "changed", "price")
    with pytest.raises(Problem, match="same-unknown"):
        say_same(world.actor("claire"), later.id, "nothing", "price")
    for name in ("stranger claire", "patrick"):
        with pytest.raises((NotFound, Forbidden)):
            say_same(world.actor(name), later.id, "tariff", "price")
