"""Texts on their way: written with what they tell of, passed on from the desk or sent by e-mail, once."""

import json
import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import translation

from linli.core import clock
from linli.core.actor import ANONYMOUS
from linli.core.errors import Conflict, NotHere
from linli.core.ids import new_id
from linli.notifications import kinds, tasks
from linli.notifications.adapters import Undelivered
from linli.notifications.kinds import texts
from linli.notifications.models import DESK, EMAIL, EXPIRED, FAILED, SENT, WAITING, Outgoing
from linli.notifications.queries import count_waiting, waiting_to_pass_on
from linli.notifications.services import forget_expired, mark_passed_on, send
from linli.notifications.services.delivering import lease
from linli.timeline.queries import feed
from tests.factories.acting import actor
from tests.factories.people import BELL_TOWER, WEST_LAKE, office

pytestmark = pytest.mark.django_db
START = datetime(2026, 12, 6, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _office(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    office()
    settings.EMAIL_HOST = "mail.example.cn"
    settings.DEFAULT_FROM_EMAIL = "linli@example.cn"
    monkeypatch.setattr(texts, "_texts", dict(kinds.registered()))
    kinds.register(
        "receipt",
        label="Receipt",
        subject="Wish %(number)s",
        text="Please bring %(item)s, number %(number)s.",
        urgent=True,
    )


def tell(dedupe: str = "claim:1", channel: str = DESK, **more: Any) -> Outgoing | None:
    return send(
        **{
            "community_id": BELL_TOWER,
            "kind": "receipt",
            "dedupe": dedupe,
            "recipient_name": "王小旭",
            "recipient_address": "18600001402",
            "words": {"item": "热水袋", "number": "0419"},
            "channel": channel,
        }
        | more
    )


def email(dedupe: str = "claim:1", **more: Any) -> Outgoing | None:
    return tell(dedupe, EMAIL, **({"recipient_address": "wang@example.cn"} | more))


def row(channel: str = DESK) -> Outgoing:
    found: Outgoing = Outgoing.objects.within(BELL_TOWER).get(channel=channel)
    return found


class DeafServer(BaseEmailBackend):
    """Is not there."""

    def open(self) -> bool:
        raise ConnectionRefusedError


class FallingServer(BaseEmailBackend):
    """Takes the message, and the power goes before it is noted."""

    def send_messages(self, messages: object) -> int:
        mail.outbox.append("left")  # type: ignore[arg-type]  # -- only counted
        raise KeyboardInterrupt


def test_text_stands_or_falls_with_what_it_tells_of() -> None:
    def claim_that_fails() -> None:
        with transaction.atomic():
            tell()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        claim_that_fails()

    assert waiting_to_pass_on(actor(), BELL_TOWER) == []


def test_same_thing_is_told_once() -> None:
    assert tell() is not None
    tell()

    assert count_waiting(actor(), BELL_TOWER) == 1


def test_neither_recipient_nor_words_are_readable_in_the_database() -> None:
    tell()
    stored = str(Outgoing.objects.within(BELL_TOWER).values().get())

    for secret in ("王小旭", "18600001402", "热水袋", "0419"):
        assert secret not in stored


def test_kind_without_a_text_and_text_without_its_words_are_refused() -> None:
    with pytest.raises(LookupError, match="register"):
        tell(kind="never_heard_of")
    with pytest.raises(LookupError, match="number"):
        tell(words={"item": "热水袋"})


def test_kind_has_one_text() -> None:
    with pytest.raises(ValueError, match="receipt"):
        kinds.register("receipt", label="Other", text="Other")


def test_every_registered_text_has_its_places_in_both_languages() -> None:
    for code, text in kinds.registered().items():
        places = {}
        for language in ("en", "zh-hans"):
            with translation.override(language):
                places[language] = set(re.findall(r"%\((\w+)\)", f"{text.text}{text.subject}"))
        assert places["en"] == places["zh-hans"], code


def test_list_at_the_desk_shows_the_text_to_copy_and_the_recipient_masked() -> None:
    tell()

    (waiting,) = waiting_to_pass_on(actor(), BELL_TOWER)

    assert waiting.text == "Please bring 热水袋, number 0419."
    assert waiting.recipient == "王*旭 186****1402"


@pytest.mark.parametrize("role", ["grid_worker", "volunteer", "supervisor"])
def test_who_passes_nothing_on_sees_nothing(role: str) -> None:
    tell()
    place = 140802004000 if role == "supervisor" else BELL_TOWER

    assert waiting_to_pass_on(actor(role, place), BELL_TOWER) == []


def test_texts_of_another_community_are_neither_seen_nor_marked() -> None:
    office(WEST_LAKE, "西湖社区")
    sent = tell()
    stranger = actor("secretary", WEST_LAKE)

    assert sent is not None
    assert waiting_to_pass_on(stranger, BELL_TOWER) == waiting_to_pass_on(stranger, WEST_LAKE) == []
    for community in (BELL_TOWER, WEST_LAKE):
        with pytest.raises(NotHere):
            mark_passed_on(community_id=community, outgoing_ids=[sent.pk], by=stranger)
    assert row().state == WAITING


def test_text_for_few_eyes_does_not_exist_for_others() -> None:
    sent = tell(permission="roles.grant")

    assert sent is not None
    assert waiting_to_pass_on(actor("worker"), BELL_TOWER) == []
    with pytest.raises(NotHere):
        mark_passed_on(community_id=BELL_TOWER, outgoing_ids=[sent.pk], by=actor("worker"))
    assert len(waiting_to_pass_on(actor("secretary"), BELL_TOWER)) == 1


def test_text_for_nobodys_eyes_is_shown_to_nobody() -> None:
    tell(permission="")

    assert waiting_to_pass_on(actor("secretary"), BELL_TOWER) == waiting_to_pass_on(ANONYMOUS, BELL_TOWER) == []


def test_what_was_passed_on_is_erased_and_recorded() -> None:
    sent, worker = tell(subject=("claim", new_id())), actor()

    assert sent is not None
    mark_passed_on(community_id=BELL_TOWER, outgoing_ids=[sent.pk], by=worker)

    done = row()
    assert (done.state, done.sent_by) == (SENT, worker.key)
    assert (done.recipient_name, done.recipient_address, done.payload) == ("", "", "")
    assert waiting_to_pass_on(worker, BELL_TOWER) == []
    (entry,) = feed(BELL_TOWER, ("claim", sent.subject_id)) if sent.subject_id else ()
    assert (entry.verb, entry.actor) == ("pass_on", worker.key)


def test_second_worker_is_told_that_it_was_passed_on() -> None:
    sent = tell()

    assert sent is not None
    mark_passed_on(community_id=BELL_TOWER, outgoing_ids=[sent.pk], by=actor())
    with pytest.raises(Conflict):
        mark_passed_on(community_id=BELL_TOWER, outgoing_ids=[sent.pk], by=actor())


def test_text_out_of_date_leaves_the_list_and_is_erased() -> None:
    with clock.at(START):
        tell(good_for=timedelta(minutes=10))
    with clock.at(START + timedelta(minutes=9)):
        assert count_waiting(actor(), BELL_TOWER) == 1
        assert forget_expired(community_id=BELL_TOWER) == 0
    with clock.at(START + timedelta(minutes=10)):
        assert count_waiting(actor(), BELL_TOWER) == 0
        assert forget_expired(community_id=BELL_TOWER) == 1

    assert (row().state, row().payload) == (EXPIRED, "")


def test_email_is_sent_once_in_chinese_and_erased() -> None:
    email()

    with translation.override("en"):
        assert (tasks.send_due(), tasks.send_due()) == (1, 0)

    (letter,) = mail.outbox
    assert (letter.to, letter.subject, letter.from_email) == (["wang@example.cn"], "Wish 0419", "linli@example.cn")
    assert "热水袋" in letter.body
    assert letter.extra_headers["Message-ID"] == f"<{row(EMAIL).pk}@example.cn>"
    assert (row(EMAIL).state, row(EMAIL).recipient_address, row(EMAIL).payload) == (SENT, "", "")


def test_without_a_mail_server_nothing_pretends_to_be_sent(settings: Any) -> None:
    settings.EMAIL_HOST = ""
    email()

    assert tasks.send_due() == 0
    assert row(EMAIL).state == WAITING


@pytest.fixture
def deaf(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.DeafServer"


@pytest.mark.usefixtures("deaf")
def test_refused_email_is_tried_again_later_each_time_and_then_moves_to_the_desk() -> None:
    with clock.at(START):
        email()
    tried = []
    for second in range(0, 3600, 10):
        with clock.at(START + timedelta(seconds=second)):
            before = row(EMAIL).attempts
            tasks.send_due()
            if row(EMAIL).attempts > before:
                tried.append(second)

    assert len(tried) == 5
    assert tried == sorted(tried)
    waits = [later - sooner for sooner, later in pairwise(tried)]
    assert waits == sorted(waits)
    assert waits[0] < waits[-1]
    assert (row(EMAIL).state, row(EMAIL).recipient_address, row(EMAIL).problem) == (
        FAILED,
        "",
        "unreachable",
    )
    with clock.at(START + timedelta(hours=1)):
        (waiting,) = waiting_to_pass_on(actor(), BELL_TOWER)
    assert waiting.text == "Please bring 热水袋, number 0419."
    assert waiting.recipient == "王*旭 w***@example.cn"


@pytest.mark.usefixtures("deaf")
def test_refused_email_for_nobodys_eyes_does_not_move_to_the_desk() -> None:
    with clock.at(START):
        email(permission="")
    for minute in range(60):
        with clock.at(START + timedelta(minutes=minute)):
            tasks.send_due()

    assert row(EMAIL).state == FAILED
    assert not Outgoing.objects.within(BELL_TOWER).filter(channel=DESK).exists()


def test_one_refused_email_does_not_stop_those_behind_it(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = email("claim:1"), email("claim:2")
    assert first is not None
    whole = tasks.send_mail

    def stubborn(to: str, subject: str, text: str, message: Any) -> None:
        if message == first.pk:
            raise Undelivered("refused", again=True)
        whole(to, subject, text, message)

    monkeypatch.setattr(tasks, "send_mail", stubborn)

    assert tasks.send_due() == 1
    assert second is not None


def test_email_whose_sender_died_is_not_sent_again_but_seen_at_the_desk(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.FallingServer"
    with clock.at(START):
        email()
        with pytest.raises(KeyboardInterrupt):
            tasks.send_due()
        mail.outbox.clear()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with clock.at(START + timedelta(seconds=60)):
        tasks.send_due()
        assert count_waiting(actor(), BELL_TOWER) == 0
    with clock.at(START + timedelta(minutes=3)):
        tasks.send_due()
        assert count_waiting(actor(), BELL_TOWER) == 1

    assert mail.outbox == []
    assert row(EMAIL).state == FAILED


def test_row_leased_by_one_worker_is_not_taken_by_another() -> None:
    sent = email()

    assert sent is not None
    assert len(lease(community_id=BELL_TOWER, keys=[sent.pk])) == 1
    assert lease(community_id=BELL_TOWER, keys=[sent.pk]) == []
    assert row(EMAIL).attempts == 1


def test_slow_mail_server_does_not_keep_the_worker_from_its_other_work(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        email(f"claim:{number}")
    seconds = iter(range(0, 1000, 6))
    monkeypatch.setattr(tasks.time, "monotonic", lambda: next(seconds))

    assert tasks.send_due() == 1
    assert json.loads(Outgoing.objects.within(BELL_TOWER).filter(state=WAITING).first().payload)["item"] == "热水袋"


def test_guide_names_the_parameters_of_every_text_that_can_leave_as_a_text_message() -> None:
    guide = (Path(__file__).resolve().parents[2] / "docs" / "howto" / "channels.md").read_text("utf-8")
    rows = re.findall(r"^ +\| `(\w+)` \| (.*) \|$", guide, re.MULTILINE)
    told = {kind: tuple(re.findall(r"`(\w+)`", words)) for kind, words in rows}
    assert told == {kind: text.sms for kind, text in kinds.registered().items() if text.sms}
