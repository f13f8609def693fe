"""Granting and ending roles at the desk, and passing texts on there."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from linli.accounts.models import RoleGrant
from linli.accounts.queries import actor_for, user_by_phone
from linli.core.ids import new_id
from linli.notifications.models import SENT, Outgoing
from linli.notifications.services import send
from linli.people.models import Person
from tests.factories import acting
from tests.factories.acting import BELL_TOWER, WEST_LAKE

pytestmark = pytest.mark.django_db
STAFF, OUTGOING = f"/desk/{BELL_TOWER}/staff/", f"/desk/{BELL_TOWER}/outgoing/"


@pytest.fixture(autouse=True)
def _offices() -> None:
    acting.office()
    acting.office(WEST_LAKE, "西湖社区")


@pytest.fixture
def secretary() -> Client:
    return acting.client_of("secretary")


def add(client: Client, **more: str) -> Any:
    words = {"name": "秦芳", "phone": "19900000031", "role": "worker", "until": "", "key": new_id().hex}
    return client.post(STAFF, words | more)


def test_secretary_names_a_worker_who_can_then_sign_in(secretary: Client) -> None:
    assert add(secretary, until="2099-12-31").status_code == 302

    user = user_by_phone("19900000031")
    assert user is not None
    assert actor_for(user).may("desk.open", BELL_TOWER)
    person = Person.objects.within(BELL_TOWER).get(user_id=user.pk)
    assert (person.name, person.phone, person.origin) == ("秦芳", "19900000031", "staff")
    page = secretary.get(STAFF).content.decode()
    assert "秦芳" in page
    assert "199****0031" in page
    assert "19900000031" not in page


def test_form_sent_twice_names_one_worker(secretary: Client) -> None:
    key = new_id().hex

    assert [add(secretary, key=key).status_code for _time in range(2)] == [302, 302]
    assert RoleGrant.objects.filter(role="worker").count() == 1
    assert add(secretary, key=key, name="秦方").status_code == 422


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_kept(secretary: Client) -> None:
    for wrong, field in (({"phone": "123"}, "phone"), ({"name": " "}, "name"), ({"until": "2020-01-01"}, "until")):
        answer = add(secretary, **wrong)
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert answer.context["form"]["phone"].value() == wrong.get("phone", "19900000031")
    assert user_by_phone("19900000031") is None


def test_role_begins_on_its_first_day_and_not_before(secretary: Client) -> None:
    with time_machine.travel("2026-12-06 10:00:00+08:00", tick=False) as clock:
        secretary = acting.client_of("secretary")
        assert add(secretary, since="2026-12-05").status_code == 422
        assert add(secretary, since="2026-12-08", until="2026-12-09").status_code == 302
        assert "尚未开始" in secretary.get(STAFF).content.decode()
        user = user_by_phone("19900000031")
        assert user is not None
        worker = acting.client_of(user)
        seen = []
        for _day in range(5):
            seen.append(worker.get(OUTGOING).status_code)
            clock.shift(timedelta(days=1))

    assert seen == [404, 404, 200, 200, 404]


def test_same_role_again_is_told(secretary: Client) -> None:
    add(secretary)

    assert add(secretary).status_code == 409


def test_director_is_not_offered_the_secretarys_role() -> None:
    director = acting.client_of("director")

    offered = [code for code, _label in director.get(STAFF).context["form"].fields["role"].choices]

    assert "secretary" not in offered
    assert "director" in offered
    assert "supervisor" not in offered
    assert add(director, role="secretary").status_code == 422


def test_role_ended_at_the_desk_is_gone_at_the_next_request(secretary: Client) -> None:
    grant = acting.grant("worker")
    worker = acting.client_of(grant.user)
    assert worker.get(OUTGOING).status_code == 200

    secretary.post(f"{STAFF}{grant.pk}/end", {"key": new_id().hex})

    assert worker.get(OUTGOING).status_code == 404


@pytest.mark.parametrize("role", ["worker", "deputy", "supervisor"])
def test_who_grants_no_roles_does_not_see_the_page(role: str) -> None:
    client = acting.client_of(role, acting.STREET if role == "supervisor" else BELL_TOWER)
    grant = acting.grant("volunteer")

    assert client.get(STAFF).status_code == 403
    assert add(client).status_code == 403
    assert client.post(f"{STAFF}{grant.pk}/end", {"key": new_id().hex}).status_code == 403


def test_secretary_of_another_community_ends_nothing_here() -> None:
    grant = acting.grant("worker")
    stranger = acting.client_of("secretary", WEST_LAKE)

    for community in (BELL_TOWER, WEST_LAKE):
        there = f"/desk/{community}/staff/{grant.pk}/end"
        assert stranger.post(there, {"key": new_id().hex}).status_code == 404
    assert RoleGrant.objects.get(pk=grant.pk).ended_at is None


def test_list_costs_the_same_queries_for_one_and_for_many(secretary: Client, django_assert_num_queries: Any) -> None:
    for many in (0, 4):
        for _worker in range(many):
            acting.grant("worker")
        with django_assert_num_queries(9):
            # session, user, roles; the office; the holders, their names, second steps; of the frame count and person
            secretary.get(STAFF)


def text(**more: Any) -> Outgoing:
    words = {"code": "123456", "minutes": 10}
    told = send(
        **{
            "community_id": BELL_TOWER,
            "kind": "sign_in_code",
            "dedupe": new_id().hex,
            "recipient_name": "王小旭",
            "recipient_address": "18600001402",
            "words": words,
        }
        | more
    )
    assert told is not None
    return told


def test_worker_copies_a_text_and_marks_it_as_sent() -> None:
    told = text(kind="claim_kept", words={"number": 123456, "campaign": "点亮微心愿"})
    worker = acting.client_of("worker")

    page = worker.get(OUTGOING).content.decode()
    assert "123456" in page
    assert "王*旭 186****1402" in page
    assert "18600001402" not in page
    key = re.search(r'name="key" value="([0-9a-f]{32})"', page)
    assert key is not None
    answers = [worker.post(f"{OUTGOING}{told.pk}/sent", {"key": key[1]}).status_code for _time in range(2)]

    assert answers == [302, 302]
    assert Outgoing.objects.within(BELL_TOWER).get().state == SENT
    assert "123456" not in worker.get(OUTGOING).content.decode()


def test_second_worker_is_told_that_it_was_sent() -> None:
    told = text()

    answers = [
        acting.client_of("worker").post(f"{OUTGOING}{told.pk}/sent", {"key": new_id().hex}).status_code
        for _worker in range(2)
    ]

    assert answers == [302, 409]


def test_text_of_another_community_is_not_there() -> None:
    told = text()
    stranger = acting.client_of("secretary", WEST_LAKE)

    for community in (BELL_TOWER, WEST_LAKE):
        there = f"/desk/{community}/outgoing/{told.pk}/sent"
        assert stranger.post(there, {"key": new_id().hex}).status_code == 404


def test_htmx_takes_the_text_off_the_list() -> None:
    told, worker = text(), acting.client_of("worker")

    answer = worker.post(f"{OUTGOING}{told.pk}/sent", {"key": new_id().hex}, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.content) == (200, b"")


def test_list_of_texts_costs_the_same_queries_for_one_and_for_three(django_assert_num_queries: Any) -> None:
    worker = acting.client_of("worker")
    for many in (1, 2):
        for _text in range(many):
            text()
        with django_assert_num_queries(9):
            # session, user, roles; the office; the texts, the office's own words, those sent by machine;
            # of the frame count and person
            worker.get(OUTGOING)
