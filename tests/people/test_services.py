"""Families written down, changed and looked at; consents; the roster."""

from datetime import date, timedelta

import pytest

from linli.core import clock
from linli.core.errors import BadInput, Conflict, NotHere, Refused
from linli.people.models import Consent, Household, HouseholdCategory, HouseholdMember
from linli.people.queries.consents import consent_text, has_withdrawn, standing_purposes
from linli.people.services.consents import ConsentGiven, record_consent, withdraw_consent
from linli.people.services.households import (
    CategoryHeld,
    HouseholdDetails,
    add_household,
    add_member,
    edit_household,
    end_membership,
    set_categories,
)
from linli.people.services.unmasking import unmask_field
from linli.timeline.models import Detail, Event
from tests.factories.people import BELL_TOWER, WEST_LAKE, family, staff

pytestmark = pytest.mark.django_db


def events(household: Household) -> list[Event]:
    return list(Event.objects.within(household.community_id).filter(subject_id=household.pk).order_by("id"))


def categories(household: Household) -> dict[str, tuple[date, date | None]]:
    rows = HouseholdCategory.objects.within(household.community_id).filter(household=household)
    return {row.category: (row.since, row.until) for row in rows}


def agree(household: Household, *purposes: str, **changes: object) -> list[Consent]:
    fields: dict[str, object] = {"purposes": purposes, "given_by": "self", "witness": "段慧兰"}
    return record_consent(
        community_id=household.community_id,
        household_id=household.pk,
        consent=ConsentGiven(**(fields | changes)),  # type: ignore[arg-type]  # -- tests name the fields they change
        by=staff(),
    )


def test_families_are_numbered_one_after_the_other_in_each_community() -> None:
    first, second, elsewhere = family(), family(name="温建国", phone="19900000002"), family(community=WEST_LAKE)
    assert (first.number, second.number, elsewhere.number) == (1, 2, 1)


def test_what_tells_who_a_family_is_stands_sealed_in_the_database(django_assert_num_queries: object) -> None:
    household = family()
    stored = Household.objects.within(BELL_TOWER).values_list("head_name", "phone", "address", "note").get()
    whole = b"".join(bytes(value) for value in stored)
    assert not any(text.encode() in whole for text in ("秦秀芝", "19900000001", "钟楼小区", "护理"))
    assert Household.objects.within(BELL_TOWER).get(pk=household.pk).address == "钟楼小区2号楼1单元302"


def test_name_and_phone_are_kept_in_one_spelling() -> None:
    household = add_household(
        community_id=BELL_TOWER,
        details=HouseholdDetails(head_name=" 阿依古丽•买买提 ", phone="+86 199 0000 0007"),
        by=staff(),
    )
    assert (household.head_name, household.phone) == ("阿依古丽·买买提", "19900000007")


