"""Publishing: numbers that tell nothing of families, once, by whom it is theirs to do."""

from collections import Counter
from itertools import pairwise
from random import Random
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from linli.core import clock
from linli.core.errors import BadInput, Conflict, NotHere, Refused
from linli.gate.queries import public_code
from linli.people.models import Consent
from linli.wishes.models import Wish
from linli.wishes.services.publishing import (
    change_campaign,
    close_campaign,
    prepare_campaign,
    publish_campaign,
    shuffled,
)
from linli.wishes.workflow import OPEN, READY
from tests.factories.wishes import (
    BELL_TOWER,
    WEST_LAKE,
    details,
    household,
    open_campaign,
    ready_wishes,
    wish,
    worker_actor,
)

PUBLISHER = worker_actor(BELL_TOWER, "wishes.publish")


def prepared(wishes: list[Wish], by: object = PUBLISHER) -> UUID:
    ids = [wish.pk for wish in wishes]
    return prepare_campaign(community_id=BELL_TOWER, details=details(), wish_ids=ids, by=by).pk  # type: ignore[arg-type]  # -- by is an Actor


@pytest.mark.django_db
def test_published_wishes_are_open_under_numbers_from_one() -> None:
    campaign = publish_campaign(community_id=BELL_TOWER, campaign_id=prepared(ready_wishes(wishes=7)), by=PUBLISHER)
    rows = Wish.objects.within(BELL_TOWER).filter(campaign=campaign, state=OPEN).values_list("public_number", flat=True)
    assert sorted(rows) == [1, 2, 3, 4, 5, 6, 7]
    found = public_code(campaign.code)
    assert found is not None
    assert (found.community_id, found.target_id, len(campaign.code)) == (BELL_TOWER, campaign.pk, 12)


@pytest.mark.django_db
def test_campaign_is_published_once() -> None:
    campaign = open_campaign()
    with pytest.raises(Conflict):
        publish_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, by=PUBLISHER)


@pytest.mark.django_db
def test_wish_belongs_to_one_campaign() -> None:
    wishes = ready_wishes()
    prepared(wishes)
    with pytest.raises(Conflict):
        prepared(wishes[:1])


@pytest.mark.django_db
def test_campaign_without_wishes_is_refused() -> None:
    with pytest.raises(BadInput):
        prepared([])


@pytest.mark.django_db
def test_changing_the_choice_frees_the_wishes_left_out() -> None:
    wishes = ready_wishes(wishes=3)
    campaign_id = prepared(wishes)
    kept = [wishes[0].pk]
    change_campaign(
        community_id=BELL_TOWER, campaign_id=campaign_id, details=details(title="岁末暖心"), wish_ids=kept, by=PUBLISHER
    )
    rows = Wish.objects.within(BELL_TOWER)
    assert set(rows.filter(campaign=campaign_id).values_list("pk", flat=True)) == set(kept)
    assert rows.filter(campaign=None).count() == 2


@pytest.mark.django_db
def test_only_who_publishes_may_prepare_publish_or_close() -> None:
    collector = worker_actor(BELL_TOWER, "wishes.collect")
    wishes = ready_wishes()
    with pytest.raises(Refused):
        prepared(wishes, by=collector)
    campaign_id = prepared(wishes)
    with pytest.raises(Refused):
        publish_campaign(community_id=BELL_TOWER, campaign_id=campaign_id, by=collector)
    campaign = publish_campaign(community_id=BELL_TOWER, campaign_id=campaign_id, by=PUBLISHER)
    with pytest.raises(Refused):
        close_campaign(community_id=BELL_TOWER, campaign_id=campaign.pk, by=collector)


@pytest.mark.django_db
def test_campaign_of_another_community_is_not_here() -> None:
    campaign_id = prepared(ready_wishes())
    neighbour = worker_actor(WEST_LAKE, "wishes.publish")
    with pytest.raises(NotHere):
        publish_campaign(community_id=WEST_LAKE, campaign_id=campaign_id, by=neighbour)


def wishes_of(sizes: list[int]) -> list[Wish]:
    families = [uuid4() for _size in sizes]
    return [
        Wish(community_id=BELL_TOWER, household_id=family)
        for family, size in zip(families, sizes, strict=True)
        for _wish in range(size)
    ]


@given(sizes=st.lists(st.integers(1, 6), min_size=1, max_size=12), luck=st.integers())
def test_neighbours_on_the_wall_are_never_one_family_where_that_can_be(sizes: list[int], luck: int) -> None:
    wishes = wishes_of(sizes)
    order = shuffled(wishes, Random(luck))
    assert Counter(map(id, order)) == Counter(map(id, wishes))
    pairs = sum(a.household_id == b.household_id for a, b in pairwise(order))
    unavoidable = max(0, 2 * max(sizes) - sum(sizes) - 1)
    assert pairs == unavoidable


def test_order_of_the_sheet_cannot_be_read_off_the_numbers() -> None:
    wishes = wishes_of([4] * 11)
    orders = {tuple(map(id, shuffled(wishes, Random(seed)))) for seed in range(50)}
    assert len(orders) == 50


@pytest.mark.django_db
def test_counselling_and_legal_aid_are_never_shown_even_if_somebody_tries() -> None:
    family = household()
    confidential = wish(family, item="心理疏导", unit="次", kind="referral")
    with pytest.raises(Conflict):
        prepared([confidential])
    with pytest.raises(IntegrityError), transaction.atomic():
        Wish.objects.within(BELL_TOWER).filter(pk=confidential.pk).update(public_number=1)


@pytest.mark.django_db
def test_family_that_took_back_its_consent_to_publish_is_not_shown() -> None:
    family = household()
    kept, shown = wish(family), wish(household(number=2, phone="19900000002"))
    campaign_id = prepared([kept, shown])
    Consent.objects.create(
        community_id=BELL_TOWER,
        household=family,
        purpose="publish",
        given_by="self",
        text_version="1",
        text_hash="x",
        given_at=clock.now(),
        withdrawn_at=clock.now(),
    )
    publish_campaign(community_id=BELL_TOWER, campaign_id=campaign_id, by=PUBLISHER)
    states = dict(Wish.objects.within(BELL_TOWER).values_list("pk", "state"))
    assert states == {kept.pk: READY, shown.pk: OPEN}
