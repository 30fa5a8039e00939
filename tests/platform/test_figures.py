"""Figures in words, chart and table: the same numbers everywhere, in three languages, nothing claimed too much."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest

from vises.analysis.charts import chart
from vises.analysis.disclosure import protect
from vises.analysis.summaries import OTHER, Cell, QuestionSpec, Summary, summarise, summarise_by
from vises.platform.figures import (
    METHODS,
    caption,
    comparison_sentence,
    label_of,
    method_name,
    range_of,
    render_summary,
    sentence,
    software,
    table,
)

YES_NO = QuestionSpec(
    "met",
    "one",
    {"en": "Did you meet anybody?", "fr": "Avez-vous rencontré quelqu'un ?", "nl": "Heb je iemand ontmoet?"},
    (("y", {"en": "yes", "fr": "oui", "nl": "ja"}), ("n", {"en": "no", "fr": "non", "nl": "nee"})),
)
PRICE = QuestionSpec(
    "price",
    "one",
    {"en": "Price"},
    (("r", {"en": "Reduced", "fr": "Réduit"}), ("f", {"en": "Full", "fr": "Plein"})),
)
SMALL = summarise(YES_NO, ["y"] * 12 + ["n"] * 5 + [None])
LARGE = summarise_by(YES_NO, ["y"] * 52 + ["n"] * 19 + ["y"] * 24 + ["n"] * 23, PRICE, ["r"] * 71 + ["f"] * 47)
NUMBERS = summarise(QuestionSpec("v", "number", {"en": "Visits"}), [str(i % 13 + 0.5) for i in range(40)])
LANGUAGES = ("en", "fr", "nl")


class Text(HTMLParser):
    """The words of a page, outside its drawings; and its tables as rows of entries."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.rows: list[list[str]] = []
        self._svg = 0
        self._cell = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._svg += tag == "svg"
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        self._svg -= tag == "svg"
        if tag in ("td", "th"):
            self._cell = False

    def handle_data(self, data: str) -> None:
        if not self._svg:
            self.words.append(data)
        if self._cell:
            self.rows[-1][-1] += data

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "12 of 17 people answered “yes” (between 5 and 9 in 10)."),
        ("fr", "12 personnes sur 17 ont répondu «\u00a0oui\u00a0» (entre 5 et 9 sur 10)."),
        ("nl", "12 van de 17 mensen antwoordden “ja” (tussen 5 en 9 op 10)."),
    ],
)
def test_small_numbers_in_words(language: str, words: str) -> None:
    assert sentence(SMALL, language) == words
    assert sentence(SMALL.cells[0], language) == words


def test_from_twenty_on_percentages() -> None:
    assert sentence(LARGE, "en") == "76 of 118 people answered “yes” (64\u00a0%, between 55\u00a0% and 72\u00a0%)."


def test_a_whole_group_has_no_interval() -> None:
    everybody = summarise(YES_NO, ["y"] * 12 + ["n"] * 5, population=17)
    assert sentence(everybody, "en") == "12 of 17 people answered “yes”."
    assert range_of(everybody.cells[0], "en") == ""


def test_one_person_is_said_as_one() -> None:
    cell = Cell("y", {"fr": "oui", "nl": "ja"}, 1, 17, 0.01, 0.27)
    assert sentence(cell, "fr").startswith("1 personne sur 17 a répondu")
    assert sentence(cell, "nl").startswith("1 van de 17 mensen antwoordde “ja”")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("summary", [SMALL, LARGE, NUMBERS])
def test_chart_table_and_text_agree(summary: Summary, language: str) -> None:
    html = str(render_summary(summary, language))
    told = Text(html)
    shown = table(summary, language)
    assert shown is not None
    assert [row[0] for row in told.rows[1:]] == [row.name for row in shown.rows]
    assert [tuple(row[1:]) for row in told.rows[1:]] == [row.entries for row in shown.rows]
    drawn = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", html))
    for cell in summary.cells:
        count = next(row.entries[0] for row in shown.rows if row.name == label_of(cell.value, cell.labels, language))
        words = count.split(",")[0].split(" (")[0]
        assert words in drawn
        if cell.percent is not None:
            assert f"{cell.percent}\u00a0%" in drawn
            assert f"{cell.percent}\u00a0%" in " ".join(entry for row in shown.rows for entry in row.entries)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_says_how_it_was_made(language: str) -> None:
    told = Text(str(render_summary(SMALL, language, data_date=date(2026, 3, 9)))).text
    assert method_name("wilson", language) in told
    assert software() in told
    assert "2026" in told
    assert "95" in told
    assert re.search(r"\b17\b", told) and re.search(r"\b1\b", told)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("summary", [SMALL, LARGE, NUMBERS])
