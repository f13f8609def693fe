"""A register at the desk: shown with its errors at their cells, imported once it is confirmed."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from linli.core.ids import new_id
from linli.people.models import Household, SheetImport
from linli.wishes.models import Wish
from linli.wishes.workflow import READY, REVIEW
from tests.factories import acting
from tests.factories.people import BELL_TOWER, office

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parent.parent / "data"
IMPORT = f"/desk/{BELL_TOWER}/wishes/import"


@pytest.fixture(autouse=True)
def _office() -> None:
    office()


@pytest.fixture
def deputy() -> Client:
    return acting.client_of("deputy")


def upload(client: Client, name: str = "wish-register.xlsx") -> Any:
    with (DATA / name).open("rb") as file:
        return client.post(IMPORT, {"file": file})


def confirm(client: Client, there: str, **more: str) -> Any:
    return client.post(there, {"key": new_id().hex, **more})


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_register_is_shown_first_and_imported_once_it_is_confirmed(deputy: Client) -> None:
    there = upload(deputy).headers["Location"]
    page = text(deputy.get(there))
    assert ">45<" in page
    assert ">11<" in page
    assert not Household.objects.within(BELL_TOWER).exists()

    for _time in range(2):
        assert confirm(deputy, there).headers["Location"] == there
    assert Wish.objects.within(BELL_TOWER).filter(state=REVIEW).count() == 45
    assert ">45<" in text(deputy.get(there))


def test_register_waits_sealed_and_is_gone_once_imported(deputy: Client) -> None:
    there = upload(deputy).headers["Location"]
    sealed = bytes(SheetImport.objects.within(BELL_TOWER).values_list("rows", flat=True).get())
    assert len(sealed) > 1000
    assert "秦秀芝".encode() not in sealed
    confirm(deputy, there)
    assert bytes(SheetImport.objects.within(BELL_TOWER).values_list("rows", flat=True).get()) == b""


def test_errors_stand_at_their_cells_and_only_the_good_rows_are_imported(deputy: Client) -> None:
    there = upload(deputy, "wish-register-broken.xlsx").headers["Location"]
    page = text(deputy.get(there))
    assert page.count("cell-wrong") >= 5
    assert "1990000" in page
    confirm(deputy, there)
    (household,) = Household.objects.within(BELL_TOWER)
    assert (household.head_name, household.phone) == ("钱𠮷", "19900000014")
    assert list(Wish.objects.within(BELL_TOWER).values_list("item", flat=True)) == ["手套"]


def test_same_register_again_has_nothing_to_import(deputy: Client) -> None:
    confirm(deputy, upload(deputy).headers["Location"])
    page = text(deputy.get(upload(deputy).headers["Location"]))
    assert 'class="button button-go"' not in page


@pytest.mark.parametrize(("role", "state"), [("deputy", READY), ("worker", REVIEW)])
def test_only_who_checks_wishes_may_import_them_as_ready(role: str, state: str) -> None:
    client = acting.client_of(role)
    confirm(client, upload(client).headers["Location"], ready="1")
    assert set(Wish.objects.within(BELL_TOWER).values_list("state", flat=True)) == {state}


def test_sheet_of_somebody_else_can_neither_be_seen_nor_confirmed(deputy: Client) -> None:
    there = upload(deputy).headers["Location"]
    other = acting.client_of("deputy")
    assert other.get(there).status_code == 404
    assert confirm(other, there).status_code == 404
    assert not Wish.objects.within(BELL_TOWER).exists()


def test_file_that_is_no_sheet_is_told_in_a_sentence(deputy: Client) -> None:
    answer = upload(deputy, "chat-paste.txt")
    assert answer.status_code == 422
    assert "data-error-summary" in text(answer)
    assert deputy.post(IMPORT, {}).status_code == 422


def test_blank_register_is_read_back(deputy: Client) -> None:
    answer = deputy.get(f"{IMPORT}/blank.xlsx")
    assert answer.content.startswith(b"PK")
    assert "wishes.xlsx" in answer.headers["Content-Disposition"]


def test_role_that_takes_no_wishes_down_imports_none() -> None:
    assert acting.client_of("volunteer").get(IMPORT).status_code == 403
