"""The demo, as somebody sees it who has just run `make run`."""

from collections.abc import Callable, Iterator

import pytest

from bench.office import Office
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
STRIP = "演示数据，人物均为虚构"


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    """An office of its own: the demo's, which is no other one's."""
    with Office(settings={"LINLI_DEMO": "1", "LINLI_WORKERS": "1"}) as running:
        running.run("-m", "linli.config.cli", "demo")
        running.start()
        yield running


def be(visitor: Visitor, name: str) -> None:
    """One click on `/demo`."""
    visitor.go("/demo")
    visitor.press(f"扮演{name}")


def test_one_click_makes_one_the_secretary_of_the_day(visit: Visit) -> None:
    visitor = visit(on="pc")
    visitor.go("/demo")
    visitor.look("demo, who to be")
    be(visitor, "贾文静")
    assert visitor.heading().startswith("今天")
    assert STRIP in visitor.text()
    assert "19 分钟" in visitor.page.locator(".tile").last.inner_text().replace("\xa0", " ").replace("\n", " ")
    visitor.look("today, all claimed")
    visitor.press("认领活动")
    visitor.press(visitor.page.locator("[data-rows] a").first)
    assert "19分钟全部认领" in visitor.text()
    visitor.page.get_by_text("看数据表").click()
    visitor.look("campaign, all claimed")


def test_one_click_makes_one_a_party_member_with_something_to_claim(visit: Visit) -> None:
    visitor = visit()
    be(visitor, "侯建业")
    visitor.go("/demo")
    visitor.press(visitor.page.get_by_role("link", name="打开心愿墙").first)
    assert STRIP in visitor.text()
    visitor.look("demo, a wall half claimed")
    visitor.press(visitor.page.locator("[data-lamp][data-state=open] a").first)
    visitor.press("我来认领")
    assert visitor.heading() == "认领成功"


def test_what_goes_out_is_read_in_the_outbox(visit: Visit) -> None:
    visitor = visit()
    visitor.go("/accounts/login/")
    visitor.fill("您的手机号", "19900009004")
    visitor.press("发验证码给我")
    visitor.go("/demo/outbox")
    assert "验证码" in visitor.text()
    visitor.look("demo, outbox")


def test_every_person_is_one_click_away(visit: Visit) -> None:
    visitor = visit(script=False)
    visitor.go("/demo")
    assert visitor.page.locator("form[action='/demo'] button").count() >= 40
