"""What is printed: A4, one page, the code large enough for a phone held at arm's length."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.towns import TOWNS
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
MM = 96 / 25.4
POINTS = 72 / 25.4
A4 = (210 * POINTS, 297 * POINTS)
SCANNER = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "jsqr" / "dist" / "jsQR.js"
SCAN = """async (source) => {
  const image = new Image();
  image.src = source;
  await image.decode();
  const canvas = document.createElement("canvas");
  // a drawing without a size of its own is drawn small
  canvas.width = image.naturalWidth > 300 ? image.naturalWidth : 300;
  canvas.height = image.naturalWidth > 300 ? image.naturalHeight : 300;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return jsQR(pen.getImageData(0, 0, canvas.width, canvas.height).data, canvas.width, canvas.height)?.data;
}"""
PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
BOX = re.compile(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]")


def printed(page: Page) -> bytes:
    return page.pdf(prefer_css_page_size=True)


def sheets_of_a4(paper: bytes) -> int:
    (box,) = set(BOX.findall(paper))
    assert [round(float(side)) for side in box] == [round(side) for side in A4]
    return len(PAGE.findall(paper))


def is_one_sheet_of_a4(paper: bytes) -> None:
    assert sheets_of_a4(paper) == 1


def code_can_be_scanned_from_paper(page: Page) -> None:
    """25 mm at least, and nothing of the desk around it."""
    page.emulate_media(media="print")
    image = page.locator(".sheet .qr img").bounding_box()
    assert image
    assert min(image["width"], image["height"]) >= 25 * MM
    assert not page.locator(".desk-menu").is_visible()


def test_the_poster_is_one_page_with_a_code_that_can_be_scanned(visit: Visit, town: dict[str, Any]) -> None:
    worker = visit(on="pc", session=town["secretary"]["session"])
    campaign = town["campaigns"]["open"]
    worker.go(f"/desk/{town['community']}/campaigns/{campaign['id']}/poster")
    is_one_sheet_of_a4(printed(worker.page))
    code_can_be_scanned_from_paper(worker.page)
    poster = worker.page.locator(".poster").inner_text()
    assert campaign["code"] in poster.replace("-", "")
    assert "0359-2000000" in poster


@pytest.mark.parametrize("form", ["svg", "png"])
def test_the_code_is_read_by_a_scanner_and_leads_to_the_wall(visit: Visit, town: dict[str, Any], form: str) -> None:
    worker, campaign = visit(on="pc", session=town["secretary"]["session"]), town["campaigns"]["open"]
    worker.go(f"/desk/{town['community']}/campaigns/{campaign['id']}/")
    source = f"/desk/{town['community']}/campaigns/{campaign['id']}/code.{form}"
    worker.page.evaluate(SCANNER.read_text("utf-8"))
    assert worker.page.evaluate(SCAN, source) == f"{worker.url}/c/{campaign['code']}"


def test_the_poster_goes_into_the_group_as_a_picture_that_can_be_scanned(visit: Visit, town: dict[str, Any]) -> None:
    worker, campaign = visit(on="pc", session=town["secretary"]["session"]), town["campaigns"]["open"]
    worker.go(f"/desk/{town['community']}/campaigns/{campaign['id']}/poster")
    worker.page.get_by_role("button", name="存成图片").click()
    picture = worker.page.locator("#picture img")
    picture.wait_for()
    worker.look("poster, as a picture")
    worker.page.evaluate(SCANNER.read_text("utf-8"))
    assert worker.page.evaluate(SCAN, picture.get_attribute("src")) == f"{worker.url}/c/{campaign['code']}"


def test_the_list_to_hang_up_takes_sheets_that_each_begin_with_the_headings(visit: Visit, town: dict[str, Any]) -> None:
    worker, campaign = visit(on="pc", session=town["secretary"]["session"]), town["campaigns"]["open"]
    worker.go(f"/desk/{town['community']}/campaigns/{campaign['id']}/list")
    worker.look("list to hang up")
    assert worker.page.locator(".sheet tbody tr").count() == TOWNS["paper"].wishes
    assert sheets_of_a4(printed(worker.page)) == 2
    code_can_be_scanned_from_paper(worker.page)
    assert worker.page.locator(".sheet thead").evaluate("(head) => getComputedStyle(head).display") == (
        "table-header-group"
    )


def test_the_poster_for_residents_is_one_page(visit: Visit, town: dict[str, Any]) -> None:
    worker = visit(on="pc", session=town["secretary"]["session"])
    worker.go(f"/desk/{town['community']}/wishes/collecting/links/new")
    worker.press("开放并生成二维码")
    worker.press("打印海报")
    is_one_sheet_of_a4(printed(worker.page))
    code_can_be_scanned_from_paper(worker.page)
    assert "0359-2000000" in worker.page.locator(".poster").inner_text()


def test_a_slip_is_one_page_and_names_nobody_in_full(visit: Visit, town: dict[str, Any]) -> None:
    worker, person = visit(on="pc", session=town["secretary"]["session"]), town["people"][0]
    campaign = f"/desk/{town['community']}/campaigns/{town['campaigns']['open']['id']}"
    worker.go(f"{campaign}/counter?number=1")
    worker.page.locator(".counter-search input[name=q]").fill(person["name"])
    worker.press(worker.page.locator(".counter-search button"))
    worker.press("替这位认领", worker.page.locator("ul.rows"))
    worker.press("打印纸条")
    is_one_sheet_of_a4(printed(worker.page))
    slip = worker.page.locator(".slip").inner_text()
    assert person["name"] not in slip
    assert person["phone"] not in slip


def test_a_receipt_prints_on_one_page_without_what_is_for_the_screen(visit: Visit, town: dict[str, Any]) -> None:
    phone, person = visit(), town["people"][1]
    phone.go(f"/c/{town['campaigns']['open']['code']}/2")
    phone.fill("您的姓名", person["name"])
    phone.fill("您的手机号", person["phone"])
    phone.press("我来认领")
    is_one_sheet_of_a4(printed(phone.page))
    phone.page.emulate_media(media="print")
    assert phone.page.locator(".receipt-number").is_visible()
    assert not phone.page.locator(".phone-foot").is_visible()
    assert not phone.page.locator(".switches").first.is_visible()


def test_a_receipt_is_saved_as_a_picture(visit: Visit, town: dict[str, Any]) -> None:
    phone, person = visit(), town["people"][2]
    phone.go(f"/c/{town['campaigns']['open']['code']}/3")
    phone.fill("您的姓名", person["name"])
    phone.fill("您的手机号", person["phone"])
    phone.press("我来认领")
    phone.page.get_by_role("button", name="存成图片").click()
    picture = phone.page.locator("#picture img")
    picture.wait_for()
    assert picture.evaluate("(image) => image.naturalWidth") == 720
    assert picture.get_attribute("alt") == "认领回执图片"
    phone.look("receipt, saved as a picture")
