"""The roster of in-service party members (双报到花名册) as offices keep it, read from a spreadsheet. Pure: nothing
is stored.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.core.actor import Actor
from linli.core.decision import Decision
from linli.core.sheets import CellError, Column, RowReader, Table, TableRow, find_table, read_sheet
from linli.people.adapters.sheet_cells import read_name, read_phone
from linli.people.kinds import read_skills
from linli.people.models import SheetImport
from linli.people.models.sheets import READY
from linli.people.permissions import may_import_roster
from linli.people.queries.roster_plan import Member, roster_plan
from linli.people.queries.sheets import good_of
from linli.people.services.roster import import_roster, outcome_of
from linli.people.services.sheet_kinds import Checked, Figures, SheetKind

LONGEST_ORGANISATION = 120

COLUMNS = (
    Column(
        "name",
        ("姓名", "党员姓名", "名字", "Name"),
        required=True,
        told=_("The member's full name, without title or remarks."),
        examples=("张明", "李红"),
    ),
    Column(
        "organisation",
        ("工作单位", "单位", "单位名称", "所在单位", "工作单位名称", "Employer", "Organisation"),
        holds_below=True,
        told=_("As on the seal. Empty: the employer on record stays."),
        examples=("市图书馆", "市图书馆"),
        width=32,
    ),
    Column(
        "phone",
        ("手机号", "手机号码", "手机", "联系电话", "电话", "电话号码", "联系方式", "Phone", "Mobile"),
        required=True,
        told=_("A mobile number of 11 digits. By it and the name a member is known when claiming."),
        examples=("19900000001", "19900000002"),
        width=18,
    ),
    Column(
        "skills",
        ("特长", "技能", "专长", "服务特长", "Skills"),
        told=_("What the member can do for a neighbour, with 、 between; added to what is on record."),
        examples=("电工、开车", "理发"),
        width=24,
    ),
)


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One member: the row as Excel counts, the name in one spelling, the employer as written, the phone normalised."""

    row: int
    name: str
    organisation: str
    phone: str
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterSheet:
    """`rows` are the members whose cells are all right; each bad cell of the others is in `errors`."""

    rows: Sequence[RosterRow]
    errors: Sequence[CellError]


def read_roster(source: bytes | Path) -> RosterSheet:
    """The members in a roster spreadsheet (.xlsx, .xls, .ods, .csv): title rows, order of columns and blank rows do not
    matter.

    Raises BadInput where the file cannot be read or a required column is missing.
    """
    table = find_table(read_sheet(source), COLUMNS)
    errors: list[CellError] = []
    members = [member for row in table.rows if (member := _read_row(table, row, errors))]
    return RosterSheet(members, errors)


def _read_row(table: Table, row: TableRow, errors: list[CellError]) -> RosterRow | None:
    before = len(errors)
    cells = RowReader(table, row, errors)
    name = read_name(cells, "name")
    organisation = cells.text("organisation", longest=LONGEST_ORGANISATION)
    phone = read_phone(cells, "phone")
    skills = _skills(cells)
    return RosterRow(row.row, name, organisation, phone, skills) if len(errors) == before else None


def _skills(cells: RowReader) -> tuple[str, ...]:
    skills, wrong = read_skills(cells.text("skills", longest=200))
    if wrong:
        cells.wrong(
            "skills", gettext("A skill is a word of 2 to 12 letters, several with 、 between them; at most 20.")
        )
    return skills


class RosterSheets(SheetKind):
    """Rosters on their way in."""

    code = "roster"
    label = _("Roster of party members")
    columns = COLUMNS
    stem = back = "roster"
    permission = "roster.import"
    blank_title = _("Roster of in-service party members")
    template = "people/desk/roster_sheet.html"
    title = _("Import the roster")
    wanted = _("Headings wanted: 姓名, 工作单位, 手机号. A title above them, other columns and blank rows do no harm.")
    promise = _("Nothing is written yet: you see first what would change.")

    def together(self, table: Table) -> list[list[TableRow]]:
        return [[row] for row in table.rows]

    def check(self, table: Table, together: Sequence[Sequence[TableRow]]) -> Checked:
        errors: list[CellError] = []
        members = [member for (row,) in together if (member := _read_row(table, row, errors))]
        return Checked([asdict(member) for member in members], errors)

    def plan(self, community_id: int, good: Sequence[dict[str, Any]]) -> Figures:
        plan = roster_plan(community_id, members_of(good), others=False)
        return {"added": len(plan.new) + len(plan.joining), "changed": len(plan.changed), "unchanged": plan.unchanged}

    def bring(self, community_id: int, good: Sequence[dict[str, Any]], choice: str, by: Actor) -> Figures:
        outcome = import_roster(community_id=community_id, members=members_of(good), others=False, by=by)
        return {"added": outcome.added, "changed": outcome.changed, "unchanged": outcome.unchanged}

    def may(self, by: Actor, community_id: int, choice: str) -> Decision:
        return may_import_roster(by, community_id)

    def shown(self, sheet: SheetImport, by: Actor) -> dict[str, Any]:
        return {"missing": missing_from(sheet.community_id, good_of(sheet))} if sheet.stage == READY else {}


ROSTER = RosterSheets()


def members_of(good: Sequence[dict[str, Any]]) -> list[Member]:
    """Members as the services take them."""
    return [Member(row["name"], row["phone"], row["organisation"], tuple(row.get("skills", ()))) for row in good]


def missing_from(community_id: int, good: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """Masked names of people on the roster whom the sheet does not have."""
    return outcome_of(roster_plan(community_id, members_of(good))).missing
