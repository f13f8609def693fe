"""Whatever is handed in as a sheet, over HTTP: a page with words, never a fault, and what it was taken for is told."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.core.ids import new_id
from tests.core.test_sheet_formats import as_csv, as_ods, as_xls
from tests.factories import acting
from tests.factories.people import BELL_TOWER, office
from tests.trust.looking import undone

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parent.parent / "data"
STARTS = st.sampled_from([f"/desk/{BELL_TOWER}/wishes/import", f"/desk/{BELL_TOWER}/roster/import"])
NAMES = st.sampled_from(["表.xlsx", "表.xls", "表.ods", "表.csv", "表.et", "表.txt", "表", "../../表.xlsx", "=1.csv"])
HEADINGS = ["户主姓名", "联系电话", "微心愿", "数量"]
ROWS = [HEADINGS, ["王芳", "19900000001", "书包", "1个"], ["李强", "", "两条围巾", ""]]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAGIC = st.sampled_from([b"", b"PK\x03\x04", OLE, b"\xff\xfe", b"\xef\xbb\xbf", b"<html>"])
WHOLE = {
    "xlsx": (DATA / "wish-register-broken.xlsx").read_bytes(),
    "ods": as_ods(ROWS),
    "xls": as_xls(ROWS),
    "csv": as_csv(ROWS, "gbk"),
}
FUZZED = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def client() -> Client:
    office()
    return acting.client_of("director")


def hand_in(client: Client, start: str, name: str, data: bytes) -> None:
    """Hand it in and go on as far as it goes. Every answer is a page with words."""
    file = io.BytesIO(data)
    file.name = name
    with undone():
        answer = client.post(start, {"file": file})
        if answer.status_code != 302:
            assert (answer.status_code, "card" in answer.content.decode()) == (422, True)
            assert "errorlist" not in answer.content.decode()
            return
        there = answer.headers["Location"]
        page: Any = client.get(there, follow=True)
        assert page.status_code == 200
        assert client.get(f"{there}/marked.xlsx").status_code == 200
        assert client.get(f"{there}/columns").status_code == 200
        confirmed = client.post(there, {"key": new_id().hex})
        assert confirmed.status_code in (302, 409)
        assert client.get(there, follow=True).status_code == 200


@FUZZED
@given(start=STARTS, name=NAMES, magic=MAGIC, data=st.binary(max_size=400))
def test_any_bytes_under_any_name(client: Client, start: str, name: str, magic: bytes, data: bytes) -> None:
    hand_in(client, start, name, magic + data)


@FUZZED
@given(start=STARTS, name=NAMES, cells=st.lists(st.lists(st.text(max_size=20), max_size=5), max_size=5))
def test_any_text_between_commas(client: Client, start: str, name: str, cells: list[list[str]]) -> None:
    text = "\n".join([",".join(HEADINGS), *(",".join(row) for row in cells)])
    hand_in(client, start, name, text.encode("utf-8", "replace"))


@FUZZED
@given(start=STARTS, kind=st.sampled_from(sorted(WHOLE)), data=st.data())
def test_sheet_with_bytes_changed_and_cut_off(client: Client, start: str, kind: str, data: st.DataObject) -> None:
    changed = bytearray(WHOLE[kind])
    changes = st.tuples(st.integers(0, len(changed) - 1), st.integers(0, 255))
    for place, byte in data.draw(st.lists(changes, max_size=20)):
        changed[place] = byte
    end = data.draw(st.sampled_from([len(changed), len(changed) // 2, len(changed) - 30]))
    hand_in(client, start, f"表.{kind}", bytes(changed[:end]))


@FUZZED
@given(start=STARTS, kind=st.sampled_from(["xlsx", "ods"]), data=st.data())
def test_sheet_whose_parts_say_something_else(client: Client, start: str, kind: str, data: st.DataObject) -> None:
    """The parts inside are changed before they are packed, so that the archive itself is whole."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WHOLE[kind])) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            content = bytearray(source.read(part))
            changes = st.tuples(st.integers(0, max(0, len(content) - 1)), st.sampled_from(b'<>/"=&019A\x00'))
            for place, byte in data.draw(st.lists(changes, max_size=3)) if content else []:
                content[place] = byte
            target.writestr(part.filename, bytes(content))
    hand_in(client, start, f"表.{kind}", out.getvalue())
