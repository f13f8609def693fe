"""What the worker tells when a campaign's hour comes: once, whatever dies in between and however many look."""

import json
from datetime import datetime, timedelta

import pytest

from linli.core import clock
from linli.core.actor import SYSTEM
from linli.core.registry import jobs
from linli.notifications.kinds import render
from linli.notifications.models import Outgoing
from linli.wishes.models import Campaign
from linli.wishes.models.claims import ON_ROSTER, SELF_NAMED
from linli.wishes.services.claiming import claim_wish
from linli.wishes.services.identifying import Claimant
from linli.wishes.services.publishing import close_campaign
from linli.wishes.services.running import extend_campaign, pause_campaign
from linli.wishes.tasks import remind_desks, tell_hours
from tests.factories.people import BELL_TOWER, office
from tests.factories.wishes import claimant_actor, member, open_campaign
from tests.gate import conftest
from tests.gate.conftest import at_once

shared_database = conftest.shared_database
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def campaign(db: None) -> Campaign:
    office()
    now = clock.now()
    return open_campaign(wishes=3, opens_at=now + HOUR, closes_at=now + 5 * DAY)


def _told() -> list[str]:
    return list(Outgoing.objects.within(BELL_TOWER).order_by("id").values_list("kind", flat=True))


def _tick(when: datetime) -> int:
    with clock.at(when):
        return tell_hours()


def _claim(campaign: Campaign, number: int, when: datetime, *, known: bool = True) -> None:
    person = member(phone=f"1990001{number:04d}")
    claimant = Claimant(person.pk, ON_ROSTER if known else SELF_NAMED, to_decide=not known)
    by = claimant_actor(campaign, person.pk)
    with clock.at(when):
        assert claim_wish(campaign=campaign, number=number, claimant=claimant, key=f"key-{number}-key", by=by)["won"]


def test_each_hour_of_a_campaign_is_told_once_and_not_before(campaign: Campaign) -> None:
    opens, closes = campaign.opens_at, campaign.closes_at
    moments = [
        opens - HOUR / 2,
        opens,
        opens + HOUR,
        closes - DAY - HOUR,
        closes - DAY,
        closes - HOUR,
        closes,
        closes + HOUR,
    ]
    told = [_tick(when) for when in moments]

    assert told == [0, 1, 0, 0, 1, 0, 1, 0]
    assert _told() == ["campaign_open", "campaign_closing", "campaign_left_over"]


def test_text_at_the_opening_has_the_link_and_how_many(campaign: Campaign) -> None:
    _tick(campaign.opens_at)
    row = Outgoing.objects.within(BELL_TOWER).get()

    assert f"/c/{campaign.code}" in render(row.kind, json.loads(row.payload))
    assert "3" in render(row.kind, json.loads(row.payload))


def test_nothing_is_told_of_a_closing_where_every_wish_has_somebody(campaign: Campaign) -> None:
    for number in (1, 2, 3):
        _claim(campaign, number, campaign.opens_at)
    _tick(campaign.closes_at - HOUR)
    _tick(campaign.closes_at)

    assert _told() == ["campaign_closed"]


def test_worker_that_was_off_for_long_tells_nothing_old(campaign: Campaign) -> None:
    _tick(campaign.closes_at + 2 * DAY)

    assert _told() == []


def test_paused_campaign_tells_nothing_until_it_is_resumed(campaign: Campaign) -> None:
    pause_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, reason="正在核对清单", by=SYSTEM)
    _tick(campaign.opens_at)

    assert _told() == []


def test_campaign_with_more_time_tells_of_its_new_closing(campaign: Campaign) -> None:
    closes = campaign.closes_at
    _tick(closes)
    with clock.at(closes + HOUR):
        asked = {"community_id": BELL_TOWER, "campaign_id": campaign.pk, "by": SYSTEM}
        extend_campaign(closes_at=closes + 2 * DAY, handover_until=campaign.handover_until, **asked)
    _tick(closes + DAY + HOUR)
    _tick(closes + 2 * DAY)

    assert _told() == ["campaign_left_over", "campaign_closing", "campaign_left_over"]


def test_campaign_closed_by_hand_is_told_like_any_other(campaign: Campaign) -> None:
    with clock.at(campaign.opens_at + HOUR):
        close_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, by=SYSTEM)
    _tick(campaign.opens_at + 2 * HOUR)

    assert _told() == ["campaign_left_over"]


def test_desk_is_reminded_once_a_day_of_claims_that_wait_for_it(campaign: Campaign) -> None:
    _claim(campaign, 1, campaign.opens_at, known=False)
    noon = clock.moment(clock.local(campaign.opens_at).date() + 2 * DAY, 12)
    for when in (campaign.opens_at + HOUR, noon, noon + HOUR, noon + DAY):
        with clock.at(when):
            remind_desks()

    assert _told() == ["claims_undecided"] * 2
    assert set(Outgoing.objects.within(BELL_TOWER).values_list("permission", flat=True)) == {"claims.decide"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("shared_database")
def test_several_workers_at_once_tell_it_once() -> None:
    office()
    opens = clock.now()
    campaign = open_campaign(wishes=3, opens_at=opens - HOUR)
    told = at_once(*[lambda: _tick(opens)] * 4)

    assert sorted(told) == [0, 0, 0, 1]
    assert _told() == ["campaign_open"]
    assert Campaign.objects.within(BELL_TOWER).get(pk=campaign.pk).told_open_at == opens


def test_worker_knows_these_jobs() -> None:
    assert jobs["wishes.hours"].every <= 60
    assert {jobs["wishes.hours"].run, jobs["wishes.undecided"].run} == {
        "linli.wishes.tasks.tell_hours",
        "linli.wishes.tasks.remind_desks",
    }
