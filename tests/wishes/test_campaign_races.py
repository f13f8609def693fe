"""Claims against a pause and against a withdrawal, at the same moment: one legal outcome, whatever comes first."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections, transaction

from linli.core.actor import SYSTEM
from linli.notifications.models import Outgoing
from linli.people.models import Person
from linli.wishes.models import Campaign, Claim, Wish
from linli.wishes.models.claims import ON_ROSTER
from linli.wishes.services.claiming import claim_wish
from linli.wishes.services.identifying import Claimant
from linli.wishes.services.running import pause_campaign
from linli.wishes.services.withdrawing import take_off_wall, withdraw_campaign
from linli.wishes.workflow import HELD, OPEN, PAUSED, READY, TAKEN
from tests.factories.people import BELL_TOWER, office
from tests.factories.wishes import claimant_actor, members, open_campaign
from tests.gate import conftest
from tests.gate.conftest import at_once

shared_database = conftest.shared_database
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shared_database"), pytest.mark.race]

WISHES = 6


@pytest.fixture
def campaign() -> Campaign:
    office()
    return open_campaign(wishes=WISHES, cap=2)


def _claims(campaign: Campaign) -> list[Callable[[], Any]]:
    return [_claim(campaign, person, number) for number, person in enumerate(members(count=WISHES), start=1)]


def _claim(campaign: Campaign, person: Person, number: int) -> Callable[[], Any]:
    by, claimant = claimant_actor(campaign, person.pk), Claimant(person.pk, ON_ROSTER, to_decide=False)
    return lambda: claim_wish(campaign=campaign, number=number, claimant=claimant, key=f"race-{number}-key", by=by)


def _wrong(campaign: Campaign) -> list[str]:
    """What may not be after a withdrawal: a claim that is held on a wish that is off the wall, or one on the wall."""
    held = Claim.objects.within(BELL_TOWER).filter(state=HELD).exclude(wish__state=TAKEN)
    shown = Wish.objects.within(BELL_TOWER).filter(campaign=campaign, state__in=(OPEN, TAKEN))
    return [f"held: {claim.number}" for claim in held] + [f"shown: {wish.public_number}" for wish in shown]


@pytest.mark.parametrize("_seed", range(5))
def test_claims_that_race_with_a_withdrawal_end_with_it_or_find_nothing(campaign: Campaign, _seed: int) -> None:
    def withdraw() -> Any:
        asked = {"community_id": BELL_TOWER, "campaign_id": campaign.pk, "by": SYSTEM}
        return withdraw_campaign(fate=READY, reason="街道统一安排", **asked)

    done, *claims = at_once(withdraw, *[lambda claim=claim: _tried(claim) for claim in _claims(campaign)])

    won = [outcome for outcome in claims if outcome == "won"]
    assert set(claims) <= {"won", "NotHere"}
    assert _wrong(campaign) == []
    assert done.wishes == WISHES
    assert done.claims == len(won)
    assert Outgoing.objects.within(BELL_TOWER).filter(kind="claim_withdrawn").count() == len(won)


@pytest.mark.parametrize("_seed", range(5))
def test_claim_that_races_with_taking_its_wish_off_comes_before_or_after(campaign: Campaign, _seed: int) -> None:
    wish = Wish.objects.within(BELL_TOWER).get(campaign=campaign, public_number=1)

    def take_off() -> Any:
        return take_off_wall(community_id=BELL_TOWER, wish_id=wish.pk, fate=READY, reason="家里已有", by=SYSTEM)

    rivals = [_claim(campaign, person, 1) for person in members(count=WISHES)]
    done, *claims = at_once(take_off, *[lambda rival=rival: _tried(rival) for rival in rivals])

    assert Claim.objects.within(BELL_TOWER).filter(state=HELD).count() == 0
    assert Wish.objects.within(BELL_TOWER).get(pk=wish.pk).state == READY
    assert (done.wishes, done.claims) == (1, sum(outcome == "won" for outcome in claims))


def _tried(claim: Callable[[], Any]) -> str:
    """A wish that is off the wall by then does not exist for whoever asks for its number."""
    try:
        return "won" if claim()["won"] else "lost"
    except Exception as error:
        return type(error).__name__


@pytest.mark.parametrize("_seed", range(3))
def test_claims_that_race_with_a_pause_are_won_before_it_or_refused_after_it(campaign: Campaign, _seed: int) -> None:
    def pause() -> Any:
        asked = {"community_id": BELL_TOWER, "campaign_id": campaign.pk, "by": SYSTEM}
        return pause_campaign(reason="正在核对清单", **asked)

    _done, *claims = at_once(pause, *_claims(campaign))

    assert Campaign.objects.within(BELL_TOWER).get().state == PAUSED
    assert {outcome.get("why", "won") for outcome in claims} <= {"won", "paused"}
    won = sum(outcome["won"] for outcome in claims)
    assert Wish.objects.within(BELL_TOWER).filter(state=TAKEN).count() == won
    late = members(count=1)[0]
    assert _claim(campaign, late, 1)()["why"] in ("paused", "taken")


def test_the_same_race_goes_wrong_where_one_looks_first_and_writes_then(campaign: Campaign) -> None:
    """The control: a withdrawal that decides by what it saw before its transaction began."""

    def careless() -> None:
        rows = Wish.objects.within(BELL_TOWER)
        seen = list(rows.filter(campaign=campaign, state=OPEN).values_list("pk", flat=True))
        connections.close_all()
        time.sleep(0.5)
        with transaction.atomic():
            rows.filter(pk__in=seen).update(state=READY, campaign=None, public_number=None)

    at_once(careless, *_claims(campaign))

    assert _wrong(campaign) != []
