"""What every page does: large print, dark, English, zoom; and the pages that no other journey visits."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.audit import SIDEWAYS
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
LABELS = ".desk-nav, .desk-more, th, .field-label, legend, dt, .tile-label, .tag, .button, .switch:not([lang])"
CJK = r"[\u4e00-\u9fff]"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_large_print_is_kept_from_page_to_page_until_it_is_left(
    visit: Visit, town: dict[str, Any], script: bool
) -> None:
    phone, wall = visit(script=script), f"/c/{town['campaigns']['open']['code']}"
    size = "() => parseFloat(getComputedStyle(document.body).fontSize)"
    phone.go(wall)
    assert phone.page.evaluate(size) == 17
    if script:
        with phone.page.expect_response("**/care"):
            phone.page.get_by_role("button", name="大字版").click()
    else:
        phone.press("大字版")
    assert phone.page.evaluate(size) == 22
    phone.go(f"{wall}/1")
    assert phone.page.evaluate(size) == 22
    assert phone.page.get_by_role("button", name="我来认领").evaluate("(it) => it.getBoundingClientRect().height") >= 56
    phone.go("/")
    assert phone.page.get_by_role("button", name="标准字号").is_visible()


def test_what_was_typed_stays_when_the_print_is_made_larger(visit: Visit, town: dict[str, Any]) -> None:
    phone = visit()
    phone.go(f"/c/{town['campaigns']['open']['code']}/1")
    phone.fill("您的姓名", "阿依古丽·买买提明")
    with phone.page.expect_response("**/care"):
        phone.page.get_by_role("button", name="大字版").click()
    assert phone.page.get_by_label("您的姓名").input_value() == "阿依古丽·买买提明"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_english_is_kept_and_comes_back_to_chinese_on_the_same_page(
    visit: Visit, town: dict[str, Any], script: bool
) -> None:
    phone, wish = visit(script=script), f"/c/{town['campaigns']['open']['code']}/2"
    phone.go(wish)
    phone.press("English")
    assert phone.page.get_by_role("button", name="I will take it").is_visible()
    assert phone.page.url.endswith(wish)
    phone.go(f"/c/{town['campaigns']['open']['code']}/mine")
    assert phone.heading() == "My claims"
    phone.press("中文")
    assert phone.heading() == "我的认领"


def test_the_desk_follows_the_device_into_the_dark_and_keeps_what_one_chose(visit: Visit, town: dict[str, Any]) -> None:
    worker = visit(on="pc", session=town["secretary"]["session"], color_scheme="dark")
    worker.go(f"/desk/{town['community']}/")
    assert not worker.page.evaluate(LIGHT)
    worker.page.locator(".desk-me > summary").click()
    worker.page.get_by_role("button", name="浅色或深色").click()
    assert worker.page.evaluate(LIGHT)
    worker.go(f"/desk/{town['community']}/households/")
    assert worker.page.evaluate(LIGHT)


LIGHT = """() => {
  const parts = getComputedStyle(document.documentElement).backgroundColor.match(/\\d+/g);
  return parts.slice(0, 3).every((part) => part > 200);
}"""
PAGES = ["", "wishes/", "wishes/new", "wishes/import", "households/", "households/new", "campaigns/", "campaigns/new"]
PAGES += ["campaigns/{open}/", "campaigns/{open}/counter", "campaigns/{open}/paste"]
PAGES += ["claims/", "roster/", "outgoing/", "staff/"]


def test_nothing_is_lost_sideways_at_twice_the_size(visit: Visit, town: dict[str, Any]) -> None:
    """A PC at 200 %, and the 320 px to which WCAG 2.2 (1.4.10) lets a page reflow."""
    worker, wide = visit(on="pc", session=town["secretary"]["session"]), []
    wall = f"/c/{town['campaigns']['open']['code']}"
    desk = [f"/desk/{town['community']}/{page.format(open=town['campaigns']['open']['id'])}" for page in PAGES]
    for width in (720, 320):
        worker.page.set_viewport_size({"width": width, "height": 500})
        for path in [wall, f"{wall}/1", f"{wall}/mine", "/", "/accounts/login/", *desk]:
            worker.go(path)
            if (over := worker.page.evaluate(SIDEWAYS)) > 0:
                wide.append((width, path, over))
    assert wide == []


def test_text_twice_as_large_fits_a_phone(visit: Visit, town: dict[str, Any]) -> None:
    """WeChat and phones set the size of text alone."""
    phone, wide = visit(), []
    wall = f"/c/{town['campaigns']['open']['code']}"
    for path in (wall, f"{wall}/1", f"{wall}/mine", "/", "/accounts/login/"):
        phone.go(path)
        phone.page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
        if (over := phone.page.evaluate(SIDEWAYS)) > 0:
            wide.append((path, over))
    assert wide == []


@pytest.mark.parametrize(
    ("state", "path"),
    [("home", "/"), ("no such campaign", "/c/AAAAAAAAAAAA"), ("components", "/gallery"), ("no such page", "/x")],
)
def test_pages_that_belong_to_no_journey(visit: Visit, town: dict[str, Any], state: str, path: str) -> None:
    phone = visit()
    phone.go(path)
    phone.look(state)


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_the_desk_on_a_phone(visit: Visit, town: dict[str, Any], page: str) -> None:
    worker = visit(session=town["secretary"]["session"])
    worker.go(f"/desk/{town['community']}/{page.format(open=town['campaigns']['open']['id'])}")
    worker.look(f"desk on a phone, {page}")


@pytest.mark.parametrize("page", PAGES)
def test_the_desk_is_english_throughout_when_it_is_english(visit: Visit, town: dict[str, Any], page: str) -> None:
    """What is Chinese on an English page is what people wrote: no label, no heading, no button."""
    worker = visit(on="pc", session=town["secretary"]["session"])
    worker.context.add_cookies([{"name": "linli_lang", "value": "en", "url": worker.url}])
    worker.go(f"/desk/{town['community']}/{page.format(open=town['campaigns']['open']['id'])}")
    labels = worker.page.locator(LABELS)
    chinese = [text for text in labels.all_inner_texts() if worker.page.evaluate(f"(text) => /{CJK}/.test(text)", text)]
    assert chinese == []
    assert worker.page.evaluate(SIDEWAYS) == 0


def test_the_keys_of_lists_walk_tick_and_search(visit: Visit, town: dict[str, Any]) -> None:
    worker = visit(on="pc", session=town["secretary"]["session"])
    worker.go(f"/desk/{town['community']}/campaigns/new")
    before = worker.page.locator("[data-rows] input:checked").count()
    worker.page.keyboard.press("j")
    worker.page.keyboard.press("j")
    assert worker.page.locator(".row-now").count() == 1
    worker.page.keyboard.press("x")
    assert abs(worker.page.locator("[data-rows] input:checked").count() - before) == 1
    worker.go(f"/desk/{town['community']}/households/")
    worker.page.keyboard.press("/")
    assert worker.page.evaluate("() => document.activeElement.type") == "search"


def test_whoever_has_no_role_here_is_told_in_words(visit: Visit, town: dict[str, Any]) -> None:
    stranger = visit(on="pc", session=town["secretary"]["session"])
    stranger.go("/desk/140802004204/")
    stranger.look("no such office for this person")
