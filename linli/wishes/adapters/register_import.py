"""Wish registers on their way in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.core.actor import Actor
from linli.core.decision import Decision
from linli.core.sheets import Table, TableRow
from linli.people.models import SheetImport
from linli.people.services.sheet_kinds import Checked, Figures, SheetKind
from linli.wishes.adapters.register_checks import check_families
from linli.wishes.adapters.register_sheet import COLUMNS, families_of, read_families_of
from linli.wishes.permissions.collecting import may_collect, may_review
from linli.wishes.services.importing import ImportOutcome, import_wishes, plan_import, read_families
from linli.wishes.workflow import READY, REVIEW


class RegisterSheets(SheetKind):
    """`choice` is the state in which the wishes arrive."""

    code = "wishes"
    label = _("Register of micro-wishes")
    columns = COLUMNS
    stem = "wish"
    permission = "wishes.collect"
    back = "wishes"
    blank_title = _("Register of micro-wishes")
    template = "wishes/desk/import_sheet.html"
    title = _("Import wishes from a sheet")
    wanted = _(
        "Headings wanted: 户主姓名 and 微心愿; also read: 困难类别, 家庭人口, 住址, 联系电话, 数量, 规格, 家庭情况. "
        "A family's cells may stand in its first row only; title, blank rows and a total do no harm."
    )
    promise = _("Nothing is imported yet: you see first what the sheet holds.")

    def together(self, table: Table) -> list[list[TableRow]]:
        return list(families_of(table.rows))

    def check(self, table: Table, together: Sequence[Sequence[TableRow]]) -> Checked:
        checked = check_families(read_families_of(table, together))
        return Checked(checked.families, checked.errors)

    def plan(self, community_id: int, good: Sequence[dict[str, Any]]) -> Figures:
        return _figures(plan_import(community_id=community_id, families=read_families(good)))

    def bring(self, community_id: int, good: Sequence[dict[str, Any]], choice: str, by: Actor) -> Figures:
        families = read_families(good)
        return _figures(import_wishes(community_id=community_id, families=families, until=choice or REVIEW, by=by))

    def may(self, by: Actor, community_id: int, choice: str) -> Decision:
        collect = may_collect(by, community_id)
        return may_review(by, community_id) if choice == READY and collect.allowed else collect

    def choice(self, posted: Mapping[str, str], by: Actor, community_id: int) -> str:
        is_checked = posted.get("ready") == "1" and may_review(by, community_id).allowed
        return READY if is_checked else REVIEW

    def shown(self, sheet: SheetImport, by: Actor) -> dict[str, Any]:
        return {"may_review": may_review(by, sheet.community_id)}


def _figures(outcome: ImportOutcome) -> Figures:
    return {
        "households": outcome.households,
        "wishes": outcome.wishes,
        "unchanged": outcome.unchanged,
        "new_households": outcome.new_households,
        "new_wishes": outcome.new_wishes,
    }


REGISTER = RegisterSheets()
