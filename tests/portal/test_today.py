"""Today's page: what waits for whom, what is late, what happened; and the front door."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from linli.core import clock
from linli.core.actor import SYSTEM
from linli.notifications.services import send
from linli.people.models import Person
from linli.portal.queries.happenings import happenings
from linli.timeline.services import record
from linli.wishes.models import Campaign, Claim, Wish
from linli.wishes.services.claiming import claim_wish
from linli.wishes.services.identifying import Claimant, named_claimant
from linli.wishes.services.publishing import prepare_campaign
from linli.wishes.services.releasing import release_claim
from tests.factories import acting
from tests.factories.wishes import (
    BELL_TOWER,
    WEST_LAKE,
    claimant_actor,
    details,
    household,
    member,
    open_campaign,
    ready_wishes,
    wish,
)
from tests.wishes.office import Desk, words_of

pytestmark = pytest.mark.django_db


def claim(campaign: Campaign, person: Person, number: int = 1, *, to_decide: bool = False) -> None:
    claim_wish(
        campaign=campaign,
        number=number,
        claimant=Claimant(person.pk, "roster", to_decide=to_decide),
        key=f"{person.pk.hex[:20]}-{number}",
        by=claimant_actor(campaign, person.pk),
    )


def stranger(campaign: Campaign, number: int, phone: str) -> None:
    who = named_claimant(campaign=campaign, name="赵不在", phone=phone)
    claim_wish(
        campaign=campaign,
        number=number,
        claimant=who,
        key=f"stranger-{number}",
        by=claimant_actor(campaign, who.person_id),
    )


def today_of(role: str = "secretary", community: int = BELL_TOWER) -> Any:
    return Desk(role, community).at()


def prepared(**values: Any) -> Campaign:
    wishes = [row.pk for row in ready_wishes(wishes=2)]
    return prepare_campaign(community_id=BELL_TOWER, details=details(**values), wish_ids=wishes, by=SYSTEM)


def test_quiet_office_reads_that_nothing_waits() -> None:
    page = today_of()

    assert page.status_code == 200
    assert "没有待办" in words_of(page)


def test_everything_that_waits_leads_to_where_it_is_done() -> None:
    campaign = open_campaign(wishes=6)
    claim(campaign, member(name="林丽娜", phone="19900010001"))
    stranger(campaign, 2, "13900000001")
    ready_wishes(wishes=2)
    family = household(number=90)
    wish(family, state="review")
    wish(family, state="draft")
    prepared(title="岁末暖心", opens_at=clock.now() + timedelta(days=5))
    send(
        community_id=BELL_TOWER,
        kind="claim_kept",
        dedupe="x",
        recipient_name="林丽娜",
        recipient_address="19900010001",
        words={"number": 1, "campaign": "点亮微心愿"},
    )
    page = today_of()
    text = words_of(page)

    for said in ("待核实", "1个心愿等待审核", "2个心愿可以发布", "1个心愿还没登记完", "1条消息等待转发", "岁末暖心"):
        assert said in text
    for url in page.context["today"].tasks:
        assert page.client.get(url.url).status_code == 200


def test_overdue_claims_come_first_and_say_by_how_much() -> None:
    campaign = open_campaign()
    claim(campaign, member(name="林丽娜"))
    Campaign.objects.within(BELL_TOWER).update(handover_until=clock.today() - timedelta(days=2))
    page = today_of()
    first = page.context["today"].tasks[0]

    assert (first.state, str(first.tag)) == ("late", "超期2天")
    assert "林*娜" in first.note
    assert "林丽娜" not in page.content.decode()


def test_campaigns_that_open_and_close_soon_are_named() -> None:
    open_campaign(title="马上结束", closes_at=clock.now() + timedelta(days=1))
    open_campaign(title="马上开始", opens_at=clock.now() + timedelta(days=1), closes_at=clock.now() + timedelta(days=9))
    open_campaign(title="还早着呢", opens_at=clock.now() + timedelta(days=5), closes_at=clock.now() + timedelta(days=9))
    prepared(title="忘了发布", opens_at=clock.now() - timedelta(hours=2))
    found = {task.title: str(task.tag) for task in today_of().context["today"].tasks if task.title[0] in "马还忘"}

    assert found == {"马上结束": "即将结束", "马上开始": "即将开始", "忘了发布": "未发布"}


def test_page_shows_a_person_only_what_is_theirs_to_do() -> None:
    campaign = open_campaign()
    stranger(campaign, 1, "13900000001")
    wish(household(number=90), state="review")
    ready_wishes(wishes=1)
    text = words_of(today_of("grid_worker"))

    for theirs in ("去核实", "去审核", "准备活动"):
        assert theirs not in text
    assert "登记心愿" in text


def test_figures_lead_to_lists_of_that_length() -> None:
    campaign = open_campaign(wishes=5)
    people = [member(name=f"林丽{char}", phone=f"1990001000{at}") for at, char in enumerate("一二三四")]
    for number, person in enumerate(people, start=1):
        claim(campaign, person, number)
    states = ("held", "received", "delivered", "delivered")
    for person, state in zip(people, states, strict=True):
        Claim.objects.within(BELL_TOWER).filter(claimant=person).update(state=state)
    page = today_of()
    tiles = page.context["today"].tiles

    assert [tile["value"] for tile in tiles] == [0, 1, 1, 2, 1]
    for tile in tiles[:4]:
        assert page.client.get(tile["url"]).content.decode().count('class="cell-main"') == tile["value"]


def test_pace_is_told_once_everything_is_taken() -> None:
    campaign = open_campaign(wishes=1, households=1)
    claim(campaign, member())
    pace = today_of().context["today"].tiles[-1]

    assert (pace["value"], pace["unit"], pace["label"]) == (60, "分钟", "1个心愿全部认领")


def test_feed_tells_what_happened_with_masked_names() -> None:
    campaign, person = open_campaign(wishes=3), member(name="林丽娜")
    claim(campaign, person)
    held = Claim.objects.within(BELL_TOWER).get(claimant=person)
    release_claim(community_id=BELL_TOWER, claim_id=held.pk, by=claimant_actor(campaign, person.pk))
    title = Wish.objects.within(BELL_TOWER).get(pk=held.wish_id).public_title
    lines = [line.text for line in happenings(BELL_TOWER)]

    assert lines[:2] == [f"「{title}」取消认领，又可以认领了", f"林*娜 认领了「{title}」"]
    assert "「点亮微心愿」已发布，共3个心愿" in lines
    assert len(lines) == 4


def test_many_equal_steps_of_one_person_are_one_line() -> None:
    secretary = acting.actor("secretary")
    for row in ready_wishes(wishes=5):
        record(community_id=BELL_TOWER, subject=("wish", row.pk), verb="approve", by=secretary)
    newest = happenings(BELL_TOWER)[0]

    assert newest.text.endswith("（5次）")


def test_step_that_nobody_has_named_is_left_out() -> None:
    campaign = prepared()
    record(community_id=BELL_TOWER, subject=("campaign", campaign.pk), verb="unheard_of", by=SYSTEM)
    record(community_id=BELL_TOWER, subject=("campaign", campaign.pk), verb="change", by=SYSTEM)

    assert [line.text for line in happenings(BELL_TOWER)] == ["「点亮微心愿」改了内容", "「点亮微心愿」开始准备"]


def test_feed_of_another_community_stays_there() -> None:
    open_campaign()

    assert happenings(WEST_LAKE) == []


def statements(desk: Desk) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert desk.at().status_code == 200
    return len(seen)


def test_page_asks_the_database_as_often_for_three_of_each_as_for_one() -> None:
    campaign, desk = open_campaign(wishes=9), Desk()

    def one_more(at: int) -> None:
        claim(
            campaign,
            member(name=f"林丽{at}".replace("1", "一").replace("2", "二").replace("3", "三"), phone=f"1990001000{at}"),
            at,
        )
        stranger(campaign, at + 3, f"1390000000{at}")
        wish(household(number=90 + at), state="review")
        prepared(title=f"活动{at}")
        open_campaign(
            title=f"将开{at}", opens_at=clock.now() + timedelta(hours=at), closes_at=clock.now() + timedelta(days=9)
        )

    one_more(1)
    desk.at()
    with_one = statements(desk)
    one_more(2)
    one_more(3)

    assert statements(desk) == with_one


def test_front_door_says_what_this_is_to_whom_is_not_signed_in() -> None:
    page = Client().get("/")

    assert page.status_code == 200
    assert "一盏灯，一个心愿" in words_of(page)
    assert 'href="/accounts/login/"' in page.content.decode()


def test_front_door_leads_straight_to_the_only_office() -> None:
    desk = Desk()

    assert desk.get("/").headers["Location"] == f"/desk/{BELL_TOWER}/"


def test_front_door_lets_one_choose_among_several_offices() -> None:
    desk = Desk()
    acting.office(WEST_LAKE, "西湖社区")
    holder = acting.user()
    acting.grant("worker", BELL_TOWER, holder)
    acting.grant("worker", WEST_LAKE, holder)
    desk.force_login(holder)
    page = desk.get("/")

    assert f'href="/desk/{BELL_TOWER}/"' in page.content.decode()
    assert f'href="/desk/{WEST_LAKE}/"' in page.content.decode()


def test_front_door_tells_who_has_no_desk_whom_to_ask() -> None:
    client = Client()
    client.force_login(acting.user())

    assert "还没有可进的工作台" in words_of(client.get("/"))


def test_menu_shows_what_the_role_opens_and_where_one_is() -> None:
    secretary, grid = Desk().at("campaigns/").content.decode(), Desk("grid_worker").at("campaigns/").content.decode()

    assert f'href="/desk/{BELL_TOWER}/staff/"' in secretary
    assert f'href="/desk/{BELL_TOWER}/staff/"' not in grid
    assert f'href="/desk/{BELL_TOWER}/campaigns/" aria-current="page"' in secretary
    # once at the side, once behind 更多 on a phone
    assert len(set(re.findall(r'href="([^"]+)" aria-current="page"', secretary))) == 1


def test_today_of_another_office_is_not_found() -> None:
    acting.office(WEST_LAKE, "西湖社区")

    assert Desk().get(f"/desk/{WEST_LAKE}/").status_code == 404
