"""The process that opens a stranger's spreadsheet: bytes in on stdin, JSON out on stdout, under hard limits.

A sheet can say in 5 kB that it is 16,384 columns wide and a million rows high, and any parser would believe it. So
the parsing is done by a child that may use little memory and little time; when it dies, the sheet is refused and
nothing else is hurt. Run as a script by `reading.py`; it imports neither Django nor this package, so that it starts
fast.
"""

import csv
import datetime
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

# an office's sheet is well under 1 MB of XML; repetitive XML shrinks to a fiftieth, bombs to a thousandth
MAX_PARTS = 1_000
MAX_UNPACKED = 48 * 1024 * 1024
MAX_RATIO = 200
RATIO_FROM = 2 * 1024 * 1024
MAX_TEXT = 24_000_000
# how much of a .csv is looked at to tell what stands between its cells
MAX_TEXT_START = 20_000

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
SEPARATORS = "\t,;"
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b[^<>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^<>]*>\s*<(?:\w+:)?f\b[^<>]*?(?:/>|>([^<]*)</)"
)
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
Range = tuple[tuple[int, int], tuple[int, int]]
"""Where merged cells begin and end, by row and column, both from 0."""
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class Refuse(Exception):
    """The sheet is not taken; the argument is the reason's code, which `reading.py` puts into words."""


def limit(memory: int, seconds: int) -> None:
    """From here on this process may use so much address space and so much processor time, and leaves no core file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def check_parts(archive: zipfile.ZipFile) -> None:
    """Refuse by the archive's own directory, before anything is unpacked, and refuse XML that declares entities."""
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Refuse("too_big")
    for part in parts:
        if part.flag_bits & 1:
            raise Refuse("password")
        if part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise Refuse("too_big")
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as opened:
                if b"<!DOCTYPE" in opened.read(64 * 1024):
                    raise Refuse("not_a_sheet")


