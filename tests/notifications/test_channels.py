"""What an office sets up: channels for its staff's notices, quiet hours, its own words."""

from typing import Any

import pytest
from django.core import mail

from linli.core.actor import Actor
from linli.core.errors import BadInput, Conflict, NotHere, Refused, TooMany
from linli.notifications import kinds
from linli.notifications.models import EMAIL, Channel
from linli.notifications.queries import channels_in_use, waiting_to_pass_on
from linli.notifications.services import (
    back_to_standard,
    remove_channel,
    reword,
    send_test_message,
    set_quiet_hours,
    tell_staff,
)
from linli.timeline.models import Event
from tests.factories.acting import actor
from tests.factories.people import BELL_TOWER
from tests.notifications.noon import LATER, NOON, PHONE, code, robot, states, tell, work
from tests.notifications.speaking import Service

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon", "phones")]


def notice(dedupe: str = "day 1") -> None:
    tell_staff(community_id=BELL_TOWER, kind="channel_test", dedupe=dedupe, words={"community": "钟楼社区"})


def test_notice_goes_once_into_each_channel(group: Service) -> None:
    robot(kind="email", name="信箱", address="office@example.cn")

    notice()
    notice()

    assert work() == 2
    assert "钟楼社区" in group.heard[0].json()["text"]["content"]
    assert mail.outbox[0].to == ["office@example.cn"]
    assert [channel.worked_at for channel in channels_in_use(BELL_TOWER)] == [NOON + LATER] * 2


def test_text_to_one_person_never_goes_into_a_group(group: Service) -> None:
    tell("1")
    tell("2", address="")
    code("3")
    work()

    assert group.heard == []


def test_test_message_says_whether_the_channel_works(group: Service, secretary: Actor) -> None:
    (channel,) = channels_in_use(BELL_TOWER)
    group.says({"errcode": 93000})
    send_test_message(community_id=BELL_TOWER, channel_id=channel.pk, office="钟楼社区", by=secretary)
    work()

    channel.refresh_from_db()
    assert (channel.problem, channel.problem_at, channel.worked_at) == ("address", NOON + LATER, None)
    group.says({"errcode": 0})
    send_test_message(community_id=BELL_TOWER, channel_id=channel.pk, office="钟楼社区", by=secretary)
    work(2 * LATER)
    channel.refresh_from_db()
    assert (channel.problem, channel.worked_at) == ("", NOON + 2 * LATER)


def test_in_the_demo_nothing_leaves_the_machine(group: Service, secretary: Actor, settings: Any) -> None:
    settings.LINLI_DEMO = True
    (channel,) = channels_in_use(BELL_TOWER)
    send_test_message(community_id=BELL_TOWER, channel_id=channel.pk, office="钟楼社区", by=secretary)

    assert work() == 1
    assert group.heard == []
    assert states("wecom") == ["sent"]


def test_test_messages_are_not_sent_by_the_dozen(group: Service, secretary: Actor) -> None:
    (channel,) = channels_in_use(BELL_TOWER)
    told = {"community_id": BELL_TOWER, "channel_id": channel.pk, "office": "钟楼社区", "by": secretary}
    for _time in range(10):
        send_test_message(**told)
    with pytest.raises(TooMany):
        send_test_message(**told)


