"""The desk's lists: somebody found, many wishes approved and published at once, a sheet taken out by two persons."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.core.test_sheet_formats import as_csv
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
FAMILIES = 60
DIRECTOR = {"name": "苗文君", "phone": "19700000061"}
DIGITS = "零一二三四五六七八九"


@pytest.fixture
def secretary(visit: Visit, town: dict[str, Any]) -> Visitor:
    return visit(on="pc", session=town["secretary"]["session"])


def many_families(worker: Visitor, desk: str) -> None:
    """Import a sheet of sixty families with a wish each, unless they are here already."""
    names = ["秦" + DIGITS[number // 10] + DIGITS[number % 10] for number in range(FAMILIES)]
    rows = [[name, f"1990000{number:04d}", "书包", "1个"] for number, name in enumerate(names)]
    sheet = as_csv([["户主姓名", "联系电话", "微心愿", "数量"], *rows], "utf-8")
    worker.go(f"{desk}/wishes/import")
    file: Any = {"name": "登记表.csv", "mimeType": "text/csv", "buffer": sheet}
    worker.page.locator("input[type=file]").set_input_files(file)
    worker.press("读取表格")
    if worker.page.get_by_role("button", name="导入心愿").count():
        worker.press("导入心愿")


def colleague(visit: Visit, secretary: Visitor, desk: str) -> Visitor:
    """The director, named by the secretary and signed in with a code that the secretary reads out."""
    secretary.go(f"{desk}/staff/")
    secretary.fill("姓名", DIRECTOR["name"])
    secretary.fill("手机号", DIRECTOR["phone"])
    secretary.page.locator("#id_role").select_option("director")
    secretary.press("授予角色")
    director = visit(on="pc")
    director.go("/accounts/login/")
    director.fill("您的手机号", DIRECTOR["phone"])
    director.press("发验证码给我")
    director.fill("验证码", code_on_the_list(secretary, desk))
    director.press("登录")
    return director


def code_on_the_list(secretary: Visitor, desk: str) -> str:
    secretary.go(f"{desk}/outgoing/")
    secretary.press("显示验证码，念给本人")
    code = re.search(r"\d{6}", secretary.page.locator("main").inner_text())
    assert code
    return code.group()


def test_somebody_is_found_by_initials_and_the_end_of_the_phone(secretary: Visitor, town: dict[str, Any]) -> None:
    desk = f"/desk/{town['community']}"
    many_families(secretary, desk)
    secretary.go(f"{desk}/")
    box = secretary.page.locator(".desk-search input[type=search]")
    for typed in ("qinlingqi", "0007"):
        box.fill(typed)
        with secretary.page.expect_navigation():
            box.press("Enter")
        assert secretary.page.locator("a", has_text="户").count() > 0
        assert typed not in secretary.page.url
        box = secretary.page.locator(".desk-search input[type=search]")
    secretary.look("found by the end of the phone")
    box.fill("没有这个人")
    with secretary.page.expect_navigation():
        box.press("Enter")
    secretary.look("found nobody")


def test_many_wishes_are_approved_and_put_into_a_campaign_at_once(secretary: Visitor, town: dict[str, Any]) -> None:
    desk = f"/desk/{town['community']}"
    many_families(secretary, desk)
    secretary.go(f"{desk}/wishes/?state=review")
    secretary.page.locator("input[name=all]").check()
    secretary.press("勾选的审核通过")
    assert "60" in secretary.text()
    secretary.go(f"{desk}/wishes/?state=ready")
    secretary.page.locator("input[name=all]").check()
    secretary.press("放进新活动")
    secretary.look("new campaign of many ticked wishes")
    secretary.press("保存，去检查")
    secretary.press("发布")
    assert "已发布" in secretary.text()
    secretary.go(secretary.page.locator("#address").inner_text().strip())
    assert secretary.page.locator("[data-lamp]").count() == FAMILIES


def test_sheet_of_many_families_is_taken_out_once_a_colleague_agrees(
    visit: Visit, secretary: Visitor, town: dict[str, Any], tmp_path: Path
) -> None:
    desk = f"/desk/{town['community']}"
    many_families(secretary, desk)
    director = colleague(visit, secretary, desk)
    secretary.go(f"{desk}/households/")
    secretary.press("导出表格")
    assert "待同事同意" in secretary.text()
    assert secretary.page.get_by_role("button", name="取走表格").count() == 0
    secretary.look("exports, one waits")
    director.go(f"{desk}/")
    director.go(f"{desk}/exports/")
    director.press("同意导出")
    secretary.go(f"{desk}/exports/")
    with secretary.page.expect_download() as waiting:
        secretary.page.get_by_role("button", name="取走表格").click()
    waiting.value.save_as(tmp_path / "families.xlsx")
    sheet = load_workbook(tmp_path / "families.xlsx").worksheets[0]
    cells = [cell.value for row in sheet.iter_rows(min_row=3) for cell in row if cell.value]
    assert not any("秦" in str(cell) and "*" not in str(cell) for cell in cells)
    secretary.go(f"{desk}/exports/")
    assert secretary.page.get_by_role("button", name="取走表格").count() == 0
    secretary.look("exports, taken")