@pytest.mark.parametrize(
    ("field", "details"),
    [
        ("head_name", HouseholdDetails(head_name="123")),
        ("phone", HouseholdDetails(head_name="秦秀芝", phone="1990000")),
        ("people_count", HouseholdDetails(head_name="秦秀芝", people_count=0)),
        ("note", HouseholdDetails(head_name="秦秀芝", note="长" * 501)),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_is_written(field: str, details: HouseholdDetails) -> None:
    with pytest.raises(BadInput) as told:
        add_household(community_id=BELL_TOWER, details=details, by=staff())
    assert list(told.value.fields) == [field]
    assert not Household.objects.within(BELL_TOWER).exists()


def test_role_without_the_permission_writes_no_family_down() -> None:
    with pytest.raises(Refused):
        add_household(community_id=BELL_TOWER, details=HouseholdDetails(head_name="秦秀芝"), by=staff("volunteer"))
    with pytest.raises(Refused):
        add_household(community_id=WEST_LAKE, details=HouseholdDetails(head_name="秦秀芝"), by=staff())


def test_one_field_is_changed_without_the_others_being_known() -> None:
    household = family()
    edit_household(community_id=BELL_TOWER, household_id=household.pk, changes={"phone": "0359-2000001"}, by=staff())
    changed = Household.objects.within(BELL_TOWER).get()
    assert (changed.phone, changed.head_name, changed.note) == ("03592000001", "秦秀芝", "一人需长期护理")
    assert events(household)[-1].facts == {"fields": ["phone"]}


def test_change_to_the_same_leaves_no_trace() -> None:
    household = family()
    edit_household(community_id=BELL_TOWER, household_id=household.pk, changes={"head_name": "秦秀芝"}, by=staff())
    assert [event.verb for event in events(household)] == ["household.add"]


def test_family_of_another_community_is_not_there() -> None:
    household = family()
    with pytest.raises(NotHere):
        edit_household(
            community_id=WEST_LAKE, household_id=household.pk, changes={"note": ""}, by=staff(community=WEST_LAKE)
        )


def test_categories_begin_change_and_end_with_their_days() -> None:
    household = family(categories=())
    before = clock.now() - timedelta(days=30)
    with clock.at(before):
        held = [CategoryHeld("minimum_living"), CategoryHeld("disability", "vision:2")]
        set_categories(community_id=BELL_TOWER, household_id=household.pk, categories=held, by=staff())
    held = [CategoryHeld("disability", "vision:1"), CategoryHeld("elderly", since=date(2023, 1, 1))]
    set_categories(community_id=BELL_TOWER, household_id=household.pk, categories=held, by=staff())

    yesterday = clock.today() - timedelta(days=1)
    began = clock.local(before).date()
    assert categories(household) == {
        "minimum_living": (began, yesterday),
        "disability": (began, None),
        "elderly": (date(2023, 1, 1), None),
    }
    assert events(household)[-1].facts == {"begun": ["elderly"], "ended": ["minimum_living"], "changed": ["disability"]}


def test_category_ticked_by_mistake_today_is_taken_out_again() -> None:
    household = family(categories=("minimum_living", "elderly"))
    held = [CategoryHeld("minimum_living")]
    set_categories(community_id=BELL_TOWER, household_id=household.pk, categories=held, by=staff())
    assert set(categories(household)) == {"minimum_living"}


@pytest.mark.parametrize(
    "held",
    [
        [CategoryHeld("rich")],
        [CategoryHeld("elderly"), CategoryHeld("elderly")],
        [CategoryHeld("elderly", since=date(2024, 1, 1), until=date(2023, 1, 1))],
    ],
)
def test_category_that_cannot_be_is_refused(held: list[CategoryHeld]) -> None:
    household = family()
    with pytest.raises(BadInput) as told:
        set_categories(community_id=BELL_TOWER, household_id=household.pk, categories=held, by=staff())
    assert list(told.value.fields) == ["categories"]
    assert set(categories(household)) == {"minimum_living"}


def test_member_joins_and_leaves_a_family() -> None:
    household = family()
    member = add_member(
        community_id=BELL_TOWER, household_id=household.pk, name="秦小兰", relation="child", note="三年级", by=staff()
    )
    end_membership(community_id=BELL_TOWER, household_id=household.pk, member_id=member.pk, by=staff())
    assert HouseholdMember.objects.within(BELL_TOWER).get().left_at is not None
    assert [event.verb for event in events(household)] == [
        "household.add",
        "household.member_join",
        "household.member_leave",
    ]
    with pytest.raises(NotHere):
        end_membership(community_id=BELL_TOWER, household_id=household.pk, member_id=member.pk, by=staff())


def test_consent_is_bound_to_the_words_that_were_read_out() -> None:
    household = family()
    rows = agree(household, "help", "publish")
    assert [(row.purpose, row.text_version) for row in rows] == [("help", "1"), ("publish", "1")]
    assert rows[0].text_hash == consent_text("help").hash != rows[1].text_hash
    assert standing_purposes(BELL_TOWER, household.pk) == {"help", "publish"}


def test_words_of_a_consent_never_change_under_the_same_version() -> None:
    """A consent on record names version and hash. Other words need a file of their own with a new version."""
    known = {purpose: consent_text(purpose, "1").hash[:12] for purpose in ("help", "publish", "photo")}
    assert known == {"help": "333215aaa785", "publish": "23ffa340331e", "photo": "d831ffa05dda"}


def test_somebody_who_speaks_for_the_family_is_named() -> None:
    household = family()
    with pytest.raises(BadInput) as told:
        agree(household, "help", given_by="guardian")
    assert list(told.value.fields) == ["giver_name"]
    (row,) = agree(household, "help", given_by="guardian", giver_name="秦大山")
    assert row.giver_name == "秦大山"


@pytest.mark.parametrize(
    ("field", "changes"),
    [("purposes", {"purposes": []}), ("given_by", {"given_by": "neighbour"}), ("witness", {"witness": " "})],
)
def test_consent_lacking_something_is_no_consent(field: str, changes: dict[str, object]) -> None:
    household = family()
    with pytest.raises(BadInput) as told:
        agree(household, "help", **changes)
    assert list(told.value.fields) == [field]
    assert not Consent.objects.within(BELL_TOWER).exists()


def test_withdrawn_consent_stands_no_longer_and_stays_on_record() -> None:
    household = family()
    _help, publish = agree(household, "help", "publish")
    purpose = withdraw_consent(community_id=BELL_TOWER, household_id=household.pk, consent_id=publish.pk, by=staff())
    assert purpose == "publish"
    assert standing_purposes(BELL_TOWER, household.pk) == {"help"}
    assert has_withdrawn(BELL_TOWER, [household.pk], "publish") == {household.pk}
    assert Consent.objects.within(BELL_TOWER).count() == 2
    with pytest.raises(Conflict):
        withdraw_consent(community_id=BELL_TOWER, household_id=household.pk, consent_id=publish.pk, by=staff())


def test_consent_given_again_takes_the_withdrawal_back() -> None:
    household = family()
    (row,) = agree(household, "publish")
    withdraw_consent(community_id=BELL_TOWER, household_id=household.pk, consent_id=row.pk, by=staff())
    agree(household, "publish")
    assert has_withdrawn(BELL_TOWER, [household.pk], "publish") == frozenset()


def test_unmasking_leaves_a_row_with_who_what_and_why() -> None:
    household = family()
    phone = unmask_field(
        community_id=BELL_TOWER,
        kind="household",
        row_id=household.pk,
        field="phone",
        reason=" 打电话约上门时间 ",
        by=staff(),
    )
    assert phone == "19900000001"
    event = events(household)[-1]
    assert (event.verb, event.actor, event.facts["field"]) == ("unmask", "user:worker", "phone")
    assert Detail.objects.within(BELL_TOWER).get(event=event).text == "打电话约上门时间"
    assert "打电话" not in str(event.facts)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"reason": " "}, BadInput),
        ({"reason": "长" * 201}, BadInput),
        ({"field": "id"}, NotHere),
        ({"kind": "user"}, NotHere),
        ({"by": staff("grid_worker")}, Refused),
        ({"community_id": WEST_LAKE, "by": staff(community=WEST_LAKE)}, NotHere),
    ],
)
def test_without_reason_role_or_field_nothing_is_unmasked(changes: dict[str, object], error: type[Exception]) -> None:
    household = family()
    asked: dict[str, object] = {
        "community_id": BELL_TOWER,
        "kind": "household",
        "row_id": household.pk,
        "field": "phone",
        "reason": "打电话",
        "by": staff(),
    }
    with pytest.raises(error):
        unmask_field(**(asked | changes))  # type: ignore[arg-type]  # -- the mapping holds the keywords of unmask_field
    assert [event.verb for event in events(household)] == ["household.add"]


def test_no_row_no_unmask(monkeypatch: pytest.MonkeyPatch) -> None:
    household = family()

    def fail(**_asked: object) -> None:
        raise RuntimeError("the timeline cannot be written")

    monkeypatch.setattr("linli.people.services.unmasking.record", fail)
    with pytest.raises(RuntimeError):
        unmask_field(
            community_id=BELL_TOWER, kind="household", row_id=household.pk, field="phone", reason="打电话", by=staff()
        )


def test_looking_at_a_member_stands_with_the_family() -> None:
    household = family()
    member = add_member(
        community_id=BELL_TOWER, household_id=household.pk, name="秦小兰", relation="child", note="三年级", by=staff()
    )
    note = unmask_field(
        community_id=BELL_TOWER, kind="member", row_id=member.pk, field="note", reason="买书包的年级", by=staff()
    )
    assert note == "三年级"
    assert events(household)[-1].verb == "unmask"
