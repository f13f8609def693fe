"""A shared computer in a browser: covered when it locks, with all that was typed behind the cover."""

from collections.abc import Callable
from typing import Any

import pytest

from bench.office import Office
from tests.journeys.test_account import sign_in_with_code
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
PIN = "271846"
LOOKED_AT = "() => document.dispatchEvent(new Event('visibilitychange'))"


def at_a_shared_computer(visit: Visit, office: Office, town: dict[str, Any]) -> Visitor:
    """The secretary has signed in, said that the computer is shared, and set a PIN."""
    worker = visit(on="pc")
    sign_in_with_code(worker, office, town["secretary"]["phone"])
    worker.go("/account/")
    worker.press("这是共用电脑")
    worker.fill("PIN（4 到 6 位数字）", "1234")
    worker.press(worker.page.locator("#pin .button").first)
    assert worker.page.title().startswith("错误：")
    worker.look("a weak PIN")
    worker.fill("PIN（4 到 6 位数字）", PIN)
    worker.press(worker.page.locator("#pin .button").first)
    return worker


def lock_in_another_window(worker: Visitor, town: dict[str, Any]) -> None:
    other = worker.watch(worker.context.new_page())
    other.goto(f"/desk/{town['community']}/")
    other.locator(".desk-me > summary").click()
    with other.expect_navigation():
        other.get_by_role("button", name="锁屏").click()
    other.close()


def test_what_was_typed_stays_behind_the_cover(visit: Visit, office: Office, town: dict[str, Any]) -> None:
    worker = at_a_shared_computer(visit, office, town)
    worker.go(f"/desk/{town['community']}/wishes/new")
    worker.fill("户主", "赵大爷")
    lock_in_another_window(worker, town)
    worker.page.evaluate(LOOKED_AT)
    cover = worker.page.locator("[data-lock-sheet]")
    cover.get_by_label("PIN").wait_for()
    worker.page.keyboard.press("Escape")
    assert cover.is_visible()
    assert not worker.page.get_by_label("户主", exact=True).is_visible()
    worker.look("covered")

    cover.get_by_label("PIN").fill("908172")
    cover.get_by_role("button", name="解锁").click()
    cover.get_by_role("alert").first.wait_for()
    cover.get_by_label("PIN").fill(PIN)
    cover.get_by_role("button", name="解锁").click()
    worker.page.get_by_label("户主", exact=True).wait_for()

    assert worker.page.get_by_label("户主", exact=True).input_value() == "赵大爷"
    worker.troubles.clear()
