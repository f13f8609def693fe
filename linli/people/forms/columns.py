"""Which column is which, said by hand where the headings do not say it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from openpyxl.utils import get_column_letter

from linli.core.sheets import Column, Layout, SheetRow, heading_cells, likely_layout
from linli.core.sheets.tables import HEADING_DEPTH
from linli.people.forms.answered import AnsweredForm
from linli.people.models import SheetImport
from linli.people.queries.sheets import rows_of
from linli.people.services.sheet_kinds import kind_of

SHOWN_ROWS = 8


class ColumnsForm(AnsweredForm):
    """A choice for each column of the sheet that says anything, and one for the row of the headings."""

    heading_row = forms.TypedChoiceField(label=_("Where the headings stand"), coerce=int)

    def __init__(
        self, data: Any, *, rows: Sequence[SheetRow], columns: Sequence[Column], layout: Layout | None
    ) -> None:
        super().__init__(data)
        self.rows, self.columns = rows, columns
        layout = layout or likely_layout(rows, columns)
        row = layout.heading_row or _likely_heading_row(rows)
        heading: Any = self.fields["heading_row"]
        heading.choices = [
            (0, _("There are none")),
            *((found.row, _row_label(found)) for found in rows[:HEADING_DEPTH]),
        ]
        heading.initial = layout.heading_row if layout.places else row
        chosen = {place: code for code, place in layout.places.items()}
        headings = heading_cells(rows, row)
        self.places = [
            place for place in range(_width(rows)) if any(place < len(r.cells) and r.cells[place] for r in rows)
        ]
        for place in self.places:
            name = headings[place] if place < len(headings) and headings[place] else get_column_letter(place + 1)
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=_("Column %(letter)s: %(name)s") % {"letter": get_column_letter(place + 1), "name": name},
                choices=[("", _("not read")), *((column.code, column.headings[0]) for column in columns)],
                required=False,
                initial=chosen.get(place, ""),
                widget=forms.Select(attrs={"class": "input"}),
            )

    def selects(self) -> list[BoundField]:
        """The choices, from left to right."""
        return [self[f"column_{place}"] for place in self.places]

    def shown(self) -> list[tuple[int, list[str]]]:
        """The first rows with their numbers, each with a cell for each choice."""
        return [
            (row.row, [row.cells[place] if place < len(row.cells) else "" for place in self.places])
            for row in self.rows[:SHOWN_ROWS]
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        used = [data[f"column_{place}"] for place in self.places if data.get(f"column_{place}")]
        for column in self.columns:
            if column.required and column.code not in used:
                self.add_error(None, _("Say which column is: %(column)s.") % {"column": column.headings[0]})
            elif used.count(column.code) > 1:
                self.add_error(None, _("Two columns are both called: %(column)s.") % {"column": column.headings[0]})
        return data

    def layout(self) -> Layout:
        """What was chosen."""
        chosen = {self.cleaned_data[f"column_{place}"]: place for place in self.places}
        chosen.pop("", None)
        return Layout(self.cleaned_data["heading_row"], chosen)


def _width(rows: Sequence[SheetRow]) -> int:
    return max((len(row.cells) for row in rows), default=0)


def _likely_heading_row(rows: Sequence[SheetRow]) -> int:
    """The first row in which the most cells say something."""
    return max(rows[:HEADING_DEPTH], key=lambda row: sum(map(bool, row.cells))).row


def _row_label(row: SheetRow) -> str:
    said = " · ".join(cell for cell in row.cells if cell)
    return str(_("Row %(row)s: %(cells)s") % {"row": row.row, "cells": said[:40]})


def columns_form(data: Any, sheet: SheetImport) -> ColumnsForm:
    """The form for a sheet that was handed in, with what was said or guessed so far."""
    said = sheet.layout
    layout = Layout(said["heading_row"], said["places"]) if said else None
    return ColumnsForm(data, rows=rows_of(sheet), columns=kind_of(sheet.kind).columns, layout=layout)
