"""Opening communities from the official list, and those it does not know yet."""

import pytest

from linli.core.actor import ANONYMOUS, SYSTEM, Actor, Grant
from linli.core.errors import BadInput, Conflict, NotHere, Refused
from linli.places import queries
from linli.places.kinds import Scope
from linli.places.models import Community, Division
from linli.places.services import open_community, open_local

pytestmark = pytest.mark.django_db

BELL_TOWER = 140802004008
SOUTH_TOWN = 140802004000


def test_an_opened_community_bears_its_code_and_its_short_name() -> None:
    opened = open_community(code=str(BELL_TOWER), centre_name="钟楼社区党群服务中心", hours="8:30-18:00", by=SYSTEM)
    assert (opened.pk, opened.current_code, opened.name) == (BELL_TOWER, BELL_TOWER, "钟楼社区")
    assert queries.community(BELL_TOWER) == opened
    assert queries.community(BELL_TOWER).hours == "8:30-18:00"


def test_only_the_community_and_what_is_above_it_become_rows() -> None:
    open_community(code=BELL_TOWER, by=SYSTEM)
    rows = Division.objects.order_by("code").values_list("name", "level", "parent_id")
    assert list(rows) == [
        ("山西省", "province", None),
        ("运城市", "city", 140000000000),
        ("盐湖区", "county", 140800000000),
        ("南城街道", "street", 140802000000),
        ("钟楼社区", "community", SOUTH_TOWN),
    ]


def test_a_second_community_of_the_city_adds_only_what_is_new() -> None:
    open_community(code=BELL_TOWER, by=SYSTEM)
    open_community(code=140802005029, by=SYSTEM)
    assert Division.objects.count() == 7


def test_a_community_is_opened_once() -> None:
    open_community(code=BELL_TOWER, by=SYSTEM)
    with pytest.raises(Conflict):
        open_community(code=BELL_TOWER, by=SYSTEM)
    assert Community.objects.count() == 1


@pytest.mark.parametrize("code", ["", "1408", "14080200400x", "１４０８０２００４００８", 140802004999, SOUTH_TOWN])
def test_what_is_no_community_cannot_be_opened(code: int | str) -> None:
    with pytest.raises(BadInput) as caught:
        open_community(code=code, by=SYSTEM)
    assert "code" in caught.value.fields
    assert not Division.objects.exists()


def test_nobody_but_the_platform_opens_a_community() -> None:
    secretary = Actor("user:1", "", grants=(Grant("secretary", frozenset({"desk.open"}), BELL_TOWER, BELL_TOWER),))
    for actor in (ANONYMOUS, secretary):
        with pytest.raises(Refused):
            open_community(code=BELL_TOWER, by=actor)
        with pytest.raises(Refused):
            open_local(parent=SOUTH_TOWN, name="新城社区", by=actor)
    assert not Community.objects.exists()


def test_a_place_the_list_does_not_know_gets_a_free_code_below_its_street() -> None:
    first = open_local(parent=SOUTH_TOWN, name="新钟楼社区居委会", by=SYSTEM)
    second = open_local(parent=str(SOUTH_TOWN), name="东钟楼社区", by=SYSTEM)
    assert (first.pk, first.name, second.pk) == (140802004901, "新钟楼社区", 140802004902)
    assert Division.objects.get(pk=first.pk).parent_id == SOUTH_TOWN
    assert queries.path_of(first) == ("山西省", "运城市", "盐湖区", "南城街道", "新钟楼社区")


def test_a_local_code_may_be_chosen_within_its_street() -> None:
    assert open_local(parent=SOUTH_TOWN, name="新社区", code="140802004077", by=SYSTEM).pk == 140802004077
    for code in (BELL_TOWER, 140802005901, SOUTH_TOWN, "12"):
        with pytest.raises(BadInput) as caught:
            open_local(parent=SOUTH_TOWN, name="新社区", code=code, by=SYSTEM)
        assert "code" in caught.value.fields


@pytest.mark.parametrize("parent", [140802000000, BELL_TOWER, 140802999000, "x"])
def test_a_local_community_lies_below_a_street(parent: int | str) -> None:
    with pytest.raises(BadInput) as caught:
        open_local(parent=parent, name="新社区", by=SYSTEM)
    assert "parent" in caught.value.fields


def test_a_local_community_needs_a_name() -> None:
    with pytest.raises(BadInput):
        open_local(parent=SOUTH_TOWN, name="  ", by=SYSTEM)


def test_communities_of_a_scope_are_found_by_id_and_by_where_they_stand_today() -> None:
    here, there = open_community(code=BELL_TOWER, by=SYSTEM), open_community(code=140825400001, by=SYSTEM)
    assert list(queries.communities_in(Scope.of(there.pk))) == [there]
    assert list(queries.communities_in(Scope.below(140800000000))) == [here, there]
    assert list(queries.communities_in(Scope.below(140802000000))) == [here]
    assert list(queries.communities_in(Scope())) == []


def test_a_community_whose_code_changed_keeps_its_id_and_is_below_its_new_place() -> None:
    moved = open_community(code=BELL_TOWER, by=SYSTEM)
    Community.objects.filter(pk=moved.pk).update(current_code=140802005901)
    assert queries.scope_below(140802005000) == Scope.of(BELL_TOWER)
    assert queries.scope_below(SOUTH_TOWN) == Scope()


def test_a_community_that_was_not_opened_is_not_here() -> None:
    with pytest.raises(NotHere):
        queries.community(BELL_TOWER)
