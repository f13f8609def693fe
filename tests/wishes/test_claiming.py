"""Claiming: one winner, the cap, the same answer to a retry, and everything that goes with it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.core import clock
from linli.core.errors import BadInput, Conflict, NotHere, Refused
from linli.gate.models import IdempotencyKey
from linli.notifications.models import Outgoing
from linli.people.models import Person
from linli.timeline.models import Event
from linli.wishes.models import Campaign, Claim, ClaimCount, Wish
from linli.wishes.models.claims import AT_COUNTER, ON_ROSTER, SELF_NAMED
from linli.wishes.services.claiming import claim_wish
from linli.wishes.services.identifying import Claimant, named_claimant
from linli.wishes.services.releasing import keep_claim, release_claim
from linli.wishes.workflow import HELD, OPEN, RELEASED, TAKEN
from tests.factories.wishes import BELL_TOWER, claimant_actor, details, member, members, open_campaign, worker_actor

pytestmark = pytest.mark.django_db


def claim(campaign: Campaign, person: Person, number: int = 1, key: str = "") -> dict[str, object]:
    return claim_wish(
        campaign=campaign,
        number=number,
        claimant=Claimant(person.pk, ON_ROSTER, to_decide=False),
        key=key or f"{person.pk.hex[:20]}-{number}",
        by=claimant_actor(campaign, person.pk),
    )


def wish_of(campaign: Campaign, number: int = 1) -> Wish:
    return Wish.objects.within(campaign.community_id).get(campaign=campaign, public_number=number)


def claims_of(campaign: Campaign) -> list[Claim]:
    return list(Claim.objects.within(campaign.community_id).filter(campaign=campaign).order_by("id"))


def test_claimed_wish_is_taken_and_stands_on_the_timeline() -> None:
    campaign, person = open_campaign(), member()
    outcome = claim(campaign, person)
    wish, held = wish_of(campaign), claims_of(campaign)[0]
    assert outcome == {"won": True, "claim": held.pk.hex, "number": held.number}
    assert (wish.state, held.state, held.claimant_id) == (TAKEN, HELD, person.pk)
    event = Event.objects.within(BELL_TOWER).get(subject_id=wish.pk, verb="take")
    assert (event.before, event.after, event.actor) == (OPEN, TAKEN, f"person:{person.pk}")


def test_second_claimant_is_told_at_once_and_nothing_changes() -> None:
    campaign, (first, second) = open_campaign(), members(count=2)
    claim(campaign, first)
    assert claim(campaign, second) == {"won": False, "why": "taken"}
    assert [row.claimant_id for row in claims_of(campaign)] == [first.pk]


@pytest.mark.parametrize("won", [True, False])
def test_retry_with_the_same_key_gets_the_same_answer(won: bool) -> None:
    campaign, (first, second) = open_campaign(), members(count=2)
    if not won:
        claim(campaign, second)
    answers = [claim(campaign, first, key="k") for _try in range(3)]
    assert answers[0]["won"] is won
    assert answers == [answers[0]] * 3
    assert len(claims_of(campaign)) == 1


def test_lost_claim_stays_lost_for_its_key_after_the_wish_is_open_again() -> None:
    campaign, (first, second) = open_campaign(), members(count=2)
    claim(campaign, first)
    assert claim(campaign, second, key="late")["won"] is False
    release_claim(community_id=BELL_TOWER, claim_id=claims_of(campaign)[0].pk, by=claimant_actor(campaign, first.pk))
    assert claim(campaign, second, key="late") == {"won": False, "why": "taken"}
    assert claim(campaign, second, key="new page")["won"] is True


def test_key_of_another_wish_is_refused_and_takes_nothing() -> None:
    campaign, person = open_campaign(), member()
    claim(campaign, person, number=1, key="k")
    with pytest.raises(BadInput):
        claim(campaign, person, number=2, key="k")
    assert wish_of(campaign, 2).state == OPEN


def test_claiming_ones_own_wish_again_shows_the_same_claim() -> None:
    campaign, person = open_campaign(), member()
    assert claim(campaign, person, key="first page") == claim(campaign, person, key="second page")


def test_wish_cannot_be_claimed_before_opening_nor_after_closing() -> None:
    campaign, person = open_campaign(opens_at=clock.now() + timedelta(hours=1)), member()
    assert claim(campaign, person, key="early") == {"won": False, "why": "not_open"}
    with clock.at(campaign.closes_at):
        assert claim(campaign, person, key="late") == {"won": False, "why": "closed"}
    with clock.at(campaign.opens_at):
        assert claim(campaign, person, key="in time")["won"] is True


def test_nobody_holds_more_than_the_cap_until_one_is_released() -> None:
    campaign, person = open_campaign(cap=2), member()
    assert [claim(campaign, person, number=n)["won"] for n in (1, 2)] == [True, True]
    assert claim(campaign, person, number=3) == {"won": False, "why": "cap"}
    assert wish_of(campaign, 3).state == OPEN
    release_claim(community_id=BELL_TOWER, claim_id=claims_of(campaign)[0].pk, by=claimant_actor(campaign, person.pk))
    assert claim(campaign, person, number=3, key="again")["won"] is True


def test_database_itself_refuses_a_second_live_claim_and_a_count_above_the_cap() -> None:
    campaign, (first, second) = open_campaign(cap=2), members(count=2)
    claim(campaign, first)
    held = claims_of(campaign)[0]
    twin = Claim(
        community_id=BELL_TOWER, wish=held.wish, campaign=campaign, claimant=second, number=held.number % 9000 + 1000
        or 1000, basis=ON_ROSTER, claimed_at=clock.now(),
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimCount.objects.within(BELL_TOWER).update(live=3)


def test_number_that_the_campaign_does_not_have_is_not_here() -> None:
    with pytest.raises(NotHere):
        claim(open_campaign(), member(), number=99)


def test_weak_session_of_another_campaign_cannot_claim_here() -> None:
    here, there, person = open_campaign(), open_campaign(), member()
    with pytest.raises(Refused):
        claim_wish(
            campaign=here,
            number=1,
            claimant=Claimant(person.pk, ON_ROSTER, to_decide=False),
            key="k",
            by=claimant_actor(there, person.pk),
        )
    assert wish_of(here).state == OPEN


def test_claim_at_the_counter_leaves_a_receipt_to_pass_on() -> None:
    campaign, person = open_campaign(), member()
    claim_wish(
        campaign=campaign,
        number=1,
        claimant=Claimant(person.pk, AT_COUNTER, to_decide=False),
        key="k",
        by=worker_actor(BELL_TOWER, "claims.counter"),
    )
    outgoing = Outgoing.objects.within(BELL_TOWER).get(kind="claim_receipt")
    assert (outgoing.recipient_name, outgoing.recipient_address) == ("陈晓东", "19900010000")


def test_name_and_phone_as_on_the_roster_need_no_decision() -> None:
    campaign, person = open_campaign(), member(name="陈晓东", phone="19900010000")
    found = named_claimant(campaign=campaign, name=" 陈 晓东", phone="+86 199-0001-0000")
    assert found == Claimant(person.pk, ON_ROSTER, to_decide=False)


def test_unknown_name_is_held_for_the_desk_and_one_phone_stays_one_person() -> None:
    campaign = open_campaign()
    member(name="陈晓东", phone="19900010000")
    first = named_claimant(campaign=campaign, name="陈小东", phone="19900010000")
    again = named_claimant(campaign=campaign, name="别的名字", phone="199 0001 0000")
    assert (first.basis, first.to_decide) == (SELF_NAMED, True)
    assert again.person_id == first.person_id


def test_campaign_for_anyone_needs_no_decision() -> None:
    campaign = open_campaign(audience="anyone")
    assert named_claimant(campaign=campaign, name="路过的人", phone="13800000000").to_decide is False


@pytest.mark.parametrize(("name", "phone", "field"), [("", "19900010000", "name"), ("陈晓东", "12", "phone")])
def test_missing_name_or_phone_is_told_at_its_field(name: str, phone: str, field: str) -> None:
    with pytest.raises(BadInput) as refusal:
        named_claimant(campaign=open_campaign(), name=name, phone=phone)
    assert list(refusal.value.fields) == [field]


def test_released_wish_is_open_again_and_a_second_release_is_told() -> None:
    campaign, person = open_campaign(), member()
    claim(campaign, person)
    held = claims_of(campaign)[0]
    release_claim(community_id=BELL_TOWER, claim_id=held.pk, by=claimant_actor(campaign, person.pk))
    assert wish_of(campaign).state == OPEN
    assert claims_of(campaign)[0].state == RELEASED
    with pytest.raises(Conflict):
        release_claim(community_id=BELL_TOWER, claim_id=held.pk, by=claimant_actor(campaign, person.pk))


def test_nobody_releases_the_claim_of_another_and_its_wish_stays_taken() -> None:
    campaign, (first, second) = open_campaign(), members(count=2)
    claim(campaign, first)
    held = claims_of(campaign)[0]
    with pytest.raises(Refused):
        release_claim(community_id=BELL_TOWER, claim_id=held.pk, by=claimant_actor(campaign, second.pk))
    held.refresh_from_db()
    assert (held.state, wish_of(campaign).state) == (HELD, TAKEN)


def test_release_by_staff_is_told_to_the_claimant() -> None:
    campaign, person = open_campaign(), member()
    claim(campaign, person)
    release_claim(
        community_id=BELL_TOWER,
        claim_id=claims_of(campaign)[0].pk,
        reason="这户已经有了",
        by=worker_actor(BELL_TOWER, "claims.decide"),
    )
    assert "这户已经有了" in Outgoing.objects.within(BELL_TOWER).get(kind="claim_released").payload


def test_desk_finds_who_somebody_was_and_their_claims_and_counts_move() -> None:
    campaign, person = open_campaign(cap=2), member(name="陈晓东", phone="19900010000")
    unknown = named_claimant(campaign=campaign, name="陈晓东", phone="13900000000")
    claim_wish(campaign=campaign, number=1, claimant=unknown, key="k", by=claimant_actor(campaign, unknown.person_id))
    held = claims_of(campaign)[0]
    assert held.to_decide
    worker = worker_actor(BELL_TOWER, "claims.decide")
    keep_claim(community_id=BELL_TOWER, claim_id=held.pk, same_as=person.pk, new_phone=True, by=worker)
    held.refresh_from_db()
    assert (held.claimant_id, held.to_decide) == (person.pk, False)
    assert Person.objects.within(BELL_TOWER).get(pk=person.pk).phone == "13900000000"
    assert ClaimCount.objects.within(BELL_TOWER).get(claimant=person.pk).live == 1
    with pytest.raises(Conflict):
        keep_claim(community_id=BELL_TOWER, claim_id=held.pk, by=worker)
    release_claim(community_id=BELL_TOWER, claim_id=held.pk, by=claimant_actor(campaign, unknown.person_id))
    assert wish_of(campaign).state == OPEN


def test_outcome_is_kept_with_the_claim_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    campaign, person = open_campaign(), member()

    def broken(**_words: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("linli.wishes.services.claiming.remember", broken)
    with pytest.raises(RuntimeError):
        claim(campaign, person)
    assert wish_of(campaign).state == OPEN
    assert not claims_of(campaign)
    assert not IdempotencyKey.objects.within(BELL_TOWER).exists()


def test_campaign_details_with_a_cap_of_one_are_refused() -> None:
    with pytest.raises(BadInput) as refusal:
        details(cap=1).check()
    assert list(refusal.value.fields) == ["cap"]
