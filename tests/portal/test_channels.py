"""Channels, quiet hours and wordings at the desk, and what the staff hear in the morning."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from linli.config.env import Sms
from linli.core import clock
from linli.core.ids import new_id
from linli.notifications import tasks as sending
from linli.notifications.models import EMAIL, SMS, Outgoing
from linli.notifications.queries import channels_in_use, quiet_hours, wordings_of
from linli.notifications.services import add_channel, send
from linli.portal import tasks
from linli.wishes.workflow import REVIEW
from tests.factories import acting
from tests.factories.acting import BELL_TOWER
from tests.factories.wishes import household, wish

pytestmark = pytest.mark.django_db
CHANNELS = f"/desk/{BELL_TOWER}/channels/"
TEXTS = f"{CHANNELS}texts/"
MORNING = datetime(2026, 12, 7, 1, tzinfo=UTC)
"""Nine o'clock in China, on a Monday."""


@pytest.fixture(autouse=True)
def _office(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.cn"
    acting.office()


@pytest.fixture
def secretary() -> Client:
    return acting.client_of("secretary")


def add(client: Client, **more: str) -> Any:
    told = {"kind": "email", "name": "值班邮箱", "address": "office@example.cn", "secret": "", "key": new_id().hex}
    return client.post(CHANNELS, told | more)


def test_channel_is_added_tried_and_removed(secretary: Client) -> None:
    assert add(secretary).status_code == 302
    (channel,) = channels_in_use(BELL_TOWER)
    page = secretary.get(CHANNELS).content.decode()
    assert "值班邮箱" in page
    assert "尚未试过" in page
    assert "office@example.cn" not in page

    assert secretary.post(f"{CHANNELS}{channel.pk}/test", {"key": new_id().hex}).status_code == 302
    assert "有消息正在发送" in secretary.get(CHANNELS).content.decode()
    sending.send_due()
    assert "测试消息" in mail.outbox[0].body
    assert "正常" in secretary.get(CHANNELS).content.decode()

    assert secretary.post(f"{CHANNELS}{channel.pk}/remove", {"key": new_id().hex}).status_code == 302
    assert channels_in_use(BELL_TOWER) == []


def test_what_is_wrong_with_a_channel_is_said_in_plain_words(secretary: Client) -> None:
    add(secretary)
    channels_in_use(BELL_TOWER)[0].__class__.objects.within(BELL_TOWER).update(problem="rules", problem_at=clock.now())
    page = secretary.get(CHANNELS).content.decode()

    assert "没有送到" in page
    assert "加签密钥、关键词" in page


def test_wrong_address_is_told_and_what_was_typed_is_kept(secretary: Client) -> None:
    answer = add(secretary, kind="wecom", address="https://example.cn/robot")

    assert answer.status_code == 422
    assert answer.context["form"]["address"].value() == "https://example.cn/robot"
    assert "address" in answer.context["form"].errors
    assert channels_in_use(BELL_TOWER) == []


def test_page_says_that_the_software_for_text_messages_is_missing(
    secretary: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LINLI_SMS = Sms("aliyun", "id", "secret", "邻里", {"sign_in_code": "SMS_1"})
    assert "缺少所需的软件包" not in secretary.get(CHANNELS).content.decode()
    monkeypatch.setattr("linli.portal.views.channels.sms_extra_is_here", lambda provider: False)

    assert "请服务器管理者安装扩展“aliyun”" in secretary.get(CHANNELS).content.decode()


def test_mailbox_is_of_no_use_without_a_mail_server(secretary: Client, settings: Any) -> None:
    settings.EMAIL_HOST = ""

    answer = add(secretary)
    assert answer.status_code == 422
    assert "没有设置邮件服务器" in answer.content.decode()


def test_quiet_hours_are_set(secretary: Client) -> None:
    assert quiet_hours(BELL_TOWER) == (21, 8)
    assert secretary.post(f"{CHANNELS}quiet", {"begin": "22", "end": "7", "key": new_id().hex}).status_code == 302

    assert quiet_hours(BELL_TOWER) == (22, 7)
    assert secretary.post(f"{CHANNELS}quiet", {"begin": "24", "end": "7", "key": new_id().hex}).status_code == 422


def test_text_is_looked_at_kept_and_put_back(secretary: Client) -> None:
    page, typed = f"{TEXTS}claim_kept", "编号【编号】，您的认领已确认。"
    assert "编号0419" not in secretary.get(page).content.decode()
    looked = secretary.post(page, {"text": typed, "step": "preview", "key": new_id().hex}).content.decode()
    assert "编号0419，您的认领已确认。" in looked
    assert wordings_of(BELL_TOWER) == {}

    assert secretary.post(page, {"text": typed, "key": new_id().hex}).status_code == 302
    assert wordings_of(BELL_TOWER) == {"claim_kept": "编号%(number)s，您的认领已确认。"}
    assert typed in secretary.get(page).content.decode()
    assert "编号0419，您的认领已确认。" in secretary.get(TEXTS).content.decode()

    assert secretary.post(f"{page}/standard", {"key": new_id().hex}).status_code == 302
    assert wordings_of(BELL_TOWER) == {}


def test_text_without_its_number_is_told_and_kept_as_typed(secretary: Client) -> None:
    answer = secretary.post(f"{TEXTS}claim_kept", {"text": "已确认【电话】", "key": new_id().hex})

    assert answer.status_code == 422
    assert "没有【电话】" in answer.content.decode()
    assert answer.context["form"]["text"].value() == "已确认【电话】"
    assert secretary.get(f"{TEXTS}no_such_text").status_code == 404


def test_list_to_pass_on_tells_how_texts_fare_that_leave_by_machine(secretary: Client) -> None:
    told = {
        "recipient_name": "王小旭",
        "recipient_address": "18600001402",
        "words": {"number": "1", "campaign": "点亮"},
    }
    row = send(community_id=BELL_TOWER, kind="claim_kept", dedupe="1", channel=SMS, **told)
    assert row is not None
    Outgoing.objects.within(BELL_TOWER).update(attempts=2, problem="busy")
    page = acting.client_of("worker").get(f"/desk/{BELL_TOWER}/outgoing/").content.decode()

    for words in ("王*旭 186****1402", "短信", "试过2次", "对方暂时不再接收更多消息"):
        assert words in page
    assert "18600001402" not in page


# --- in the morning ---------------------------------------------------------------------------------------------------


def mailbox() -> None:
    add_channel(
        community_id=BELL_TOWER, kind=EMAIL, name="信箱", address="office@example.cn", by=acting.actor("secretary")
    )


def notices(at: datetime = MORNING) -> list[Outgoing]:
    with clock.at(at):
        tasks.tell_staff_of_the_day()
    return list(Outgoing.objects.within(BELL_TOWER).filter(kind="staff_day"))


def test_staff_hear_once_a_working_morning_what_waits() -> None:
    mailbox()
    wish(household(), state=REVIEW)
    notices()
    assert len(notices(MORNING.replace(hour=3))) == 1
    with clock.at(MORNING.replace(hour=3)):
        assert sending.send_due() == 1

    (letter,) = mail.outbox
    assert letter.to == ["office@example.cn"]
    assert re.search(r"待审核心愿1个", letter.body)
    assert f"/desk/{BELL_TOWER}/" in letter.body
    assert len(notices(MORNING.replace(day=8))) == 2


@pytest.mark.parametrize("at", ["2026-12-05T01:00", "2026-12-07T00:59", "2026-12-07T04:00"])
def test_staff_hear_nothing_on_closed_days_and_at_other_hours(at: str) -> None:
    mailbox()
    wish(household(), state=REVIEW)

    assert notices(datetime.fromisoformat(at).replace(tzinfo=UTC)) == []


def test_staff_hear_nothing_where_nothing_waits_or_no_channel_is() -> None:
    wish(household(), state=REVIEW)
    assert notices() == []


def test_quiet_office_with_a_channel_hears_nothing() -> None:
    mailbox()
    assert notices() == []
