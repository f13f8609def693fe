"""Wishes as a sheet, as on the screen: families by their numbers."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.core.sheets import write_sheet
from linli.wishes.queries.desk import wishes_named

WIDTHS = (12, 24, 12, 18, 14, 8, 12, 14)


def wish_table(community_id: int, wish_ids: Sequence[UUID], *, title: str, mark: str) -> bytes:
    """The workbook: one row for each wish, the newest first."""
    headings = [
        pgettext("column", "Family"),
        pgettext("column", "Wish"),
        _("How many"),
        _("Size, make"),
        _("Kind"),
        _("No."),
        _("State"),
        _("Last step"),
    ]
    rows = [
        (row.household, row.item, row.amount, row.spec, row.kind, row.number, row.state_label, row.since)
        for row in wishes_named(community_id, wish_ids)
    ]
    return write_sheet(title=title, headings=headings, rows=rows, widths=WIDTHS, mark=mark)
