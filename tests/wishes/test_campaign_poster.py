"""The poster as it comes out of the printer: made into a PDF by the browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Route, sync_playwright

from linli.wishes.models import Campaign
from tests.factories.wishes import open_campaign
from tests.frontend.build import DIST
from tests.wishes.office import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
MILLIMETRE = 96 / 25.4
SITE = "http://poster.test"


def printed(desk: Desk, campaign: Campaign, chromium: str) -> tuple[int, float]:
    """How many sheets the poster takes, and how wide its code is on them in millimetres."""
    path = f"/desk/{desk.community}/campaigns/{campaign.pk}"
    served = {name: desk.get(name).content for name in (f"{path}/poster", f"{path}/code.svg")}

    def serve(route: Route) -> None:
        name = route.request.url.removeprefix(SITE)
        file = DIST / name.removeprefix("/static/dist/")
        if name in served:
            kind = "image/svg+xml" if name.endswith("svg") else "text/html; charset=utf-8"
            route.fulfill(body=served[name], content_type=kind)
        elif file.is_file():
            route.fulfill(path=Path(file))
        else:
            route.abort()

    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.route("**/*", serve)
        page.goto(f"{SITE}{path}/poster")
        sheet = page.pdf(prefer_css_page_size=True)
        page.emulate_media(media="print")
        width = page.locator(".qr img").bounding_box()
        browser.close()
    assert width is not None
    return len(re.findall(rb"/Type\s*/Page[^s]", sheet)), width["width"] / MILLIMETRE


@pytest.mark.parametrize(
    ("title", "notice"),
    [
        ("点亮微心愿", "请在职党员根据自身情况认领。"),
        ("心系居民微心愿凝聚温暖社区情" * 4, "请在职党员根据自身情况认领，送到党群服务中心。" * 21),
    ],
    ids=["few words", "as many as fit the form"],
)
def test_poster_is_one_sheet_with_a_code_of_seventy_millimetres(chromium_path: str, title: str, notice: str) -> None:
    campaign = open_campaign(title=title, notice=notice)
    sheets, width = printed(Desk(), campaign, chromium_path)

    assert sheets == 1
    assert width >= 70
