"""Rights taken away are gone at the next request; those of other days are none today (trust, row 28)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from linli.accounts.kinds import OFFICE_ROLES
from linli.accounts.models import RoleGrant
from linli.accounts.services import end_role
from linli.core import clock
from linli.core.actor import SYSTEM
from linli.people.models import Household
from tests.factories import acting
from tests.factories.acting import BELL_TOWER

pytestmark = pytest.mark.django_db
TODAY_PAGE = f"/desk/{BELL_TOWER}/"
OF_EVERY_HUNDRED = 100


@pytest.fixture(autouse=True)
def _office() -> None:
    acting.office()


def _ended(grant: RoleGrant, by: Client) -> None:
    end_role(grant_id=grant.pk, place=BELL_TOWER, by=SYSTEM)


def _ended_at_the_desk(grant: RoleGrant, by: Client) -> None:
    answer = by.post(f"/desk/{BELL_TOWER}/staff/{grant.pk}/end", {"key": uuid4().hex})
    assert answer.status_code == 302


def _over_since_yesterday(grant: RoleGrant, by: Client) -> None:
    yesterday = clock.today() - timedelta(days=1)
    RoleGrant.objects.filter(pk=grant.pk).update(since=yesterday, until=yesterday)


def _account_closed(grant: RoleGrant, by: Client) -> None:
    grant.user.is_active = False
    grant.user.save()


WAYS: list[Callable[[RoleGrant, Client], None]] = [_ended, _ended_at_the_desk, _over_since_yesterday, _account_closed]


def test_next_request_after_a_right_is_gone_is_refused_a_hundred_times_of_a_hundred() -> None:
    secretary, roles = acting.client_of("secretary"), sorted(OFFICE_ROLES - {"supervisor"})
    answers = []
    for nth in range(OF_EVERY_HUNDRED):
        grant = acting.grant(roles[nth % len(roles)])
        client = acting.client_of(grant.user)
        first = client.get(TODAY_PAGE).status_code
        WAYS[nth % len(WAYS)](grant, secretary)
        answers.append((first, client.get(TODAY_PAGE).status_code))

    # a closed account is nobody, and is led to the sign-in
    assert answers == [
        (200, 302 if WAYS[nth % len(WAYS)] is _account_closed else 404) for nth in range(OF_EVERY_HUNDRED)
    ]


def test_form_that_was_open_when_the_right_went_changes_nothing() -> None:
    grant = acting.grant("worker")
    client = acting.client_of(grant.user)
    form = client.get(f"{TODAY_PAGE}households/new")
    end_role(grant_id=grant.pk, place=BELL_TOWER, by=SYSTEM)
    answer = client.post(f"{TODAY_PAGE}households/new", {"head_name": "秦秀芝", "key": form.context["key"]})

    assert answer.status_code == 404
    assert not Household.objects.within(BELL_TOWER).exists()


@pytest.mark.parametrize(
    ("first_day", "last_day", "status"),
    [(0, None, 200), (0, 0, 200), (-7, 0, 200), (-7, 7, 200), (-7, -1, 404), (1, None, 404), (1, 7, 404)],
)
def test_role_counts_on_its_days_only(first_day: int, last_day: int | None, status: int) -> None:
    today = clock.today()
    until = None if last_day is None else today + timedelta(days=last_day)
    grant = acting.grant("worker", since=today + timedelta(days=first_day), until=until)

    assert acting.client_of(grant.user).get(TODAY_PAGE).status_code == status


def test_role_ends_at_midnight_in_shanghai_while_somebody_is_signed_in() -> None:
    """Neither at midnight in London nor at the end of the session."""
    grant = acting.grant("worker", until=clock.today())
    client = acting.client_of(grant.user)
    last = datetime.combine(clock.today(), datetime.max.time(), tzinfo=clock.SHANGHAI).replace(microsecond=0)
    with clock.at(last):
        assert client.get(TODAY_PAGE).status_code == 200
    with clock.at(last + timedelta(seconds=1)):
        assert client.get(TODAY_PAGE).status_code == 404


def test_role_begins_at_midnight_in_shanghai() -> None:
    grant = acting.grant("worker", since=clock.today() + timedelta(days=1))
    client = acting.client_of(grant.user)
    first = datetime.combine(clock.today() + timedelta(days=1), datetime.min.time(), tzinfo=clock.SHANGHAI)
    with clock.at(first - timedelta(seconds=1)):
        assert client.get(TODAY_PAGE).status_code == 404
    with clock.at(first):
        assert client.get(TODAY_PAGE).status_code == 200


def test_one_role_gone_leaves_the_other() -> None:
    worker = acting.user()
    kept, gone = acting.grant("grid_worker", holder=worker), acting.grant("civil_affairs", holder=worker)
    client = acting.client_of(worker)
    assert client.get(f"{TODAY_PAGE}roster/").status_code == 200
    end_role(grant_id=gone.pk, place=BELL_TOWER, by=SYSTEM)

    assert client.get(f"{TODAY_PAGE}roster/").status_code == 403
    assert client.get(TODAY_PAGE).status_code == 200
    assert RoleGrant.objects.get(pk=kept.pk).ended_at is None


def test_cookie_of_who_signed_out_opens_nothing() -> None:
    client: Any = acting.client_of("worker")
    kept = client.cookies["linli_session"].value
    assert client.get(TODAY_PAGE).status_code == 200
    client.post("/accounts/logout/")
    thief = Client()
    thief.cookies["linli_session"] = kept

    assert thief.get(TODAY_PAGE).status_code == 302
