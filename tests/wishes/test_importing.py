"""Registers of wishes from sheets as offices keep them: once, whole, and nothing twice."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from linli.core.errors import Refused
from linli.people.models import Household, HouseholdCategory
from linli.people.services.households import edit_household
from linli.timeline.models import Event
from linli.wishes.adapters.register_checks import check_register
from linli.wishes.models import Wish
from linli.wishes.services.collecting import edit_wish
from linli.wishes.services.importing import ImportOutcome, import_wishes, plan_import, read_families
from linli.wishes.services.merging import said_by
from linli.wishes.workflow import READY, REVIEW
from tests.factories.people import BELL_TOWER, WEST_LAKE, family, office, staff

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parent.parent / "data"
REGISTER, BROKEN = DATA / "wish-register.xlsx", DATA / "wish-register-broken.xlsx"


def bring(file: Path = REGISTER, community: int = BELL_TOWER, role: str = "civil_affairs") -> ImportOutcome:
    families = read_families(check_register(file).families)
    return import_wishes(community_id=community, families=families, by=staff(role, community))


def command(*arguments: str) -> tuple[dict[str, object], int]:
    """What `import_wishes --json` prints, and its exit code."""
    out, code = StringIO(), 0
    try:
        call_command("import_wishes", *arguments, f"--community={BELL_TOWER}", "--json", stdout=out)
    except SystemExit as end:
        code = int(end.code or 0)
    return json.loads(out.getvalue()), code


def test_sheet_of_an_office_holds_eleven_families_and_forty_five_wishes() -> None:
    assert bring() == ImportOutcome(households=11, wishes=45, unchanged=0, new_households=11)
    assert Household.objects.within(BELL_TOWER).count() == 11
    wishes = Wish.objects.within(BELL_TOWER)
    assert (wishes.count(), wishes.filter(state=REVIEW).count()) == (45, 45)
    chinese = wishes.get(item="书包", spec="三年级、五年级")
    assert (chinese.quantity, chinese.unit, chinese.said) == (2, "个", "两个书包")


def test_family_of_the_sheet_is_written_down_with_all_that_its_row_says() -> None:
    bring()
    household = next(row for row in Household.objects.within(BELL_TOWER) if row.head_name == "张满仓")
    assert (household.phone, household.address, household.people_count) == ("19900000008", "钟楼小区3号楼4单元", 1)
    assert household.note == "视力二级"
    held = HouseholdCategory.objects.within(BELL_TOWER).filter(household=household)
    assert set(held.values_list("category", flat=True)) == {"minimum_living", "disability"}


def test_families_and_wishes_keep_the_order_of_the_sheet() -> None:
    bring()
    numbers = Wish.objects.within(BELL_TOWER).order_by("id").values_list("household__number", flat=True)
    assert list(numbers) == sorted(numbers)
    first = Wish.objects.within(BELL_TOWER).order_by("id").values_list("item", flat=True)[:3]
    assert list(first) == ["成人尿不湿", "尿片", "湿巾"]


def test_same_sheet_again_changes_nothing() -> None:
    bring()
    before = [list(model.objects.within(BELL_TOWER).order_by("pk").values_list()) for model in (Household, Wish, Event)]
    assert bring() == ImportOutcome(households=11, wishes=45, unchanged=45, new_households=0)
    after = [list(model.objects.within(BELL_TOWER).order_by("pk").values_list()) for model in (Household, Wish, Event)]
    assert after == before


def test_same_sheet_again_does_not_undo_what_the_desk_changed_meanwhile() -> None:
    bring()
    household = Household.objects.within(BELL_TOWER).get(number=1)
    edit_household(community_id=BELL_TOWER, household_id=household.pk, changes={"phone": "19900009999"}, by=staff())
    wish = Wish.objects.within(BELL_TOWER).filter(household=household).first()
    said = said_by(wish)
    edit_wish(community_id=BELL_TOWER, wish_id=wish.pk, said=said, public_title="护理用品大包", by=staff())
    assert bring().unchanged == 45
    household.refresh_from_db()
    wish.refresh_from_db()
    assert (household.phone, wish.public_title) == ("19900009999", "护理用品大包")


def test_family_on_record_gets_its_wishes_and_stays_as_it_is() -> None:
    known = family(name="秦秀芝", phone="19900000001", address="搬到了南街", note="")
    assert bring().new_households == 10
    assert Wish.objects.within(BELL_TOWER).filter(household=known).count() == 3
    known.refresh_from_db()
    assert (known.address, known.note) == ("搬到了南街", "")


def test_thing_asked_for_twice_by_one_family_is_two_wishes_each_time() -> None:
    rows = check_register(REGISTER).families
    rows[0]["wishes"] = [rows[0]["wishes"][0]] * 2
    families = read_families(rows[:1])
    first = import_wishes(community_id=BELL_TOWER, families=families, by=staff())
    again = import_wishes(community_id=BELL_TOWER, families=families, by=staff())
    assert (first.new_wishes, again.new_wishes, again.unchanged) == (2, 0, 2)


def test_two_communities_do_not_mix() -> None:
    bring()
    assert bring(community=WEST_LAKE).new_wishes == 45
    assert Wish.objects.within(BELL_TOWER).count() == Wish.objects.within(WEST_LAKE).count() == 45


def test_plan_says_what_would_come_and_writes_nothing() -> None:
    families = read_families(check_register(REGISTER).families)
    assert plan_import(community_id=BELL_TOWER, families=families).new_households == 11
    assert not Household.objects.within(BELL_TOWER).exists()


@pytest.mark.parametrize("role", ["volunteer", "supervisor"])
def test_role_that_takes_no_wishes_down_imports_none(role: str) -> None:
    with pytest.raises(Refused):
        bring(role=role)
    assert not Wish.objects.within(BELL_TOWER).exists()


def test_worker_who_does_not_check_wishes_imports_none_as_ready() -> None:
    families = read_families(check_register(REGISTER).families)
    with pytest.raises(Refused):
        import_wishes(community_id=BELL_TOWER, families=families, until=READY, by=staff("worker"))


def test_wish_for_medicine_is_told_at_its_cell_and_the_others_come(tmp_path: Path) -> None:
    import openpyxl  # noqa: PLC0415  # -- writing a sheet is this one test's business

    book = openpyxl.load_workbook(REGISTER)
    book.active["H4"] = "降压药"
    book.save(tmp_path / "medicine.xlsx")
    checked = check_register(tmp_path / "medicine.xlsx")
    (error,) = checked.errors
    assert (error.row, error.column) == (4, "微心愿")
    assert "家庭医生" in error.message
    assert bring(tmp_path / "medicine.xlsx").wishes == 44


def test_command_imports_wishes_ready_to_publish_and_tells_what_other_programs_read() -> None:
    office()
    told, code = command(str(REGISTER))
    assert (told, code) == ({"rows": 45, "households": 11, "wishes": 45, "unchanged": 0, "errors": []}, 0)
    assert Wish.objects.within(BELL_TOWER).filter(state=READY).count() == 45
    told, code = command(str(REGISTER))
    assert (told["wishes"], told["unchanged"], code) == (45, 45, 0)


def test_command_tells_every_bad_cell_and_imports_nothing() -> None:
    office()
    told, code = command(str(BROKEN))
    errors = told["errors"]
    assert code == 1
    assert isinstance(errors, list)
    assert {(error["row"], error["column"]) for error in errors} >= {(3, "联系电话"), (4, "户主姓名"), (5, "数量")}
    assert all(set(error) == {"row", "column", "message"} and error["message"] for error in errors)
    assert not Household.objects.within(BELL_TOWER).exists()


def test_dry_run_writes_nothing_and_tells_the_same() -> None:
    office()
    told, code = command(str(REGISTER), "--dry-run")
    assert (told["wishes"], told["unchanged"], code) == (45, 0, 0)
    assert not Wish.objects.within(BELL_TOWER).exists()


@pytest.mark.parametrize("name", ["nothing.xlsx", "chat-paste.txt"])
def test_file_that_is_no_sheet_is_told_in_a_sentence(name: str) -> None:
    office()
    with pytest.raises(CommandError):
        command(str(DATA / name))


def test_community_that_is_not_open_is_told_in_a_sentence() -> None:
    with pytest.raises(CommandError):
        command(str(REGISTER))
