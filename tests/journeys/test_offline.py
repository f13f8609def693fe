"""At a door without a network: what is typed stays on the phone and arrives once, and only its own account sees it."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route

from bench.office import Office
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
READY = "async () => { await navigator.serviceWorker.ready }"
CONTROLLED = "() => navigator.serviceWorker.controller !== null"
FORM_KEPT = "async path => !!(await (await caches.open('linli-shell')).match(path))"
HAS_KEY = """async () => {
  const found = await indexedDB.databases();
  if (!found.some(one => one.name === "linli-key")) return false;
  const opening = indexedDB.open("linli-key");
  const database = await new Promise(done => { opening.onsuccess = () => done(opening.result) });
  const asked = database.transaction("all").objectStore("all").count();
  const count = await new Promise(done => { asked.onsuccess = () => done(asked.result) });
  database.close();
  return count > 0;
}"""
AS_IT_LIES = """async () => {
  const opening = indexedDB.open("linli-kept");
  const database = await new Promise(done => { opening.onsuccess = () => done(opening.result) });
  const asked = database.transaction("all").objectStore("all").getAll();
  const rows = await new Promise(done => { asked.onsuccess = () => done(asked.result) });
  database.close();
  const text = bytes => new TextDecoder().decode(bytes);
  return rows.map(row => JSON.stringify(row) + text(row.sealed));
}"""


@pytest.fixture
def phone(visit: Visit, town: dict[str, Any]) -> Iterator[Visitor]:
    """A secretary's phone that has been on the desk once."""
    one = visit(session=town["secretary"]["session"])
    ready(one, town)
    yield one
    one.troubles[:] = [trouble for trouble in one.troubles if "ERR_INTERNET_DISCONNECTED" not in trouble]


def ready(one: Visitor, town: dict[str, Any]) -> None:
    one.go(f"/desk/{town['community']}/")
    one.page.evaluate(READY)
    one.page.wait_for_function(CONTROLLED)
    one.go(f"/desk/{town['community']}/")
    until(one.page, FORM_KEPT, doorstep(town))
    until(one.page, HAS_KEY)


def until(page: Page, what: str, told: str = "") -> None:
    """Playwright's own waiting takes a promise for true."""
    for _time in range(200):
        if page.evaluate(what, told):
            return
        page.wait_for_timeout(100)
    raise AssertionError(what)


def doorstep(town: dict[str, Any]) -> str:
    return f"/desk/{town['community']}/wishes/new"


def write(page: Page, name: str, said: str = "两个书包、十斤鸡蛋") -> None:
    page.get_by_label("户主").fill(name)
    page.get_by_label("家里人怎么说，就怎么写").fill(said)


def save(page: Page) -> None:
    page.get_by_role("button", name="登记", exact=True).click()


def count(page: Page) -> str:
    return page.locator("[data-unsent] strong").inner_text() if page.locator("[data-unsent]").is_visible() else ""


def taken(one: Visitor, town: dict[str, Any], name: str) -> int:
    """How many families on record have this name."""
    one.go(f"/desk/{town['community']}/households/")
    one.page.get_by_role("searchbox").fill(name)
    with one.page.expect_navigation():
        one.page.get_by_role("searchbox").press("Enter")
    return one.page.locator("main").inner_text().count("户号 ")


def name_of(number: int) -> str:
    return "淳于" + "甲乙丙丁戊己庚辛"[number] + "子丑寅卯辰巳午未"[int(uuid4()) % 8]


def kept_offline(one: Visitor, town: dict[str, Any], name: str) -> None:
    one.context.set_offline(True)
    one.go(doorstep(town))
    write(one.page, name)
    one.page.wait_for_timeout(900)
    save(one.page)
    one.page.wait_for_selector("[data-say=kept]:visible")


def test_typed_without_a_network_it_waits_and_is_sent_once_when_there_is_one(
    phone: Visitor, town: dict[str, Any]
) -> None:
    name = name_of(0)
    phone.context.set_offline(True)
    phone.go(f"/desk/{town['community']}/")
    phone.press("登记心愿（没有网络也能写）")
    phone.page.wait_for_selector("[data-offline] .notice:visible")
    assert not phone.page.locator("#find").is_visible()
    assert phone.page.get_by_label("户号（台账里已有的家庭）").is_visible()
    phone.look("doorstep, no network")
    write(phone.page, name)
    save(phone.page)
    phone.page.wait_for_selector("[data-say=kept]:visible")
    assert count(phone.page) == "未上传 1 条"
    assert phone.page.get_by_label("户主").input_value() == ""
    phone.look("doorstep, one waits")

    phone.page.close()
    phone.page = phone.watch(phone.context.new_page())
    phone.go(doorstep(town))
    phone.page.wait_for_selector("[data-kept-list] li")
    assert count(phone.page) == "未上传 1 条"
    assert name in phone.page.locator("[data-kept-list]").inner_text()

    phone.context.set_offline(False)
    phone.page.wait_for_selector("[data-unsent]", state="hidden")
    phone.go(f"/desk/{town['community']}/")
    assert count(phone.page) == ""
    assert phone.page.evaluate(AS_IT_LIES) == []
    assert taken(phone, town, name) == 1


