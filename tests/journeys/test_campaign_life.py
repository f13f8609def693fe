"""A campaign that runs: paused with a reason, resumed, given more time, withdrawn; its leftovers published again."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
STEP = "section.desk-narrow form .button-go, section.desk-narrow form .button-danger"
"""The button that takes the step which the page has explained."""


@pytest.fixture
def secretary(visit: Visit, town: dict[str, Any]) -> Visitor:
    return visit(on="pc", session=town["secretary"]["session"])


def campaign(town: dict[str, Any], name: str) -> str:
    return f"/desk/{town['community']}/campaigns/{town['campaigns'][name]['id']}/"


def test_pause_says_why_on_the_wall_and_claiming_goes_on_after_it(
    visit: Visit, secretary: Visitor, town: dict[str, Any]
) -> None:
    wall = f"/c/{town['campaigns']['open']['code']}"
    secretary.go(campaign(town, "open"))
    secretary.press("暂停")
    secretary.look("pausing a campaign")
    secretary.fill("原因", "正在核对清单，下午4点恢复")
    secretary.press(secretary.page.locator(STEP).first)
    assert "认领已暂停" in secretary.text()
    secretary.look("campaign, paused")
    secretary.page.wait_for_timeout(1100)
    phone = visit()
    phone.go(wall)
    assert "正在核对清单，下午4点恢复" in phone.text()
    phone.look("wall, paused")

    secretary.go(campaign(town, "open"))
    secretary.press("恢复认领")
    secretary.press(secretary.page.locator(STEP).first)
    secretary.page.wait_for_timeout(1100)
    phone.go(f"{wall}/1")
    phone.fill("您的姓名", town["people"][0]["name"])
    phone.fill("您的手机号", town["people"][0]["phone"])
    phone.press("我来认领")
    assert phone.heading() == "认领成功"


def test_more_time_is_told_to_whoever_still_has_something_to_bring(secretary: Visitor, town: dict[str, Any]) -> None:
    secretary.go(campaign(town, "open"))
    secretary.press("延期")
    secretary.look("giving a campaign more time")
    secretary.page.locator("[name=closes_at]").fill("2099-12-01T18:00")
    secretary.page.locator("[name=handover_until]").fill("2099-12-08")
    secretary.press(secretary.page.locator(STEP).first)
    assert "2099年12月1日" in secretary.text()
    secretary.go(f"/desk/{town['community']}/outgoing/")
    assert "延期" in secretary.text() or "12月8日" in secretary.text()


def test_what_a_closed_campaign_left_over_is_named_today_and_published_again(
    secretary: Visitor, town: dict[str, Any]
) -> None:
    secretary.go(f"/desk/{town['community']}/")
    assert "3个心愿还没有人认领" in secretary.text()
    secretary.look("today, wishes left over")
    secretary.go(campaign(town, "closed"))
    secretary.press("再次发布未认领的心愿")
    secretary.look("publishing again what was left over")
    secretary.press(secretary.page.locator(STEP).first)
    assert "3" in secretary.text()
    secretary.go(f"/desk/{town['community']}/")
    assert "3个心愿还没有人认领" not in secretary.text()


def test_withdrawn_campaign_is_gone_at_the_next_request(visit: Visit, secretary: Visitor, town: dict[str, Any]) -> None:
    wall = f"/c/{town['campaigns']['long']['code']}"
    phone = visit()
    phone.go(wall)
    secretary.go(campaign(town, "long"))
    secretary.press("撤回")
    secretary.look("withdrawing a campaign")
    secretary.fill("原因", "街道统一安排，改期举行")
    secretary.page.get_by_label("退回“待发布”").first.check()
    secretary.press(secretary.page.locator(STEP).first)
    assert "该活动已撤回" in secretary.text()
    phone.go(wall)
    assert phone.page.title().startswith("这里没有") or "没有" in phone.heading()
    phone.look("wall, withdrawn")
