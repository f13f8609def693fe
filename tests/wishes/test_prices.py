"""What a wish costs about: proposed, capped with a reason, read from sheets, and shown to whoever chooses."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.core.errors import BadInput, Refused
from linli.core.sheets import write_sheet
from linli.people.models import Household
from linli.timeline.models import Event
from linli.wishes.adapters.register_checks import check_register
from linli.wishes.kinds.prices import TYPICAL
from linli.wishes.models import Wish
from linli.wishes.queries.prices import price_hints, price_rules
from linli.wishes.services.collecting import WishSaid, collect_wishes, edit_wish
from linli.wishes.services.importing import import_wishes, read_families
from linli.wishes.services.merging import merged
from linli.wishes.services.prices import set_price_rules
from linli.wishes.services.reviewing import approve_wishes, move_wish
from linli.wishes.workflow import READY, REVIEW
from tests.factories.people import BELL_TOWER, WEST_LAKE, family, office, staff
from tests.factories.wishes import open_campaign
from tests.wishes.office import Desk, words_of
from tests.wishes.phones import Phone

pytestmark = pytest.mark.django_db


@pytest.fixture
def household() -> Household:
    office()
    return family()


def collect(household: Household, *said: WishSaid, until: str = REVIEW) -> list[Wish]:
    asked = {"community_id": household.community_id, "household_id": household.pk, "until": until}
    return collect_wishes(wishes=said, by=staff("secretary", household.community_id), **asked)


def set_cap(cap: int | None, **typical: tuple[int, int]) -> None:
    set_price_rules(community_id=BELL_TOWER, cap=cap, typical=typical, by=staff("director"))


def test_wish_above_the_cap_is_taken_down_with_a_reason_only(household: Household) -> None:
    with pytest.raises(BadInput) as refused:
        collect(household, WishSaid(item="书包", price=500), WishSaid(item="电饭锅", price=501))
    assert list(refused.value.fields) == ["1.price_reason"]

    (wish,) = collect(household, WishSaid(item="电饭锅", price=501, price_reason="只有这一种适合"))
    assert (wish.price, wish.price_reason) == (501, "只有这一种适合")


def test_cap_that_was_lowered_meanwhile_asks_for_the_reason_before_approval(household: Household) -> None:
    (wish,) = collect(household, WishSaid(item="电饭锅", price=300))
    set_cap(200)
    asked = {"community_id": BELL_TOWER, "wish_id": wish.pk, "by": staff("secretary")}

    with pytest.raises(Refused):
        move_wish(move="approve", **asked)
    done = approve_wishes(community_id=BELL_TOWER, wish_ids=[wish.pk], by=staff("secretary"))
    assert (done.done, done.left) == (0, {wish.pk: "too_dear"})
    with pytest.raises(BadInput):
        edit_wish(said=WishSaid(item="电饭锅", price=250), **asked)
    edit_wish(said=WishSaid(item="电饭锅", price=250, price_reason="家里人口多"), **asked)
    move_wish(move="approve", **asked)


def test_without_a_cap_any_price_goes(household: Household) -> None:
    set_cap(None)
    collect(household, WishSaid(item="轮椅", price=9000))


@pytest.mark.parametrize("price", [0, -5, 1_000_000])
def test_price_that_cannot_be_is_refused(household: Household, price: int) -> None:
    with pytest.raises(BadInput):
        collect(household, WishSaid(item="书包", price=price, price_reason="核对过"))


def test_database_takes_no_price_of_nothing(household: Household) -> None:
    (wish,) = collect(household, WishSaid(item="书包", price=60))
    with pytest.raises(IntegrityError), transaction.atomic():
        Wish.objects.within(BELL_TOWER).filter(pk=wish.pk).update(price=0)


def test_office_sets_its_cap_and_what_things_cost_there_and_nobody_elses(household: Household) -> None:
    set_cap(800, study=(10, 20), food=TYPICAL["food"])

    rules = price_rules(BELL_TOWER)
    assert (rules.cap, rules.typical) == (800, {"study": (10, 20)})
    assert price_rules(WEST_LAKE).cap == 500
    assert Event.objects.within(BELL_TOWER).filter(verb="prices.set").count() == 1
    with pytest.raises(Refused):
        set_price_rules(community_id=BELL_TOWER, cap=1, typical={}, by=staff("civil_affairs"))
    with pytest.raises(BadInput):
        set_cap(1, study=(20, 10))
    with pytest.raises(BadInput):
        set_cap(0)


def test_hint_comes_from_the_offices_own_wishes_and_else_from_what_is_usual(household: Household) -> None:
    collect(household, *[WishSaid(item="书包", price=price) for price in (50, 60, 400)])
    hints = price_hints(BELL_TOWER, ["书包", "字典", "护眼台灯", "心理疏导", ""])

    assert (hints["书包"].own, hints["书包"].earlier) == (60, 3)
    assert hints["字典"].usual == (20, 60)
    assert hints["护眼台灯"].usual == TYPICAL["study"]
    assert hints["心理疏导"].words == ""
    assert price_hints(WEST_LAKE, ["书包"])["书包"].earlier == 0


def test_wishes_made_one_cost_what_they_cost_together() -> None:
    bag, case = WishSaid(item="书包", price=60), WishSaid(item="文具盒", price=15)

    assert merged([bag, case]).price == 75
    assert merged([bag, WishSaid(item="字典")]).price is None


def sheet(*rows: list[Any], price: str = "预算") -> bytes:
    return write_sheet(title="表", headings=["姓名", "微心愿", "数量", price], rows=rows)


def test_price_column_of_a_register_is_read_under_its_usual_names() -> None:
    rows = [["秦秀芝", "书包", "1个", said] for said in ("60", "约60元", "¥59.6", "六十元左右", 60)]
    for heading in ("参考价", "预算", "价格"):
        (known,) = check_register(sheet(*rows, price=heading)).families
        assert [wish["price"] for wish in known["wishes"]] == [60] * 5


def test_price_that_is_none_is_told_at_its_cell() -> None:
    checked = check_register(sheet(["秦秀芝", "书包", "1个", "很贵"], ["秦秀芝", "书包、字典", "", "80"]))

    assert [(error.row, error.place) for error in checked.errors][:1] == [(3, 3)]
    assert all(error.place == 3 for error in checked.errors if "价" in error.message or "price" in error.message)


def test_imported_wish_above_the_cap_waits_for_its_reason(household: Household) -> None:
    read = read_families(check_register(sheet(["孙家旺", "书包", "1个", 60], ["孙家旺", "轮椅", "1台", 900])).families)
    import_wishes(community_id=BELL_TOWER, families=read, until=READY, by=staff("secretary"))

    states = dict(Wish.objects.within(BELL_TOWER).values_list("item", "state"))
    assert states == {"书包": READY, "轮椅": REVIEW}


def test_door_asks_why_where_the_price_is_above_the_cap_and_keeps_what_was_typed(household: Household) -> None:
    desk = Desk("worker")
    row = {"quantity": "1", "unit": "台", "item": "轮椅", "spec": "", "choice": "take", "text": "一台轮椅"}
    consent = {"purposes": ["help", "publish"], "given_by": "self", "witness": "段慧兰"}
    sent = {"step": "save", "household": household.pk.hex, "said": "一台轮椅", "parsed": "一台轮椅", "rows": "1"}
    rows = {f"row-0-{name}": value for name, value in row.items()}

    page = desk.send("wishes/new", **sent, **consent, **rows, **{"row-0-price": "700"})
    assert page.status_code == 422
    assert 'name="row-0-price" value="700"' in page.content.decode()
    assert "500" in words_of(page)
    assert "200 至 900" in words_of(page)
    why = {"row-0-price": "700", "row-0-price_reason": "需要电动的"}
    assert desk.send("wishes/new", **sent, **consent, **rows, **why).status_code == 302
    assert Wish.objects.within(BELL_TOWER).get().price == 700


def test_page_of_prices_keeps_what_was_typed_and_says_what_is_wrong(household: Household) -> None:
    desk = Desk("director")
    usual = {f"{kind}-{end}": str(price) for kind in TYPICAL for end, price in (("low", 10), ("high", 90))}

    page = desk.send("wishes/prices", cap="600", **usual | {"food-low": "99"})
    assert page.status_code == 422
    assert 'value="99"' in page.content.decode()
    assert desk.send("wishes/prices", cap="600", **usual).status_code == 302
    assert price_rules(BELL_TOWER).cap == 600
    assert Desk("civil_affairs").at("wishes/prices").status_code == 403


def test_whoever_chooses_a_wish_reads_about_what_it_costs() -> None:
    office()
    campaign = open_campaign(wishes=2)
    Wish.objects.within(BELL_TOWER).filter(campaign=campaign, public_number=1).update(price=60)

    assert "60 元" in words_of(Phone(campaign).get(f"/c/{campaign.code}/1"))
    assert "参考价" not in words_of(Phone(campaign).get(f"/c/{campaign.code}/2"))
