"""Wishes taken down, changed, merged, split, checked, and taken back with a family's consent."""

from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from linli.core.errors import BadInput, Conflict, NotHere, Refused
from linli.people.models import Household
from linli.people.services.consents import ConsentGiven, record_consent
from linli.timeline.models import Detail, Event
from linli.wishes.models import Wish
from linli.wishes.queries.history import history_of
from linli.wishes.services.collecting import WishSaid, collect_wishes, edit_wish
from linli.wishes.services.merging import merge_wishes, split_wish
from linli.wishes.services.reviewing import approve_wishes, move_wish, withdraw_family_consent
from linli.wishes.workflow import DRAFT, OPEN, READY, REVIEW, WITHDRAWN
from tests.factories.people import BELL_TOWER, WEST_LAKE, family, staff
from tests.factories.wishes import open_campaign

pytestmark = pytest.mark.django_db

BAG = WishSaid(item="书包", quantity=Decimal(2), unit="个", spec="三年级、五年级", said="两个书包")
CASE = WishSaid(item="文具盒", quantity=Decimal(2), unit="个", said="两个文具盒")
DIAPERS = WishSaid(item="成人尿不湿", quantity=Decimal(5), unit="包", spec="中号", said="5包中号成人尿不湿")


def collect(household: Household, *said: WishSaid, until: str = REVIEW, role: str = "worker") -> list[Wish]:
    return collect_wishes(
        community_id=household.community_id,
        household_id=household.pk,
        wishes=said or (BAG,),
        until=until,
        by=staff(role, household.community_id),
    )


def verbs(wish_id: UUID) -> list[str]:
    rows = Event.objects.within(BELL_TOWER).filter(subject_id=wish_id).order_by("id")
    return list(rows.values_list("verb", flat=True))


def state(wish: Wish) -> str:
    return str(Wish.objects.within(BELL_TOWER).values_list("state", flat=True).get(pk=wish.pk))


def test_wish_waits_to_be_checked_with_the_familys_words_beside_what_was_understood() -> None:
    (wish,) = collect(family())
    stored = Wish.objects.within(BELL_TOWER).get()
    assert (stored.item, stored.quantity, stored.unit, stored.spec) == ("书包", 2, "个", "三年级、五年级")
    assert (stored.kind, stored.intimate, stored.public_title, stored.state) == ("study", False, "书包", REVIEW)
    assert stored.said == "两个书包"
    assert verbs(wish.pk) == ["wish.collect", "submit"]


def test_intimate_goods_are_public_in_general_words_only() -> None:
    (wish,) = collect(family(), DIAPERS)
    assert (wish.intimate, wish.public_title, wish.public_spec) == (True, "护理用品", "")


def test_office_of_one_takes_down_checks_and_approves_in_one_go() -> None:
    (wish,) = collect(family(), until=READY, role="civil_affairs")
    assert state(wish) == READY
    assert verbs(wish.pk) == ["wish.collect", "approve"]


def test_who_only_takes_wishes_down_does_not_approve_them() -> None:
    household = family()
    with pytest.raises(Refused):
        collect(household, until=READY)
    assert not Wish.objects.within(BELL_TOWER).exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (WishSaid(item=" "), "item"),
        (WishSaid(item="购物卡"), "item"),
        (WishSaid(item="降压药", quantity=Decimal(12), unit="盒"), "item"),
        (WishSaid(item="现金"), "item"),
        (WishSaid(item="书包", quantity=Decimal(0)), "quantity"),
        (WishSaid(item="书包", quantity=Decimal("0.001")), "quantity"),
        (WishSaid(item="书包", quantity=Decimal("NaN")), "quantity"),
        (WishSaid(item="书" * 61), "item"),
    ],
)
def test_what_cannot_be_wished_for_is_told_at_its_place_and_nothing_is_written(said: WishSaid, field: str) -> None:
    household = family()
    with pytest.raises(BadInput) as told:
        collect(household, CASE, said)
    assert list(told.value.fields) == [f"1.{field}"]
    assert not Wish.objects.within(BELL_TOWER).exists()


def test_refused_wish_says_where_to_turn_instead() -> None:
    household = family()
    with pytest.raises(BadInput) as told:
        collect(household, WishSaid(item="降压药"))
    assert "家庭医生" in " ".join(str(words) for words in told.value.fields["0.item"])


def test_family_of_another_community_gets_no_wish() -> None:
    household = family()
    with pytest.raises(NotHere):
        collect_wishes(community_id=WEST_LAKE, household_id=household.pk, wishes=[BAG], by=staff(community=WEST_LAKE))


