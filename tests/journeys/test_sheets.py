"""A sheet with headings that nobody knows: its columns placed by hand, its faults handed back and mended."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.core.test_sheet_formats import as_csv
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
HEADINGS = ["住户", "家里电话", "想要啥", "情况说一说"]
ROWS = [
    ["王芳", "19900000001", "两个书包、一条围巾", "独居"],
    ["李强", "12", "棉被一床", ""],
    ["赵丽", "19900000003", "台灯一盏", ""],
]


@pytest.fixture
def secretary(visit: Visit, town: dict[str, Any]) -> Visitor:
    return visit(on="pc", session=town["secretary"]["session"])


def hand_in(worker: Visitor, desk: str, name: str, content: bytes) -> None:
    worker.go(f"{desk}/wishes/import")
    file: Any = {"name": name, "mimeType": "text/csv", "buffer": content}
    worker.page.locator("input[type=file]").set_input_files(file)
    worker.press("读取表格")


def download(worker: Visitor, name: str, folder: Path) -> Path:
    with worker.page.expect_download() as waiting:
        worker.page.get_by_role("link", name=name).click()
    waiting.value.save_as(folder / waiting.value.suggested_filename)
    return folder / waiting.value.suggested_filename


def test_columns_are_placed_by_hand_once_and_the_marked_sheet_is_mended_and_handed_in(
    secretary: Visitor, town: dict[str, Any], tmp_path: Path
) -> None:
    desk = f"/desk/{town['community']}"
    hand_in(secretary, desk, "九月心愿.csv", as_csv([HEADINGS, *ROWS], "gbk"))
    assert secretary.heading() == "指定各列是什么"
    secretary.look("columns, none placed yet")
    secretary.press("读取表格")
    assert "请指定哪一列是「户主姓名」" in secretary.text()
    secretary.look("columns, a needed one missing")
    for place, column in enumerate(("name", "phone", "item", "note")):
        secretary.page.locator(f"select[name=column_{place}]").select_option(column)
    secretary.press("读取表格")
    assert secretary.heading() == "导入前请核对"
    assert secretary.page.locator(".cell-wrong").count() == 1
    marked = load_workbook(download(secretary, "下载标出问题的表格", tmp_path))
    secretary.press("只导入没有问题的行")
    assert secretary.heading() == "表格已导入"
    secretary.look("imported, a cell to mend")
    secretary.go(f"{desk}/")
    secretary.press("去修改")
    assert secretary.heading() == "表格已导入"

    wrong = marked.worksheets[0]["B3"]
    assert (wrong.value, "11" in wrong.comment.text) == ("12", True)
    wrong.value = "19900000002"
    mended = io.BytesIO()
    marked.save(mended)
    hand_in(secretary, desk, "九月心愿，改好.xlsx", mended.getvalue())
    # the same headings are known by now
    assert secretary.heading() == "导入前请核对"
    assert secretary.page.locator(".cell-wrong").count() == 0
    secretary.press("导入心愿")
    secretary.go(f"{desk}/wishes/")
    assert secretary.page.locator("tbody tr").count() == 4
    secretary.go(f"{desk}/households/")
    assert secretary.page.locator("tbody tr").count() == 3


def test_blank_sheet_is_downloaded_and_handed_in_with_its_examples_only(
    secretary: Visitor, town: dict[str, Any], tmp_path: Path
) -> None:
    desk = f"/desk/{town['community']}"
    secretary.go(f"{desk}/wishes/import")
    blank = download(secretary, "下载空白表（含示例）", tmp_path)
    secretary.page.locator("input[type=file]").set_input_files(blank)
    secretary.press("读取表格")
    assert "以“示例”开头" in secretary.text()
    secretary.look("import, examples only")
