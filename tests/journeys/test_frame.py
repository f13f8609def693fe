"""What stands around every page of the desk: the menu at the foot of a phone, one's own menu, the keys."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.audit import SIDEWAYS
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
SCROLLS = "() => { const at = document.querySelector('.desk-menu'); return at.scrollWidth - at.clientWidth; }"


@pytest.mark.parametrize("large", [False, True], ids=["normal print", "large print"])
@pytest.mark.parametrize("width", [320, 390])
def test_menu_at_the_foot_shows_four_pages_and_more(
    visit: Visit, town: dict[str, Any], width: int, large: bool
) -> None:
    phone = visit(session=town["secretary"]["session"])
    if large:
        phone.context.add_cookies([{"name": "care", "value": "on", "url": phone.url}])
    phone.page.set_viewport_size({"width": width, "height": 844})
    phone.go(f"/desk/{town['community']}/")
    shown = [link for link in phone.page.locator(".desk-menu a").all() if link.is_visible()]
    assert [link.inner_text() for link in shown] == ["今天", "微心愿", "困难群众", "认领记录"]
    assert phone.page.evaluate(SCROLLS) == phone.page.evaluate(SIDEWAYS) == 0
    phone.page.locator(".desk-more > summary").click()
    assert phone.page.evaluate(SIDEWAYS) == 0
    phone.look(f"menu opened at {width}, {'large' if large else 'normal'}")
    phone.press(phone.page.locator(".desk-more-list").get_by_text("人员与角色"))
    assert phone.heading() == "人员与角色"
    assert phone.page.locator(".desk-more > summary").get_attribute("aria-current")


@pytest.mark.parametrize("on", ["phone", "pc"])
def test_large_print_and_language_stand_at_the_top(visit: Visit, town: dict[str, Any], on: str) -> None:
    worker = visit(on=on, session=town["secretary"]["session"])
    worker.go(f"/desk/{town['community']}/")
    for name in ("大字版", "English"):
        box = worker.page.get_by_role("button", name=name).bounding_box()
        assert box is not None
        assert box["y"] < 120


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_ones_own_menu_opens_on_both_widths(visit: Visit, town: dict[str, Any], script: bool) -> None:
    for on in ("phone", "pc"):
        worker = visit(on=on, script=script, session=town["secretary"]["session"])
        worker.go(f"/desk/{town['community']}/")
        worker.page.locator(".desk-me > summary").click()
        assert worker.page.evaluate(SIDEWAYS) == 0
        worker.look(f"own menu opened on a {on}")
        assert worker.page.get_by_role("button", name="退出登录").is_visible()
        worker.press("我的账号")
        assert worker.heading() == "我的账号"


def test_the_keys_are_listed_over_the_page_and_lead_to_pages(visit: Visit, town: dict[str, Any]) -> None:
    worker = visit(on="pc", session=town["secretary"]["session"])
    worker.go(f"/desk/{town['community']}/wishes/new")
    worker.fill("户主", "赵大爷")
    worker.page.locator("h1").click()
    worker.page.keyboard.press("?")
    sheet = worker.page.get_by_role("dialog", name="快捷键")
    sheet.get_by_text("跳到搜索框").wait_for()
    worker.look("list of keys")
    worker.page.keyboard.press("Escape")
    assert not sheet.is_visible()
    assert worker.page.get_by_label("户主", exact=True).input_value() == "赵大爷"
    worker.page.keyboard.press("g")
    with worker.page.expect_navigation():
        worker.page.keyboard.press("f")
    assert worker.heading().startswith("困难群众")


def test_keys_that_are_turned_off_do_nothing_until_they_are_turned_on(visit: Visit, town: dict[str, Any]) -> None:
    worker, away = visit(on="pc", session=town["secretary"]["session"]), "() => document.activeElement.type"
    worker.go(f"/desk/{town['community']}/households/")
    worker.page.keyboard.press("?")
    with worker.page.expect_response("**/keys"):
        worker.page.get_by_role("button", name="关闭快捷键").click()
    worker.page.keyboard.press("Escape")
    for _page in range(2):
        worker.page.keyboard.press("/")
        worker.page.keyboard.press("?")
        assert worker.page.evaluate(away) != "search"
        assert not worker.page.get_by_role("dialog").is_visible()
        worker.go(f"/desk/{town['community']}/households/")
    worker.go(f"/desk/{town['community']}/keys")
    worker.press("打开快捷键")
    worker.page.keyboard.press("/")
    assert worker.page.evaluate(away) == "search"


def test_the_list_of_keys_is_a_page_without_script(visit: Visit, town: dict[str, Any]) -> None:
    worker = visit(on="pc", script=False, session=town["secretary"]["session"])
    worker.go(f"/desk/{town['community']}/")
    worker.page.locator(".desk-me > summary").click()
    worker.press("快捷键")
    assert worker.heading() == "快捷键"
    worker.press("关闭快捷键")
    assert worker.page.locator("html[data-keys=off]").count() == 1