def test_wish_is_changed_and_its_public_words_follow() -> None:
    (wish,) = collect(family())
    edit_wish(community_id=BELL_TOWER, wish_id=wish.pk, said=DIAPERS, by=staff())
    wish.refresh_from_db()
    assert (wish.item, wish.public_title, wish.intimate, wish.kind) == ("成人尿不湿", "护理用品", True, "care")
    assert verbs(wish.pk)[-1] == "wish.edit"


def test_public_words_of_the_offices_own_stay_as_written() -> None:
    (wish,) = collect(family())
    edit_wish(community_id=BELL_TOWER, wish_id=wish.pk, said=BAG, public_title="新书包", by=staff())
    wish.refresh_from_db()
    assert (wish.item, wish.public_title) == ("书包", "新书包")


def test_change_that_changes_nothing_leaves_no_trace() -> None:
    (wish,) = collect(family())
    edit_wish(community_id=BELL_TOWER, wish_id=wish.pk, said=BAG, by=staff())
    assert verbs(wish.pk) == ["wish.collect", "submit"]


def test_approved_wish_is_changed_by_whoever_checks_and_a_published_one_by_nobody() -> None:
    (wish,) = collect(family(), until=READY, role="civil_affairs")
    with pytest.raises(Refused):
        edit_wish(community_id=BELL_TOWER, wish_id=wish.pk, said=CASE, by=staff("worker"))
    edit_wish(community_id=BELL_TOWER, wish_id=wish.pk, said=CASE, by=staff("civil_affairs"))

    campaign = open_campaign()
    published = Wish.objects.within(BELL_TOWER).filter(campaign=campaign).first()
    with pytest.raises(Refused):
        edit_wish(community_id=BELL_TOWER, wish_id=published.pk, said=CASE, by=staff("secretary"))


def test_several_wishes_become_one() -> None:
    first, second, third = collect(family(), DIAPERS, BAG, CASE)
    ids = [third.pk, first.pk, second.pk]
    kept = merge_wishes(community_id=BELL_TOWER, wish_ids=ids, by=staff("civil_affairs"))
    kept.refresh_from_db()
    assert kept.pk == first.pk
    assert kept.item == "成人尿不湿 5包（中号）、书包 2个（三年级、五年级）、文具盒 2个"
    assert kept.said == "5包中号成人尿不湿；两个书包；两个文具盒"
    assert (kept.quantity, kept.public_title) == (None, "护理用品、书包、文具盒")
    assert [state(wish) for wish in (first, second, third)] == [REVIEW, WITHDRAWN, WITHDRAWN]
    assert history_of(BELL_TOWER, second.pk)[0].text == history_of(BELL_TOWER, third.pk)[0].text


def test_wishes_of_two_families_are_never_merged() -> None:
    (one,), (other,) = collect(family()), collect(family(name="温建国", phone="19900000002"))
    with pytest.raises(BadInput):
        merge_wishes(community_id=BELL_TOWER, wish_ids=[one.pk, other.pk], by=staff("secretary"))
    with pytest.raises(BadInput):
        merge_wishes(community_id=BELL_TOWER, wish_ids=[one.pk, one.pk], by=staff("secretary"))
    assert state(other) == REVIEW


def test_published_wish_is_not_merged() -> None:
    campaign = open_campaign(households=1)
    ids = list(Wish.objects.within(BELL_TOWER).filter(campaign=campaign).values_list("pk", flat=True))
    with pytest.raises(Conflict):
        merge_wishes(community_id=BELL_TOWER, wish_ids=ids[:2], by=staff("secretary"))


def test_merging_too_much_is_refused_as_a_whole() -> None:
    wishes = collect(family(), *[WishSaid(item="很长的心愿名称" * 3 + str(n)) for n in range(4)])
    with pytest.raises(BadInput):
        merge_wishes(community_id=BELL_TOWER, wish_ids=[wish.pk for wish in wishes], by=staff("secretary"))
    assert {state(wish) for wish in wishes} == {REVIEW}


def test_one_wish_becomes_several() -> None:
    (wish,) = collect(family(), WishSaid(item="书包和文具盒", said="书包和文具盒"))
    parts = split_wish(community_id=BELL_TOWER, wish_id=wish.pk, parts=[BAG, CASE], by=staff())
    assert [(part.item, part.state) for part in parts] == [("书包", REVIEW), ("文具盒", REVIEW)]
    assert parts[0].pk == wish.pk
    assert verbs(wish.pk)[-1] == "wish.split"
    with pytest.raises(BadInput):
        split_wish(community_id=BELL_TOWER, wish_id=wish.pk, parts=[BAG], by=staff())


