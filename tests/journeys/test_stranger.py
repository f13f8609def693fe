"""Somebody whom the roster does not know claims, and the desk finds out who it is."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
OWN = {"认领成功", "您已认领这个心愿"}
"""What a receipt is called within the minute, and later."""


def claims(visit: Visit, town: dict[str, Any], number: int, name: str, phone: str) -> Visitor:
    """Somebody with a phone of their own takes a wish."""
    visitor = visit()
    visitor.go(f"/c/{town['campaigns']['open']['code']}/{number}")
    visitor.fill("您的姓名", name)
    visitor.fill("您的手机号", phone)
    visitor.press("我来认领")
    assert visitor.heading() == "已先为您留住"
    assert "社区今天核实" in visitor.text()
    return visitor


def test_the_desk_looks_who_it_is_puts_one_on_the_roster_and_declines_another(
    visit: Visit, town: dict[str, Any]
) -> None:
    known, desk = town["people"][0], f"/desk/{town['community']}"
    moved = claims(visit, town, 1, known["name"], "139 5555 0001")
    newcomer = claims(visit, town, 2, "欧阳春晓", "139 5555 0002")
    wrong = claims(visit, town, 3, "司马晓雪", "139 5555 0003")
    worker = visit(on="pc", session=town["secretary"]["session"])
    worker.go(f"{desk}/")
    assert "3个认领的人不在名册上" in worker.text()
    worker.look("today, people not on the roster")
    worker.press(worker.page.locator('a[href$="claims/?show=to_decide"]').first)
    assert "同名，电话不同" in worker.text()
    assert "欧阳春晓" not in worker.text()
    worker.look("claims to decide")

    worker.page.locator("tbody tr").nth(0).get_by_role("link", name="去核实").click()
    worker.page.wait_for_url("**/claims/*/")
    worker.look("deciding, a namesake on the roster")
    worker.press("心愿归这位")
    moved.page.reload()
    assert moved.heading() in OWN

    worker.go(f"{desk}/claims/?show=to_decide")
    worker.page.locator("tbody tr").nth(0).get_by_role("link", name="去核实").click()
    worker.page.wait_for_url("**/claims/*/")
    facts = worker.page.locator("dl.facts").last
    facts.get_by_text("看完整内容").last.click()
    facts.get_by_label("为什么需要看？").last.fill("打电话核实")
    facts.get_by_role("button", name="查看这一次").last.click()
    facts.get_by_text("13955550002").wait_for()
    worker.page.get_by_label("把这位列入名册").check()
    worker.page.get_by_label("列入名册时填写工作单位").fill("盐湖区图书馆")
    worker.press("心愿归这位")
    assert "已列入名册" in worker.text()
    newcomer.page.reload()
    assert newcomer.heading() in OWN

    worker.go(f"{desk}/claims/?show=to_decide")
    worker.press("婉拒勾选的")
    assert "请先勾选" in worker.text() or "请写明原因" in worker.text()
    worker.look("claims to decide, a reason is missing")
    worker.page.locator("[data-rows] input[type=checkbox]").first.check()
    assert worker.page.locator("[data-ticked-count]").inner_text() == "1"
    worker.page.locator("#reason").fill("按您留的电话没能联系上您。")
    worker.press("婉拒勾选的")
    assert "1个认领未通过" in worker.text()
    worker.look("claims to decide, nobody left")
    wrong.page.reload()
    assert "不用" in wrong.text()
