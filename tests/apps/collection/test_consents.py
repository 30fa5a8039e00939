"""What respondents were told is kept word for word; so is how each of them agreed."""

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.models import Answer, ConsentVersion
from vises.apps.collection.services import waves
from vises.apps.journeys.models import PlanReader
from vises.apps.journeys.services.plan import add_reader, remove_reader


def _told(wave) -> list[ConsentVersion]:  # type: ignore[no-untyped-def]
    return list(ConsentVersion.objects.filter(wave=wave))


def _change(wave, **changes: object) -> None:  # type: ignore[no-untyped-def]
    values = {name: getattr(wave, name) for name in ("titles", "introduction", "group_size", "invited")}
    values |= {"opens_on": wave.opens_on, "closes_on": wave.closes_on}
    waves.change_wave(SYSTEM, wave.id, **{**values, **changes})


def test_the_first_version_says_everything_in_three_languages(wave, world) -> None:  # type: ignore[no-untyped-def]
    (first,) = _told(wave)
    assert first.number == wave.consent_number == 1 and first.readers == ["Rita"]
    for language in ("fr", "nl", "en"):
        spoken = first.spoken[language]
        assert world.shop.name in spoken and "Rita" in spoken
        assert set(first.uses[language]) == {"analysis", "quote", "public"}
    assert "Que change la même table ?" in first.spoken["fr"]
    assert first.spoken["fr"] != first.spoken["nl"] != first.spoken["en"]


def test_another_word_makes_another_version_and_answers_name_theirs(wave, answer) -> None:  # type: ignore[no-untyped-def]
    answer(wave, "uuid:a", met="yes")
    _change(wave, titles={"fr": "Autre titre"})
    assert len(_told(wave)) == 1  # a title is not part of what one agrees to
    _change(wave, introduction={"fr": "Bonjour"})
    wave.refresh_from_db()
    answer(wave, "uuid:b", met="yes")
    assert dict(Answer.objects.values_list("instance_id", "consent_version")) == {"uuid:a": 1, "uuid:b": 2}
    assert [row.introduction for row in _told(wave)] == [{}, {"fr": "Bonjour"}]


def test_somebody_else_who_reads_is_told_from_then_on(wave, line) -> None:  # type: ignore[no-untyped-def]
    add_reader(SYSTEM, line.id, user_id=None, name="Sam", as_what="trusted")
    assert [row.readers for row in _told(wave)] == [["Rita"], ["Rita", "Sam"]]
    waves.close_wave(SYSTEM, wave.id)
    wave.refresh_from_db()
    sam = PlanReader.objects.get(name="Sam")
    add_reader(SYSTEM, line.id, user_id=None, name="Jo", as_what="trusted")
    assert sam.line_id == line.id and len(_told(wave)) == 2  # a closed round tells nobody anything


def test_a_reader_who_goes_is_no_longer_told(wave, line, world) -> None:  # type: ignore[no-untyped-def]
    row = add_reader(SYSTEM, line.id, user_id=None, name="Sam", as_what="trusted")
    remove_reader(world.actor("claire"), row.id)
    assert [row.readers for row in _told(wave)][-1] == ["Rita"]
