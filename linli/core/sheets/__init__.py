"""Spreadsheets, as offices keep them, to rows of text and back. What comes in is hostile until it has been read."""

from linli.core.sheets.reading import SheetRow, read_sheet
from linli.core.sheets.tables import CellError, Column, RowReader, Table, TableRow, find_table
from linli.core.sheets.writing import Value, write_sheet

__all__ = [
    "CellError",
    "Column",
    "RowReader",
    "SheetRow",
    "Table",
    "TableRow",
    "Value",
    "find_table",
    "read_sheet",
    "write_sheet",
]
