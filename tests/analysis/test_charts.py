"""Charts: well-formed, named, readable, and with the same numbers as the summary."""

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from vises.analysis.charts import INK, MARK, PAPER, QUIET, chart, figures_of_people
from vises.analysis.disclosure import protect
from vises.analysis.summaries import QuestionSpec, summarise, summarise_by

SVG = "{http://www.w3.org/2000/svg}"
YES_NO = QuestionSpec("met", "one", {"en": "Met?"}, (("y", {"en": "Yes <&> so"}), ("n", {"en": "No"})))
BY = QuestionSpec("by", "one", {"en": "Price"}, (("r", {"en": "Reduced"}), ("f", {"en": "Full"})))
TEXTS = {"title": 'Answers to "Met?" <all>'}


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def words(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in drawn(svg).iter(f"{SVG}text")]


def test_under_twenty_people_are_drawn_one_by_one() -> None:
    svg = chart(summarise(YES_NO, ["y"] * 12 + ["n"] * 5), "en", TEXTS)
    classes = [path.get("class", "") for path in drawn(svg).iter(f"{SVG}path")]
    assert classes.count("person told") == 17
    assert classes.count("person rest") == 17
    assert "12 of 17" in words(svg) and "5 of 17" in words(svg)
    assert not any("%" in word for word in words(svg) if word != "95 % interval")


def test_from_twenty_on_bars_are_as_long_as_their_share() -> None:
    svg = chart(summarise(YES_NO, ["y"] * 30 + ["n"] * 10), "en", TEXTS)
    bars = [path.get("d", "") for path in drawn(svg).iter(f"{SVG}path") if path.get("class") == "bar"]
    assert [float(bar.split("H")[1]) for bar in bars] == [255.0, 85.0]
    assert "30 of 40 · 75\u00a0%" in words(svg)


def test_a_chart_is_named_and_escaped() -> None:
    root = drawn(chart(summarise(YES_NO, ["y"] * 6), "en", TEXTS))
    assert root.get("role") == "img"
    assert root.get("aria-label") == 'Answers to "Met?" <all>'
    assert "Yes <&> so" in words(chart(summarise(YES_NO, ["y"] * 6), "en", TEXTS))


def test_no_inline_style_or_script_for_a_strict_page() -> None:
    summary = summarise_by(YES_NO, ["y"] * 30 + ["n"] * 10, BY, ["r", "f"] * 20)
    for svg in (chart(summary, "en", TEXTS), figures_of_people(3, 5, "3 of 5")):
        assert "style=" not in svg and "<script" not in svg and "href" not in svg


def test_what_is_hidden_is_not_drawn() -> None:
    assert chart(protect(summarise(YES_NO, ["y"] * 40), inside=False), "en", TEXTS) == ""
    assert chart(summarise(YES_NO, []), "en", TEXTS) == ""
    assert chart(summarise(QuestionSpec("t", "text"), ["words"] * 9), "en", TEXTS) == ""


def test_every_group_is_named_where_it_is_drawn() -> None:
    told = words(chart(summarise_by(YES_NO, ["y"] * 30 + ["n"] * 10, BY, ["r", "f"] * 20), "en", TEXTS))
    assert told.count("Reduced") == told.count("Full") == 2


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60))
def test_ranges_stay_on_the_sheet(values: list[float]) -> None:
    svg = chart(summarise(QuestionSpec("n", "number"), [str(value) for value in values]), "fr", TEXTS)
    root = drawn(svg)
    for path in root.iter(f"{SVG}path"):
        start, _, end = path.get("d", "")[1:].partition("H")
        if end:
            ends = (float(start.split()[0]), float(end.split("m")[0]))
            assert all(0 <= x <= 340 for x in ends)


def test_figures_of_people_speak() -> None:
    root = drawn(figures_of_people(12, 17, "12 of 17 people"))
    assert root.get("aria-label") == "12 of 17 people"
    assert len(list(root)) == 17
    assert drawn(figures_of_people(1, 30)).get("aria-hidden") == "true"


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_marks_and_words_stand_out() -> None:
    assert contrast(MARK, PAPER) >= 3
    assert contrast(INK, PAPER) >= 4.5
    assert contrast(QUIET, PAPER) >= 4.5
