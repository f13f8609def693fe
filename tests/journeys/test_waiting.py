"""Waiting in line: joined on the phone, given back, offered, accepted; and accepted at the desk for who phones in."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]


def known(visit: Visit, town: dict[str, Any], number: int, person: int, press: str, *, script: bool = True) -> Visitor:
    """Somebody who says who they are on the page of a wish."""
    visitor = visit(script=script)
    visitor.go(f"/c/{town['campaigns']['open']['code']}/{number}")
    visitor.fill("您的姓名", town["people"][person]["name"])
    visitor.fill("您的手机号", town["people"][person]["phone"])
    visitor.press(press)
    return visitor


def give_back(holder: Visitor) -> None:
    holder.press("来不及了，取消认领")
    holder.press("取消认领")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_who_comes_second_waits_and_takes_what_is_given_back(visit: Visit, town: dict[str, Any], script: bool) -> None:
    number = 1 if script else 2
    holder = known(visit, town, number, 0, "我来认领", script=script)
    second = known(visit, town, number, 1, "排队等候", script=script)
    assert "您排在第 1 位" in second.text()
    second.look("wish, waiting in line")

    give_back(holder)
    second.page.reload()
    assert "轮到您了" in second.text()
    second.look("wish, offered")
    second.press("我来认领")
    assert second.heading() == "认领成功"


def test_worker_accepts_for_somebody_who_phones_in(visit: Visit, town: dict[str, Any]) -> None:
    holder = known(visit, town, 3, 2, "我来认领")
    known(visit, town, 3, 3, "排队等候")
    give_back(holder)
    worker = visit(on="pc", session=town["secretary"]["session"])
    worker.go(f"/desk/{town['community']}/wishes/?state=offered")
    worker.press(worker.page.locator("tbody a.strong").first)
    worker.look("a wish at the desk, offered")
    worker.press("对方要了：代为认领")
    assert "写在包裹上" in worker.text()
    assert "柜台代认领" in worker.text()
