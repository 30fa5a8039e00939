"""Whatever the clock says, an answer is kept with its hour, a receipt opens it, and a link ends on its minute."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.access.services import give_pass, open_pass
from vises.apps.collection.models import Answer
from vises.apps.collection.services import withdrawals
from vises.kernel.problems import NotFound

# the day the clock changes in Brussels, twice; a leap day; the second at which 32 bits end; the turn of a year
MOMENTS = (
    datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 0, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC),
    datetime(2038, 1, 19, 3, 14, 7, tzinfo=UTC),
    datetime(2038, 1, 19, 3, 14, 9, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC),
)


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_an_answer_is_kept_and_taken_back_at_any_moment(wave: Any, answer: Any, time_machine: Any, moment: Any) -> None:
    time_machine.move_to(moment, tick=False)
    told = answer(wave, "uuid:a", met="yes")
    row = Answer.objects.get()
    assert row.received_hour == moment.replace(minute=0, second=0, microsecond=0)
    assert withdrawals.behind(told.receipt) == row
    time_machine.move_to(moment - timedelta(days=2), tick=False)  # the clock was wrong, and is put right
    assert answer(wave, "uuid:a", met="yes").receipt == told.receipt and Answer.objects.count() == 1
    answer(wave, "uuid:b", met="no", deprecates="uuid:a")  # said later, by an earlier clock: the last word all the same
    assert [one.instance_id for one in Answer.objects.filter(state="kept")] == ["uuid:b"]
    time_machine.move_to(moment + timedelta(days=2), tick=False)
    withdrawals.withdraw(told.receipt)
    assert not Answer.objects.exists()


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_a_link_ends_on_its_minute(world: Any, time_machine: Any, moment: Any) -> None:
    time_machine.move_to(moment, tick=False)
    token = give_pass(SYSTEM, world.journey.scope, "expect", days=2)
    for seconds, opens in ((0, True), (2 * 86_400 - 60, True), (2 * 86_400 + 60, False)):
        time_machine.move_to(moment + timedelta(seconds=seconds), tick=False)
        if opens:
            assert open_pass(token, "expect")[0].purpose == "expect"
        else:
            with pytest.raises(NotFound):
                open_pass(token, "expect")
