"""What the pages of a sheet on its way in show, the same for every kind; and the sheet handed back with its faults."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.core.actor import Actor
from linli.core.errors import NotHere
from linli.core.ids import new_id
from linli.core.sheets.marking import as_errors, mark_sheet
from linli.people.models import SheetImport
from linli.people.models.sheets import IMPORTING, READING
from linli.people.queries.sheets import errors_of, figures_of, rows_of, sheets_handed_in
from linli.people.services.sheet_kinds import kind_of

SHOWN_ERRORS = 200


def start_context(actor: Actor, community_id: int, kind: str) -> dict[str, Any]:
    """Where one chooses a file: which sheets one handed in within a day."""
    return {"handed_in": sheets_handed_in(actor, community_id, kind), "kind": kind_of(kind)}


def sheet_context(sheet: SheetImport) -> dict[str, Any]:
    """A sheet's own page: its figures, its faults, how far it is."""
    figures = sheet.outcome if sheet.done_at else figures_of(sheet)
    errors = errors_of(sheet) if figures.get("errors") else []
    return {
        "sheet": sheet,
        "kind": kind_of(sheet.kind),
        "key": new_id().hex,
        "figures": figures,
        "errors_in_sheet": errors[:SHOWN_ERRORS],
        "more_errors": max(0, len(errors) - SHOWN_ERRORS),
        "at_work": sheet.stage in (READING, IMPORTING) and not sheet.trouble,
    }


def marked_sheet(sheet: SheetImport) -> bytes:
    """The sheet as it was handed in, its bad cells marked. Raises `NotHere` once it was imported without a fault."""
    rows = rows_of(sheet)
    if not rows:
        raise NotHere(_("This sheet is no longer here. Please upload it again."))
    return mark_sheet(rows, as_errors(errors_of(sheet)))
