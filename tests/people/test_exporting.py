"""Lists taken out as sheets: masked, marked, once, and over 50 families only with a second person's consent."""

import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from openpyxl import load_workbook

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import BadInput, Conflict, NotHere, Refused
from linli.core.ids import new_id
from linli.people.models import Export
from linli.people.services.exporting import allow_export, ask_export, fetch_export, forget_old_exports
from linli.timeline.models import Event
from linli.wishes.services.collecting import WishSaid, collect_wishes
from tests.factories import acting
from tests.factories.people import BELL_TOWER, family, office, staff
from tests.wishes.office import Desk, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker() -> Actor:
    office()
    return acting.actor("worker")


@pytest.fixture
def colleague() -> Actor:
    return acting.actor("civil_affairs")


def ask(by: Actor, families: int = 51) -> Export:
    return ask_export(community_id=BELL_TOWER, kind="households", rows=[new_id()], families=families, by=by)


def allow(export: Export, by: Actor) -> None:
    allow_export(community_id=BELL_TOWER, export_id=export.pk, by=by)


def fetch(export: Export, by: Actor) -> Export:
    return fetch_export(community_id=BELL_TOWER, export_id=export.pk, by=by)


def verbs() -> list[str]:
    rows = Event.objects.within(BELL_TOWER).filter(subject_kind="export").order_by("id")
    return list(rows.values_list("verb", flat=True))


def test_few_families_are_taken_by_one_person_once(asker: Actor) -> None:
    export = ask(asker, families=50)
    fetch(export, asker)
    with pytest.raises(Conflict):
        fetch(export, asker)
    assert verbs() == ["export.ask", "export.fetch"]


def test_many_families_wait_for_a_second_person(asker: Actor, colleague: Actor) -> None:
    export = ask(asker)
    with pytest.raises(Conflict):
        fetch(export, asker)
    with pytest.raises(Refused):
        allow(export, asker)
    allow(export, colleague)
    with pytest.raises(Conflict):
        allow(export, acting.actor("deputy"))
    with pytest.raises(NotHere):
        fetch(export, colleague)
    fetch(export, asker)
    assert verbs() == ["export.ask", "export.allow", "export.fetch"]


def test_each_has_a_day(asker: Actor, colleague: Actor) -> None:
    late, slow = ask(asker), ask(asker)
    allow(slow, colleague)
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        with pytest.raises(Conflict):
            allow(late, colleague)
        with pytest.raises(Conflict):
            fetch(slow, asker)
        assert forget_old_exports(community_id=BELL_TOWER) == 0
    with time_machine.travel(clock.now() + timedelta(days=31)):
        assert forget_old_exports(community_id=BELL_TOWER) == 2


def test_database_has_the_last_word_on_the_second_person(asker: Actor) -> None:
    export = ask(asker)
    mine = Export.objects.within(BELL_TOWER).filter(pk=export.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        mine.update(allowed_by=asker.user_id, allowed_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        mine.update(fetched_at=clock.now())


def test_role_without_the_permission_neither_asks_nor_allows(asker: Actor) -> None:
    export = ask(asker)
    for by in (staff("grid_worker"),):
        with pytest.raises(Refused):
            ask(by)
        with pytest.raises(Refused):
            allow(export, by)


def test_empty_list_is_not_asked_for(asker: Actor) -> None:
    with pytest.raises(BadInput):
        ask_export(community_id=BELL_TOWER, kind="households", rows=[], families=0, by=asker)


def sheet_of(desk: Desk) -> Any:
    (export,) = Export.objects.within(BELL_TOWER)
    answer = desk.send(f"exports/{export.pk}/sheet")
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(answer.content)).active


def test_families_are_taken_out_masked_and_marked() -> None:
    desk = Desk("worker")
    family(name="王小丽", phone="19900000001")
    page = desk.at("households/?category=minimum_living").content.decode()
    assert "exports/new" in page
    assert f'href="/desk/{BELL_TOWER}/exports/"' in page
    assert desk.send("exports/new", list="households", category="minimum_living").status_code == 302
    sheet = sheet_of(desk)
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    texts = [str(cell.value) for cell in cells]
    assert "王*丽" in texts
    assert "王小丽" not in "".join(texts)
    phone = next(cell for cell in cells if cell.value == "199****0001")
    assert (phone.number_format, phone.data_type) == ("@", "s")
    assert "钟楼社区" in sheet.cell(3, sheet.max_column).value
    assert str(sheet.cell(3, sheet.max_column).value).startswith("内部资料。钟楼社区")
    assert sheet.oddHeader.right.text == sheet.oddFooter.center.text == sheet.cell(3, sheet.max_column).value


def test_ticked_wishes_are_taken_out_and_their_text_stays_text() -> None:
    desk = Desk("worker")
    said = [WishSaid(item="书包", spec="=1+1"), WishSaid(item="围巾")]
    first, _other = collect_wishes(
        community_id=BELL_TOWER, household_id=family().pk, wishes=said, until="review", by=staff()
    )
    assert desk.send("exports/new", list="wishes", wish=[first.pk]).status_code == 302
    cells = [cell for row in sheet_of(desk).iter_rows() for cell in row if cell.value]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]
    assert "围巾" not in [cell.value for cell in cells]


def test_colleague_sees_on_today_what_waits_and_allows_it() -> None:
    asker, colleague = Desk("worker"), Desk("deputy")
    for nth in range(51):
        family(name="王小丽", phone=f"199000000{nth:02d}")
    asker.send("exports/new", list="households")
    assert "1 份清单" in words_of(colleague.at(""))
    assert "1 份清单" not in words_of(asker.at(""))
    (export,) = Export.objects.within(BELL_TOWER)
    assert "待同事同意" in words_of(asker.at("exports/"))
    assert asker.send(f"exports/{export.pk}/sheet").status_code == 409
    assert asker.send(f"exports/{export.pk}/allow").status_code == 403
    assert colleague.send(f"exports/{export.pk}/allow").status_code == 302
    assert colleague.send(f"exports/{export.pk}/sheet").status_code == 404
    assert "1 份表格可以取走" in words_of(asker.at(""))
    assert "1 份表格可以取走" not in words_of(colleague.at(""))
    assert asker.send(f"exports/{export.pk}/sheet").status_code == 200
