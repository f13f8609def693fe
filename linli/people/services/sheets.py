"""A sheet on its way in: kept sealed, its columns told, confirmed once, forgotten after a day.

What takes long, reading it and bringing it in, is done piece by piece: `services.sheet_steps`.
"""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import BadInput, Conflict, NotHere
from linli.core.sheets import Layout, NoTable, SheetRow, Table, find_layout, table_at
from linli.people.models import SheetImport, SheetPart
from linli.people.models.sheets import COLUMNS, DONE, IMPORTING, READING, READY
from linli.people.queries.sheets import rows_of
from linli.people.reading import names
from linli.people.services.sheet_kinds import SheetKind, kind_of
from linli.people.services.sheet_layouts import remember_layout, remembered_layout
from linli.places.models import Community, TenantQuerySet

KEEP = timedelta(days=1)
PART_ROWS = 100
LONGEST_NAME = 80
_CHANGEABLE = (COLUMNS, READING, READY)


@transaction.atomic
def keep_sheet(*, community_id: int, kind: str, name: str, rows: Sequence[SheetRow], by: Actor) -> SheetImport:
    """Keep what a sheet holds. Where its headings say which column is which, or somebody said so before, it is ready
    to be read; else it waits for somebody to say so. Raises `Refused`, and `BadInput` for a sheet without rows.
    """
    what = kind_of(kind)
    what.may(by, community_id, "").enforce()
    if not rows:
        raise BadInput(_("This sheet is empty."))
    sheet = SheetImport(
        community_id=community_id,
        kind=kind,
        name=name[:LONGEST_NAME],
        rows=json.dumps([[row.row, row.cells, row.merged] for row in rows], ensure_ascii=False),
        language=get_language() or settings.LANGUAGE_CODE,
        made_by=by.key,
        made_at=clock.now(),
    )
    sheet.save(force_insert=True)
    try:
        layout = remembered_layout(community_id, what, rows) or find_layout(rows, what.columns)
    except NoTable:
        return sheet
    _lay_out(sheet, what, rows, layout)
    return sheet


@transaction.atomic
def place_columns(*, community_id: int, kind: str, sheet_id: UUID, layout: Layout, by: Actor) -> None:
    """Take somebody's word for where the columns are, for this sheet and for the next one with these headings.

    Raises `NotHere`, `Refused`, `Conflict` once it is confirmed, and `BadInput` where a required column is missing.
    """
    sheet = kept_sheet(community_id=community_id, kind=kind, sheet_id=sheet_id, by=by)
    what = kind_of(kind)
    what.may(by, community_id, "").enforce()
    if sheet.stage in (READING, READY) and _places_of(sheet) == layout:
        return
    mine = _mine(community_id, kind, sheet_id, by).filter(stage__in=_CHANGEABLE)
    if not mine.update(stage=COLUMNS, trouble="", done=0):
        raise Conflict(_("This sheet has been imported already."))
    missing = [column.headings[0] for column in what.columns if column.required and column.code not in layout.places]
    if missing:
        raise BadInput(_("Say which column this is: %(columns)s.") % {"columns": "、".join(missing)})
    rows = rows_of(sheet)
    remember_layout(community_id, what, rows, layout)
    _lay_out(sheet, what, rows, layout)


def _places_of(sheet: SheetImport) -> Layout | None:
    return Layout(sheet.layout["heading_row"], sheet.layout["places"]) if sheet.layout else None


def _lay_out(sheet: SheetImport, what: SheetKind, rows: Sequence[SheetRow], layout: Layout) -> None:
    """Cut the table into pieces and let it be read."""
    table = table_at(rows, what.columns, layout)
    SheetPart.objects.within(sheet.community_id).filter(sheet=sheet.pk).erase()
    parts = [
        SheetPart(
            community_id=sheet.community_id, sheet_id=sheet.pk, number=number, rows=_dumped(table, together), read=""
        )
        for number, together in enumerate(pieces_of(what, table), start=1)
    ]
    SheetPart.objects.bulk_create(parts)
    sheet.layout = {
        "heading_row": layout.heading_row,
        "places": dict(layout.places),
        "left_out": list(table.left_out[:20]),
        "examples": list(table.examples[:20]),
    }
    sheet.stage, sheet.total, sheet.done = (READING if parts else READY), len(parts), 0
    sheet.save(update_fields=["layout", "stage", "total", "done"])


def pieces_of(what: SheetKind, table: Table) -> list[list[Any]]:
    """Rows that belong together, in pieces of about a hundred rows; all rows of one name in one piece."""
    named: dict[str, list[Any]] = {}
    for rows in what.together(table):
        named.setdefault(_spelled(rows[0]["name"]) or f"row {rows[0].row}", []).append(rows)
    pieces: list[list[Any]] = []
    size = PART_ROWS
    for together in named.values():
        rows_here = sum(len(rows) for rows in together)
        if size + rows_here > PART_ROWS:
            pieces.append([])
            size = 0
        pieces[-1].extend(together)
        size += rows_here
    return pieces


def _spelled(name: str) -> str:
    try:
        return names.clean(name)
    except ValueError:
        return ""


def _dumped(table: Table, together: Sequence[Sequence[Any]]) -> str:
    rows = [[[row.row, dict(row.cells)] for row in group] for group in together]
    told = {"headings": dict(table.headings), "places": dict(table.places), "heading_row": table.heading_row}
    return json.dumps(told | {"together": rows}, ensure_ascii=False)


def _mine(community_id: int, kind: str, sheet_id: UUID, by: Actor) -> TenantQuerySet:
    return SheetImport.objects.within(community_id).filter(pk=sheet_id, kind=kind, made_by=by.key)


def kept_sheet(*, community_id: int, kind: str, sheet_id: UUID, by: Actor) -> SheetImport:
    """The sheet that this person uploaded. Raises `NotHere`, also for somebody else's."""
    sheet: SheetImport | None = _mine(community_id, kind, sheet_id, by).first()
    if sheet is None:
        raise NotHere(_("This sheet is no longer here. Please upload it again."))
    return sheet


@transaction.atomic
def confirm_sheet(*, community_id: int, kind: str, sheet_id: UUID, choice: str, by: Actor) -> None:
    """Let the sheet be imported, or let one that met with trouble go on; once, however often it is pressed.

    Raises `NotHere`, `Refused`, and `Conflict` while it is not read yet.
    """
    mine = _mine(community_id, kind, sheet_id, by)
    begun = mine.filter(stage=READY).update(stage=IMPORTING, choice=choice, done=0)
    sheet = kept_sheet(community_id=community_id, kind=kind, sheet_id=sheet_id, by=by)
    kind_of(kind).may(by, community_id, sheet.choice).enforce()
    if not begun and sheet.stage == COLUMNS:
        raise Conflict(_("First say which column is which."))
    mine.exclude(trouble="").update(trouble="")
    if begun and not sheet.total:
        mine.update(stage=DONE, done_at=clock.now())


def forget_old_sheets() -> int:
    """Erase sheets that are a day old, imported or not. Run by the worker."""
    before = clock.now() - KEEP
    forgotten = 0
    for community_id in Community.objects.order_by("id").values_list("id", flat=True):
        with transaction.atomic():
            old = SheetImport.objects.within(community_id).filter(made_at__lt=before)
            SheetPart.objects.within(community_id).filter(sheet__in=old.values_list("pk", flat=True)).erase()
            forgotten += old.erase()
    return forgotten
