"""Each way out of the house against a server that speaks its protocol, its refusals and its silences."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.wecombot import NotifyWeComBot

from linli.config.env import Sms
from linli.notifications.adapters import Undelivered, in_time, posting
from linli.notifications.adapters.mail import send_mail
from linli.notifications.adapters.robots import say_by_robot
from linli.notifications.adapters.sms import send_sms
from linli.notifications.adapters.webhooks import post_to_webhook
from tests.notifications.speaking import Service, mail_server, serving

MESSAGE = UUID("01900000-0000-7000-8000-000000000001")
PHONE = "18600001402"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Service]:
    """A service on loopback that all three robots and both text message services are sent to."""
    settings.LINLI_PRIVATE_WEBHOOKS = True
    with serving() as found:
        monkeypatch.setattr(NotifyWeComBot, "notify_url", found.url + "/cgi-bin/webhook/send?key={key}")
        monkeypatch.setattr(NotifyDingTalk, "notify_url", found.url + "/robot/send?access_token={token}")
        monkeypatch.setattr(NotifyFeishu, "notify_url", found.url + "/open-apis/bot/v2/hook/{token}/")
        yield found


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "TIMEOUTS", (0.2, 0.2))


def problem_of(call: Any) -> tuple[str, bool, int]:
    with pytest.raises(Undelivered) as told:
        call()
    return told.value.problem, told.value.again, told.value.wait


def signed(key: bytes, message: bytes) -> str:
    return base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode()


# --- robots -----------------------------------------------------------------------------------------------------------


def test_wecom_robot_says_the_text(service: Service) -> None:
    service.says({"errcode": 0, "errmsg": "ok"})
    say_by_robot("wecom", "693a91f6-7xxx", "", "今日待办")

    (heard,) = service.heard
    assert heard.path == "/cgi-bin/webhook/send?key=693a91f6-7xxx"
    assert heard.json() == {"msgtype": "text", "text": {"content": "今日待办"}}


def test_dingtalk_robot_signs_with_the_secret_as_its_papers_say(service: Service) -> None:
    service.says({"errcode": 0, "errmsg": "ok"})
    say_by_robot("dingtalk", "abc123def456", "SECabc", "今日待办")

    asked = parse_qs(urlsplit(service.heard[0].path).query)
    moment = asked["timestamp"][0]
    assert abs(int(moment) / 1000 - time.time()) < 60
    assert asked["sign"] == [signed(b"SECabc", f"{moment}\nSECabc".encode())]
    assert service.heard[0].json() == {"msgtype": "text", "text": {"content": "今日待办"}}


def test_feishu_robot_signs_with_the_secret_as_its_papers_say(service: Service) -> None:
    service.says({"code": 0, "msg": "success", "data": {}})
    say_by_robot("feishu", "0a1b2c3d-token", "secret1", "今日待办")

    (heard,) = service.heard
    told = heard.json()
    assert heard.path == "/open-apis/bot/v2/hook/0a1b2c3d-token"
    assert told["sign"] == signed(f"{told['timestamp']}\nsecret1".encode(), b"")
    assert (told["msg_type"], told["content"]) == ("text", {"text": "今日待办"})


@pytest.mark.parametrize(
    ("kind", "answer", "problem"),
    [
        ("wecom", {"errcode": 45009, "errmsg": "api freq out of limit"}, ("busy", True, 0)),
        ("wecom", {"errcode": 93000, "errmsg": "invalid webhook url"}, ("address", False, 0)),
        ("wecom", {"errcode": 40008, "errmsg": "invalid message type"}, ("refused", False, 0)),
        ("dingtalk", {"errcode": 130101, "errmsg": "send too fast"}, ("busy", True, 0)),
        ("dingtalk", {"errcode": 310000, "errmsg": "sign not match"}, ("rules", False, 0)),
        ("dingtalk", {"errcode": 300005, "errmsg": "token is not exist"}, ("address", False, 0)),
        ("feishu", {"code": 11232, "msg": "frequency limited"}, ("busy", True, 0)),
        ("feishu", {"code": 19021, "msg": "sign match fail"}, ("rules", False, 0)),
        ("feishu", {"code": 19001, "msg": "incoming webhook access token invalid"}, ("address", False, 0)),
        ("feishu", {"code": 19024, "msg": "Key Words Not Found"}, ("rules", False, 0)),
    ],
)
def test_refusal_with_status_200_is_no_success(service: Service, kind: str, answer: Any, problem: Any) -> None:
    service.says(answer)

    assert problem_of(lambda: say_by_robot(kind, "abcd1234", "", "x")) == problem


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu"])
def test_limit_told_by_status_says_when_to_come_again(service: Service, kind: str) -> None:
    service.refuses(429, Retry_After="90")

    assert problem_of(lambda: say_by_robot(kind, "abcd1234", "", "x")) == ("busy", True, 90)


@pytest.mark.parametrize(
    ("status", "body", "problem"),
    [(200, "<html>", "answer"), (404, "", "answer"), (502, "<html>", "no_answer"), (200, [], "answer")],
)
def test_what_is_no_robots_answer_is_no_success(service: Service, status: int, body: Any, problem: str) -> None:
    service.refuses(status, body)

    assert problem_of(lambda: say_by_robot("wecom", "abcd1234", "", "x")) == (problem, False, 0)


def test_redirect_is_not_followed(service: Service) -> None:
    with serving() as other:
        service.refuses(302, Location=other.url)

        assert problem_of(lambda: say_by_robot("wecom", "abcd1234", "", "x"))[0] == "answer"
        assert other.heard == []


def test_long_text_is_cut_to_what_the_robot_takes(service: Service) -> None:
    service.says({"errcode": 0})
    say_by_robot("wecom", "abcd1234", "", "长" * 1000)

    said = service.heard[0].json()["text"]["content"]
    assert len(said.encode()) <= 2048
    assert said.endswith("长…")


@pytest.mark.usefixtures("impatient")
def test_robot_that_does_not_answer_may_have_heard_and_is_not_told_twice(service: Service) -> None:
    service.silent = 0.6

    assert problem_of(lambda: say_by_robot("wecom", "abcd1234", "", "x")) == ("no_answer", False, 0)
    assert len(service.heard) == 1


@pytest.mark.usefixtures("service")
def test_robot_that_cannot_be_reached_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as gone:
        pass
    monkeypatch.setattr(NotifyWeComBot, "notify_url", gone.url + "/{key}")

    assert problem_of(lambda: say_by_robot("wecom", "abcd1234", "", "x")) == ("unreachable", True, 0)


def test_server_that_drips_keeps_nobody_waiting(service: Service) -> None:
    """No time-out of sockets ends this: a byte comes again and again."""
    service.says({"errcode": 0, "errmsg": "ok" * 50})
    service.dripping = 0.05
    begun = time.monotonic()

    assert problem_of(lambda: in_time(lambda: say_by_robot("wecom", "abcd1234", "", "x"), 0.3))[0] == "no_answer"
    assert time.monotonic() - begun < 2


# --- webhooks ---------------------------------------------------------------------------------------------------------


def test_webhook_gets_the_text_signed(service: Service) -> None:
    post_to_webhook(f"{service.url}/hook", "secret", "今日待办", MESSAGE)

    (heard,) = service.heard
    assert heard.json() == {"id": str(MESSAGE), "text": "今日待办"}
    assert heard.headers["X-Linli-Signature"] == "sha256=" + hmac.new(b"secret", heard.body, "sha256").hexdigest()


@pytest.mark.parametrize(
    ("status", "problem"), [(404, "address"), (403, "refused"), (301, "refused"), (500, "no_answer")]
)
def test_webhook_that_refuses_is_no_success(service: Service, status: int, problem: str) -> None:
    service.refuses(status)

    assert problem_of(lambda: post_to_webhook(service.url, "", "x", MESSAGE)) == (problem, False, 0)


# --- e-mail -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Service]:
    with mail_server() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.DEFAULT_FROM_EMAIL = "linli@example.cn"
        settings.EMAIL_TIMEOUT = 0.5
        yield found


def test_mail_server_takes_the_letter(mailbox: Service) -> None:
    send_mail("office@example.cn", "今日待办", "三项逾期", MESSAGE)

    letter = message_from_bytes(mailbox.heard[0].body, policy=policy.default)
    assert (letter["To"], letter["Subject"], letter["Message-ID"]) == (
        "office@example.cn",
        "今日待办",
        f"<{MESSAGE}@example.cn>",
    )
    assert letter.get_content().strip() == "三项逾期"


@pytest.mark.parametrize(
    ("status", "problem"),
    [(451, ("refused", True, 0)), (554, ("refused", False, 0)), (0, ("no_answer", False, 0))],
)
def test_mail_server_that_refuses_or_hangs_up_is_no_success(mailbox: Service, status: int, problem: Any) -> None:
    mailbox.refuses(status, "no")

    assert problem_of(lambda: send_mail("office@example.cn", "x", "x", MESSAGE)) == problem


def test_mail_server_that_does_not_answer_may_have_taken_it(mailbox: Service) -> None:
    mailbox.silent = 1.0

    assert problem_of(lambda: send_mail("office@example.cn", "x", "x", MESSAGE)) == ("no_answer", False, 0)


def test_mail_server_that_cannot_be_reached_is_tried_again(mailbox: Service, settings: Any) -> None:
    with serving() as gone:
        pass
    settings.EMAIL_PORT = gone.port

    assert problem_of(lambda: send_mail("office@example.cn", "x", "x", MESSAGE)) == ("unreachable", True, 0)


# --- text messages ----------------------------------------------------------------------------------------------------


@pytest.fixture(params=["aliyun", "tencent"])
def provider(request: Any, service: Service, settings: Any) -> str:
    settings.LINLI_SMS = Sms(
        provider=request.param,
        key_id="key-id",
        secret="key-secret",
        signature="邻里",
        templates={"sign_in_code": "SMS_1"},
        app_id="1400000001",
        endpoint=service.url,
    )
    return str(request.param)


def accept(service: Service, provider: str, code: str = "") -> None:
    """Answer as the service does: taken, or with a code of refusal."""
    if provider == "aliyun":
        service.says({"Code": code or "OK", "Message": "OK", "RequestId": "R", "BizId": "B"})
    else:
        status = {"SerialNo": "S", "PhoneNumber": "", "Fee": 1, "Code": code or "Ok", "Message": ""}
        service.says({"Response": {"RequestId": "R", "SendStatusSet": [status]}})


def send() -> None:
    send_sms(PHONE, "SMS_1", [("code", "123456"), ("minutes", "10")])


def test_text_message_carries_phone_template_and_parameters(service: Service, provider: str) -> None:
    accept(service, provider)
    send()

    (heard,) = service.heard
    if provider == "aliyun":
        told = {name: words[0] for name, words in parse_qs(urlsplit(heard.path).query or heard.body.decode()).items()}
        assert (told["PhoneNumbers"], told["SignName"], told["TemplateCode"]) == (PHONE, "邻里", "SMS_1")
        assert json.loads(told["TemplateParam"]) == {"code": "123456", "minutes": "10"}
    else:
        told = heard.json()
        assert told["PhoneNumberSet"] == [f"+86{PHONE}"]
        assert (told["SmsSdkAppId"], told["SignName"], told["TemplateId"]) == ("1400000001", "邻里", "SMS_1")
        assert told["TemplateParamSet"] == ["123456", "10"]


REFUSALS = {
    "aliyun": {
        "isv.BUSINESS_LIMIT_CONTROL": ("busy", True),
        "isv.AMOUNT_NOT_ENOUGH": ("credit", False),
        "isv.MOBILE_NUMBER_ILLEGAL": ("phone", False),
        "isv.SMS_TEMPLATE_ILLEGAL": ("template", False),
        "isv.SOMETHING_NEW": ("refused", False),
    },
    "tencent": {
        "LimitExceeded.PhoneNumberThirtySecondLimit": ("busy", True),
        "FailedOperation.InsufficientBalanceInSmsPackage": ("credit", False),
        "InvalidParameterValue.IncorrectPhoneNumber": ("phone", False),
        "FailedOperation.TemplateIncorrectOrUnapproved": ("template", False),
        "FailedOperation.SomethingNew": ("refused", False),
    },
}


def test_refusals_of_the_text_message_service_are_understood(service: Service, provider: str) -> None:
    for code, (problem, again) in REFUSALS[provider].items():
        accept(service, provider, code)
        assert problem_of(send) == (problem, again, 0), code


def test_wrong_key_is_told(service: Service, provider: str) -> None:
    if provider == "aliyun":
        service.refuses(404, {"Code": "InvalidAccessKeyId.NotFound", "Message": "not found", "RequestId": "R"})
    else:
        error = {"Code": "AuthFailure.SecretIdNotFound", "Message": "not found"}
        service.says({"Response": {"Error": error, "RequestId": "R"}})

    assert problem_of(send) == ("key", False, 0)


def test_text_message_without_an_answer_may_have_left(
    service: Service, provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linli.notifications.adapters.sms.TIMEOUTS", (0.2, 0.2))
    service.silent = 0.8

    assert problem_of(send) == ("no_answer", False, 0)
    assert len(service.heard) == 1


def test_text_message_service_that_cannot_be_reached_is_tried_again(provider: str, settings: Any) -> None:
    with serving() as gone:
        pass
    settings.LINLI_SMS = Sms(provider=provider, key_id="k", secret="s", signature="x", app_id="1", endpoint=gone.url)

    assert problem_of(send) == ("unreachable", True, 0)


def test_missing_software_is_told(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    package = {"aliyun": "alibabacloud_dysmsapi20170525.client", "tencent": "tencentcloud.common.credential"}
    monkeypatch.setitem(__import__("sys").modules, package[provider], None)

    assert problem_of(send) == ("extra", False, 0)
