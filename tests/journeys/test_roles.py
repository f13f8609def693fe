"""What each role does, from beginning to end; the pictures of docs/guide/roles.md are taken on the way."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guide" / "roles.md"
SHEET = ROOT / "tests" / "data" / "wish-register.xlsx"


def desk(town: dict[str, Any]) -> str:
    return f"/desk/{town['community']}"


def of_role(visit: Visit, town: dict[str, Any], role: str, on: str = "pc") -> Visitor:
    worker = visit(on=on, session=town["staff"][role])
    worker.go("/")
    assert worker.heading().startswith("今天")
    return worker


def the_family(visitor: Visitor, name: str, telephone: str) -> None:
    visitor.page.get_by_label("户主").fill(name)
    visitor.page.get_by_label(re.compile("^电话")).fill(telephone)
    visitor.page.get_by_label(re.compile("^住址")).fill("学苑花都小区2号楼1单元302")


def test_secretary_gives_a_colleague_a_role_and_stops_a_campaign_for_a_while(
    visit: Visit, town: dict[str, Any]
) -> None:
    secretary = visit(on="pc", session=town["secretary"]["session"])
    secretary.go("/")
    secretary.picture("secretary-today")
    secretary.press("人员与角色")
    secretary.fill("姓名", "贾文静")
    secretary.fill("手机号", "19700009999")
    secretary.page.locator("#id_role").select_option("worker")
    secretary.picture("secretary-roles")
    secretary.press("授予角色")
    assert "贾文静" in secretary.text()
    secretary.go(f"{desk(town)}/campaigns/{town['campaigns']['open']['id']}/")
    secretary.picture("secretary-campaign")
    secretary.press("暂停")
    secretary.page.get_by_label(re.compile("原因")).fill("清单正在核对，半小时后继续")
    secretary.picture("secretary-pause")
    secretary.press(secretary.page.locator("main form button.button-go, main form button.button-danger").first)
    assert "已暂停" in secretary.text()
    secretary.press("恢复认领")
    secretary.press(secretary.page.locator("main form button.button-go").first)
    assert "认领中" in secretary.text()


def test_director_checks_what_was_taken_down_and_sees_what_is_left_to_do(visit: Visit, town: dict[str, Any]) -> None:
    worker = of_role(visit, town, "worker")
    worker.go(f"{desk(town)}/wishes/new")
    the_family(worker, "秦秀芝", "198 0000 5501")
    worker.page.get_by_label("家里人怎么说，就怎么写").fill("一床棉被")
    worker.page.wait_for_selector("#rows .wish-rows li")
    worker.press("登记")
    director = of_role(visit, town, "director")
    director.go(f"{desk(town)}/wishes/?state=review")
    director.page.locator("tbody tr", has_text="棉被").locator("input[type=checkbox]").check()
    director.picture("director-check")
    director.press("勾选的审核通过")
    director.go(f"{desk(town)}/wishes/?state=ready")
    assert "棉被" in director.text()


def test_civil_affairs_worker_brings_the_offices_own_sheet_in_and_publishes(visit: Visit, town: dict[str, Any]) -> None:
    worker = of_role(visit, town, "civil_affairs")
    worker.go(f"{desk(town)}/wishes/import")
    worker.page.locator("input[type=file]").set_input_files(SHEET)
    worker.press("读取表格")
    assert "45" in worker.page.locator(".tile").first.inner_text()
    worker.picture("civil-affairs-sheet")
    worker.page.get_by_label("已经核对过，直接进入待发布").check()
    worker.press("导入心愿")
    worker.go(f"{desk(town)}/campaigns/new")
    worker.picture("civil-affairs-campaign")
    worker.press("保存，去检查")
    worker.picture("civil-affairs-titles")
    worker.press("发布")
    assert "已发布" in worker.text()
    worker.picture("civil-affairs-published")


def test_worker_takes_wishes_down_at_the_door_and_claims_for_somebody_at_the_counter(
    visit: Visit, town: dict[str, Any]
) -> None:
    worker = of_role(visit, town, "worker", on="phone")
    worker.go(f"{desk(town)}/wishes/new")
    the_family(worker, "阿依古丽·买买提明", "198 0000 5502")
    worker.page.get_by_label("家里人怎么说，就怎么写").fill("5包中号成人尿不湿、一台收音机")
    worker.page.wait_for_selector("#rows .wish-rows li >> nth=1")
    worker.page.get_by_label("家里人怎么说，就怎么写").scroll_into_view_if_needed()
    worker.picture("worker-door")
    worker.press("登记")
    assert worker.page.locator("li .row-title").count() == 2
    worker.picture("worker-taken-down")

    counter = of_role(visit, town, "worker")
    counter.go(f"{desk(town)}/campaigns/{town['campaigns']['open']['id']}/counter?number=1")
    counter.page.locator("#q").fill(town["people"][0]["name"])
    counter.press("查名册")
    counter.picture("worker-counter")
    counter.press("替这位认领", counter.page.locator("ul.rows"))
    counter.press("打印纸条")
    counter.picture("worker-slip")
    assert re.fullmatch(r"\d{4}", counter.page.locator(".slip-number").inner_text().strip())


def test_grid_worker_goes_from_door_to_door_with_a_phone(visit: Visit, town: dict[str, Any]) -> None:
    phone = of_role(visit, town, "grid_worker", on="phone")
    phone.picture("grid-worker-today")
    phone.go(f"{desk(town)}/wishes/new")
    the_family(phone, "欧阳建国", "198 0000 5503")
    phone.page.get_by_label("家里人怎么说，就怎么写").fill("两个书包")
    phone.page.wait_for_selector("#rows .wish-rows li")
    phone.press("登记")
    phone.press("查看这户")
    phone.picture("grid-worker-family")
    assert "书包" in phone.text()
    assert "欧阳建国" not in phone.text()


def test_party_member_scans_claims_and_gives_back(visit: Visit, town: dict[str, Any]) -> None:
    phone, person = visit(), town["people"][2]
    phone.go(f"/c/{town['campaigns']['open']['code']}")
    phone.picture("member-wall")
    phone.press(phone.page.locator('[data-lamp="5"] a'))
    phone.fill("您的姓名", person["name"])
    phone.fill("您的手机号", person["phone"])
    phone.picture("member-claim")
    phone.press("我来认领")
    assert phone.heading() == "认领成功"
    phone.picture("member-receipt")
    phone.press("来不及了，取消认领")
    phone.press("取消认领")
    assert phone.heading() == "这次认领已经取消"


def test_whoever_comes_second_waits_in_line(visit: Visit, town: dict[str, Any]) -> None:
    wish = f"/c/{town['campaigns']['open']['code']}/6"
    for nth in (3, 4):
        phone = visit()
        phone.go(wish)
        person = town["people"][nth]
        if phone.page.get_by_role("button", name="我来认领").count():
            phone.fill("您的姓名", person["name"])
            phone.fill("您的手机号", person["phone"])
            phone.press("我来认领")
            continue
        phone.picture("member-second")
        phone.fill("您的姓名", person["name"])
        phone.fill("您的手机号", person["phone"])
        phone.press("排队等候")
        assert "排" in phone.text()
        phone.picture("member-line")


@pytest.mark.parametrize("helped", [False, True], ids=["the family itself", "a building head for a neighbour"])
def test_resident_fills_in_the_form_and_gets_a_number(visit: Visit, town: dict[str, Any], helped: bool) -> None:
    worker = of_role(visit, town, "civil_affairs")
    worker.go(f"{desk(town)}/wishes/collecting/links/new")
    worker.press("开放并生成二维码")
    address = re.sub(r"^https?://[^/]+", "", worker.page.locator("#address").inner_text().strip())
    phone = visit()
    phone.go(address)
    if helped:
        phone.page.get_by_label("别家托我代填").check()
        phone.page.get_by_label("您的姓名").fill("诸葛明月")
    phone.page.get_by_label("您想要什么").fill("一条围巾、十斤鸡蛋")
    phone.page.get_by_label("需要帮助的人的姓名").fill("罗玉兰")
    phone.page.get_by_label(re.compile("^电话")).fill("198 0000 5504")
    phone.page.get_by_label(re.compile("^住址")).fill("学苑花都小区3号楼")
    phone.page.get_by_role("checkbox").first.check()
    phone.page.evaluate("() => window.scrollTo(0, 0)")
    phone.picture("building-head-form" if helped else "resident-form")
    phone.press("下一步：核对心愿")
    phone.press("交给社区")
    assert "社区收到了" in phone.text()
    if not helped:
        phone.picture("resident-receipt")


def test_supervisor_sees_what_is_late_below_and_takes_the_table_along(visit: Visit, town: dict[str, Any]) -> None:
    supervisor = visit(on="pc", session=town["supervisor"])
    supervisor.go("/")
    assert supervisor.heading() == "辖区社区"
    supervisor.look("offices from above")
    supervisor.picture("supervisor-offices")
    supervisor.press(supervisor.page.locator("tbody a", has_text=town["name"]))
    assert supervisor.heading() == town["name"]
    supervisor.look("one office from above")
    supervisor.picture("supervisor-office")
    supervisor.page.go_back()
    with supervisor.page.expect_download() as download:
        supervisor.button("导出 Excel 表").click()
    assert download.value.suggested_filename.endswith(".xlsx")


def test_pictures_of_the_guide_are_those_that_are_taken_here() -> None:
    calls = re.findall(r"picture\(.*\)", Path(__file__).read_text("utf-8"))
    taken = set(re.findall(r'"((?:[a-z]+-)+[a-z]+)"', "\n".join(calls)))
    shown = set(re.findall(r"\]\(\.\./images/roles/([a-z-]+)\.png\)", GUIDE.read_text("utf-8")))

    assert taken == shown