def test_no_cause_no_lone_p_value_no_score(summary: Summary, language: str) -> None:
    told = Text(str(render_summary(summary, language))).text.lower()
    for word in (
        "grâce à",
        "dankzij",
        "because",
        "thanks to",
        "significant",
        "significatif",
        "no effect",
        "p =",
        "p <",
    ):
        assert word not in told


def test_what_is_hidden_shows_no_number() -> None:
    hidden = protect(summarise(YES_NO, ["y"] * 38 + ["n"] * 2), inside=False)
    html = str(render_summary(hidden, "en", heading=""))
    assert "told in words" in html
    assert "<svg" not in html and "<table" not in html
    assert not re.search(r"\d", html.replace(software(), ""))


def test_a_hidden_split_leaves_the_whole() -> None:
    part = summarise_by(YES_NO, ["y"] * 20 + ["n"] * 20, PRICE, ["r"] * 37 + ["f"] * 3)
    told = Text(str(render_summary(protect(part, inside=False), "en"))).text
    assert "20 of 40" in told
    assert "together only" in told
    assert "Reduced" not in told


def test_words_are_told_not_counted() -> None:
    told = Text(str(render_summary(summarise(QuestionSpec("w", "text", {"en": "Why?"}), ["…"] * 7), "en"))).text
    assert "7 people answered." in told
    assert "not counted" in told


def test_what_people_typed_cannot_become_markup() -> None:
    nasty = QuestionSpec("q", "one", {"en": "<script>alert(1)</script>"}, (("a", {"en": "<img src=x>"}), ("b", {})))
    html = str(render_summary(summarise(nasty, ["a"] * 6 + ["b"] * 6), "en"))
    assert "<script" not in html and "<img" not in html
    assert "style=" not in html


def test_comparisons_say_both_groups_and_both_ends() -> None:
    assert LARGE.split is not None
    (gap,) = LARGE.split.comparisons
    assert comparison_sentence(LARGE, gap, "en") == (
        "“yes”: 22 in 100 more in “Reduced” than in “Full” (between +4 and +39)."
    )
    other = summarise_by(YES_NO, ["y"] * 24 + ["n"] * 23 + ["y"] * 52 + ["n"] * 19, PRICE, ["r"] * 47 + ["f"] * 71)
    assert other.split is not None
    assert "22 sur 100 de moins" in comparison_sentence(other, other.split.comparisons[0], "fr")


def test_scales_and_numbers_compare_people_two_by_two() -> None:
    scale = QuestionSpec("s", "scale", {}, tuple((str(i), {}) for i in range(1, 6)))
    told = summarise_by(scale, list("12345" * 8), PRICE, ["r", "f"] * 20)
    assert told.split is not None
    (one,) = told.split.comparisons
    words = comparison_sentence(told, one, "en")
    assert one.method == "superiority"
    assert "in 50 of 100 cases" in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_method_has_a_name(language: str) -> None:
    names = {method_name(method, language) for method in METHODS}
    assert len(names) == len(METHODS)
    assert not names & set(METHODS)
    for summary in (SMALL, LARGE, NUMBERS):
        assert set(summary.methods) <= set(METHODS)


def test_captions_and_labels() -> None:
    assert caption(SMALL, "nl") == "Antwoorden op “Heb je iemand ontmoet?”"
    assert caption(LARGE, "en") == "Answers to “Did you meet anybody?”, by “Price”"
    assert label_of(OTHER, {}, "fr") == "Autres réponses"
    assert label_of("y", {}, "fr") == "y"


def test_headings_follow_the_page() -> None:
    assert "<h2>Did you meet anybody?</h2>" in str(render_summary(SMALL, "en", level=2))
    assert "<h4>Mine</h4>" in str(render_summary(SMALL, "en", heading="Mine", level=4))
    assert "<h3>" not in str(render_summary(SMALL, "en", heading=""))


def test_a_chart_without_words_still_has_english_ones() -> None:
    assert "95 % interval" in chart(SMALL, "en", {})
