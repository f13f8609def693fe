"""`linli import wishes`: a wish register from a sheet, at the console."""

import json

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.people.management.sheet_command import SheetCommand, Told
from linli.wishes.adapters.register_import import REGISTER
from linli.wishes.workflow import READY


class Command(SheetCommand):
    """Errors, any of them, and nothing is imported: mend the sheet, or confirm the good rows at the desk."""

    help = (
        "Import a wish register (Excel, .ods, .csv). Wishes arrive ready to publish; the same sheet again changes "
        "nothing. With errors nothing is imported and the exit code is 1. --json prints rows, households and wishes "
        "(what the sheet holds), unchanged (how many of its wishes were here already) and errors. "
        "Example: linli import wishes register.xlsx --community 140802004008 --dry-run"
    )
    kind = REGISTER
    choice = READY

    def as_json(self, told: Told) -> str:
        figures = {name: told.figures.get(name, 0) for name in ("households", "wishes", "unchanged")}
        return json.dumps({"rows": told.rows, **figures, "errors": told.errors_told()}, ensure_ascii=False)

    def sentences(self, told: Told) -> list[str]:
        figures = {name: told.figures.get(name, 0) for name in ("households", "wishes", "unchanged")}
        read = _("Rows: {rows}, families: {households}, wishes: {wishes}, here already: {unchanged}.")
        lines = [read.format(rows=told.rows, **figures)]
        if told.imported:
            return [*lines, _("Imported: {wishes} wishes.").format(wishes=told.figures.get("new_wishes", 0))]
        count = len(told.errors)
        if count:
            wrong = ngettext(
                "Nothing was imported, since {count} cell is wrong.",
                "Nothing was imported, since {count} cells are wrong.",
                count,
            )
            return [*lines, wrong.format(count=count)]
        return [*lines, _("Nothing was written: this was a dry run.")]
