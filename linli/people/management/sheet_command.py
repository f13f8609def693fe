"""A sheet brought in at the console: read, checked whole, and imported unless anything is wrong."""

from argparse import ArgumentParser
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from linli.core.actor import SYSTEM
from linli.core.errors import LinliError
from linli.core.sheets import CellError, NoTable, find_layout, read_sheet, table_at
from linli.core.sheets.placing import layout_from
from linli.people.management.office_language import office_language
from linli.people.services.sheet_kinds import Checked, Figures, SheetKind
from linli.people.services.sheet_layouts import remembered_layout
from linli.people.services.sheets import pieces_of
from linli.places.queries import community


@dataclass(frozen=True, slots=True)
class Told:
    """What was read, and what came of it. `good` is what could be read, `rows` counts all rows that hold anything."""

    community_id: int
    rows: int
    good: list[dict[str, Any]]
    errors: list[CellError]
    figures: Figures
    imported: bool

    def errors_told(self) -> list[dict[str, Any]]:
        """The bad cells as other programs read them."""
        return [{"row": error.row, "column": error.column, "message": error.message} for error in self.errors]


class SheetCommand(BaseCommand):
    """Errors, any of them, and nothing is imported. `as_json` and `sentences` say what a kind of sheet has to tell."""

    kind: SheetKind
    choice = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--community", type=int, required=True, help="the community's 12-digit division code")
        parser.add_argument("--columns", default="", help="which column is which: 户主姓名=住户,微心愿=D")
        parser.add_argument("--dry-run", action="store_true", help="read and check only, write nothing")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON for other programs")

    def as_json(self, told: Told) -> str:
        """For other programs."""
        raise NotImplementedError

    def sentences(self, told: Told) -> list[str]:
        """For people."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(office_language()):
            try:
                told = self.bring(options)
            except NoTable as error:
                hint = _("Or say which column is which: --columns %(example)s")
                example = ",".join(f"{c.headings[0]}=A" for c in self.kind.columns if c.required)
                raise CommandError(f"{error} {hint % {'example': example}}") from error
            except (LinliError, OSError) as error:
                raise CommandError(str(error)) from error
            cells = [
                _("Row {row}, {column}: {message}").format(row=error.row, column=error.column, message=error.message)
                for error in told.errors
            ]
            said = self.as_json(told) if options["as_json"] else "\n".join([*cells, *self.sentences(told)])
            self.stdout.write(said)
        if told.errors:
            raise SystemExit(1)

    def bring(self, options: dict[str, Any]) -> Told:
        """Read, and import unless anything is wrong; in short turns, since others write meanwhile. Broken off, the same
        sheet again goes on where it stood.
        """
        code = options["community"]
        community(code)
        rows = read_sheet(options["file"])
        if options["columns"]:
            layout = layout_from(options["columns"], rows, self.kind.columns)
        else:
            layout = remembered_layout(code, self.kind, rows) or find_layout(rows, self.kind.columns)
        table = table_at(rows, self.kind.columns, layout)
        pieces = [self.kind.check(table, piece) for piece in pieces_of(self.kind, table)]
        errors = sorted((error for piece in pieces for error in piece.errors), key=lambda error: error.row)
        is_dry = bool(errors) or options["dry_run"]
        figures: Counter[str] = Counter()
        for piece in pieces:
            figures.update(self.plan_or_bring(code, piece, is_dry=is_dry))
        good = [row for piece in pieces for row in piece.good]
        return Told(code, len(table.rows), good, errors, dict(figures), imported=not is_dry)

    def plan_or_bring(self, community_id: int, piece: Checked, *, is_dry: bool) -> Figures:
        """What becomes of a piece, or would."""
        if is_dry:
            return self.kind.plan(community_id, piece.good)
        with transaction.atomic():
            return self.kind.bring(community_id, piece.good, self.choice, SYSTEM)
