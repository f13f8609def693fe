"""Waiting in line: first come, first offered; an offer is kept, answered or lapses, and never shared."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.core import clock
from linli.core.actor import SYSTEM
from linli.core.errors import Conflict, NotHere, Refused
from linli.notifications.models import Outgoing
from linli.people.models import Person
from linli.timeline.models import Event
from linli.wishes import tasks
from linli.wishes.models import Campaign, Claim, ClaimCount, PlaceInLine
from linli.wishes.models.claims import ON_ROSTER
from linli.wishes.services.claiming import accept_offer, claim_wish
from linli.wishes.services.identifying import Claimant, named_claimant
from linli.wishes.services.offering import lapse_offers_in
from linli.wishes.services.publishing import close_campaign
from linli.wishes.services.releasing import keep_claim, release_claim
from linli.wishes.services.reviewing import move_wish
from linli.wishes.services.waiting import join_line, leave_line
from linli.wishes.workflow import ENDED, IN_LINE, OFFERED, OPEN, TAKEN, WITHDRAWN
from tests.factories.people import office
from tests.factories.wishes import BELL_TOWER, claimant_actor, members, open_campaign, worker_actor
from tests.wishes.phones import wish_of

pytestmark = pytest.mark.django_db


def asked(campaign: Campaign, person: Person) -> dict[str, Any]:
    claimant = Claimant(person.pk, ON_ROSTER, to_decide=False)
    return {"campaign": campaign, "claimant": claimant, "by": claimant_actor(campaign, person.pk)}


def claim(campaign: Campaign, person: Person, number: int = 1) -> dict[str, Any]:
    return claim_wish(number=number, key=f"{person.pk.hex[:20]}-{number}", **asked(campaign, person))


def join(campaign: Campaign, *people: Person) -> None:
    for person in people:
        join_line(number=1, **asked(campaign, person))


def accept(campaign: Campaign, person: Person, key: str = "") -> dict[str, Any]:
    return accept_offer(number=1, key=key or f"accept-{person.pk.hex[:20]}", **asked(campaign, person))


def give_back(campaign: Campaign) -> None:
    claim = Claim.objects.within(BELL_TOWER).get(wish__public_number=1, campaign=campaign, state="held")
    release_claim(community_id=BELL_TOWER, claim_id=claim.pk, by=SYSTEM)


def offered_to(campaign: Campaign) -> Any:
    rows = PlaceInLine.objects.within(BELL_TOWER).filter(campaign=campaign, state=OFFERED)
    return rows.values_list("person_id", flat=True).first()


def taken_with_line(count: int = 2, **values: Any) -> tuple[Campaign, list[Person]]:
    """A wish that the first has claimed, and for which the others wait in their order."""
    campaign, people = open_campaign(**values), members(count=count + 1)
    assert claim(campaign, people[0])["won"]
    join(campaign, *people[1:])
    return campaign, people


def test_what_is_given_back_is_kept_for_the_first_in_line_and_open_to_nobody_else() -> None:
    campaign, (_holder, first, second) = taken_with_line()
    give_back(campaign)
    assert (wish_of(campaign).state, offered_to(campaign)) == (OFFERED, first.pk)
    assert claim(campaign, second) == {"won": False, "why": "taken"}
    assert accept(campaign, second)["why"] == "over"
    won = accept(campaign, first)
    assert won["won"]
    assert wish_of(campaign).state == TAKEN
    assert accept(campaign, first) == won
    verbs = Event.objects.within(BELL_TOWER).filter(subject_id=wish_of(campaign).pk, subject_kind="wish")
    assert list(verbs.exclude(after="").order_by("id").values_list("verb", flat=True))[-3:] == [
        "take",
        "offer",
        "accept",
    ]


def test_first_in_line_is_told_until_when_it_is_kept_and_nothing_of_the_family() -> None:
    campaign, (_holder, first, _second) = taken_with_line(offer_hours=5)
    give_back(campaign)
    told = Outgoing.objects.within(BELL_TOWER).get(kind="line_offer")
    assert (told.recipient_address, f"/c/{campaign.code}/1" in told.payload) == (first.phone, True)
    assert wish_of(campaign).household.head_name not in told.payload
    assert told.expires_at - told.made_at <= timedelta(hours=5)
    assert PlaceInLine.objects.within(BELL_TOWER).get(state=OFFERED).offer_until <= told.expires_at


def test_offer_that_nobody_takes_lapses_to_the_next_and_at_last_to_all() -> None:
    campaign, (_holder, first, second) = taken_with_line()
    give_back(campaign)
    assert lapse_offers_in(community_id=BELL_TOWER) == 0
    with clock.at(clock.now() + timedelta(hours=24, seconds=1)):
        assert accept(campaign, first)["why"] == "over"
        assert [lapse_offers_in(community_id=BELL_TOWER) for _worker in range(2)] == [1, 0]
        assert offered_to(campaign) == second.pk
        leave_line(campaign=campaign, number=1, by=claimant_actor(campaign, second.pk))
    assert (wish_of(campaign).state, offered_to(campaign)) == (OPEN, None)
    assert claim(campaign, first)["won"]


def test_worker_looks_after_the_offers_of_every_community() -> None:
    office()
    campaign, _people = taken_with_line(count=1)
    give_back(campaign)
    with clock.at(clock.now() + timedelta(hours=25)):
        assert tasks.lapse_offers() == 1
    assert wish_of(campaign).state == OPEN


def test_waiting_costs_nothing_of_the_cap_and_accepting_does() -> None:
    campaign, people = taken_with_line(count=1, cap=2)
    waiting = people[1]
    for number in (2, 3):
        assert claim(campaign, waiting, number)["won"]
    give_back(campaign)
    assert accept(campaign, waiting) == {"won": False, "why": "cap"}
    assert wish_of(campaign).state == OFFERED
    held = Claim.objects.within(BELL_TOWER).filter(claimant=waiting, state="held").first()
    assert held is not None
    release_claim(community_id=BELL_TOWER, claim_id=held.pk, by=SYSTEM)
    assert accept(campaign, waiting, key="another page")["won"]
    assert ClaimCount.objects.within(BELL_TOWER).get(claimant=waiting).live == 2


def test_one_joins_once_and_never_for_ones_own_or_an_open_wish() -> None:
    campaign, (holder, first) = taken_with_line(count=1)
    join(campaign, first)
    assert PlaceInLine.objects.within(BELL_TOWER).count() == 1
    with pytest.raises(Conflict):
        join(campaign, holder)
    with pytest.raises(Conflict):
        join_line(number=2, **asked(campaign, first))
    with pytest.raises(NotHere):
        join_line(number=99, **asked(campaign, first))


def test_line_stays_after_claiming_is_over_until_the_last_day_of_handing_over() -> None:
    campaign, (_holder, first, second) = taken_with_line()
    close_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, by=worker_actor(BELL_TOWER, "wishes.publish"))
    with clock.at(campaign.handover_ends_at - timedelta(hours=1)):
        give_back(campaign)
        assert offered_to(campaign) == first.pk
    assert PlaceInLine.objects.within(BELL_TOWER).get(state=OFFERED).offer_until == campaign.handover_ends_at
    with clock.at(campaign.handover_ends_at):
        lapse_offers_in(community_id=BELL_TOWER)
        assert (wish_of(campaign).state, offered_to(campaign)) == (OPEN, None)
    assert PlaceInLine.objects.within(BELL_TOWER).filter(state__in=IN_LINE).get().person_id == second.pk


def test_session_of_another_campaign_neither_joins_nor_leaves_nor_accepts() -> None:
    campaign, (_holder, first) = taken_with_line(count=1)
    there = open_campaign(wishes=1)
    stranger = claimant_actor(there, first.pk)
    with pytest.raises(NotHere):
        leave_line(campaign=campaign, number=1, by=stranger)
    give_back(campaign)
    claimant = Claimant(first.pk, ON_ROSTER, to_decide=False)
    with pytest.raises(Refused):
        accept_offer(campaign=campaign, number=1, claimant=claimant, key="key", by=stranger)
    assert offered_to(campaign) == first.pk


def test_withdrawn_wish_ends_its_line() -> None:
    campaign, _people = taken_with_line()
    give_back(campaign)
    by = worker_actor(BELL_TOWER, "wishes.review", "wishes.collect")
    move_wish(community_id=BELL_TOWER, wish_id=wish_of(campaign).pk, move="withdraw", reason="家里已经买了", by=by)
    assert wish_of(campaign).state == WITHDRAWN
    assert set(PlaceInLine.objects.within(BELL_TOWER).values_list("state", flat=True)) == {ENDED}


def test_who_turns_out_to_be_one_person_stands_in_line_once() -> None:
    campaign, (_holder, first, second) = taken_with_line()
    unknown = named_claimant(campaign=campaign, name=first.name, phone="13900000000")
    by = claimant_actor(campaign, unknown.person_id)
    join_line(campaign=campaign, number=1, claimant=unknown, by=by)
    claim_wish(campaign=campaign, number=2, claimant=unknown, key="key", by=by)
    held = Claim.objects.within(BELL_TOWER).get(claimant=unknown.person_id)
    worker = worker_actor(BELL_TOWER, "claims.decide")
    keep_claim(community_id=BELL_TOWER, claim_id=held.pk, same_as=first.pk, by=worker)
    rows = PlaceInLine.objects.within(BELL_TOWER).filter(state__in=IN_LINE).order_by("joined_at")
    assert list(rows.values_list("person_id", flat=True)) == [first.pk, second.pk]


def test_database_itself_refuses_a_second_offer_and_a_second_place() -> None:
    campaign, (_holder, _first, second) = taken_with_line()
    give_back(campaign)
    places = PlaceInLine.objects.within(BELL_TOWER)
    with pytest.raises(IntegrityError), transaction.atomic():
        places.filter(person=second).update(state=OFFERED, offer_until=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceInLine.objects.create(
            community_id=BELL_TOWER, wish=wish_of(campaign), campaign=campaign, person=second, joined_at=clock.now()
        )
