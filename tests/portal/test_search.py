"""The search box of every desk page: everything of this office, masked, and no name in an address."""

import logging

import pytest
from django.test import Client

from linli.wishes.models import Campaign, Claim
from linli.wishes.models.claims import ON_ROSTER
from linli.wishes.services.claiming import claim_wish
from linli.wishes.services.identifying import Claimant
from tests.factories.people import BELL_TOWER, WEST_LAKE, family, office
from tests.factories.wishes import claimant_actor, member, open_campaign
from tests.wishes.office import Desk, words_of

pytestmark = pytest.mark.django_db


def found(desk: Desk, typed: str) -> str:
    return words_of(desk.post(f"/desk/{desk.community}/search", {"q": typed}))


def claimed(name: str = "王小丽") -> tuple[Campaign, Claim]:
    campaign = open_campaign(wishes=2, households=1)
    person = member(name=name, phone="19900010007", employer="审计局")
    claimant = Claimant(person.pk, ON_ROSTER, to_decide=False)
    claim_wish(campaign=campaign, number=1, claimant=claimant, key="1" * 8, by=claimant_actor(campaign, person.pk))
    return campaign, Claim.objects.within(BELL_TOWER).get()


def test_box_stands_on_every_page_of_the_desk_and_is_sent_as_a_form() -> None:
    desk = Desk("worker")
    for page in ("", "wishes/", "households/", "claims/", "roster/", "campaigns/"):
        text = desk.at(page).content.decode()
        assert f'method="post" action="/desk/{BELL_TOWER}/search"' in text


def test_initials_find_the_person_their_claim_and_nothing_whole() -> None:
    campaign, claim = claimed()
    desk = Desk("worker")
    page = found(desk, "wxl")
    assert "王*丽" in page
    assert "王小丽" not in page
    assert str(claim.number) in page
    assert campaign.title in page


def test_claim_is_found_by_its_spoken_number_and_campaign_by_its_code() -> None:
    campaign, claim = claimed()
    desk = Desk("grid_worker")
    assert str(claim.number) in found(desk, str(claim.number))
    assert campaign.title in found(desk, campaign.code.lower())


def test_wish_is_found_by_its_thing() -> None:
    claimed()
    page = Desk("worker").post(f"/desk/{BELL_TOWER}/search", {"q": "书包"}).content.decode()
    assert f"/desk/{BELL_TOWER}/wishes/" in page.split("<main")[1]


def test_role_that_does_not_see_the_roster_finds_nobody_on_it() -> None:
    claimed()
    page = found(Desk("grid_worker"), "wxl")
    assert "王*丽" not in page


def test_other_community_is_not_searched() -> None:
    office()
    family(community=office(WEST_LAKE, "西湖社区").pk, name="王小丽")
    assert "王*丽" not in found(Desk("worker"), "王小丽")


def test_what_is_typed_stands_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="django.request")
    found(Desk("worker"), "王小丽")
    assert "王小丽" not in caplog.text


def test_nothing_found_and_nothing_typed_say_what_to_do() -> None:
    desk = Desk("worker")
    assert "没有找到" in found(desk, "诸葛亮")
    assert "您要找什么" in words_of(desk.at("search"))
    assert Client().get(f"/desk/{BELL_TOWER}/search").status_code == 302


def test_page_outside_the_menu_is_not_shown_as_todays() -> None:
    desk = Desk("worker")
    assert 'aria-current="page"' in desk.at("").content.decode()
    assert 'aria-current="page"' not in desk.at("search").content.decode()
