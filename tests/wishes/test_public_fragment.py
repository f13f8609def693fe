"""The part of the wall that phones ask for again and again: one for all, made once a second, answered by 304."""

import gzip
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.core import clock
from tests.factories.wishes import member, open_campaign
from tests.wishes.phones import Phone, centre, take

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office() -> None:
    centre()


def test_fragment_answers_304_until_something_changes() -> None:
    campaign, phone = open_campaign(wishes=2), Phone(open_campaign())
    first = phone.at("/lamps", campaign)
    etag = first.headers["ETag"]
    assert etag.startswith('W/"')
    again = phone.get(f"/c/{campaign.code}/lamps", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    take(campaign, 1)
    cache.clear()
    changed = phone.get(f"/c/{campaign.code}/lamps", headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != etag


def test_fragment_is_made_once_a_second_at_most_and_asks_only_whether_all_of_it_still_stands() -> None:
    campaign = open_campaign(wishes=2)
    phone = Phone(campaign)
    started = clock.now()
    with clock.at(started):
        phone.at("/lamps")
        take(campaign, 1)
        with CaptureQueriesContext(connection) as asked:
            html = phone.at("/lamps").content.decode()
        assert len(asked) == 1
        assert 'data-lamp="1" data-state="open"' in html
    with clock.at(started + timedelta(seconds=1)):
        assert 'data-lamp="1" data-state="held"' in phone.at("/lamps").content.decode()


def test_while_one_makes_the_next_fragment_others_get_the_last_one_for_a_few_seconds() -> None:
    campaign = open_campaign(wishes=2)
    started = clock.now()
    with clock.at(started):
        old = Phone(campaign).at("/lamps").content
    take(campaign, 1)
    cache.add(f"lamps.{campaign.code}.zh-hans..2.making", True)
    with clock.at(started + timedelta(seconds=2)):
        assert Phone(campaign).at("/lamps").content == old
    with clock.at(started + timedelta(seconds=6)):
        assert Phone(campaign).at("/lamps").content != old


def test_fragment_is_the_same_for_everybody_and_sets_no_cookie() -> None:
    campaign = open_campaign(wishes=2)
    stranger, known = Phone(campaign), Phone(campaign)
    member(name="高海燕", phone="19900010077")
    known.claim(1, name="高海燕", phone="19900010077")
    cache.clear()
    answers = [phone.at("/lamps") for phone in (stranger, known)]
    assert answers[0].content == answers[1].content
    for answer in answers:
        assert not answer.cookies
        assert "csrf" not in answer.content.decode()
        assert answer.headers["Cache-Control"] == "public, no-cache"


def test_fragment_comes_in_the_chosen_language_and_compressed_once_for_all() -> None:
    campaign = open_campaign(wishes=2)
    phone = Phone(campaign)
    chinese = phone.at("/lamps")
    phone.cookies["linli_lang"] = "en"
    english = phone.at("/lamps")
    assert "待认领" in chinese.content.decode()
    assert "待认领" not in english.content.decode()
    assert chinese.headers["ETag"] != english.headers["ETag"]
    packed = phone.get(f"/c/{campaign.code}/lamps", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == english.content
    assert packed.headers["ETag"] == english.headers["ETag"]


def test_nothing_is_kept_of_codes_that_lead_nowhere() -> None:
    phone = Phone(open_campaign())
    for number in range(50):
        phone.get(f"/c/{number:012d}/lamps")
    assert not [key for key in cache._cache if "lamps" in key]  # type: ignore[attr-defined]  # -- the cache of one process
