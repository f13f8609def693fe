"""Families by the part of the community (网格) that they live in."""

from typing import Any

import pytest
from django.test import Client

from linli.core.actor import SYSTEM
from linli.core.errors import BadInput
from linli.core.ids import new_id
from linli.core.sheets import read_sheet, write_sheet
from linli.people.adapters.household_table import household_table
from linli.people.models import Household
from linli.people.queries.households import HouseholdFilter, grids_of, households_within
from linli.people.services.households import HouseholdDetails, add_household
from linli.wishes.adapters.register_sheet import read_register
from tests.factories import acting
from tests.factories.acting import BELL_TOWER, WEST_LAKE
from tests.wishes.phones import words_of

pytestmark = pytest.mark.django_db

LIST = f"/desk/{BELL_TOWER}/households/"


@pytest.fixture
def worker() -> Client:
    acting.office()
    return acting.client_of("worker")


def family(name: str, grid: str = "", community: int = BELL_TOWER) -> Household:
    details = HouseholdDetails(head_name=name, phone="", address=f"{name}家的楼", grid=grid)
    return add_household(community_id=community, details=details, by=SYSTEM)


def test_families_are_narrowed_to_one_grid_also_within_a_category(worker: Client) -> None:
    first, _other, _none = family("秦秀芝", "2网格"), family("王芳", "10网格"), family("李静")
    family("赵敏", "9网格", WEST_LAKE)
    assert grids_of(BELL_TOWER) == ["2网格", "10网格"]
    page = households_within(BELL_TOWER, HouseholdFilter.read({"grid": "2网格"}))
    assert [row.id for row in page.rows] == [first.pk]

    shown = worker.get(LIST, {"grid": "2网格"}).content.decode()
    assert "<option selected>2网格</option>" in shown
    assert "9网格" not in shown
    assert "category=minimum_living&amp;grid=2%E7%BD%91%E6%A0%BC" in shown


def test_what_is_no_name_of_a_grid_narrows_nothing(worker: Client) -> None:
    family("秦秀芝", "2网格")

    assert "秦*芝" in words_of(worker.get(LIST, {"grid": "\x00"}))


def test_office_without_grids_sees_nothing_of_them(worker: Client) -> None:
    family("秦秀芝")

    assert "网格" not in words_of(worker.get(LIST))


def test_grid_is_written_down_changed_and_taken_out(worker: Client) -> None:
    typed = {"head_name": "秦秀芝", "grid": " 3 网格 ", "key": new_id().hex}
    worker.post(f"{LIST}new", typed)
    row = Household.objects.within(BELL_TOWER).get()
    assert row.grid == "3网格"
    assert "3网格" in words_of(worker.get(f"{LIST}{row.pk}/"))
    for change, grid in (({"grid": "4网格"}, "4网格"), ({"clear": "grid"}, "")):
        worker.post(f"{LIST}{row.pk}/edit", {**change, "key": new_id().hex})
        row.refresh_from_db()
        assert row.grid == grid


def test_name_of_a_grid_that_is_too_long_is_refused_beside_its_field() -> None:
    with pytest.raises(BadInput) as refused:
        family("秦秀芝", "网格" * 11)
    assert "grid" in refused.value.fields


@pytest.mark.parametrize("heading", ["网格", "所属网格"])
def test_register_says_in_which_grid_a_family_lives(heading: str) -> None:
    headings = ["户主姓名", "困难类别", "住址", heading, "微心愿"]
    rows: list[Any] = [("秦秀芝", "低保对象", "1号楼", "3网格", "书包"), ("", "", "", "", "围巾")]
    told = read_register(write_sheet(title="登记表", headings=headings, rows=rows))

    assert told.errors == []
    assert [(household.grid, len(household.wishes)) for household in told.households] == [("3网格", 2)]


def test_sheet_of_families_names_their_grids() -> None:
    row = family("秦秀芝", "3网格")
    sheet = household_table(BELL_TOWER, [row.pk], title="困难群众", mark="内部资料")
    headings, first = [line.cells for line in read_sheet(sheet)][1:3]

    assert dict(zip(headings, first, strict=False))["所属网格"] == "3网格"
