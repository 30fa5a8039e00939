"""Agreement with @getodk/xforms-engine on every sample form, on random answer sheets, and function by function."""

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from compared import differences, fresh, random_steps, samples, shape

from vises.xforms import parse_xform, read_plain_list, read_xlsform

XFORMS = sorted(samples("xforms").glob("*.xml"))
XLSFORMS = [
    p for p in sorted(samples("xlsform").glob("*.xls*")) if p.name not in {"bad_calc.xlsx", "unknown_question_type.xls"}
]
OWN = sorted((Path(__file__).parent / "forms").glob("*.xml"))
LISTS = sorted((Path(__file__).parent / "forms").glob("*.txt"))


def _xml(path: Path) -> str:
    if path.suffix == ".xml":
        return path.read_text(encoding="utf-8")
    if path.suffix == ".txt":
        return read_plain_list(path.read_text(encoding="utf-8"))
    return read_xlsform(path.read_bytes(), path.name)


FORMS = [*XFORMS, *XLSFORMS, *OWN, *LISTS]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_a_fresh_sheet_is_the_same(path, oracle):
    xml = _xml(path)
    form = parse_xform(xml)
    state = fresh(form)
    answer = oracle.ask(form=xml)
    assert differences(form, state, answer) == []
    if not any(
        bind.preload or (bind.calculate and bind.calculate.functions & {"now", "today", "uuid"})
        for bind in form.binds.values()
        if "/meta/" not in bind.ref
    ):
        assert shape(state.to_xml()) == shape(answer["xml"])


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), count=st.integers(1, 14))
def test_a_sheet_filled_at_random_is_the_same(path, oracle, seed, count):
    xml = _xml(path)
    form = parse_xform(xml)
    state, steps = random_steps(form, seed, count)
    answer = oracle.ask(form=xml, steps=steps)
    assert answer.get("refused") == [], steps
    assert differences(form, state, answer) == [], steps


def test_every_form_speaks_each_of_its_languages(oracle):
    for path in FORMS:
        xml = _xml(path)
        form = parse_xform(xml)
        for code, name in form.language_names.items():
            answer = oracle.ask(form=xml, language=name)
            told = [line for line in differences(form, fresh(form, code), answer) if "ours" in line]
            assert [line for line in told if "theirs ''" not in line and "theirs '-'" not in line] == [], (
                path.name,
                name,
            )
