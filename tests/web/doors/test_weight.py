"""A questionnaire of 20 questions stays light on a slow phone: under 60 KB as it travels, letters apart."""

import gzip
import re
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from tests.web.doors.test_ways import Walk

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.services.waves import open_wave
from vises.apps.instruments import services as instruments

LIMIT = 60 * 1024
KINDS = (
    "Depuis quand venez-vous ici, à peu près ? {n} (date)\nnl: Sinds wanneer kom je hier ongeveer?",
    "Combien de fois êtes-vous venu·e ces trois derniers mois ? {n}\nnl: Hoe vaak kwam je de voorbije drie maanden?\n"
    "- jamais\n  nl: nooit\n- une fois\n  nl: één keer\n- deux ou trois fois\n  nl: twee of drie keer\n"
    "- plus souvent\n  nl: vaker\n- je ne sais plus\n  nl: ik weet het niet meer",
    "Comment vous sentez-vous quand vous entrez ici ? {n} (smileys)\nnl: Hoe voel je je als je hier binnenkomt?",
    "Je décide de ce qui se passe dans ma journée {n} (échelle 1-5: pas du tout … tout à fait)\nnl: Ik beslis zelf",
    "Qu'est-ce qui a changé pour vous, petit ou grand ? {n} (texte long)\nnl: Wat veranderde er voor jou?",
)
ASKED = "langue: fr\n# Vingt questions\nnl: Twintig vragen\n" + "\n".join(KINDS[n % 5].format(n=n) for n in range(20))


@pytest.fixture
def asked(line: Any) -> Any:
    version = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "x"}, plain_list=ASKED, another=True)
    return open_wave(SYSTEM, version.id, titles={"fr": "x"}, uses=["analysis", "quote", "public"])


def _packed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def _beside(page: str) -> dict[str, int]:
    """What a page loads by itself, by address, as it travels. No letters: they come when the words are there."""
    found = set(re.findall(r'<(?:link|script|img)[^>]+(?:href|src)="(/static/[^"]+)"', page))
    sizes = {}
    for address in found:
        plain = re.sub(r"\.[0-9a-f]{12}(\.\w+)$", r"\1", address.removeprefix("/static/"))
        path = finders.find(plain)
        assert isinstance(path, str), plain
        with open(path, "rb") as file:
            sizes[address] = _packed(file.read())
    return sizes


@pytest.mark.parametrize(("door", "at_once"), [("", True), ("kiosk/", False), ("easy/", False)])
def test_twenty_questions_travel_in_less_than_sixty_kilobytes(asked, door: str, at_once: bool) -> None:  # type: ignore[no-untyped-def]
    walk = Walk(f"/a/{asked.token}/{door}")
    pages, loaded = [walk.page.content], _beside(walk.page.content.decode())
    walk.send("begin", consent=["quote"])
    for _ in range(60):
        pages.append(walk.page.content)
        loaded |= _beside(walk.page.content.decode())
        if b'name="draft"' not in walk.page.content:
            break
        walk.send("next")
    assert b"receipt" in pages[-1] and len(loaded) >= 3
    around = sum(loaded.values())
    # on the web, the whole way from the first page to the receipt; one question a screen: whatever screen is heaviest
    words = sum(map(_packed, pages)) if at_once else max(map(_packed, pages))
    assert around + words < LIMIT, (len(pages), around, words)
