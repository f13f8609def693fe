"""An office at noon with kinds of text of its own, and what stands in the place of the real services."""

from collections.abc import Iterator
from typing import Any

import pytest
from apprise.plugins.wecombot import NotifyWeComBot

from linli.config.env import Sms
from linli.core import clock
from linli.core.actor import Actor
from linli.notifications import kinds, tasks
from linli.notifications.kinds import texts
from tests.factories.acting import actor
from tests.factories.people import office
from tests.notifications.noon import NOON, Phones, robot
from tests.notifications.speaking import Service, serving


@pytest.fixture
def at_noon(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    office()
    settings.EMAIL_HOST = "mail.example.cn"
    settings.LINLI_SMS = Sms("aliyun", "id", "secret", "邻里", {"receipt": "SMS_9", "code": "SMS_1"})
    monkeypatch.setattr(texts, "_texts", dict(kinds.registered()))
    sms = ("number", "place")
    kinds.register(
        "receipt", label="R", subject="S", text="%(number)s, %(goods)s: %(place)s", needed=("number",), sms=sms
    )
    kinds.register("code", label="C", text="%(code)s", urgent=True, sms=("code",))
    with clock.at(NOON):
        yield


@pytest.fixture
def phones(monkeypatch: pytest.MonkeyPatch) -> Phones:
    found = Phones()
    monkeypatch.setattr(tasks, "send_sms", found)
    return found


@pytest.fixture
def secretary() -> Actor:
    return actor("secretary")


@pytest.fixture
def group(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Service]:
    """A WeCom group, on loopback, whose robot this office has set up."""
    settings.LINLI_PRIVATE_WEBHOOKS = True
    with serving() as found:
        found.says({"errcode": 0})
        monkeypatch.setattr(NotifyWeComBot, "notify_url", found.url + "/send?key={key}")
        robot()
        yield found
