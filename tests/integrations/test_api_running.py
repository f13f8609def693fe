"""What a program does with a campaign that runs, its wall and its waiting line."""

from datetime import timedelta
from typing import Any

import pytest

from linli.core import clock
from linli.wishes.models import Campaign, Wish
from linli.wishes.services.publishing import close_campaign
from tests.factories.people import BELL_TOWER, staff
from tests.factories.pictures import a_photo
from tests.factories.wishes import members, open_campaign
from tests.integrations.programs import Program
from tests.integrations.test_api_rights import OFF, WORDS
from tests.wishes.test_waiting import claim, join

pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Program:
    return Program()


def phase(program: Program, campaign: Campaign) -> Any:
    return program.get(f"/campaigns/{campaign.pk}").json()["phase"]


def test_campaign_is_paused_resumed_and_given_more_time(program: Program) -> None:
    campaign = open_campaign(wishes=2)
    assert program.post(f"/campaigns/{campaign.pk}/pause", {"reason": "停电"}).json() == {"id": str(campaign.pk)}
    assert phase(program, campaign) == "paused"
    assert program.post(f"/campaigns/{campaign.pk}/pause", {"reason": "停电"}).status_code == 409
    program.post(f"/campaigns/{campaign.pk}/resume")
    assert phase(program, campaign) == "running"

    later = {"closes_at": campaign.closes_at + timedelta(days=1), "handover_until": campaign.handover_until}
    assert program.post(f"/campaigns/{campaign.pk}/extend", later).status_code == 200
    assert program.get(f"/campaigns/{campaign.pk}").json()["closes_at"][:10] == f"{later['closes_at']:%Y-%m-%d}"
    wrong = program.post(f"/campaigns/{campaign.pk}/extend", later)
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["field"] == "closes_at"


def test_one_wish_leaves_the_wall_and_then_the_whole_campaign(program: Program) -> None:
    campaign = open_campaign(wishes=3)
    person = members(count=1)[0]
    claim(campaign, person)
    claimed = Wish.objects.within(BELL_TOWER).get(campaign=campaign.pk, public_number=1)
    key = "take-it-off-once"
    off = program.post(f"/wishes/{claimed.pk}/take-off", OFF, key=key)
    assert off.json() == {"id": str(claimed.pk), "wishes": 1, "claims": 1, "stay": 0}
    assert program.post(f"/wishes/{claimed.pk}/take-off", OFF, key=key).json() == off.json()

    withdrawn = program.post(f"/campaigns/{campaign.pk}/withdraw", {"fate": "withdrawn", "reason": "另行安排"})
    assert withdrawn.json() == {"id": str(campaign.pk), "wishes": 2, "claims": 0, "stay": 0}
    assert phase(program, campaign) == "withdrawn"


def test_what_nobody_claimed_is_prepared_again(program: Program) -> None:
    campaign = open_campaign(wishes=2)
    assert program.post(f"/campaigns/{campaign.pk}/republish", WORDS).status_code == 409
    close_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, by=staff("secretary"))
    again = program.post(f"/campaigns/{campaign.pk}/republish", WORDS | {"offer_hours": 12})
    assert again.status_code == 201, again.content
    made = Campaign.objects.within(BELL_TOWER).get(pk=again.json()["id"])
    assert (made.offer_hours, made.state) == (12, "prepared")


def test_waiting_line_is_read_masked_in_its_order(program: Program) -> None:
    campaign = open_campaign(wishes=1, households=1)
    first, second, third = members(count=3)
    claim(campaign, first)
    join(campaign, second, third)
    wish = Wish.objects.within(BELL_TOWER).get(campaign=campaign.pk)
    line = program.get(f"/wishes/{wish.pk}/line").json()
    assert [(entry["place"], entry["offered"]) for entry in line] == [(1, False), (2, False)]
    assert all("*" in entry["name"] and "*" in entry["phone"] for entry in line)


def test_cover_is_set_drawn_anew_shown_and_removed(program: Program) -> None:
    campaign = open_campaign(wishes=1, households=1)
    address = f"/campaigns/{campaign.pk}/cover"
    assert program.get(address).status_code == 404
    assert program.hand_in(address, a_photo(), key="cover-once-1").json() == {"id": str(campaign.pk)}
    assert program.hand_in(address, a_photo(), key="cover-once-1").status_code == 200
    picture = program.get(address)
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert b"ZQCamera" not in picture.content

    wrong = program.hand_in(address, b"<svg/>")
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["field"] == "cover"
    assert program.post(f"{address}/remove").status_code == 200
    assert program.get(address).status_code == 404


def test_first_minutes_of_a_campaign_may_have_a_cap_of_their_own(program: Program) -> None:
    campaign = open_campaign(wishes=1)
    close_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, by=staff("secretary"))
    wrong = program.post(f"/campaigns/{campaign.pk}/republish", WORDS | {"first_minutes": 10})
    assert wrong.json()["errors"][0]["field"] == "first_cap"
    right = program.post(f"/campaigns/{campaign.pk}/republish", WORDS | {"first_minutes": 10, "first_cap": 2})
    assert Campaign.objects.within(BELL_TOWER).get(pk=right.json()["id"]).first_cap == 2
    assert clock.now() < Campaign.objects.within(BELL_TOWER).get(pk=right.json()["id"]).opens_at
