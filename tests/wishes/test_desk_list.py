"""The desk's list of wishes and a wish's own page."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from linli.core.ids import new_id
from linli.people.models import Household
from linli.timeline.models import Event
from linli.wishes.models import Wish
from linli.wishes.models.claims import ON_ROSTER
from linli.wishes.queries.desk import asked_already, counts_in_hand, waiting_up_to, wish_sheet, wishes_within
from linli.wishes.queries.listing import WishFilter
from linli.wishes.services.claiming import claim_wish
from linli.wishes.services.collecting import WishSaid, collect_wishes, edit_wish
from linli.wishes.services.identifying import Claimant
from linli.wishes.workflow import DRAFT, OPEN, READY, REVIEW
from tests.factories import acting
from tests.factories.people import BELL_TOWER, WEST_LAKE, family, office, staff
from tests.factories.wishes import claimant_actor, member, open_campaign

pytestmark = pytest.mark.django_db

LIST = f"/desk/{BELL_TOWER}/wishes/"
QUERIES = 12
"""Session, user, roles, office, the frame's two, how many wait in each of three states, wishes, their families."""


@pytest.fixture(autouse=True)
def _offices() -> None:
    office()
    office(WEST_LAKE, "西湖社区")


def collect(household: Household, *items: str, until: str = REVIEW) -> list[Wish]:
    said = [WishSaid(item=item, unit="个", said=f"一个{item}") for item in items]
    by = staff("deputy", household.community_id)
    return collect_wishes(
        community_id=household.community_id, household_id=household.pk, wishes=said, until=until, by=by
    )


def listed(**asked: Any) -> list[str]:
    paging = {name: asked.pop(name) for name in ("before", "size") if name in asked}
    return [row.item for row in wishes_within(BELL_TOWER, WishFilter(**asked), **paging).rows]


def text(answer: Any) -> str:
    return str(answer.content.decode())


def post(client: Client, path: str, data: dict[str, Any]) -> Any:
    return client.post(f"{LIST}{path}", {"key": new_id().hex, **data})


def test_newest_wish_stands_first_and_pages_follow_by_key() -> None:
    collect(family(), "书包", "围巾", "手套")
    first = wishes_within(BELL_TOWER, size=2)
    assert [row.item for row in first.rows] == ["手套", "围巾"]
    assert listed(before=first.older, size=2) == ["书包"]
    assert wishes_within(BELL_TOWER, before=first.older, size=2).older is None


def test_list_is_narrowed_by_state_kind_and_family() -> None:
    one, other = family(), family(name="温建国", phone="19900000002")
    collect(one, "书包")
    collect(other, "围巾", until=READY)
    assert listed(state=READY) == ["围巾"]
    assert listed(kind="study") == ["书包"]
    assert listed(household=other.pk) == ["围巾"]
    assert listed(household=other.pk, kind="study") == []


@pytest.mark.parametrize(
    ("search", "items"), [("书", ["书包"]), ("2", ["围巾"]), ("九", []), ("99999999", []), ("40000", [])]
)
def test_wish_is_found_by_a_part_of_the_thing_or_the_familys_number(search: str, items: list[str]) -> None:
    collect(family(), "书包")
    collect(family(name="温建国", phone="19900000002"), "围巾")
    assert listed(search=search) == items


def test_published_wish_is_found_by_its_number() -> None:
    open_campaign(wishes=3, households=1)
    found = wishes_within(BELL_TOWER, WishFilter(search="3")).rows
    assert [row.number for row in found] == [3]


def test_wishes_of_another_community_are_not_in_the_list() -> None:
    collect(family(community=WEST_LAKE), "书包")
    assert listed() == []


def test_row_is_ready_to_be_printed() -> None:
    household = family()
    (wish,) = collect(household, "书包")
    row = wishes_within(BELL_TOWER).rows[0]
    assert (row.id, row.household_id, row.state, row.tag) == (wish.pk, household.pk, REVIEW, "soon")
    assert "01" in row.household


def test_state_of_a_taken_wish_is_the_one_that_people_see() -> None:
    campaign, person = open_campaign(wishes=2, households=1), member()
    claimant = Claimant(person.pk, ON_ROSTER, to_decide=True)
    by = claimant_actor(campaign, person.pk)
    won = claim_wish(campaign=campaign, number=1, claimant=claimant, key="1" * 8, by=by)
    states = {row.number: (row.state, row.tag) for row in wishes_within(BELL_TOWER).rows}
    assert states == {1: ("checking", "checking"), 2: (OPEN, "open")}
    wish = Wish.objects.within(BELL_TOWER).get(public_number=1)
    sheet = wish_sheet(BELL_TOWER, wish.pk)
    assert sheet is not None
    ((claim_id, spoken, _share),) = sheet.claims
    assert (sheet.row.state, spoken) == ("checking", won["number"])
    page = text(acting.client_of("worker").get(f"{LIST}{wish.pk}/"))
    assert f"/desk/{BELL_TOWER}/claims/{claim_id}/" in page


def test_what_waits_is_counted_by_state() -> None:
    collect(family(), "书包", "围巾")
    collect(family(name="温建国", phone="19900000002"), "手套", until=DRAFT)
    counts = counts_in_hand(BELL_TOWER)
    assert (counts[REVIEW], counts[DRAFT], counts[READY]) == (2, 1, 0)
    assert waiting_up_to(BELL_TOWER, most=1) == {DRAFT: "1", REVIEW: "1+", READY: "0"}


def test_family_that_waits_for_a_thing_is_known_to_ask_for_it() -> None:
    household = family()
    collect(household, "新书包")
    assert list(asked_already(BELL_TOWER, household.pk, ["书包", "围巾"])) == ["书包"]


