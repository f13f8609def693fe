"""Whatever is changed among sealed events is found, also by somebody who writes in the database itself."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from uuid import UUID, uuid4

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core import clock
from linli.core.actor import SYSTEM
from linli.core.ids import new_id
from linli.timeline.models import Detail, Event, Head, Seal
from linli.timeline.services import GENESIS, link_hash, record, seal, verify
from tests.factories.people import BELL_TOWER, WEST_LAKE, office

pytestmark = [pytest.mark.django_db, pytest.mark.names_no_tenant("tampering means writing past the models")]

Tampering = Callable[[int, int], None]
"""Changes the record at two positions."""


def happen(many: int, community: int = BELL_TOWER) -> None:
    """So many events, all sealed."""
    now = clock.now()
    events = [
        Event(
            community_id=community,
            at=now,
            subject_kind="wish",
            subject_id=new_id(),
            verb="approve" if number % 2 else "submit",
            before="review",
            after="ready",
            facts={"number": number},
            actor="user:1",
            actor_role="worker",
        )
        for number in range(many)
    ]
    with transaction.atomic():
        Event.objects.bulk_create(events)
    while seal(community_id=community, most=2000):
        pass


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        assert cursor.rowcount > 0


def event_at(position: int) -> UUID:
    key: UUID = Seal.objects.within(BELL_TOWER).get(position=position).event_id
    return key


def as_stored(key: UUID) -> str:
    return key.hex if connection.vendor == "sqlite" else str(key)


def _set(column: str, value: object) -> Tampering:
    def tamper(position: int, _other: int) -> None:
        sql(f"UPDATE timeline_event SET {column} = %s WHERE id = %s", value, as_stored(event_at(position)))  # noqa: S608  # -- a column of ours

    return tamper


def _delete_event(position: int, _other: int) -> None:
    sql("DELETE FROM timeline_event WHERE id = %s", as_stored(event_at(position)))


def _delete_seal(position: int, _other: int) -> None:
    sql("DELETE FROM timeline_seal WHERE position = %s", position)


def _delete_both(position: int, other: int) -> None:
    _delete_event(position, other)
    _delete_seal(position, other)


def _cut_the_end_off(position: int, _other: int) -> None:
    keys = Seal.objects.within(BELL_TOWER).filter(position__gte=position).values_list("event_id", flat=True)
    for key in list(keys[:5]):
        sql("DELETE FROM timeline_event WHERE id = %s", as_stored(key))
    sql("DELETE FROM timeline_seal WHERE position >= %s", position)


def _swap_events(position: int, other: int) -> None:
    first, second = as_stored(event_at(position)), as_stored(event_at(other))
    sql("UPDATE timeline_seal SET event_id = %s WHERE position = %s", as_stored(uuid4()), position)
    sql("UPDATE timeline_seal SET event_id = %s WHERE position = %s", first, other)
    sql("UPDATE timeline_seal SET event_id = %s WHERE position = %s", second, position)


def _swap_positions(position: int, other: int) -> None:
    sql("UPDATE timeline_seal SET position = %s WHERE position = %s", 10**9, position)
    sql("UPDATE timeline_seal SET position = %s WHERE position = %s", position, other)
    sql("UPDATE timeline_seal SET position = %s WHERE position = %s", other, 10**9)


def _swap_contents(position: int, other: int) -> None:
    first, second = as_stored(event_at(position)), as_stored(event_at(other))
    swap = "UPDATE timeline_event SET subject_id = (SELECT subject_id FROM timeline_event WHERE id = %s) WHERE id = %s"
    sql(swap, second, first)


def _make_the_rest_anew(position: int, _other: int) -> None:
    """What somebody does who knows the program, but not the installation's key."""
    _set("verb", "withdraw")(position, 0)
    head, seals = GENESIS, Seal.objects.within(BELL_TOWER).order_by("position")
    events = {event.pk: event for event in Event.objects.within(BELL_TOWER)}
    for row in list(seals):
        head = link_hash(head, row.position, row.sealed_at, events[row.event_id])
        sql("UPDATE timeline_seal SET hash = %s WHERE position = %s", head, row.position)
    sql("UPDATE timeline_head SET hash = %s", head)


def _forget_how_far(_position: int, _other: int) -> None:
    sql("DELETE FROM timeline_head")


TAMPERINGS: dict[str, Tampering] = {
    "verb": _set("verb", "withdraw"),
    "actor": _set("actor", "user:2"),
    "role": _set("actor_role", "secretary"),
    "state": _set("after", "open"),
    "facts": _set("facts", '{"number": -1}'),
    "time": _set("at", "2020-01-01 00:00:00+00:00"),
    "subject": _set("subject_kind", "claim"),
    "words": _set("detail_hash", b"1" * 32),
    "delete event": _delete_event,
    "delete seal": _delete_seal,
    "delete both": _delete_both,
    "cut the end off": _cut_the_end_off,
    "swap events": _swap_events,
    "swap positions": _swap_positions,
    "swap contents": _swap_contents,
    "make anew": _make_the_rest_anew,
    "forget how far": _forget_how_far,
}


