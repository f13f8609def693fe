"""Sign-in by Weixin: off unless set, by a linked account only, with what goes wrong told in words."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from linli.accounts.models import User, WeixinLink
from linli.accounts.services.weixin import link_weixin
from linli.config.env import Weixin
from linli.core.errors import Conflict
from linli.timeline.models import Event
from tests.accounts.scanning import APP_ID, SECRET, WeixinServer, weixin_answering
from tests.factories import acting
from tests.factories.acting import BELL_TOWER, WEST_LAKE

pytestmark = pytest.mark.django_db
SIGN_IN, BACK, LINK, UNLINK = (
    "/accounts/login/weixin/",
    "/accounts/login/weixin/back",
    "/account/weixin/link",
    "/account/weixin/unlink",
)
OPENID = "oLVPpjqs9BhvzwPj5A-vTYAX3GLc"


@pytest.fixture(autouse=True)
def _offices() -> None:
    acting.office()
    acting.office(WEST_LAKE, "西湖社区")


@pytest.fixture
def weixin(settings: Any) -> Iterator[WeixinServer]:
    with weixin_answering() as server:
        settings.LINLI_WEIXIN = Weixin(APP_ID, SECRET, f"{server.url}/connect/qrconnect", f"{server.url}/sns")
        yield server


@pytest.fixture
def worker() -> User:
    return acting.grant("worker").user


def asked_of_weixin(answer: Any) -> dict[str, str]:
    """What the page leads to Weixin with."""
    assert answer.status_code == 200
    assert "http-equiv" in answer.content.decode()
    return dict(parse_qsl(urlsplit(answer.context["address"]).query))


def scan(client: Client, weixin: WeixinServer, start: str = SIGN_IN, openid: str = OPENID, **body: str) -> Any:
    """Press the button, scan, come back."""
    back = weixin.scan(asked_of_weixin(client.post(start, body)), openid)
    return client.get(back.removeprefix("http://127.0.0.1:8000"))


def linked(user: User, weixin: WeixinServer) -> Client:
    client = acting.client_of(user)
    assert scan(client, weixin, LINK).url == "/account/"
    return client


def signed_in_as(client: Client) -> str:
    return str(client.session.get("_auth_user_id", ""))


def test_without_the_setting_there_is_no_button_and_no_address(worker: User) -> None:
    client = acting.client_of(worker)

    assert "微信登录" not in Client().get("/accounts/login/").content.decode()
    assert LINK not in client.get("/account/").content.decode()
    assert [client.post(SIGN_IN).status_code, client.post(LINK).status_code, client.get(BACK).status_code] == [404] * 3


def test_linked_account_signs_in_by_scanning(worker: User, weixin: WeixinServer) -> None:
    linked(worker, weixin)
    client = Client()
    assert "用微信登录" in client.get("/accounts/login/").content.decode()

    answer = scan(client, weixin)

    assert answer.url == f"/desk/{BELL_TOWER}/"
    assert signed_in_as(client) == str(worker.pk)
    assert set(weixin.asked) == {"/sns/oauth2/access_token"}


def test_scan_leads_back_to_the_page_that_asked_and_to_no_other_site(worker: User, weixin: WeixinServer) -> None:
    linked(worker, weixin)

    assert scan(Client(), weixin, next="/desk/1/wishes/").url == "/desk/1/wishes/"
    assert scan(Client(), weixin, next="https://evil.example/").url == f"/desk/{BELL_TOWER}/"


def test_second_step_is_asked_for_as_well(worker: User, weixin: WeixinServer) -> None:
    linked(worker, weixin)
    TOTP.activate(worker, "JBSWY3DPEHPK3PXP")
    client = Client()

    assert scan(client, weixin).url == "/accounts/login/second/"
    assert signed_in_as(client) == ""


def test_weixin_that_nobody_linked_makes_no_account(weixin: WeixinServer) -> None:
    client, before = Client(), User.objects.count()

    answer = scan(client, weixin)

    assert answer.status_code == 422
    assert "没有绑定" in answer.content.decode()
    assert (signed_in_as(client), User.objects.count()) == ("", before)


def test_account_that_was_closed_is_not_opened(worker: User, weixin: WeixinServer) -> None:
    linked(worker, weixin)
    User.objects.filter(pk=worker.pk).update(is_active=False)
    client = Client()

    assert scan(client, weixin).status_code == 422
    assert signed_in_as(client) == ""


def test_link_asks_for_a_fresh_sign_in(worker: User, weixin: WeixinServer) -> None:
    with time_machine.travel("2026-12-06 08:00:00+08:00", tick=False) as clock:
        client = acting.client_of(worker)
        clock.shift(timedelta(minutes=16))
        assert client.post(LINK).status_code == 403
        assert client.post(UNLINK).status_code == 403


def test_link_and_its_end_stand_on_the_record_and_nothing_of_the_weixin_is_kept(
    worker: User, weixin: WeixinServer
) -> None:
    client = linked(worker, weixin)
    assert OPENID.encode() not in bytes(WeixinLink.objects.get().openid_index)
    assert "解除微信绑定" in client.get("/account/").content.decode()

    client.post(UNLINK)

    assert not WeixinLink.objects.exists()
    verbs = Event.objects.within(BELL_TOWER).filter(subject_kind="account").order_by("id")
    assert [event.verb for event in verbs] == ["link_weixin", "unlink_weixin"]
    assert scan(Client(), weixin).status_code == 422


def test_one_weixin_opens_one_account_and_one_account_has_one(worker: User, weixin: WeixinServer) -> None:
    linked(worker, weixin)

    answer = scan(acting.client_of("worker"), weixin, LINK)
    assert answer.status_code == 409
    assert "已经绑定过" in answer.content.decode()
    with pytest.raises(Conflict):
        link_weixin(user=worker, openid="another openid")
    link_weixin(user=worker, openid=OPENID)
    assert WeixinLink.objects.count() == 1


def test_state_of_another_browser_an_old_one_or_none_is_refused(worker: User, weixin: WeixinServer) -> None:
    linked(worker, weixin)
    with time_machine.travel("2026-12-06 08:00:00+08:00", tick=False) as clock:
        client, other = Client(), Client()
        asked = asked_of_weixin(client.post(SIGN_IN))
        other.post(SIGN_IN)
        clock.shift(timedelta(seconds=1))
        for who, state in ((other, asked["state"]), (client, "x"), (client, asked["state"]), (Client(), "")):
            code = weixin.scan(asked, OPENID).partition("code=")[2].partition("&")[0]
            answer = who.get(BACK, {"code": code, "state": state})
            assert answer.status_code == 422
            assert "已经过期" in answer.content.decode()
        late = Client()
        back = weixin.scan(asked_of_weixin(late.post(SIGN_IN)), OPENID)
        clock.shift(timedelta(minutes=11))
        assert late.get(back.removeprefix("http://127.0.0.1:8000")).status_code == 422


def test_scan_to_link_that_comes_back_to_another_account_links_nothing(worker: User, weixin: WeixinServer) -> None:
    client = acting.client_of(worker)
    back = weixin.scan(asked_of_weixin(client.post(LINK)), OPENID)
    session = client.session
    waiting = session["weixin"]
    client.force_login(acting.grant("worker").user)
    session = client.session
    session["weixin"] = waiting
    session.save()

    assert client.get(back.removeprefix("http://127.0.0.1:8000")).status_code == 422
    assert not WeixinLink.objects.exists()


@pytest.mark.parametrize(
    ("trouble", "status", "words"),
    [
        ((200, {"errcode": 40029, "errmsg": "invalid code"}), 422, "没有确认"),
        ((200, {"errcode": 40125, "errmsg": "invalid appsecret"}), 503, "不认识本站"),
        ((200, {"openid": OPENID, "errcode": 40163}), 422, "没有确认"),
        ((200, {"access_token": "no openid"}), 503, "连不上微信"),
        ((200, {"openid": ["x"]}), 503, "连不上微信"),
        ((200, "[" * 5000), 503, "连不上微信"),
        ((200, "[]"), 503, "连不上微信"),
        ((502, "Bad Gateway"), 503, "连不上微信"),
    ],
)
def test_what_weixin_refuses_is_told_in_words(
    trouble: tuple[int, Any], status: int, words: str, worker: User, weixin: WeixinServer
) -> None:
    linked(worker, weixin)
    weixin.trouble = trouble
    client = Client()

    answer = scan(client, weixin)

    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "errmsg" not in answer.content.decode()
    assert signed_in_as(client) == ""


def test_weixin_that_does_not_answer_is_told_in_words(worker: User, weixin: WeixinServer, settings: Any) -> None:
    linked(worker, weixin)
    settings.LINLI_WEIXIN = Weixin(APP_ID, SECRET, settings.LINLI_WEIXIN.scan_page, "http://127.0.0.1:9/sns")

    answer = scan(Client(), weixin)
    assert answer.status_code == 503
    assert "连不上微信" in answer.content.decode()


def test_who_did_not_confirm_is_told_so(weixin: WeixinServer) -> None:
    client = Client()
    state = asked_of_weixin(client.post(SIGN_IN))["state"]

    answer = client.get(BACK, {"state": state})
    assert answer.status_code == 422
    assert "没有在微信里确认" in answer.content.decode()


def test_link_goes_with_a_role_elsewhere_and_with_a_lost_phone(worker: User, weixin: WeixinServer) -> None:
    linked(worker, weixin)
    acting.grant("worker", WEST_LAKE, worker)
    assert not WeixinLink.objects.exists()

    volunteer = acting.grant("volunteer")
    linked(volunteer.user, weixin)
    TOTP.activate(volunteer.user, "JBSWY3DPEHPK3PXP")
    where = f"/desk/{BELL_TOWER}/staff/{volunteer.pk}/second-factor/drop"
    assert acting.client_of("secretary").post(where, {"key": "a key of the page"}).status_code == 302
    assert not WeixinLink.objects.exists()


def test_address_of_weixin_is_no_setting() -> None:
    """The secret goes there."""
    from linli.config.env import Settings  # noqa: PLC0415  # -- only here

    assert {name for name in Settings.model_fields if "weixin" in name} == {"weixin_app_id", "weixin_secret"}
    assert Weixin().scan_page.startswith("https://open.weixin.qq.com/")
    assert Weixin().api.startswith("https://api.weixin.qq.com/")
