"""A correction is an answer of its own that names what it replaces: one person, one answer that counts."""

import pytest

from vises.apps.collection.models import Answer, Withdrawal
from vises.apps.collection.services import withdrawals
from vises.kernel.problems import Problem


def _states() -> dict[str, str]:
    return dict(Answer.objects.values_list("instance_id", "state"))


def test_the_earlier_receipt_opens_the_correction(wave, answer) -> None:  # type: ignore[no-untyped-def]
    first = answer(wave, "uuid:a", met="yes")
    second = answer(wave, "uuid:b", met="no", deprecates="uuid:a")
    for code in (first.receipt, second.receipt):
        found = withdrawals.behind(code)
        assert isinstance(found, Answer) and found.instance_id == "uuid:b"
    withdrawals.withdraw(first.receipt)
    assert not Answer.objects.exists() and Withdrawal.objects.count() == 2


def test_two_corrections_of_one_answer_leave_the_last_word(wave, answer) -> None:  # type: ignore[no-untyped-def]
    told = answer(wave, "uuid:a", met="yes")
    answer(wave, "uuid:b", met="no", deprecates="uuid:a")
    answer(wave, "uuid:c", met="yes", deprecates="uuid:a")  # from another window
    assert _states() == {"uuid:a": "replaced", "uuid:b": "replaced", "uuid:c": "kept"}
    withdrawals.withdraw(told.receipt)
    assert not Answer.objects.exists()


def test_a_correction_of_what_was_taken_back_stays_away(wave, answer) -> None:  # type: ignore[no-untyped-def]
    told = answer(wave, "uuid:a", met="yes")
    withdrawals.withdraw(told.receipt)
    with pytest.raises(Problem, match="answer-withdrawn"):
        answer(wave, "uuid:b", met="no", deprecates="uuid:a")
    assert not Answer.objects.exists()


def test_a_correction_agrees_to_no_more_than_what_is_still_agreed_to(wave, answer) -> None:  # type: ignore[no-untyped-def]
    told = answer(wave, "uuid:a", met="yes", consents=("quote", "public"))
    withdrawals.keep_uses(told.receipt, ["analysis", "public"])
    first = answer(wave, "uuid:b", met="no", deprecates="uuid:a", consents=("quote", "public"))
    again = answer(wave, "uuid:b", met="no", deprecates="uuid:a", consents=("quote", "public"))
    assert Answer.objects.get(instance_id="uuid:b").consents == ["analysis", "public"]
    assert first.first and not again.first and not again.quarantined