def found_after(tamper: Tampering, position: int, other: int) -> list[str]:
    """What verify says after the tampering, which is undone."""
    with transaction.atomic():
        tamper(position, other)
        told = [str(fault) for fault in verify(BELL_TOWER)]
        transaction.set_rollback(True)
    return told


def test_untouched_record_is_whole() -> None:
    happen(1100)

    assert list(verify(BELL_TOWER)) == []


def test_any_tampering_at_any_place_is_found() -> None:
    happen(40)

    @settings(max_examples=150, deadline=None)
    @given(st.sampled_from(sorted(TAMPERINGS)), st.lists(st.integers(1, 40), min_size=2, max_size=2, unique=True))
    def tampering(name: str, places: list[int]) -> None:
        assert found_after(TAMPERINGS[name], *places)

    tampering()
    assert list(verify(BELL_TOWER)) == []


@pytest.mark.slow
def test_one_change_among_ten_thousand_events_is_found() -> None:
    happen(10_000)
    kinds = st.sampled_from(["verb", "delete both", "cut the end off", "swap events"])

    @settings(max_examples=8, deadline=None)
    @given(kinds, st.lists(st.integers(1, 10_000), min_size=2, max_size=2, unique=True))
    def tampering(name: str, places: list[int]) -> None:
        assert 1 <= len(found_after(TAMPERINGS[name], *places)) <= 6

    tampering()
    assert list(verify(BELL_TOWER)) == []


def test_one_change_is_told_once_and_says_where() -> None:
    happen(30)

    (told,) = found_after(_set("verb", "withdraw"), 12, 0)

    assert "12" in told
    assert str(event_at(12)) in told


def test_values_of_no_type_are_found_too(vendor: str) -> None:
    happen(5)
    if vendor != "sqlite":
        with pytest.raises(Exception, match="invalid"), transaction.atomic():
            _set("at", "nonsense")(2, 0)
        return

    assert found_after(_set("at", "nonsense"), 2, 0)
    assert found_after(_set("subject_id", "nonsense"), 2, 0)
    assert found_after(_set("id", "nonsense"), 2, 0)


def test_changed_words_are_found_and_erased_ones_are_not() -> None:
    office()
    event = record(community_id=BELL_TOWER, subject=("wish", new_id()), verb="send_back", detail="尺码不对", by=SYSTEM)
    seal(community_id=BELL_TOWER)
    detail = Detail.objects.within(BELL_TOWER).get(event=event)

    detail.text = "尺码没问题"
    detail.save()
    told = [str(fault) for fault in verify(BELL_TOWER)]
    Detail.objects.within(BELL_TOWER).erase()

    assert len(told) == 1
    assert str(event.pk) in told[0]
    assert list(verify(BELL_TOWER)) == []


def test_words_slipped_in_later_are_found() -> None:
    happen(1)
    Detail.objects.create(community_id=BELL_TOWER, event_id=event_at(1), salt=b"1" * 16, text="其实没送到")

    assert len(list(verify(BELL_TOWER))) == 1


def test_event_without_a_seal_is_told_after_a_minute() -> None:
    with time_machine.travel("2026-12-06 08:00:00+08:00", tick=False) as now:
        happen(3)
        record(community_id=BELL_TOWER, subject=("wish", new_id()), verb="submit", by=SYSTEM)
        fresh = list(verify(BELL_TOWER))
        now.shift(timedelta(seconds=61))
        late = [str(fault) for fault in verify(BELL_TOWER)]

    assert fresh == []
    assert len(late) == 1


def test_one_community_does_not_stand_for_another() -> None:
    happen(3)
    happen(3, WEST_LAKE)

    sql("UPDATE timeline_event SET community_id = %s WHERE id = %s", WEST_LAKE, as_stored(event_at(2)))

    assert list(verify(BELL_TOWER))
    assert Head.objects.within(WEST_LAKE).get().position == 3


def test_command_says_it_in_sentences_and_leaves_with_one() -> None:
    office()
    office(WEST_LAKE, "西湖社区")
    happen(3)
    happen(3, WEST_LAKE)
    call_command("verify_timeline", stdout=StringIO())
    _set("verb", "withdraw")(2, 0)

    told = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("verify_timeline", stdout=told)
    call_command("verify_timeline", community=WEST_LAKE, stdout=told)

    with pytest.raises(CommandError):
        call_command("verify_timeline", community=110000000001)
    assert left.value.code == 1
    assert told.getvalue().count("钟楼社区") == 1
    assert str(event_at(2)) in told.getvalue()
