"""What is kept for the next in line while claiming is paused, and when somebody phones in to take it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from linli.core import clock
from linli.core.actor import SYSTEM
from linli.core.errors import NotHere, Refused
from linli.notifications.models import Outgoing
from linli.people.models import Person
from linli.wishes.models import Campaign, Claim, PlaceInLine
from linli.wishes.models.claims import AT_COUNTER, ON_ROSTER
from linli.wishes.services.claiming import accept_offer, claim_wish
from linli.wishes.services.identifying import Claimant
from linli.wishes.services.offering import lapse_offers_in
from linli.wishes.services.releasing import release_claim
from linli.wishes.services.running import pause_campaign, resume_campaign
from linli.wishes.services.vouching import accept_at_counter
from linli.wishes.services.waiting import join_line
from linli.wishes.workflow import MISSED, OFFERED, OPEN, TAKEN
from tests.factories import acting
from tests.factories.people import office
from tests.factories.wishes import BELL_TOWER, claimant_actor, members, open_campaign, worker_actor
from tests.wishes.office import Desk, claims_of, words_of
from tests.wishes.phones import Phone, wish_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office() -> None:
    office()


def asked(campaign: Campaign, person: Person) -> dict[str, Any]:
    claimant = Claimant(person.pk, ON_ROSTER, to_decide=False)
    return {"campaign": campaign, "number": 1, "claimant": claimant, "by": claimant_actor(campaign, person.pk)}


def in_line(**values: Any) -> tuple[Campaign, list[Person]]:
    """A wish that the first has claimed, and for which the two others wait."""
    campaign, people = open_campaign(**values), members(count=3)
    assert claim_wish(key="first", **asked(campaign, people[0]))["won"]
    for person in people[1:]:
        join_line(**asked(campaign, person))
    return campaign, people


def give_back(campaign: Campaign) -> None:
    claim = Claim.objects.within(BELL_TOWER).get(campaign=campaign, state="held")
    release_claim(community_id=BELL_TOWER, claim_id=claim.pk, by=SYSTEM)


def pause(campaign: Campaign) -> None:
    pause_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, reason="正在核对清单", by=SYSTEM)
    # the page knows a campaign as it was a second ago
    cache.clear()


def resume(campaign: Campaign) -> None:
    resume_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, by=SYSTEM)


def offer() -> PlaceInLine:
    return PlaceInLine.objects.within(BELL_TOWER).get(state=OFFERED)


def lapse() -> int:
    return lapse_offers_in(community_id=BELL_TOWER)


def offers_told() -> int:
    return Outgoing.objects.within(BELL_TOWER).filter(kind="line_offer").count()


def test_paused_nobody_takes_an_offer_and_none_lapses_and_afterwards_its_full_time_begins_anew() -> None:
    campaign, (_holder, first, _second) = in_line()
    give_back(campaign)
    pause(campaign)
    later = clock.now() + timedelta(hours=30)
    assert accept_offer(key="while paused", **asked(campaign, first))["why"] == "paused"
    with clock.at(later):
        assert lapse() == 0
        assert accept_offer(key="paused still", **asked(campaign, first))["why"] == "paused"
        resume(campaign)
        assert (offer().person_id, offer().offer_until) == (first.pk, later + timedelta(hours=24))
    assert offers_told() == 2
    with clock.at(later + timedelta(hours=23)):
        assert lapse() == 0
        assert accept_offer(key="resumed", **asked(campaign, first))["won"]


def test_what_is_given_back_during_a_pause_is_kept_and_told_once_claiming_goes_on() -> None:
    campaign, (_holder, first, _second) = in_line()
    pause(campaign)
    give_back(campaign)
    assert (wish_of(campaign).state, offer().person_id, offers_told()) == (OFFERED, first.pk, 0)
    resume(campaign)
    assert offers_told() == 1


def test_pause_that_nobody_ends_lasts_until_claiming_closes_and_then_the_offer_has_its_time() -> None:
    campaign, (_holder, first, second) = in_line(closes_at=clock.now() + timedelta(days=3))
    give_back(campaign)
    pause(campaign)
    closed = campaign.closes_at + timedelta(minutes=1)
    with clock.at(closed):
        assert lapse() == 0
        assert (offer().person_id, offer().offer_until) == (first.pk, closed + timedelta(hours=24))
        assert lapse() == 0
    with clock.at(closed + timedelta(hours=25)):
        assert lapse() == 1
        assert offer().person_id == second.pk
    assert PlaceInLine.objects.within(BELL_TOWER).get(person=first).state == MISSED


def test_offer_never_outlasts_the_last_day_of_handing_over() -> None:
    campaign, _people = in_line()
    give_back(campaign)
    pause(campaign)
    with clock.at(campaign.handover_ends_at + timedelta(hours=1)):
        assert lapse() == 1
        assert wish_of(campaign).state == OPEN


def test_phone_reads_that_the_wish_stays_kept_during_the_pause() -> None:
    campaign, (_holder, first, _second) = in_line()
    give_back(campaign)
    phone = Phone(campaign)
    phone.send("/mine", name=first.name, phone=first.phone)
    pause(campaign)
    for page in (phone.at("/1"), phone.at("/mine")):
        assert "暂停" in words_of(page)
    assert "心愿继续为您留着" in words_of(phone.at("/1"))
    assert "/line/accept" not in phone.at("/1").content.decode()
    assert "/line/leave" in phone.at("/1").content.decode()


def test_worker_accepts_for_somebody_who_phones_in() -> None:
    campaign, (_holder, first, _second) = in_line()
    give_back(campaign)
    desk, wish = Desk("worker"), wish_of(campaign)
    page = desk.at(f"wishes/{wish.pk}/").content.decode()
    assert f"wishes/{wish.pk}/accept" in page
    assert str(first.pk) in page
    key = "accept-for-somebody"
    answers = [desk.send(f"wishes/{wish.pk}/accept", key=key, person=str(first.pk)) for _press in range(2)]

    claim = claims_of(campaign)[-1]
    assert {answer.headers["Location"] for answer in answers} == {f"/desk/{BELL_TOWER}/claims/{claim.pk}/"}
    assert (claim.claimant_id, claim.basis, claim.to_decide) == (first.pk, AT_COUNTER, False)
    assert wish_of(campaign).state == TAKEN
    assert Outgoing.objects.within(BELL_TOWER).filter(kind="claim_receipt").count() == 1


def test_worker_accepts_only_for_whom_it_is_kept() -> None:
    campaign, (holder, _first, second) = in_line()
    give_back(campaign)
    desk, wish = Desk("worker"), wish_of(campaign)
    late = desk.send(f"wishes/{wish.pk}/accept", person=str(second.pk))
    assert (late.status_code, "不再为这位留着" in words_of(late)) == (409, True)
    assert desk.send(f"wishes/{wish.pk}/accept", person=str(holder.pk)).status_code == 404
    assert desk.send(f"wishes/{wish.pk}/accept", person="nobody").status_code == 404
    with pytest.raises(Refused):
        accept_at_counter(campaign=campaign, number=1, person_id=second.pk, key="k" * 8, by=worker_actor(BELL_TOWER))
    pause(campaign)
    assert "/accept" not in desk.at(f"wishes/{wish.pk}/").content.decode()
    assert wish_of(campaign).state == OFFERED


def test_worker_who_has_an_offer_does_not_take_it_for_somebody_else() -> None:
    """The offer went on to the worker in the moment between the page and the press."""
    campaign, (_holder, first, second) = in_line()
    give_back(campaign)
    by = acting.actor("worker")
    Person.objects.within(BELL_TOWER).filter(pk=first.pk).update(user_id=by.user_id)
    outcome = accept_at_counter(campaign=campaign, number=1, person_id=second.pk, key="somebody", by=by)
    assert outcome["why"] == "over"
    stranger = members(count=4)[-1]
    with pytest.raises(NotHere):
        accept_at_counter(campaign=campaign, number=1, person_id=stranger.pk, key="stranger", by=by)


def test_today_names_closed_campaigns_with_wishes_left_over() -> None:
    campaign = open_campaign(wishes=3, title="暖冬行动")
    now: datetime = clock.now()
    Campaign.objects.within(BELL_TOWER).filter(pk=campaign.pk).update(closes_at=now - timedelta(minutes=1))
    open_campaign(wishes=2, title="还开着")
    (task,) = [task for task in Desk("secretary").at().context["today"].tasks if str(task.tag) == "有剩余"]

    assert (task.title, "3个心愿还没有人认领" in task.note) == ("暖冬行动", True)
    assert not [task for task in Desk("worker").at().context["today"].tasks if str(task.tag) == "有剩余"]
