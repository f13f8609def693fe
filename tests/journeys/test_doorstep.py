"""At the door: a family's wishes taken down on a phone, in their own words."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
SAID = "5包中号成人尿不湿、一台收音机（按键大一点的），谢谢你们"


def family(phone: Visitor, name: str, telephone: str) -> None:
    phone.page.get_by_label("户主").fill(name)
    phone.page.get_by_label(re.compile("^电话")).fill(telephone)
    phone.page.get_by_label(re.compile("^住址")).fill("钟楼小区2号楼1单元302")


def test_what_a_family_says_is_understood_while_one_types_and_taken_down_once_confirmed(
    visit: Visit, town: dict[str, Any]
) -> None:
    phone = visit(session=town["secretary"]["session"])
    phone.go(f"/desk/{town['community']}/wishes/new")
    phone.look("doorstep, empty")
    family(phone, "阿依古丽·买买提明", "198 0000 7766")
    phone.page.get_by_label("家里人怎么说，就怎么写").press_sequentially(SAID, delay=5)
    phone.page.wait_for_selector("#rows .wish-rows li >> nth=1")
    assert phone.page.locator("#rows .wish-rows li").count() == 2
    assert "尿不湿" in phone.page.locator("#rows").get_by_label("物品").first.input_value()
    assert phone.page.get_by_label("数量").first.input_value() == "5"
    phone.look("doorstep, understood")
    phone.press("登记")
    assert phone.page.locator("li .row-title").count() == 2
    phone.look("doorstep, taken down")
    phone.press("查看这户")
    assert "收音机" in phone.text()
    phone.look("a family with wishes")


def test_without_script_the_wishes_are_read_by_a_button(visit: Visit, town: dict[str, Any]) -> None:
    phone = visit(session=town["secretary"]["session"], script=False)
    phone.go(f"/desk/{town['community']}/wishes/new")
    family(phone, "欧阳建国", "198 0000 7788")
    phone.page.get_by_label("家里人怎么说，就怎么写").fill("两个书包、十斤鸡蛋")
    phone.press("读出心愿")
    assert phone.page.locator("#rows .wish-rows li").count() == 2
    assert phone.page.get_by_label("户主").input_value() == "欧阳建国"
    phone.press("登记")
    assert "书包" in phone.text()


def test_what_is_missing_is_said_and_nothing_typed_is_lost(visit: Visit, town: dict[str, Any]) -> None:
    phone = visit(session=town["secretary"]["session"])
    phone.go(f"/desk/{town['community']}/wishes/new")
    phone.page.get_by_label(re.compile("^住址")).fill("钟楼小区9号楼")
    phone.button("登记").click()
    phone.page.wait_for_selector("[data-error-summary]")
    assert phone.page.title().startswith("错误：")
    assert "请填写：户主" in phone.page.locator("[data-error-summary] a").all_inner_texts()
    assert phone.page.get_by_label(re.compile("^住址")).input_value() == "钟楼小区9号楼"
    assert phone.page.evaluate("() => document.activeElement.matches('[data-error-summary]')")
    phone.look("doorstep, errors")
    phone.troubles.clear()


@pytest.mark.parametrize("page", ["households/new", "wishes/new"])
def test_forms_of_families_stand_on_a_phone(visit: Visit, town: dict[str, Any], page: str) -> None:
    phone = visit(session=town["secretary"]["session"])
    phone.go(f"/desk/{town['community']}/{page}")
    phone.look(page)


def test_one_field_is_shown_whole_for_a_reason(visit: Visit, town: dict[str, Any]) -> None:
    worker = visit(on="pc", session=town["secretary"]["session"])
    worker.go(f"/desk/{town['community']}/households/new")
    family(worker, "诸葛秀英", "198 0000 7799")
    worker.press("登记这户")
    assert "诸葛秀英" not in worker.text()
    worker.page.locator(".unmask summary").first.click()
    worker.look("a family, about to be unmasked")
    worker.page.locator(".unmask[open] input[name=reason]").fill("电话联系")
    worker.page.locator(".unmask[open] button").click()
    worker.page.wait_for_selector("[id^=mask-household-head_name] strong")
    assert "诸葛秀英" in worker.text()
    worker.look("a family, one field shown")
    worker.page.reload()
    assert "诸葛秀英" not in worker.text()