def test_removed_channel_hears_nothing_more(group: Service, secretary: Actor) -> None:
    (channel,) = channels_in_use(BELL_TOWER)
    notice()
    remove_channel(community_id=BELL_TOWER, channel_id=channel.pk, by=secretary)

    assert work() == 0
    assert group.heard == []
    notice("day 2")
    assert (work(2 * LATER), channels_in_use(BELL_TOWER)) == (0, [])
    row = Channel.objects.within(BELL_TOWER).get()
    assert (row.address, row.secret) == ("", "")
    with pytest.raises(NotHere):
        remove_channel(community_id=BELL_TOWER, channel_id=channel.pk, by=secretary)
    verbs = (
        Event.objects.within(BELL_TOWER).filter(subject_kind="channel").order_by("id").values_list("verb", flat=True)
    )
    assert list(verbs) == ["add_channel", "remove_channel"]


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("wecom", " https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7aoc ", "693a91f6-7aoc"),
        ("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=566cc69da782ec", "566cc69da782ec"),
        ("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/0a1b-2c3d", "0a1b-2c3d"),
        ("email", "office@example.cn", "office@example.cn"),
        ("webhook", "https://hooks.example.cn/linli?x=1", "https://hooks.example.cn/linli?x=1"),
    ],
)
def test_address_is_pasted_as_the_group_shows_it(kind: str, typed: str, kept: str) -> None:
    assert robot(kind=kind, address=typed).address == kept


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("wecom", "https://evil.example/cgi-bin/webhook/send?key=693a91f6"),
        ("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=../x"),
        ("feishu", ""),
        ("email", "office"),
        ("email", "a@example.cn\nBcc: b@example.cn"),
        ("webhook", "http://hooks.example.cn/"),
        ("webhook", "file:///etc/passwd"),
        ("webhook", "https://user:word@hooks.example.cn/"),
        ("sms", PHONE),
    ],
)
def test_what_is_no_address_is_told(kind: str, typed: str) -> None:
    with pytest.raises(BadInput):
        robot(kind=kind, address=typed)


def test_eleventh_channel_is_refused() -> None:
    for _time in range(10):
        robot()
    with pytest.raises(Conflict):
        robot()


@pytest.mark.parametrize("role", ["deputy", "worker", "supervisor"])
def test_only_secretary_and_director_set_channels_up(role: str) -> None:
    by = actor(role, 140802004000 if role == "supervisor" else BELL_TOWER)
    for deed in (
        lambda: robot(by=by),
        lambda: set_quiet_hours(community_id=BELL_TOWER, begin=1, end=2, by=by),
        lambda: reword(community_id=BELL_TOWER, kind="receipt", typed="【编号】", by=by),
        lambda: back_to_standard(community_id=BELL_TOWER, kind="receipt", by=by),
    ):
        with pytest.raises(Refused):
            deed()
    assert robot(by=actor("director")).pk


# --- an office's own words --------------------------------------------------------------------------------------------


def test_offices_own_words_are_what_is_sent_and_shown(secretary: Actor) -> None:
    reword(community_id=BELL_TOWER, kind="receipt", typed="您好，编号【编号】，100% 谢谢。", by=secretary)
    tell("1", address="wang@example.cn", channel=EMAIL)
    tell("2", address="0359-2000000")
    work()

    assert mail.outbox[0].body == "您好，编号0419，100% 谢谢。"
    assert [waiting.text for waiting in waiting_to_pass_on(secretary, BELL_TOWER)] == ["您好，编号0419，100% 谢谢。"]
    back_to_standard(community_id=BELL_TOWER, kind="receipt", by=secretary)
    back_to_standard(community_id=BELL_TOWER, kind="receipt", by=secretary)
    assert [waiting.text for waiting in waiting_to_pass_on(secretary, BELL_TOWER)] == ["0419, 热水袋: 服务中心"]


@pytest.mark.parametrize("typed", ["", "没有编号", "【编号】【电话】", "【编号】" + "长" * 500])
def test_words_without_what_they_must_hold_are_not_taken(secretary: Actor, typed: str) -> None:
    with pytest.raises(BadInput):
        reword(community_id=BELL_TOWER, kind="receipt", typed=typed, by=secretary)


def test_words_that_look_like_a_template_stay_words(secretary: Actor) -> None:
    typed = "%(goods)s %s {number} 【编号】"
    reword(community_id=BELL_TOWER, kind="receipt", typed=typed, by=secretary)
    tell("1", address="0359-2000000")

    assert waiting_to_pass_on(secretary, BELL_TOWER)[0].text == "%(goods)s %s {number} 0419"


def test_every_registered_text_is_read_back_as_it_was_shown() -> None:
    for kind, text in kinds.registered().items():
        shown = kinds.as_written(kind, str(text.text))
        template, unknown, lacking = kinds.as_typed(kind, shown)
        assert (template, unknown, lacking) == (str(text.text), [], []), kind
        assert kinds.render(kind, kinds.sample(kind))
        assert set(text.sms) <= text.places()
        assert set(text.needed) <= text.places()
