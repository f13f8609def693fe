"""Times as people say them, and numbers that stay with their units."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.utils import translation

from linli.core import clock
from linli.places.templatetags import linli_dates as dates
from linli.places.templatetags.linli_charts import curve, stat_bar
from linli.places.templatetags.linli_text import together

NOW = clock.moment(date(2024, 12, 6), 9, 0)
OPENED = clock.moment(date(2024, 12, 1), 15, 13)


@pytest.fixture(autouse=True)
def _sixth_of_december() -> Iterator[None]:
    with clock.at(NOW):
        yield


def test_a_moment_is_said_as_on_the_source_page() -> None:
    assert dates.moment(OPENED) == "12月1日 15:13"
    assert dates.day(OPENED) == "12月1日 周日"
    assert dates.day(date(2024, 12, 6)) == "12月6日 周五"
    assert dates.day_and_time(clock.moment(date(2024, 12, 8), 18)) == "12月8日 周日 18:00"


def test_another_year_is_said() -> None:
    assert dates.moment(clock.moment(date(2023, 1, 31), 8, 5)) == "2023年1月31日 08:05"


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=59), "刚刚"),
        (timedelta(minutes=1), "1分钟前"),
        (timedelta(minutes=59, seconds=59), "59分钟前"),
        (timedelta(hours=23, minutes=59), "23小时前"),
        (timedelta(days=1), "12月5日 09:00"),
        (timedelta(minutes=-5), "12月6日 09:05"),
    ],
)
def test_time_passed_is_relative_under_a_day(passed: timedelta, said: str) -> None:
    assert dates.ago(NOW - passed) == said


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (timedelta(days=2, hours=3, minutes=4), "2天3小时"),
        (timedelta(days=1, minutes=4), "1天"),
        (timedelta(minutes=5, seconds=20), "5分钟20秒"),
        (timedelta(seconds=9), "9秒"),
        (timedelta(), ""),
        (timedelta(seconds=-1), ""),
    ],
)
def test_time_left_is_said_in_two_units(ahead: timedelta, said: str) -> None:
    assert dates.left(NOW + ahead) == said


def test_english_is_written_the_english_way() -> None:
    with translation.override("en"):
        assert dates.moment(OPENED) == "1 December 15:13"
        assert dates.day(OPENED) == "Sun 1 December"
        assert dates.ago(NOW - timedelta(minutes=1)) == "1 minute ago"
        assert dates.left(NOW + timedelta(days=2, hours=1)) == "2 days 1 hour"


@pytest.mark.parametrize("said", [dates.moment, dates.day, dates.ago, dates.left, dates.weekday, dates.time_of_day])
def test_nothing_is_said_for_nothing(said: object) -> None:
    assert callable(said)
    assert said(None) == ""


def test_a_time_carries_its_full_form() -> None:
    element = dates.when(datetime(2024, 12, 6, 0, 58, tzinfo=clock.SHANGHAI))

    assert element == '<time datetime="2024-12-06T00:58:00+08:00" title="12月6日 周五 00:58">8小时前</time>'


def test_a_number_stays_with_its_unit_and_text_stays_text() -> None:
    assert together("书包 2个") == '书包 <span class="nowrap">2个</span>'
    assert together("12月8日 周日前") == '<span class="nowrap">12月8日 周日</span>前'
    assert together("<b>3</b>") == "&lt;b&gt;3&lt;/b&gt;"


def test_the_curve_rises_from_the_floor_to_the_top() -> None:
    drawn = curve([{"label": "15:13", "value": 0}, {"label": "15:14", "value": 45}], "认领")

    assert drawn["line"] == "M34.0 108.0 L388.0 10.0"
    assert drawn["top"] == 45


@pytest.mark.parametrize("points", [[], [{"label": "15:13", "value": 3}], [{"label": "a", "value": 0}] * 2])
def test_too_little_is_not_drawn(points: list[dict[str, object]]) -> None:
    assert curve(points, "认领")["drawn"] is False


def test_a_bar_shows_parts_of_the_whole() -> None:
    parts = stat_bar("7 / 26 / 45", 7, 26, total=45)["parts"]

    assert [part["width"] for part in parts] == [15.56, 57.78]
    assert parts[1]["start"] == 15.56
    assert stat_bar("nothing", 0, 0)["parts"][0]["width"] == 0.0
