"""Sheets that a program asks for: few families at once, many only when a person allows it."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from linli.core.errors import Refused
from linli.integrations.queries import actor_of
from linli.people.models import Export
from linli.people.queries.exports import count_open, exports_within
from linli.people.services.exporting import allow_export
from tests.factories import acting
from tests.factories.people import BELL_TOWER
from tests.factories.wishes import household, ready_wishes
from tests.integrations.programs import Program

pytestmark = pytest.mark.django_db


def rows_of(answer: Any) -> list[tuple[Any, ...]]:
    return list(load_workbook(io.BytesIO(answer.content)).active.values)


def many_families_asked_for(program: Program) -> dict[str, Any]:
    for number in range(1, 52):
        household(number=number)
    asked: dict[str, Any] = program.post("/exports", {"kind": "households"}).json()
    return asked


def allow(asked: dict[str, Any], by: Any) -> None:
    allow_export(community_id=BELL_TOWER, export_id=asked["id"], by=by)


def test_few_families_are_taken_at_once_masked_and_marked_with_the_program() -> None:
    program = Program()
    ready_wishes(wishes=3)
    asked = program.post("/exports", {"kind": "wishes", "state": "ready"}).json()
    assert (asked["families"], asked["waits"]) == (2, False)
    assert program.get(f"/exports/{asked['id']}").json()["state"] == "ready"
    sheet = program.post(f"/exports/{asked['id']}/take", key="take-it-once")
    assert sheet.headers["Content-Type"].endswith("spreadsheetml.sheet")
    cells = [str(cell) for row in rows_of(sheet) for cell in row if cell]
    assert any("街道系统" in cell for cell in cells)
    assert not any("秀芝" in cell for cell in cells)

    assert rows_of(program.post(f"/exports/{asked['id']}/take", key="take-it-once")) == rows_of(sheet)
    assert program.post(f"/exports/{asked['id']}/take").status_code == 409
    (line,) = program.get("/exports").json()["items"]
    assert (line["id"], line["state"]) == (asked["id"], "taken")


def test_many_families_wait_for_a_person_who_did_not_let_the_program_in() -> None:
    program = Program()
    asked = many_families_asked_for(program)
    assert (asked["families"], asked["waits"]) == (51, True)
    assert program.post(f"/exports/{asked['id']}/take").status_code == 409

    with pytest.raises(Refused):
        allow(asked, actor_of(program.token))
    with pytest.raises(Refused):
        allow(asked, actor_of(Program().token))
    allow(asked, acting.actor("civil_affairs"))
    assert len(rows_of(program.post(f"/exports/{asked['id']}/take"))) >= 51


def test_whoever_let_the_program_in_is_no_second_person() -> None:
    program, maker = Program(), acting.actor("secretary")
    program.token.made_by = maker.key
    program.token.save()
    asked = many_families_asked_for(program)
    with pytest.raises(Refused):
        allow(asked, maker)
    assert not Export.objects.within(BELL_TOWER).get().allowed_at
    assert count_open(BELL_TOWER, maker.user_id)[0] == 0
    assert [(line.asked_by, line.may_allow) for line in exports_within(BELL_TOWER, maker.user_id)] == [
        ("街道系统", False)
    ]
    other = acting.actor("civil_affairs")
    assert [line.may_allow for line in exports_within(BELL_TOWER, other.user_id)] == [True]
    assert count_open(BELL_TOWER, other.user_id)[0] == 1


def test_program_takes_only_what_it_asked_for_itself() -> None:
    ready_wishes(wishes=1)
    asked = Program().post("/exports", {"kind": "wishes"}).json()
    other = Program()
    assert other.get("/exports").json()["items"] == []
    assert other.get(f"/exports/{asked['id']}").status_code == 404
    assert other.post(f"/exports/{asked['id']}/take").status_code == 404


def test_empty_list_is_no_sheet() -> None:
    assert Program().post("/exports", {"kind": "wishes"}).status_code == 422
