"""A sheet between its dry run and its confirmation: kept sealed, confirmed once, forgotten after a day."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core import clock
from linli.core.actor import Actor
from linli.core.errors import Conflict, NotHere
from linli.people.models import SheetImport
from linli.places.models import Community

KEEP = timedelta(days=1)


@transaction.atomic
def keep_sheet(*, community_id: int, kind: str, read: dict[str, Any], by: Actor) -> SheetImport:
    """Keep what was read from a sheet until somebody confirms it. The caller has asked for the permission already."""
    row: SheetImport = SheetImport.objects.create(
        community_id=community_id,
        kind=kind,
        rows=json.dumps(read, ensure_ascii=False, default=str),
        made_by=by.key,
        made_at=clock.now(),
    )
    return row


def kept_sheet(*, community_id: int, kind: str, sheet_id: UUID, by: Actor) -> SheetImport:
    """The sheet that this person uploaded. Raises `NotHere`, also for somebody else's."""
    rows = SheetImport.objects.within(community_id).filter(pk=sheet_id, kind=kind, made_by=by.key)
    sheet: SheetImport | None = rows.first()
    if sheet is None:
        raise NotHere(_("This sheet is no longer here. Please upload it again."))
    return sheet


def read_of(sheet: SheetImport) -> dict[str, Any]:
    """What was read from the sheet. Raises `Conflict` once it was imported, when only its figures are kept."""
    if sheet.done_at is not None:
        raise Conflict(_("This sheet has been imported already."))
    read: dict[str, Any] = json.loads(sheet.rows)
    return read


@transaction.atomic
def confirm_sheet(
    *, community_id: int, kind: str, sheet_id: UUID, do: Callable[[dict[str, Any]], dict[str, Any]], by: Actor
) -> dict[str, Any]:
    """Let `do` import what was read, once, in this transaction; pressed again, it answers with the same figures.

    What was read is erased with it. Raises `NotHere`, and whatever `do` raises, which undoes all of it.
    """
    mine = SheetImport.objects.within(community_id).filter(pk=sheet_id, kind=kind, made_by=by.key)
    first = mine.filter(done_at=None).update(done_at=clock.now())
    sheet = kept_sheet(community_id=community_id, kind=kind, sheet_id=sheet_id, by=by)
    if not first:
        return dict(sheet.outcome)
    outcome = do(json.loads(sheet.rows))
    mine.update(rows=b"", outcome=outcome)
    return outcome


def forget_old_sheets() -> int:
    """Erase sheets that nobody confirmed within a day, and the figures of those that were. Run by the worker."""
    before = clock.now() - KEEP
    forgotten = 0
    for community_id in Community.objects.order_by("id").values_list("id", flat=True):
        with transaction.atomic():
            forgotten += SheetImport.objects.within(community_id).filter(made_at__lt=before).erase()
    return forgotten
