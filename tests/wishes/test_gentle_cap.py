"""Fewer for each person in the first minutes, so that many come in; afterwards the cap that holds from then on."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from linli.core import clock
from linli.core.errors import BadInput
from linli.people.models import Person
from linli.wishes.models import Campaign, Claim, ClaimCount
from linli.wishes.models.claims import ON_ROSTER
from linli.wishes.services.claiming import claim_wish
from linli.wishes.services.identifying import Claimant
from linli.wishes.services.releasing import release_claim
from tests.factories.wishes import BELL_TOWER, claimant_actor, details, member, open_campaign
from tests.wishes.phones import CHEN, centre, known_phone, words_of

pytestmark = pytest.mark.django_db


def opening(**values: Any) -> Campaign:
    """Opened a moment ago: two each in the first ten minutes."""
    opened = {"wishes": 7, "opens_at": clock.now() - timedelta(minutes=1), "first_minutes": 10, "first_cap": 2}
    return open_campaign(**(opened | values))


def claim(campaign: Campaign, person: Person, number: int) -> Any:
    outcome = claim_wish(
        campaign=campaign,
        number=number,
        claimant=Claimant(person.pk, ON_ROSTER, to_decide=False),
        key=f"page {number} {clock.now()}",
        by=claimant_actor(campaign, person.pk),
    )
    return outcome["won"] or outcome["why"]


def after(campaign: Campaign) -> Any:
    return clock.at(campaign.opens_at + timedelta(minutes=10))


def test_two_in_the_first_minutes_and_five_from_then_on() -> None:
    campaign, person = opening(cap=5), member()
    assert [claim(campaign, person, number) for number in (1, 2, 3)] == [True, True, "cap"]
    with after(campaign):
        assert [claim(campaign, person, number) for number in (3, 4, 5, 6)] == [True, True, True, "cap"]
    count = ClaimCount.objects.within(BELL_TOWER).get()
    assert (count.live, count.cap) == (5, 5)


def test_without_a_cap_afterwards_one_takes_as_many_as_one_likes() -> None:
    campaign, person = opening(), member()
    assert [claim(campaign, person, number) for number in (1, 2, 3)] == [True, True, "cap"]
    with after(campaign):
        assert [claim(campaign, person, number) for number in (3, 4, 5, 6, 7)] == [True] * 5
        for held in Claim.objects.within(BELL_TOWER):
            release_claim(community_id=BELL_TOWER, claim_id=held.pk, by=claimant_actor(campaign, person.pk))
    assert ClaimCount.objects.within(BELL_TOWER).get().live == 0


def test_claim_that_began_in_the_first_minutes_never_lifts_somebody_over_their_cap() -> None:
    """A slow phone sends in the first minutes what is decided after faster ones took more."""
    campaign, person = opening(cap=5), member()
    with after(campaign):
        assert [claim(campaign, person, number) for number in (1, 2, 3)] == [True] * 3
    assert claim(campaign, person, 4) == "cap"
    assert ClaimCount.objects.within(BELL_TOWER).get().live == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimCount.objects.within(BELL_TOWER).update(live=6)


def test_claim_costs_as_many_statements_with_a_gentle_cap_as_with_a_plain_one() -> None:
    counted = []
    for campaign in (opening(first_minutes=None, first_cap=None, cap=5), opening(cap=5)):
        person = member(phone=f"1990001{len(counted):04d}")
        with CaptureQueriesContext(connection) as asked:
            assert claim(campaign, person, 1) is True
        counted.append(len(asked))
    assert counted[0] == counted[1]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"first_cap": 2}, "first_minutes"),
        ({"first_cap": 2, "first_minutes": 2000}, "first_minutes"),
        ({"first_minutes": 10}, "first_cap"),
        ({"first_minutes": 10, "first_cap": 1}, "first_cap"),
        ({"first_minutes": 10, "first_cap": 5, "cap": 5}, "first_cap"),
    ],
)
def test_first_minutes_that_make_no_sense_are_told_at_their_field(values: dict[str, int], field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        details(**values).check()
    assert list(refusal.value.fields) == [field]


def test_phone_says_that_it_is_more_after_the_first_minutes() -> None:
    centre()
    campaign = opening(cap=5)
    member(**CHEN)
    phone, _number = known_phone(campaign)
    assert phone.claim(1).status_code == 303
    assert "每人最多认领 2 个" in words_of(phone.at("/2"))
    assert "起可以认领更多" in words_of(phone.at("/2"))
    with after(campaign):
        assert "还可以认领 3 个" in words_of(phone.at("/2"))
