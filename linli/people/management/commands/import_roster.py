"""`linli import roster`: the roster of in-service party members from a sheet, at the console."""

import json

from django.utils.translation import gettext as _

from linli.people.adapters.roster_sheet import ROSTER, missing_from
from linli.people.management.sheet_command import SheetCommand, Told


class Command(SheetCommand):
    help = (
        "Import the roster of in-service party members (Excel, .ods, .csv). The same sheet again changes nothing; "
        "a changed phone or employer is written over; who is missing from the sheet is told and stays. "
        "With errors nothing is imported and the exit code is 1. "
        "--json prints rows, added, changed, unchanged, missing (how many) and errors. "
        "Example: linli import roster roster.xlsx --community 140802004008 --dry-run"
    )
    kind = ROSTER

    def as_json(self, told: Told) -> str:
        figures = {name: told.figures.get(name, 0) for name in ("added", "changed", "unchanged")}
        missing = len(missing_from(told.community_id, told.good))
        said = {"rows": len(told.good), **figures, "missing": missing, "errors": told.errors_told()}
        return json.dumps(said, ensure_ascii=False)

    def sentences(self, told: Told) -> list[str]:
        figures = {name: told.figures.get(name, 0) for name in ("added", "changed", "unchanged")}
        read = _("Read: {rows} members; {added} new, {changed} changed, {unchanged} as before.")
        lines = [read.format(rows=len(told.good), **figures)]
        missing = missing_from(told.community_id, told.good)
        if missing:
            names = _(", ").join(missing)
            lines.append(_("On the roster but not in the sheet, left as they are: {names}").format(names=names))
        return [*lines, _("Imported.") if told.imported else _("Nothing was written.")]
