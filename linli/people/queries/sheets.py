"""Sheets on their way in: those the worker has something to do for, and those of one person."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from linli.core.actor import Actor
from linli.core.sheets import SheetRow
from linli.people.models import SheetImport, SheetPart
from linli.people.models.sheets import COLUMNS, IMPORTING, READING, READY
from linli.people.queries.persons import EVERYWHERE

MOST = 20
INLINE = 3
"""So many pieces are done while one waits; the rest is the worker's."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A sheet in a list: `stage` and how much of it is done in per cent, whether somebody has to look, and how many
    cells of an imported one are to be mended. `is_long`: it was worked on while nobody waited.
    """

    id: UUID
    kind: str
    name: str
    stage: str
    percent: int
    waits: bool
    faults: int
    is_long: bool


def sheets_at_work() -> list[SheetImport]:
    """Of every community, the oldest first."""
    rows = SheetImport.objects.within(EVERYWHERE).filter(stage__in=(READING, IMPORTING), trouble="")
    return list(rows.order_by("made_at", "id").only("community_id", "made_by")[:MOST])


def sheets_handed_in(actor: Actor, community_id: int, kind: str = "") -> Sequence[SheetLine]:
    """What this person handed in within a day, the newest first: under way, or done."""
    rows = SheetImport.objects.within(community_id).filter(made_by=actor.key)
    if kind:
        rows = rows.filter(kind=kind)
    return [
        SheetLine(
            id=sheet.pk,
            kind=sheet.kind,
            name=sheet.name,
            stage=sheet.stage,
            percent=sheet.percent,
            waits=sheet.stage in (COLUMNS, READY) or bool(sheet.trouble),
            faults=sheet.outcome.get("errors", 0),
            is_long=sheet.total > INLINE,
        )
        for sheet in rows.defer("rows").order_by("-made_at", "-id")[:MOST]
    ]


def rows_of(sheet: SheetImport) -> list[SheetRow]:
    """The sheet as it was handed in; nothing once it was imported without a fault."""
    return [
        SheetRow(row, tuple(cells), {int(place): text for place, text in merged.items()})
        for row, cells, merged in json.loads(sheet.rows or "[]")
    ]


def figures_of(sheet: SheetImport) -> dict[str, int]:
    """The figures of all its pieces that were read, added up; `errors` among them."""
    total: dict[str, int] = {"errors": 0}
    rows = SheetPart.objects.within(sheet.community_id).filter(sheet=sheet.pk, read_at__isnull=False)
    for figures, errors in rows.values_list("figures", "errors"):
        total["errors"] += errors
        for name, number in figures.items():
            total[name] = total.get(name, 0) + number
    return total


def errors_of(sheet: SheetImport) -> list[dict[str, Any]]:
    """Each bad cell in the order of the sheet: row, column, message, place."""
    parts = SheetPart.objects.within(sheet.community_id).filter(sheet=sheet.pk, errors__gt=0).order_by("number")
    errors = [error for part in parts for error in json.loads(part.read)["errors"]]
    return sorted(errors, key=lambda error: (error["row"], error["place"] if error["place"] is not None else -1))


def good_of(sheet: SheetImport) -> list[dict[str, Any]]:
    """What can be brought in, in the order of the pieces."""
    parts = SheetPart.objects.within(sheet.community_id).filter(sheet=sheet.pk, read_at__isnull=False)
    return [row for part in parts.order_by("number") if part.read for row in json.loads(part.read)["good"]]
