"""Reading a spreadsheet that somebody handed in: refused in plain words, or rows of text."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.core.errors import BadInput

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 12_000
MAX_COLUMNS = 100

PARSER = Path(__file__).with_name("parser.py")
PARSER_MEMORY = 144 * 1024 * 1024
PARSER_SECONDS = 1
# the processor's limit ends the child; this one is for a machine so busy that the child hardly runs
PATIENCE_SECONDS = 20

_REFUSALS: dict[str, Promise] = {
    "not_a_sheet": _(
        "This file is not a spreadsheet, or it is damaged. "
        "Open it in Excel or WPS, save it as .xlsx and choose it again."
    ),
    "too_big": _(
        "This spreadsheet is built so that opening it would take far more memory than an office's table needs. "
        "Copy the rows into a new workbook, save it as .xlsx and choose it again."
    ),
    "quotes": _(
        "A quotation mark in this file is opened and never closed, so its cells cannot be told apart. "
        "Open it in Excel or WPS, save it as .xlsx and choose it again."
    ),
    "password": _("This spreadsheet has a password. Remove the password in Excel or WPS, save it and choose it again."),
}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that holds anything: the number Excel shows beside it, and its cells as text, blank ones as "".

    `merged` has what the upper part of a merged cell says for this row, by column from 0.
    """

    row: int
    cells: tuple[str, ...]
    merged: Mapping[int, str] = field(default_factory=dict)


def read_sheet(
    source: bytes | Path, *, max_bytes: int = MAX_BYTES, max_rows: int = MAX_ROWS, max_columns: int = MAX_COLUMNS
) -> list[SheetRow]:
    """The rows of the first visible sheet of an .xlsx, .xls or .ods file, or of a .csv, blank rows left out.

    The file is judged by what it holds, not by its name. Cells are text: whole numbers without a decimal point,
    dates in ISO form, a formula by its last result or, where it has none, as it is written (`=A1+B1`). Formulas are
    never run. Raises BadInput in plain words for anything that is no spreadsheet or is larger than the limits; that
    takes at most about one second of one processor and 144 MiB, in a process of its own (trust.md 23).
    """
    data = _bytes_of(source, max_bytes)
    answer = _ask_parser(data, max_rows, max_columns)
    if answer and isinstance(answer[0], dict):
        raise BadInput(_words_for(answer[0]["refused"], max_rows, max_columns))
    return [
        SheetRow(row, tuple(cells), {int(column): text for column, text in merged.items()})
        for row, cells, merged in answer
    ]


def _bytes_of(source: bytes | Path, max_bytes: int) -> bytes:
    if isinstance(source, Path):
        with source.open("rb") as opened:
            data = opened.read(max_bytes + 1)
    else:
        data = source
    if len(data) > max_bytes:
        message = _(
            "This file is larger than %(size)s MB. Delete pictures and unused sheets, save it and choose it again."
        )
        raise BadInput(message % {"size": max_bytes // (1024 * 1024)})
    return data


def _ask_parser(data: bytes, max_rows: int, max_columns: int) -> list[Any]:
    """The parser's lines: rows as [number, cells], or one {"refused": code}."""
    command = [sys.executable, "-I", str(PARSER), *map(str, (PARSER_MEMORY, PARSER_SECONDS, max_rows, max_columns))]
    try:
        done = subprocess.run(
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return [{"refused": "too_big"}]
    if done.returncode:
        return [{"refused": "too_big"}]
    return [json.loads(line) for line in done.stdout.splitlines()]


def _words_for(reason: str, max_rows: int, max_columns: int) -> object:
    if reason == "too_many_rows":
        return _("This sheet has more than %(rows)s rows. Split it into several files.") % {"rows": max_rows}
    if reason == "too_many_columns":
        return _("This sheet has more than %(columns)s columns. Delete what lies to the right of the table.") % {
            "columns": max_columns
        }
    return _REFUSALS[reason]
