"""The pictures of the README, taken from the demo as it is: `make screenshots` writes them into docs/images/."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from test_needs import chromium  # noqa: E402  # -- as above

from bench.office import Office  # noqa: E402  # -- the project's root is on the path only now

IMAGES = ROOT / "docs" / "images"
LARGEST = 200 * 1024
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 1.5, "is_mobile": True}
PC: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
SECRETARY, NEIGHBOUR, CLAIMANT = "贾文静", "景丽华", "侯建业"
HALF = 22
# an address that phones could open, as an office has one; the pictures are taken on this machine all the same
SETTINGS = {
    "LINLI_DEMO": "1",
    "LINLI_WORKERS": "1",
    "LINLI_PUBLIC_URL": "http://linli.example.cn",
    "LINLI_ALLOWED_HOSTS": "127.0.0.1",
}


def page_of(browser: Browser, office: Office, person: str, device: dict[str, Any]) -> Page:
    """A browser in which one is this demo person."""
    page = browser.new_context(base_url=office.url, locale="zh-CN", reduced_motion="reduce", **device).new_page()
    page.goto("/demo")
    page.get_by_role("button", name=f"扮演{person}").click()
    page.wait_for_load_state("load")
    return page


def take(page: Page, name: str) -> None:
    """Raises ValueError for a picture that would make the README slow."""
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path)
    if path.stat().st_size > LARGEST:
        raise ValueError(f"{path.name} has {path.stat().st_size // 1024} KB, more than {LARGEST // 1024}")
    print(f"docs/images/{name}.png, {path.stat().st_size // 1024} KB")


def claim_something(page: Page) -> None:
    """From the wall to the receipt."""
    page.goto("/demo")
    page.get_by_role("link", name="打开心愿墙").first.click()
    page.locator("[data-lamp][data-state=open] a").first.click()
    page.get_by_role("button", name="我来认领").click()
    page.wait_for_url("**/claims/*")


def wall_that_lights_up(browser: Browser, office: Office) -> Page:
    """A fresh campaign, while half of its wishes are claimed. Raises LookupError where the rush says no address."""
    command = [sys.executable, "-m", "linli.config.cli", "demo", "--live", "--speed", "60", "--url", office.url]
    rush = subprocess.Popen(command, cwd=ROOT, env=office.environment, stdout=subprocess.PIPE)
    office.processes.append(rush)
    wall = re.search(rb"/c/\w+", rush.stdout.readline() if rush.stdout else b"")
    if wall is None:
        raise LookupError("the rush did not begin")
    page = browser.new_context(base_url=office.url, locale="zh-CN", reduced_motion="reduce", **PHONE).new_page()
    page.goto(wall.group().decode())
    claimed = f"() => document.querySelectorAll('[data-lamp]:not([data-state=open])').length >= {HALF}"
    page.wait_for_function(claimed, timeout=120_000)
    return page


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with Office(settings=SETTINGS) as office, sync_playwright() as playwright:
        office.run("-m", "linli.config.cli", "demo")
        office.start()
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        neighbour = page_of(browser, office, NEIGHBOUR, PC)
        take(neighbour, "today")
        secretary = page_of(browser, office, SECRETARY, PC)
        secretary.get_by_role("link", name="认领活动", exact=True).click()
        secretary.locator("[data-rows] a").first.click()
        secretary.wait_for_load_state("load")
        take(secretary, "campaign")
        claimant = page_of(browser, office, CLAIMANT, PHONE)
        claim_something(claimant)
        take(claimant, "receipt")
        take(wall_that_lights_up(browser, office), "wall")
        browser.close()


if __name__ == "__main__":
    main()
