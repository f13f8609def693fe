"""Finding one's claims again."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.people.models import Person
from tests.factories.wishes import BELL_TOWER, member, open_campaign
from tests.wishes.phones import (
    CHEN,
    STRANGER,
    Phone,
    centre,
    known_phone,
    words_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office() -> None:
    centre()


def test_my_claims_are_found_again_on_another_phone_by_name_and_phone() -> None:
    campaign = open_campaign()
    member(**CHEN)
    _phone, number = known_phone(campaign)
    other = Phone(campaign)
    assert 'name="phone"' in other.at("/mine").content.decode()
    assert other.send("/mine", **CHEN).status_code == 303
    assert str(number) in words_of(other.at("/mine"))
    assert other.at(f"/claims/{number}").status_code == 200


@pytest.mark.parametrize("who", [{"name": "陈小东", "phone": CHEN["phone"]}, STRANGER])
def test_wrong_name_finds_nothing_and_makes_nobody(who: dict[str, str]) -> None:
    campaign = open_campaign()
    member(**CHEN)
    known_phone(campaign)
    before = Person.objects.within(BELL_TOWER).count()
    phone = Phone(campaign)
    answer = phone.send("/mine", **who)
    assert answer.status_code == 422
    assert "没有在这里认领过" in words_of(answer)
    assert f'value="{who["name"]}"' in answer.content.decode()
    assert Person.objects.within(BELL_TOWER).count() == before
    assert "weak" not in phone.session


def test_finding_claims_by_guessed_names_is_stopped_hard() -> None:
    campaign = open_campaign()
    member(**CHEN)
    known_phone(campaign)
    answers = [Phone(campaign).send("/mine", name=f"陈{letter}", phone=CHEN["phone"]) for letter in "一二三四五六七八"]
    assert [answer.status_code for answer in answers] == [422] * 7 + [429]
    assert Phone(campaign).send("/mine", **CHEN).status_code == 429


def test_my_claims_need_the_same_few_statements_for_one_claim_as_for_three() -> None:
    campaign = open_campaign()
    member(**CHEN)
    phone, _number = known_phone(campaign)
    counted = []
    for more in (0, 2):
        for number in range(1, more + 1):
            phone.claim(number)
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            phone.at("/mine")
        counted.append(len(asked))
    assert counted == [8, 8]


def test_what_a_claimant_reads_comes_from_named_columns_only() -> None:
    campaign = open_campaign()
    member(**CHEN)
    phone, number = known_phone(campaign)
    for path in (f"/claims/{number}", "/mine"):
        with CaptureQueriesContext(connection) as asked:
            phone.at(path)
        for statement in asked.captured_queries:
            assert "people_household" not in statement["sql"]
            assert '"said"' not in statement["sql"]
            assert '"wishes_wish"."note"' not in statement["sql"]


def test_answer_to_a_claim_asked_for_by_its_address_leads_back_to_the_wish() -> None:
    campaign = open_campaign()
    answer = Phone(campaign).at("/1/claim")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/c/{campaign.code}/1")
