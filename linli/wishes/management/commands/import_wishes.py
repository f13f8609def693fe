"""`linli import wishes`: a wish register from a sheet, at the console."""

import json
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.core.actor import SYSTEM
from linli.core.errors import LinliError
from linli.people.management.office_language import office_language
from linli.places.queries import community
from linli.wishes.adapters.register_checks import CheckedRegister, check_register
from linli.wishes.services.importing import ImportOutcome, import_wishes, plan_import, read_families
from linli.wishes.workflow import READY


@dataclass(frozen=True, slots=True)
class Told:
    """What was read, and what came of it."""

    sheet: CheckedRegister
    outcome: ImportOutcome
    imported: bool

    def as_json(self) -> str:
        """Exactly what other programs read: what the sheet holds, and how many of its wishes were here already."""
        told: dict[str, Any] = {
            "rows": self.sheet.rows,
            "households": self.outcome.households,
            "wishes": self.outcome.wishes,
            "unchanged": self.outcome.unchanged,
            "errors": [
                {"row": error.row, "column": error.column, "message": error.message} for error in self.sheet.errors
            ],
        }
        return json.dumps(told, ensure_ascii=False)


class Command(BaseCommand):
    """Errors, any of them, and nothing is imported: mend the sheet, or confirm the good rows at the desk."""

    help = (
        "Import a wish register (Excel, .ods, .csv). Wishes arrive ready to publish; the same sheet again changes "
        "nothing. With errors nothing is imported and the exit code is 1. --json prints rows, households and wishes "
        "(what the sheet holds), unchanged (how many of its wishes were here already) and errors. "
        "Example: linli import wishes register.xlsx --community 140802004008 --dry-run"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--community", type=int, required=True, help="the community's 12-digit division code")
        parser.add_argument("--dry-run", action="store_true", help="read and check only, write nothing")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON for other programs")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(office_language()):
            self.bring(options)

    def bring(self, options: dict[str, Any]) -> None:
        """Read, import unless anything is wrong, tell."""
        try:
            told = _told(options["file"], options["community"], dry_run=options["dry_run"])
        except (LinliError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(told.as_json() if options["as_json"] else "\n".join(_sentences(told)))
        if told.sheet.errors:
            raise SystemExit(1)


def _told(file: Path, community_id: int, *, dry_run: bool) -> Told:
    community(community_id)
    sheet = check_register(file)
    families = read_families(sheet.families)
    if sheet.errors or dry_run:
        return Told(sheet, plan_import(community_id=community_id, families=families), imported=False)
    outcome = import_wishes(community_id=community_id, families=families, until=READY, by=SYSTEM)
    return Told(sheet, outcome, imported=True)


def _sentences(told: Told) -> list[str]:
    outcome = told.outcome
    lines = [
        _("Row {row}, {column}: {message}").format(row=error.row, column=error.column, message=error.message)
        for error in told.sheet.errors
    ]
    read = _("Rows: {rows}, families: {households}, wishes: {wishes}, here already: {unchanged}.")
    lines.append(
        read.format(
            rows=told.sheet.rows, households=outcome.households, wishes=outcome.wishes, unchanged=outcome.unchanged
        )
    )
    if told.imported:
        lines.append(_("Imported: {wishes} wishes.").format(wishes=outcome.new_wishes))
    elif told.sheet.errors:
        count = len(told.sheet.errors)
        lines.append(
            ngettext(
                "Nothing was imported, since {count} cell is wrong.",
                "Nothing was imported, since {count} cells are wrong.",
                count,
            ).format(count=count)
        )
    else:
        lines.append(_("Nothing was written: this was a dry run."))
    return lines
