"""A resident sends a wish from a phone, without script and with; a worker finds the family and takes it over."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
SAID = "5包中号成人尿不湿、12盒降压药"


def opened_form(visit: Visit, town: dict[str, Any]) -> str:
    """The office opens a form; its public address."""
    worker = visit(on="pc", session=town["secretary"]["session"])
    worker.go(f"/desk/{town['community']}/wishes/collecting/")
    worker.look("residents' own, empty")
    worker.press("开放居民自填")
    worker.look("new form for residents")
    worker.press("开放并生成二维码")
    worker.look("form for residents, its code")
    address = worker.page.locator("#address").inner_text()
    worker.press("打印海报")
    worker.look("form for residents, poster")
    return re.sub(r"^https?://[^/]+", "", address)


def fill_in(phone: Visitor, name: str, telephone: str) -> None:
    phone.page.get_by_label("您想要什么").fill(SAID)
    phone.page.get_by_label("需要帮助的人的姓名").fill(name)
    phone.page.get_by_label(re.compile("^电话")).fill(telephone)
    phone.page.get_by_label(re.compile("^住址")).fill("钟楼小区2号楼1单元302")
    phone.page.get_by_role("checkbox").first.check()


@pytest.mark.parametrize(("script", "name"), [(False, "欧阳建国"), (True, "阿依古丽·买买提明")])
def test_resident_sends_a_wish_and_a_worker_takes_it_over(
    script: bool, name: str, visit: Visit, town: dict[str, Any]
) -> None:
    address = opened_form(visit, town)
    phone = visit(script=script)
    phone.go(address)
    phone.look("form for residents")
    phone.press("下一步：核对心愿")
    assert phone.page.title().startswith("错误：")
    phone.look("form for residents, errors")
    fill_in(phone, name, "198 0000 7766")
    phone.press("下一步：核对心愿")
    assert "家庭医生" in phone.text()
    phone.look("form for residents, understood")
    phone.press("交给社区")
    assert "社区收到了" in phone.text()
    assert name not in phone.text()
    phone.look("form for residents, receipt")

    worker = visit(on="pc", session=town["secretary"]["session"])
    worker.go(f"/desk/{town['community']}/wishes/collecting/")
    worker.look("residents' own, one waits")
    worker.press(worker.page.locator("[data-rows] a.row-title").first)
    assert name not in worker.text()
    worker.look("residents' own, to be checked")
    if script:
        worker.page.get_by_label("新登记一户").check()
    worker.press("采纳并登记")
    assert "尿不湿" in worker.text()
    assert phone.page.reload() is not None
    assert "社区已采纳" in phone.text()


@pytest.mark.parametrize("script", [True, False])
def test_chat_is_pasted_and_confirmed_message_by_message(script: bool, visit: Visit, town: dict[str, Any]) -> None:
    worker = visit(on="pc", session=town["secretary"]["session"], script=script)
    worker.go(f"/desk/{town['community']}/wishes/paste")
    worker.look("chat, empty")
    worker.page.get_by_label("接龙或消息").fill("#接龙\n1. 罗玉兰 一条围巾\n2. 王姐：十斤鸡蛋、12盒降压药")
    worker.press("读接龙")
    assert "家庭医生" in worker.text()
    worker.look("chat, its messages")
    worker.press("登记")
    assert worker.page.title().startswith("错误：")
    worker.look("chat, errors")
    worker.page.locator("#family-1").select_option("new")
    worker.page.locator("#who-1").fill("王秀芝")
    worker.page.get_by_label("不登记").last.check()
    worker.press("登记")
    assert "鸡蛋" in worker.text()
    assert "围巾" in worker.text()
