"""The wall of lanterns while one watches, and in every phase of a campaign."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]


def claim(phone: Visitor, code: str, number: int, person: dict[str, str]) -> None:
    phone.go(f"/c/{code}/{number}")
    phone.fill("您的姓名", person["name"])
    phone.fill("您的手机号", person["phone"])
    phone.press("我来认领")
    assert phone.heading() == "认领成功"


def test_a_lantern_lights_up_while_one_watches(visit: Visit, town: dict[str, Any]) -> None:
    code, watcher, phone = town["campaigns"]["open"]["code"], visit(), visit()
    watcher.go(f"/c/{code}")
    lantern = watcher.page.locator('[data-lamp="1"]')
    assert lantern.get_attribute("data-state") == "open"
    claim(phone, code, 1, town["people"][0])
    watcher.page.wait_for_selector('[data-lamp="1"][data-state="held"]', timeout=30000)
    assert "已认领" in lantern.inner_text()
    assert watcher.page.locator(".figures .figure-value").nth(1).inner_text() == "1"


def test_without_script_the_wall_is_right_when_it_is_loaded_again(visit: Visit, town: dict[str, Any]) -> None:
    code, watcher, phone = town["campaigns"]["open"]["code"], visit(script=False), visit()
    watcher.go(f"/c/{code}")
    claim(phone, code, 2, town["people"][1])
    # the fragment that everybody is served is at most a second old
    watcher.page.wait_for_timeout(1200)
    watcher.press("刷新")
    assert watcher.page.locator('[data-lamp="2"]').get_attribute("data-state") == "held"


def test_before_the_opening_the_wall_counts_down_and_offers_nothing(visit: Visit, town: dict[str, Any]) -> None:
    phone = visit()
    phone.go(f"/c/{town['campaigns']['before']['code']}")
    first = phone.page.locator("[data-countdown]").inner_text()
    assert first.startswith("2小时")
    assert phone.page.locator(".wish-row .button").count() == 0
    phone.look("wall, not yet open")
    phone.page.wait_for_function("(first) => document.querySelector('[data-countdown]').innerText !== first", arg=first)
    phone.go(f"/c/{town['campaigns']['before']['code']}/1")
    assert phone.page.get_by_role("button", name="我来认领").count() == 0
    phone.look("wish, not yet open")


def test_at_the_opening_the_page_opens_by_itself(visit: Visit, town: dict[str, Any]) -> None:
    phone = visit()
    phone.go(f"/c/{town['campaigns']['soon']['code']}")
    phone.page.wait_for_selector(".wish-row .button", timeout=60000)
    assert phone.page.locator("[data-countdown]").count() == 0


def test_after_the_end_the_wall_says_so(visit: Visit, town: dict[str, Any]) -> None:
    phone = visit()
    phone.go(f"/c/{town['campaigns']['closed']['code']}")
    assert "认领已经结束" in phone.text()
    assert phone.page.locator(".wish-row .button").count() == 0
    phone.look("wall, closed")
    phone.go(f"/c/{town['campaigns']['closed']['code']}/1")
    phone.look("wish, closed")


def test_when_all_are_taken_the_wall_says_so(visit: Visit, town: dict[str, Any]) -> None:
    code, phone = town["campaigns"]["single"]["code"], visit()
    claim(phone, code, 1, town["people"][2])
    phone.go(f"/c/{code}")
    phone.page.wait_for_timeout(1200)
    phone.page.reload()
    assert "每盏灯都有人认领了" in phone.text()
    phone.look("wall, all taken")


def test_a_title_as_long_as_an_office_writes_them_fits_a_phone(visit: Visit, town: dict[str, Any]) -> None:
    phone = visit()
    phone.go(f"/c/{town['campaigns']['long']['code']}")
    phone.look("wall, long title")


@pytest.mark.parametrize("filtered", ["待认领", "已认领", "已点亮"])
def test_the_filters_are_links_that_work_without_script(visit: Visit, town: dict[str, Any], filtered: str) -> None:
    phone = visit(script=False)
    phone.go(f"/c/{town['campaigns']['open']['code']}")
    phone.press(phone.page.locator(".chip", has_text=filtered))
    assert phone.page.locator(".chip[aria-current]").inner_text().startswith(filtered)
