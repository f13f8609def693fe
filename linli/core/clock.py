"""The one clock of the house: stored in UTC, shown in China's one time zone, set by tests and by the demo."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_set_to: ContextVar[datetime | None] = ContextVar("linli_clock", default=None)


def now() -> datetime:
    """The moment, aware, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def from_stamp(timestamp: float) -> datetime:
    """The moment of a Unix time stamp, aware, in UTC."""
    return datetime.fromtimestamp(timestamp, UTC)


def today() -> date:
    """The day it is in China."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """The same moment as people in China read it off the wall."""
    return moment.astimezone(SHANGHAI)


def moment(day: date, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """A wall-clock time in China as an aware moment in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=SHANGHAI).astimezone(UTC)


@contextmanager
def at(when: datetime) -> Iterator[None]:
    """Within the block it is `when` (aware). Services called inside record that moment."""
    if when.tzinfo is None:
        raise ValueError("the clock needs a time zone")
    token = _set_to.set(when.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)
