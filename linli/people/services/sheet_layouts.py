"""Where an office said the columns are, remembered by the headings for its next sheet."""

import hashlib
from collections.abc import Sequence

from linli.core.sheets import Layout, SheetRow, heading_cells
from linli.core.sheets.tables import HEADING_DEPTH, plain_heading
from linli.people.models import SheetLayout
from linli.people.services.sheet_kinds import SheetKind


def remember_layout(community_id: int, what: SheetKind, rows: Sequence[SheetRow], layout: Layout) -> None:
    """Keep it for sheets with the same headings; one without headings cannot be known again."""
    fingerprint = _fingerprint(heading_cells(rows, layout.heading_row))
    if not fingerprint:
        return
    same = SheetLayout.objects.within(community_id).filter(kind=what.code, fingerprint=fingerprint)
    if not same.update(places=dict(layout.places)):
        row = SheetLayout(
            community_id=community_id, kind=what.code, fingerprint=fingerprint, places=dict(layout.places)
        )
        SheetLayout.objects.bulk_create([row], ignore_conflicts=True)


def remembered_layout(community_id: int, what: SheetKind, rows: Sequence[SheetRow]) -> Layout | None:
    """What was said of these headings before, whichever of the first rows they stand in."""
    prints = {_fingerprint(heading_cells(rows, row.row)): row.row for row in reversed(rows[:HEADING_DEPTH])}
    known = SheetLayout.objects.within(community_id).filter(
        kind=what.code, fingerprint__in=sorted(filter(None, prints))
    )
    found = [Layout(prints[fingerprint], places) for fingerprint, places in known.values_list("fingerprint", "places")]
    return min(found, key=lambda layout: layout.heading_row, default=None)


def _fingerprint(cells: Sequence[str]) -> str:
    words = [plain_heading(cell) for cell in cells]
    while words and not words[-1]:
        words.pop()
    return hashlib.sha256("\n".join(words).encode()).hexdigest() if words else ""