def test_page_of_a_wish_warns_of_words_that_could_give_the_family_away() -> None:
    (wish,) = collect(family(), "书包")
    edit_wish(
        community_id=BELL_TOWER,
        wish_id=wish.pk,
        said=WishSaid(item="书包"),
        public_title="给患白血病的小明的书包",
        by=staff(),
    )
    sheet = wish_sheet(BELL_TOWER, wish.pk)
    assert sheet is not None
    assert sheet.risks
    assert wish_sheet(WEST_LAKE, wish.pk) is None


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_as_many_statements_for_many_as_for_one(count: int, django_assert_num_queries: Any) -> None:
    client = acting.client_of("worker")
    collect(family(), *["书包", "围巾", "手套"][:count])
    client.get(LIST)
    with django_assert_num_queries(QUERIES):
        page = text(client.get(LIST))
    assert page.count("<tr>") == count + 1


def test_filters_stay_with_the_search_and_the_pages() -> None:
    client = acting.client_of("worker")
    collect(family(), "书包", "围巾")
    page = text(client.get(f"{LIST}?state=review&kind=study&q=书"))
    assert 'name="state" value="review"' in page
    assert '<option value="study" selected>' in page
    assert "围巾" not in page.split("<tbody")[1]


def test_unknown_filter_is_none_at_all() -> None:
    collect(family(), "书包")
    client = acting.client_of("worker")
    page = text(client.get(f"{LIST}?state=nonsense&kind=x&household=y&before=z&q={'长' * 99}"))
    assert "<tbody" not in page
    assert "书包" in text(client.get(f"{LIST}?state=nonsense&kind=x&household=y&before=z"))


def test_ticked_wishes_are_approved_once_and_the_filter_stays() -> None:
    client = acting.client_of("deputy")
    wishes = collect(family(), "书包", "围巾")
    data = {"wish": [str(wish.pk) for wish in wishes], "state": "review", "key": new_id().hex}
    for _time in range(2):
        answer = client.post(f"{LIST}approve", data)
        assert answer.headers["Location"] == f"{LIST}?state=review"
    assert set(Wish.objects.within(BELL_TOWER).values_list("state", flat=True)) == {READY}
    assert Event.objects.within(BELL_TOWER).filter(verb="approve").count() == 2
    assert acting.client_of("worker").post(f"{LIST}approve", data).status_code == 403


def test_ticked_wishes_of_one_family_become_one() -> None:
    client = acting.client_of("deputy")
    wishes = collect(family(), "书包", "围巾")
    other = collect(family(name="温建国", phone="19900000002"), "手套")
    mixed = post(client, "merge", {"wish": [wishes[0].pk, other[0].pk]})
    assert mixed.headers["Location"] == LIST
    answer = post(client, "merge", {"wish": [wish.pk for wish in wishes]})
    assert answer.headers["Location"] == f"{LIST}{wishes[0].pk}/"
    assert "书包、围巾" in text(client.get(answer.headers["Location"]))


def test_wish_is_changed_at_the_desk() -> None:
    client = acting.client_of("worker")
    (wish,) = collect(family(), "书包")
    form = {"item": "书包", "quantity": "2", "unit": "个", "spec": "三年级", "public_title": "", "public_spec": ""}
    assert post(client, f"{wish.pk}/edit", {**form, "note": ""}).status_code == 302
    wish.refresh_from_db()
    assert (wish.quantity, wish.spec, wish.public_title, wish.said) == (2, "三年级", "书包", "一个书包")
    refused = post(client, f"{wish.pk}/edit", {**form, "item": "购物卡"})
    assert refused.status_code == 422
    assert "购物卡" in text(refused)


def test_wish_is_split_at_the_desk() -> None:
    client = acting.client_of("worker")
    (wish,) = collect(family(), "书包和文具盒")
    assert post(client, f"{wish.pk}/split", {"parts": "两个书包"}).status_code == 422
    assert post(client, f"{wish.pk}/split", {"parts": "两个书包\n两个文具盒"}).status_code == 302
    assert sorted(listed()) == ["书包", "文具盒"]


def test_move_needs_its_reason_and_is_told_on_the_page() -> None:
    client = acting.client_of("deputy")
    (wish,) = collect(family(), "书包")
    refused = post(client, f"{wish.pk}/move/send_back", {"reason": ""})
    assert refused.status_code == 422
    assert "data-error-summary" in text(refused)
    assert post(client, f"{wish.pk}/move/send_back", {"reason": "问清几年级"}).status_code == 302
    assert "问清几年级" in text(client.get(f"{LIST}{wish.pk}/"))
    assert post(client, f"{wish.pk}/move/take", {}).status_code == 404


def test_refused_move_is_shown_with_its_reason() -> None:
    (wish,) = collect(family(), "书包")
    page = text(acting.client_of("worker").get(f"{LIST}{wish.pk}/"))
    assert 'id="approve-why"' in page
    assert f'action="{LIST}{wish.pk}/move/approve"' not in page


def test_published_wish_is_not_changed_any_more() -> None:
    campaign = open_campaign()
    wish = Wish.objects.within(BELL_TOWER).filter(campaign=campaign, state=OPEN).first()
    client = acting.client_of("secretary")
    assert 'id="edit-why"' in text(client.get(f"{LIST}{wish.pk}/"))
    assert client.get(f"{LIST}{wish.pk}/edit").status_code == 403


def test_wish_of_another_office_looks_like_one_that_does_not_exist() -> None:
    (elsewhere,) = collect(family(community=WEST_LAKE), "书包")
    client = acting.client_of("secretary")
    answers = [client.get(f"{LIST}{key}/") for key in (elsewhere.pk, UUID(int=1))]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert post(client, f"{elsewhere.pk}/move/withdraw", {"reason": "不要了"}).status_code == 404
