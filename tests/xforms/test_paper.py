"""A form on paper and what is typed in from it: the same variables, to the byte, as from the pages of a screen."""

import random
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from compared import NOW, samples

from vises.xforms import FormProblem, FormState, Page, parse_xform, read_plain_list, read_xlsform, to_row
from vises.xforms.form import Form
from vises.xforms.paper import TIMES, PaperItem, fill_in, items_of, on_paper, read_all, read_typed
from vises.xforms.state.nodes import Repeat, everything

HERE = Path(__file__).parent / "forms"
REFUSED = {"bad_calc.xlsx", "unknown_question_type.xls"}
FORMS = [
    *sorted(samples("xforms").glob("*.xml")),
    *(p for p in sorted(samples("xlsform").glob("*.xls*")) if p.name not in REFUSED),
    *sorted(HERE.glob("*.xml")),
    *sorted(HERE.glob("*.txt")),
]
LIST = """langue: fr
# Enquête
Venez-vous souvent ? * {often}
- oui {yes}
- non {no}
## Plus loin (si often = oui)
Que faites-vous ici ? (plusieurs) {does}
- acheter {buy}
- coudre {sew}
- autre chose… {other}
Combien de fois ? (nombre) {times}
Quand la première fois ? (date) {since}
Un mot ? (texte long) {word}
"""


def _form(path: Path) -> Form:
    if path.suffix == ".xml":
        return parse_xform(path.read_text(encoding="utf-8"))
    if path.suffix == ".txt":
        return parse_xform(read_plain_list(path.read_text(encoding="utf-8")))
    return parse_xform(read_xlsform(path.read_bytes(), path.name))


def test_every_question_has_a_number_and_every_choice_a_letter() -> None:
    items = {item.name: item for item in items_of(on_paper(parse_xform(read_plain_list(LIST))))}
    assert [item.number for item in items.values()] == list(range(1, len(items) + 1))
    does = next(item for name, item in items.items() if name.endswith("/does"))
    assert [(code, choice.value) for code, choice in does.codes] == [("a", "buy"), ("b", "sew"), ("c", "other")]


@pytest.mark.parametrize(
    ("name", "text", "values"),
    [
        ("often", "a", ["yes"]),
        ("often", " B ", ["no"]),
        ("often", "ab", None),
        ("often", "yes", None),  # a code, not a word: "y" is none
        ("often", "?", []),
        ("often", "", []),
        ("does", "ca", ["other", "buy"]),
        ("does", "a, c", ["buy", "other"]),
        ("does", "aa", None),
        ("does", "d", None),
        ("times", "12", ["12"]),
        ("times", "12,5", None),
        ("times", "douze", None),
        ("since", "3/5/2024", ["2024-05-03"]),
        ("since", "03052024", ["2024-05-03"]),
        ("since", "31/02/2024", None),
        ("since", "2024", None),
        ("word", "  deux\nlignes ", ["  deux\nlignes "]),
    ],
)
def test_what_is_typed_is_a_code_or_nothing_is_guessed(name: str, text: str, values: list[str] | None) -> None:
    items = {item.name.rpartition("/")[2]: item for item in items_of(on_paper(parse_xform(read_plain_list(LIST))))}
    assert read_typed(items[name], text) == values


def test_an_answer_to_what_is_not_asked_is_told_and_does_not_count() -> None:
    form = parse_xform(read_plain_list(LIST))
    names = {item.name.rpartition("/")[2]: item.name for item in items_of(on_paper(form))}
    read = read_all(form, {names["often"]: "b", names["does"]: "a", names["times"]: "x"})
    assert read.refused == (names["times"],)
    filled = fill_in(form, read.values, "uuid:1")
    assert filled.uncounted == (names["does"],)
    assert to_row(form, filled.state.to_xml())[names["does"]] == ""


