"""The first evening of a real office: from the link that the server prints to a campaign people can claim from."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator

from bench.office import free_port
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHEET = Path(__file__).resolve().parent.parent / "data" / "wish-register.xlsx"
FIVE_MINUTES = 300.0

# Keystroke-level model (Card, Moran, Newell 1980): how long a practised hand takes, in seconds; a Chinese character is
# typed as about three keys. Reading a page that one has never seen is not part of it, and is given its own time.
KEY, POINT_AND_PRESS, THINK, READ_A_PAGE = 0.28, 1.3, 1.35, 6.0


class Newcomer(Visitor):
    """Somebody at the office's PC for the first time; counts how long a person would have taken."""

    seconds = 0.0

    def press(self, what: str | Locator, within: Locator | None = None) -> None:
        self.seconds += THINK + POINT_AND_PRESS + READ_A_PAGE
        super().press(what, within)

    def fill(self, label: str, value: str) -> None:
        self.seconds += THINK + POINT_AND_PRESS + sum(KEY * (1 if sign.isascii() else 3) for sign in value)
        super().fill(label, value)

    def tick(self, what: Locator) -> None:
        self.seconds += THINK + POINT_AND_PRESS
        what.check()

    def choose_file(self, path: Path) -> None:
        """Open the dialogue, go to the folder, take the file."""
        self.seconds += 3 * (THINK + POINT_AND_PRESS)
        self.page.locator("input[type=file]").set_input_files(path)


def wait_until_it_answers(address: str) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            httpx.get(f"{address}/healthz", timeout=5)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return


@pytest.fixture
def printed_link(tmp_path: Path) -> Iterator[str]:
    """`linli serve` on an empty data folder, until it prints the link of the first start."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LINLI_", "DATABASE_URL"))}
    environment = kept | {
        "LINLI_DATA": str(tmp_path),
        "LINLI_ENV_FILE": "",
        "PORT": str(free_port()),
        "LINLI_WORKERS": "1",
        "LINLI_PROXIES": "1",
        "LINLI_DEMO": "",
    }
    command = [sys.executable, "-m", "linli.config.cli", "serve"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    link = next((found[0] for line in process.stdout if (found := re.search(r"http://\S+/setup/\S+", line))), "")
    wait_until_it_answers(link.split("/setup/")[0])
    yield link
    process.terminate()
    process.communicate(timeout=30)


@pytest.fixture
def newcomer(browser: Browser, printed_link: str) -> Iterator[Newcomer]:
    assert printed_link, "the server printed no link"
    visitor = Newcomer(browser, printed_link.split("/setup/")[0], on="pc")
    yield visitor
    visitor.close()


def test_an_office_opens_and_publishes_its_first_campaign_within_five_minutes(
    newcomer: Newcomer, printed_link: str, browser: Browser
) -> None:
    newcomer.go(printed_link)
    newcomer.look("first start, which community")
    the_office_is_opened(newcomer)
    the_sheet_is_taken_over(newcomer)
    link = the_campaign_is_published(newcomer)
    assert newcomer.seconds < FIVE_MINUTES

    phone = Visitor(browser, newcomer.url)
    phone.go(link)
    assert phone.page.locator("[data-lamp]").count() == 45
    phone.close()


def the_office_is_opened(newcomer: Newcomer) -> None:
    newcomer.fill("社区名称", "盐湖区钟楼")
    newcomer.press("搜索")
    newcomer.look("first start, communities found")
    newcomer.press(newcomer.page.get_by_role("link", name=re.compile("选.*钟楼社区")))
    newcomer.look("first start, the secretary")
    newcomer.fill("书记姓名", "贾文静")
    newcomer.fill("书记手机号", "19900009001")
    newcomer.fill("服务中心名称", "钟楼社区党群服务中心")
    newcomer.fill("地址", "解放北路1号")
    newcomer.fill("电话", "0359-2000001")
    newcomer.press("开通社区")
    assert newcomer.heading().startswith("今天")
    newcomer.look("today, on the first evening")


def the_sheet_is_taken_over(newcomer: Newcomer) -> None:
    newcomer.press("微心愿")
    newcomer.press(newcomer.page.locator("a", has_text="导入表格").first)
    newcomer.choose_file(SHEET)
    newcomer.press("读取表格")
    newcomer.tick(newcomer.page.get_by_label("已经核对过，直接进入待发布"))
    newcomer.press("导入心愿")
    assert "45" in newcomer.text()


def the_campaign_is_published(newcomer: Newcomer) -> str:
    newcomer.press("认领活动")
    newcomer.press(newcomer.page.locator("a", has_text="新建活动").first)
    newcomer.press("保存，去检查")
    newcomer.press("看公众看到的样子")
    newcomer.page.go_back()
    newcomer.press("发布")
    assert "已发布" in newcomer.text()
    return newcomer.page.locator("#address").inner_text().strip()


def test_the_link_of_the_first_start_is_used_up_by_opening_the_office(
    newcomer: Newcomer, printed_link: str, browser: Browser
) -> None:
    newcomer.go(printed_link)
    the_office_is_opened(newcomer)
    another = Visitor(browser, newcomer.url)
    answer: Any = another.page.goto(printed_link)
    assert answer is not None
    assert answer.status == 404
    another.close()
