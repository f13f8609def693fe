"""Spreadsheets, as offices keep them, to rows of text and back. What comes in is hostile until it has been read."""

from linli.core.sheets.reading import SheetRow, read_sheet
from linli.core.sheets.tables import (
    CellError,
    Column,
    Layout,
    NoTable,
    RowReader,
    Table,
    TableRow,
    find_layout,
    find_table,
    heading_cells,
    likely_layout,
    table_at,
)
from linli.core.sheets.writing import Value, write_sheet

__all__ = [
    "CellError",
    "Column",
    "Layout",
    "NoTable",
    "RowReader",
    "SheetRow",
    "Table",
    "TableRow",
    "Value",
    "find_layout",
    "find_table",
    "heading_cells",
    "likely_layout",
    "read_sheet",
    "table_at",
    "write_sheet",
]
