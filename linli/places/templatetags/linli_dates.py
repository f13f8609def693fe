"""Times as people in China say them: 12月1日 15:13, 周三, 5分钟前; in English likewise."""

from datetime import date, datetime, timedelta

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext_lazy

from linli.core import clock

WEEKDAYS = (
    pgettext_lazy("in a date", "Mon"),
    pgettext_lazy("in a date", "Tue"),
    pgettext_lazy("in a date", "Wed"),
    pgettext_lazy("in a date", "Thu"),
    pgettext_lazy("in a date", "Fri"),
    pgettext_lazy("in a date", "Sat"),
    pgettext_lazy("in a date", "Sun"),
)
MONTHS = (
    pgettext_lazy("in a date", "January"),
    pgettext_lazy("in a date", "February"),
    pgettext_lazy("in a date", "March"),
    pgettext_lazy("in a date", "April"),
    pgettext_lazy("in a date", "May"),
    pgettext_lazy("in a date", "June"),
    pgettext_lazy("in a date", "July"),
    pgettext_lazy("in a date", "August"),
    pgettext_lazy("in a date", "September"),
    pgettext_lazy("in a date", "October"),
    pgettext_lazy("in a date", "November"),
    pgettext_lazy("in a date", "December"),
)

register = template.Library()


@register.filter
def moment(value: datetime | None) -> str:
    """Day and time of day, `12月1日 15:13`; the year is said where it is not this one. Nothing for nothing."""
    if value is None:
        return ""
    local = clock.local(value)
    return gettext("{day} {time}").format(day=_day(local.date()), time=f"{local:%H:%M}")


@register.filter
def day(value: date | None) -> str:
    """The day with its weekday, `12月6日 周三`. Takes a date or a moment."""
    if value is None:
        return ""
    on = _date(value)
    return gettext("{weekday} {day}").format(day=_day(on), weekday=weekday(on))


@register.filter
def day_short(value: date | None) -> str:
    """The day alone, `12月6日`. Takes a date or a moment."""
    return "" if value is None else _day(_date(value))


@register.filter
def weekday(value: date | None) -> str:
    """`周三`."""
    return "" if value is None else str(WEEKDAYS[_date(value).weekday()])


@register.filter
def time_of_day(value: datetime | None) -> str:
    """`15:13`."""
    return "" if value is None else f"{clock.local(value):%H:%M}"


@register.filter
def day_and_time(value: datetime | None) -> str:
    """Day, weekday and time, as a date by which something is due is said: `12月8日 周五 18:00`."""
    if value is None:
        return ""
    return gettext("{day} {time}").format(day=day(value), time=time_of_day(value))


@register.filter
def ago(value: datetime | None) -> str:
    """How long ago, up to a day; the day and time after that, and for what is still to come."""
    if value is None:
        return ""
    passed = clock.now() - value
    if passed < timedelta() or passed >= timedelta(days=1):
        return moment(value)
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return gettext("just now")
    if minutes < 60:
        return ngettext("{count} minute ago", "{count} minutes ago", minutes).format(count=minutes)
    hours = minutes // 60
    return ngettext("{count} hour ago", "{count} hours ago", hours).format(count=hours)


@register.filter
def left(value: datetime | None) -> str:
    """How much time is left until then, in its two largest units: `2天3小时`. Nothing when it has passed."""
    if value is None or value <= clock.now():
        return ""
    seconds = int((value - clock.now()).total_seconds())
    units = (
        (seconds // 86400, _days),
        (seconds // 3600 % 24, _hours),
        (seconds // 60 % 60, _minutes),
        (seconds % 60, _seconds),
    )
    first = next((at for at, (count, _) in enumerate(units) if count), len(units) - 1)
    said = [say(count) for count, say in units[first : first + 2] if count]
    return said[0] if len(said) == 1 else gettext("{larger} {smaller}").format(larger=said[0], smaller=said[1])


@register.simple_tag
def when(value: datetime | None, style: str = "ago") -> SafeString:
    """The moment as a `<time>` element. `style` is the name of one of the filters here; the title says it in full."""
    if value is None:
        return SafeString("")
    said = {"ago": ago, "moment": moment, "time": time_of_day, "day": day, "due": day_and_time}[style](value)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', clock.local(value).isoformat(), day_and_time(value), said
    )


def _date(value: date) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value


def _day(on: date) -> str:
    month = MONTHS[on.month - 1]
    if on.year == clock.today().year:
        return gettext("{day} {month}").format(day=on.day, month=month)
    return gettext("{day} {month} {year}").format(day=on.day, month=month, year=on.year)


def _days(count: int) -> str:
    return ngettext("{count} day", "{count} days", count).format(count=count)


def _hours(count: int) -> str:
    return ngettext("{count} hour", "{count} hours", count).format(count=count)


def _minutes(count: int) -> str:
    return ngettext("{count} minute", "{count} minutes", count).format(count=count)


def _seconds(count: int) -> str:
    return ngettext("{count} second", "{count} seconds", count).format(count=count)
