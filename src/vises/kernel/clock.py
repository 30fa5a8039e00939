"""The one place that asks what time it is; times are UTC."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_shift: ContextVar[timedelta] = ContextVar("shift", default=timedelta(0))


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC) + _shift.get()


@contextmanager
def shifted(by: timedelta) -> Iterator[None]:
    """Within it the present lies `by` away (before, when negative): for the demonstration, whose story has a past."""
    before = _shift.set(by)
    try:
        yield
    finally:
        _shift.reset(before)


def this_hour() -> datetime:
    """The present hour: the finest time kept with an anonymous answer."""
    return now().replace(minute=0, second=0, microsecond=0)


def today(zone: str = "Europe/Brussels") -> date:
    """Today where the programme is. `zone` is an IANA name."""
    return now().astimezone(ZoneInfo(zone)).date()
