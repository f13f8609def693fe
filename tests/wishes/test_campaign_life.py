"""A published campaign paused, resumed, given more time, withdrawn, and what it left over published again."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.core import clock
from linli.core.actor import SYSTEM
from linli.core.errors import BadInput, Conflict, NotHere, Refused
from linli.notifications.kinds import render
from linli.notifications.models import Outgoing
from linli.people.models import Person
from linli.timeline.models import Detail, Event
from linli.wishes.models import Campaign, Claim, ClaimCount, Wish
from linli.wishes.models.claims import ON_ROSTER
from linli.wishes.queries.public import campaign_by_code, wishes_on_wall
from linli.wishes.services.claiming import claim_wish
from linli.wishes.services.identifying import Claimant
from linli.wishes.services.publishing import close_campaign, publish_campaign
from linli.wishes.services.running import extend_campaign, pause_campaign, resume_campaign
from linli.wishes.services.withdrawing import republish_unclaimed, take_off_wall, withdraw_campaign
from linli.wishes.workflow import HELD, OPEN, PAUSED, PREPARED, READY, RECEIVED, RELEASED, TAKEN, WITHDRAWN
from tests.factories.people import BELL_TOWER, WEST_LAKE, office
from tests.factories.wishes import claimant_actor, details, member, open_campaign, worker_actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office() -> None:
    office()


def _claim(campaign: Campaign, person: Person, number: int = 1, key: str = "") -> Any:
    claimant = Claimant(person.pk, ON_ROSTER, to_decide=False)
    by = claimant_actor(campaign, person.pk)
    key = key or f"key-{person.pk.hex}-{number}-{clock.now().timestamp()}"
    return claim_wish(campaign=campaign, number=number, claimant=claimant, key=key, by=by)


def _here(campaign: Campaign) -> dict[str, Any]:
    return {"community_id": BELL_TOWER, "campaign_id": campaign.pk, "by": SYSTEM}


def _wishes(campaign: Campaign) -> list[str]:
    rows = Wish.objects.within(BELL_TOWER).filter(campaign=campaign).order_by("public_number")
    return list(rows.values_list("state", flat=True))


def _texts(kind: str) -> list[str]:
    rows = Outgoing.objects.within(BELL_TOWER).filter(kind=kind).order_by("id")
    return [render(kind, json.loads(row.payload)) for row in rows]


def test_nobody_claims_in_a_paused_campaign_until_it_is_resumed() -> None:
    campaign, person = open_campaign(wishes=2), member()
    pause_campaign(**_here(campaign), reason="正在核对清单")
    refused = _claim(campaign, person)
    resume_campaign(**_here(campaign))
    won = _claim(campaign, person)

    assert refused == {"won": False, "why": "paused"}
    assert won["won"]
    assert Campaign.objects.within(BELL_TOWER).get().pause_reason == ""


def test_pause_keeps_what_is_claimed_and_says_why_on_the_timeline() -> None:
    campaign = open_campaign(wishes=2)
    _claim(campaign, member())
    pause_campaign(**_here(campaign), reason="  正在 核对清单 ")

    assert Claim.objects.within(BELL_TOWER).get().state == HELD
    event = Event.objects.within(BELL_TOWER).filter(subject_id=campaign.pk).latest("id")
    assert (event.verb, event.before, event.after) == ("pause", "published", PAUSED)
    assert Detail.objects.within(BELL_TOWER).get(event=event).text == "正在 核对清单"


def test_pause_needs_a_reason_a_right_and_an_open_campaign() -> None:
    campaign = open_campaign(wishes=1, households=1)
    with pytest.raises(BadInput):
        pause_campaign(**_here(campaign), reason=" ")
    with pytest.raises(Refused):
        pause_campaign(**_here(campaign) | {"by": worker_actor()}, reason="正在核对清单")
    with pytest.raises(NotHere):
        pause_campaign(**_here(campaign) | {"community_id": WEST_LAKE}, reason="正在核对清单")
    with clock.at(campaign.closes_at), pytest.raises(Conflict):
        pause_campaign(**_here(campaign), reason="正在核对清单")
    assert Campaign.objects.within(BELL_TOWER).get().state == "published"


def test_database_keeps_no_pause_without_a_reason() -> None:
    campaign = open_campaign(wishes=1, households=1)
    for values in ({"state": PAUSED}, {"pause_reason": "为何"}, {"state": "frozen"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Campaign.objects.within(BELL_TOWER).filter(pk=campaign.pk).update(**values)


def test_closed_campaign_with_more_time_takes_claims_again() -> None:
    campaign, person = open_campaign(wishes=2), member()
    close_campaign(**_here(campaign))
    assert _claim(campaign, person)["why"] == "closed"
    later = clock.now() + timedelta(days=3)
    extend_campaign(**_here(campaign), closes_at=later, handover_until=campaign.handover_until)

    assert _claim(campaign, person)["won"]
    assert _texts("campaign_extended") == []


def test_later_hand_over_date_is_told_once_to_each_who_has_yet_to_bring_something() -> None:
    campaign = open_campaign(wishes=4)
    first, second = member(), member(name="林丽娜", phone="19900010001")
    _claim(campaign, first, 1)
    _claim(campaign, first, 2)
    brought = _claim(campaign, second, 3)
    Claim.objects.within(BELL_TOWER).filter(number=brought["number"]).update(state=RECEIVED)
    until = campaign.handover_until + timedelta(days=7)
    extend_campaign(**_here(campaign), closes_at=campaign.closes_at, handover_until=until)

    assert [row.recipient_name for row in Outgoing.objects.within(BELL_TOWER).filter(kind="campaign_extended")] == [
        first.name
    ]
    assert campaign.handover_place in _texts("campaign_extended")[0]


@pytest.mark.parametrize(
    ("closes", "until"), [(-1, 0), (0, -1), (0, 0), (30, 0)], ids=["earlier", "day before", "same", "closes after"]
)
def test_more_time_is_later_and_within_the_hand_over(closes: int, until: int) -> None:
    campaign = open_campaign(wishes=1, households=1)
    with pytest.raises(BadInput):
        extend_campaign(
            **_here(campaign),
            closes_at=campaign.closes_at + timedelta(days=closes),
            handover_until=campaign.handover_until + timedelta(days=until),
        )


def test_withdrawn_wish_leaves_the_wall_and_its_claimant_is_told_why() -> None:
    campaign = open_campaign(wishes=2, cap=2)
    person = member()
    won = _claim(campaign, person)
    wish = Wish.objects.within(BELL_TOWER).get(campaign=campaign, public_number=1)
    done = take_off_wall(community_id=BELL_TOWER, wish_id=wish.pk, fate=READY, reason="家里已有", by=SYSTEM)
    wish.refresh_from_db()

    assert (done.wishes, done.claims, done.stay) == (1, 1, 0)
    assert [shown.number for shown in wishes_on_wall(campaign)] == [2]
    assert (wish.state, wish.campaign_id, wish.public_number) == (READY, None, None)
    assert Claim.objects.within(BELL_TOWER).get().state == RELEASED
    assert ClaimCount.objects.within(BELL_TOWER).get().live == 0
    (text,) = _texts("claim_withdrawn")
    assert str(won["number"]) in text
    assert "家里已有" in text
    assert campaign.contact_phone in text


def test_wish_withdrawn_for_good_goes_nowhere_else() -> None:
    campaign = open_campaign(wishes=1, households=1)
    wish = Wish.objects.within(BELL_TOWER).get()
    take_off_wall(community_id=BELL_TOWER, wish_id=wish.pk, fate=WITHDRAWN, reason="家里已有", by=SYSTEM)
    verbs = Event.objects.within(BELL_TOWER).filter(subject_id=wish.pk).order_by("id").values_list("verb", flat=True)

    assert Wish.objects.within(BELL_TOWER).get().state == WITHDRAWN
    assert list(verbs)[-2:] == ["recall", "withdraw"]
    assert wishes_on_wall(campaign) == []


def test_wish_whose_goods_have_come_stays_with_whoever_brought_them() -> None:
    campaign = open_campaign(wishes=1, households=1)
    _claim(campaign, member())
    Claim.objects.within(BELL_TOWER).update(state=RECEIVED)
    wish = Wish.objects.within(BELL_TOWER).get()
    with pytest.raises(Conflict), transaction.atomic():
        take_off_wall(community_id=BELL_TOWER, wish_id=wish.pk, fate=READY, reason="家里已有", by=SYSTEM)

    assert Wish.objects.within(BELL_TOWER).get().state == TAKEN
    assert Claim.objects.within(BELL_TOWER).get().state == RECEIVED


def test_withdrawn_campaign_has_no_wall_ends_claims_and_gives_wishes_back() -> None:
    campaign = open_campaign(wishes=4)
    people = [member(), member(name="林丽娜", phone="19900010001"), member(name="黄海燕", phone="19900010002")]
    for number, person in enumerate(people, start=1):
        _claim(campaign, person, number)
    Claim.objects.within(BELL_TOWER).filter(claimant=people[2]).update(state=RECEIVED)
    done = withdraw_campaign(**_here(campaign), fate=READY, reason="街道统一安排")

    assert (done.wishes, done.claims, done.stay) == (3, 2, 1)
    assert campaign_by_code(campaign.code) is None
    assert _wishes(campaign) == [TAKEN]
    assert Wish.objects.within(BELL_TOWER).filter(state=READY, campaign=None, public_number=None).count() == 3
    assert sorted(Claim.objects.within(BELL_TOWER).values_list("state", flat=True)) == [RECEIVED, RELEASED, RELEASED]
    assert len(_texts("claim_withdrawn")) == 2
    with pytest.raises(Conflict):
        withdraw_campaign(**_here(campaign), fate=READY, reason="街道统一安排")


def test_withdrawing_needs_a_reason_and_what_becomes_of_the_wishes() -> None:
    campaign = open_campaign(wishes=1, households=1)
    with pytest.raises(BadInput) as told:
        withdraw_campaign(**_here(campaign), fate="done", reason="")
    assert set(told.value.fields) == {"fate", "reason"}
    publisher = worker_actor(BELL_TOWER, "wishes.publish")
    with pytest.raises(Refused), transaction.atomic():
        withdraw_campaign(**_here(campaign) | {"by": publisher}, fate=WITHDRAWN, reason="街道统一安排")
    withdraw_campaign(**_here(campaign) | {"by": publisher}, fate=READY, reason="街道统一安排")


def test_what_was_not_claimed_goes_into_a_new_campaign_with_new_numbers() -> None:
    campaign = open_campaign(wishes=5)
    _claim(campaign, member(), 2)
    left = set(Wish.objects.within(BELL_TOWER).filter(state=OPEN).values_list("pk", flat=True))
    close_campaign(**_here(campaign))
    fresh = republish_unclaimed(**_here(campaign), details=details(title="再点亮一次"))

    assert fresh.state == PREPARED
    assert _wishes(campaign) == [TAKEN]
    assert set(Wish.objects.within(BELL_TOWER).filter(campaign=fresh).values_list("pk", flat=True)) == left
    publish_campaign(community_id=BELL_TOWER, campaign_id=fresh.pk, by=SYSTEM)
    assert [shown.number for shown in wishes_on_wall(fresh)] == [1, 2, 3, 4]
    with pytest.raises(Conflict):
        republish_unclaimed(**_here(campaign), details=details())


def test_nothing_is_published_again_while_people_may_still_claim() -> None:
    campaign = open_campaign(wishes=1, households=1)
    with pytest.raises(Conflict):
        republish_unclaimed(**_here(campaign), details=details())
    assert _wishes(campaign) == [OPEN]
