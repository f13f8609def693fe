"""The page's calendar, moved as a whole: the day it was printed is the day the demo is loaded. Times of day stay."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from linli.core import clock

PRINTED = date(2023, 12, 6)
"""The page's own date."""
PUBLISHED = date(2023, 12, 1)
HAND_OVER_BY = date(2023, 12, 8)


@dataclass(frozen=True, slots=True)
class Calendar:
    """`today` stands for the day on which the page was printed."""

    today: date

    def day(self, on_the_page: date) -> date:
        """The day that stands for one of the page's."""
        return self.today + (on_the_page - PRINTED)

    def moment(self, on_the_page: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
        """A time of one of the page's days, as an aware moment."""
        return clock.moment(self.day(on_the_page), hour, minute, second)

    def before(self, days: int, hour: int, minute: int = 0) -> datetime:
        """A time of the day that lies so many days before today."""
        return clock.moment(self.today - timedelta(days=days), hour, minute)
