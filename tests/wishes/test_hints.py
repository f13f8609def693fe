"""Hints while wishes are taken down: asked already, the same address, an application first. None of them forbids."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from linli.core import clock
from linli.people.models import Consent
from linli.wishes.kinds.applications import application
from linli.wishes.kinds.goods import same_thing
from linli.wishes.queries.desk import asked_already
from linli.wishes.workflow import DONE
from tests.factories import acting
from tests.factories.people import BELL_TOWER, family, office
from tests.factories.wishes import wish


@pytest.mark.parametrize(
    ("one", "other"),
    [("成人尿不湿", "纸尿裤"), ("电饭锅", "电饭煲"), ("新书包", "双肩包"), ("加厚棉被", "被子"), ("收音机", "唱戏机")],
)
def test_one_thing_has_several_names(one: str, other: str) -> None:
    assert same_thing(one, other)


@pytest.mark.parametrize(("one", "other"), [("尿不湿", "湿巾"), ("书包", "文具盒"), ("大米", "面粉"), ("轮椅", "拐杖")])
def test_different_things_stay_different(one: str, other: str) -> None:
    assert not same_thing(one, other)


@pytest.mark.parametrize(
    ("item", "said", "code"),
    [
        ("成人尿不湿", "", "care"),
        ("轮椅", "", "aid"),
        ("血压计", "", "doctor"),
        ("大米", "每个月都不够吃，想要一袋大米", "hardship"),
        ("书包", "两个书包", ""),
        ("大米", "一袋大米", ""),
    ],
)
def test_need_that_lasts_is_told_where_to_apply(item: str, said: str, code: str) -> None:
    found = application(item, said)
    assert (found.code if found else "") == code


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "known"), [(30, True), (364, True), (366, False)])
def test_what_was_given_within_a_year_is_told(days: int, known: bool) -> None:
    one = family()
    wish(one, item="纸尿裤", state=DONE, moved_at=clock.now() - timedelta(days=days))
    assert bool(asked_already(BELL_TOWER, one.pk, ["成人尿不湿"])) is known


def door(**more: Any) -> dict[str, Any]:
    row = {"quantity": "2", "unit": "包", "item": "尿不湿", "spec": "", "choice": "take", "text": "两包尿不湿"}
    rows = {f"row-0-{name}": value for name, value in row.items()}
    told = {"said": "两包尿不湿", "parsed": "两包尿不湿", "rows": "1", **rows}
    consent = {"purposes": ["help"], "given_by": "self", "witness": "段慧兰"}
    return {"key": uuid4().hex, "step": "save", "head_name": "王秀芝", **consent, **told, **more}


@pytest.mark.django_db
def test_family_at_the_same_address_is_shown_and_stops_nobody() -> None:
    office()
    family(address="钟楼小区2号楼1单元302")
    client, where = acting.client_of("worker"), f"/desk/{BELL_TOWER}/wishes/new"
    page = client.post(where, door(step="parse", address="钟楼小区2号楼1单元302")).content.decode()

    assert "台账里有同一住址或电话的家庭" in page
    assert "护理补贴" in page
    assert client.post(where, door(address="钟楼小区2号楼1单元302")).status_code == 302


@pytest.mark.django_db
def test_consent_holds_until_its_last_day() -> None:
    office()
    client, where = acting.client_of("worker"), f"/desk/{BELL_TOWER}/wishes/new"
    assert client.post(where, door(expires_on="2020-01-01")).status_code == 422
    last = clock.today() + timedelta(days=90)
    assert client.post(where, door(expires_on=last.isoformat())).status_code == 302
    kept: date | None = Consent.objects.within(BELL_TOWER).get().expires_on
    assert kept == last
