"""A campaign before its draw: paused, given more time, withdrawn, wishes taken off; its entries go along."""

from datetime import timedelta
from typing import Any

import pytest

from linli.core import clock
from linli.core.draw import faults
from linli.core.errors import Conflict
from linli.notifications.models import Outgoing
from linli.wishes.models import Campaign, Claim, Entry
from linli.wishes.queries.entries import published_draw
from linli.wishes.services.drawing import LIST_STANDS, close_entries, draw_due_in
from linli.wishes.services.publishing import close_campaign
from linli.wishes.services.reviewing import move_wish
from linli.wishes.services.running import extend_campaign, pause_campaign, resume_campaign
from linli.wishes.services.withdrawing import republish_unclaimed, take_off_wall, withdraw_campaign
from linli.wishes.workflow import ENDED, ENTERED
from tests.factories.draws import draw, draw_campaign, enter, when_drawn, wish_number
from tests.factories.wishes import BELL_TOWER, details, members, worker_actor

pytestmark = pytest.mark.django_db


def states(campaign: Campaign, **which: Any) -> list[str]:
    rows = Entry.objects.within(BELL_TOWER).filter(campaign=campaign, **which)
    return sorted(rows.values_list("state", flat=True))


def told(kind: str) -> list[Outgoing]:
    return list(Outgoing.objects.within(BELL_TOWER).filter(kind=kind).order_by("id"))


def test_paused_campaign_is_drawn_once_it_goes_on_and_nobody_enters_meanwhile() -> None:
    campaign, people = draw_campaign(), members(count=2)
    enter(campaign, people[0])
    by = worker_actor(BELL_TOWER, "wishes.publish")
    pause_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, reason="核对名单", by=by)
    with pytest.raises(Conflict):
        enter(campaign, people[1])
    with clock.at(when_drawn(campaign)):
        assert draw_due_in(community_id=BELL_TOWER) == 0
        resume_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, by=by)
        with pytest.raises(Conflict):
            enter(campaign, people[1])
        assert draw_due_in(community_id=BELL_TOWER) == 1
    with clock.at(when_drawn(campaign) + LIST_STANDS):
        assert draw_due_in(community_id=BELL_TOWER) == 1
    assert Claim.objects.within(BELL_TOWER).get().claimant_id == people[0].pk


def test_before_the_draw_a_campaign_is_not_closed_but_given_more_time() -> None:
    campaign = draw_campaign()
    by = worker_actor(BELL_TOWER, "wishes.publish")
    with pytest.raises(Conflict):
        close_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, by=by)
    later = campaign.closes_at + timedelta(days=1)
    until = campaign.handover_until + timedelta(days=3)
    extend_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, closes_at=later, handover_until=until, by=by)
    draw(campaign)
    with clock.at(when_drawn(campaign)):
        close_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, by=by)
    with clock.at(later + timedelta(days=1)):
        assert republish_unclaimed(community_id=BELL_TOWER, campaign_id=campaign.pk, details=details(), by=by)


def test_what_is_left_over_is_not_published_again_before_the_draw() -> None:
    campaign, by = draw_campaign(), worker_actor(BELL_TOWER, "wishes.publish")
    with clock.at(campaign.closes_at + timedelta(seconds=1)), pytest.raises(Conflict):
        republish_unclaimed(community_id=BELL_TOWER, campaign_id=campaign.pk, details=details(), by=by)


def test_withdrawn_campaign_ends_its_entries_and_tells_each_person_once_why() -> None:
    campaign, people = draw_campaign(), members(count=2)
    for person in people:
        enter(campaign, person)
        enter(campaign, person, number=2)
    by = worker_actor(BELL_TOWER, "wishes.publish", "wishes.review")
    withdraw_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, fate="ready", reason="名单有误", by=by)
    assert states(campaign) == [ENDED] * 4
    texts = told("entry_ended")
    assert sorted(text.recipient_address for text in texts) == sorted(person.phone for person in people)
    assert all("名单有误" in text.payload for text in texts)
    with clock.at(when_drawn(campaign)):
        assert draw_due_in(community_id=BELL_TOWER) == 0


@pytest.mark.parametrize("way", ["off the wall", "withdrawn at the desk"])
def test_wish_that_leaves_before_the_draw_ends_its_own_entries_only(way: str) -> None:
    campaign, (person,) = draw_campaign(), members(count=1)
    enter(campaign, person)
    enter(campaign, person, number=2)
    by = worker_actor(BELL_TOWER, "wishes.publish", "wishes.review", "wishes.collect")
    gone: dict[str, Any] = {"community_id": BELL_TOWER, "wish_id": wish_number(campaign).pk, "by": by}
    if way == "off the wall":
        take_off_wall(fate="ready", reason="家里已经买了", **gone)
    else:
        move_wish(move="withdraw", reason="家里已经买了", **gone)
    assert (states(campaign, number=1), states(campaign, number=2)) == ([ENDED], [ENTERED])
    assert "家里已经买了" in told("entry_ended")[0].payload
    draw(campaign)
    assert list(Claim.objects.within(BELL_TOWER).values_list("wish__public_number", flat=True)) == [2]


def test_wish_that_leaves_after_the_list_is_closed_is_given_to_nobody_and_the_file_still_holds() -> None:
    campaign, (person,) = draw_campaign(), members(count=1)
    enter(campaign, person)
    enter(campaign, person, number=2)
    assert campaign.draw_at is not None
    with clock.at(campaign.draw_at):
        close_entries(community_id=BELL_TOWER, campaign_id=campaign.pk)
        by = worker_actor(BELL_TOWER, "wishes.publish")
        take_off_wall(community_id=BELL_TOWER, wish_id=wish_number(campaign).pk, fate="ready", reason="名单有误", by=by)
    with clock.at(when_drawn(campaign)):
        assert draw_due_in(community_id=BELL_TOWER) == 1
    campaign.refresh_from_db()
    file = published_draw(campaign)
    assert faults(file) == []
    assert [result["wish"] for result in file["results"]] == [1, 2]  # type: ignore[index]  # -- drawn
    assert list(Claim.objects.within(BELL_TOWER).values_list("wish__public_number", flat=True)) == [2]
