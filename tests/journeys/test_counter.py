"""The counter: claims for people without a phone, claims from the group's chain, names that nobody knows."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]


@pytest.fixture(params=["pc", "phone"])
def worker(visit: Visit, town: dict[str, Any], request: pytest.FixtureRequest) -> Visitor:
    """At the PC with script, on the phone without."""
    return visit(on=request.param, session=town["secretary"]["session"], script=request.param == "pc")


def first_number(worker: Visitor) -> int:
    """The place of this run among the two, so that both have wishes and people of their own."""
    return 0 if worker.script else 1


def desk(town: dict[str, Any]) -> str:
    return f"/desk/{town['community']}"


def campaign(town: dict[str, Any]) -> str:
    return f"{desk(town)}/campaigns/{town['campaigns']['open']['id']}"


def test_a_worker_claims_for_somebody_on_the_roster_and_prints_the_slip(worker: Visitor, town: dict[str, Any]) -> None:
    worker.go(f"{campaign(town)}/")
    worker.look("campaign, nothing claimed yet")
    worker.press("代人认领", worker.page.locator(".desk-actions"))
    worker.look("counter, which wish")
    worker.press(worker.page.locator(f'a[href="?number={1 + first_number(worker)}"]'))
    worker.look("counter, for whom")
    worker.page.locator("#q").fill(town["people"][first_number(worker)]["name"])
    worker.press("查名册")
    worker.look("counter, somebody found")
    worker.press("替这位认领", worker.page.locator("ul.rows"))
    told = re.search(r"编号 ?(\d{4})", worker.text())
    assert told
    worker.look("a claim at the desk")
    worker.press("打印纸条")
    assert told.group(1) in worker.page.locator(".slip-number").inner_text()
    worker.look("slip")

    worker.go(f"{desk(town)}/outgoing/")
    waiting = worker.page.locator("[id^=outgoing-]")
    assert told.group(1) in waiting.last.inner_text()
    assert re.search(r"\d+月\d+日前送到", waiting.last.inner_text())
    worker.look("to pass on, a receipt")
    before = waiting.count()
    worker.press("标记为已发", waiting.last)
    assert worker.page.locator("[id^=outgoing-]").count() == before - 1


def test_a_chain_message_becomes_claims_once_it_is_confirmed(worker: Visitor, town: dict[str, Any]) -> None:
    people, shift = town["people"], 2 * first_number(worker)
    chain = (
        f"#接龙\n点亮微心愿认领\n\n1. {people[2 + shift]['name']} {3 + shift}号\n"
        f"2、{people[3 + shift]['name']} 我领{4 + shift}号\n"
        f"3. 欧阳晓{'燕' if shift else '明'} {7 + shift}号\n谢谢大家[玫瑰]"
    )
    worker.go(f"{campaign(town)}/paste")
    worker.look("paste")
    worker.page.get_by_label("接龙内容").fill(chain)
    worker.press("读接龙")
    assert worker.page.locator("[data-rows] tr").count() == 3
    worker.look("paste, to confirm")
    wall = f"/c/{town['campaigns']['open']['code']}"
    # nobody has claimed anything by reading the message alone
    assert worker.context.request.get(f"{worker.url}{wall}/{3 + shift}").text().count("我来认领") > 0
    worker.press("认领勾选的")
    assert "认领了3个心愿" in worker.text()
    worker.look("paste, done")
    worker.go(f"{campaign(town)}/paste")
    worker.page.get_by_label("接龙内容").fill(chain)
    worker.press("读接龙")
    assert worker.page.locator("[data-rows] input[type=checkbox]:checked").count() == 0


def test_an_unknown_name_is_decided_at_the_desk(visit: Visit, worker: Visitor, town: dict[str, Any]) -> None:
    phone, number = visit(), 10 + first_number(worker)
    phone.go(f"/c/{town['campaigns']['open']['code']}/{number}")
    phone.fill("您的姓名", town["people"][6 + first_number(worker)]["name"])
    phone.fill("您的手机号", f"1996666000{number % 10}")
    phone.press("我来认领")
    assert phone.heading() == "已先为您留住"
    receipt = phone.page.url

    worker.go(f"{desk(town)}/")
    worker.look("today, to do")
    worker.go(f"{desk(town)}/claims/")
    worker.look("claims, to decide")
    row = worker.page.locator("tr", has_text=phone.page.locator(".receipt-number").inner_text())
    worker.press("去核实", row)
    worker.look("a claim to decide")
    worker.press("心愿归这位")
    assert "已核实" in worker.text()
    phone.go(receipt)
    assert phone.heading() == "认领成功"


def test_a_reason_is_asked_for_before_a_stranger_is_declined(worker: Visitor, town: dict[str, Any]) -> None:
    worker.go(f"{campaign(town)}/counter?number=12")
    if worker.page.get_by_label("姓名").count():
        worker.page.get_by_label("姓名").last.fill("诸葛明月")
        worker.page.get_by_label("电话").last.fill("0359-2001234")
        worker.press("替这位认领", worker.page.locator("form", has=worker.page.get_by_label("姓名")))
    worker.go(f"{desk(town)}/claims/")
    worker.press(worker.page.locator("tr", has_text="诸").locator("a.button").first)
    worker.press("按这个原因婉拒")
    assert worker.page.title().startswith("错误：")
    worker.look("a claim, no reason given")
    worker.fill("原因", "联系不上")
    worker.press("按这个原因婉拒")
    assert "认领未通过核实" in worker.text()
    worker.look("a claim that was declined")


def test_the_list_of_employers_is_in_the_order_of_names(worker: Visitor, town: dict[str, Any]) -> None:
    worker.go(f"{campaign(town)}/claimants")
    worker.look("claimants and employers")
    assert worker.heading() == "认领人与单位"
