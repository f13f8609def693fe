"""Who has how much to do: what waits and who may do it, what was done this month; figures, sorted by name."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.accounts.models import User
from linli.accounts.queries import actor_for
from linli.people.models import Person
from linli.portal.queries.workload import Done, workload
from linli.wishes.services.collecting import WishSaid, collect_wishes
from linli.wishes.services.reviewing import move_wish
from linli.wishes.workflow import REVIEW
from tests.factories import acting
from tests.factories.people import BELL_TOWER, WEST_LAKE, family, office

pytestmark = pytest.mark.django_db
PAGE = f"/desk/{BELL_TOWER}/staff/work"


def named(role: str, name: str, place: int = BELL_TOWER) -> User:
    holder = acting.grant(role, place).user
    row = Person(community_id=place, origin="staff", user_id=holder.pk, made_at="2024-12-01T00:00:00Z")
    row.set_name(name)
    row.save()
    return holder


def take_down(by: User, *items: str) -> Any:
    said = [WishSaid(item=item, unit="个", said=item) for item in items]
    one = family()
    return collect_wishes(community_id=BELL_TOWER, household_id=one.pk, wishes=said, until=REVIEW, by=actor_for(by))


def of(name: str) -> Done:
    return next(line for line in workload(BELL_TOWER).staff if line.name == name)


def test_figures_are_of_whoever_did_it_in_this_office_this_month() -> None:
    office()
    office(WEST_LAKE)
    worker, checker = named("worker", "张明"), named("civil_affairs", "李红")
    wishes = take_down(worker, "书包", "围巾")
    move_wish(community_id=BELL_TOWER, wish_id=wishes[0].pk, move="approve", by=actor_for(checker))
    move_wish(community_id=BELL_TOWER, wish_id=wishes[1].pk, move="send_back", reason="写清尺码", by=actor_for(checker))
    assert (of("张明").taken_down, of("张明").checked) == (2, 0)
    assert (of("李红").taken_down, of("李红").checked) == (0, 2)
    assert workload(WEST_LAKE).staff == []


def test_staff_stand_in_the_order_of_their_names_and_not_of_their_figures() -> None:
    office()
    for role, name in (("worker", "张明"), ("civil_affairs", "安静"), ("grid_worker", "李红")):
        named(role, name)
    take_down(named("deputy", "赵敏"), "书包", "围巾", "棉被")
    assert [line.name for line in workload(BELL_TOWER).staff] == ["安静", "李红", "张明", "赵敏"]


def test_what_waits_leads_to_its_list_and_names_who_may_do_it() -> None:
    office()
    worker = named("worker", "张明")
    named("civil_affairs", "李红")
    take_down(worker, "书包")
    line = next(line for line in workload(BELL_TOWER).waiting if line.url.endswith("?state=review"))
    assert (line.count, list(line.who)) == (1, ["李红"])
    page = acting.client_of("director").get(PAGE).content.decode()
    assert line.url in page


def test_page_is_for_whoever_names_people_to_roles() -> None:
    office()
    assert acting.client_of("director").get(PAGE).status_code == 200
    assert acting.client_of("deputy").get(PAGE).status_code == 403
    assert PAGE in acting.client_of("director").get(f"/desk/{BELL_TOWER}/staff/").content.decode()


def test_page_costs_the_same_statements_for_many_staff_as_for_few() -> None:
    office()
    client = acting.client_of("director")
    counts = []
    for names in (("张明",), ("李红", "王静", "赵敏")):
        for name in names:
            take_down(named("worker", name), "书包")
        with CaptureQueriesContext(connection) as seen:
            client.get(PAGE)
        counts.append(len(seen))
    assert counts[0] == counts[1]
