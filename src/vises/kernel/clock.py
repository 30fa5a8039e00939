"""The one place that asks what time it is; times are UTC."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def this_hour() -> datetime:
    """The present hour: the finest time kept with an anonymous answer."""
    return now().replace(minute=0, second=0, microsecond=0)


def today(zone: str = "Europe/Brussels") -> date:
    """Today where the programme is. `zone` is an IANA name."""
    return now().astimezone(ZoneInfo(zone)).date()
