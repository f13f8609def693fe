"""`linli import roster`: the roster of in-service party members from a sheet, at the console."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from linli.core.actor import SYSTEM
from linli.core.errors import LinliError
from linli.people.adapters.roster_sheet import RosterSheet, read_roster
from linli.people.management.office_language import office_language
from linli.people.queries.roster_plan import Member, roster_plan
from linli.people.services.roster import RosterOutcome, import_roster, outcome_of
from linli.places.queries import community


class Command(BaseCommand):
    """Errors, any of them, and nothing is imported."""

    help = (
        "Import the roster of in-service party members (Excel, .ods, .csv). The same sheet again changes nothing; "
        "a changed phone or employer is written over; who is missing from the sheet is told and stays. "
        "With errors nothing is imported and the exit code is 1. "
        "--json prints rows, added, changed, unchanged, missing (how many) and errors. "
        "Example: linli import roster roster.xlsx --community 140802004008 --dry-run"
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
            community(options["community"])
            sheet = read_roster(options["file"])
            outcome = _outcome(sheet, options["community"], dry_run=options["dry_run"])
        except (LinliError, OSError) as error:
            raise CommandError(str(error)) from error
        imported = not (sheet.errors or options["dry_run"])
        self.stdout.write(
            _as_json(sheet, outcome) if options["as_json"] else "\n".join(_sentences(sheet, outcome, imported))
        )
        if sheet.errors:
            raise SystemExit(1)


def _outcome(sheet: RosterSheet, community_id: int, *, dry_run: bool) -> RosterOutcome:
    members = [Member(row.name, row.phone, row.organisation) for row in sheet.rows]
    if sheet.errors or dry_run:
        return outcome_of(roster_plan(community_id, members))
    return import_roster(community_id=community_id, members=members, by=SYSTEM)


def _as_json(sheet: RosterSheet, outcome: RosterOutcome) -> str:
    told = {
        "rows": len(sheet.rows),
        "added": outcome.added,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "missing": len(outcome.missing),
        "errors": [{"row": error.row, "column": error.column, "message": error.message} for error in sheet.errors],
    }
    return json.dumps(told, ensure_ascii=False)


def _sentences(sheet: RosterSheet, outcome: RosterOutcome, imported: bool) -> list[str]:
    lines = [
        _("Row {row}, {column}: {message}").format(row=error.row, column=error.column, message=error.message)
        for error in sheet.errors
    ]
    lines.append(
        _("Read: {rows} members; {added} new, {changed} changed, {unchanged} as before.").format(
            rows=len(sheet.rows), added=outcome.added, changed=outcome.changed, unchanged=outcome.unchanged
        )
    )
    if outcome.missing:
        names = _(", ").join(outcome.missing)
        lines.append(_("On the roster but not in the sheet, left as they are: {names}").format(names=names))
    lines.append(_("Imported.") if imported else _("Nothing was written."))
    return lines
