"""From a row to a channel: together, not at night, within the limits of a phone, once, and never lost."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from linli.config.env import Sms
from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import BadInput
from linli.notifications import tasks
from linli.notifications.models import DESK, EMAIL, FAILED, SENT, SMS, WAITING, Outgoing
from linli.notifications.queries import quiet_until, sendings, waiting_to_pass_on
from linli.notifications.services import set_quiet_hours
from tests.factories.acting import actor
from tests.factories.people import BELL_TOWER
from tests.notifications.noon import LATER, NOON, OTHER, PHONE, Phones, code, states, tell, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon", "phones")]


# --- which way --------------------------------------------------------------------------------------------------------


def test_text_goes_to_a_phone_where_its_kind_has_a_template(phones: Phones) -> None:
    tell("1")

    assert work() == 1
    assert phones.got == [(PHONE, "SMS_9", {"number": "0419", "place": "服务中心"})]
    assert states() == [SENT]
    assert states(DESK) == []


@pytest.mark.parametrize("address", ["0359-2000000", "wang@example.cn", "", "28600001402"])
def test_what_is_no_mobile_phone_is_passed_on_by_hand(address: str) -> None:
    assert tell("1", address=address).channel == DESK


def test_without_a_template_or_a_service_the_desk_passes_on(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.LINLI_SMS = Sms("aliyun", "id", "secret", "邻里", {"code": "SMS_1"})
    assert tell("1").channel == DESK
    settings.LINLI_SMS = Sms()
    assert tell("2").channel == DESK
    settings.LINLI_SMS = Sms("aliyun", "id", "secret", "邻里", {"receipt": "SMS_9"})
    monkeypatch.setattr("linli.notifications.queries.sms_extra_is_here", lambda provider: False)
    assert tell("3").channel == DESK


def test_parameters_are_the_registered_words_and_nothing_else(phones: Phones) -> None:
    tell("1", words={"number": "0419", "goods": "吴桂花家的热水袋", "place": "很长的地址" * 20 + "\n第二行"})
    work()

    ((_phone, _template, parameters),) = phones.got
    assert set(parameters) == {"number", "place"}
    assert len(parameters["place"]) <= 35


# --- together ---------------------------------------------------------------------------------------------------------


def test_numbers_for_one_phone_leave_as_one_text_message(phones: Phones) -> None:
    tell("1", "0001")
    with clock.at(NOON + timedelta(seconds=50)):
        tell("2", "0002")
        tell("3", "0003", OTHER)

    assert work(timedelta(seconds=61)) == 2
    assert phones.got == [(PHONE, "SMS_9", {"number": "0001、0002", "place": "服务中心"})]
    assert work() == 1
    assert states() == [SENT] * 3


def test_letters_to_one_mailbox_leave_as_one() -> None:
    tell("1", "0001", "wang@example.cn", channel=EMAIL)
    tell("2", "0002", "wang@example.cn", channel=EMAIL)
    tell("3", "0003", "li@example.cn", channel=EMAIL)

    assert work() == 3
    assert sorted(letter.to[0] for letter in mail.outbox) == ["li@example.cn", "wang@example.cn"]
    together = next(letter.body for letter in mail.outbox if letter.to == ["wang@example.cn"])
    assert together == "0001, 热水袋: 服务中心\n\n0002, 热水袋: 服务中心"


def test_text_waits_a_minute_for_company_and_a_code_does_not(phones: Phones) -> None:
    tell("1")
    code("2", address=OTHER)

    assert work(timedelta(0)) == 1
    assert [phone for phone, _template, _words in phones.got] == [OTHER]


# --- at night ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "at", "until"),
    [
        ((21, 8), "2026-12-07T20:59", None),
        ((21, 8), "2026-12-07T21:00", "2026-12-08T08:00"),
        ((21, 8), "2026-12-08T03:30", "2026-12-08T08:00"),
        ((21, 8), "2026-12-08T08:00", None),
        ((12, 14), "2026-12-07T13:00", "2026-12-07T14:00"),
        ((8, 8), "2026-12-07T08:00", None),
    ],
)
def test_quiet_hours_end_in_the_morning(hours: tuple[int, int], at: str, until: str | None) -> None:
    def moment(told: str) -> datetime:
        return datetime.fromisoformat(told).replace(tzinfo=clock.SHANGHAI)

    assert quiet_until(hours, moment(at)) == (moment(until) if until else None)


def test_nothing_but_codes_leaves_at_night(phones: Phones) -> None:
    night = timedelta(hours=10)
    with clock.at(NOON + night):
        tell("1")
        code("2", address=OTHER)

    assert work(night + LATER) == 1
    assert [template for _phone, template, _words in phones.got] == ["SMS_1"]
    assert work(timedelta(hours=19, minutes=59)) == 0
    assert work(timedelta(hours=20)) == 1
    waited = Outgoing.objects.within(BELL_TOWER).get(kind="receipt")
    assert (waited.state, waited.attempts) == (SENT, 1)


def test_office_sets_its_own_quiet_hours(phones: Phones, secretary: Actor) -> None:
    set_quiet_hours(community_id=BELL_TOWER, begin=11, end=13, by=secretary)
    set_quiet_hours(community_id=BELL_TOWER, begin=12, end=14, by=secretary)
    tell("1")

    assert work() == 0
    assert work(timedelta(hours=2)) == 1
    with pytest.raises(BadInput):
        set_quiet_hours(community_id=BELL_TOWER, begin=24, end=8, by=secretary)


# --- limits of a phone ------------------------------------------------------------------------------------------------


def test_phone_gets_one_text_message_a_minute(phones: Phones) -> None:
    code("1")
    code("2")

    assert work(timedelta(0)) == 1
    assert work(timedelta(seconds=30)) == 0
    assert work(timedelta(seconds=61)) == 1
    assert {row.attempts for row in Outgoing.objects.within(BELL_TOWER)} == {1}


def test_sixth_text_message_of_a_day_is_passed_on_by_hand(phones: Phones) -> None:
    for nth in range(6):
        with clock.at(NOON + nth * timedelta(minutes=5)):
            code(str(nth))
            tasks.send_due()

    assert len(phones.got) == 5
    assert states() == [SENT] * 5 + [FAILED]
    assert len(waiting_to_pass_on(actor("secretary"), BELL_TOWER)) in {0, 1}
    assert states(DESK) == [WAITING]


# --- once, and never lost ---------------------------------------------------------------------------------------------


def test_text_that_surely_did_not_leave_is_tried_again_and_then_passed_on(phones: Phones) -> None:
    phones.problem = tasks.Undelivered("unreachable", again=True)
    tell("1")
    for minute in range(90):
        work(timedelta(minutes=minute))

    assert states() == [FAILED]
    assert Outgoing.objects.within(BELL_TOWER).get(channel=SMS).attempts == 5
    assert states(DESK) == [WAITING]


@pytest.mark.parametrize("problem", ["no_answer", "template"])
def test_text_that_may_have_left_or_will_never_is_passed_on_at_once(phones: Phones, problem: str) -> None:
    phones.problem = tasks.Undelivered(problem)
    tell("1")
    work()
    phones.problem = None

    assert work(timedelta(hours=1)) == 0
    assert phones.got == []
    assert (states(), states(DESK)) == ([FAILED], [WAITING])


def test_service_that_says_when_to_come_again_is_left_alone_until_then(phones: Phones) -> None:
    phones.problem = tasks.Undelivered("busy", again=True, wait=1800)
    tell("1")
    work()
    phones.problem = None

    assert work(LATER + timedelta(minutes=29)) == 0
    assert work(LATER + timedelta(minutes=30)) == 1


def test_fault_in_a_services_own_software_loses_nothing(phones: Phones) -> None:
    phones.problem = RuntimeError("王小旭 18600001402")
    tell("1")
    work()

    assert (states(), states(DESK)) == ([FAILED], [WAITING])


def test_worker_that_died_leaves_its_text_to_the_desk(monkeypatch: pytest.MonkeyPatch, phones: Phones) -> None:
    def killed(*args: object) -> None:
        raise KeyboardInterrupt

    tell("1")
    monkeypatch.setattr(tasks, "mark_sent", killed)
    with pytest.raises(KeyboardInterrupt):
        work()
    monkeypatch.undo()
    work(LATER + timedelta(seconds=30))
    assert states(DESK) == []
    work(LATER + timedelta(minutes=3))

    assert len(phones.got) == 1
    assert (states(), states(DESK)) == ([FAILED], [WAITING])


def test_sender_that_comes_too_late_changes_nothing(phones: Phones) -> None:
    """The lease ran out while it was sending, and the text was given up meanwhile."""
    row = tell("1")
    (mine,) = tasks.lease(community_id=BELL_TOWER, keys=[row.pk])
    work(timedelta(minutes=3))
    tasks.mark_sent([mine])

    assert states() == [FAILED]
    assert states(DESK) == [WAITING]


def test_how_each_text_fares_is_seen_by_whom_it_is_for(phones: Phones, secretary: Actor) -> None:
    phones.problem = tasks.Undelivered("busy", again=True)
    tell("1")
    work()

    (seen,) = sendings(secretary, BELL_TOWER)
    assert (seen.recipient, seen.state, seen.attempts) == ("王*旭 186****1402", WAITING, 1)
    assert str(seen.way) == "短信"
    assert "不再接收" in str(seen.problem)
    assert sendings(actor("volunteer"), BELL_TOWER) == []
    phones.problem = None
    work(timedelta(hours=1))
    assert sendings(secretary, BELL_TOWER)[0].recipient == ""
