"""Sheets of paper: nothing is guessed, what stands on the paper is kept, two typings are compared."""

from collections.abc import Callable
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.models import Answer, CheckedSheet, Quarantine
from vises.apps.collection.rules import new_sheet_code, sheet_code
from vises.apps.collection.services import paper, withdrawals
from vises.apps.collection.services.paper import Typing
from vises.apps.collection.services.waves import open_wave
from vises.apps.instruments import services as instruments
from vises.apps.instruments.queries import form_of
from vises.kernel.ids import RECEIPT_ALPHABET
from vises.kernel.problems import Forbidden, NotFound, Problem
from vises.xforms import to_row

ASKED = """# Enquête
Venez-vous souvent ? * {often}
- oui {yes}
- non {no}
Combien de fois ? (nombre) (si often = oui) {times}
Un mot ? (texte) {word}
"""


@pytest.fixture
def asked(line: Any) -> Any:
    version = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "x"}, plain_list=ASKED, another=True)
    return open_wave(SYSTEM, version.id, titles={"fr": "x"}, uses=["analysis", "quote"])


@pytest.fixture
def sheet(asked: Any) -> paper.Sheet:
    return paper.new_sheets(SYSTEM, asked.id, 1)[0]


def _row() -> dict[str, str]:
    answer = Answer.objects.select_related("wave__version").get()
    return to_row(form_of(answer.wave.version), answer.xml)


def test_a_code_notices_a_wrong_sign_and_two_exchanged() -> None:
    for _ in range(40):
        code = new_sheet_code()
        assert sheet_code(code.lower()) == sheet_code(f" {code[:3]}-{code[3:]} ") == code
        for place in range(len(code)):
            wrong = RECEIPT_ALPHABET[(RECEIPT_ALPHABET.index(code[place]) + 7) % len(RECEIPT_ALPHABET)]
            assert not sheet_code(code[:place] + wrong + code[place + 1 :])
        for place in range(len(code) - 2):
            if code[place] != code[place + 1]:
                assert not sheet_code(code[:place] + code[place + 1] + code[place] + code[place + 2 :])
    assert not sheet_code("") and not sheet_code("ABC")
    assert len({new_sheet_code() for _ in range(200)}) > 195  # drawn by lot: two alike among so many are rare


def test_the_receipt_on_the_sheet_opens_what_was_typed_in(asked, sheet) -> None:  # type: ignore[no-untyped-def]
    told = paper.type_in(SYSTEM, asked.id, Typing(sheet.code, {"often": "a", "times": "3"}, ("quote",), "oral", "fr"))
    assert told.state == "kept" and told.receipt == sheet.receipt
    row = Answer.objects.get()
    assert (row.door, row.consents, row.consent_how, row.language) == ("paper", ["analysis", "quote"], "oral", "fr")
    assert _row()["times"] == "3"
    paper.type_in(SYSTEM, asked.id, Typing(sheet.code, {"often": "a", "times": "3"}, ("quote",), "oral", "fr"))
    assert CheckedSheet.objects.count() == 1
    withdrawals.withdraw(sheet.receipt)
    assert not Answer.objects.exists() and not CheckedSheet.objects.exists()


def test_what_means_nothing_is_to_be_mended_and_nothing_is_kept(asked, sheet) -> None:  # type: ignore[no-untyped-def]
    told = paper.type_in(SYSTEM, asked.id, Typing(sheet.code, {"often": "c", "times": "x"}), as_it_stands=True)
    assert told.state == "mend" and told.refused == ("often", "times") and not Answer.objects.exists()
    with pytest.raises(Problem, match="sheet-code"):
        paper.type_in(SYSTEM, asked.id, Typing("AAAAAA", {"often": "a"}))


def test_what_the_questionnaire_would_not_let_through_may_stand_so_on_paper(asked, sheet) -> None:  # type: ignore[no-untyped-def]
    typing = Typing(sheet.code, {"often": "", "times": "3", "word": "bonjour"})
    told = paper.type_in(SYSTEM, asked.id, typing)
    assert told.state == "mend" and told.uncounted == ("times",)
    assert [problem.ref for problem in told.problems] == ["often"] and not Answer.objects.exists()
    assert paper.type_in(SYSTEM, asked.id, typing, as_it_stands=True).state == "kept"
    assert _row()["word"] == "bonjour" and _row()["times"] == ""


def test_a_second_typing_is_compared_and_settled_field_by_field(asked, sheet) -> None:  # type: ignore[no-untyped-def]
    paper.type_in(SYSTEM, asked.id, Typing(sheet.code, {"often": "a", "times": "3", "word": "bon jour"}))
    second = Typing(sheet.code, {"often": "a", "times": "8", "word": "bonjour"}, ("quote",))
    told = paper.type_in(SYSTEM, asked.id, second)
    assert told.state == "differs"
    assert [(one.name, one.first, one.second) for one in told.differences] == [
        ("times", "3", "8"),
        ("word", "bon jour", "bonjour"),
        ("", "analysis", "analysis quote"),
    ]
    assert _row()["times"] == "3" and not CheckedSheet.objects.exists()
    paper.settle_typing(SYSTEM, asked.id, second, first=["times"])
    assert _row()["times"] == "3" and _row()["word"] == "bonjour"
    assert Answer.objects.get().consents == ["analysis", "quote"]
    assert CheckedSheet.objects.count() == 1 and Quarantine.objects.get().settled == "used-second"
    # and back again: what was put aside once may count again
    third = Typing(sheet.code, {"often": "a", "times": "3", "word": "bon jour"})
    assert paper.type_in(SYSTEM, asked.id, third).state == "differs"
    paper.settle_typing(SYSTEM, asked.id, third, first=[])
    assert _row()["word"] == "bon jour" and Answer.objects.get().consents == ["analysis"]


def test_only_those_who_read_raw_words_type_them_in(asked, sheet, world) -> None:  # type: ignore[no-untyped-def]
    typing = Typing(sheet.code, {"often": "a"})
    who: Callable[[str], Any] = world.actor
    with pytest.raises(Forbidden):
        paper.type_in(who("nadia"), asked.id, typing)
    with pytest.raises(NotFound):
        paper.type_in(who("stranger rita"), asked.id, typing)
    assert paper.type_in(who("rita"), asked.id, typing).state == "kept"
    with pytest.raises(NotFound):
        paper.new_sheets(who("stranger claire"), asked.id, 1)
    with pytest.raises(Problem, match="sheets"):
        paper.new_sheets(who("claire"), asked.id, 201)
