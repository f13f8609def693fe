"""What is done for many wishes at once: approved, put into a campaign, printed; of what is left out it is said why."""

from typing import Any

import pytest

from linli.people.models import Household
from linli.wishes.models import Campaign, Wish
from linli.wishes.queries.listing import MOST_AT_ONCE, WishFilter, chosen_from, matching_up_to
from linli.wishes.services.collecting import WishSaid, collect_wishes, edit_wish
from linli.wishes.services.publishing import prepare_campaign
from linli.wishes.services.reviewing import approve_wishes
from linli.wishes.workflow import DRAFT, READY, REVIEW
from tests.factories.people import BELL_TOWER, WEST_LAKE, family, office, staff
from tests.factories.wishes import details
from tests.wishes.office import Desk, details_sent, words_of

pytestmark = pytest.mark.django_db


def collect(household: Household, *items: str, until: str = REVIEW) -> list[Wish]:
    said = [WishSaid(item=item, unit="个", said=f"一个{item}") for item in items]
    place = {"community_id": household.community_id, "household_id": household.pk}
    return collect_wishes(wishes=said, until=until, by=staff("deputy", household.community_id), **place)


def states() -> list[str]:
    return sorted(Wish.objects.within(BELL_TOWER).values_list("state", flat=True))


def told(desk: Desk, answer: Any) -> str:
    assert answer.status_code == 302, answer.content.decode()
    return words_of(desk.get(answer.headers["Location"]))


@pytest.fixture
def desk() -> Desk:
    return Desk("deputy")


def test_each_wish_that_was_left_says_why(desk: Desk) -> None:
    plain, risky, done = collect(family(), "书包", "围巾", "手套")
    edit_wish(
        community_id=BELL_TOWER,
        wish_id=risky.pk,
        said=WishSaid(item="围巾"),
        public_title="给患白血病的小明的围巾",
        by=staff(),
    )
    approve_wishes(community_id=BELL_TOWER, wish_ids=[done.pk], by=staff("deputy"))
    page = told(desk, desk.send("wishes/approve", wish=[plain.pk, risky.pk, done.pk]))
    assert "1 个心愿已进入待发布" in page
    assert "围巾（户号 01）：公开文字可能让人认出这家人" in page
    assert "手套（户号 01）：在「待发布」状态下不能这样做" in page


def test_all_that_match_are_approved_and_a_retry_is_the_same(desk: Desk) -> None:
    collect(family(), *[f"书包{nth}号" for nth in "一二三"])
    collect(family(name="温建国", phone="19900000002"), "围巾", until=DRAFT)
    for _time in range(2):
        page = told(desk, desk.send("wishes/approve", key="k" * 32, all="on", state=REVIEW))
    assert "3 个心愿已进入待发布" in page
    assert states() == [DRAFT, READY, READY, READY]


def test_all_of_another_community_are_not_among_all_that_match() -> None:
    office()
    collect(family(community=office(WEST_LAKE, "西湖社区").pk), "书包")
    assert chosen_from(BELL_TOWER, ticked=(), everything=True, wanted=WishFilter()).ids == []
    assert matching_up_to(BELL_TOWER, WishFilter()) == 0


def test_button_reaches_only_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    office()
    monkeypatch.setattr("linli.wishes.queries.listing.MOST_AT_ONCE", 2)
    newest = collect(family(), "书包", "围巾", "手套")[1:]
    ids = chosen_from(BELL_TOWER, ticked=(), everything=True, wanted=WishFilter()).ids
    assert set(ids) == {wish.pk for wish in newest}
    assert MOST_AT_ONCE == 500


def test_count_of_all_that_match_stands_where_the_list_has_more_pages(desk: Desk) -> None:
    collect(family(), *["书包"] * 3)
    assert 'name="all"' not in desk.at("wishes/").content.decode()
    collect(family(name="温建国", phone="19900000002"), *["围巾"] * 48)
    assert "全部 51 个" in words_of(desk.at("wishes/"))


def test_ticked_wishes_go_into_a_new_campaign_and_the_others_say_why(desk: Desk) -> None:
    first, second, third = collect(family(), "书包", "围巾", "手套", until=READY)
    (draft,) = collect(family(name="温建国", phone="19900000002"), "电饭锅", until=DRAFT)
    prepare_campaign(community_id=BELL_TOWER, details=details(), wish_ids=[third.pk], by=staff("secretary"))
    page = desk.send("campaigns/new", publish="1", wish=[first.pk, draft.pk, third.pk])
    html = page.content.decode()
    assert page.status_code == 200
    assert f'value="{first.pk}" checked' in html
    assert f'value="{second.pk}" checked' not in html
    assert "电饭锅（户号 02）：在「登记中」状态下不能这样做" in words_of(page)
    assert "已在另一个准备中的活动里" in words_of(page)
    answer = desk.send("campaigns/new", **details_sent([first]))
    assert answer.status_code == 302
    first.refresh_from_db()
    assert first.campaign_id == Campaign.objects.within(BELL_TOWER).order_by("-id").first().pk


def test_list_is_printed_with_numbers_of_families_only(desk: Desk) -> None:
    one, other = collect(family(), "书包", "围巾")
    paper = desk.send("wishes/print", wish=[one.pk])
    assert "书包" in words_of(paper)
    assert "户号 01" in words_of(paper)
    assert "围巾" not in words_of(paper)
    assert "秦" not in words_of(paper)
    assert "围巾" in words_of(desk.at("wishes/print?state=review"))
    assert other.state == REVIEW


def test_nothing_ticked_is_said(desk: Desk) -> None:
    collect(family(), "书包")
    assert "请先勾选" in told(desk, desk.send("wishes/approve"))
    assert "请先勾选" in words_of(desk.send("wishes/print"))


def test_worker_prints_and_does_not_approve() -> None:
    collect(family(), "书包")
    page = Desk("worker").at("wishes/").content.decode()
    assert "wishes/print" in page
    assert "check-check" not in page.split("bulk-bar")[1]
