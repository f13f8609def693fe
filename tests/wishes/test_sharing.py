"""A shared wish: people take amounts of it until it is full, never more; what is given back can be taken again."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from linli.core import clock
from linli.core.errors import BadInput, Conflict, Refused
from linli.notifications.models import Outgoing
from linli.people.models import Person
from linli.people.services.consents import ConsentGiven, record_consent
from linli.timeline.models import Event
from linli.wishes.models import Campaign, Claim, ClaimCount, PlaceInLine, Wish
from linli.wishes.models.claims import ON_ROSTER
from linli.wishes.queries.history import history_of
from linli.wishes.services.claiming import accept_offer, claim_wish
from linli.wishes.services.collecting import WishSaid, edit_wish
from linli.wishes.services.identifying import Claimant
from linli.wishes.services.offering import lapse_offers_in
from linli.wishes.services.publishing import close_campaign, prepare_campaign, publish_campaign
from linli.wishes.services.releasing import release_claim
from linli.wishes.services.reviewing import move_wish, withdraw_family_consent
from linli.wishes.services.sharing import share_wish
from linli.wishes.services.waiting import join_line
from linli.wishes.services.withdrawing import republish_unclaimed, take_off_wall
from linli.wishes.workflow import IN_LINE, LIVE, OFFERED, OPEN, READY, TAKEN, WISH, WITHDRAWN
from tests.factories.people import BELL_TOWER, office, staff
from tests.factories.wishes import claimant_actor, details, household, members, wish

pytestmark = pytest.mark.django_db
STAFF = staff("secretary")


@transaction.atomic
def shared_campaign(total: int = 10, parts: int | None = None, **values: Any) -> Campaign:
    """A campaign of one wish: 10斤鸡蛋 to be shared by its quantity, or one wheelchair in parts."""
    goods = ("轮椅", "台") if parts else ("鸡蛋", "斤")
    one = wish(household(), *goods, quantity=1 if parts else total, kind="aid" if parts else "food")
    share_wish(community_id=BELL_TOWER, wish_id=one.pk, shares=parts or total, by=STAFF)
    campaign = prepare_campaign(community_id=BELL_TOWER, details=details(**values), wish_ids=[one.pk], by=STAFF)
    return publish_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, by=STAFF)


def the_wish() -> Wish:
    found: Wish = Wish.objects.within(BELL_TOWER).get()
    return found


def ask(campaign: Campaign, person: Person, shares: int | None, key: str = "", *, offered: bool = False) -> Any:
    deed = accept_offer if offered else claim_wish
    return deed(
        campaign=campaign,
        number=1,
        claimant=Claimant(person.pk, ON_ROSTER, to_decide=False),
        key=key or f"{'offer' if offered else 'share'}-{person.pk.hex}-{shares}",
        by=claimant_actor(campaign, person.pk),
        shares=shares,
    )


def release(answer: dict[str, Any]) -> None:
    release_claim(community_id=BELL_TOWER, claim_id=UUID(answer["claim"]), by=STAFF)


def held() -> list[tuple[int, int]]:
    rows = Claim.objects.within(BELL_TOWER).filter(state__in=LIVE).order_by("slot")
    return list(rows.values_list("slot", "shares"))


def test_people_take_amounts_until_the_wish_is_full_and_then_it_is_taken() -> None:
    office()
    campaign, (one, two, three, four) = shared_campaign(), members(count=4)
    assert ask(campaign, one, 3)["won"]
    assert (the_wish().state, the_wish().shares_taken) == (OPEN, 3)
    assert ask(campaign, two, 2)["won"]
    assert ask(campaign, three, 6) == {"won": False, "why": "left", "left": 5}
    assert ask(campaign, three, 5)["won"]

    assert (the_wish().state, the_wish().shares_taken, held()) == (TAKEN, 10, [(1, 3), (2, 2), (3, 5)])
    assert ask(campaign, four, 1) == {"won": False, "why": "taken"}
    told = " ".join(happening.text for happening in history_of(BELL_TOWER, the_wish().pk))
    assert "3" in told


def test_same_page_again_hears_the_same_and_another_amount_under_its_key_is_refused() -> None:
    office()
    campaign, (one, two) = shared_campaign(), members(count=2)
    first = ask(campaign, one, 3, "the-very-page")
    lost = ask(campaign, two, 8, "another-page")

    assert ask(campaign, one, 3, "the-very-page") == first
    assert ask(campaign, two, 8, "another-page") == lost
    with pytest.raises(BadInput):
        ask(campaign, one, 4, "the-very-page")
    assert held() == [(1, 3)]


def test_whoever_has_a_part_already_is_led_to_it() -> None:
    office()
    campaign, (one,) = shared_campaign(), members(count=1)
    first = ask(campaign, one, 3)

    assert ask(campaign, one, 2)["claim"] == first["claim"]
    assert the_wish().shares_taken == 3


def test_how_much_has_to_be_said_and_be_a_share() -> None:
    office()
    campaign, (one,) = shared_campaign(), members(count=1)
    assert ask(campaign, one, None) == {"won": False, "why": "share"}
    for much in (0, -1, 1000, 10**12):
        with pytest.raises(BadInput):
            ask(campaign, one, much)
    assert held() == []


def test_whole_wish_is_not_taken_in_shares() -> None:
    office()
    campaign, (one,) = shared_campaign(), members(count=1)
    Wish.objects.within(BELL_TOWER).update(shares=None)
    with pytest.raises(BadInput):
        ask(campaign, one, 1)


def test_cap_counts_wishes_and_not_shares() -> None:
    office()
    campaign, (one,) = shared_campaign(cap=2), members(count=1)
    assert ask(campaign, one, 9)["won"]
    assert ClaimCount.objects.within(BELL_TOWER).get().live == 1


def test_what_is_given_back_can_be_taken_again_under_the_free_slot() -> None:
    office()
    campaign, (one, two, three) = shared_campaign(), members(count=3)
    first, _second = ask(campaign, one, 4), ask(campaign, two, 6)
    release(first)
    assert (the_wish().state, the_wish().shares_taken) == (OPEN, 6)
    assert ask(campaign, three, 1)["won"]
    assert held() == [(1, 1), (2, 6)]
    with pytest.raises(Conflict):
        release(first)


def test_offer_is_taken_in_part_and_the_rest_goes_to_the_next_in_line() -> None:
    office()
    campaign, (one, two, three, four) = shared_campaign(), members(count=4)
    first, _second = ask(campaign, one, 4), ask(campaign, two, 6)
    for waits in (three, four):
        claimant = Claimant(waits.pk, ON_ROSTER, to_decide=False)
        join_line(campaign=campaign, number=1, claimant=claimant, by=claimant_actor(campaign, waits.pk))
    release(first)
    assert the_wish().state == OFFERED
    assert "4斤" in Outgoing.objects.within(BELL_TOWER).filter(kind="line_offer").get().payload

    assert ask(campaign, three, 5, offered=True)["why"] == "left"
    assert ask(campaign, three, 1, offered=True)["won"]
    assert the_wish().state == OFFERED
    assert ask(campaign, four, 2, offered=True)["won"]
    assert (the_wish().state, the_wish().shares_taken) == (OPEN, 9)


def test_taking_it_off_the_wall_ends_every_part_and_tells_everybody() -> None:
    office()
    campaign, people = shared_campaign(), members(count=3)
    for person in people[:2]:
        ask(campaign, person, 3)
    with pytest.raises(Refused):
        move_wish(community_id=BELL_TOWER, wish_id=the_wish().pk, move="withdraw", reason="家里已有", by=STAFF)
    done = take_off_wall(community_id=BELL_TOWER, wish_id=the_wish().pk, fate=READY, reason="家里已有", by=STAFF)

    assert (done.wishes, done.claims) == (1, 2)
    assert (the_wish().state, the_wish().shares, the_wish().shares_taken, held()) == (READY, 10, 0, [])
    assert Outgoing.objects.within(BELL_TOWER).filter(kind="claim_withdrawn").count() == 2


def test_family_that_takes_its_consent_back_ends_the_parts_taken_so_far() -> None:
    office()
    campaign, people = shared_campaign(), members(count=2)
    ask(campaign, people[0], 3)
    place = {"community_id": BELL_TOWER, "household_id": the_wish().household_id}
    given = ConsentGiven(purposes=["publish"], given_by="self", witness="段慧兰")
    (consent,) = record_consent(consent=given, by=STAFF, **place)
    withdraw_family_consent(consent_id=consent.pk, by=STAFF, **place)

    assert (the_wish().state, the_wish().shares_taken, held()) == (WITHDRAWN, 0, [])
    assert Outgoing.objects.within(BELL_TOWER).filter(kind="claim_withdrawn").count() == 1


def test_what_some_have_taken_a_part_of_is_not_published_again() -> None:
    office()
    campaign, people = shared_campaign(), members(count=1)
    ask(campaign, people[0], 3)
    close_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, by=STAFF)
    with pytest.raises(Conflict):
        republish_unclaimed(community_id=BELL_TOWER, campaign_id=campaign.pk, details=details(), by=STAFF)


def test_wish_is_shared_before_it_is_published_only() -> None:
    office()
    shared_campaign()
    with pytest.raises(Refused):
        share_wish(community_id=BELL_TOWER, wish_id=the_wish().pk, shares=5, by=STAFF)


@pytest.mark.parametrize("shares", [1, 0, -3, 1000])
def test_one_share_is_none(shares: int) -> None:
    one = wish(household())
    with pytest.raises(BadInput):
        share_wish(community_id=BELL_TOWER, wish_id=one.pk, shares=shares, by=STAFF)


def test_shares_follow_the_quantity_they_are_taken_by() -> None:
    one = wish(household(), "鸡蛋", "斤", quantity=10)
    share_wish(community_id=BELL_TOWER, wish_id=one.pk, shares=10, by=STAFF)
    asked = {"community_id": BELL_TOWER, "wish_id": one.pk, "by": STAFF}
    edit_wish(said=WishSaid(item="鸡蛋", quantity=Decimal(8), unit="斤"), **asked)
    assert the_wish().shares == 8
    edit_wish(said=WishSaid(item="鸡蛋", unit="斤"), **asked)
    assert the_wish().shares is None


@pytest.mark.parametrize("wrong", [{"shares_taken": 11}, {"shares_taken": 10}, {"state": TAKEN}, {"shares": None}])
def test_database_has_the_last_word(wrong: dict[str, Any]) -> None:
    office()
    campaign, (one,) = shared_campaign(), members(count=1)
    ask(campaign, one, 3)
    with pytest.raises(IntegrityError), transaction.atomic():
        Wish.objects.within(BELL_TOWER).update(**wrong)


TOTAL, PEOPLE, CAP, OFFER_HOURS = 6, 4, 2, 3


class SharedNotebook(RuleBasedStateMachine):
    """Who has how much of one wish, who waits, and for whom the rest is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.hour, self.asked = 0, 0
        self.parts: dict[int, int] = {}
        self.line: list[int] = []
        self.offer: tuple[int, int] | None = None
        self.off = False

    @initialize()
    def publish(self) -> None:
        self.start = clock.now()
        self.campaign = shared_campaign(TOTAL, cap=CAP, offer_hours=OFFER_HOURS)
        self.people = members(count=PEOPLE)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @property
    def left(self) -> int:
        return TOTAL - sum(self.parts.values())

    @property
    def state(self) -> str:
        if self.off:
            return READY
        return OFFERED if self.offer else OPEN if self.left else TAKEN

    @property
    def now(self) -> Any:
        return clock.at(self.start + timedelta(hours=self.hour))

    def tried(self, person: int, shares: int, *, offered: bool) -> Any:
        self.asked += 1
        with self.now:
            return ask(self.campaign, self.people[person], shares, f"page-{self.asked}-key", offered=offered)

    @rule(person=st.integers(0, PEOPLE - 1), shares=st.integers(1, TOTAL))
    def take(self, person: int, shares: int) -> None:
        if self.off:
            return
        answer = self.tried(person, shares, offered=False)
        fits = self.state == OPEN and shares <= self.left
        assert answer["won"] is (person in self.parts or fits)
        if answer["won"] and person not in self.parts:
            self.parts[person] = shares
        elif not answer["won"]:
            assert answer["why"] == ("left" if self.state == OPEN else "taken")
            assert answer.get("left", self.left) == self.left

    @rule(person=st.integers(0, PEOPLE - 1))
    def give_back(self, person: int) -> None:
        claims = Claim.objects.within(BELL_TOWER).filter(claimant=self.people[person].pk, state__in=LIVE)
        claim = claims.first()
        if claim is None:
            return
        full = self.state == TAKEN
        with self.now:
            release_claim(community_id=BELL_TOWER, claim_id=claim.pk, by=STAFF)
        del self.parts[person]
        if full:
            self.next_in_line()

    def next_in_line(self) -> None:
        self.offer = (self.line.pop(0), self.hour + OFFER_HOURS) if self.line else None

    @rule(person=st.integers(0, PEOPLE - 1))
    def wait(self, person: int) -> None:
        in_line = person in self.line or (self.offer is not None and self.offer[0] == person)
        if self.off or self.state == OPEN or person in self.parts or in_line:
            return
        who = self.people[person]
        claimant, by = Claimant(who.pk, ON_ROSTER, to_decide=False), claimant_actor(self.campaign, who.pk)
        with self.now:
            join_line(campaign=self.campaign, number=1, claimant=claimant, by=by)
        self.line.append(person)

    @rule(shares=st.integers(1, TOTAL))
    def accept(self, shares: int) -> None:
        if self.offer is None or self.off:
            return
        person, until = self.offer
        answer = self.tried(person, shares, offered=True)
        assert answer["won"] is (self.hour < until and shares <= self.left)
        if answer["won"]:
            self.parts[person] = shares
            self.offer = None
            if self.left:
                self.next_in_line()

    @rule()
    def offers_lapse(self) -> None:
        due = self.offer is not None and self.offer[1] <= self.hour
        with self.now:
            assert lapse_offers_in(community_id=BELL_TOWER) == int(due)
        if due:
            self.next_in_line()

    @rule(hours=st.integers(1, 4))
    def time_passes(self, hours: int) -> None:
        self.hour += hours

    @rule(really=st.integers(0, 9))
    def take_off(self, really: int) -> None:
        if self.off or really:
            return
        with self.now:
            done = take_off_wall(community_id=BELL_TOWER, wish_id=the_wish().pk, fate=READY, reason="搬家", by=STAFF)
        assert done.claims == len(self.parts)
        self.parts, self.line, self.offer, self.off = {}, [], None, True

    @invariant()
    def the_database_says_the_same(self) -> None:
        if not hasattr(self, "campaign"):
            return
        one = the_wish()
        live = Claim.objects.within(BELL_TOWER).filter(state__in=LIVE)
        who = {person.pk: at for at, person in enumerate(self.people)}
        assert {who[claim.claimant_id]: claim.shares for claim in live} == self.parts
        assert one.shares_taken == sum(claim.shares for claim in live)
        assert one.state == self.state
        counts = {who[count.claimant_id]: count.live for count in ClaimCount.objects.within(BELL_TOWER)}
        assert {at: live for at, live in counts.items() if live} == dict.fromkeys(self.parts, 1)
        assert PlaceInLine.objects.within(BELL_TOWER).filter(state__in=IN_LINE).count() == len(self.line) + bool(
            self.offer
        )

    @invariant()
    def every_history_is_legal(self) -> None:
        state = ""
        for event in Event.objects.within(BELL_TOWER).filter(subject_kind="wish").exclude(after="").order_by("id"):
            assert state in ("", event.before)
            assert WISH.may(event.verb, event.before)
            state = event.after


def test_whatever_people_do_the_parts_taken_are_those_that_people_have() -> None:
    calm = settings(
        max_examples=30, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
    )
    run_state_machine_as_test(SharedNotebook, settings=calm)


def test_shared_wish_is_not_given_out_by_a_draw() -> None:
    office()
    with pytest.raises(BadInput):
        shared_campaign(draw_at=clock.now() + timedelta(days=8))
