"""What goes out of a campaign: code, poster, text, table."""

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
import segno

from linli.core.actor import SYSTEM
from linli.core.errors import BadInput
from linli.core.sheets import read_sheet
from linli.notifications.services import reword
from linli.wishes.adapters.posters import campaign_address, qr_svg, share_text, spoken_code
from linli.wishes.models import Campaign, Wish
from linli.wishes.services.claiming import claim_wish
from linli.wishes.services.identifying import Claimant
from linli.wishes.services.publishing import prepare_campaign
from tests.factories import acting
from tests.factories.wishes import BELL_TOWER, claimant_actor, details, member, open_campaign, ready_wishes
from tests.wishes.office import Desk, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def campaign() -> Campaign:
    return open_campaign(wishes=3)


def claim(campaign: Campaign, name: str = "欧阳晓东", employer: str = "=盐湖区审计局") -> None:
    person = member(name=name, employer=employer)
    who = Claimant(person.pk, "roster", to_decide=False)
    claim_wish(campaign=campaign, number=2, claimant=who, key="the claim", by=claimant_actor(campaign, person.pk))


def test_code_is_drawn_from_the_public_address_with_a_quiet_zone(desk: Desk, campaign: Campaign) -> None:
    answer = desk.at(f"campaigns/{campaign.pk}/code.svg")
    code = segno.make(campaign_address(campaign), error="q", micro=False, boost_error=False)
    drawing = ElementTree.fromstring(answer.content)  # noqa: S314  # -- our own drawing
    side = len(code.matrix) + 8

    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert drawing.attrib["viewBox"] == f"0 0 {side * 10} {side * 10}"
    assert answer.content == qr_svg(campaign_address(campaign))
    assert campaign.code in campaign_address(campaign)


def test_code_comes_as_a_picture_large_enough_to_print(desk: Desk, campaign: Campaign) -> None:
    answer = desk.at(f"campaigns/{campaign.pk}/code.png?save")
    width = int.from_bytes(answer.content[16:20], "big")

    assert answer.content.startswith(b"\x89PNG")
    assert width >= 900
    assert f'filename="{campaign.code}.png"' in answer.headers["Content-Disposition"]
    assert desk.at(f"campaigns/{campaign.pk}/code.exe").status_code == 404


def test_campaign_that_is_not_published_has_no_code(desk: Desk) -> None:
    wishes = [wish.pk for wish in ready_wishes()]
    prepared = prepare_campaign(community_id=BELL_TOWER, details=details(), wish_ids=wishes, by=SYSTEM)

    assert {desk.at(f"campaigns/{prepared.pk}/{page}").status_code for page in ("code.svg", "poster")} == {409}


def test_text_for_the_group_says_what_when_where_and_carries_the_link(campaign: Campaign) -> None:
    text = share_text(campaign)

    assert text.startswith("「点亮微心愿」\n请在职党员根据自身情况认领。")
    assert f"认领请点：{campaign_address(campaign)}" in text
    assert "前送到钟楼社区党群服务中心" in text
    assert "0359-2000000" in text


def test_poster_says_everything_and_shows_the_code_in_words(desk: Desk, campaign: Campaign) -> None:
    text = words_of(desk.at(f"campaigns/{campaign.pk}/poster"))

    for said in (
        "点亮微心愿",
        "请在职党员根据自身情况认领",
        "钟楼社区党支部",
        spoken_code(campaign.code),
        "0359-2000000",
    ):
        assert said in text


def test_office_words_stand_in_the_text_for_the_group_and_on_the_poster(desk: Desk, campaign: Campaign) -> None:
    by = acting.actor("secretary")
    typed = "各位党员：\r\n【活动名称】请点 【网址】 ，【结束时间】前有效。"
    reword(community_id=BELL_TOWER, kind="campaign_share", typed=typed, by=by)
    reword(community_id=BELL_TOWER, kind="campaign_poster", typed="扫一扫，帮邻居圆个心愿", by=by)

    assert share_text(campaign).startswith(f"各位党员：\n点亮微心愿请点 {campaign_address(campaign)} ，")
    poster = words_of(desk.at(f"campaigns/{campaign.pk}/poster"))
    assert "扫一扫，帮邻居圆个心愿" in poster
    assert "微信扫一扫，认领一个心愿" not in poster


def test_office_cannot_leave_the_link_out_of_the_text_for_the_group() -> None:
    with pytest.raises(BadInput):
        reword(community_id=BELL_TOWER, kind="campaign_share", typed="快来认领", by=acting.actor("secretary"))


@pytest.mark.parametrize("role", ["secretary", "worker"])
def test_way_to_the_wording_is_shown_to_whom_it_is_open(role: str, campaign: Campaign) -> None:
    page = Desk(role).at(f"campaigns/{campaign.pk}/").content.decode()

    assert ("/channels/texts/campaign_share" in page) == (role == "secretary")


def test_list_to_hang_up_shows_what_the_wall_shows_at_that_moment(desk: Desk, campaign: Campaign) -> None:
    claim(campaign)
    hidden = Wish.objects.within(BELL_TOWER).filter(campaign=campaign).order_by("public_number").last()
    assert hidden
    Wish.objects.within(BELL_TOWER).filter(pk=hidden.pk).update(intimate=True, public_spec="大号")
    text = words_of(desk.at(f"campaigns/{campaign.pk}/list"))

    assert "点亮微心愿" in text
    assert text.count("待认领") == 2
    assert text.count("已认领") == 1
    assert spoken_code(campaign.code) in text
    assert "0359-2000000" in text
    assert "欧阳" not in text
    assert "大号" not in text


def test_spoken_code_is_read_in_groups_of_four() -> None:
    assert spoken_code("ABCDEFGH2345") == "ABCD-EFGH-2345"


def test_table_holds_every_wish_with_its_claimant_masked(desk: Desk, campaign: Campaign) -> None:
    claim(campaign)
    answer = desk.at(f"campaigns/{campaign.pk}/table.xlsx")
    rows = [row.cells for row in read_sheet(answer.content)]
    number = Wish.objects.within(BELL_TOWER).filter(campaign=campaign).count()

    assert rows[0][0] == "点亮微心愿"
    assert rows[1][:5] == ("编号", "心愿", "规格", "数量", "单位")
    assert [row[0] for row in rows[2:]] == ["1", "2", "3"][:number]
    assert rows[3][5:8] == ("已认领", "欧阳*东", "=盐湖区审计局")
    assert re.fullmatch(r"\d{4}", rows[3][8])
    assert rows[2][5] == "待认领"


def test_table_keeps_families_and_formulas_out(desk: Desk, campaign: Campaign) -> None:
    claim(campaign)
    book = zipfile.ZipFile(io.BytesIO(desk.at(f"campaigns/{campaign.pk}/table.xlsx").content))
    inside = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))

    assert "秀芝" not in inside
    assert "晓东" not in inside
    assert "19900010000" not in inside
    assert "<f>" not in inside