def formulas(data: bytes, sheet: str) -> dict[tuple[int, int], str]:
    """The formulas of an .xlsx sheet by (row, column), both from 0: a cell may hold a formula and no value."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
            return {}
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314  # -- parts that declare entities are refused
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314  # -- the same
        targets = {link.get("Id"): link.get("Target", "") for link in links.iter(f"{_PACKAGE}Relationship")}
        wanted = [
            node.get(f"{_OFFICE}id")
            for node in book.iter()
            if node.get("name") == sheet and node.tag.endswith("}sheet")
        ]
        target = targets.get(wanted[0], "") if wanted else ""
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part not in names:
            return {}
        text = archive.read(part)
    if b"f>" not in text and b"<f" not in text:
        return {}
    return {
        (int(row) - 1, _column(letters)): "=" + _unescape(formula or b"")
        for letters, row, formula in _FORMULA.findall(text)
    }


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _unescape(formula: bytes) -> str:
    text = formula.decode("utf-8", "replace")
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, char)
    return text


def as_text(value: Any) -> str:
    """A cell as a person reads it: 19900010000 and not 1.99e10, dates as 2024-12-01."""
    if isinstance(value, str):
        return _UNSEEN.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else _decimal(value)
    if isinstance(value, datetime.datetime):
        whole_day = value.time() == datetime.time()
        return value.date().isoformat() if whole_day else value.isoformat(" ", "minutes")
    if isinstance(value, datetime.time):
        return value.isoformat("minutes")
    return str(value)


def _decimal(value: float) -> str:
    text = repr(value)
    return f"{value:.10f}".rstrip("0") if "e-" in text else text


def meant_sheet(book: Any) -> Any:
    """The first sheet that a person sees and that holds anything; hidden ones are not what was meant to be handed
    in.
    """
    seen = [meta.name for meta in book.sheets_metadata if meta.visible == type(meta.visible).Visible]
    sheets = (book.get_sheet_by_name(name) for name in seen)
    return next((sheet for sheet in sheets if sheet.end is not None), None)


def rows_of(data: bytes, max_rows: int, max_columns: int) -> Iterator[tuple[int, list[str], dict[int, str]]]:
    """Rows that hold anything, with the number that Excel shows beside them, and what a cell merged with blank ones
    says for them.
    """
    if not data.startswith((ZIP, OLE)):
        yield from rows_of_text(text_of(data), max_rows, max_columns)
        return
    from python_calamine import CalamineWorkbook  # noqa: PLC0415  # -- only after the limits are set

    sheet = meant_sheet(CalamineWorkbook.from_filelike(io.BytesIO(data)))
    if sheet is None:
        return
    last_row, last_column = sheet.end
    if last_row >= max_rows:
        raise Refuse("too_many_rows")
    if last_column >= max_columns:
        raise Refuse("too_many_columns")
    written = formulas(data, sheet.name) if data.startswith(ZIP) else {}
    before = [""] * sheet.start[1]
    ranges = sheet.merged_cell_ranges or ods_ranges(data, sheet.name, max_rows, max_columns)
    below = merged(ranges, max_rows)
    said: dict[tuple[int, int], str] = {}
    for index, values in enumerate(sheet.iter_rows()):
        cells = before + [as_text(value) for value in values]
        # a cell with a formula and no result shows the formula, so that it is not taken for a blank one
        cells = [text or as_text(written.get((index, column), "")) for column, text in enumerate(cells)]
        said |= {(index, column): cells[column] for column in below.get(index, {}) if column < len(cells)}
        if any(cells):
            yield index + 1, cells, _carried(said, below.get(index, {}), index)


def ods_ranges(data: bytes, name: str, max_rows: int, max_columns: int) -> list[Range]:
    """The cells of an .ods sheet that reach over several rows, which the reader does not tell."""
    if not data.startswith(ZIP):
        return []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read("content.xml") if "content.xml" in archive.namelist() else b""
    if b":number-rows-spanned" not in text:
        return []
    book = ElementTree.fromstring(text)  # noqa: S314  # -- parts that declare entities are refused
    table = next((node for node in book.iter(f"{_TABLE}table") if node.get(f"{_TABLE}name") == name), None)
    found: list[Range] = []
    row = 0
    for line in table.iter(f"{_TABLE}table-row") if table is not None else ():
        column = 0
        for cell in line:
            rows = _count(cell, "number-rows-spanned")
            if rows > 1:
                found.append(((row, column), (row + rows - 1, column)))
            column += _count(cell, "number-columns-repeated")
            if column >= max_columns:
                break
        row += _count(line, "number-rows-repeated")
        if row >= max_rows:
            break
    return found


def _count(node: ElementTree.Element, name: str) -> int:
    said = node.get(_TABLE + name, "1")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 1


def merged(ranges: Iterable[Range], max_rows: int) -> Mapping[int, Mapping[int, int]]:
    """For the rows of cells merged downwards: the row where each begins, by row and column, both from 0."""
    below: dict[int, dict[int, int]] = {}
    for (top, column), (bottom, _right) in ranges:
        for row in range(top, min(bottom, max_rows) + 1 if bottom > top else top):
            below.setdefault(row, {})[column] = top
    return below


def _carried(said: Mapping[tuple[int, int], str], tops: Mapping[int, int], row: int) -> dict[int, str]:
    return {column: said[top, column] for column, top in tops.items() if top < row and said.get((top, column))}


def text_of(data: bytes) -> str:
    """The text of a .csv as Excel, WPS and phones save it: UTF-8 with or without its mark, UTF-16, or GB 18030."""
    for encoding in ("utf-16",) if data.startswith(UTF16) else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.lstrip().startswith("<") and not _NO_TEXT.search(text):
            return text
    raise Refuse("not_a_sheet")


def rows_of_text(text: str, max_rows: int, max_columns: int) -> Iterator[tuple[int, list[str], dict[int, str]]]:
    """The rows of a .csv, whichever of comma, semicolon and tab stands between its cells."""
    start = [line for line in text[:MAX_TEXT_START].splitlines() if line.strip()]
    separator = max(SEPARATORS, key=text[:MAX_TEXT_START].count)
    # prose has a comma here and there
    if 2 * sum(separator in line for line in start) <= len(start):
        raise Refuse("not_a_sheet")
    try:
        for index, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)):
            if index >= max_rows:
                raise Refuse("too_many_rows")
            if len(values) > max_columns and any(values[max_columns:]):
                raise Refuse("too_many_columns")
            cells = [as_text(value) for value in values[:max_columns]]
            if any(cells):
                yield index + 1, cells, {}
    except csv.Error as error:
        raise Refuse("too_big" if "limit" in str(error) else "quotes") from None


def parse(data: bytes, max_rows: int, max_columns: int) -> bytes:
    """What is written to stdout, one JSON value a line: the rows, or the code of a refusal."""
    try:
        if data.startswith(ZIP):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                check_parts(archive)
        return b"\n".join(_encoded(rows_of(data, max_rows, max_columns)))
    except Refuse as reason:
        return _refusal(str(reason))
    except MemoryError:
        return _refusal("too_big")
    except Exception as error:  # whatever a broken file makes a parser raise, it is a broken file
        return _refusal("password" if "Password" in type(error).__name__ else "not_a_sheet")


def _encoded(rows: Iterator[tuple[int, list[str], dict[int, str]]]) -> Iterator[bytes]:
    total = 0
    for row in rows:
        line = json.dumps(row, ensure_ascii=False).encode("utf-8", "replace")
        total += len(line)
        if total > MAX_TEXT:
            raise Refuse("too_big")
        yield line


def _refusal(reason: str) -> bytes:
    return json.dumps({"refused": reason}).encode()


def main() -> None:
    memory, seconds, max_rows, max_columns = map(int, sys.argv[1:5])
    limit(memory, seconds)
    sys.stdout.buffer.write(parse(sys.stdin.buffer.read(), max_rows, max_columns))


if __name__ == "__main__":
    main()
