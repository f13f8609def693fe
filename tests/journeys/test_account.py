"""Somebody's own account: a password of one's own, a second step with an app and with paper, other devices ended."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from bench.office import Office
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
PASSWORD = "冬至夜里的一盏灯笼2026"


def sign_in_with_code(who: Visitor, office: Office, phone: str) -> None:
    """The code of a secretary stands on no list: it is asked for on the server."""
    who.go("/accounts/login/")
    who.fill("您的手机号", phone)
    who.press("发验证码给我")
    code = re.search(r"\d{6}", office.run("-m", "django", "sign_in_code", phone))
    assert code
    who.fill("验证码", code.group())
    who.press("登录")


def of_the_app(secret: str) -> str:
    """What the authenticator shows now."""
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def test_a_secretary_sets_a_password_and_a_second_step_and_signs_in_with_both(
    visit: Visit, office: Office, town: dict[str, Any]
) -> None:
    phone = town["secretary"]["phone"]
    here = visit(on="pc")
    sign_in_with_code(here, office, phone)
    here.go("/account/")
    here.look("own account")
    here.fill("新密码", "短")
    here.press("设置密码")
    assert here.page.title().startswith("错误：")
    here.look("own account, a password too short")
    here.fill("新密码", PASSWORD)
    here.press("设置密码")

    here.press("设置二次验证")
    here.look("second step, none yet")
    here.press("设置验证器")
    here.look("second step, the app")
    secret = re.search(r"(?:[A-Z2-7]{4} ?){8}", here.text())
    assert secret
    here.fill("验证器显示的数字", of_the_app(secret.group().replace(" ", "")))
    here.press("设置二次验证")
    here.look("second step, the codes on paper")
    printed = here.page.locator(".rows strong").all_inner_texts()
    assert len(printed) == 10

    phone_of_hers = visit()
    phone_of_hers.go("/accounts/login/password/")
    phone_of_hers.look("sign in with a password")
    phone_of_hers.fill("您的手机号", phone)
    phone_of_hers.fill("密码", PASSWORD)
    phone_of_hers.press("登录")
    assert phone_of_hers.heading() == "二次验证"
    phone_of_hers.look("second step at sign-in")
    phone_of_hers.fill("验证器上的数字", printed[0].replace(" ", ""))
    phone_of_hers.press("登录")
    assert phone_of_hers.heading().startswith("今天")

    here.go("/account/")
    here.look("own account, two devices")
    here.press("其他设备全部退出")
    phone_of_hers.go(f"/desk/{town['community']}/")
    assert "登录" in phone_of_hers.heading()
