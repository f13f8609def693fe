"""Spreadsheets made to hurt whoever opens them, built while the tests run so that none lies in the repository."""

import io
import random
import struct
import zipfile
from collections.abc import Iterable, Mapping
from itertools import chain, repeat
from pathlib import Path

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

CONTENT_TYPES = f"""<?xml version="1.0"?><Types xmlns="{PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/></Types>"""
ROOT_RELATIONS = f"""<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""
WORKBOOK = f"""<?xml version="1.0"?><workbook {MAIN} xmlns:r="{RELATIONS}">
<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"""
WORKBOOK_RELATIONS = f"""<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">
<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"""


def workbook(
    sheet: str | Iterable[str], *, prologue: str = "", strings: str = "", extra: Mapping[str, bytes] | None = None
) -> bytes:
    """An .xlsx whose only sheet has this XML, whole or in pieces, inside <worksheet>."""
    pieces = [sheet] if isinstance(sheet, str) else sheet
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", ROOT_RELATIONS)
        archive.writestr("xl/workbook.xml", WORKBOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", WORKBOOK_RELATIONS)
        archive.writestr("xl/sharedStrings.xml", f'<?xml version="1.0"?><sst {MAIN}>{strings}</sst>')
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for piece in chain([f'<?xml version="1.0"?>{prologue}<worksheet {MAIN}>'], pieces, ["</worksheet>"]):
                part.write(piece.encode())
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def zip_bomb() -> bytes:
    """300 MB of blanks between two rows, in 300 kB."""
    return workbook(chain(["<sheetData>"], repeat(" " * 1_000_000, 300), ["</sheetData>"]))


def lying_directory() -> bytes:
    """The bomb again, while the archive's directory says that the sheet is 1,000 bytes long."""
    data = bytearray(zip_bomb())
    at = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, at + 24, 1_000)
    return bytes(data)


def full_of_cells() -> bytes:
    """Within the size that may be unpacked and no wider than 90 columns, but nearly two million cells."""
    numbers = random.Random(1)
    # more than fits into the packer's window, so that the sheet shrinks no better than an honest one
    lines = [
        "<row>" + "".join(f"<c><v>{numbers.randrange(100)}</v></c>" for _ in range(90)) + "</row>" for _ in range(60)
    ]
    return workbook(chain(["<sheetData>"], ["".join(lines)] * 350, ["</sheetData>"]))


def two_far_corners() -> bytes:
    """Two cells, 16,384 columns and 1,048,576 rows apart: dense in memory that is half a terabyte."""
    return workbook(f"<sheetData>{row(1, cell('A1', 'x'))}{row(1048576, cell('XFD1048576', 'y'))}</sheetData>")


def million_columns() -> bytes:
    return workbook(f"<sheetData>{row(1, cell('A1', 'x'), cell('BDWGN1', 'y'))}</sheetData>")


def million_columns_in_a_row() -> bytes:
    return workbook(f"<sheetData><row>{'<c><v>1</v></c>' * 1_000_000}</row></sheetData>")


def hundred_thousand_rows() -> bytes:
    return workbook(f"<sheetData>{''.join(row(n, cell(f'A{n}', 'x')) for n in range(1, 100_001))}</sheetData>")


def billion_laughs() -> bytes:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    prologue = f'<!DOCTYPE worksheet [<!ENTITY l0 "lol">{laughs}]>'
    return workbook(f"<sheetData>{row(1, cell('A1', '&l9;'))}</sheetData>", prologue=prologue)


def reads_a_file() -> bytes:
    prologue = '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return workbook(f"<sheetData>{row(1, cell('A1', '&x;'))}</sheetData>", prologue=prologue)


def one_string_many_times() -> bytes:
    """A shared string of 1 MB, named by 100,000 cells."""
    cells = "".join(row(n, "".join('<c t="s"><v>0</v></c>' for _ in range(50))) for n in range(1, 2_001))
    return workbook(f"<sheetData>{cells}</sheetData>", strings=f"<si><t>{'x' * 1_000_000}</t></si>")


def many_parts() -> bytes:
    return workbook("<sheetData/>", extra={f"xl/media/{n}.xml": b"" for n in range(30_000)})


def repeated_ods() -> bytes:
    """An .ods that repeats one cell 16,384 times and its row 1,048,576 times, by two numbers."""
    table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    content = f"""<?xml version="1.0"?>
<office:document-content xmlns:office="{office}" xmlns:table="{table}" xmlns:text="{text}"><office:automatic-styles/>
<office:body><office:spreadsheet><table:table table:name="Sheet1">
<table:table-row table:number-rows-repeated="1048576">
<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><manifest/>')
        archive.writestr("content.xml", content)
    return buffer.getvalue()


def two_far_corners_xls() -> bytes:
    """The far corners once more, in the old format."""
    return (Path(__file__).parent.parent / "data/far-corners.xls").read_bytes()


def old_workbook_of_noise() -> bytes:
    """Begins as an .xls does and goes on as nothing does."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 400


def text_document() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return buffer.getvalue()


def million_columns_of_text() -> bytes:
    """A .csv of one line with a million cells that say something."""
    return b"x," * 1_000_000


def endless_line_of_text() -> bytes:
    """A .csv with a single cell of 4 MB."""
    return "姓名,心愿\n王芳,".encode() + b"x" * (4 * 1024 * 1024)


def open_quotation() -> bytes:
    """A quotation mark that is never closed swallows every row below it."""
    return "姓名,心愿\n".encode() + '王芳,"书包\n李强,棉被\n'.encode() * 2001


def hundred_thousand_lines() -> bytes:
    return "王芳,书包\n".encode() * 100_000


def characters_of_four_bytes() -> bytes:
    """Each of them takes four bytes in memory, and the cells are as many as fit."""
    return "𠮷,".encode() * 900_000


ALL = (
    million_columns_of_text,
    endless_line_of_text,
    open_quotation,
    hundred_thousand_lines,
    characters_of_four_bytes,
    zip_bomb,
    lying_directory,
    full_of_cells,
    two_far_corners,
    million_columns,
    million_columns_in_a_row,
    hundred_thousand_rows,
    billion_laughs,
    reads_a_file,
    one_string_many_times,
    many_parts,
    repeated_ods,
    two_far_corners_xls,
    old_workbook_of_noise,
    text_document,
)
