"""The long work on sheets, piece by piece: each piece is read once and imported once, whoever does it and however often
it is begun.
"""

import json
import logging
from dataclasses import asdict
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import translation

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import LinliError
from linli.core.sheets import Table, TableRow
from linli.people.models import SheetImport, SheetPart
from linli.people.models.sheets import DONE, IMPORTING, READING, READY
from linli.people.queries.sheets import INLINE, figures_of
from linli.people.services.sheet_kinds import kind_of
from linli.places.models import TenantQuerySet

logger = logging.getLogger(__name__)
REFUSED, BROKEN = "refused", "broken"


def begin(*, community_id: int, sheet_id: UUID, by: Actor) -> None:
    """Do a short sheet at once; of a long one nothing, since somebody waits for the page."""
    sheet = SheetImport.objects.within(community_id).filter(pk=sheet_id).only("community_id", "total").get()
    if sheet.total <= INLINE:
        while step(community_id=community_id, sheet_id=sheet_id, by=by):
            pass


def step(*, community_id: int, sheet_id: UUID, by: Actor) -> bool:
    """Read or import one piece of a sheet; whether there was one to do.

    A refusal or a fault stops the sheet, what was imported stays, and somebody may let it go on.
    """
    mine = SheetImport.objects.within(community_id).filter(pk=sheet_id, trouble="", stage__in=(READING, IMPORTING))
    sheet: SheetImport | None = mine.defer("rows").first()
    if sheet is None:
        return False
    parts = SheetPart.objects.within(community_id).filter(sheet=sheet_id).order_by("number")
    waiting = parts.filter(read_at=None) if sheet.stage == READING else parts.filter(done_at=None)
    part: SheetPart | None = waiting.first()
    if part is None:
        return False
    try:
        with translation.override(sheet.language):
            if sheet.stage == READING:
                _read(sheet, part)
            else:
                _bring(sheet, part, by)
    except LinliError:
        _stop(mine, REFUSED)
        return False
    except Exception:
        logger.exception("piece %d of sheet %s", part.number, sheet_id)
        _stop(mine, BROKEN)
        return False
    return True


def _stop(sheets: TenantQuerySet, trouble: str) -> None:
    """In a transaction of its own: the piece's is rolled back by now."""
    with transaction.atomic():
        sheets.update(trouble=trouble)


def _read(sheet: SheetImport, part: SheetPart) -> None:
    what, held = kind_of(sheet.kind), json.loads(part.rows)
    table = Table(held["heading_row"], held["headings"], (), held["places"])
    together = [[TableRow(row, cells) for row, cells in group] for group in held["together"]]
    checked = what.check(table, together)
    figures = {"rows": sum(map(len, together))} | what.plan(sheet.community_id, checked.good)
    read = {"good": checked.good, "errors": [asdict(error) for error in checked.errors]}
    with transaction.atomic():
        if not SheetPart.objects.within(part.community_id).filter(pk=part.pk, read_at=None).update(read_at=clock.now()):
            return
        part.read = json.dumps(read, ensure_ascii=False, default=str)
        part.figures, part.errors = figures, len(checked.errors)
        part.save(update_fields=["read", "figures", "errors"])
        _count(sheet, READING, READY)


def _bring(sheet: SheetImport, part: SheetPart, by: Actor) -> None:
    what = kind_of(sheet.kind)
    with transaction.atomic():
        if not SheetPart.objects.within(part.community_id).filter(pk=part.pk, done_at=None).update(done_at=clock.now()):
            return
        what.may(by, sheet.community_id, sheet.choice).enforce()
        read = json.loads(part.read)
        figures = what.bring(sheet.community_id, read["good"], sheet.choice, by) if read["good"] else {}
        part.rows = ""
        part.read = json.dumps({"good": [], "errors": read["errors"]}, ensure_ascii=False) if read["errors"] else ""
        part.figures = part.figures | figures
        part.save(update_fields=["rows", "read", "figures"])
        _count(sheet, IMPORTING, DONE)


def _count(sheet: SheetImport, stage: str, following: str) -> None:
    """One piece more is through; the last one moves the sheet on."""
    rows = SheetImport.objects.within(sheet.community_id).filter(pk=sheet.pk, stage=stage)
    rows.update(done=F("done") + 1)
    if not rows.filter(done__gte=F("total")).update(stage=following, done=0):
        return
    if following == DONE:
        _finish(sheet)


def _finish(sheet: SheetImport) -> None:
    """Keep the figures, and the cells only where there is something to mend."""
    total = figures_of(sheet)
    rows = SheetImport.objects.within(sheet.community_id).filter(pk=sheet.pk)
    rows.update(outcome=total, done_at=clock.now(), done=sheet.total, **({} if total["errors"] else {"rows": b""}))
