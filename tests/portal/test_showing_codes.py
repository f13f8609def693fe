"""A sign-in code on the list to pass on: covered, shown by a press to read it out, each showing on record."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from linli.accounts.models import User
from linli.core.ids import new_id
from linli.notifications.models import Outgoing
from linli.timeline.models import Event
from tests.factories import acting
from tests.factories.acting import BELL_TOWER, WEST_LAKE

pytestmark = pytest.mark.django_db
LIST = f"/desk/{BELL_TOWER}/outgoing/"


@pytest.fixture(autouse=True)
def _offices() -> None:
    acting.office()
    acting.office(WEST_LAKE, "西湖社区")


@pytest.fixture
def volunteer() -> User:
    """Has asked for a code, which waits at the desk."""
    user = acting.grant("volunteer").user
    Client().post("/accounts/login/", {"phone": user.phone})
    return user


def code_of(row: Outgoing) -> str:
    found = re.search(r"\d{6}", row.payload)
    assert found is not None
    return found[0]


def waiting() -> Outgoing:
    row = Outgoing.objects.within(BELL_TOWER).get(kind="sign_in_code")
    assert isinstance(row, Outgoing)
    return row


def show(client: Client, row: Outgoing, key: str = "", community: int = BELL_TOWER) -> tuple[int, str]:
    answer = client.post(f"/desk/{community}/outgoing/{row.pk}/show", {"key": key or new_id().hex})
    return answer.status_code, answer.content.decode()


def showings() -> list[Event]:
    return list(Event.objects.within(BELL_TOWER).filter(verb="show_covered").order_by("id"))


def test_list_does_not_show_the_code(volunteer: User) -> None:
    page = acting.client_of("worker").get(LIST).content.decode()

    assert f"{waiting().pk}/show" in page
    assert code_of(waiting()) not in page
    assert "名册上的号码" in page


def test_press_shows_it_and_says_on_record_who_looked_at_whose(volunteer: User) -> None:
    worker = acting.grant("worker").user

    status, page = show(acting.client_of(worker), waiting())

    (event,) = showings()
    assert (status, code_of(waiting()) in page) == (200, True)
    assert (event.actor, event.subject_kind, event.subject_id) == (f"user:{worker.pk}", "account", volunteer.pk)
    assert code_of(waiting()) not in str(event.facts)
    assert "名册上的号码" in page


def test_every_further_look_is_on_record_and_the_list_stays_covered(volunteer: User) -> None:
    worker, key = acting.client_of("worker"), new_id().hex

    first, again = show(worker, waiting(), key), show(worker, waiting(), key)
    assert code_of(waiting()) in first[1]
    assert code_of(waiting()) in again[1]
    assert len(showings()) == 1
    assert code_of(waiting()) not in worker.get(LIST).content.decode()
    show(worker, waiting())
    assert len(showings()) == 2


def test_nothing_is_shown_where_the_record_cannot_be_written(volunteer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**row: object) -> None:
        raise RuntimeError("no record")

    monkeypatch.setattr("linli.notifications.services.sending.record", fail)
    worker = acting.client_of("worker")
    worker.raise_request_exception = False

    status, page = show(worker, waiting())

    assert status == 500
    assert code_of(waiting()) not in page


def test_code_out_of_date_is_not_shown(volunteer: User) -> None:
    row, code, worker, key = waiting(), code_of(waiting()), acting.client_of("worker"), new_id().hex
    show(worker, row, key)
    with time_machine.travel(row.made_at + timedelta(minutes=10, seconds=1)):
        fresh, repeated = show(worker, row), show(worker, row, key)

    assert (fresh[0], repeated[0]) == (409, 404)
    assert code not in fresh[1] + repeated[1]
    assert "已失效" in fresh[1]
    assert len(showings()) == 1


def test_code_that_was_read_out_is_not_shown_again(volunteer: User) -> None:
    row, worker = waiting(), acting.client_of("worker")
    assert worker.post(f"{LIST}{row.pk}/sent", {"key": new_id().hex}).status_code == 302

    assert show(worker, row)[0] == 409
    assert showings() == []


def test_code_is_not_there_for_others(volunteer: User) -> None:
    row = waiting()
    stranger = acting.client_of("secretary", WEST_LAKE)

    assert show(stranger, row)[0] == show(stranger, row, community=WEST_LAKE)[0] == 404
    assert show(acting.client_of("grid_worker"), row)[0] == 403
    assert showings() == []


def test_worker_does_not_see_a_colleagues_code_nor_anybody_a_secretarys() -> None:
    colleague, secretary = acting.grant("worker").user, acting.grant("secretary").user
    for user in (colleague, secretary):
        Client().post("/accounts/login/", {"phone": user.phone})

    assert waiting().subject_id == colleague.pk
    assert show(acting.client_of("worker"), waiting())[0] == 404
    assert show(acting.client_of("director"), waiting())[0] == 200


def test_text_that_is_not_covered_is_not_shown_this_way() -> None:
    from linli.notifications.services import send  # noqa: PLC0415  # -- only here

    told = send(
        community_id=BELL_TOWER,
        kind="claim_kept",
        dedupe="a text",
        recipient_name="",
        recipient_address="",
        words={"number": 1, "campaign": "点亮微心愿"},
    )
    assert told is not None

    assert show(acting.client_of("worker"), told)[0] == 404
