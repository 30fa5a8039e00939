"""Practices portraits: dated words, compared side by side, kept as written once a finding cites them."""

import uuid
from datetime import date
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.journeys.models import Practice, PracticesPortrait
from vises.apps.journeys.queries.practices import practices_over_time
from vises.apps.journeys.rules.practices import Bit, compared, how_changed, sentences
from vises.apps.journeys.services import practices as services
from vises.kernel.problems import Conflict, Forbidden, NotFound, Problem


def _write(world: Any, on: date, **texts: str) -> PracticesPortrait:
    kept = {name.replace("_", "-"): text for name, text in texts.items()}
    return services.write_practices(world.actor("claire"), world.journey.id, kept, on=on, language="fr")


def test_two_portraits_stand_side_by_side_with_what_changed(world: Any) -> None:
    _write(world, date(2025, 3, 1), governance="Le CA décide. Une assemblée par an.", prices="Au prix coûtant.")
    _write(world, date(2026, 3, 1), governance="Le CA décide. Deux clientes y siègent.", participation="Tri à six.")
    page = practices_over_time(world.actor("nadia"), world.journey.id)
    assert page.before and page.after and (page.before.on.year, page.after.on.year) == (2025, 2026)
    found = {item.aspect: item for item in page.aspects}
    assert {key: item.change for key, item in found.items()} == {
        "governance": "changed",
        "participation": "new",
        "job-quality": "",
        "local-anchoring": "",
        "prices": "silent",
    }
    assert found["governance"].after == (Bit("Le CA décide. ", True), Bit("Deux clientes y siègent.", False))
    assert found["governance"].before == (Bit("Le CA décide. ", True), Bit("Une assemblée par an.", False))


def test_any_two_of_several_can_be_compared_the_earlier_first(world: Any) -> None:
    rows = [_write(world, date(2024 + n, 3, 1), prices=f"Prix {n}.") for n in range(3)]
    page = practices_over_time(world.actor("claire"), world.journey.id, between=(rows[2].id, rows[0].id))
    assert page.before and page.after and (page.before.id, page.after.id) == (rows[0].id, rows[2].id)
    alone = practices_over_time(world.actor("claire"), world.journey.id, between=(rows[1].id, uuid.uuid4()))
    assert alone.before and alone.before.id == rows[1].id


@pytest.mark.parametrize("text", ["", "Un. Deux ! Trois…\nQuatre", "...", "a\n\nb.", "À 3,5 km. Fin"])
def test_cutting_into_sentences_loses_nothing(text: str) -> None:
    assert "".join(sentences(text)) == text
    assert "".join(bit.text for bit in compared(text, "Deux !")) == text


def test_the_same_words_otherwise_spaced_are_the_same() -> None:
    assert how_changed("Un.  Deux.", "Un. Deux.") == "same" and how_changed(" ", "") == ""


@pytest.mark.parametrize(
    ("texts", "on", "problem"),
    [
        ({"prices": " "}, date(2026, 3, 1), "practices-empty"),
        ({"profit": "x"}, date(2026, 3, 1), "practices-empty"),
        ({"prices": "x" * 5001}, date(2026, 3, 1), "contribution-long"),
        ({"prices": "x"}, date(2999, 1, 1), "practices-day"),
        ({"prices": "x"}, date(2020, 1, 1), "practices-twice"),
    ],
)
def test_what_cannot_be_kept_is_told(world: Any, texts: dict[str, str], on: date, problem: str) -> None:
    _write(world, date(2020, 1, 1), prices="d'abord")
    with pytest.raises(Problem, match=problem):
        services.write_practices(SYSTEM, world.journey.id, texts, on=on, language="fr")
    assert PracticesPortrait.objects.count() == 1


def test_a_correction_never_goes_over_another_and_ends_once_a_finding_cites_it(world: Any) -> None:
    earlier = _write(world, date(2025, 3, 1), prices="Avant.")
    row = _write(world, date(2026, 3, 1), prices="Maintenant.", governance="CA.")
    services.correct_practices(world.actor("nadia"), row.id, {"prices": "Maintenant, au kilo."}, number=1)
    assert not Practice.objects.filter(portrait=row, aspect="governance").exists()
    with pytest.raises(Conflict):
        services.correct_practices(world.actor("claire"), row.id, {"prices": "autre"}, number=1)
    services.fix_practice(SYSTEM, Practice.objects.select_related("portrait__journey").get(portrait=row))
    for fixed, number in ((row, 2), (earlier, 1)):
        with pytest.raises(Problem, match="practices-fixed"):
            services.correct_practices(world.actor("claire"), fixed.id, {"prices": "autre"}, number=number)
    with pytest.raises((NotFound, Forbidden)):
        services.write_practices(
            world.actor("fred"), world.journey.id, {"prices": "x"}, on=date(2026, 4, 1), language="fr"
        )
