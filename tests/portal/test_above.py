"""What a supervisor sees of the offices below: figures and what is late, no family and nobody who claimed."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from linli.core import clock
from linli.places.models import Community, Division
from linli.wishes.models import Campaign, Claim, Wish
from linli.wishes.services.claiming import claim_wish
from linli.wishes.services.identifying import Claimant
from linli.wishes.workflow import REVIEW
from tests.factories import acting
from tests.factories.wishes import claimant_actor, household, member, open_campaign, wish
from tests.wishes.phones import words_of

pytestmark = pytest.mark.django_db

COUNTY, STREET, NEXT_STREET = 140802000000, 140802004000, 140802005000
BELL_TOWER, ACADEMY, FAR = 140802004008, 140802005029, 140823400012


@pytest.fixture(autouse=True)
def offices() -> None:
    for code, name in ((BELL_TOWER, "钟楼社区"), (ACADEMY, "学苑花都社区"), (FAR, "西湖社区")):
        acting.office(code, name)
    for code, name, level in (
        (COUNTY, "盐湖区", "county"),
        (STREET, "中城街道", "street"),
        (NEXT_STREET, "东城街道", "street"),
    ):
        Division.objects.get_or_create(code=code, defaults={"name": name, "level": level})


def supervisor(place: int = COUNTY) -> Client:
    return acting.client_of("supervisor", place)


def claimed(campaign: Campaign, number: int = 1, *, to_decide: bool = False, days_ago: int = 0) -> Claim:
    person = member(campaign.community_id, name="欧阳晓东", phone="19900010077")
    who = Claimant(person.pk, "self" if to_decide else "roster", to_decide=to_decide)
    told = claim_wish(
        campaign=campaign,
        number=number,
        claimant=who,
        key=f"claim-{number:04d}",
        by=claimant_actor(campaign, person.pk),
    )
    claims = Claim.objects.within(campaign.community_id)
    claims.filter(pk=told["claim"]).update(claimed_at=clock.now() - timedelta(days=days_ago))
    found: Claim = claims.get(pk=told["claim"])
    return found


def of_last_month(community: int = BELL_TOWER) -> Campaign:
    """Still open, and things were to be brought by yesterday."""
    campaign = open_campaign(community, wishes=6)
    Campaign.objects.within(community).filter(pk=campaign.pk).update(
        handover_until=clock.today() - timedelta(days=1), opens_at=clock.now() - timedelta(days=30)
    )
    return campaign


def lines(client: Client, query: str = "") -> dict[str, list[str]]:
    """The cells of each office in the sheet, by its name."""
    book = load_workbook(io.BytesIO(client.get(f"/above/table.xlsx{query}").content))
    rows = list(book.worksheets[0].iter_rows(min_row=3, values_only=True))
    return {str(row[0]): [str(cell) for cell in row[1:]] for row in rows}


def test_supervisor_who_signs_in_comes_to_the_offices_of_the_county() -> None:
    client = supervisor()
    assert client.get("/").headers["Location"] == "/above/"
    page = words_of(client.get("/above/"))

    assert "盐湖区" in page
    assert "钟楼社区" in page
    assert "学苑花都社区" in page
    assert "西湖社区" not in page


def test_figures_follow_the_wishes_from_collected_to_lit() -> None:
    campaign = open_campaign(BELL_TOWER, wishes=6)
    claimed(campaign)
    lit = claimed(campaign, 2)
    Claim.objects.within(BELL_TOWER).filter(pk=lit.pk).update(state="delivered")

    told = lines(supervisor())
    assert told["钟楼社区"] == ["中城街道", "None", "6", "6", "2", "1", "0", "0", "0"]
    assert told["学苑花都社区"][2:] == ["0"] * 7


def test_figures_that_are_not_public_are_told_from_five_on() -> None:
    family = household(ACADEMY)
    month_ago = clock.now() - timedelta(days=30)
    for nth in range(4):
        wish(family, item=f"书包{nth}", state=REVIEW, moved_at=month_ago)
    client = supervisor()
    assert lines(client)["学苑花都社区"][2:] == ["不足5", "0", "0", "0", "0", "0", "不足5"]
    assert "合计" in words_of(client.get("/above/"))

    wish(family, item="围巾", state=REVIEW, moved_at=month_ago)
    assert lines(client)["学苑花都社区"][2:] == ["5", "0", "0", "0", "0", "0", "5"]


def test_what_is_late_can_be_picked_out_and_says_whose_turn_it_is() -> None:
    campaign = of_last_month()
    claimed(campaign, 1)
    claimed(campaign, 2, to_decide=True, days_ago=2)
    claimed(campaign, 3, to_decide=True)
    client = supervisor()

    late = lines(client, "?show=late")
    assert list(late) == ["钟楼社区"]
    assert late["钟楼社区"][6:8] == ["1", "1"]
    page = words_of(client.get(f"/above/{BELL_TOWER}/"))
    assert "过了送达日期还没送到" in page
    assert page.count("归谁认领还没核实") == 1


def test_nobody_who_claimed_and_no_family_stands_on_a_supervisors_pages() -> None:
    campaign = of_last_month()
    claimed(campaign, 1)
    family = household(BELL_TOWER, number=9, name="秦秀芝", phone="19900000009")
    hidden = wish(family, item="护理床", public_title="护理床", state=REVIEW)
    client = supervisor()
    pages = [words_of(client.get(path)) for path in ("/above/", f"/above/{BELL_TOWER}/")]

    assert Wish.objects.within(BELL_TOWER).filter(pk=hidden.pk).exists()
    for page in pages:
        assert [word for word in ("欧阳", "审计局", "秦秀芝", "1990", "护理床") if word in page] == []


def test_office_elsewhere_does_not_exist_for_a_supervisor() -> None:
    assert supervisor().get(f"/above/{FAR}/").status_code == 404
    assert supervisor(STREET).get(f"/above/{ACADEMY}/").status_code == 404


def test_offices_are_narrowed_down_to_a_street() -> None:
    client = supervisor()

    assert list(lines(client, f"?street={NEXT_STREET}")) == ["学苑花都社区"]
    assert list(lines(client, "?street=140823400000")) == []
    assert len(lines(client, "?street=none")) == 2


def test_whoever_looks_after_no_office_is_told_so() -> None:
    for client in (acting.client_of("secretary"), acting.client_of("volunteer")):
        page = words_of(client.get("/above/"))
        assert "还没有可以查看的社区" in page
        assert "钟楼社区" not in page.replace("钟楼社区 · ", "")
    assert Client().get("/above/").headers["Location"].startswith("/accounts/login/")


def test_role_that_is_ended_shows_nothing_at_the_next_request() -> None:
    grant = acting.grant("supervisor", COUNTY)
    client = acting.client_of(grant.user)
    assert "钟楼社区" in words_of(client.get("/above/"))
    grant.ended_at, grant.ended_by = clock.now(), "system"
    grant.save()

    assert "钟楼社区" not in words_of(client.get("/above/"))
    assert client.get(f"/above/{BELL_TOWER}/").status_code == 404


def test_many_offices_cost_as_many_statements_as_few_and_come_in_pages() -> None:
    client = supervisor()

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get("/above/").status_code == 200
        return len(seen)

    few = asked()
    Community.objects.bulk_create(
        Community(id=code, current_code=code, name=f"第{code % 1000}社区", opened_at=clock.now())
        for code in range(140802004100, 140802004160)
    )
    assert asked() == few
    assert "第100社区" in words_of(client.get("/above/"))
    assert "第159社区" in words_of(client.get("/above/?from=50"))
    assert "第100社区" not in words_of(client.get("/above/?from=50"))