def test_what_is_typed_and_not_saved_is_back_after_the_browser_was_closed(phone: Visitor, town: dict[str, Any]) -> None:
    phone.context.set_offline(True)
    phone.go(doorstep(town))
    write(phone.page, "淳于未了", "一条围巾")
    phone.page.wait_for_timeout(900)
    lies = phone.page.evaluate(AS_IT_LIES)
    phone.page.close()
    phone.page = phone.watch(phone.context.new_page())
    phone.go(doorstep(town))
    phone.page.wait_for_selector("[data-say=restored]:visible")

    assert phone.page.get_by_label("户主").input_value() == "淳于未了"
    assert count(phone.page) == ""
    assert [text for text in lies if "淳于" in text or "围巾" in text] == []


def test_answer_that_is_lost_on_the_way_does_not_take_it_down_twice(phone: Visitor, town: dict[str, Any]) -> None:
    name, arrived = name_of(2), []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not arrived:
            arrived.append(route.fetch().status)
            route.abort("connectionreset")
        else:
            route.continue_()

    kept_offline(phone, town, name)
    phone.context.route(re.compile(r"/wishes/kept$"), lose)
    phone.context.set_offline(False)
    for _time in range(200):
        if arrived:
            break
        phone.page.wait_for_timeout(100)
    assert arrived == [200]
    assert count(phone.page) == "未上传 1 条"
    phone.go(f"/desk/{town['community']}/")
    phone.page.wait_for_selector("[data-unsent]", state="hidden")
    assert taken(phone, town, name) == 1
    phone.troubles.clear()


def test_two_tabs_send_it_once(phone: Visitor, town: dict[str, Any]) -> None:
    name, sent = name_of(3), []
    other = phone.watch(phone.context.new_page())
    other.goto(f"/desk/{town['community']}/")
    kept_offline(phone, town, name)
    phone.context.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    phone.context.set_offline(False)
    for page in (phone.page, other):
        page.evaluate("() => window.dispatchEvent(new Event('online'))")
    for page in (phone.page, other):
        page.wait_for_selector("[data-unsent]", state="hidden")
    assert len([url for url in sent if url.endswith("/wishes/kept")]) == 1
    assert taken(phone, town, name) == 1


def test_what_the_server_refuses_is_mended_with_its_words(phone: Visitor, town: dict[str, Any]) -> None:
    name = name_of(4)
    phone.context.set_offline(True)
    phone.go(doorstep(town))
    write(phone.page, "", "两个书包")
    save(phone.page)
    phone.page.wait_for_selector("[data-say=kept]:visible")
    phone.context.set_offline(False)
    phone.page.wait_for_selector("[data-state=refused]:visible")
    assert "请填写：户主" in phone.page.locator("[data-kept-list]").inner_text()
    phone.look("doorstep, one to be mended")
    phone.page.get_by_role("button", name="打开").click()
    phone.page.wait_for_selector("#rows .wish-rows li")
    phone.page.get_by_label("户主").fill(name)
    with phone.page.expect_navigation():
        save(phone.page)
    assert "书包" in phone.text()
    assert count(phone.page) == ""
    assert taken(phone, town, name) == 1
    phone.troubles.clear()


def test_page_with_a_network_says_what_is_to_be_mended_and_forgets_what_was_taken_down(
    phone: Visitor, town: dict[str, Any]
) -> None:
    phone.go(doorstep(town))
    phone.page.get_by_label("家里人怎么说，就怎么写").press_sequentially("两个书包", delay=5)
    phone.page.wait_for_selector("#rows .wish-rows li")
    save(phone.page)
    phone.page.wait_for_selector("[data-error-summary]")
    assert phone.page.title().startswith("错误：")
    phone.page.get_by_label("户主").fill(name_of(5))
    with phone.page.expect_navigation():
        save(phone.page)
    assert "书包" in phone.text()
    assert phone.page.evaluate(AS_IT_LIES) == []
    phone.troubles.clear()


def test_signed_out_it_stays_and_nobody_else_sees_or_sends_it(
    office: Office, phone: Visitor, town: dict[str, Any]
) -> None:
    name, page = name_of(6), f"/desk/{town['community']}/"
    other: dict[str, Any] = office.towns["account"]  # type: ignore[attr-defined]  # -- kept with the office
    kept_offline(phone, town, name)
    mine = next(cookie for cookie in phone.context.cookies() if cookie["name"] == "linli_session")
    phone.context.clear_cookies(name="linli_session")
    phone.context.set_offline(False)
    phone.page.wait_for_function("() => !document.querySelector('[data-course=signed-out]').hidden")
    assert count(phone.page) == "未上传 1 条"
    phone.look("doorstep, signed out")

    phone.press("登录")
    assert phone.page.evaluate(HAS_KEY) is False
    phone.context.add_cookies([{**mine, "value": other["secretary"]["session"]}])
    phone.go(f"/desk/{other['community']}/")
    until(phone.page, HAS_KEY)
    phone.go(doorstep(other))
    phone.page.wait_for_timeout(1500)
    assert not phone.page.locator("[data-kept-list]").is_visible()
    assert count(phone.page) == ""
    assert len(phone.page.evaluate(AS_IT_LIES)) == 1

    phone.context.add_cookies([mine])
    phone.go("/accounts/login/")
    phone.go(page)
    until(phone.page, HAS_KEY)
    phone.go(page)
    phone.page.wait_for_selector("[data-unsent]", state="hidden")
    assert taken(phone, town, name) == 1
    phone.troubles.clear()


def test_phone_without_room_says_so(phone: Visitor, town: dict[str, Any]) -> None:
    phone.go(doorstep(town))
    phone.page.evaluate(
        "() => { IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') } }"
    )
    write(phone.page, "淳于满")
    phone.page.wait_for_selector("[data-say=full]:visible")
    assert "这台手机没有空间了" in phone.text()
