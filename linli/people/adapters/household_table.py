"""Families as a sheet, masked as on the screen."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.core.sheets import write_sheet
from linli.people.queries.households import households_named

WIDTHS = (12, 12, 30, 10, 10, 24, 18)


def household_table(community_id: int, household_ids: Sequence[UUID], *, title: str, mark: str) -> bytes:
    """The workbook: one row for each family, by their numbers; telephones are text."""
    headings = [
        _("Family number"),
        _("Head of household"),
        _("Why the family is helped"),
        pgettext("in a family", "People"),
        _("Grid"),
        _("Address"),
        _("Telephone"),
    ]
    rows = [
        (row.label, row.name, "、".join(row.categories), row.people_count, row.grid, row.address, row.phone)
        for row in households_named(community_id, household_ids)
    ]
    return write_sheet(title=title, headings=headings, rows=rows, widths=WIDTHS, mark=mark)
