"""Adding to the record, and sealing it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction

from linli.core import clock
from linli.core.actor import SYSTEM
from linli.core.ids import new_id
from linli.timeline import tasks
from linli.timeline.kinds import label_of, register_verbs
from linli.timeline.models import Detail, Event, Seal
from linli.timeline.queries import feed
from linli.timeline.services import record, seal, verify
from tests.factories.people import BELL_TOWER, WEST_LAKE, office

pytestmark = pytest.mark.django_db


def note(verb: str = "submit", **more: Any) -> Event:
    return record(**{"community_id": BELL_TOWER, "subject": ("wish", new_id()), "verb": verb, "by": SYSTEM} | more)


def test_event_stands_or_falls_with_the_transaction_it_was_told_in() -> None:
    def move_that_fails() -> None:
        with transaction.atomic():
            note()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        move_that_fails()

    assert feed(BELL_TOWER) == []


def test_rows_cannot_be_changed_or_deleted_in_code() -> None:
    event = note()
    seal(community_id=BELL_TOWER)
    rows, seals = Event.objects.within(BELL_TOWER), Seal.objects.within(BELL_TOWER)

    for change in (
        event.save,
        event.delete,
        rows.delete,
        rows.erase,
        lambda: rows.update(verb="withdraw"),
        lambda: rows.bulk_update([event], ["verb"]),
        lambda: rows.filter(verb="submit").update(verb="withdraw"),
        lambda: Event.objects.bulk_create([event], update_conflicts=True, unique_fields=["id"], update_fields=["verb"]),
        lambda: Event.objects.create(community_id=BELL_TOWER),
        lambda: seals.update(position=7),
        seals.erase,
        seals.get().save,
        seals.get().delete,
    ):
        with pytest.raises(TypeError):
            change()
    assert feed(BELL_TOWER)[0].verb == "submit"


def test_sealing_goes_on_where_it_stopped() -> None:
    note()
    assert seal(community_id=BELL_TOWER) == 1
    note()
    note()
    assert seal(community_id=BELL_TOWER, most=1) == 1
    assert seal(community_id=BELL_TOWER) == 1
    assert seal(community_id=BELL_TOWER) == 0

    assert list(Seal.objects.within(BELL_TOWER).values_list("position", flat=True).order_by("position")) == [1, 2, 3]
    assert list(verify(BELL_TOWER)) == []


def test_event_written_as_of_a_past_day_is_sealed_like_any_other() -> None:
    note()
    seal(community_id=BELL_TOWER)
    with clock.at(datetime(2023, 12, 1, 7, 13, tzinfo=UTC)):
        note()

    assert seal(community_id=BELL_TOWER) == 1


def test_event_of_a_slow_transaction_is_sealed_though_a_later_one_was_first() -> None:
    with time_machine.travel("2026-12-06 08:00:00+08:00", tick=False) as now:
        slow = Event(
            community_id=BELL_TOWER, at=clock.now(), subject_kind="wish", subject_id=new_id(), verb="submit", actor="a"
        )
        now.shift(timedelta(minutes=55))
        note()
        seal(community_id=BELL_TOWER)
        Event.objects.bulk_create([slow])

        assert seal(community_id=BELL_TOWER) == 1
    assert list(verify(BELL_TOWER)) == []


def test_event_of_a_transaction_of_hours_is_sealed_when_everything_is_looked_at() -> None:
    office()
    with time_machine.travel("2026-12-06 08:00:00+08:00", tick=False) as now:
        slow = Event(
            community_id=BELL_TOWER, at=clock.now(), subject_kind="wish", subject_id=new_id(), verb="submit", actor="a"
        )
        now.shift(timedelta(hours=20))
        note()
        seal(community_id=BELL_TOWER)
        Event.objects.bulk_create([slow])

        assert (tasks.seal_all(), tasks.seal_left_over(), tasks.seal_left_over()) == (0, 1, 0)


def test_worker_seals_every_community() -> None:
    office()
    office(WEST_LAKE, "西湖社区")
    for community in (BELL_TOWER, WEST_LAKE):
        for _event in range(3):
            note(community_id=community)

    assert tasks.seal_all() == 6
    assert tasks.seal_all() == 0


def test_words_stand_apart_and_the_event_keeps_only_their_hash() -> None:
    event = note(detail="李家的尺码不对")

    assert Detail.objects.within(BELL_TOWER).get(event=event).text == "李家的尺码不对"
    assert "尺码" not in str(vars(Event.objects.within(BELL_TOWER).get()))
    assert feed(BELL_TOWER)[0].detail == ""
    assert feed(BELL_TOWER, with_details=True)[0].detail == "李家的尺码不对"


def test_same_words_have_different_hashes() -> None:
    assert note(detail="尺码不对").detail_hash != note(detail="尺码不对").detail_hash


def test_feed_is_newest_first_page_by_page_of_one_subject_and_one_community() -> None:
    wish = ("wish", new_id())
    for number in range(5):
        note(subject=wish, facts={"number": number})
    note()
    note(community_id=WEST_LAKE, subject=wish)

    first = feed(BELL_TOWER, wish, limit=3)
    rest = feed(BELL_TOWER, wish, before=first[-1].id, limit=3)

    assert [entry.facts["number"] for entry in [*first, *rest]] == [4, 3, 2, 1, 0]
    assert len(feed(BELL_TOWER)) == 6


def test_verb_has_one_label() -> None:
    register_verbs({"tested_verb": "tested"})
    register_verbs({"tested_verb": "tested"})

    assert label_of("tested_verb") == "tested"
    assert label_of("never_heard_of") == "never_heard_of"
    with pytest.raises(ValueError, match="tested_verb"):
        register_verbs({"tested_verb": "something else"})
