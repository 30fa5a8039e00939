"""One question a screen: the same questions, the same answer."""

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from test_paper import FORMS, NOW, _calculated, _form, _typed

from vises.xforms import FormState, OneByOne, to_row
from vises.xforms.paper import items_of, on_paper, read_all


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_each_question_stands_on_a_page_of_its_own_once(path: Path) -> None:
    form = _form(path)
    whole, each = FormState(form, None, "uuid:1", "", NOW), OneByOne(form, None, "uuid:1", "", NOW)
    names = [name for page in each.pages() for name in page.names]
    assert names == [name for page in whole.pages() for name in page.names]
    keys = [int(page.key[1:]) for page in each.pages()]
    assert keys == sorted(set(keys))
    for page in each.pages():
        asked = [control for control in page.controls() if control.question.kind != "note"]
        assert len(asked) <= 1 or all("[" in control.name for control in asked)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_walking_question_by_question_gives_the_same_bytes(path: Path) -> None:
    form = _form(path)
    if form.repeats or any(action.trigger for action in form.set_values):
        pytest.skip("repeats stay together; what changes with an answer depends on the order")
    if any(bind.readonly and "/" in bind.readonly.source for bind in form.binds.values()):
        pytest.skip("a question that an answer beside it lets be changed is not offered again on a whole page")
    chance = random.Random(7)
    asked = [item for item in items_of(on_paper(form)) if not _calculated(form, item.name)]
    values = read_all(form, {item.name: _typed(item, chance) for item in asked}).values
    rows = []
    for kind in (FormState, OneByOne):
        state = kind(form, None, "uuid:1", "", NOW)
        last = 0
        while page := next((page for page in state.pages() if int(page.key[1:]) > last), None):
            last = int(page.key[1:])
            for _ in range(30):  # a page is shown again while an answer on it opens a question beside it
                before = page.names
                state.fill(page, {control.name: [control.value] for control in page.controls()} | dict(values))
                page = next((other for other in state.pages() if other.key == page.key), page)
                if page.names == before:
                    break
        rows.append(to_row(form, state.to_xml()))
    assert rows[0] == rows[1]
