"""The demo loaded through the services, and what stands in the database afterwards."""

import re
from datetime import timedelta

import pytest

from linli.accounts.queries import actor_for, user_by_phone
from linli.accounts.services import revoke_role
from linli.core import clock
from linli.core.actor import SYSTEM
from linli.core.errors import Conflict, NotHere
from linli.demo.kinds.offices import BELL_TOWER, CITY, OFFICES, WEST_LAKE
from linli.demo.kinds.people import OFFICIALS, WEST_LAKE_SECRETARY, WORKER
from linli.demo.kinds.west_lake import ROSTER
from linli.demo.queries.faces import groups
from linli.demo.queries.outbox import outbox
from linli.demo.queries.walls import days_campaign, is_old, loaded_on, walls
from linli.demo.services.again import open_fresh_campaign
from linli.demo.services.becoming import become
from linli.demo.services.bell_tower import families_of_the_sheet
from linli.demo.services.loading import load_again, load_demo
from linli.notifications.queries import channels_in_use
from linli.people.models import Consent, Household, RosterEntry
from linli.places.models import Community
from linli.wishes.models import Campaign, Claim, Wish
from linli.wishes.services.importing import plan_import
from linli.wishes.workflow import HELD, LIVE, OPEN, READY, REVIEW, TAKEN
from tests.factories.people import office

pytestmark = pytest.mark.django_db


def test_the_pages_day_stands_there_to_the_second() -> None:
    assert load_demo()

    assert set(Community.objects.values_list("pk", flat=True)) == {place.code for place in OFFICES}
    assert Household.objects.within(BELL_TOWER).count() == 11
    assert RosterEntry.objects.within(BELL_TOWER).count() == 30
    assert list(Wish.objects.within(BELL_TOWER).values_list("state", flat=True)) == [TAKEN] * 45
    claims = Claim.objects.within(BELL_TOWER).order_by("claimed_at")
    assert claims.count() == 45
    assert claims.values("claimant").distinct().count() == 30
    assert set(claims.values_list("state", "to_decide", "basis")) == {(HELD, False, "roster")}
    moments = [clock.local(at) for at in claims.values_list("claimed_at", flat=True)]
    opened = clock.local(clock.moment(clock.today() - timedelta(days=5), 15, 13))
    assert timedelta(0) < moments[0] - opened <= timedelta(seconds=20)
    assert moments[-1] == opened + timedelta(minutes=19)


def test_office_has_robots_that_were_tried() -> None:
    load_demo()

    assert [(channel.kind, bool(channel.worked_at)) for channel in channels_in_use(BELL_TOWER)] == [
        ("wecom", True),
        ("dingtalk", True),
    ]


def test_families_agreed_before_their_wishes_were_published() -> None:
    load_demo()

    campaign = days_campaign()
    assert campaign is not None
    consents = Consent.objects.within(BELL_TOWER).filter(given_at__lt=campaign.opens_at)
    assert consents.values("household").distinct().count() == 11
    assert set(consents.values_list("purpose", flat=True)) == {"help", "tell_claimant", "publish"}
    assert campaign.handover_until == clock.today() + timedelta(days=2)
    assert clock.local(campaign.closes_at).hour == 18
    assert loaded_on() == clock.today()


def test_what_the_public_reads_is_chinese_wherever_it_was_loaded() -> None:
    load_demo()

    titles = Wish.objects.within([BELL_TOWER, WEST_LAKE]).values_list("public_title", flat=True)
    assert [title for title in titles if not re.search("[\u4e00-\u9fff]", title)] == []


def test_another_office_has_something_of_everything_to_try() -> None:
    load_demo()

    wishes = Wish.objects.within(WEST_LAKE)
    states = {state: wishes.filter(state=state).count() for state in (REVIEW, READY, OPEN, TAKEN)}
    assert states == {REVIEW: 2, READY: 5, OPEN: 4, TAKEN: 5}
    assert Claim.objects.within(WEST_LAKE).filter(to_decide=True, state__in=LIVE).count() == 1
    campaign = Campaign.objects.within(WEST_LAKE).get()
    assert campaign.opens_at < clock.now() < campaign.closes_at
    message, *_test_messages = outbox()
    assert (message.name, message.address) == (ROSTER[5].name, ROSTER[5].phone)
    assert campaign.title in message.text


def test_loaded_once_it_is_left_alone() -> None:
    load_demo()
    before = Wish.objects.within(BELL_TOWER).count(), Campaign.objects.within(WEST_LAKE).get().code

    assert not load_demo()

    assert before == (Wish.objects.within(BELL_TOWER).count(), Campaign.objects.within(WEST_LAKE).get().code)


@pytest.mark.names_no_tenant("emptying a database names no tenant")
def test_loaded_anew_nothing_of_before_is_left() -> None:
    load_demo()
    code = Campaign.objects.within(WEST_LAKE).get().code
    open_fresh_campaign()

    load_again()

    assert Campaign.objects.within(BELL_TOWER).count() == 1
    assert Campaign.objects.within(WEST_LAKE).get().code != code
    assert Wish.objects.within(BELL_TOWER).count() == 45


@pytest.mark.parametrize("load", [load_demo, load_again])
def test_an_offices_own_database_is_never_touched(load) -> None:  # type: ignore[no-untyped-def]  # -- either of the two
    office()

    with pytest.raises(Conflict):
        load()

    assert Community.objects.count() == 1


def test_the_day_once_more_is_of_fresh_wishes_of_the_same_families() -> None:
    load_demo()

    campaign = open_fresh_campaign()

    fresh = Wish.objects.within(BELL_TOWER).filter(campaign=campaign)
    assert sorted(fresh.values_list("public_number", flat=True)) == list(range(1, 46))
    assert set(fresh.values_list("state", flat=True)) == {OPEN}
    assert Household.objects.within(BELL_TOWER).count() == 11
    planned = plan_import(community_id=BELL_TOWER, families=families_of_the_sheet())
    assert (planned.wishes, planned.unchanged, planned.new_households) == (45, 45, 0)
    assert [wall.pk for wall in walls() if wall.community_id == BELL_TOWER] == [campaign.pk, days_campaign().pk]  # type: ignore[union-attr]  # -- loaded above


def test_everybody_shown_can_be_been_and_lands_somewhere() -> None:
    load_demo()
    shown = [face for group in groups() for face in [*group.faces, *group.more]]

    landings = {face.phone: become(face.phone).landing for face in shown}

    assert len(shown) == len(landings) == len(OFFICIALS) + 30 + len(ROSTER)
    assert landings[WORKER.phone] == f"/desk/{BELL_TOWER}/"
    assert landings[WEST_LAKE_SECRETARY.phone] == f"/desk/{WEST_LAKE}/"
    assert landings[ROSTER[0].phone] == f"/c/{Campaign.objects.within(WEST_LAKE).get().code}"
    assert next(landings[official.phone] for official in OFFICIALS if official.place == CITY) == "/above/"


def test_nobody_else_can_be_been() -> None:
    load_demo()

    with pytest.raises(NotHere):
        become("13800000000")


def test_a_role_that_was_ended_does_not_come_back_by_a_click() -> None:
    load_demo()
    user = user_by_phone(WORKER.phone)
    assert user is not None
    revoke_role(user=user, role="worker", place=BELL_TOWER, by=SYSTEM)

    assert actor_for(become(WORKER.phone).user).grants == ()


def test_a_day_later_the_demo_says_so() -> None:
    load_demo()

    assert not is_old(loaded_on())
    with clock.at(clock.now() + timedelta(days=1)):
        assert is_old(loaded_on())
