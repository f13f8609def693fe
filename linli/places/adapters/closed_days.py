"""Closed days and 调休 by the State Council's calendar, for dates by which something is due."""

from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar
from chinese_calendar import Holiday
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

HOLIDAYS = {
    Holiday.new_years_day: _("New Year's Day"),
    Holiday.spring_festival: _("Spring Festival"),
    Holiday.tomb_sweeping_day: _("Tomb-Sweeping Day"),
    Holiday.labour_day: _("Labour Day"),
    Holiday.dragon_boat_festival: _("Dragon Boat Festival"),
    Holiday.national_day: _("National Day"),
    Holiday.mid_autumn_festival: _("Mid-Autumn Festival"),
}
# Fixed days of the Regulation on Public Holidays (State Council, 2024), for years whose calendar is not announced yet
FIXED = {
    (1, 1): HOLIDAYS[Holiday.new_years_day],
    (5, 1): HOLIDAYS[Holiday.labour_day],
    (5, 2): HOLIDAYS[Holiday.labour_day],
    (10, 1): HOLIDAYS[Holiday.national_day],
    (10, 2): HOLIDAYS[Holiday.national_day],
    (10, 3): HOLIDAYS[Holiday.national_day],
}
_BY_NAME = {holiday.value: name for holiday, name in HOLIDAYS.items()}
WEEKEND = pgettext_lazy("why a day is closed", "weekend")


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day on which offices do not work, why, and the next one on which they do."""

    day: date
    why: object
    next_open: date


def closed_day(day: date) -> ClosedDay | None:
    """None for a working day. A year not announced yet is judged by its weekends and fixed holidays."""
    why = _why_closed(day)
    return ClosedDay(day, why, next_working_day(day)) if why else None


def next_working_day(day: date) -> date:
    """The first working day after `day`."""
    after = day + timedelta(days=1)
    while _why_closed(after):
        after += timedelta(days=1)
    return after


def working_day_from(day: date) -> date:
    """`day` itself where offices work on it, else the next one."""
    return next_working_day(day) if _why_closed(day) else day


def calendar_knows(day: date) -> bool:
    """Whether the holidays of that year have been announced (each November, for the next year)."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def _why_closed(day: date) -> object:
    if not calendar_knows(day):
        return FIXED.get((day.month, day.day)) or (WEEKEND if day.weekday() >= 5 else "")
    if chinese_calendar.is_workday(day):
        return ""
    _closed, holiday = chinese_calendar.get_holiday_detail(day)
    return _BY_NAME.get(holiday, WEEKEND)
