"""A party member with a phone: from the code on the poster to the receipt, and back again."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
with_and_without_script = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


def open_wish(phone: Visitor, number: int) -> None:
    """Tap a lantern of the wall."""
    phone.press(phone.page.locator(f'[data-lamp="{number}"] a'))


def say_who(phone: Visitor, person: dict[str, str]) -> None:
    phone.fill("您的姓名", person["name"])
    phone.fill("您的手机号", person["phone"])


def state_of(phone: Visitor, number: int) -> str:
    return phone.page.locator(f'[data-lamp="{number}"]').get_attribute("data-state") or ""


@with_and_without_script
def test_a_member_claims_twice_gives_one_back_and_finds_it_open_again(
    visit: Visit, town: dict[str, Any], script: bool
) -> None:
    code, person = town["campaigns"]["open"]["code"], town["people"][0 if script else 1]
    first, second = (1, 2) if script else (3, 4)
    phone = visit(script=script)
    phone.go(f"/c/{code}")
    phone.look("wall, open")
    open_wish(phone, first)
    phone.look("wish, nobody known")
    say_who(phone, person)
    phone.press("我来认领")
    assert phone.heading() == "认领成功"
    assert len(phone.page.locator(".receipt-number").inner_text()) == 4
    assert "党群服务中心" in phone.text()
    assert "0359-2000000" in phone.text()
    phone.look("receipt, fresh")

    phone.go(f"/c/{code}")
    open_wish(phone, second)
    assert "您是" in phone.text()
    phone.look("wish, known")
    phone.press("我来认领")
    assert phone.heading() == "认领成功"

    phone.press("我的认领")
    assert phone.page.locator(".wish-row").count() == 2
    assert "还可以认领 1 个" in phone.text()
    phone.look("my claims")
    phone.press(phone.page.locator(".wish-row").first)
    phone.press("来不及了，取消认领")
    phone.look("asks once before giving back")
    phone.press("取消认领")
    assert phone.heading() == "这次认领已经取消"
    phone.look("given back")
    phone.press("看看还有哪些待认领")
    assert sorted([state_of(phone, first), state_of(phone, second)]) == ["held", "open"]


def test_whoever_is_known_on_this_phone_claims_with_three_taps_after_the_scan(
    visit: Visit, town: dict[str, Any]
) -> None:
    code, phone = town["campaigns"]["open"]["code"], visit()
    phone.go(f"/c/{code}")
    open_wish(phone, 5)
    say_who(phone, town["people"][2])
    phone.press("我来认领")

    scanned = phone.watch(phone.context.new_page())
    taps = 0
    scanned.goto(f"/c/{code}")
    for tap in (scanned.locator('[data-lamp="6"] a'), scanned.get_by_role("button", name="我来认领")):
        with scanned.expect_navigation():
            tap.tap()
        taps += 1
    assert "/claims/" in scanned.url
    assert taps <= 3
    assert scanned.locator("h1").inner_text() == "认领成功"


@with_and_without_script
def test_of_two_phones_the_second_is_told_at_once_and_claims_another(
    visit: Visit, town: dict[str, Any], script: bool
) -> None:
    code = town["campaigns"]["open"]["code"]
    wanted, quick, slow = 7 if script else 8, visit(script=script), visit(script=script)
    for phone, person in ((quick, 3), (slow, 4)):
        phone.go(f"/c/{code}/{wanted}")
        say_who(phone, town["people"][person])
    quick.press("我来认领")
    assert quick.heading() == "认领成功"

    slow.press("我来认领")
    assert slow.heading() == "慢了一步"
    assert "这次不占您的名额" in slow.text()
    assert slow.page.locator(f'[data-lamp="{wanted}"]').count() == 0
    slow.look("somebody was faster")
    slow.press(slow.page.locator("[data-lamp] a").first)
    slow.press("我来认领")
    assert slow.heading() == "认领成功"


def test_a_wish_that_is_taken_says_so_and_shows_what_is_open(visit: Visit, town: dict[str, Any]) -> None:
    first, phone, wish = visit(), visit(), f"/c/{town['campaigns']['open']['code']}/5"
    first.go(wish)
    if first.page.get_by_role("button", name="我来认领").count():
        say_who(first, town["people"][6])
        first.press("我来认领")
    phone.go(wish)
    assert "这个心愿已经有人认领了" in phone.text()
    assert phone.page.locator("[data-lamp][data-state=open]").count() > 0
    phone.look("wish, taken")


@with_and_without_script
def test_what_is_wrong_stands_on_top_and_beside_the_field_and_what_was_typed_is_kept(
    visit: Visit, town: dict[str, Any], script: bool
) -> None:
    phone = visit(script=script)
    phone.go(f"/c/{town['campaigns']['open']['code']}/9")
    phone.fill("您的手机号", "1860359")
    phone.press("我来认领")
    assert phone.page.title().startswith("错误：")
    assert phone.page.get_by_label("您的手机号").input_value() == "1860359"
    summary = phone.page.locator("[data-error-summary]")
    assert summary.locator("a").count() == 2
    phone.look("wish, errors")
    if script:
        assert phone.page.evaluate("() => document.activeElement.matches('[data-error-summary]')")
    summary.locator("a").last.tap()
    assert phone.page.evaluate("() => location.hash") == "#id_phone"
    if script:
        assert phone.page.evaluate("() => document.activeElement.id") == "id_phone"


def test_an_unknown_name_is_held_until_the_community_decides(visit: Visit, town: dict[str, Any]) -> None:
    phone = visit()
    phone.go(f"/c/{town['campaigns']['open']['code']}/10")
    say_who(phone, {"name": "欧阳春晓", "phone": "+86 199 5555 0001"})
    phone.press("我来认领")
    assert phone.heading() == "已先为您留住"
    phone.look("receipt, to be decided")


def test_who_wants_more_than_the_cap_is_told_and_led_to_what_they_hold(visit: Visit, town: dict[str, Any]) -> None:
    code, phone = town["campaigns"]["open"]["code"], visit()
    for number in (6, 11, 12):
        phone.go(f"/c/{code}/{number}")
        if phone.page.get_by_label("您的姓名").count():
            say_who(phone, town["people"][2])
        if phone.page.get_by_role("button", name="我来认领").count():
            phone.press("我来认领")
    phone.go(f"/c/{code}/9")
    assert "每人最多同时认领 3 个" in phone.text()
    phone.look("wish, over the cap")
    phone.press("看我的认领")
    assert phone.page.locator(".wish-row").count() == 3


def test_a_long_name_with_a_dot_is_one_name(visit: Visit, town: dict[str, Any]) -> None:
    person, phone = town["people"][-1], visit()
    phone.go(f"/c/{town['campaigns']['open']['code']}/9")
    say_who(phone, person)
    phone.press("我来认领")
    assert phone.heading() == "认领成功"
    phone.go(f"/c/{town['campaigns']['open']['code']}/mine")
    assert "阿" in phone.page.locator("header").inner_text()


def test_a_wish_is_claimed_with_the_keyboard_alone(visit: Visit, town: dict[str, Any]) -> None:
    pc = visit(on="pc")
    pc.go(f"/c/{town['campaigns']['single']['code']}")
    pc.tab_to("我来认领")
    pc.enter()
    pc.tab_to("id_name")
    pc.page.keyboard.type(town["people"][5]["name"])
    pc.tab_to("id_phone")
    pc.page.keyboard.type(town["people"][5]["phone"])
    pc.tab_to("我来认领")
    pc.enter()
    assert pc.heading() == "认领成功"