def _typed(item: PaperItem, chance: random.Random) -> str:
    codes = [code for code, _choice in item.codes]
    if chance.random() < 0.15 or (item.how in {"one", "several", "rank"} and not codes):
        return chance.choice(["", "?"])
    if item.how == "one":
        return chance.choice(codes)
    if item.how in {"several", "rank"}:
        return " ".join(chance.sample(codes, chance.randint(1, min(4, len(codes)))))
    if item.how == "scale" and item.question.scale:
        start, end, _step = item.question.scale
        return str(chance.randint(int(min(start, end)), int(max(start, end))))
    return chance.choice(
        {
            "tick": ["x", "X"],
            "whole": ["0", "7", "-3", "120"],
            "decimal": ["0,5", "12.25", "3"],
            "date": ["29/02/2024", "01.01.2100", "31121999"],
            "time": ["9:30", "2359"],
            "moment": ["29/02/2024 10:00"],
            "text": ["y", "é < & >", "a b"] if item.question.type == "string" else ["50.6 3.06 0 0"],
            "long": ["deux\nlignes"],
        }.get(item.how, [""])
    )


def _on_screen(form: Form, values: dict[str, list[str]]) -> FormState:
    """The same answers, given page by page by somebody who meets the questions that are open."""
    state = FormState(form, None, "uuid:1", "", NOW)
    last = 0
    while True:
        page = next((page for page in state.pages() if int(page.key[1:]) > last), None)
        if page is None:
            return state
        last = int(page.key[1:])
        for _ in range(200):
            before = _open(page)
            state.fill(page, {**_shown(page), **values})
            page = next((other for other in state.pages() if other.key == page.key), page)
            if not _added(state, page.nodes, values) and _open(page) == before:
                break
            page = next(other for other in state.pages() if other.key == page.key)


def _calculated(form: Form, name: str) -> bool:
    question = form.question("/".join(step.partition("[")[0] for step in name.split("/")))
    bind = form.binds.get(question.ref) if question else None
    return bind is not None and bind.calculate is not None


def _open(page: Page) -> list[str]:
    return [control.name for control in page.controls() if not control.readonly]


def _shown(page: Page) -> dict[str, list[str]]:
    """Calculated answers stand there already; who has nothing to say against them sends them back."""
    return {control.name: [control.value] for control in page.controls()}


def _added(state: FormState, nodes: object, values: dict[str, list[str]]) -> bool:
    for node in nodes:  # type: ignore[attr-defined]
        if node.is_repeat:
            told = [name for name, given in values.items() if given]
            wanted = [n for n in range(1, TIMES + 1) if any(name.startswith(f"{node.ref}[{n}]") for name in told)]
            if node.may_add and wanted and len(node.instances) < max(wanted):
                state.add_repeat(node.ref)
                return True
            if any(_added(state, instance.nodes, values) for instance in node.instances):
                return True
        elif not node.is_control and _added(state, node.nodes, values):
            return True
    return False


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_from_paper_come_the_same_bytes_as_from_the_screen(path: Path, seed: int) -> None:
    form = _form(path)
    if any(action.trigger for action in form.set_values):
        pytest.skip("what changes when an answer changes depends on the order in which one answers")
    chance = random.Random(seed)
    asked = [item for item in items_of(on_paper(form)) if not _calculated(form, item.name)]
    read = read_all(form, {item.name: _typed(item, chance) for item in asked})
    assert not read.refused
    filled = fill_in(form, read.values, "uuid:1", "", NOW)
    given = {name: values for name, values in read.values.items() if name not in filled.uncounted}
    filled = fill_in(form, given, "uuid:1", "", NOW)
    if filled.uncounted:
        return  # taking one answer away closed another question: whoever types is told again
    if any(len(node.instances) > TIMES for node in everything(filled.state.root) if isinstance(node, Repeat)):
        return  # the form asks more often than a sheet of paper does
    screen = _on_screen(form, {name: list(values) for name, values in given.items() if not _calculated(form, name)})
    assert to_row(form, filled.state.to_xml()) == to_row(form, screen.to_xml())


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_any_form_can_stand_on_paper(path: Path) -> None:
    form = _form(path)
    items = list(items_of(on_paper(form)))
    names = [item.name for item in items]
    assert len(names) == len(set(names))
    fresh = FormState(form, None, "uuid:1", "", NOW)
    for item in items:
        if "[" not in item.name:
            assert fresh.find(item.name) is not None, item.name
    for field in ("x" * 3000, "<&>", "\x00", "٣", "-1e999"):
        try:
            fill_in(form, read_all(form, dict.fromkeys(names, field)).values, "uuid:1", "", NOW)
        except FormProblem:
            continue
