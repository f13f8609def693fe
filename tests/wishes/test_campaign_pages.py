"""Campaigns at the desk: chosen, written, checked, previewed, published, followed, closed."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.core import clock
from linli.core.actor import SYSTEM
from linli.core.ids import new_id
from linli.wishes.models import Campaign, Wish
from linli.wishes.services.claiming import claim_wish
from linli.wishes.services.identifying import Claimant, named_claimant
from linli.wishes.services.publishing import prepare_campaign
from linli.wishes.workflow import OPEN, READY
from tests.factories import acting
from tests.factories.wishes import (
    BELL_TOWER,
    WEST_LAKE,
    claimant_actor,
    details,
    member,
    members,
    open_campaign,
    ready_wishes,
)
from tests.wishes.office import Desk, details_sent, words_of

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 12, 1, 4, tzinfo=clock.SHANGHAI)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def prepared(**values: Any) -> Campaign:
    wishes = ready_wishes()
    return prepare_campaign(
        community_id=BELL_TOWER, details=details(**values), wish_ids=[wish.pk for wish in wishes], by=SYSTEM
    )


def only_campaign() -> Campaign:
    return Campaign.objects.within(BELL_TOWER).get()


def claimed(campaign: Campaign, numbers: tuple[int, ...], **who: str) -> None:
    person = member(**who)
    for number in numbers:
        claim_wish(
            campaign=campaign,
            number=number,
            claimant=Claimant(person.pk, "roster", to_decide=False),
            key=f"{person.pk.hex[:20]}-{number}",
            by=claimant_actor(campaign, person.pk),
        )


def test_new_campaign_begins_in_the_offices_own_words_on_working_days(desk: Desk) -> None:
    ready_wishes()
    with clock.at(NOON):
        page = desk.at("campaigns/new")
    text = page.content.decode()

    assert "钟楼社区党支部开展" in text
    assert 'value="2026-12-08T18:00"' in text
    assert 'value="2026-12-15"' in text
    assert text.count('name="wishes"') == 5
    assert text.count('aria-selected="true"') == 5


def test_office_prepares_a_campaign_from_the_wishes_it_ticked(desk: Desk) -> None:
    wishes = ready_wishes()
    answer = desk.send("campaigns/new", **details_sent(wishes[:3], cap="2", needs_code="on"))

    campaign = only_campaign()
    assert answer.headers["Location"] == f"/desk/{BELL_TOWER}/campaigns/{campaign.pk}/"
    assert clock.local(campaign.opens_at).isoformat() == "2026-12-01T15:13:00+08:00"
    assert (campaign.cap, campaign.needs_code, campaign.state) == (2, True, "prepared")
    assert set(Wish.objects.within(BELL_TOWER).filter(campaign=campaign)) == set(wishes[:3])


def test_form_sent_twice_prepares_one_campaign(desk: Desk) -> None:
    wishes, key = ready_wishes(), new_id().hex
    first = desk.send("campaigns/new", key=key, **details_sent(wishes))
    second = desk.send("campaigns/new", key=key, **details_sent(wishes))

    assert first.headers["Location"] == second.headers["Location"]
    assert Campaign.objects.within(BELL_TOWER).count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"closes_at": "2026-11-30T10:00"}, "结束时间要晚于开始时间"),
        ({"cap": "1"}, "至少填 2"),
        ({"handover_until": "2026-11-20"}, "不能早于开始认领的日期"),
        ({"contact_phone": "12"}, "例如 138 0000 0000"),
        ({"opens_at": "明天"}, "请填写日期和时间"),
        ({"title": ""}, "请填写「标题」"),
        ({"wishes": []}, "请至少选一个心愿"),
    ],
)
def test_what_cannot_be_is_said_and_everything_typed_is_kept(desk: Desk, changed: dict[str, Any], said: str) -> None:
    wishes = ready_wishes()
    sent = details_sent(wishes[:2], notice="我们自己的话") | changed
    page = desk.send("campaigns/new", **sent)
    text = page.content.decode()

    assert page.status_code == 422
    assert said in words_of(page)
    assert "错误：" in text
    assert "我们自己的话" in text
    assert text.count('aria-selected="true"') == len(sent["wishes"])
    assert not Campaign.objects.within(BELL_TOWER).exists()


def test_everything_that_is_wrong_is_told_at_once(desk: Desk) -> None:
    wrong = {"title": "", "cap": "1", "closes_at": "2026-11-30T10:00", "contact_phone": ""}
    page = desk.send("campaigns/new", **details_sent(ready_wishes(), **wrong))

    assert set(page.context["form"].errors) == set(wrong)


def test_wish_that_another_campaign_took_meanwhile_is_told_with_the_form_kept(desk: Desk) -> None:
    wishes = ready_wishes(wishes=6)
    taken = [wish.pk for wish in wishes[:1]]
    prepare_campaign(community_id=BELL_TOWER, details=details(), wish_ids=taken, by=SYSTEM)
    page = desk.send("campaigns/new", **details_sent(wishes[:3], title="岁末暖心"))

    assert page.status_code == 409
    assert "请重新选" in words_of(page)
    assert "岁末暖心" in page.content.decode()
    assert Campaign.objects.within(BELL_TOWER).count() == 1


def test_confidential_help_is_never_offered_for_a_campaign(desk: Desk) -> None:
    wishes = ready_wishes(wishes=2)
    Wish.objects.within(BELL_TOWER).filter(pk=wishes[0].pk).update(kind="referral")

    assert desk.at("campaigns/new").content.decode().count('name="wishes"') == 1


def test_campaign_can_be_changed_while_it_is_prepared(desk: Desk) -> None:
    campaign = prepared()
    wishes = list(Wish.objects.within(BELL_TOWER).filter(campaign=campaign))
    assert "点亮微心愿" in desk.at(f"campaigns/{campaign.pk}/change").content.decode()
    desk.send(f"campaigns/{campaign.pk}/change", **details_sent(wishes[:2], title="岁末暖心"))

    campaign.refresh_from_db()
    assert campaign.title == "岁末暖心"
    assert Wish.objects.within(BELL_TOWER).filter(campaign=campaign).count() == 2


def test_published_campaign_cannot_be_changed(desk: Desk) -> None:
    campaign = open_campaign()

    assert desk.at(f"campaigns/{campaign.pk}/change").status_code == 409


def test_title_that_gives_a_family_away_is_marked_and_mended(desk: Desk) -> None:
    campaign = prepared()
    wish = Wish.objects.within(BELL_TOWER).filter(campaign=campaign).first()
    Wish.objects.within(BELL_TOWER).filter(pk=wish.pk).update(public_title="王秀芝要的书包")
    page = words_of(desk.at(f"campaigns/{campaign.pk}/"))
    assert "1个公开标题可能让人认出是哪家" in page

    sent = {f"title-{wish.pk.hex}": " 书包  ", f"spec-{wish.pk.hex}": "小学用"}
    assert desk.send(f"campaigns/{campaign.pk}/titles", **sent).status_code == 302
    wish.refresh_from_db()
    assert (wish.public_title, wish.public_spec) == ("书包", "小学用")
    assert "可能让人认出" not in words_of(desk.at(f"campaigns/{campaign.pk}/"))


def test_empty_public_title_is_refused_and_the_others_are_kept_as_typed(desk: Desk) -> None:
    campaign = prepared()
    one, other = list(Wish.objects.within(BELL_TOWER).filter(campaign=campaign))[:2]
    sent = {f"title-{one.pk.hex}": "", f"title-{other.pk.hex}": "新的说法"}
    page = desk.send(f"campaigns/{campaign.pk}/titles", **sent)

    assert page.status_code == 422
    assert "请写上公众能看到的标题" in words_of(page)
    assert "新的说法" in page.content.decode()
    other.refresh_from_db()
    assert other.public_title != "新的说法"


def test_wish_of_another_campaign_gets_no_title_from_here(desk: Desk) -> None:
    campaign, other = prepared(), prepared()
    wish = Wish.objects.within(BELL_TOWER).filter(campaign=other).first()
    desk.send(f"campaigns/{campaign.pk}/titles", **{f"title-{wish.pk.hex}": "别处来的"})

    wish.refresh_from_db()
    assert wish.public_title != "别处来的"


def test_closed_day_is_warned_of_and_the_next_working_day_is_one_press_away(desk: Desk) -> None:
    saturday = datetime(2026, 12, 12, tzinfo=clock.SHANGHAI).date()
    with clock.at(NOON):
        campaign = prepared(handover_until=saturday)
        page = words_of(desk.at(f"campaigns/{campaign.pk}/"))
        assert "12月12日 周六不上班（周末）" in page
        assert "改到12月14日 周一" in page
        desk.send(f"campaigns/{campaign.pk}/handover", handover_until="2026-12-14")
        campaign.refresh_from_db()
        assert campaign.handover_until.isoformat() == "2026-12-14"
        assert "不上班" not in words_of(desk.at(f"campaigns/{campaign.pk}/"))


def test_preview_is_the_wall_itself_with_nothing_to_press(desk: Desk) -> None:
    campaign = prepared()
    intimate = Wish.objects.within(BELL_TOWER).filter(campaign=campaign).first()
    Wish.objects.within(BELL_TOWER).filter(pk=intimate.pk).update(
        item="成人尿不湿", public_title="护理用品", intimate=True, spec="中号", public_spec="中号"
    )
    page = desk.at(f"campaigns/{campaign.pk}/preview")
    text = page.content.decode()

    assert "wishes/public/wall.html" in [template.name for template in page.templates]
    assert "预览：还没有公开" in text
    assert text.count("data-lamp=") == 5
    assert "护理用品" in text
    assert "尿不湿" not in text
    assert "中号" not in text
    assert "/claim" not in text
    assert "秀芝" not in text


def test_publishing_takes_the_words_as_they_stand_in_the_form_and_happens_once(desk: Desk) -> None:
    campaign = prepared()
    wish = Wish.objects.within(BELL_TOWER).filter(campaign=campaign).first()
    sent, key = {f"title-{wish.pk.hex}": "小学生书包"}, new_id().hex
    answers = [desk.send(f"campaigns/{campaign.pk}/publish", key=key, **sent) for _try in range(3)]

    assert {answer.status_code for answer in answers} == {302}
    campaign.refresh_from_db()
    wish.refresh_from_db()
    assert (campaign.state, wish.state, wish.public_title) == ("published", OPEN, "小学生书包")
    assert desk.send(f"campaigns/{campaign.pk}/publish").status_code == 409


def test_nothing_is_published_with_a_title_that_cannot_be(desk: Desk) -> None:
    campaign = prepared()
    wish = Wish.objects.within(BELL_TOWER).filter(campaign=campaign).first()
    page = desk.send(f"campaigns/{campaign.pk}/publish", **{f"title-{wish.pk.hex}": "长" * 61})

    assert page.status_code == 422
    wish.refresh_from_db()
    assert wish.state == READY


def test_campaign_is_closed_now_and_stays_closed(desk: Desk) -> None:
    campaign = open_campaign()
    assert desk.send(f"campaigns/{campaign.pk}/close").status_code == 302

    campaign.refresh_from_db()
    assert campaign.closes_at <= clock.now()
    assert "已结束" in words_of(desk.at(f"campaigns/{campaign.pk}/"))
    assert desk.send(f"campaigns/{campaign.pk}/close").status_code == 409


def test_who_may_not_publish_sees_the_reason_and_is_refused(desk: Desk) -> None:
    campaign = prepared()
    worker = Desk("worker")
    listed, page = worker.at("campaigns/"), worker.at(f"campaigns/{campaign.pk}/")

    for shown in (listed, page):
        assert 'aria-disabled="true"' in shown.content.decode()
        assert "您的角色没有发布心愿的权限" in words_of(shown)
    assert "/publish" not in page.content.decode()
    for path in ("campaigns/new", f"campaigns/{campaign.pk}/publish", f"campaigns/{campaign.pk}/titles"):
        assert worker.send(path).status_code == 403
    campaign.refresh_from_db()
    assert campaign.state == "prepared"


def test_neighbouring_office_does_not_find_the_campaign(desk: Desk) -> None:
    campaign, neighbour = open_campaign(), Desk("secretary", WEST_LAKE)
    pages = ("", "live", "preview", "change", "claimants", "poster", "table.xlsx", "code.svg", "counter", "paste")

    assert {neighbour.at(f"campaigns/{campaign.pk}/{page}").status_code for page in pages} == {404}
    assert {neighbour.send(f"campaigns/{campaign.pk}/{page}").status_code for page in ("publish", "close")} == {404}
    assert neighbour.get(f"/desk/{BELL_TOWER}/campaigns/{campaign.pk}/").status_code == 404


def test_figures_lead_to_the_wishes_behind_them(desk: Desk) -> None:
    campaign = open_campaign()
    claimed(campaign, (1, 2))
    stranger = named_claimant(campaign=campaign, name="何海燕", phone="13900000000")
    claim_wish(
        campaign=campaign, number=3, claimant=stranger, key="stranger", by=claimant_actor(campaign, stranger.person_id)
    )
    page = desk.at(f"campaigns/{campaign.pk}/")
    found = re.findall(r'href="([^"]+)" class="tile"><span[^>]*>(\d+)', page.content.decode())

    assert [int(figure) for _url, figure in found] == [2, 3, 1, 0, 2, 1]
    rows = [
        len(re.findall("cell-main", desk.at(f"campaigns/{campaign.pk}/{url}").content.decode())) for url, _ in found[:4]
    ]
    assert rows == [2, 3, 1, 0]
    assert "市审计局" in words_of(desk.get(found[5][0]))


def test_list_shows_claimants_masked_with_employer_and_number(desk: Desk) -> None:
    campaign = open_campaign()
    claimed(campaign, (1,), name="欧阳晓东", phone="19900010000", employer="盐湖区审计局")
    page = desk.at(f"campaigns/{campaign.pk}/?show=claimed")

    assert "欧阳*东" in words_of(page)
    assert "盐湖区审计局" in words_of(page)
    assert "欧阳晓东" not in page.content.decode()
    assert "19900010000" not in page.content.decode()


def test_curve_has_its_table_and_rises_to_all_claims(desk: Desk) -> None:
    with clock.at(clock.now() - timedelta(minutes=30)):
        campaign = open_campaign()
        claimed(campaign, (1, 2, 3, 4, 5))
    text = words_of(desk.at(f"campaigns/{campaign.pk}/"))

    assert "看数据表" in text
    assert "60分钟全部认领" in text


def test_fragment_says_nothing_while_nothing_has_changed(desk: Desk) -> None:
    campaign = open_campaign()
    page = desk.at(f"campaigns/{campaign.pk}/")
    found = re.search(r'hx-get="([^"]+)"', page.content.decode())
    assert found is not None
    url = found[1].replace("&amp;", "&")
    assert desk.get(url).status_code == 204
    claimed(campaign, (1,))
    changed = desk.get(url)

    assert changed.status_code == 200
    assert "<html" not in changed.content.decode()
    assert 'id="live"' in changed.content.decode()


def test_claimants_stand_in_the_order_of_names_not_of_how_much_they_took(desk: Desk) -> None:
    campaign = open_campaign(wishes=5)
    claimed(campaign, (1, 2, 3), name="林丽娜", phone="19900010001", employer="乙单位")
    claimed(campaign, (4,), name="陈晓东", phone="19900010002", employer="丙单位")
    text = words_of(desk.at(f"campaigns/{campaign.pk}/claimants"))

    assert text.index("丙单位") < text.index("乙单位")
    assert "林*娜" in text
    assert "林丽娜" not in text


def statements(desk: Desk, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert desk.at(path).status_code == 200
    return len(seen)


def test_pages_ask_the_database_as_often_for_three_rows_as_for_one(desk: Desk) -> None:
    campaign = open_campaign(wishes=4)
    pages = ("campaigns/", f"campaigns/{campaign.pk}/", f"campaigns/{campaign.pk}/claimants", "claims/?show=held")
    claimed(campaign, (1,))
    desk.at("campaigns/")
    with_one = [statements(desk, page) for page in pages]
    for number, person in enumerate(members(count=2), start=2):
        claimed(campaign, (number,), name=person.name, phone=f"1990002000{number}", employer="盐化中学")
    open_campaign()
    open_campaign()

    assert [statements(desk, page) for page in pages] == with_one


def test_list_pages_by_keys(desk: Desk) -> None:
    for _campaign in range(22):
        open_campaign(wishes=1, households=1)
    first = desk.at("campaigns/")
    found = re.search(r'href="(\?before=[^"]+)"', first.content.decode())
    assert found is not None
    second = desk.at(f"campaigns/{found[1]}")

    assert first.content.decode().count("row-title") == 20
    assert second.content.decode().count("row-title") == 2


def test_nobody_signed_in_is_sent_to_sign_in() -> None:
    acting.office()
    campaign = open_campaign()
    answer = acting.Client().get(f"/desk/{BELL_TOWER}/campaigns/{campaign.pk}/")

    assert answer.status_code == 302
    assert "/accounts/login/" in answer.headers["Location"]
