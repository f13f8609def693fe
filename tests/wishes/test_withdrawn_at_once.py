"""What is withdrawn is gone at the next request (trust, row 21), though walls are made once a second for everybody."""

import pytest

from linli.core import clock
from linli.core.actor import SYSTEM
from linli.wishes.services.withdrawing import take_off_wall, withdraw_campaign
from linli.wishes.workflow import READY, WITHDRAWN
from tests.factories.people import office
from tests.factories.wishes import BELL_TOWER, open_campaign
from tests.wishes.phones import Phone, wish_of

pytestmark = pytest.mark.django_db
PAGES = ("", "/lamps", "/1", "/mine", "/lamps?state=open")


@pytest.fixture(autouse=True)
def _office() -> None:
    office()


def test_withdrawn_campaign_is_gone_at_the_next_request() -> None:
    campaign, now = open_campaign(wishes=2), clock.now()
    phone = Phone(campaign)
    with clock.at(now):
        assert {phone.at(page).status_code for page in PAGES} == {200}
        withdraw_campaign(
            community_id=BELL_TOWER, campaign_id=campaign.pk, fate=READY, reason="街道统一安排", by=SYSTEM
        )
        assert {phone.at(page).status_code for page in PAGES} == {404}


@pytest.mark.parametrize("fate", [READY, WITHDRAWN])
def test_wish_taken_off_is_gone_from_the_wall_at_the_next_request(fate: str) -> None:
    campaign, now = open_campaign(wishes=2), clock.now()
    phone = Phone(campaign)
    with clock.at(now):
        assert all('data-lamp="1"' in phone.at(page).content.decode() for page in ("", "/lamps"))
        take_off_wall(
            community_id=BELL_TOWER, wish_id=wish_of(campaign).pk, fate=fate, reason="家里已经买了", by=SYSTEM
        )
        for page in ("", "/lamps"):
            shown = phone.at(page).content.decode()
            assert 'data-lamp="1"' not in shown
            assert 'data-lamp="2"' in shown