def test_wish_goes_from_draft_to_ready_and_back_with_its_reason_on_record() -> None:
    (wish,) = collect(family(), until=DRAFT)
    for move, role, reason, after in (
        ("submit", "worker", "", REVIEW),
        ("send_back", "deputy", "问清几年级", DRAFT),
        ("submit", "worker", "", REVIEW),
        ("approve", "deputy", "", READY),
        ("withdraw", "secretary", "家里已经买了", WITHDRAWN),
    ):
        move_wish(community_id=BELL_TOWER, wish_id=wish.pk, move=move, reason=reason, by=staff(role))
        assert state(wish) == after
    assert set(Detail.objects.within(BELL_TOWER).values_list("event__verb", flat=True)) == {"send_back", "withdraw"}


@pytest.mark.parametrize(
    ("move", "role", "reason", "error"),
    [
        ("send_back", "deputy", " ", BadInput),
        ("approve", "worker", "", Refused),
        ("submit", "worker", "", Refused),
        ("publish", "secretary", "", NotHere),
        ("take", "secretary", "", NotHere),
        ("withdraw", "worker", "不要了", Refused),
    ],
)
def test_move_that_is_not_possible_or_not_for_this_role_changes_nothing(
    move: str, role: str, reason: str, error: type[Exception]
) -> None:
    (wish,) = collect(family())
    with pytest.raises(error):
        move_wish(community_id=BELL_TOWER, wish_id=wish.pk, move=move, reason=reason, by=staff(role))
    assert state(wish) == REVIEW


def test_wish_sent_back_leaves_the_campaign_that_had_chosen_it() -> None:
    (wish,) = collect(family(), until=READY, role="deputy")
    campaign = open_campaign()
    Wish.objects.within(BELL_TOWER).filter(pk=wish.pk).update(campaign=campaign)
    move_wish(community_id=BELL_TOWER, wish_id=wish.pk, move="send_back", reason="问清尺码", by=staff("deputy"))
    wish.refresh_from_db()
    assert (wish.state, wish.campaign_id) == (DRAFT, None)


def test_many_are_approved_at_once_and_what_needs_a_look_is_left() -> None:
    household = family()
    fine, risky, referral = collect(household, BAG, CASE, WishSaid(item="心理疏导"))
    told = WishSaid(item="文具盒")
    edit_wish(
        community_id=BELL_TOWER, wish_id=risky.pk, said=told, public_title="给王小明的文具盒，患白血病", by=staff()
    )
    done = approve_wishes(
        community_id=BELL_TOWER, wish_ids=[fine.pk, risky.pk, referral.pk, uuid4()], by=staff("deputy")
    )
    assert (done.done, set(done.left)) == (1, {risky.pk, referral.pk})
    assert [state(wish) for wish in (fine, risky, referral)] == [READY, REVIEW, REVIEW]


def test_confidential_matter_is_not_approved_for_publishing() -> None:
    (wish,) = collect(family(), WishSaid(item="法律援助"))
    with pytest.raises(Refused):
        move_wish(community_id=BELL_TOWER, wish_id=wish.pk, move="approve", by=staff("secretary"))


def withdraw(household: Household, purpose: str) -> int:
    given = ConsentGiven(purposes=[purpose], given_by="self", witness="段慧兰")
    (consent,) = record_consent(community_id=BELL_TOWER, household_id=household.pk, consent=given, by=staff())
    return withdraw_family_consent(
        community_id=BELL_TOWER, household_id=household.pk, consent_id=consent.pk, by=staff()
    )


def test_published_wish_goes_at_once_when_the_family_does_not_want_it_public() -> None:
    campaign = open_campaign(wishes=2, households=1)
    household = Household.objects.within(BELL_TOWER).get()
    draft, ready = collect(household, BAG)[0], collect(household, CASE, until=READY, role="deputy")[0]
    assert withdraw(household, "publish") == 3
    shown = Wish.objects.within(BELL_TOWER).filter(campaign=campaign)
    assert set(shown.values_list("state", flat=True)) == {WITHDRAWN} != {OPEN}
    assert (state(ready), state(draft)) == (WITHDRAWN, REVIEW)
    with pytest.raises(Refused):
        move_wish(community_id=BELL_TOWER, wish_id=draft.pk, move="approve", by=staff("deputy"))


def test_family_that_wants_no_help_any_more_has_no_wish_in_hand() -> None:
    household = family()
    collect(household, BAG, CASE)
    assert withdraw(household, "help") == 2


def test_consent_to_photos_carries_no_wish() -> None:
    household = family()
    collect(household)
    assert withdraw(household, "photo") == 0
