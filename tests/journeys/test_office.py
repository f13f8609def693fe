"""An office worker: from the code at the door of the desk to wishes that everybody can claim."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
SHEETS = Path(__file__).resolve().parent.parent / "data"
WORKER = {"name": "林静", "phone": "19700000001"}


@pytest.fixture
def secretary(visit: Visit, town: dict[str, Any]) -> Visitor:
    return visit(on="pc", session=town["secretary"]["session"])


def sign_in(worker: Visitor, secretary: Visitor, desk: str) -> None:
    """Ask for a code, have it read out by the secretary, type it in."""
    worker.go("/accounts/login/")
    worker.look("sign in")
    worker.fill("您的手机号", WORKER["phone"])
    worker.press("发验证码给我")
    worker.look("type in the code")
    secretary.go(f"{desk}/outgoing/")
    secretary.look("to pass on, a code")
    secretary.press("显示验证码，念给本人")
    code = re.search(r"\d{6}", secretary.page.locator("main").inner_text())
    assert code
    worker.fill("验证码", code.group())
    worker.press("登录")


def test_a_worker_signs_in_imports_the_sheet_and_publishes_a_campaign(
    visit: Visit, secretary: Visitor, town: dict[str, Any]
) -> None:
    desk = f"/desk/{town['community']}"
    secretary.go(f"{desk}/staff/")
    secretary.look("people and roles")
    secretary.fill("姓名", WORKER["name"])
    secretary.fill("手机号", WORKER["phone"])
    secretary.page.locator("#id_role").select_option("civil_affairs")
    secretary.press("授予角色")
    assert WORKER["name"] in secretary.text()

    worker = visit(on="pc")
    sign_in(worker, secretary, desk)
    assert worker.heading().startswith("今天")
    worker.look("today, nothing yet")
    the_sheet_is_imported(worker, desk)
    campaign_is_published(worker, desk)


def the_sheet_is_imported(worker: Visitor, desk: str) -> None:
    """Read first, then imported; the same sheet again changes nothing."""
    worker.press("微心愿")
    worker.look("wishes, none yet")
    worker.page.locator("a", has_text="导入表格").first.click()
    worker.look("import")
    worker.page.locator("input[type=file]").set_input_files(SHEETS / "wish-register.xlsx")
    worker.press("读取表格")
    assert worker.heading() == "导入前请核对"
    assert "45" in worker.page.locator(".tile").first.inner_text()
    worker.look("import, before it is confirmed")
    worker.go(f"{desk}/wishes/")
    assert worker.page.locator("tbody tr").count() == 0

    worker.page.go_back()
    worker.page.get_by_label("已经核对过，直接进入待发布").check()
    worker.press("导入心愿")
    worker.look("imported")
    worker.go(f"{desk}/wishes/import")
    worker.page.locator("input[type=file]").set_input_files(SHEETS / "wish-register.xlsx")
    worker.press("读取表格")
    assert "没有要导入的" in worker.text() or "已经" in worker.text()
    worker.look("import, nothing new")
    worker.go(f"{desk}/wishes/")
    worker.look("wishes, many")
    worker.go(f"{desk}/households/")
    assert worker.page.locator("tbody tr").count() == 11
    worker.look("families")
    worker.press(worker.page.locator("tbody a").first)
    worker.look("a family")


def campaign_is_published(worker: Visitor, desk: str) -> None:
    worker.press("认领活动")
    worker.look("campaigns, none yet")
    worker.page.locator("a", has_text="新建活动").first.click()
    boxes = worker.page.locator("[data-rows] input[type=checkbox]")
    assert boxes.count() == 45
    worker.page.locator("[data-tick-all]").set_checked(False)
    worker.page.locator("[data-tick-all]").set_checked(True)
    assert worker.page.locator("[data-ticked-count]").first.inner_text() == "45"
    worker.look("new campaign")
    worker.fill("每人最多认领", "3")
    worker.press("保存，去检查")
    worker.look("campaign being prepared")
    worker.press("看公众看到的样子")
    assert worker.page.locator("[data-lamp]").count() == 45
    worker.look("preview")
    worker.page.go_back()
    worker.press("发布")
    assert "已发布" in worker.text()
    worker.look("campaign, published")
    link = worker.page.locator("#address").inner_text().strip()
    assert re.search(r"/c/[0-9A-Z]{12}$", link)
    assert worker.page.locator(".qr img").first.evaluate("(image) => image.complete && image.naturalWidth > 0")
    worker.press("打印海报")
    assert worker.page.locator(".poster .qr img").evaluate("(image) => image.complete && image.naturalWidth > 0")
    worker.look("poster")

    worker.go(link)
    assert worker.page.locator("[data-lamp]").count() == 45
    worker.look("wall of 45")
    worker.go(f"{desk}/")
    worker.look("today, a campaign runs")


def test_a_broken_sheet_shows_each_bad_cell_and_imports_nothing(secretary: Visitor, town: dict[str, Any]) -> None:
    secretary.go(f"/desk/{town['community']}/wishes/import")
    secretary.page.locator("input[type=file]").set_input_files(SHEETS / "wish-register-broken.xlsx")
    secretary.press("读取表格")
    assert secretary.page.locator(".cell-wrong").count() > 3
    secretary.look("import, cells to mend")


def test_a_file_that_is_no_sheet_is_said_in_words(secretary: Visitor, town: dict[str, Any], tmp_path: Path) -> None:
    wrong = tmp_path / "心愿.xlsx"
    wrong.write_bytes(b"this is no sheet")
    secretary.go(f"/desk/{town['community']}/wishes/import")
    secretary.page.locator("input[type=file]").set_input_files(wrong)
    secretary.press("读取表格")
    assert secretary.page.title().startswith("错误：")
    assert "电子表格" in secretary.page.locator("[data-error-summary] a[href='#id_file']").inner_text()
    secretary.look("import, no sheet")


def test_the_roster_is_imported_from_the_offices_own_sheet(secretary: Visitor, town: dict[str, Any]) -> None:
    desk = f"/desk/{town['community']}"
    secretary.go(f"{desk}/roster/")
    secretary.look("roster, empty")
    secretary.go(f"{desk}/roster/import")
    secretary.look("roster import")
    secretary.page.locator("input[type=file]").set_input_files(SHEETS / "member-roster.xlsx")
    secretary.press("读取表格")
    secretary.look("roster, before it is confirmed")
    secretary.press("导入名册")
    secretary.look("roster, imported")
    secretary.go(f"{desk}/roster/")
    assert secretary.page.locator("tbody tr").count() == 30
    secretary.look("roster")


def test_a_sheet_is_imported_with_the_keyboard_alone(secretary: Visitor, town: dict[str, Any]) -> None:
    sheet = SHEETS / "wish-register.xlsx"
    # told beforehand: a window that opens before anybody listens for it is not heard of
    secretary.page.on("filechooser", lambda window: window.set_files(sheet))
    secretary.go(f"/desk/{town['community']}/wishes/")
    secretary.tab_to("导入表格")
    secretary.enter()
    secretary.tab_to("id_file")
    secretary.page.keyboard.press("Enter")
    secretary.page.wait_for_function("() => document.getElementById('id_file').files.length === 1")
    secretary.tab_to("读取表格")
    secretary.enter()
    assert secretary.heading() == "导入前请核对"


def test_a_program_is_let_in_reads_and_is_shut_out(secretary: Visitor, town: dict[str, Any]) -> None:
    secretary.go(f"/desk/{town['community']}/staff/")
    secretary.press("允许其他程序接入")
    secretary.look("other programs, none yet")
    secretary.press("允许接入")
    assert secretary.page.title().startswith("错误：")
    secretary.look("other programs, nothing filled in")
    secretary.fill("程序名称", "街道民生系统")
    secretary.page.get_by_label("查看心愿、活动和认领（打码）").check()
    secretary.press("允许接入")
    secretary.look("other programs, the new key")
    headers = {"Authorization": f"Bearer {secretary.page.locator('#new-key').inner_text().strip()}"}
    office = f"{secretary.url}/api/v1/office"
    assert httpx.get(office, headers=headers).json()["code"] == town["community"]

    secretary.fill("接收地址", "https://hooks.example.cn/linli")
    secretary.press("从现在起通知")
    assert secretary.page.locator("#new-key").count() == 0
    secretary.look("other programs, an address")
    secretary.page.locator("summary", has_text="停用").first.click()
    secretary.press("停用这个程序")
    assert httpx.get(office, headers=headers).status_code == 401
