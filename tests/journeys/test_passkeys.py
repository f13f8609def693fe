"""A passkey as the second step, with a key that Chromium plays: added, used, and refused where it is a copy."""

import base64
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from playwright.sync_api import Browser, CDPSession

from bench.office import Office
from tests.journeys.test_account import sign_in_with_code
from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "冬至夜里的一盏灯笼2026"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def come(browser: Browser, office: Office) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors who open the office by its name: no browser takes a passkey for a bare address."""
    visitors: list[Visitor] = []

    def one(**options: Any) -> Visitor:
        visitors.append(Visitor(browser, office.url.replace("127.0.0.1", "localhost"), **options))
        return visitors[-1]

    yield one
    for visitor in visitors:
        visitor.close()


class Device:
    """What keeps the passkeys of this browser."""

    def __init__(self, who: Visitor) -> None:
        self.protocol: CDPSession = who.context.new_cdp_session(who.page)
        self.protocol.send("WebAuthn.enable")
        self.key = self._plug_in()

    def _plug_in(self) -> dict[str, Any]:
        made = self.protocol.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
        return {"authenticatorId": made["authenticatorId"]}

    def credential(self) -> dict[str, Any]:
        (found,) = self.protocol.send("WebAuthn.getCredentials", self.key)["credentials"]
        return dict(found)

    def exchange(self, credential: dict[str, Any]) -> None:
        """Another key in place of this one, with that credential in it."""
        self.protocol.send("WebAuthn.removeVirtualAuthenticator", self.key)
        self.key = self._plug_in()
        self.protocol.send("WebAuthn.addCredential", self.key | {"credential": credential})


def first_step(who: Visitor, phone: str) -> None:
    who.context.clear_cookies()
    who.go("/accounts/login/password/")
    who.fill("您的手机号", phone)
    who.fill("密码", PASSWORD)
    who.press("登录")
    assert who.heading() == "二次验证"


def another_key() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    return base64.b64encode(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())).decode()


def test_a_secretary_adds_a_passkey_and_signs_in_with_it_and_a_copy_is_refused(
    come: Callable[..., Visitor], office: Office, town: dict[str, Any]
) -> None:
    phone = town["secretary"]["phone"]
    here = come(on="pc")
    device = Device(here)
    sign_in_with_code(here, office, phone)
    here.go("/account/")
    here.fill("新密码", PASSWORD)
    here.press("设置密码")
    here.go("/account/second-factor/")
    here.press("添加通行密钥")
    here.look("a passkey to add")
    here.fill("给这台设备起个名字", "办公室电脑")
    here.press("为这台设备添加通行密钥")
    assert here.heading() == "纸上的备用码"
    here.go("/account/second-factor/")
    assert "办公室电脑" in here.text()
    here.look("second step, a passkey")

    made = device.credential()
    first_step(here, phone)
    here.look("second step at sign-in, a passkey")
    here.press("使用通行密钥")
    assert here.heading().startswith("今天")

    for wrong in (made, made | {"privateKey": another_key(), "signCount": 1000}):
        device.exchange(wrong)
        first_step(here, phone)
        here.press("使用通行密钥")
        assert "没有认可这个通行密钥" in here.text()
        assert here.heading() == "二次验证"
    here.look("second step at sign-in, a copy refused")

    plain = come(script=False)
    first_step(plain, phone)
    assert "JavaScript" in plain.text()
    assert not plain.button("使用通行密钥").is_visible()
