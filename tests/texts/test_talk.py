"""The written form of a conversation: speakers, times, and words that stay as they are."""

from hypothesis import given
from hypothesis import strategies as st

from vises.texts.talk import Talk, after_label, clean, clock, of_lines, read_written, seconds_of, turns

TALK = """[00:00:03] Ginette : On venait pour la table. Et pour le pain.
Et le café, surtout.

[00:01:02.500] Samir: Moi aussi.
Ginette : Remarque : il faisait froid.
"""


def test_times_are_kept_apart_and_speakers_stay() -> None:
    talk = read_written(TALK)
    assert talk.body == (
        "Ginette : On venait pour la table. Et pour le pain.\nEt le café, surtout.\n\nSamir: Moi aussi.\n"
        "Ginette : Remarque : il faisait froid."
    )
    assert talk.times == ((0, 3.0), (3, 62.5)) and talk.seconds == 62.5
    assert talk.speakers == ("Ginette", "Samir")
    assert [(turn.speaker, turn.seconds, talk.body[turn.start :][:5]) for turn in talk.turns] == [
        ("Ginette", 3.0, "Ginet"),
        ("Samir", 62.5, "Samir"),
        ("Ginette", None, "Ginet"),
    ]


def test_times_in_the_places_other_programs_put_them() -> None:
    for words in (
        "00:00:03 Ginette : Bonjour.\n00:00:09 Samir : Bonjour.",
        "[0:03] Ginette: Bonjour.\n[0:09] Samir: Bonjour.",
        "(00:03) Ginette : Bonjour.\n(00:09) Samir : Bonjour.",
        "Ginette  0:03\nBonjour.\nSamir  0:09\nBonjour.",
        "Ginette (00:00:03)\nBonjour.\n\nSamir (00:00:09)\nBonjour.",
        "00:00:03 Ginette\nBonjour.\n00:00:09 Samir\nBonjour.",
        "[00:00:03.000 --> 00:00:05.000] Ginette: Bonjour.\n[00:00:09.000 --> 00:00:12.000] Samir: Bonjour.",
        "[00:00:03]\nGinette : Bonjour.\n[00:00:09]\nSamir : Bonjour.",
    ):
        talk = read_written(words)
        assert talk.speakers == ("Ginette", "Samir"), words
        assert [seconds for _, seconds in talk.times] == [3.0, 9.0], words
        assert talk.body.count("Bonjour.") == 2 and "00" not in talk.body, words


def test_talk_about_hours_is_no_time_and_a_remark_is_no_speaker() -> None:
    for words in (
        "12:15 le bus part, on attend.\n12:45 il revient.",
        "On ouvre à 10:30.\nRemarque : personne ne venait.\nEt puis si.",
        "Voir https://exemple.example : c'est là.\nDeux lignes.",
    ):
        talk = read_written(words)
        assert talk.body == words and not talk.times and not talk.speakers


def test_a_name_alone_on_its_line_and_pseudonyms_are_speakers() -> None:
    body = "[prénom 1] :\nOn venait.\nEnquêtrice :\nEt alors ?\n[prénom 1] :\nRien."
    assert [turn.speaker for turn in turns(body)] == ["[prénom 1]", "Enquêtrice", "[prénom 1]"]
    line = "Mme Dupont : On venait."
    assert line[after_label(line, 0, len(line), ["Mme Dupont"]) :] == "On venait."
    assert after_label(line, 0, len(line), ["Ginette"]) == 0


def test_clocks() -> None:
    assert [clock(s) for s in (0, 3, 62.5, 3723.004)] == ["00:00:00", "00:00:03", "00:01:02.500", "01:02:03.004"]
    assert [seconds_of(t) for t in ("0:03", "1:02,5", "01:02:03.004")] == [3, 62.5, 3723.004]


SIGNS = st.sampled_from("\n\n\r\v\u2028 \u00a0:[]é\u0301\u200b0123456789AbGinette")
ANY = st.text(alphabet=st.one_of(st.characters(), SIGNS), max_size=120)


@given(ANY)
def test_cleaning_again_changes_nothing(words: str) -> None:
    assert clean(clean(words)) == clean(words)


@given(st.lists(st.tuples(st.one_of(st.none(), st.integers(0, 400_000)), ANY), max_size=8))
def test_the_written_form_is_read_back_as_it_was(lines: list[tuple[int | None, str]]) -> None:
    safe = [(None if s is None else s / 1000, f"Ginette : {words.replace(chr(10), ' ')}") for s, words in lines]
    talk = of_lines(safe)
    again = read_written(talk.written())
    assert again.body == talk.body
    assert again.times == talk.times


@given(ANY)
def test_reading_never_loses_a_letter_that_is_no_time(words: str) -> None:
    kept = [sign for sign in read_written(words).body if sign.isalpha()]
    assert kept == [sign for sign in clean(words) if sign.isalpha()]


def test_turns_are_where_they_say() -> None:
    talk = Talk("A : un\nB : deux\nA : trois", ((1, 4.0),))
    assert [talk.body[turn.start] for turn in talk.turns] == ["A", "B", "A"]
