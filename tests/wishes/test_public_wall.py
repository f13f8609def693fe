"""The wall of lamps on somebody's phone: what it shows when, to whom, and how it keeps itself up to date."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.core import clock
from linli.core.actor import SYSTEM
from linli.wishes.models import Campaign, Claim, Wish
from linli.wishes.models.claims import ON_ROSTER
from linli.wishes.queries.public import campaign_by_code, wish_on_wall, wishes_on_wall
from linli.wishes.services.claiming import claim_wish
from linli.wishes.services.identifying import Claimant
from linli.wishes.services.publishing import close_campaign, prepare_campaign, publish_campaign
from linli.wishes.workflow import DELIVERED, DONE, TAKEN, WITHDRAWN
from tests.factories.wishes import (
    BELL_TOWER,
    claimant_actor,
    details,
    household,
    member,
    open_campaign,
    ready_wishes,
    wish,
)
from tests.wishes.phones import Phone, centre, take, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office() -> None:
    centre()


def light(campaign: Campaign, number: int) -> None:
    """The goods were handed over."""
    rows = Wish.objects.within(BELL_TOWER).filter(campaign=campaign, public_number=number)
    Claim.objects.within(BELL_TOWER).filter(wish=rows.get()).update(state=DELIVERED)
    rows.update(state=DONE, moved_at=clock.now())


def lamps(campaign: Campaign, query: str = "") -> str:
    cache.clear()
    return Phone(campaign).at(f"/lamps{query}").content.decode()


def test_wall_shows_every_wish_with_its_number_amount_and_state() -> None:
    campaign = open_campaign(wishes=3)
    words = words_of(Phone(campaign).at())
    for shown in wishes_on_wall(campaign):
        assert f"{shown.title} 1{shown.unit}" in words
        assert f"{shown.number}号" in words
    assert words.count("我来认领") == 3
    assert "3 待认领 0 已认领 0 已点亮" in words


def test_figures_follow_claims_and_lit_lamps() -> None:
    campaign = open_campaign(wishes=5)
    take(campaign, 1, 2, 3)
    light(campaign, 3)
    words = words_of(Phone(campaign).at())
    assert "2 待认领 2 已认领 1 已点亮" in words
    assert "全部 5" in words


def test_code_typed_in_lower_case_or_with_dashes_leads_to_the_canonical_address() -> None:
    campaign = open_campaign()
    typed = "-".join((campaign.code[:4], campaign.code[4:8], campaign.code[8:])).lower().replace("0", "o")
    for path in ("", "/lamps", "/mine", "/1"):
        answer = Phone(campaign).get(f"/c/{typed}{path}?state=open")
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/c/{campaign.code}{path}?state=open")


@pytest.mark.parametrize("code", ["0" * 12, "abc", "%00" * 12, "钟楼社区钟楼社区钟楼社区", "U" * 12])
@pytest.mark.parametrize("path", ["", "/lamps", "/mine", "/1"])
def test_unknown_code_is_not_here(code: str, path: str) -> None:
    assert Phone(open_campaign()).get(f"/c/{code}{path}").status_code == 404


def test_campaign_that_is_being_prepared_has_no_wall() -> None:
    prepared = prepare_campaign(
        community_id=BELL_TOWER, details=details(), wish_ids=[row.pk for row in ready_wishes()], by=SYSTEM
    )
    assert prepared.code == ""
    assert campaign_by_code("") is None


def test_before_the_opening_the_time_stands_in_words_and_nothing_can_be_taken() -> None:
    campaign = open_campaign(opens_at=clock.now() + timedelta(hours=26), closes_at=clock.now() + timedelta(days=3))
    page = Phone(campaign).at()
    assert "离开始认领还有" in words_of(page)
    assert f"{clock.local(campaign.opens_at):%H:%M} 开始" in words_of(page)
    assert "1天2小时" in words_of(page) or "1天1小时" in words_of(page)
    assert "我来认领" not in words_of(page)
    assert f'href="/c/{campaign.code}/1"' not in page.content.decode()


def test_wall_opens_by_the_clock_alone() -> None:
    campaign = open_campaign(wishes=2, opens_at=clock.now() + timedelta(hours=1))
    assert "我来认领" not in words_of(Phone(campaign).at())
    with clock.at(campaign.opens_at):
        assert words_of(Phone(campaign).at()).count("我来认领") == 2


def test_closed_wall_says_so_and_keeps_its_lamps() -> None:
    campaign = open_campaign(wishes=2)
    take(campaign, 1)
    close_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, by=SYSTEM)
    words = words_of(Phone(campaign).at())
    assert "认领已经结束" in words
    assert "我来认领" not in words
    assert "1 待认领 1 已认领" in words


def test_when_all_are_taken_the_wall_says_how_long_it_took() -> None:
    campaign = open_campaign(wishes=2, opens_at=clock.now() - timedelta(minutes=19))
    take(campaign, 1, 2)
    words = words_of(Phone(campaign).at())
    assert "每盏灯都有人认领了" in words
    assert "一共 19 分钟" in words


def test_wall_without_wishes_says_so() -> None:
    campaign = open_campaign(wishes=1)
    Wish.objects.within(BELL_TOWER).filter(campaign=campaign).update(state=WITHDRAWN)
    words = words_of(Phone(campaign).at())
    assert "这里暂时没有心愿" in words
    assert "每盏灯都有人认领了" not in words


def test_withdrawn_wish_is_gone_at_the_next_request() -> None:
    campaign = open_campaign(wishes=2)
    Wish.objects.within(BELL_TOWER).filter(campaign=campaign, public_number=1).update(state=WITHDRAWN)
    assert [shown.number for shown in wishes_on_wall(campaign)] == [2]
    assert Phone(campaign).at("/1").status_code == 404


def test_filters_are_links_that_work_without_script() -> None:
    campaign = open_campaign(wishes=3)
    take(campaign, 2)
    page = Phone(campaign).at().content.decode()
    for name in ("open", "claimed", "lit"):
        assert f'href="/c/{campaign.code}?state={name}"' in page
    assert 'data-lamp="2"' in lamps(campaign, "?state=claimed")
    assert 'data-lamp="1"' not in lamps(campaign, "?state=claimed")
    assert "这里暂时没有" in lamps(campaign, "?state=lit")
    assert lamps(campaign, "?state=' OR 1") == lamps(campaign)


def test_page_is_whole_without_script_and_has_a_link_to_load_it_again() -> None:
    campaign = open_campaign(wishes=2)
    page = Phone(campaign).at("?state=open").content.decode()
    assert 'data-lamp="1"' in page
    assert f'href="/c/{campaign.code}?state=open"' in page
    assert "刷新" in page
    assert f'data-poll-url="/c/{campaign.code}/lamps?state=open" data-poll-every="2.5"' in page


def test_what_is_open_comes_first_and_the_latest_claim_before_earlier_ones() -> None:
    campaign, person = open_campaign(wishes=4), member()
    claimant, by = Claimant(person.pk, ON_ROSTER, to_decide=False), claimant_actor(campaign, person.pk)
    for minutes, number in ((9, 1), (5, 3)):
        with clock.at(clock.now() - timedelta(minutes=minutes)):
            claim_wish(campaign=campaign, number=number, claimant=claimant, key=f"key-{number}", by=by)
    html = lamps(campaign)
    order = sorted(range(1, 5), key=lambda number: html.index(f'data-lamp="{number}"'))
    assert order == [2, 4, 3, 1]


@pytest.mark.parametrize("path", ["", "/lamps"])
def test_wall_needs_the_same_few_statements_for_one_wish_as_for_many(path: str) -> None:
    counted = []
    for wishes in (1, 3, 45):
        campaign = open_campaign(wishes=wishes, households=3)
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            Phone(campaign).at(path)
        counted.append(len(asked))
    assert counted == [counted[0]] * 3
    assert counted[0] == {"": 7, "/lamps": 6}[path]


def test_wall_reads_named_public_columns_only() -> None:
    campaign = open_campaign(wishes=2)
    with CaptureQueriesContext(connection) as asked:
        wishes_on_wall(campaign)
        wish_on_wall(campaign, 1)
    for statement in asked.captured_queries:
        for column in ("household", "said", "note", "name", "phone", "address", '"item"', '"spec"'):
            assert column not in statement["sql"], column


def test_intimate_goods_appear_in_general_words_only() -> None:
    family = household()
    wish(
        family, "成人尿不湿", "包", intimate=True, quantity=5, spec="中号", kind="care",
        public_title="护理用品", public_spec="中号尿不湿",
    )  # fmt: skip
    rows = Wish.objects.within(BELL_TOWER).filter(household=family)
    campaign = prepare_campaign(
        community_id=BELL_TOWER, details=details(), wish_ids=rows.values_list("pk", flat=True), by=SYSTEM
    )
    campaign = publish_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, by=SYSTEM)
    for path in ("", "/lamps", "/1"):
        words = words_of(Phone(campaign).at(path))
        assert "护理用品 5包" in words
        assert "尿不湿" not in words
        assert "中号" not in words


def test_a_public_title_that_says_the_amount_does_not_say_it_twice() -> None:
    campaign = open_campaign(wishes=1)
    Wish.objects.within(BELL_TOWER).filter(campaign=campaign).update(public_title="书包 2个", quantity=2, unit="个")
    assert "书包 2个 2个" not in words_of(Phone(campaign).at())


def test_wish_taken_meanwhile_says_so_and_shows_what_is_open() -> None:
    campaign = open_campaign(wishes=3)
    take(campaign, 1)
    page = Phone(campaign).at("/1")
    assert "这个心愿已经有人认领了" in words_of(page)
    assert "还有 2 个心愿待认领" in words_of(page)
    assert f'href="/c/{campaign.code}/2"' in page.content.decode()
    assert re.findall(r'<form[^>]*action="([^"]+)"', page.content.decode().split("</header>")[1]) == [
        f"/c/{campaign.code}/1/line"
    ]


@pytest.mark.parametrize("number", [0, 99, 10_000, 10**30])
def test_number_without_a_wish_is_not_here(number: int) -> None:
    assert Phone(open_campaign()).at(f"/{number}").status_code == 404


def test_public_pages_tell_nothing_of_a_family() -> None:
    family = household(name="柳如意", phone="19911112222")
    chosen = wish(family, said="我家柳如意住3栋，要一个书包", note="柳如意 白血病", item="书包")
    campaign = prepare_campaign(community_id=BELL_TOWER, details=details(), wish_ids=[chosen.pk], by=SYSTEM)
    campaign = publish_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, by=SYSTEM)
    phone = Phone(campaign)
    pages = [phone.at(path) for path in ("", "/lamps", "/1", "/mine")]
    pages.append(phone.send("/1/claim", key="some-key-1", name="", phone=""))
    for page in pages:
        for canary in ("柳如意", "19911112222", "1单元302", "白血病", "3栋", str(family.pk), str(chosen.pk)):
            assert canary not in page.content.decode()


def test_taken_wish_keeps_its_state_when_the_claim_has_arrived() -> None:
    campaign = open_campaign(wishes=1)
    take(campaign, 1)
    Claim.objects.within(BELL_TOWER).update(state="received")
    shown = wish_on_wall(campaign, 1)
    assert shown is not None
    assert (shown.state, Wish.objects.within(BELL_TOWER).get().state) == ("received", TAKEN)
    assert "0 待认领 1 已认领" in words_of(Phone(campaign).at())
